namespace Dashboard.Core.Evaluation;

/// <summary>Recognises by its physical id a resource that a stack refactoring renamed, or moved from one stack of an environment to another, between two readings.</summary>
public static class ResourceMoves
{
    /// <summary>The moves that are known once stacks were read again. What left its place and is found nowhere yet is kept as long as the repository still says it there.</summary>
    /// <param name="previous">The reading before; null where there was none.</param>
    /// <param name="stacks">The stacks as they are now; those that were not read again are the same objects as before.</param>
    public static ImmutableArray<ResourceMove> Since(EnvironmentSnapshot? previous, ImmutableArray<StackSnapshot> stacks)
    {
        if (previous is null)
            return [];
        var before = previous.Stacks.ToDictionary(s => s.Key);
        var (gone, come) = Changes(before, stacks);
        // Most readings find every resource where it was.
        if (gone.Count == 0 && come.Count == 0)
            return [.. previous.Moves.Where(m => IsOfUse(m, stacks))];
        var now = stacks.SelectMany(Places).Where(p => gone.ContainsKey(p.Identity) || come.Contains(p.Identity)).ToLookup(p => p.Identity, p => (p.Stack, p.Address));
        var moves = new Dictionary<ResourceIdentity, ResourceMove>();
        foreach (var move in previous.Moves)
            moves[move.Identity] = come.Contains(move.Identity) || gone.ContainsKey(move.Identity) ? To(move, now[move.Identity]) : move;
        foreach (var (identity, places) in gone)
        {
            if (!moves.ContainsKey(identity) && places is [var (stack, address)])
                moves[identity] = To(new ResourceMove(identity, stack, address, null, default), now[identity]);
        }

        return [.. moves.Values.Where(m => IsOfUse(m, stacks)).OrderBy(m => m.FromStack.ToString(), StringComparer.Ordinal).ThenBy(m => m.From)];
    }

    private static ResourceMove To(ResourceMove move, IEnumerable<(StackKey Stack, ResourceAddress Address)> now) => now.ToList() is [var (stack, address)]
        ? move with { ToStack = stack, To = address }
        : move with { ToStack = null, To = default };

    /// <summary>What is no longer where it was, and what stands where it was not.</summary>
    private static (Dictionary<ResourceIdentity, List<(StackKey Stack, ResourceAddress Address)>> Gone, HashSet<ResourceIdentity> Come) Changes(
        Dictionary<StackKey, StackSnapshot> before, ImmutableArray<StackSnapshot> stacks)
    {
        var gone = new Dictionary<ResourceIdentity, List<(StackKey, ResourceAddress)>>();
        var come = new HashSet<ResourceIdentity>();
        foreach (var stack in stacks)
        {
            // A stack that could not be read says nothing of what it has.
            if (before.GetValueOrDefault(stack.Key) is not { } old || ReferenceEquals(old, stack) || stack.Outcome is not (ReadOutcome.Read or ReadOutcome.Missing))
                continue;
            var (was, has) = (Places(old).ToHashSet(), Places(stack).ToHashSet());
            foreach (var (identity, key, address) in was.Where(p => !has.Contains(p)))
            {
                if (!gone.TryGetValue(identity, out var places))
                    gone[identity] = places = [];
                places.Add((key, address));
            }

            come.UnionWith(has.Where(p => !was.Contains(p)).Select(p => p.Identity));
        }

        return (gone, come);
    }

    private static IEnumerable<(ResourceIdentity Identity, StackKey Stack, ResourceAddress Address)> Places(StackSnapshot stack)
    {
        var scope = new AccountRegion(stack.Account, stack.Key.Region);
        foreach (var resource in stack.Live)
        {
            if (ResourceIdentity.Of(scope, resource.Type, resource.PhysicalId) is { } identity)
                yield return (identity, stack.Key, resource.Address);
        }
    }

    /// <summary>Whether a move explains something: the resource stands elsewhere, and the repository says it where it stood.</summary>
    private static bool IsOfUse(ResourceMove move, ImmutableArray<StackSnapshot> stacks) =>
        (move.ToStack != move.FromStack || move.To != move.From)
        && stacks.FirstOrDefault(s => s.Key == move.FromStack) is { } stack
        && stack.Desired.Values.Any(d => d.Template is { } template && template.Resources.Any(r => r.Address == move.From && r.Type == move.Identity.Type));
}
