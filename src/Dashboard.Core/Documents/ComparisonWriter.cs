using System.Text.Json;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Documents;

/// <summary>Writes comparisons as documents.</summary>
public static class ComparisonWriter
{
    /// <summary>The comparison of two templates.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="diagnostics">What was wrong with the two.</param>
    /// <param name="showsFolded">Whether folded differences are listed.</param>
    /// <param name="id">The id of the line that asked, or null.</param>
    public static ComparisonDocument Templates(TemplateComparison comparison, IEnumerable<Diagnostic> diagnostics, bool showsFolded = false, JsonElement? id = null) => new(
        id,
        "compared",
        [.. comparison.Differences.Select(Difference)],
        null,
        comparison.FoldedCount,
        showsFolded ? [.. comparison.Folded.Select(f => Fold(f.Section, f.Entry, f.Type, f.Path, f.Normaliser, f.Left, f.Right, CursorOf(f.Section, f.Type)))] : null,
        Diagnostics(diagnostics));

    /// <summary>The comparison of two states of one resource; paths start inside its properties.</summary>
    public static ComparisonDocument Resource(string type, ComparisonResult result, IEnumerable<Diagnostic> diagnostics, bool showsFolded = false, JsonElement? id = null)
    {
        var cursor = TraitsCatalog.Get(type).Root;
        var open = result.Unverified.Select(u => (Leaf: new LeafDifference(
            u.Path,
            u.Left is null ? DifferenceKind.Add : u.Right is null ? DifferenceKind.Remove : DifferenceKind.NotEqual,
            u.Left, u.Right, TraitsCatalog.Get(type).ImpactAt(cursor.At(u.Path)), u.Confidence, u.Confidence == Confidence.Possible ? [MaskedText.Rule.Id] : []), Detail: (string?)u.Detail));
        return new ComparisonDocument(
            id,
            "compared",
            [.. result.Differences.Select(d => (Leaf: d, d.Detail)).Concat(open).OrderBy(d => d.Leaf.Path, PathOrder.Instance).ThenBy(d => d.Leaf.Kind).Select(d => Difference(type, cursor, d.Leaf, d.Detail))],
            [.. result.Undeclared.Select(d => Difference(type, cursor, d, null))],
            result.FoldedCount,
            showsFolded ? [.. result.Folded.Select(f => Fold(TemplateContent.Resources, "", type, f.Path, f.Normaliser, f.Left, f.Right, cursor))] : null,
            Diagnostics(diagnostics));
    }

    /// <summary>A comparison that could not be made.</summary>
    public static ComparisonDocument Failed(IEnumerable<Diagnostic> diagnostics, JsonElement? id = null) => new(id, "failed", null, null, 0, null, Diagnostics(diagnostics));

    /// <summary>Diagnostics as documents.</summary>
    public static IReadOnlyList<DiagnosticDocument> Diagnostics(IEnumerable<Diagnostic> diagnostics) =>
        [.. diagnostics.Select(d => new DiagnosticDocument(DocumentWriter.Name(d.Severity), d.Location.File, d.Location.Line, d.Location.Column, d.Key, d.Message))];

    private static ComparedDifferenceDocument Difference(TemplateDifference d)
    {
        var cursor = CursorOf(d.Section, d.Type)?.At(d.Path);
        return new ComparedDifferenceDocument(
            d.Section, d.Entry, d.Type, d.Path.ToString(), DocumentWriter.Item(d.Path), DocumentWriter.Name(d.Kind), Value(d.Left, d.Right, cursor), Value(d.Right, d.Left, cursor),
            DocumentWriter.Name(d.Impact), DocumentWriter.Name(d.Confidence), d.Renamed, d.Detail, d.Normalisers);
    }

    private static ComparedDifferenceDocument Difference(string type, TraitCursor root, LeafDifference d, string? detail)
    {
        var cursor = root.At(d.Path);
        return new ComparedDifferenceDocument(
            TemplateContent.Resources, "", type, d.Path.ToString(), DocumentWriter.Item(d.Path), DocumentWriter.Name(d.Kind), Value(d.Left, d.Right, cursor), Value(d.Right, d.Left, cursor),
            DocumentWriter.Name(d.Impact), DocumentWriter.Name(d.Confidence), null, detail, d.Normalisers);
    }

    private static FoldedDifferenceDocument Fold(
        string section, string entry, string? type, PropertyPath path, string normaliser, PropertyValue? left, PropertyValue? right, TraitCursor? root)
    {
        var cursor = root?.At(path);
        return new FoldedDifferenceDocument(section, entry, type, path.ToString(), normaliser, NormaliserCatalog.Get(normaliser).Title, Value(left, right, cursor), Value(right, left, cursor));
    }

    private static TraitCursor? CursorOf(string section, string? type) => type is null || section != TemplateContent.Resources ? null : TraitsCatalog.Get(type).Resource;

    /// <summary>A value of which the other side has another; a text and a literal of the same letters are written as what they are.</summary>
    private static JsonElement? Value(PropertyValue? value, PropertyValue? other, TraitCursor? cursor) =>
        value is null ? null : ValueWriter.Element(value, cursor, ValueText.DifferByKind(value, other));
}
