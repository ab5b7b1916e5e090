using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>What is committed and not yet released of a stack's outputs and exports: "/Outputs/Url/Value".</summary>
internal static class PendingOutputs
{
    /// <summary>The changes, and what cannot be told. Nothing where either side does not tell all its outputs.</summary>
    public static (ImmutableArray<Difference> Changes, ImmutableArray<UnverifiedProperty> Unknown) Of(StackSnapshot stack, DesiredState? desired)
    {
        if (stack is not { Outcome: ReadOutcome.Read, Deployed: { Symbolic: { } deployed } state } || desired?.Template is not { } template
            || (template.OpenBecause ?? deployed.OpenBecause) is not null || StackPhases.Of(state.StackStatus) is StackPhase.Announced or StackPhase.RolledBack)
            return ([], []);
        var result = ResourceComparer.CompareValues(Outputs(template), Outputs(deployed), ComparisonOptions.Pending);
        if (result.Unverified.Any(IsOpen))
            result = ResourceComparer.CompareValues(OwnTexts.In(stack, Outputs(template)), OwnTexts.In(stack, Outputs(deployed)), ComparisonOptions.Pending);
        return
        (
            [.. result.Differences.Select(d => new Difference(d.Path, d.Kind, DifferenceBetween.DesiredDeployed, d.Left, d.Right, Impact.Update) { Confidence = d.Confidence, IsAttribute = true })],
            [.. result.Unverified.Where(IsOpen).Select(u => new UnverifiedProperty(u.Path, u.Reason, u.Detail) { Between = DifferenceBetween.DesiredDeployed, Cause = u.Cause })]
        );
    }

    /// <summary>What both sides spell alike was deployed as it is.</summary>
    private static bool IsOpen(UnverifiedLeaf leaf) => leaf.Reason is not null && !Equals(leaf.Left, leaf.Right);

    private static MapValue Outputs(RenderedTemplate template) => MapValue.Create([new("Outputs", MapValue.Create(template.Outputs.Select(o =>
        new KeyValuePair<string, PropertyValue>(o.Name, MapValue.Create(o.ExportName is { } export ? [new("Value", o.Value), new("Export", export)] : [new("Value", o.Value)])))))]);
}
