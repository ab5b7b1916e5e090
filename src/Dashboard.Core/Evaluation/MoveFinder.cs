using Dashboard.Core.Comparison;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>Finds resources that the repository says under another logical id, or in another stack, than the deployment has them.</summary>
/// <remarks>
/// A stack refactoring moves resources between stacks and renames them while their physical ids stay; until the repository follows (or until the deployment does),
/// one side has the resource here and the other there. The two stay what they are, pending on both sides, and each names the other.
/// </remarks>
internal static class MoveFinder
{
    /// <summary>Beyond so many candidate pairs of one type nothing is matched.</summary>
    private const int MostCandidates = 2_000;

    /// <summary>The stacks with each moved resource naming the other place.</summary>
    public static ImmutableArray<StackEvaluation> Mark(ImmutableArray<StackEvaluation> stacks)
    {
        var here = Places(stacks, r => r is { Desired: not null, Deployed: null });
        var there = Places(stacks, r => r is { Desired: null, Deployed: not null });
        var found = new Dictionary<(StackKey, ResourceAddress), string>();
        foreach (var ofType in here)
            Match([.. ofType], [.. there[ofType.Key]], found);
        return found.Count == 0 ? stacks : [.. stacks.Select(s => s with { Resources = [.. s.Resources.Select(r => found.TryGetValue((s.Key, r.Address), out var other) ? r with { SameAs = other } : r)] })];
    }

    private static ILookup<string, (StackKey Stack, ResourceEvaluation Resource)> Places(ImmutableArray<StackEvaluation> stacks, Func<ResourceEvaluation, bool> isOne) =>
        stacks.SelectMany(s => s.Resources.Where(isOne).Select(r => (s.Key, r))).ToLookup(p => p.r.Type, StringComparer.Ordinal);

    private static void Match(
        List<(StackKey Stack, ResourceEvaluation Resource)> here, List<(StackKey Stack, ResourceEvaluation Resource)> there, Dictionary<(StackKey, ResourceAddress), string> found)
    {
        if ((long)here.Count * there.Count > MostCandidates)
            return;
        var pairs = here.SelectMany(h => there.Where(t => AreSame(h, t)).Select(t => (Here: h, There: t))).ToList();
        foreach (var (h, t) in pairs)
        {
            if (pairs.Count(p => p.Here == h) != 1 || pairs.Count(p => p.There == t) != 1)
                continue;
            found[(h.Stack, h.Resource.Address)] = Place(t, h.Stack);
            found[(t.Stack, t.Resource.Address)] = Place(h, t.Stack);
        }
    }

    private static bool AreSame((StackKey Stack, ResourceEvaluation Resource) here, (StackKey Stack, ResourceEvaluation Resource) there)
    {
        // A resource that says nothing could be any other of its type.
        if (here.Stack.Region != there.Stack.Region || here.Resource.Desired!.Entries.Length == 0)
            return false;
        if (IsNamedAs(here.Resource, there.Resource))
            return true;
        var result = ResourceComparer.Compare(here.Resource.Type, here.Resource.Desired, there.Resource.Deployed!, ComparisonOptions.Pending);
        return result.Differences.IsEmpty && result.Unverified.IsEmpty;
    }

    /// <summary>Whether the repository gives the very name by which the deployed resource is known: however the rest of it has changed, there is only one of that name.</summary>
    private static bool IsNamedAs(ResourceEvaluation here, ResourceEvaluation there) =>
        there.PhysicalId is { } id && TraitsCatalog.Get(here.Type).PrimaryIdentifier is [var path] && path.LastIndexOf('/') == 0
        && here.Desired![path[1..]] is ScalarValue { Text: var name } && name == id;

    private static string Place((StackKey Stack, ResourceEvaluation Resource) at, StackKey seenFrom) =>
        at.Stack == seenFrom ? at.Resource.Address.ToString() : $"{at.Stack.Component}{(at.Stack.Instance.Length > 0 ? "/" + at.Stack.Instance : "")}:{at.Resource.Address}";
}
