using System.Globalization;
using Dashboard.Core.Comparison;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>Judges one resource of a stack that was read.</summary>
internal sealed class ResourceEvaluator(StackSnapshot stack, RuleBook rules, PendingChanges pending)
{
    private readonly Siblings _siblings = new(stack);

    /// <summary>What the address of an unmanaged resource starts with: it has no logical id, and no logical id starts so.</summary>
    public const char UnmanagedMark = '~';

    /// <summary>A resource that the repository wants and that was never deployed: pending, and nothing to compare.</summary>
    public static ResourceEvaluation NotDeployed(RenderedResource desired) => Base(desired) with
    {
        Status = Status.NotDeployed,
        Differences = [PendingChanges.Whole(desired, null)],
    };

    /// <summary>A resource of a stack that could not be read.</summary>
    public static ResourceEvaluation Unknown(RenderedResource desired, Status status, StatusReason? reason, string? detail) =>
        Base(desired) with { Status = status, Reason = reason, Detail = detail };

    /// <summary>A resource of a stack that is on its way from one template to another: what the repository wants of it is known, what runs is not. One that could not be read anyway keeps its reason.</summary>
    public static ResourceEvaluation Moving(ResourceEvaluation resource, string detail) => resource is
    { Status: Status.NotDeployed or Status.Unmanaged or Status.Unsupported } or { Reason: StatusReason.Denied or StatusReason.NoAccess or StatusReason.Throttled or StatusReason.TimedOut } ? resource : resource with
    {
        Status = Status.Unknown,
        Reason = StatusReason.StackMoving,
        Detail = detail,
        Differences = [.. resource.Differences.Where(d => d.Between != DifferenceBetween.DeployedLive)],
        Allowed = [],
        Folded = [],
        Unverified = [.. resource.Unverified.Where(u => u.Between != DifferenceBetween.DeployedLive)],
        IsCompared = false,
    };

    /// <summary>A live resource that no template knows.</summary>
    public ResourceEvaluation Evaluate(UnmanagedResource unmanaged)
    {
        var address = new ResourceAddress(UnmanagedMark + unmanaged.Identifier);
        var difference = new Difference(
            PropertyPath.Root,
            DifferenceKind.Add,
            DifferenceBetween.DeployedLive,
            null,
            unmanaged.Properties,
            TraitsCatalog.Get(unmanaged.Type).IsKnown ? Impact.Update : Impact.Unknown);
        var rule = rules.Allowing(stack.Key.Component, address, unmanaged.Type, difference, unmanaged.Properties);
        return new ResourceEvaluation(
            address,
            unmanaged.Type,
            unmanaged.Identifier,
            rule is null ? Status.Unmanaged : Status.InSync,
            null,
            null,
            rule is null ? [difference] : [],
            rule is null ? [] : [new AllowedDifference(difference, rule)],
            [],
            null,
            null,
            unmanaged.Properties,
            unmanaged.ObservedAt,
            [])
        { Ended = rule is null ? Ended(address, unmanaged.Type, [difference], unmanaged.Properties) : [] };
    }

    /// <summary>Judges a resource that any of the three states knows; null where the pipeline decides whether it exists, and decided against it.</summary>
    public ResourceEvaluation? Evaluate(
        ResourceAddress address, RenderedResource? desired, RenderedResource? symbolic, RenderedResource? concrete, LiveResource? live)
    {
        var (changes, unknown) = pending.Of(desired, symbolic);
        var isDeployed = symbolic is not null || concrete is not null || live is not null;
        if (!isDeployed && changes.Length == 1 && stack.Deployed is not null)
            return NotDeployed(desired!);
        if (!isDeployed && pending.IsLeftOutByDeployment(desired!))
            return null;

        var view = LiveView.Of(live, concrete?.Properties);
        var type = (concrete ?? symbolic)?.Type ?? live?.Type ?? desired!.Type;
        var judged = new ResourceEvaluation(
            address,
            type,
            live?.PhysicalId,
            Status.Unknown,
            null,
            view.Detail,
            changes,
            [],
            unknown,
            desired?.Properties,
            concrete?.Properties ?? symbolic?.Properties,
            view.Properties,
            view.ObservedAt,
            view.Readers)
        { ToldByOthers = view.Others };
        return Judge(judged, concrete, view);
    }

    private ResourceEvaluation Judge(ResourceEvaluation resource, RenderedResource? concrete, LiveView view)
    {
        if (HasNoModel(resource.Type))
            return resource with { Status = Status.Unsupported, Reason = StatusReason.TypeNotReadable, Detail = "the type has no live model to compare with" };
        switch (view.Outcome)
        {
            case ReadOutcome.Missing:
                return Deleted(resource, concrete);
            case ReadOutcome.Denied or ReadOutcome.NoAccess or ReadOutcome.Throttled or ReadOutcome.TimedOut:
                return resource with { Reason = ReasonOf(view.Outcome) };
            case ReadOutcome.TypeNotReadable:
                return resource with { Status = Status.Unsupported, Reason = StatusReason.TypeNotReadable };
            case ReadOutcome.NotReadYet:
                return resource with { Status = Status.NotChecked, Reason = StatusReason.NotReadYet };
            case ReadOutcome.Failed:
                return resource with { Detail = resource.Detail ?? "the answer could not be used" };
        }

        // A nested stack has no properties of its own to drift: its resources are judged one by one, at addresses beneath it.
        if (resource.Type == ResourceTypes.NestedStack)
            return resource with { Status = Status.InSync };
        if (concrete is null)
            return resource with { Reason = StatusReason.Unresolved, Detail = "the deployed template does not tell its properties" };
        if (concrete.OpenBecause is { } open)
            return resource with { Reason = StatusReason.Unresolved, Detail = open, Unverified = [new UnverifiedProperty(PropertyPath.Root, StatusReason.Unresolved, open), .. resource.Unverified] };
        var judged = Compared(resource, concrete, view.Properties ?? MapValue.Empty);
        // What CloudFormation found some time ago is no proof of what runs now, where that may not be read; what differed then is still to be looked at.
        return judged.Status == Status.InSync && view.Refusal is { } refusal
            ? judged with
            {
                Status = Status.Unknown,
                Reason = ReasonOf(refusal.Outcome),
                IsCompared = false,
                Detail = string.Create(CultureInfo.InvariantCulture, $"{refusal.Detail ?? "the answer could not be used"}; when CloudFormation looked at it itself, at {view.ObservedAt?.UtcDateTime:yyyy-MM-dd HH:mm} UTC, nothing was changed"),
            }
            : judged;
    }

    private static StatusReason? ReasonOf(ReadOutcome outcome) => outcome switch
    {
        ReadOutcome.Denied => StatusReason.Denied,
        ReadOutcome.NoAccess => StatusReason.NoAccess,
        ReadOutcome.Throttled => StatusReason.Throttled,
        ReadOutcome.TimedOut => StatusReason.TimedOut,
        _ => null,
    };

    private ResourceEvaluation Deleted(ResourceEvaluation resource, RenderedResource? concrete)
    {
        var difference = new Difference(
            PropertyPath.Root,
            DifferenceKind.Remove,
            DifferenceBetween.DeployedLive,
            concrete?.Properties ?? resource.Deployed ?? MapValue.Empty,
            null,
            TraitsCatalog.Get(resource.Type).IsKnown ? Impact.Replacement : Impact.Unknown);
        return WithDrift(resource, [difference], Status.Deleted, null) with { Live = null };
    }

    private ResourceEvaluation Compared(ResourceEvaluation resource, RenderedResource concrete, MapValue live)
    {
        var own = StackTags.Without(resource.Type, live, concrete.Properties, stack.Deployed?.Tags ?? ImmutableDictionary<string, string>.Empty);
        var result = ResourceComparer.Compare(resource.Type, concrete.Properties, own, ComparisonOptions.Drift);
        var explained = result.Differences.Select(d => (Difference: d, Word: _siblings.On(concrete, d))).ToList();
        var open = result.Unverified.Concat(explained.Select(e => e.Word.Unknown).OfType<UnverifiedLeaf>());
        ImmutableArray<UnverifiedProperty> unverified = [.. open.Select(u => Unverified(resource, u)).OfType<UnverifiedProperty>(), .. resource.Unverified];
        var drift = explained.Where(e => e.Word is { Rule: null, Unknown: null }).Select(e => new Difference(e.Difference.Path, e.Difference.Kind, DifferenceBetween.DeployedLive, e.Difference.Left, e.Difference.Right, e.Difference.Impact) { Confidence = e.Difference.Confidence });
        ImmutableArray<FoldedLeaf> folded = [.. explained.Where(e => e.Word.Rule is not null).Select(e => new FoldedLeaf(e.Difference.Path, e.Word.Rule!.Id, e.Difference.Left, e.Difference.Right))];
        var judged = WithDrift(resource with { Unverified = unverified, Folded = folded, IsCompared = true }, drift, Status.Modified, live);
        // One of which no service returns anything that is declared was not compared, although it is there.
        return judged.Status == Status.InSync && concrete.Properties.Entries.Length > 0 && IsUntold(concrete.Properties, PropertyPath.Root, [.. unverified.Where(u => u.Reason is null && u.Between == DifferenceBetween.DeployedLive).Select(u => u.Path)])
            ? judged with { Status = Status.Unsupported, Reason = StatusReason.TypeNotReadable, Detail = "no service returns any property that is declared" }
            : judged;
    }

    private static bool IsUntold(PropertyValue value, PropertyPath path, ImmutableArray<PropertyPath> untold) => untold.Contains(path) || value switch
    {
        ScalarValue { Kind: ScalarKind.Null } => true,
        MapValue { Entries.IsEmpty: false } map => map.Entries.All(e => IsUntold(e.Value, path.Append(e.Key), untold)),
        _ => false,
    };

    private ImmutableArray<AllowedDifference> Ended(ResourceAddress address, string type, IEnumerable<Difference> drift, MapValue? live) =>
        [.. drift.Select(d => rules.EndedFor(stack.Key.Component, address, type, d, live) is { } rule ? new AllowedDifference(d, rule) : null).OfType<AllowedDifference>()];

    private ResourceEvaluation WithDrift(ResourceEvaluation resource, IEnumerable<Difference> drift, Status status, MapValue? live)
    {
        var remaining = new List<Difference>();
        var allowed = ImmutableArray.CreateBuilder<AllowedDifference>();
        foreach (var difference in drift)
        {
            if (rules.Allowing(stack.Key.Component, resource.Address, resource.Type, difference, live) is { } rule)
                allowed.Add(new AllowedDifference(difference, rule));
            else
                remaining.Add(difference);
        }

        var (settled, reason, detail) = remaining.Exists(d => d.Confidence == Confidence.Confirmed) ? (status, null, null) : WithoutDrift(remaining, resource.Unverified);
        return resource with
        {
            Status = settled,
            Reason = reason,
            Detail = detail,
            Ended = Ended(resource.Address, resource.Type, remaining, live),
            Differences = [.. resource.Differences.Concat(remaining).OrderBy(d => d.Path, PathOrder.Instance).ThenBy(d => d.Between).ThenBy(d => d.Kind)],
            Allowed = allowed.ToImmutable(),
        };
    }

    /// <summary>Nothing differs for certain, yet what may differ or could not be verified keeps a resource from being in sync, except where no service ever returns it.</summary>
    private static (Status Status, StatusReason? Reason, string? Detail) WithoutDrift(List<Difference> possible, ImmutableArray<UnverifiedProperty> unverified)
    {
        if (possible is [var first, ..])
            return (Status.Unknown, StatusReason.Unresolved, $"{first.Path}: it differs, but may mean the same");
        foreach (var reason in new[] { StatusReason.Unresolved, StatusReason.Secret })
        {
            if (unverified.FirstOrDefault(u => u.Reason == reason && u.Between == DifferenceBetween.DeployedLive) is { } property)
                return (Status.Unknown, reason, $"{property.Path}: {property.Detail}");
        }

        return (Status.InSync, null, null);
    }

    /// <summary>
    /// What could not be compared. Of a text that CloudFormation returns with "?" for its characters beyond ASCII the repository knows the true one: where that
    /// is what runs, the property is verified, and where it is not, nobody can say which of the two was changed.
    /// </summary>
    private static UnverifiedProperty? Unverified(ResourceEvaluation resource, UnverifiedLeaf leaf)
    {
        var property = new UnverifiedProperty(leaf.Path, leaf.Reason, leaf.Detail) { Cause = leaf.Cause };
        if (leaf.Confidence != Confidence.Possible || leaf.Path.FindIn(resource.Desired) is not ScalarValue { Text: var desired } || leaf.Right is not ScalarValue { Text: var live })
            return property;
        return desired == live ? null : new UnverifiedProperty(
            leaf.Path,
            StatusReason.Unresolved,
            "what runs is not what the repository says; CloudFormation returns '?' for characters beyond ASCII, so it cannot be told which of the two was changed");
    }

    private static bool HasNoModel(string type) =>
        type.StartsWith("Custom::", StringComparison.Ordinal) || type is "AWS::CloudFormation::CustomResource" or "AWS::CDK::Metadata";

    private static ResourceEvaluation Base(RenderedResource desired) => new(
        desired.Address, desired.Type, null, Status.Unknown, null, null, [], [], [], desired.Properties, null, null, null, []);
}
