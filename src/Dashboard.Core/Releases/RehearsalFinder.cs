using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>Finds what a release brings to the second environment that the first one never ran.</summary>
/// <param name="comparison">Compares across the two.</param>
/// <param name="from">The first environment's name.</param>
internal sealed class RehearsalFinder(ParityComparison comparison, string from)
{
    /// <summary>Of one pair of stacks; empty where the release changes nothing.</summary>
    public IEnumerable<Unrehearsed> Find(ReleasedPair pair)
    {
        if (pair.Changes.IsEmpty)
            return [];
        var stack = pair.Pair.Right!.Key;
        var lack = Lack(pair);
        if (lack is not null && (pair.Pair.Left is null || pair.FromDesired?.Template is null))
            return [Whole(lack)];
        var found = pair.Changes.Where(c => !c.Address.IsStack).GroupBy(c => c.Address).SelectMany(g => OfResource(pair, g.Key, [.. g])).Concat(OfOutputs(pair));
        return lack is null ? found : found.Prepend(Whole(lack));

        Unrehearsed Whole(string text) => new(stack, ResourceAddress.Stack, null, PropertyPath.Root, text, null, null);
    }

    /// <summary>Why the first environment has not rehearsed the stack as a whole; null where it runs what it gets at the commit.</summary>
    public string? Lack(ReleasedPair pair) => pair.Pair.Left is not { } stack ? $"{from} has no such stack"
        : pair.FromDesired?.Template is null ? $"what {from} gets at the commit cannot be told"
        : pair.Runs() switch
        {
            true => null,
            false => $"{from} does not run the commit: its own deployment is still to come{(stack.Running?.CommitId is { Length: > 7 } runs ? $" (it runs {runs[..7]})" : "")}",
            null => $"whether {from} runs the commit cannot be told{(stack.Detail is { } detail ? ": " + detail : "")}",
        };

    /// <summary>Outputs that only the second environment gets. What another value of one comes from is told of the resources.</summary>
    private IEnumerable<Unrehearsed> OfOutputs(ReleasedPair pair)
    {
        var known = pair.FromDesired!.Template!.Outputs.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        return from change in pair.Changes
               where change.Address.IsStack && change.Difference.Path.Segments is [_, { Name: { } name }, ..] && change.Difference.Expected is not null && !known.Contains(name)
               select new Unrehearsed(change.Stack, ResourceAddress.Stack, null, change.Difference.Path, $"{from} has no such output", change.Difference.Expected, null);
    }

    private IEnumerable<Unrehearsed> OfResource(ReleasedPair pair, ResourceAddress address, List<ReleaseChange> changes)
    {
        var stack = pair.Pair.Right!.Key;
        var (here, there) = (pair.ToResources.GetValueOrDefault(address), pair.FromResources.GetValueOrDefault(address));
        var type = changes[0].Type;
        if (here is null)
        {
            // It goes: rehearsed where the other environment has none either.
            if (there is not null)
                yield return new Unrehearsed(stack, address, type, PropertyPath.Root, $"it is deleted here and stays in {from}", null, null);
            yield break;
        }

        if (there is null || there.Type != here.Type)
        {
            yield return new Unrehearsed(stack, address, type, PropertyPath.Root, there is null ? $"{from} has no such resource" : $"in {from} it is of another type, {there.Type}", null, null);
            yield break;
        }

        var units = comparison.Differences(here.Type, there.Properties, here.Properties);
        foreach (var unit in units.Where(u => changes.Exists(c => IsAt(c, u.Path))))
        {
            yield return new Unrehearsed(
                stack, address, type, unit.Path,
                unit.Verdict == UnitVerdict.Unverified ? $"whether {from} has the same cannot be told" : $"{from} has another value", unit.Right, unit.Left);
        }

        foreach (var change in changes.Where(c => c.Difference.IsAttribute && !Equals(c.Difference.Path.FindIn(there.Attributes), c.Difference.Path.FindIn(here.Attributes))))
            yield return new Unrehearsed(stack, address, type, change.Difference.Path, $"{from} has another value", change.Difference.Path.FindIn(here.Attributes), change.Difference.Path.FindIn(there.Attributes));

        foreach (var drift in pair.FromVerdict(address)?.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive && changes.Exists(c => IsAt(c, d.Path))) ?? [])
            yield return new Unrehearsed(stack, address, type, drift.Path, $"somebody has changed it by hand in {from}", null, drift.Actual);
    }

    private static bool IsAt(ReleaseChange change, PropertyPath path) =>
        !change.Difference.IsAttribute && (change.Difference.Path.Segments.Length == 0 || path.Segments.Length == 0 || ParityPlace.Overlap(change.Difference.Path, path));
}
