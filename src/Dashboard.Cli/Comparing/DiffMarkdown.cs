using System.Text;
using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Comparing;

/// <summary>The difference of two templates as Markdown, for a pull request or a ticket: a table for each resource.</summary>
internal static class DiffMarkdown
{
    public static string Write(TemplateComparison comparison)
    {
        var text = new StringBuilder("## Differences of two templates\n\n");
        if (DiffText.Verdict(comparison) is { } verdict)
            text.Append(verdict).Append("\n\n");
        foreach (var entry in comparison.Differences.GroupBy(d => (d.Section, d.Entry, d.Type)))
            Entry(text, entry.Key.Section, entry.Key.Entry, entry.Key.Type, [.. entry]);
        if (comparison.UnknownAlike.Length > 0)
            text.Append("\nNot compared, since what stands there is not known:\n\n");
        foreach (var (why, places) in UnknownText.Grouped(comparison))
            text.Append($"- {Code(UnknownText.Places(places))}: {VisibleText.Line(why)}\n");
        if (comparison.FoldedCount > 0)
            text.Append('\n').Append(Words.Count(comparison.FoldedCount, "difference", "differences")).Append(" of spelling that mean nothing.\n");
        foreach (var fold in comparison.Folded)
            text.Append($"- {Code(fold.Entry + " " + DiffText.Place(fold.Path))}: {NormaliserCatalog.Get(fold.Normaliser).Title} ({fold.Normaliser})\n");
        return text.ToString();
    }

    private static void Entry(StringBuilder text, string section, string name, string? type, ImmutableArray<TemplateDifference> differences)
    {
        text.Append("### ").Append(Code(name.Length > 0 ? name : section)).Append(' ').Append(type ?? (name.Length > 0 ? DiffText.KindOf(section) : "")).Append("\n\n");
        if (differences is [{ Path.Segments.IsEmpty: true, Kind: not DifferenceKind.NotEqual, Confidence: not Confidence.Unverifiable } whole])
        {
            text.Append(whole.Kind == DifferenceKind.Add ? "Added" : "Removed").Append(whole.Renamed is { } other ? $"; renamed, see {Code(other)}" : "").Append(".\n\n");
            return;
        }

        text.Append("| | Property | Left | Right | Effect |\n|---|---|---|---|---|\n");
        foreach (var d in differences)
            text.Append($"| {DifferenceLine.Mark(d.Kind)} | {Code(d.Path.Segments.IsEmpty ? "(all of it)" : DiffText.Place(d.Path))} | {Value(d.Left, d.Right)} | {Value(d.Right, d.Left)} | {Effect(d)} |\n");
        text.Append('\n');
    }

    private static string Effect(TemplateDifference difference) => difference.Confidence switch
    {
        Confidence.Confirmed => DifferenceLine.Effect(difference.Impact),
        Confidence.Possible => "perhaps the same" + Why(difference),
        _ => "cannot be verified" + Why(difference),
    };

    private static string Why(TemplateDifference difference) => difference.Detail is { } why ? ": " + VisibleText.Line(why).Replace("|", "\\|", StringComparison.Ordinal) : "";

    private static string Value(PropertyValue? value, PropertyValue? other) => value is null ? "" : Code(DifferenceLine.Text(value, other));

    /// <summary>Code in a table: neither a pipe nor a backtick ends it.</summary>
    private static string Code(string text)
    {
        var safe = VisibleText.Line(text).Replace("|", "\\|", StringComparison.Ordinal);
        return safe.Contains('`', StringComparison.Ordinal) ? $"`` {safe} ``" : $"`{safe}`";
    }
}
