using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>What runs although the template says nothing of it: properties that hold something else than their schema's default. No drift, since nobody declared otherwise.</summary>
/// <remarks>
/// Left out is what says nothing: what only the service sets, what is empty, and what can only be given on creation (a generated name), which nobody can have changed since. They are worked out when
/// somebody asks, from the states that the verdict holds anyway.
/// </remarks>
public static class UndeclaredProperties
{
    private static readonly ComparisonOptions Options = ComparisonOptions.Drift with { ListsUndeclared = true };

    /// <summary>The undeclared properties of a resource in order of path; none where it was not read, or stands in no template.</summary>
    public static ImmutableArray<Difference> Of(ResourceEvaluation resource)
    {
        if (resource is not { Deployed: { } declared, Live: { } live } || resource.Status == Status.Unmanaged)
            return [];
        return
        [
            .. from leaf in ResourceComparer.Compare(resource.Type, declared, live, Options).Undeclared
               where leaf.Impact != Impact.Replacement && leaf.Right is not UnresolvedValue && !IsSystemTags(leaf.Right)
               select new Difference(leaf.Path, DifferenceKind.Add, DifferenceBetween.DeployedLive, null, leaf.Right, leaf.Impact),
        ];
    }

    /// <summary>Whether a value holds nothing but tags that AWS sets by itself.</summary>
    private static bool IsSystemTags(PropertyValue? value) =>
        value is ListValue list && list.Items.All(i => i is MapValue tag && tag["Key"] is ScalarValue { Text: var key } && ListRules.IsSystemTag(key));
}
