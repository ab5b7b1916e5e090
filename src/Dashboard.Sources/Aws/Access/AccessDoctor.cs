using System.Globalization;
using Dashboard.Core.Traits;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Finds out what keeps an environment from being read: by trying everything that a scan does, once for each kind of call and resource type.</summary>
public sealed class AccessDoctor
{
    private readonly ILiveStateSource _live;
    private readonly AwsLiveStateSource? _aws;
    private readonly ImmutableHashSet<string> _accounts;

    /// <summary>Tries AWS.</summary>
    public AccessDoctor(AwsLiveStateSource live) => (_live, _aws, _accounts) = (live, live, []);

    /// <summary>Asks a recording, which has answers of the day that it was made, but no credentials and no clock.</summary>
    /// <param name="recorded">The recorded answers.</param>
    /// <param name="accounts">The accounts that were configured then.</param>
    public AccessDoctor(ILiveStateSource recorded, ImmutableHashSet<string> accounts) => (_live, _accounts) = (recorded, accounts);

    /// <summary>Checks one environment. Nothing throws but cancellation.</summary>
    public async Task<AccessReport> CheckAsync(AccessTarget target, CancellationToken cancellation)
    {
        var checks = new List<AccessCheck>();
        if (target.Repository is { } repository)
            checks.Add(repository);
        var types = new SortedSet<string>(target.Types.Where(ReadPolicy.NeedsAccess), StringComparer.Ordinal);
        var account = _aws?.AccountOf(target.Account);
        if (account is null && !_accounts.Contains(target.Account))
        {
            checks.Add(new AccessCheck(
                "account", CheckVerdict.Failed, $"Account {target.Account} is not listed under {AwsAccountSettings.Section}, so it is not read.", AwsAccountSettings.ToList(target.Account)));
            return Report();
        }

        if (account is null)
        {
            checks.Add(new AccessCheck("credentials", CheckVerdict.NotChecked, "A recording holds no credentials."));
            checks.Add(new AccessCheck("clock", CheckVerdict.NotChecked, "A recording has no clock."));
            foreach (var region in target.Regions)
                await TryRegionAsync(target, region, checks, types, cancellation).ConfigureAwait(false);
            return Report();
        }

        var answers = await AskAsync(account, target.Regions, cancellation).ConfigureAwait(false);
        var credentials = Credentials(account, answers);
        checks.Add(credentials);
        checks.Add(Clock(account.Clock.Skew));
        if (credentials.Verdict == CheckVerdict.Ok && await DataExposure.CheckAsync(_aws!, account, answers.First(a => a.Value.IsRead).Key, cancellation).ConfigureAwait(false) is { } data)
            checks.Add(data);
        foreach (var region in target.Regions)
        {
            if (credentials.Verdict != CheckVerdict.Ok)
                checks.Add(new AccessCheck($"region {region}", CheckVerdict.NotChecked, "Without credentials nothing can be tried."));
            else if (Region(region, account.Options, answers[region]) is { Verdict: not CheckVerdict.Ok } unreachable)
                checks.Add(unreachable);
            else
                await TryRegionAsync(target, region, checks, types, cancellation).ConfigureAwait(false);
        }

        if (credentials.Verdict == CheckVerdict.Ok)
            checks.AddRange(await new QueueDoctor(_aws!, account.Options).CheckAsync(target.Regions, cancellation).ConfigureAwait(false));
        return Report();

        AccessReport Report() => new(target.Environment, target.Account, [.. checks], [.. types])
        {
            Access = [.. types.Select(t => _live.AccessOf(new AccountRegion(target.Account, target.Regions.FirstOrDefault(AwsAccount.HomeRegion)), t))],
        };
    }

    /// <summary>The policy for the types in use, with what the account's own registry says of each, or else the built-in catalogue.</summary>
    /// <param name="types">The types.</param>
    /// <param name="registry">Where to ask; null: nowhere.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>The policy, and why the registry could not be asked, or null.</returns>
    public async Task<(ReadPolicy Policy, string? Problem)> PolicyAsync(IEnumerable<string> types, AccountRegion? registry, CancellationToken cancellation)
    {
        var found = ImmutableArray.CreateBuilder<TypeAccess>();
        string? problem = null;
        foreach (var type in types.Where(ReadPolicy.NeedsAccess).Distinct().Order(StringComparer.Ordinal))
        {
            var handlers = PermissionCatalog.Find(type);
            if (registry is not null && _aws is not null && problem is null)
            {
                var described = await _aws.DescribeTypeAsync(registry, type, cancellation).ConfigureAwait(false);
                // That a region lacks the handlers of a type which the catalogue has says nothing of the others.
                if (TypeRegistry.Useful(described) is { } told && (told.HasRead || handlers is null))
                    handlers = told;
                if (described.Outcome is not (ReadOutcome.Read or ReadOutcome.Missing or ReadOutcome.TypeNotReadable))
                    problem = described.Detail;
            }

            found.Add(TypeAccess.Of(type, handlers));
        }

        return (new ReadPolicy(found.ToImmutable()), problem);
    }

    /// <summary>The types of what an environment's stacks hold. They are more than its templates name where a macro makes resources, and where a template has lost some that still run.</summary>
    /// <returns>The types, and where what is deployed could not be listed, and why.</returns>
    public async Task<(ImmutableArray<string> Types, ImmutableArray<(string Region, string Problem)> Problems)> DeployedTypesAsync(AccessTarget target, CancellationToken cancellation)
    {
        var types = new SortedSet<string>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var region in target.Regions)
        {
            if (await AddDeployedAsync(target, new AccountRegion(target.Account, region), types, cancellation).ConfigureAwait(false) is { } problem)
                problems.Add((region, problem));
        }

        return ([.. types], problems.DrainToImmutable());
    }

    private async Task<string?> AddDeployedAsync(AccessTarget target, AccountRegion scope, SortedSet<string> types, CancellationToken cancellation)
    {
        if (_aws?.AccountOf(scope.Account) is null && !_accounts.Contains(scope.Account))
            return "the account is not configured";
        var listed = await _live.ListStacksAsync(scope, cancellation).ConfigureAwait(false);
        if (!listed.IsRead)
            return listed.Detail ?? "no answer";
        string? problem = null;
        foreach (var stack in StackPlaces.Own(target, scope.Region, listed.Value, _live.FilterOf(scope.Account)))
        {
            var resources = await _live.ListResourcesAsync(scope, stack.StackId, cancellation).ConfigureAwait(false);
            problem ??= resources.IsRead ? null : resources.Detail ?? "no answer";
            if (resources.IsRead)
                types.UnionWith(resources.Value.Select(r => r.Type));
        }

        return problem;
    }

    /// <summary>Who STS says that we are, region by region; where none answers well, in the home region too.</summary>
    private static async Task<Dictionary<string, ReadResult<string>>> AskAsync(AwsAccount account, ImmutableArray<string> regions, CancellationToken cancellation)
    {
        var answers = new Dictionary<string, ReadResult<string>>(StringComparer.Ordinal);
        foreach (var region in regions.Where(AwsLiveStateSource.IsRegion))
            answers[region] = await account.AskWhoAsync(region, cancellation).ConfigureAwait(false);
        if (answers.Values.All(a => !a.IsRead) && !answers.ContainsKey(AwsAccount.HomeRegion) && account.Options.Endpoint is null)
            answers[AwsAccount.HomeRegion] = await account.AskWhoAsync(AwsAccount.HomeRegion, cancellation).ConfigureAwait(false);
        foreach (var region in regions.Where(r => !answers.ContainsKey(r)))
            answers[region] = new(ReadOutcome.Denied, null, "The region is not written as an AWS region is.") { Code = nameof(HttpRequestError.NameResolutionError) };
        return answers;
    }

    private static AccessCheck Credentials(AwsAccount account, Dictionary<string, ReadResult<string>> answers)
    {
        if (answers.Values.FirstOrDefault(a => a.IsRead) is { } good)
        {
            return good.Value == account.Options.Account
                ? new AccessCheck("credentials", CheckVerdict.Ok, $"They act in account {good.Value}.")
                : Failed(account.Judge(good));
        }

        // A region that does not exist says nothing of the credentials, so any other answer comes first.
        return Failed(answers.Values.OrderBy(a => a.Code == nameof(HttpRequestError.NameResolutionError)).First());

        AccessCheck Failed(ReadResult<string> answer)
        {
            var (message, remedy) = CredentialExplanation.Of(answer, account.Options);
            return new AccessCheck("credentials", CheckVerdict.Failed, message, remedy);
        }
    }

    private static AccessCheck Clock(TimeSpan? skew) => skew is not { } amount ? new AccessCheck("clock", CheckVerdict.NotChecked, "No answer came that would tell the service's time.")
        : ClockSkew.Problem(amount) is { } problem ? new AccessCheck("clock", CheckVerdict.Failed, problem, ClockSkew.Remedy)
        : new AccessCheck("clock", CheckVerdict.Ok, $"It differs by {ClockSkew.Amount(amount)} from the service's.");

    private static AccessCheck Region(string region, AwsAccountOptions account, ReadResult<string> answer) => answer switch
    {
        { IsRead: true } => new AccessCheck($"region {region}", CheckVerdict.Ok, "It answers."),
        { Code: nameof(HttpRequestError.NameResolutionError) } => new AccessCheck(
            $"region {region}", CheckVerdict.Failed, "There is no such region, or its address cannot be resolved from here.", "Correct it under regions in driftboard.yaml, or check this machine's DNS."),
        { Outcome: ReadOutcome.Denied or ReadOutcome.NoAccess } => new AccessCheck(
            $"region {region}", CheckVerdict.Failed, $"The credentials act elsewhere, but not here: the region is not enabled in account {account.Account}, or an endpoint policy or SCP shuts it.",
            $"Enable {region} in the account's settings, or remove it from regions in driftboard.yaml."),
        _ => new AccessCheck($"region {region}", CheckVerdict.NotChecked, answer.Detail ?? "It did not answer.", FailureAdvice.Of([FailedRead.Of(answer)], account)),
    };

    private async Task TryRegionAsync(AccessTarget target, string region, List<AccessCheck> checks, SortedSet<string> types, CancellationToken cancellation)
    {
        var scope = new AccountRegion(target.Account, region);
        var listed = await _live.ListStacksAsync(scope, cancellation).ConfigureAwait(false);
        checks.Add(listed.IsRead || listed.Outcome == ReadOutcome.Denied
            ? new AccessCheck($"region {region}", CheckVerdict.Ok, "It answers.")
            : new AccessCheck($"region {region}", CheckVerdict.NotChecked, "CloudFormation gives no answer there that can be used."));
        if (!listed.IsRead)
        {
            checks.Add(Refused($"stacks {region}", "Stacks cannot be listed", FailedRead.Of(listed), "cloudformation:DescribeStacks", _aws?.AccountOf(target.Account)?.Options));
            if (listed.Outcome == ReadOutcome.Denied)
                checks.AddRange(await ProbeAsync([]).ConfigureAwait(false));
            return;
        }

        var own = StackPlaces.Own(target, region, listed.Value, _live.FilterOf(target.Account));
        if (own.IsEmpty)
        {
            checks.Add(await new StackPlaces(_live, _aws is not null).ExplainAsync(target, region, listed.Value, cancellation).ConfigureAwait(false));
            checks.AddRange(await ProbeAsync([]).ConfigureAwait(false));
            return;
        }

        checks.Add(new AccessCheck($"stacks {region}", CheckVerdict.Ok, string.Create(CultureInfo.InvariantCulture, $"{own.Length} of {listed.Value.Length} belong to {target.Environment}.")));
        checks.AddRange(await ProbeAsync(own).ConfigureAwait(false));

        Task<ImmutableArray<AccessCheck>> ProbeAsync(ImmutableArray<LiveStack> stacks) => new PermissionProbe(_live, scope, _aws?.AccountOf(target.Account)).TryAsync(stacks, types, cancellation);
    }

    /// <summary>A check that ended with a refusal, or without an answer.</summary>
    private static AccessCheck Refused(string name, string what, FailedRead failed, string action, AwsAccountOptions? account) => failed.Outcome == ReadOutcome.Denied
        ? new AccessCheck(name, CheckVerdict.Failed, $"{what}: {AwsErrors.MissingAction(failed.Detail) ?? action} is missing.", Denial.Remedy([Denial.Of(failed.Detail)]), [AwsErrors.MissingAction(failed.Detail) ?? action])
        : new AccessCheck(name, CheckVerdict.NotChecked, $"{what}: {failed.Detail}", FailureAdvice.Of([failed], account));
}
