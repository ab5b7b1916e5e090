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

        if (PrincipalOf(account.CallerArn, account.Options.RoleArn) is not { } principal)
            return new(Name, CheckVerdict.NotChecked, $"IAM tells of users and roles what they may read, and of {account.CallerArn ?? "nobody else"} it does not.", "Use a role.");
        var allowed = await live.SimulateAsync(new AccountRegion(account.Options.Account, region), principal, DataPlane.Examples, cancellation).ConfigureAwait(false);
        return allowed switch
        {
            { IsRead: true, Value.IsEmpty: true } => new(Name, CheckVerdict.Ok, "Secrets, objects, items, messages and log events may not be read."),
            { IsRead: true } => new(
                Name, CheckVerdict.Warning, $"{principal} may read data, which Driftboard never does and should not be able to: {string.Join(", ", allowed.Value)}.",
                "Give it the policy that 'driftboard doctor --policy' prints, whose last statements deny that, and nothing as wide as ReadOnlyAccess."),
            { Outcome: ReadOutcome.Denied } => new(
                Name, CheckVerdict.NotChecked, $"Whether data may be read could not be asked: {AwsErrors.MissingAction(allowed.Detail) ?? AwsOperations.Simulation.Permission} is missing.",
                "Give the role or user the policy that 'driftboard doctor --policy' prints."),
            { Outcome: ReadOutcome.Missing } => new(Name, CheckVerdict.NotChecked, $"Whether data may be read could not be asked: IAM does not find {principal}, since a session does not tell its role's path."),
            { Outcome: ReadOutcome.TypeNotReadable or ReadOutcome.Failed, Code: null or AwsErrors.ForeignReply or "InvalidAction" or "NotImplemented" } => new(
                Name, CheckVerdict.NotChecked, "This endpoint does not say what a policy lets somebody do."),
            _ => new(Name, CheckVerdict.NotChecked, $"Whether data may be read could not be asked: {allowed.Detail}", "Try again."),
        };
    }

    /// <summary>Whose policies count: of a session "arn:aws:sts::111111111111:assumed-role/reader/one" the role "arn:aws:iam::111111111111:role/reader".</summary>
    /// <param name="caller">Who STS says that we are.</param>
    /// <param name="role">The configured role, which has its path; a session does not tell it.</param>
    internal static string? PrincipalOf(string? caller, string? role) => caller?.Split(':', 6) switch
    {
        ["arn", _, "iam", _, _, ['u', 's', 'e', 'r', '/', ..]] => caller,
        ["arn", var partition, "sts", _, var account, var session] when session.Split('/') is ["assumed-role", var name, _] =>
            role is not null && role.EndsWith("/" + name, StringComparison.Ordinal) ? role : $"arn:{partition}:iam::{account}:role/{PathOf(name)}{name}",
        _ => null,
    };

    // What IAM Identity Center makes stands below a path of its own.
    private static string PathOf(string role) => role.StartsWith("AWSReservedSSO_", StringComparison.Ordinal) ? "aws-reserved/sso.amazonaws.com/" : "";
}
