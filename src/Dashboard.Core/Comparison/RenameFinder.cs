using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>Finds resources that changed their logical id, and little else.</summary>
/// <remarks>
/// CloudFormation makes the new one and deletes the old one all the same: the two stay two differences, and each names the other. What says the same is looked up, however many there are; a resource
/// that refers to a renamed one says the same as one that refers to it by its new name, so that each rename found may yield the next. What is left is weighed by how many properties agree. A
/// resource that could be one of several is none of them.
/// </remarks>
internal sealed class RenameFinder
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Beyond so many candidate pairs of one type only those that say the same are matched.</summary>
    private const long MostPairs = 250_000;

    /// <summary>How often what is left is gone through as a whole, since a rename was found that others may refer to.</summary>
    private const int MostRounds = 8;

    /// <summary>What stands for a resource's own name.</summary>
    private const string Itself = "\u0001";

    private readonly ComparisonOptions _options;
    private readonly List<Candidate> _removed, _added;
    private readonly Dictionary<string, Candidate> _removedByName, _addedByName;
    private readonly ILookup<string, Candidate> _needers;
    private readonly Dictionary<(string Type, PropertyValue Form), List<Candidate>> _left = [], _right = [];
    private readonly Queue<Candidate> _open = new();

    private RenameFinder(List<Candidate> removed, List<Candidate> added, ComparisonOptions options)
    {
        (_options, _removed, _added) = (options, removed, added);
        _removedByName = removed.ToDictionary(c => c.Name, StringComparer.Ordinal);
        _addedByName = added.ToDictionary(c => c.Name, StringComparer.Ordinal);
        _needers = removed.SelectMany(c => Names(c.Said, c.Prefix).Where(n => n != c.Name && _removedByName.ContainsKey(n)).Distinct(StringComparer.Ordinal).Select(n => (Name: n, Needer: c)))
            .ToLookup(n => n.Name, n => n.Needer, StringComparer.Ordinal);
        foreach (var candidate in removed)
            Put(_left, candidate);
        foreach (var candidate in added)
            Put(_right, candidate);
    }

    /// <summary>The other name of each resource that was renamed, in both directions.</summary>
    public static IReadOnlyDictionary<string, string> Find(ImmutableArray<TemplateEntry> left, ImmutableArray<TemplateEntry> right, ComparisonOptions options)
    {
        var removed = OnlyIn(left, right);
        if (removed.Count == 0)
            return None;
        var added = OnlyIn(right, left);
        var types = removed.Select(e => e.Type).Intersect(added.Select(e => e.Type), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (types.Count == 0)
            return None;
        var finder = new RenameFinder(Candidates(removed, types, options), Candidates(added, types, options), options);
        finder.Run();
        return finder._removed.Concat(finder._added).Where(c => c.Other is not null).ToDictionary(c => c.Name, c => c.Other!.Name, StringComparer.Ordinal);
    }

    private static List<TemplateEntry> OnlyIn(ImmutableArray<TemplateEntry> side, ImmutableArray<TemplateEntry> other)
    {
        var names = other.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        return [.. side.Where(e => !names.Contains(e.Name) && e.Type.Length > 0)];
    }

    private static List<Candidate> Candidates(List<TemplateEntry> entries, HashSet<string> types, ComparisonOptions options) =>
        [.. entries.Where(e => types.Contains(e.Type)).Select(e => new Candidate(e, options))];

    private void Run()
    {
        _removed.ForEach(_open.Enqueue);
        for (var round = 0; round < MostRounds; round++)
        {
            MatchForms();
            // Attributes say what becomes of a resource, and not what it is.
            if (!MatchProperties() && !MatchSimilar())
                return;
        }

        MatchForms();
    }

    /// <summary>Matches what says the same, and what says the same since.</summary>
    private void MatchForms()
    {
        while (_open.TryDequeue(out var next))
        {
            if (next.Other is null && _left[(next.Type, next.Form)] is [var left] && _right.GetValueOrDefault((next.Type, next.Form)) is [var right])
                Pair(left, right);
        }
    }

    private bool MatchProperties()
    {
        var left = _removed.Where(c => c.Other is null).ToLookup(c => (c.Type, (PropertyValue)c.Properties));
        var right = _added.Where(c => c.Other is null).ToLookup(c => (c.Type, (PropertyValue)c.Properties));
        var found = left.Where(g => g.Count() == 1 && right[g.Key].Count() == 1).Select(g => (Left: g.Single(), Right: right[g.Key].Single())).ToList();
        found.ForEach(p => Pair(p.Left, p.Right));
        return found.Count > 0;
    }

    private bool MatchSimilar()
    {
        var right = _added.Where(c => c.Other is null).ToLookup(c => c.Type, StringComparer.Ordinal);
        var found = new List<(Candidate Left, Candidate Right)>();
        foreach (var left in _removed.Where(c => c.Other is null).GroupBy(c => c.Type, StringComparer.Ordinal))
            MatchSimilar([.. left], [.. right[left.Key]], found);
        found.ForEach(p => Pair(p.Left, p.Right));
        return found.Count > 0;
    }

    /// <summary>Finds the pairs of which each is the other's one best.</summary>
    private void MatchSimilar(List<Candidate> left, List<Candidate> right, List<(Candidate Left, Candidate Right)> found)
    {
        if ((long)left.Count * right.Count > MostPairs)
            return;
        var place = TraitsCatalog.Get(left[0].Type).Root;
        var bestOfLeft = new (int Score, int Other, bool IsTied)[left.Count];
        var bestOfRight = new (int Score, int Other, bool IsTied)[right.Count];
        for (var l = 0; l < left.Count; l++)
        {
            for (var r = 0; r < right.Count; r++)
            {
                var score = Likeness(left[l], right[r], place);
                Take(ref bestOfLeft[l], score, r);
                Take(ref bestOfRight[r], score, l);
            }
        }

        for (var l = 0; l < left.Count; l++)
        {
            if (bestOfLeft[l] is { Score: > 0, IsTied: false, Other: var r } && bestOfRight[r] is { IsTied: false, Other: var back } && back == l)
                found.Add((left[l], right[r]));
        }

        static void Take(ref (int Score, int Other, bool IsTied) best, int score, int other)
        {
            if (score > best.Score)
                best = (score, other, false);
            else if (score == best.Score)
                best.IsTied = true;
        }
    }

    /// <summary>How many properties two resources share; 0 where too few are, or where what differs makes two resources of them.</summary>
    private int Likeness(Candidate left, Candidate right, TraitCursor place)
    {
        ImmutableArray<KeyValuePair<string, PropertyValue>> a = left.Properties.Entries, b = right.Properties.Entries;
        var most = Math.Max(1, Math.Min(a.Length, b.Length) / 5);
        if (Math.Abs(a.Length - b.Length) > most)
            return 0;
        int same = 0, different = 0, l = 0, r = 0;
        var isNamed = false;
        while (l < a.Length || r < b.Length)
        {
            var order = l >= a.Length ? 1 : r >= b.Length ? -1 : string.CompareOrdinal(a[l].Key, b[r].Key);
            var name = order <= 0 ? a[l].Key : b[r].Key;
            var (leftValue, rightValue) = (order <= 0 ? a[l++].Value : null, order >= 0 ? b[r++].Value : null);
            if (leftValue is not null && leftValue.Equals(rightValue))
            {
                same++;
                isNamed |= name.EndsWith("Name", StringComparison.Ordinal) && place.Child(name).Has(TraitFlags.CreateOnly);
            }
            else if (++different > most || place.Child(name).Has(TraitFlags.CreateOnly)
                || RefersTo(leftValue, left.Prefix, _removedByName) || RefersTo(rightValue, right.Prefix, _addedByName))
            {
                // What cannot be changed in place, or is about another resource that came or went, is what the resource is.
                return 0;
            }
        }

        return same >= 2 || isNamed ? same : 0;
    }

    /// <summary>Whether a value refers to a resource that stands on its side only, and was not renamed.</summary>
    private static bool RefersTo(PropertyValue? value, string prefix, Dictionary<string, Candidate> oneSided) =>
        value is not null && Names(value, prefix).Any(n => oneSided.GetValueOrDefault(n) is { Other: null });

    private void Pair(Candidate left, Candidate right)
    {
        (left.Other, right.Other) = (right, left);
        _right[(right.Type, right.Form)].Remove(right);
        Forget(left);
        foreach (var needer in _needers[left.Name])
        {
            if (needer.Other is not null)
                continue;
            Forget(needer);
            Put(_left, needer);
            _open.Enqueue(needer);
        }
    }

    /// <summary>Takes a resource out of those that say the same as it does: one that is left alone may be found now.</summary>
    private void Forget(Candidate left)
    {
        var alike = _left[(left.Type, left.Form)];
        alike.Remove(left);
        if (alike.Count == 1)
            _open.Enqueue(alike[0]);
    }

    private void Put(Dictionary<(string Type, PropertyValue Form), List<Candidate>> index, Candidate candidate)
    {
        candidate.Form = FormOf(candidate);
        if (!index.TryGetValue((candidate.Type, candidate.Form), out var alike))
            index[(candidate.Type, candidate.Form)] = alike = [];
        alike.Add(candidate);
    }

    /// <summary>The one form that all spellings of a resource share, with the names that resources have on the right.</summary>
    private PropertyValue FormOf(Candidate candidate)
    {
        var renamed = Renamed(candidate.Said, name => name == candidate.Name ? Itself : _removedByName.GetValueOrDefault(name)?.Other?.Name);
        if (renamed["DependsOn"] is { } needs)
            renamed = renamed.With("DependsOn", Dependencies(needs, candidate));
        return Canonical.Of(renamed, TraitsCatalog.Get(candidate.Type).Resource, null, _options) ?? MapValue.Empty;
    }

    private PropertyValue Dependencies(PropertyValue needs, Candidate candidate) => needs switch
    {
        ScalarValue { Text: var text } when _removedByName.GetValueOrDefault(candidate.Prefix + text)?.Other is { } other => new ScalarValue(other.Name[other.Prefix.Length..]),
        ListValue list => new ListValue([.. list.Items.Select(i => Dependencies(i, candidate))]),
        _ => needs,
    };

    /// <summary>The names that a value refers to.</summary>
    private static IEnumerable<string> Names(PropertyValue value, string prefix) => value switch
    {
        ReferenceValue { Owner.Address.Path: var name } => [name],
        MapValue map => map.Entries.SelectMany(e => e.Key == "DependsOn" ? Texts(e.Value).Select(t => prefix + t) : Names(e.Value, prefix)),
        ListValue list => list.Items.SelectMany(i => Names(i, prefix)),
        CompositeValue composite => composite.Parts.SelectMany(p => Names(p, prefix)),
        CallValue call => call.Arguments.SelectMany(a => Names(a, prefix)),
        _ => [],
    };

    private static IEnumerable<string> Texts(PropertyValue value) => value switch
    {
        ScalarValue scalar => [scalar.Text],
        ListValue list => list.Items.OfType<ScalarValue>().Select(s => s.Text),
        _ => [],
    };

    private static MapValue Renamed(MapValue map, Func<string, string?> rename) => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Renamed(e.Value, rename))));

    /// <summary>The value as it were if resources had other names.</summary>
    private static PropertyValue Renamed(PropertyValue value, Func<string, string?> rename) => value switch
    {
        ReferenceValue reference when rename(reference.Owner.Address.Path) is { } other => new ReferenceValue(reference.Owner with { Address = new ResourceAddress(other) }, reference.Attribute),
        MapValue map => Renamed(map, rename),
        ListValue list => new ListValue([.. list.Items.Select(i => Renamed(i, rename))]),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => Renamed(p, rename))),
        CallValue call => new CallValue(call.Function, [.. call.Arguments.Select(a => Renamed(a, rename))]) { Result = call.Result },
        _ => value,
    };

    /// <summary>A resource that stands on one side only.</summary>
    private sealed class Candidate(TemplateEntry entry, ComparisonOptions options)
    {
        public string Name { get; } = entry.Name;

        public string Type { get; } = entry.Type;

        /// <summary>What stands before its logical id: the path of the stack that it is nested in.</summary>
        public string Prefix { get; } = entry.Name[..(entry.Name.LastIndexOf('/') + 1)];

        /// <summary>What it says. Metadata names the resource itself (aws:cdk:path).</summary>
        public MapValue Said { get; } = ((MapValue)(options.AreSources ? SymbolicRules.Known(entry.Value) : entry.Value)).With("Metadata", null);

        /// <summary>The one form that all spellings of it share, as far as renames are known.</summary>
        public PropertyValue Form { get; set; } = MapValue.Empty;

        public MapValue Properties => (Form as MapValue)?["Properties"] as MapValue ?? MapValue.Empty;

        /// <summary>Its other self, once found.</summary>
        public Candidate? Other { get; set; }
    }
}
