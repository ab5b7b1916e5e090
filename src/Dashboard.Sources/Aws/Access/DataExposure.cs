using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Whether credentials could read what people keep in AWS, which nothing here ever does. IAM is asked; none of it is tried (decision 0023).</summary>
internal static class DataExposure
{
    private const string Name = "data";

    /// <summary>The check; null where the endpoint keeps no data at all.</summary>
    /// <param name="live">Asks.</param>
    /// <param name="account">The account, in which the credentials act.</param>
    /// <param name="region">A region that answers.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<AccessCheck?> CheckAsync(AwsLiveStateSource live, AwsAccount account, string region, CancellationToken cancellation)
    {
        if (account.Options.HasOnlyCloudControl)
            return null;
        if (account.CallerArn is { } caller && caller.EndsWith(":root", StringComparison.Ordinal))
        {
            return new(Name, CheckVerdict.Warning, "The credentials are those of the account's root user, who may do everything.",
                "Make a role with docs/access/read-role.yaml, and delete the root user's access keys.");
        }

        if (await AskAsync(live, account, region, DataPlane.Examples, cancellation).ConfigureAwait(false) is not var (principal, asked))
            return NotAsked($"IAM tells of users and roles what they may read, and of {account.CallerArn ?? "nobody else"} it does not.", "Use a role.");
        return asked switch
        {
            { IsRead: true } => Judge(principal, asked.Value),
            { Outcome: ReadOutcome.Denied } => NotAsked(
                $"Whether data may be read could not be asked: {AwsErrors.MissingAction(asked.Detail) ?? AwsOperations.Simulation.Permission} is missing.",
                Denial.Remedy([Denial.Of(asked.Detail)])),
            { Outcome: ReadOutcome.Missing } => NotAsked(
                $"Whether data may be read could not be asked: IAM does not find {principal}, since a session does not tell its role's path.",
                $"Let {AwsAccountSettings.Section}:{account.Options.Account}:RoleArn name a role to assume, with its path; or use one without a path."),
            { Outcome: ReadOutcome.TypeNotReadable or ReadOutcome.Failed, Code: null or AwsErrors.ForeignReply or "InvalidAction" or "NotImplemented" } =>
                NotAsked("This endpoint does not say what a policy lets somebody do.", null),
            _ => NotAsked($"Whether data may be read could not be asked: {asked.Detail}", FailureAdvice.Of([FailedRead.Of(asked)], account.Options)),
        };
    }

    /// <summary>What IAM says that the credentials may do of some actions; null where they are those of nobody that IAM tells of.</summary>
    public static async Task<(string Principal, ReadResult<ImmutableArray<(string Action, string Decision)>> Asked)?> AskAsync(
        AwsLiveStateSource live, AwsAccount account, string region, ImmutableArray<string> actions, CancellationToken cancellation)
    {
        var principals = PrincipalsOf(account.CallerArn, account.Options.RoleArn, region);
        if (principals.IsEmpty)
            return null;
        var principal = principals[0];
        var asked = await live.SimulateAsync(new AccountRegion(account.Options.Account, region), principal, actions, cancellation).ConfigureAwait(false);
        foreach (var other in principals.Skip(1).TakeWhile(_ => asked.Outcome == ReadOutcome.Missing))
            asked = await live.SimulateAsync(new AccountRegion(account.Options.Account, region), principal = other, actions, cancellation).ConfigureAwait(false);
        return (principal, asked);
    }

    private static AccessCheck NotAsked(string message, string? remedy) => new(Name, CheckVerdict.NotChecked, message, remedy) { IsAdvisory = true };

    private static AccessCheck Judge(string principal, ImmutableArray<(string Action, string Decision)> decisions)
    {
        var allowed = decisions.Where(d => d.Decision == "allowed").Select(d => d.Action).ToList();
        var open = decisions.Where(d => d.Decision != "explicitDeny").Select(d => d.Action).ToList();
        return allowed.Count > 0
            ? new(
                Name, CheckVerdict.Warning, $"{principal} may read data, which Driftboard never does and should not be able to: {string.Join(", ", allowed)}.",
                "Give it the policy that 'driftboard doctor --policy' prints, whose last statements deny that, and nothing as wide as ReadOnlyAccess.")
            : open.Count > 0
            ? new(
                Name, CheckVerdict.Warning, $"{principal} may not read data of everything, but nothing denies it either, and single resources and their own policies were not asked: {string.Join(", ", open)}.",
                "Give it the policy that 'driftboard doctor --policy' prints, whose last statements deny that.")
            : new(Name, CheckVerdict.Ok, "Secrets, objects, items, messages and log events may not be read.");
    }

    /// <summary>Whose policies count: of a session "arn:aws:sts::111111111111:assumed-role/reader/one" the role "arn:aws:iam::111111111111:role/reader"; the likeliest first.</summary>
    /// <param name="caller">Who STS says that we are.</param>
    /// <param name="role">The configured role, which has its path; a session does not tell it.</param>
    /// <param name="region">Where IAM Identity Center may be at home.</param>
    internal static ImmutableArray<string> PrincipalsOf(string? caller, string? role, string region) => caller?.Split(':', 6) switch
    {
        ["arn", _, "iam", _, _, ['u', 's', 'e', 'r', '/', ..]] => [caller],
        ["arn", var partition, "sts", _, var account, var session] when session.Split('/') is ["assumed-role", var name, _] =>
            role is not null && role.EndsWith("/" + name, StringComparison.Ordinal) ? [role] : [.. PathsOf(name, region).Select(p => $"arn:{partition}:iam::{account}:role/{p}{name}")],
        _ => [],
    };

    // What IAM Identity Center makes stands below a path of its own, with its home region unless that is us-east-1.
    private static ImmutableArray<string> PathsOf(string role, string region) =>
        role.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) ? ["aws-reserved/sso.amazonaws.com/", $"aws-reserved/sso.amazonaws.com/{region}/"] : [""];
}
