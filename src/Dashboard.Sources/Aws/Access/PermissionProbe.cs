using System.Globalization;
using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Makes every kind of call that a scan makes, once, then tries or asks for what else the read policy has, and gathers what was refused.</summary>
/// <param name="live">The cloud.</param>
/// <param name="scope">The account and region.</param>
/// <param name="reached">The account; null of a recording.</param>
internal sealed class PermissionProbe(ILiveStateSource live, AccountRegion scope, AwsAccount? reached)
{
    private const int MostNamed = 8;
    private const string ParameterValues = "ssm:GetParameter";

    /// <summary>What IAM answers of in one page.</summary>
    private const int MostSimulated = 100;

    // What cannot be done, with the actions that it takes; and what could not be tried.
    private readonly SortedDictionary<string, SortedSet<string>> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FailedRead> _untried = new(StringComparer.Ordinal);

    // What the services said of refusals, and of what the read policy refuses everybody.
    private readonly List<Denial> _denials = [];
    private readonly SortedSet<string> _byPolicy = new(StringComparer.Ordinal);
    private readonly AwsAccountOptions? _account = reached?.Options;
    private readonly DeployedProperties _deployed = new(live, scope);
    private bool _areValuesDenied;
    private int _unreadable;

    /// <summary>Tries the stacks' templates, resources and drift results, then each type that is in use.</summary>
    /// <param name="stacks">The environment's stacks.</param>
    /// <param name="types">The types in use; those that the stacks hold are added.</param>
    /// <returns>Whether everything may be read, and where values may not that all else tells of, that.</returns>
    public async Task<ImmutableArray<AccessCheck>> TryAsync(IReadOnlyList<LiveStack> stacks, SortedSet<string> types, CancellationToken cancellation)
    {
        using var log = PermissionLog.Begin();
        await TryScanAsync(stacks, types, log, cancellation).ConfigureAwait(false);
        var open = live is AwsLiveStateSource aws && reached is not null ? await TryRestAsync(aws, reached, stacks.Count > 0 ? stacks[0].StackId : null, types, log, cancellation).ConfigureAwait(false) : null;
        ImmutableArray<AccessCheck> all = _refused.Count > 0 || stacks.Count > 0 ? [Check(types.Count, types.Count(t => live.AccessOf(scope, t).Refusal is null) - _unreadable)] : [];
        if (_areValuesDenied)
        {
            all = all.Add(new AccessCheck(
                $"values {scope.Region}", CheckVerdict.Warning, "Parameters are read without their values: ssm:GetParameter is missing, so what a value is shows as not known.",
                "Where values are to be compared, give the role or user the policy that 'driftboard doctor --policy' prints."));
        }

        return open is null ? all : all.Add(open);
    }

    private async Task TryScanAsync(IReadOnlyList<LiveStack> stacks, SortedSet<string> types, PermissionLog log, CancellationToken cancellation)
    {
        if (stacks.Count == 0)
            return;
        var template = await live.GetTemplateAsync(scope, stacks[0].StackId, processed: false, cancellation).ConfigureAwait(false);
        Note("templates", FailedRead.Of(template), ["cloudformation:GetTemplate"]);
        var drift = await live.GetStoredDriftAsync(scope, stacks[0].StackId, static _ => [], cancellation).ConfigureAwait(false);
        Note("stored drift results", FailedRead.Of(drift), ["cloudformation:DescribeStackResourceDrifts"]);
        // An endpoint that does not tell who changed what hides nothing that a verdict rests on; a refusal is worth a word.
        if (live is IChangeTrails trails && await trails.TryTrailAsync(scope, cancellation).ConfigureAwait(false) is { Outcome: ReadOutcome.Denied } refused)
            Note("who changed what", FailedRead.Of(refused), [Trail.TrailOperations.Lookup.Permission]);

        if (live is IDriftDetection detection && detection.DetectsDrift(scope.Account) && await detection.DetectStackAsync(scope, stacks[0].StackId, cancellation).ConfigureAwait(false) is { Outcome: ReadOutcome.Denied } undetected)
            Note("drift detection", FailedRead.Of(undetected), [.. AwsOperations.Detection.Select(o => "cloudformation:" + o)]);

        var samples = new Dictionary<string, Sample>(StringComparer.Ordinal);
        foreach (var stack in stacks)
        {
            var resources = await live.ListResourcesAsync(scope, stack.StackId, cancellation).ConfigureAwait(false);
            Note("resources of stacks", FailedRead.Of(resources), ["cloudformation:ListStackResources"]);
            if (!resources.IsRead)
                break;
            foreach (var resource in resources.Value.Where(r => ReadPolicy.NeedsAccess(r.Type)))
            {
                types.Add(resource.Type);
                if (resource.PhysicalId is { } id)
                    samples.TryAdd(resource.Type, new Sample(stack, resources.Value, resource.LogicalId, id));
            }
        }

        foreach (var type in types)
            await TryTypeAsync(await live.AskAccessAsync(scope, type, cancellation).ConfigureAwait(false), samples.GetValueOrDefault(type), log, cancellation).ConfigureAwait(false);
    }

    /// <summary>Tries what else the policy has, asks IAM for what no trial tells, and names what neither told.</summary>
    private async Task<AccessCheck?> TryRestAsync(AwsLiveStateSource aws, AwsAccount owner, string? stack, SortedSet<string> types, PermissionLog log, CancellationToken cancellation)
    {
        // An endpoint without services has no permissions of theirs.
        if (owner.Options.HasOnlyCloudControl)
            return null;
        var policy = new ReadPolicy([.. types.Select(t => live.AccessOf(scope, t))]);
        // Who we are was asked already, and whether IAM may be asked, the check of data tells.
        var actions = ReadPolicy.OwnActions.Except(["sts:GetCallerIdentity", AwsOperations.Simulation.Permission]).Concat(policy.HandlerActions).Concat(ReadPolicy.NetworkActions).Distinct().ToImmutableArray();
        var probes = new ActionProbes(aws, scope, log);
        var named = _refused.Values.SelectMany(a => a).ToHashSet(StringComparer.Ordinal);
        await probes.TryAsync(actions.Except(named), stack, cancellation).ConfigureAwait(false);

        ImmutableArray<string> open = [.. actions.Where(a => !log.Tells(a) && !named.Contains(a)).Order(StringComparer.Ordinal)];
        var denied = log.Refused.ToHashSet(StringComparer.Ordinal);
        var whyNot = "IAM does not tell of these credentials";
        foreach (var asked in open.Chunk(MostSimulated).ToList())
        {
            if (await DataExposure.AskAsync(aws, owner, scope.Region, [.. asked], cancellation).ConfigureAwait(false) is not var (_, told))
                break;
            if (!told.IsRead)
            {
                whyNot = told.Outcome == ReadOutcome.Denied ? $"IAM may not be asked ({AwsOperations.Simulation.Permission} is missing)" : "IAM does not tell here";
                break;
            }

            denied.UnionWith(told.Value.Where(d => d.Decision != "allowed").Select(d => d.Action));
            open = open.RemoveRange(told.Value.Select(d => d.Action));
        }

        // Without values everything else of a parameter is read.
        _areValuesDenied |= denied.Remove(ParameterValues);
        foreach (var action in denied.Except(named))
        {
            foreach (var place in PlacesOf(action, policy))
                (_refused.TryGetValue(place, out var known) ? known : _refused[place] = new SortedSet<string>(StringComparer.Ordinal)).Add(action);
        }

        return open.IsEmpty ? null : new AccessCheck(
            $"not probed {scope.Region}", CheckVerdict.NotChecked,
            $"Whether {open.Length} more {(open.Length == 1 ? "action is" : "actions are")} allowed nobody could tell; {whyNot}. {string.Join("; ", open.GroupBy(probes.WhyOpen).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{string.Join(", ", g)}: {g.Key}"))}.",
            "Compare these with the policy that 'driftboard doctor --policy' prints.")
        { IsAdvisory = true };
    }

    /// <summary>What cannot be done without an action.</summary>
    private static List<string> PlacesOf(string action, ReadPolicy policy)
    {
        var types = policy.Types.Where(t => t.Refusal is null && t.Actions.Contains(action)).Select(t => t.Type).ToList();
        return types.Count > 0 ? types : ReadPolicy.NetworkActions.Contains(action) ? ["networks"] : ["stacks"];
    }

    private async Task TryTypeAsync(TypeAccess access, Sample? sample, PermissionLog log, CancellationToken cancellation)
    {
        // Nothing that the policy denies is tried: that is not what is wrong.
        if (access.Refusal is not null)
            return;
        var listed = await live.ListLiveResourcesAsync(scope, access.Type, cancellation).ConfigureAwait(false);
        if (listed.Code == DataPlane.DeniedByReadPolicy)
            _byPolicy.Add(listed.Detail!);
        if (listed.Outcome == ReadOutcome.Denied)
            Note(access.Type, FailedRead.Of(listed), [.. access.Actions.Append("cloudformation:ListResources")]);
        var handlers = listed.IsRead || sample is not null ? PermissionCatalog.Find(access.Type) : null;
        if (listed.IsRead)
            Allow(log, handlers?.List ?? []);
        if (sample is null)
            return;
        var read = await live.ReadResourceAsync(scope, access.Type, sample.PhysicalId, MapValue.Empty, [], cancellation).ConfigureAwait(false);
        // Some are found with what the template says of them alone, as a scan finds them.
        if (read.Outcome is ReadOutcome.Failed or ReadOutcome.TypeNotReadable && await _deployed.OfAsync(sample.Stack, sample.Resources, sample.LogicalId, cancellation).ConfigureAwait(false) is { } declared)
            read = await live.ReadResourceAsync(scope, access.Type, sample.PhysicalId, declared, [], cancellation).ConfigureAwait(false);
        // The physical id alone may not be the whole identifier; any other resource of the type shows the same.
        if (IsOpen(read) && listed is { IsRead: true, Value: [var other, ..] })
            read = await live.ReadResourceAsync(scope, access.Type, other.Identifier, MapValue.Empty, [], cancellation).ConfigureAwait(false);
        if (read.Outcome == ReadOutcome.TypeNotReadable)
            _unreadable++;
        if (read is { Outcome: ReadOutcome.TypeNotReadable, Code: DataPlane.DeniedByReadPolicy, Detail: { } why })
            _byPolicy.Add(why);
        _areValuesDenied |= read.Properties?["Value"] is UnresolvedValue { Reason: ParameterReader.ValueIsDenied };
        // One refusal ends a read, and others may stand behind it.
        if (read.Outcome == ReadOutcome.Denied && live is AwsLiveStateSource aws)
            await aws.AskEachAsync(scope, access.Type, sample.PhysicalId, await _deployed.OfAsync(sample.Stack, sample.Resources, sample.LogicalId, cancellation).ConfigureAwait(false) ?? MapValue.Empty, cancellation).ConfigureAwait(false);
        if (read is { Outcome: ReadOutcome.Read, Reader: "CloudControl" } || read.Beside.Any(b => b.Outcome == ReadOutcome.Read))
            Allow(log, handlers?.Read ?? []);
        Note(access.Type, new FailedRead(read.Outcome, read.Detail, read.Code), [.. access.Actions.Append("cloudformation:GetResource")]);
    }

    /// <summary>Whether another resource of the type may tell more.</summary>
    private static bool IsOpen(ResourceObservation read) => read.Outcome == ReadOutcome.Failed || read.Code == DataPlane.DeniedByReadPolicy;

    private static void Allow(PermissionLog log, ImmutableArray<string> actions)
    {
        foreach (var action in actions)
            log.Note(action, new PermissionAnswer(true, null));
    }

    /// <summary>A refusal names the action that is missing; where it does not, all that are needed are named.</summary>
    private void Note(string what, FailedRead read, ImmutableArray<string> needed)
    {
        if (read.Outcome == ReadOutcome.Denied && Denial.Of(read.Detail) is { IsOfData: true, Action: { } data })
        {
            _byPolicy.Add(Denial.ByPolicy(what, data));
        }
        else if (read.Outcome == ReadOutcome.Denied)
        {
            var actions = _refused.TryGetValue(what, out var known) ? known : _refused[what] = new SortedSet<string>(StringComparer.Ordinal);
            var denial = Denial.Of(read.Detail);
            _denials.Add(denial);
            actions.UnionWith(denial.Action is { } missing ? [missing] : needed);
        }
        else if (read.Outcome is ReadOutcome.Throttled or ReadOutcome.TimedOut or ReadOutcome.Failed or ReadOutcome.NoAccess)
        {
            _untried[what] = read;
        }
    }

    private AccessCheck Check(int types, int tried)
    {
        var name = $"permissions {scope.Region}";
        if (_refused.Count > 0)
        {
            var named = string.Join("; ", _refused.Take(MostNamed).Select(r => $"{r.Key} ({string.Join(", ", r.Value)})"));
            var more = _refused.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {_refused.Count - MostNamed} more") : "";
            return new AccessCheck(
                name, CheckVerdict.Failed, $"Not everything may be read: {named}{more}.", Denial.Remedy(_denials.Concat(_refused.Values.SelectMany(a => a).Except(_denials.Select(d => d.Action)).Select(a => new Denial(a)))),
                [.. _refused.Values.SelectMany(a => a).Distinct().Order(StringComparer.Ordinal)]);
        }

        return _untried.Count > 0
            ? new AccessCheck(name, CheckVerdict.NotChecked, $"No answer about {string.Join("; ", _untried.Take(MostNamed).Select(u => $"{u.Key} ({(u.Value.Detail ?? u.Value.Outcome.ToString()).TrimEnd('.')})"))}{(_untried.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {_untried.Count - MostNamed} more") : "")}.", FailureAdvice.Of(_untried.Values, _account))
            : new AccessCheck(name, CheckVerdict.Ok, string.Create(CultureInfo.InvariantCulture, $"Templates, drift results and {(tried == types ? "all" : $"{tried} of the")} {types} types in use may be read.{(_byPolicy.Count == 0 ? "" : $" Not checked by policy: {string.Join("; ", _byPolicy)}.")}"));
    }

    /// <summary>One resource of a type, and where it stands.</summary>
    private sealed record Sample(LiveStack Stack, ImmutableArray<LiveStackResource> Resources, string LogicalId, string PhysicalId);
}
