using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>What is committed and not yet released: desired against deployed, both as templates say it.</summary>
internal sealed class PendingChanges
{
    private static readonly PropertyPath TemplateUrl = PropertyPath.Parse("/TemplateURL");

    private readonly StackSnapshot _stack;
    private readonly Dictionary<ResourceAddress, RenderedResource> _desired;
    private readonly Dictionary<ResourceAddress, RenderedResource> _deployed;
    private readonly bool _isComparable;
    private readonly ImmutableDictionary<ResourceAddress, string> _openPlaces;
    private readonly ImmutableArray<string> _atDeploy;

    public PendingChanges(
        EnvironmentSnapshot snapshot,
        StackSnapshot stack,
        Dictionary<ResourceAddress, RenderedResource> desired,
        Dictionary<ResourceAddress, RenderedResource> deployed)
    {
        (_stack, _desired, _deployed) = (stack, desired, deployed);
        _isComparable = snapshot.CommitId is { } commit && stack.Desired.GetValueOrDefault(commit)?.Template is not null && stack.Deployed?.Symbolic is not null;
        _openPlaces = (snapshot.CommitId is { } at ? stack.Desired.GetValueOrDefault(at)?.Template?.OpenPlaces : null) ?? ImmutableDictionary<ResourceAddress, string>.Empty;
        _atDeploy = snapshot.Application.Components.FirstOrDefault(c => c.Name == stack.Key.Component)?.AtDeploy ?? [];
    }

    /// <summary>The pending changes of one resource, and what of it cannot be told: that is neither pending nor released.</summary>
    public (ImmutableArray<Difference> Changes, ImmutableArray<UnverifiedProperty> Unknown) Of(RenderedResource? desired, RenderedResource? deployed)
    {
        if (!_isComparable || (desired ?? deployed) is not { } resource)
            return ([], []);
        if (desired is null && MayBeMade(resource.Address) is { } why)
        {
            return ([], [Perhaps($"whether the repository still has it: {why}")]);
        }

        if (deployed is null && desired?.OpenCondition is { Reason: var perhaps } && IsKnownOn(_deployed, resource.Address) && !IsOfTheDeployment(desired, deployed, PropertyPath.Root))
            return ([], [Perhaps($"whether the repository has it: {perhaps}")]);

        if (desired is null || deployed is null)
        {
            return !IsKnownOn(desired is null ? _desired : _deployed, resource.Address) || IsOfTheDeployment(desired, deployed, PropertyPath.Root)
                ? ([], [])
                : ([Whole(desired, deployed)], []);
        }

        if (desired.Type != deployed.Type)
        {
            return
            (
                [new Difference(PropertyPath.Root, DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, new ScalarValue(desired.Type), new ScalarValue(deployed.Type), Impact.Replacement)],
                []
            );
        }

        if ((desired.OpenBecause ?? deployed.OpenBecause) is { } open)
            return ([], [new UnverifiedProperty(PropertyPath.Root, StatusReason.Unresolved, open) { Between = DifferenceBetween.DesiredDeployed }]);

        var properties = Compare(desired.Type, desired.Properties, deployed.Properties);
        var attributes = ResourceComparer.CompareAttributes(WithoutCondition(desired), WithoutCondition(deployed), ComparisonOptions.Pending);
        return
        (
            [
                .. properties.Differences.Where(d => IsReleased(desired, deployed, d.Path)).Select(d => Pending(d, isAttribute: false)),
                .. attributes.Differences.Select(d => Pending(d, isAttribute: true)),
            ],
            [
                // What both sides spell alike was deployed as it is; what CloudFormation masks is no change, as far as anybody can tell.
                .. properties.Unverified.Concat(attributes.Unverified)
                    .Where(u => u.Reason is not null && !Equals(u.Left, u.Right) && IsReleased(desired, deployed, u.Path))
                    .Select(u => new UnverifiedProperty(u.Path, u.Reason, u.Detail) { Between = DifferenceBetween.DesiredDeployed, Cause = u.Cause }),
                .. UnknownInside(desired),
                // A condition that is made of the same decides the same, whatever that is.
                .. desired.OpenCondition is { Reason: var unknown } condition && !condition.Equals(deployed.OpenCondition) ? [Perhaps($"whether the repository still has it: {unknown}")] : Array.Empty<UnverifiedProperty>(),
            ]
        );
    }

    private static UnverifiedProperty Perhaps(string detail) => new(PropertyPath.Root, StatusReason.Unresolved, detail) { Between = DifferenceBetween.DesiredDeployed };

    /// <summary>Both sides as templates say them; where a reference stands against a text, with what the stack says of itself spelled out.</summary>
    private ComparisonResult Compare(string type, MapValue desired, MapValue deployed)
    {
        var result = ResourceComparer.Compare(type, desired, deployed, ComparisonOptions.Pending);
        return result.Unverified.Any(u => u.Reason is not null && !Equals(u.Left, u.Right))
            ? ResourceComparer.Compare(type, (MapValue)OwnTexts.In(_stack, desired), (MapValue)OwnTexts.In(_stack, deployed), ComparisonOptions.Pending)
            : result;
    }

    /// <summary>Why a resource that the repository does not list, or a nested stack that holds it, may yet be among what a template makes; null where it cannot.</summary>
    private string? MayBeMade(ResourceAddress address)
    {
        for (; ; address = address.Parent)
        {
            if (_openPlaces.TryGetValue(address, out var why))
                return why;
            if (address.IsStack || _desired.ContainsKey(address))
                return null;
        }
    }

    private static Difference Pending(LeafDifference d, bool isAttribute) =>
        new(d.Path, d.Kind, DifferenceBetween.DesiredDeployed, d.Left, d.Right, isAttribute && d.Impact != Impact.Unknown ? Impact.Update : d.Impact) { Confidence = d.Confidence, IsAttribute = isAttribute };

    /// <summary>The resource without the name of its condition: that is judged by what it decides, whether the resource is there.</summary>
    private static RenderedResource WithoutCondition(RenderedResource resource) => resource with { Attributes = resource.Attributes.With("Condition", null) };

    /// <summary>Whether a leaf is the repository's to release: not where a nested template happens to lie, nor what the pipeline gives.</summary>
    private bool IsReleased(RenderedResource desired, RenderedResource deployed, PropertyPath path) =>
        !(desired.Type == ResourceTypes.NestedStack && path.TopLevelName == "TemplateURL") && !IsOfTheDeployment(desired, deployed, path);

    /// <summary>Whether a resource that is not deployed depends on nothing but what the pipeline gave at the deployment.</summary>
    public bool IsLeftOutByDeployment(RenderedResource desired) => _isComparable && IsOfTheDeployment(desired, null, PropertyPath.Root);

    /// <summary>A resource on one side only.</summary>
    public static Difference Whole(RenderedResource? desired, RenderedResource? deployed) => new(
        PropertyPath.Root,
        desired is null ? DifferenceKind.Add : DifferenceKind.Remove,
        DifferenceBetween.DesiredDeployed,
        desired?.Properties,
        deployed?.Properties,
        desired is null ? Impact.Delete : Impact.Create);

    /// <summary>
    /// That a release may change what is inside a nested stack, where its template could not be had on both sides. It is said even where both sides name the same
    /// place: CloudFormation reads it anew at each deployment, and by then another template may lie there.
    /// </summary>
    private IEnumerable<UnverifiedProperty> UnknownInside(RenderedResource stack)
    {
        if (stack.Type != ResourceTypes.NestedStack)
            yield break;
        var (isDesired, isDeployed) = (IsKnownInside(_desired, stack.Address), IsKnownInside(_deployed, stack.Address));
        if (isDesired && isDeployed)
            yield break;
        var missing = (isDesired, isDeployed) switch
        {
            (true, _) => "the template that it was deployed with could not be had",
            (_, true) => "the repository does not hold its template",
            _ => "the repository does not hold its template, and the one that it was deployed with could not be had",
        };
        yield return new UnverifiedProperty(TemplateUrl, StatusReason.Unresolved, $"what changes inside this nested stack: {missing}") { Between = DifferenceBetween.DesiredDeployed };
    }

    private static bool IsKnownInside(Dictionary<ResourceAddress, RenderedResource> side, ResourceAddress stack) => side.Keys.Any(a => a.Parent == stack);

    /// <summary>Whether a side says anything of a nested stack's resources: where its template could not be had, their absence means nothing.</summary>
    private static bool IsKnownOn(Dictionary<ResourceAddress, RenderedResource> side, ResourceAddress address)
    {
        var parent = address.Parent;
        return parent.IsStack || !side.ContainsKey(parent) || IsKnownInside(side, parent);
    }

    /// <summary>Whether a leaf depends on nothing but parameters that the pipeline gives at the deployment.</summary>
    private bool IsOfTheDeployment(RenderedResource? desired, RenderedResource? deployed, PropertyPath path)
    {
        if (_atDeploy.IsDefaultOrEmpty)
            return false;
        return IsOnlyAtDeploy(desired) && IsOnlyAtDeploy(deployed) && (desired ?? deployed) is not null;

        bool IsOnlyAtDeploy(RenderedResource? side)
        {
            if (side is null)
                return true;
            var parameters = ParameterInfluence.At(side, path, includesCondition: false).ToList();
            return parameters.Count > 0 && parameters.TrueForAll(p => _atDeploy.Contains(p));
        }
    }
}
