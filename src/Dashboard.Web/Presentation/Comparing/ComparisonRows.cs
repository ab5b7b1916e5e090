using System.Collections.Immutable;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>Leaves that stand beside each other and are not shown.</summary>
/// <param name="Key">Names it, by its first one.</param>
/// <param name="Leaves">The leaves.</param>
/// <param name="IsOpen">Whether they are shown after all, in the rows that follow.</param>
public sealed record ComparisonGap(string Key, ImmutableArray<ComparisonLeaf> Leaves, bool IsOpen)
{
    /// <summary>"12 equal properties", "3 equal and 1 folded property".</summary>
    public string Words
    {
        get
        {
            var parts = new[] { (LeafKind.Equal, "equal"), (LeafKind.Folded, "folded"), (LeafKind.Explained, "explained"), (LeafKind.NotCompared, "not compared") }
                .Select(k => (Count: Leaves.Count(l => l.Kind == k.Item1), Word: k.Item2)).Where(p => p.Count > 0).Select(p => $"{p.Count} {p.Word}").ToList();
            if (Leaves.All(l => l.Kind == LeafKind.NotCompared))
                return $"{StatusWords.Count(Leaves.Length, "property", "properties")}, not compared";
            return $"{(parts.Count < 2 ? parts.FirstOrDefault() ?? "0" : string.Join(", ", parts[..^1]) + " and " + parts[^1])} {(Leaves.Length == 1 ? "property" : "properties")}";
        }
    }
}

/// <summary>A row of a comparison: a leaf, or a gap in the place of several.</summary>
/// <param name="Leaf">The leaf; null for a gap.</param>
/// <param name="SharedSegments">How many segments of its path the row above has too.</param>
/// <param name="Gap">The gap; null for a leaf.</param>
public sealed record ComparisonRow(ComparisonLeaf? Leaf, int SharedSegments, ComparisonGap? Gap);

/// <summary>Which leaves of a comparison are shown, and what stands for the others.</summary>
public static class ComparisonRows
{
    /// <summary>A gap opens so many leaves at once, so that a page stays small whatever a resource holds.</summary>
    public const int MostAtOnce = 200;

    /// <summary>Builds the rows.</summary>
    /// <param name="leaves">In order of path.</param>
    /// <param name="choices">What the reader wants shown.</param>
    /// <param name="selected">The property that is looked at: it is shown whatever was chosen. Null: none.</param>
    /// <param name="opened">The gaps that were opened, by their names.</param>
    public static List<ComparisonRow> Build(ImmutableArray<ComparisonLeaf> leaves, ComparisonChoices choices, PropertyPath? selected, OpenedParts opened)
    {
        var rows = new List<ComparisonRow>();
        var hidden = new List<ComparisonLeaf>();
        var showsEqual = ShowsEqual(leaves, choices);
        var agreeing = 0;
        foreach (var leaf in leaves)
        {
            if (IsShown(leaf))
            {
                Flush(rows, hidden, opened);
                rows.Add(Row(rows, leaf));
            }
            else
            {
                hidden.Add(leaf);
            }
        }

        Flush(rows, hidden, opened);
        return rows;

        bool IsShown(ComparisonLeaf leaf) => (selected is { Segments.IsEmpty: false } && leaf.IsWithin(selected)) || leaf.Kind switch
        {
            LeafKind.Differs or LeafKind.Unverified => true,
            LeafKind.Explained => choices.Explained ?? true,
            LeafKind.Folded => choices.Folded ?? false,
            _ => showsEqual && agreeing++ < MostAtOnce,
        };
    }

    /// <summary>Whether what is equal is shown: as the reader chose, else where there is nothing else to see.</summary>
    public static bool ShowsEqual(ImmutableArray<ComparisonLeaf> leaves, ComparisonChoices choices) =>
        choices.Equal ?? !leaves.Any(l => l.Kind is LeafKind.Differs or LeafKind.Unverified or LeafKind.Explained);

    private static void Flush(List<ComparisonRow> rows, List<ComparisonLeaf> hidden, OpenedParts opened)
    {
        var at = 0;
        while (at < hidden.Count)
        {
            var key = OpenedParts.NameOf(hidden[at].Key);
            var isOpen = opened.Holds(key);
            // What is opened comes in parts; what is closed is one gap.
            var count = isOpen ? Math.Min(MostAtOnce, hidden.Count - at) : hidden.Count - at;
            var leaves = hidden.Skip(at).Take(count).ToImmutableArray();
            rows.Add(new ComparisonRow(null, 0, new ComparisonGap(key, leaves, isOpen)));
            if (isOpen)
            {
                foreach (var leaf in leaves)
                    rows.Add(Row(rows, leaf));
            }

            at += count;
        }

        hidden.Clear();
    }

    private static ComparisonRow Row(List<ComparisonRow> rows, ComparisonLeaf leaf)
    {
        var shared = 0;
        if (rows is [.., { Leaf: { } above }])
        {
            var most = Math.Min(above.Path.Segments.Length, leaf.Path.Segments.Length) - 1;
            while (shared < most && above.Path.Segments[shared] == leaf.Path.Segments[shared])
                shared++;
        }

        return new ComparisonRow(leaf, shared, null);
    }
}
