using System.Globalization;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>Makes every kind of call that a scan makes, once, and gathers what was refused.</summary>
/// <param name="live">The cloud.</param>
/// <param name="scope">The account and region.</param>
/// <param name="account">How the account is reached; null of a recording.</param>
internal sealed class PermissionProbe(ILiveStateSource live, AccountRegion scope, AwsAccountOptions? account)
{
    private const int MostNamed = 8;

    // What cannot be done, with the actions that it takes; and what could not be tried.
    private readonly SortedDictionary<string, SortedSet<string>> _refused = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, FailedRead> _untried = new(StringComparer.Ordinal);
    private readonly DeployedProperties _deployed = new(live, scope);
    private bool _areValuesDenied;
    private int _unreadable;

    /// <summary>Tries the stacks' templates, resources and drift results, then each type that is in use.</summary>
    /// <param name="stacks">The environment's stacks.</param>
    /// <param name="types">The types in use; those that the stacks hold are added.</param>
    /// <returns>Whether everything may be read, and where values may not that all else tells of, that.</returns>
    public async Task<ImmutableArray<AccessCheck>> TryAsync(IReadOnlyList<LiveStack> stacks, SortedSet<string> types, CancellationToken cancellation)
    {
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
            await TryTypeAsync(TypeAccess.Of(type), samples.GetValueOrDefault(type), cancellation).ConfigureAwait(false);
        var all = Check(types.Count, types.Count(t => TypeAccess.Of(t).Refusal is null) - _unreadable);
        return _areValuesDenied
            ? [all, new AccessCheck(
                $"values {scope.Region}", CheckVerdict.Warning, "Parameters are read without their values: ssm:GetParameter is missing, so what a value is shows as not known.",
                "Where values are to be compared, give the role or user the policy that 'driftboard doctor --policy' prints.")]
            : [all];
    }

    private async Task TryTypeAsync(TypeAccess access, Sample? sample, CancellationToken cancellation)
    {
        // Nothing that the policy denies is tried: that is not what is wrong.
        if (access.Refusal is not null)
            return;
        var listed = await live.ListLiveResourcesAsync(scope, access.Type, cancellation).ConfigureAwait(false);
        if (listed.Outcome == ReadOutcome.Denied)
            Note(access.Type, FailedRead.Of(listed), [.. access.Actions.Append("cloudformation:ListResources")]);
        if (sample is null)
            return;
        var read = await live.ReadResourceAsync(scope, access.Type, sample.PhysicalId, MapValue.Empty, [], cancellation).ConfigureAwait(false);
        // Some are found with what the template says of them alone, as a scan finds them.
        if (read.Outcome is ReadOutcome.Failed or ReadOutcome.TypeNotReadable && await _deployed.OfAsync(sample.Stack, sample.Resources, sample.LogicalId, cancellation).ConfigureAwait(false) is { } declared)
            read = await live.ReadResourceAsync(scope, access.Type, sample.PhysicalId, declared, [], cancellation).ConfigureAwait(false);
        // The physical id alone may not be the whole identifier; any other resource of the type shows the same.
        if (read.Outcome == ReadOutcome.Failed && listed is { IsRead: true, Value: [var other, ..] })
            read = await live.ReadResourceAsync(scope, access.Type, other.Identifier, MapValue.Empty, [], cancellation).ConfigureAwait(false);
        if (read.Outcome == ReadOutcome.TypeNotReadable)
            _unreadable++;
        _areValuesDenied |= read.Properties?["Value"] is UnresolvedValue { Reason: ParameterReader.ValueIsDenied };
        Note(access.Type, new FailedRead(read.Outcome, read.Detail, read.Code), [.. access.Actions.Append("cloudformation:GetResource")]);
    }

    /// <summary>A refusal names the action that is missing; where it does not, all that are needed are named.</summary>
    private void Note(string what, FailedRead read, ImmutableArray<string> needed)
    {
        if (read.Outcome == ReadOutcome.Denied)
        {
            var actions = _refused.TryGetValue(what, out var known) ? known : _refused[what] = new SortedSet<string>(StringComparer.Ordinal);
            actions.UnionWith(AwsErrors.MissingAction(read.Detail) is { } missing ? [missing] : needed);
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
                name, CheckVerdict.Failed, $"Not everything may be read: {named}{more}.", "Give the role or user the policy that 'driftboard doctor --policy' prints.",
                [.. _refused.Values.SelectMany(a => a).Distinct().Order(StringComparer.Ordinal)]);
        }

        return _untried.Count > 0
            ? new AccessCheck(name, CheckVerdict.NotChecked, $"No answer about {string.Join("; ", _untried.Take(MostNamed).Select(u => $"{u.Key} ({(u.Value.Detail ?? u.Value.Outcome.ToString()).TrimEnd('.')})"))}{(_untried.Count > MostNamed ? string.Create(CultureInfo.InvariantCulture, $"; and {_untried.Count - MostNamed} more") : "")}.", FailureAdvice.Of(_untried.Values, account))
            : new AccessCheck(name, CheckVerdict.Ok, string.Create(CultureInfo.InvariantCulture, $"Templates, drift results and {(tried == types ? "all" : $"{tried} of the")} {types} types in use may be read."));
    }

    /// <summary>One resource of a type, and where it stands.</summary>
    private sealed record Sample(LiveStack Stack, ImmutableArray<LiveStackResource> Resources, string LogicalId, string PhysicalId);
}
