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
            .Where(k => !(StandsForInstances(left, k) && HasInstances(right, k)) && !(StandsForInstances(right, k) && HasInstances(left, k)))
            .OrderBy(k => order.GetValueOrDefault(k.Component, int.MaxValue))
            .ThenBy(k => k.Component, StringComparer.Ordinal).ThenBy(k => k.Region, StringComparer.Ordinal).ThenBy(k => k.Instance, StringComparer.Ordinal)
            .Select(k => new StackPair(k.Component, k.Region, k.Instance, Side(left, k), Side(right, k)));
    }

    /// <summary>A side's stack; where nobody can say which instances it has, what stands for them all.</summary>
    private static StackSnapshot? Side(Dictionary<(string Component, string Region, string Instance), StackSnapshot> side, (string Component, string Region, string Instance) key) =>
        side.GetValueOrDefault(key) ?? (StandsForInstances(side, key with { Instance = "" }) ? side[key with { Instance = "" }] : null);

    private static bool StandsForInstances(Dictionary<(string Component, string Region, string Instance), StackSnapshot> side, (string Component, string Region, string Instance) key) =>
        key.Instance.Length == 0 && side.TryGetValue(key, out var stack) && stack.Outcome is not (ReadOutcome.Read or ReadOutcome.Missing);

    private static bool HasInstances(Dictionary<(string Component, string Region, string Instance), StackSnapshot> side, (string Component, string Region, string Instance) key) =>
        side.Keys.Any(k => k.Instance.Length > 0 && k.Component == key.Component && k.Region == key.Region);
}
