using Dashboard.Core.Comparison;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Evaluation;

/// <summary>Finds resources that the repository says under another logical id, or in another stack, than the deployment has them.</summary>
/// <remarks>
/// A stack refactoring moves resources between stacks and renames them while their physical ids stay; until the repository follows (or until the deployment does),
/// one side has the resource here and the other there. The two stay what they are, pending on both sides, and each names the other. What was seen to move by its physical id is known, whatever
/// else changed; then the name that the repository gives decides, and then what both say. A resource that two stacks have under one physical id is the same one, too.
/// </remarks>
internal sealed class MoveFinder
{
    /// <summary>Beyond so many candidate pairs of one type only what is looked up is matched.</summary>
    private const int MostCandidates = 2_000;

    private readonly Dictionary<(StackKey Stack, ResourceAddress Address), string> _found = [];
    private readonly List<Place> _here = [], _there = [];

    private MoveFinder(ImmutableArray<StackEvaluation> stacks)
    {
        foreach (var stack in stacks)
        {
            foreach (var resource in stack.Resources)
            {
                if (resource is { Desired: not null, Deployed: null })
                    _here.Add(new Place(stack.Key, resource));
                else if (resource is { Desired: null, Deployed: not null })
                    _there.Add(new Place(stack.Key, resource));
            }
        }
    }

    /// <summary>The stacks with each moved resource naming the other place.</summary>
    /// <param name="stacks">Every stack of the environment.</param>
    /// <param name="moves">What was seen to move.</param>
    public static ImmutableArray<StackEvaluation> Mark(ImmutableArray<StackEvaluation> stacks, ImmutableArray<ResourceMove> moves)
    {
        var finder = new MoveFinder(stacks);
        if (finder._here.Count > 0 && finder._there.Count > 0)
            finder.Match(moves);
        finder.MatchClaims(stacks);
        var found = finder._found;
        if (found.Count == 0)
            return stacks;
        var touched = found.Keys.Select(k => k.Stack).ToHashSet();
        return [.. stacks.Select(s => touched.Contains(s.Key) ? s with { Resources = [.. s.Resources.Select(r => found.TryGetValue((s.Key, r.Address), out var other) ? r with { SameAs = other } : r)] } : s)];
    }

    private void Match(ImmutableArray<ResourceMove> moves)
    {
        foreach (var move in moves)
        {
            if (_here.Find(p => p.Stack == move.FromStack && p.Resource.Address == move.From && p.Resource.Type == move.Identity.Type) is { } here
                && _there.Find(p => p.Stack == move.ToStack && p.Resource.Address == move.To && p.Resource.PhysicalId == move.Identity.PhysicalId) is { } there)
            {
                Pair(here, there);
            }
        }

        // However the rest of it has changed, there is only one of that name.
        MatchBy(NameOf, p => p.Resource.PhysicalId is { } id ? new ScalarValue(id) : null);
        MatchBy(p => FormOf(p.Resource.Type, p.Resource.Desired!), p => FormOf(p.Resource.Type, p.Resource.Deployed!));
        var rest = _there.ToLookup(p => (p.Resource.Type, p.Stack.Region));
        foreach (var here in _here.ToLookup(p => (p.Resource.Type, p.Stack.Region)))
            MatchRest([.. here], [.. rest[here.Key]]);
    }

    /// <summary>Matches where exactly one on either side has a key.</summary>
    private void MatchBy(Func<Place, PropertyValue?> ofHere, Func<Place, PropertyValue?> ofThere)
    {
        var there = Keyed(_there, ofThere);
        foreach (var here in Keyed(_here, ofHere))
        {
            if (here.Count() == 1 && there[here.Key].Count() == 1)
                Pair(here.Single(), there[here.Key].Single());
        }

        static ILookup<(string, string, PropertyValue), Place> Keyed(List<Place> places, Func<Place, PropertyValue?> key) =>
            places.Select(p => (Place: p, Key: key(p))).Where(p => p.Key is not null).ToLookup(p => (p.Place.Resource.Type, p.Place.Stack.Region, p.Key!), p => p.Place);
    }

    /// <summary>What no one form shows to be the same is compared, as long as it is not too much.</summary>
    private void MatchRest(List<Place> here, List<Place> there)
    {
        if ((long)here.Count * there.Count > MostCandidates)
            return;
        var pairs = here.SelectMany(h => there.Where(t => AreSame(h, t)).Select(t => (Here: h, There: t))).ToList();
        foreach (var (h, t) in pairs)
        {
            if (pairs.Count(p => p.Here == h) == 1 && pairs.Count(p => p.There == t) == 1)
                Pair(h, t);
        }
    }

    /// <summary>Two stacks that have one and the same resource: a refactoring is under way, or one of them was read before it.</summary>
    private void MatchClaims(ImmutableArray<StackEvaluation> stacks)
    {
        var (seen, repeated) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var resource in stacks.SelectMany(s => s.Resources))
        {
            if (resource is { PhysicalId: { } id, Deployed: not null } && !seen.Add(id))
                repeated.Add(id);
        }

        if (repeated.Count == 0)
            return;
        var claims = new Dictionary<ResourceIdentity, (Place First, Place? Second, bool IsMore)>();
        foreach (var stack in stacks)
        {
            var scope = new AccountRegion(stack.Account, stack.Key.Region);
            foreach (var resource in stack.Resources)
            {
                if (resource.Deployed is null || resource.PhysicalId is null || !repeated.Contains(resource.PhysicalId) || ResourceIdentity.Of(scope, resource.Type, resource.PhysicalId) is not { } identity)
                    continue;
                var place = new Place(stack.Key, resource);
                claims[identity] = claims.TryGetValue(identity, out var claim) ? (claim.First, place, claim.Second is not null) : (place, null, false);
            }
        }

        foreach (var (first, second, isMore) in claims.Values)
        {
            if (second is null || isMore)
                continue;
            _found.TryAdd((first.Stack, first.Resource.Address), second.SeenFrom(first.Stack));
            _found.TryAdd((second.Stack, second.Resource.Address), first.SeenFrom(second.Stack));
        }
    }

    private void Pair(Place here, Place there)
    {
        _found[(here.Stack, here.Resource.Address)] = there.SeenFrom(here.Stack);
        _found[(there.Stack, there.Resource.Address)] = here.SeenFrom(there.Stack);
        _here.Remove(here);
        _there.Remove(there);
    }

    private static bool AreSame(Place here, Place there)
    {
        // A resource that says nothing could be any other of its type.
        if (here.Resource.Desired!.Entries.Length == 0)
            return false;
        var result = ResourceComparer.Compare(here.Resource.Type, here.Resource.Desired, there.Resource.Deployed!, ComparisonOptions.Pending);
        return result.Differences.IsEmpty && result.Unverified.IsEmpty;
    }

    /// <summary>The one form of properties that all their spellings share; null where nothing is said, or not all of it is known.</summary>
    private static PropertyValue? FormOf(string type, MapValue properties) =>
        properties.Entries.Length == 0 || SymbolicRules.HoldsUnknown(properties) ? null : Canonical.Of(properties, TraitsCatalog.Get(type).Root, null, ComparisonOptions.Pending);

    /// <summary>The name that the repository gives, where CloudFormation knows the resource by it.</summary>
    private static ScalarValue? NameOf(Place place) =>
        TraitsCatalog.Get(place.Resource.Type).PrimaryIdentifier is [var path] && path.LastIndexOf('/') == 0 && place.Resource.Desired![path[1..]] is ScalarValue { Text: var name }
            ? new ScalarValue(name)
            : null;

    /// <summary>A resource where a stack has it.</summary>
    private sealed class Place(StackKey stack, ResourceEvaluation resource)
    {
        public StackKey Stack => stack;

        public ResourceEvaluation Resource => resource;

        public string SeenFrom(StackKey other) =>
            stack == other ? resource.Address.ToString() : $"{stack.Component}{(stack.Instance.Length > 0 ? "/" + stack.Instance : "")}:{resource.Address}";
    }
}
