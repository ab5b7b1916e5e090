using Dashboard.Core.Comparison;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>What is committed and not yet released: desired against deployed, both as templates say it.</summary>
internal sealed class PendingChanges
{
    public const string NestedStack = "AWS::CloudFormation::Stack";

    private readonly Dictionary<ResourceAddress, RenderedResource> _desired;
    private readonly Dictionary<ResourceAddress, RenderedResource> _deployed;
    private readonly bool _isComparable;
    private readonly ImmutableArray<string> _atDeploy;

    public PendingChanges(
        EnvironmentSnapshot snapshot,
        StackSnapshot stack,
        Dictionary<ResourceAddress, RenderedResource> desired,
        Dictionary<ResourceAddress, RenderedResource> deployed)
    {
        (_desired, _deployed) = (desired, deployed);
        _isComparable = snapshot.CommitId is { } commit && stack.Desired.GetValueOrDefault(commit)?.Template is not null && stack.Deployed?.Symbolic is not null;
        _atDeploy = snapshot.Application.Components.FirstOrDefault(c => c.Name == stack.Key.Component)?.AtDeploy ?? [];
    }

    /// <summary>The pending changes of one resource. What cannot be worked out is none.</summary>
    public ImmutableArray<Difference> Of(RenderedResource? desired, RenderedResource? deployed)
    {
        if (!_isComparable || (desired ?? deployed) is not { } resource)
            return [];
        if (desired is null || deployed is null)
        {
            return !IsKnownOn(desired is null ? _desired : _deployed, resource.Address) || IsOfTheDeployment(desired, deployed, PropertyPath.Root)
                ? []
                : [Whole(desired, deployed)];
        }

        if (desired.Type != deployed.Type)
        {
            return
            [
                new Difference(PropertyPath.Root, DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, new ScalarValue(desired.Type), new ScalarValue(deployed.Type), Impact.Replacement),
            ];
        }

        return
        [
            .. ResourceComparer.Compare(desired.Type, desired.Properties, deployed.Properties, ComparisonOptions.Pending).Differences
                .Where(d => !(resource.Type == NestedStack && d.Path.TopLevelName == "TemplateURL") && !IsOfTheDeployment(desired, deployed, d.Path))
                .Select(d => new Difference(d.Path, d.Kind, DifferenceBetween.DesiredDeployed, d.Left, d.Right, d.Impact)),
        ];
    }

    /// <summary>Whether a resource that is not deployed depends on nothing but what the pipeline gave at the deployment.</summary>
    public bool IsLeftOutByDeployment(RenderedResource desired) => _isComparable && IsOfTheDeployment(desired, null, PropertyPath.Root);

    /// <summary>A resource on one side only.</summary>
    public static Difference Whole(RenderedResource? desired, RenderedResource? deployed) => new(
        PropertyPath.Root,
        desired is null ? DifferenceKind.Add : DifferenceKind.Remove,
        DifferenceBetween.DesiredDeployed,
        desired?.Properties,
        deployed?.Properties,
        TraitsCatalog.Get((desired ?? deployed)!.Type).IsKnown ? Impact.Update : Impact.Unknown);

    /// <summary>Whether a side says anything of a nested stack's resources: where its template could not be had, their absence means nothing.</summary>
    private static bool IsKnownOn(Dictionary<ResourceAddress, RenderedResource> side, ResourceAddress address)
    {
        var parent = address.Parent;
        return parent.IsStack || !side.ContainsKey(parent) || side.Keys.Any(a => a.Parent == parent);
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
