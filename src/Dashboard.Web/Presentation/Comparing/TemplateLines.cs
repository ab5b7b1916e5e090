using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>A line of a template as it is shown.</summary>
/// <param name="Number">Its number in the file; of what another state says, the number of the line that it stands beneath.</param>
/// <param name="Part">0 for a line of the file; else which line it is of what another state says.</param>
/// <param name="Text">The text.</param>
/// <param name="Class">How it is marked.</param>
/// <param name="Mark">What is said beside it, or null.</param>
/// <param name="MarkClass">"drift" or "pending".</param>
/// <param name="Path">The property that the mark is about, or null.</param>
/// <param name="Author">The commit that changed it last, where that is to be told here; else null.</param>
public sealed record TemplateLine(int Number, int Part, string Text, string Class, string? Mark = null, string? MarkClass = null, PropertyPath? Path = null, GitCommit? Author = null);

/// <summary>A template's text, line by line, with what differs at the lines that set it.</summary>
public static class TemplateLines
{
    /// <summary>Pixels; the style sheet has the same.</summary>
    public const int Height = 19;

    /// <summary>Of what another state says so many lines are shown; the whole stands beside the properties.</summary>
    private const int MostValueLines = 12;

    /// <summary>After so many lines of one commit its author is written again.</summary>
    private const int RunLength = 12;

    /// <summary>Builds the lines.</summary>
    /// <param name="template">The template.</param>
    /// <param name="resource">The resource whose lines are marked.</param>
    /// <param name="chosen">The line of the property that is looked at; 0: none.</param>
    /// <param name="lineOf">The line that sets a property; 0 where it is not known.</param>
    /// <param name="isWide">Whether the other states' values stand beneath the lines, and not only beside them.</param>
    /// <param name="authors">Of each line the commit that changed it last, or null.</param>
    /// <param name="commit">The commit whose lines are marked; null: none.</param>
    public static List<TemplateLine> Of(TemplateText template, ResourceEvaluation resource, int chosen, Func<PropertyPath, int> lineOf, bool isWide, ImmutableArray<GitCommit?>? authors, string? commit = null)
    {
        var (first, last) = template.ResourceLines.GetValueOrDefault(resource.Address);
        var marks = resource.Differences.Select(d => (Difference: d, Line: lineOf(d.Path))).Where(m => m.Line > 0).ToLookup(m => m.Line, m => m.Difference);
        var lines = new List<TemplateLine>();
        (string? Id, int Since) above = (null, 0);
        foreach (var (text, i) in template.Text.Split('\n').Select((t, i) => (VisibleText.Lines(t.TrimEnd('\r')), i)))
        {
            var number = i + 1;
            var css = (number >= first && number <= last ? "inside " : "") + (number == chosen ? "selected " : "") + (text.TrimStart().StartsWith('#') ? "comment" : "");
            var author = authors is { } known && i < known.Length ? known[i] : null;
            List<Difference> differences = [.. marks[number]];
            if (commit is not null && author?.Id == commit)
                css += " of-commit";
            // In a long run the author comes again and again: whoever reads its middle sees no head of it.
            var isHead = author?.Id != above.Id || number == first || number == chosen || (number - above.Since) % RunLength == 0;
            lines.Add(Line(number, text, css, differences, isWide) with { Author = isHead ? author : null });
            above = isHead ? (author?.Id, number) : above;
            if (isWide)
                AddValues(lines, number, differences);
        }

        return lines;
    }

    private static TemplateLine Line(int number, string text, string css, List<Difference> differences, bool isWide)
    {
        if (differences.Count == 0)
            return new TemplateLine(number, 0, text, css);
        var drift = differences.Find(d => d.Between == DifferenceBetween.DeployedLive);
        var shown = drift ?? differences[0];
        var kind = drift is not null ? "drift" : "pending";
        if (isWide && !shown.Path.Segments.IsEmpty)
            return new TemplateLine(number, 0, text, css + " " + kind);
        var mark = drift is not null
            ? shown.Path.Segments.IsEmpty ? shown.Kind == DifferenceKind.Remove ? "deleted" : "exists" : $"live: {ShortText.Differing(DifferenceTexts.Actual(shown), DifferenceTexts.Expected(shown), 56)}"
            : shown.Path.Segments.IsEmpty ? "to release" : $"deployed: {ShortText.Differing(DifferenceTexts.Actual(shown), DifferenceTexts.Expected(shown), 56)}";
        return new TemplateLine(number, 0, text, css + " " + kind, differences.Count > 1 ? $"{mark} (+{differences.Count - 1} more)" : mark, kind, shown.Path);
    }

    private static void AddValues(List<TemplateLine> lines, int number, List<Difference> differences)
    {
        var part = 0;
        foreach (var difference in differences.Where(d => !d.Path.Segments.IsEmpty))
        {
            var kind = difference.Between == DifferenceBetween.DeployedLive ? "drift" : "pending";
            var state = kind == "drift" ? "live" : "deployed";
            var css = $"value-line {kind}";
            string[] texts = difference.Actual switch
            {
                null => ["absent"],
                SecretValue => ["(secret)"],
                { } value => ValueLines.Format(value).Split('\n'),
            };
            lines.Add(new TemplateLine(number, ++part, $"{state} {difference.Place}", css + " value-head", Path: difference.Path, Mark: "open", MarkClass: kind));
            foreach (var text in texts.Take(MostValueLines))
                lines.Add(new TemplateLine(number, ++part, "  " + text, css));
            if (texts.Length > MostValueLines)
                lines.Add(new TemplateLine(number, ++part, $"  ⋯ {texts.Length - MostValueLines} more lines", css));
        }
    }
}
