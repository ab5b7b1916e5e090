using System.Reflection;
using System.Text.Json;
using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Comparing;

/// <summary>The difference of two templates as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/): each at its line of the right template, or of the left where it was removed.</summary>
internal static class DiffSarif
{
    private static readonly ImmutableArray<(string Id, string Text)> Rules =
    [
        ("difference-confirmed", "The two templates say different things."),
        ("difference-possible", "The two templates may say the same."),
        ("difference-unverifiable", "What a template says there is not known."),
    ];

    public static string Write(TemplateComparison comparison, TemplateDocument left, TemplateDocument right) => JsonOutput.Page(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        writer.WriteString("version", "2.1.0");
        writer.WriteStartArray("runs");
        writer.WriteStartObject();
        Tool(writer);
        writer.WriteStartArray("results");
        foreach (var difference in comparison.Differences)
            Result(writer, difference, left, right);
        foreach (var u in comparison.UnknownAlike)
            Result(writer, new TemplateDifference(u.Section, u.Entry, null, u.Path, DifferenceKind.NotEqual, null, null, Impact.Unknown, Confidence.Unverifiable, u.Detail, []), left, right);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static void Tool(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("tool");
        writer.WriteStartObject("driver");
        writer.WriteString("name", "driftboard");
        writer.WriteString("version", typeof(DiffSarif).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
        writer.WriteStartArray("rules");
        foreach (var (id, text) in Rules)
        {
            writer.WriteStartObject();
            writer.WriteString("id", id);
            writer.WriteStartObject("shortDescription");
            writer.WriteString("text", text);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Result(Utf8JsonWriter writer, TemplateDifference difference, TemplateDocument left, TemplateDocument right)
    {
        var document = difference.Kind == DifferenceKind.Remove ? left : right;
        var location = NodeLocator.Find(document, difference.Section, difference.Entry, difference.Path) ?? new SourceLocation(document.File);
        writer.WriteStartObject();
        writer.WriteString("ruleId", "difference-" + DocumentWriter.Name(difference.Confidence));
        writer.WriteString("level", difference switch
        {
            { Confidence: not Confidence.Confirmed } => "note",
            { Impact: Impact.Replacement or Impact.Delete } => "error",
            _ => "warning",
        });
        writer.WriteStartObject("message");
        writer.WriteString("text", Message(difference));
        writer.WriteEndObject();
        writer.WriteStartArray("locations");
        writer.WriteStartObject();
        writer.WriteStartObject("physicalLocation");
        writer.WriteStartObject("artifactLocation");
        writer.WriteString("uri", location.File.Replace('\\', '/'));
        writer.WriteEndObject();
        if (location.Line > 0)
        {
            writer.WriteStartObject("region");
            writer.WriteNumber("startLine", location.Line);
            writer.WriteNumber("startColumn", Math.Max(1, location.Column));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartArray("logicalLocations");
        writer.WriteStartObject();
        writer.WriteString("fullyQualifiedName", difference.Section + "/" + difference.Entry + difference.Path);
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Message(TemplateDifference difference)
    {
        var place = VisibleText.Line($"{difference.Entry} {DiffText.Place(difference.Path)}".Trim());
        if (difference is { Path.Segments.IsEmpty: true, Confidence: Confidence.Unverifiable })
            return $"{place} cannot be compared: {VisibleText.Line(difference.Detail ?? "")}";
        if (difference.Path.Segments.IsEmpty && difference.Kind != DifferenceKind.NotEqual)
            return $"{place} is {(difference.Kind == DifferenceKind.Add ? "added" : "removed")}{(difference.Renamed is { } other ? $" (renamed: {other})" : "")}.";
        if (difference.Left is null && difference.Right is null)
            return $"{place} cannot be compared: {VisibleText.Line(difference.Detail ?? "")}";
        return $"{place}: {DifferenceLine.Values(difference.Kind, difference.Left, difference.Right)} ({DifferenceLine.Effect(difference.Impact)}){(difference.Detail is { } why ? $": {VisibleText.Line(why)}" : "")}";
    }
}
