using System.Collections.Immutable;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>Every leaf of a resource in two environments, with the pile that it landed in.</summary>
public static class ParityLeaves
{
    /// <summary>The leaves of the resource that a unit belongs to, in order of path: its units, and what is folded above them (an order that means nothing).</summary>
    public static ImmutableArray<ComparisonLeaf> Of(ParityEvaluation parity, ParityItem unit)
    {
        List<ParityItem> items = [.. parity.Items.Where(i => i.Component == unit.Component && i.Region == unit.Region && i.Instance == unit.Instance && i.Address == unit.Address)];
        List<FoldedLeaf> folded = [.. parity.Folded.Where(f => IsOf(f, unit)).Select(f => f.Leaf)];
        return
        [
            .. items.Select(i => i.Pile == ParityPile.Equal && folded.Find(f => f.Path.Equals(i.Path)) is { } fold ? Leaf(fold, i) : Leaf(i))
                .Concat(folded.Where(f => !items.Exists(i => i.Path.Equals(f.Path))).Select(f => Leaf(f, items.Find(i => ComparisonLeaf.IsWithin(i.Path, f.Path)))))
                .OrderBy(l => l.Path, PathOrder.Instance),
        ];
    }

    /// <summary>Whether a fold is of the resource that a unit belongs to.</summary>
    public static bool IsOf(ParityFold fold, ParityItem unit) => fold.Component == unit.Component && fold.Region == unit.Region && fold.Instance == unit.Instance && fold.Address == unit.Address;

    /// <summary>What accounts for a unit, in words; null where nothing does.</summary>
    public static string? Note(ParityItem item) => item switch
    {
        { Pile: ParityPile.Declared, Rule: { } rule } => $"declared: {RuleWords.Of(rule)}",
        { Pile: ParityPile.Configured } => $"configured: {item.Reason}",
        { Pile: ParityPile.Pending } => $"pending release{(item.CommitId is { } commit ? $" with {ShortText.Commit(commit)}" : "")}{(item.Reason is { } reason ? $": {reason}" : "")}",
        { Pile: ParityPile.Unverifiable } => $"cannot be verified{(item.Reason is { } why ? $": {why}" : "")}",
        { Pile: ParityPile.Unexplained, Reason: { } told } => told,
        _ => null,
    };

    /// <summary>What is folded; with the unit that it leads to, its own or the first beneath it. Null: there is none.</summary>
    private static ComparisonLeaf Leaf(FoldedLeaf fold, ParityItem? unit) =>
        new(fold.Path, LeafKind.Folded, [new(fold.Left, Against: 1), new(fold.Right, Against: 0)]) { Unit = unit, IsAboveUnits = unit is null || !unit.Path.Equals(fold.Path), Note = ComparisonLeaf.NoteOf(fold), Normalisers = [fold.Normaliser] };

    private static ComparisonLeaf Leaf(ParityItem item)
    {
        var kind = item.Pile switch
        {
            ParityPile.Equal => LeafKind.Equal,
            ParityPile.Unverifiable => LeafKind.Unverified,
            ParityPile.Unexplained => LeafKind.Differs,
            _ => LeafKind.Explained,
        };
        var isWhole = item.Path.Segments.IsEmpty;
        return new ComparisonLeaf(item.Path, kind, [Cell(item.Left, 1), Cell(item.Right, 0)]) { Unit = item, Note = Note(item) };

        ComparisonCell Cell(PropertyValue? value, int other) => new(
            value,
            isWhole && value is MapValue ? "exists" : null,
            kind == LeafKind.Differs ? CellMark.Drift : CellMark.None,
            kind is LeafKind.Differs or LeafKind.Explained && !isWhole ? other : -1);
    }
}
