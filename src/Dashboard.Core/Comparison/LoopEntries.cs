using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>Loops among the entries of a section, of which one side has what the other may have written out.</summary>
internal static class LoopEntries
{
    private const string Prefix = "Fn::ForEach::";

    /// <summary>What a loop goes through, as a place: a loop makes entries, and entries have no order, so that it makes the same in any.</summary>
    public static readonly TraitCursor Collection = new([new TraitNode { Flags = TraitFlags.Unordered }], null, TraitFlags.None);

    /// <summary>Whether an entry is a loop.</summary>
    public static bool IsLoop(TemplateEntry entry) => IsLoop(entry.Name);

    /// <summary>Whether a key, or what stands for the function of a call, begins a loop.</summary>
    public static bool IsLoop(string? name) => name is not null && name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A loop, or anything that holds some, with what loops go through in one order.</summary>
    public static PropertyValue InOneOrder(PropertyValue value, bool isLoop = false) => value switch
    {
        ListValue { Items: [var name, ListValue each, var body] } when isLoop => new ListValue([name, new ListValue([.. each.Items.OrderBy(i => i.StructuralHash)]), InOneOrder(body)]),
        ListValue list => new ListValue([.. list.Items.Select(i => InOneOrder(i))]),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, InOneOrder(e.Value, IsLoop(e.Key))))),
        CallValue { Arguments: [var loop] } call when IsLoop(call.Function) => new CallValue(call.Function, [InOneOrder(loop, isLoop: true)]),
        _ => value,
    };

    /// <summary>The entries with what a loop makes in its place, where the other side has no loop of that name: a change of a loop that both have is told at the loop.</summary>
    public static ImmutableArray<TemplateEntry> WrittenOut(ImmutableArray<TemplateEntry> entries, ImmutableArray<TemplateEntry> other)
    {
        if (!entries.Any(static e => !e.Made.IsDefault))
            return entries;
        var names = other.Where(IsLoop).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var written = entries.SelectMany(e => e.Made.IsDefault || names.Contains(e.Name) ? [e] : e.Made).ToList();
        written.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        // A name that is made twice is an error, which CloudFormation tells.
        return written.Zip(written.Skip(1)).Any(p => p.First.Name == p.Second.Name) ? entries : [.. written];
    }

    /// <summary>The entries that stand on one side only and may be what a loop of the other side makes, and these loops: what they go through is not known, each with the loop's name.</summary>
    public static IReadOnlyDictionary<string, string> MayBeMade(ImmutableArray<TemplateEntry> left, ImmutableArray<TemplateEntry> right)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (left.Any(IsLoop) || right.Any(IsLoop))
        {
            Find(left, right, found);
            Find(right, left, found);
        }

        return found;
    }

    private static void Find(ImmutableArray<TemplateEntry> side, ImmutableArray<TemplateEntry> other, Dictionary<string, string> found)
    {
        var names = side.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var otherNames = other.Where(IsLoop).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        List<TemplateEntry> alone = [.. other.Where(e => !names.Contains(e.Name) && !IsLoop(e))];
        foreach (var loop in side.Where(e => IsLoop(e) && !otherNames.Contains(e.Name)))
        {
            List<(CompositeValue Name, string? Type)> made = [.. Made(loop.Value)];
            foreach (var entry in alone.Where(e => made.Exists(m => (m.Type is null || m.Type == e.Type) && SymbolicRules.CanBecome(m.Name, e.Name))))
                found[entry.Name] = found[loop.Name] = loop.Name;
        }
    }

    /// <summary>What the names of the entries look like that a loop makes, and their types; a loop within makes what its body says.</summary>
    private static IEnumerable<(CompositeValue Name, string? Type)> Made(PropertyValue loop)
    {
        if (loop is not ListValue { Items: [_, _, MapValue body] })
            yield break;
        foreach (var (key, value) in body.Entries)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal))
            {
                foreach (var inner in Made(value))
                    yield return inner;
            }
            else if (CompositeValue.Concatenate(Pieces(key)) is CompositeValue name)
            {
                yield return (name, (value as MapValue)?["Type"] is ScalarValue type ? type.Text : null);
            }
        }
    }

    /// <summary>The text of a key with a hole wherever the loop writes a value: <c>Topic${Name}</c>, <c>Topic&amp;{Name}</c>.</summary>
    private static IEnumerable<PropertyValue> Pieces(string key)
    {
        for (int at = 0, open; at < key.Length; at = open)
        {
            open = at;
            while (open < key.Length && !(key[open] is '$' or '&' && open + 1 < key.Length && key[open + 1] == '{'))
                open++;
            if (open > at)
                yield return new ScalarValue(key[at..open]);
            if (open == key.Length)
                yield break;
            var close = key.IndexOf('}', open);
            yield return new UnresolvedValue(Prefix);
            open = close < 0 ? key.Length : close + 1;
        }
    }
}
