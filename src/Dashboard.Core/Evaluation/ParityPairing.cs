namespace Dashboard.Core.Evaluation;

/// <summary>A component, region and instance with the stacks of both environments.</summary>
/// <param name="Component">The component's name.</param>
/// <param name="Region">The left side's region, or the right side's where there is no left one.</param>
/// <param name="Instance">The instance.</param>
/// <param name="Left">The first environment's stack, or null.</param>
/// <param name="Right">The second environment's stack, or null.</param>
internal sealed record StackPair(string Component, string Region, string Instance, StackSnapshot? Left, StackSnapshot? Right)
{
    /// <summary>Pairs the stacks of two environments, in order of component, region and instance.</summary>
    public static IEnumerable<StackPair> Of(EnvironmentSnapshot from, EnvironmentSnapshot to, EnvironmentTwins twins)
    {
        var left = new Dictionary<(string Component, string Region, string Instance), StackSnapshot>();
        foreach (var stack in from.Stacks)
            left[(stack.Key.Component, stack.Key.Region, stack.Key.Instance)] = stack;
        var right = new Dictionary<(string Component, string Region, string Instance), StackSnapshot>();
        foreach (var stack in to.Stacks)
            right[(stack.Key.Component, twins.FromRegion(stack.Key.Region), stack.Key.Instance)] = stack;

        var order = from.Application.Components.Select((c, i) => (c.Name, Index: i)).GroupBy(c => c.Name).ToDictionary(g => g.Key, g => g.First().Index);
        return left.Keys.Union(right.Keys)
            .OrderBy(k => order.GetValueOrDefault(k.Component, int.MaxValue))
            .ThenBy(k => k.Component, StringComparer.Ordinal).ThenBy(k => k.Region, StringComparer.Ordinal).ThenBy(k => k.Instance, StringComparer.Ordinal)
            .Select(k => new StackPair(k.Component, k.Region, k.Instance, left.GetValueOrDefault(k), right.GetValueOrDefault(k)));
    }
}
