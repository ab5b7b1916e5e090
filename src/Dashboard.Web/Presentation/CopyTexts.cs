using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>In which form a resource or a property is copied.</summary>
public enum CopyForm
{
    /// <summary>Lines for a chat or a ticket.</summary>
    Text,

    /// <summary>The document that the API answers with, for this resource alone.</summary>
    Json,

    /// <summary>A table for a pull request.</summary>
    Markdown,

    /// <summary>The <c>aws</c> command that shows what runs.</summary>
    Command,

    /// <summary>The address alone.</summary>
    Link,
}

/// <summary>What is selected as a text to paste elsewhere. A secret is in none of them.</summary>
public static class CopyTexts
{
    /// <summary>For people who read it: indented, and with letters as they are.</summary>
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text; null where there is none in this form.</summary>
    /// <param name="form">The form.</param>
    /// <param name="selection">What is selected; with a resource.</param>
    /// <param name="hasPath">Whether a property of it is meant, and not the whole resource.</param>
    /// <param name="link">The address of what is selected.</param>
    /// <param name="sandbox">The sandbox cloud's endpoint where the account is in it; else null.</param>
    /// <param name="facts">Where values are set and who changed them; null: nobody was asked.</param>
    public static string? Of(CopyForm form, StackSelection selection, bool hasPath, string link, string? sandbox, CopyFacts? facts = null)
    {
        facts ??= CopyFacts.None;
        if (selection.Resource is not { } resource)
            return null;
        var rows = hasPath && selection.Property is { } row ? [row] : selection.Rows.Differing.ToList();
        return form switch
        {
            CopyForm.Json => Json(selection.Stack, resource, hasPath ? selection.Property : null, link, facts),
            CopyForm.Markdown => Markdown(selection.Stack, resource, rows, link, facts),
            CopyForm.Command => CopyCommands.Of(selection.Stack, resource, hasPath ? selection.Path : null, sandbox),
            _ => Text(selection.Stack, resource, rows, link, facts),
        };
    }

    private static string Text(StackEvaluation stack, ResourceEvaluation resource, List<PropertyRow> rows, string link, CopyFacts facts)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{stack.Key.Environment} / {Name(stack.Key)} / {ShortText.Address(resource.Address)} ({resource.Type}){(IsCalm(rows) ? "" : $": {StatusWords.Of(resource)}")}");
        foreach (var row in rows)
        {
            text.AppendLine(row.Place);
            foreach (var (state, value) in States(row, resource))
                text.AppendLine(CultureInfo.InvariantCulture, $"  {state + ":",-12}{value.ReplaceLineEndings("\n" + new string(' ', 14))}");
            foreach (var (what, words) in About(stack.Key, resource, row, facts))
                text.AppendLine(CultureInfo.InvariantCulture, $"  {what + ":",-12}{words}");
        }

        if (!IsCalm(rows) && facts.ChangeOf(stack.Key, resource.Address) is { } change)
            text.AppendLine(CultureInfo.InvariantCulture, $"changed by {CopyFacts.WhoOf(change)}");
        return text.Append(link).ToString().ReplaceLineEndings("\n");
    }

    private static string Markdown(StackEvaluation stack, ResourceEvaluation resource, List<PropertyRow> rows, string link, CopyFacts facts)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Code(ShortText.Address(resource.Address))} ({Code(resource.Type)}) in {Code(stack.Key.Environment)} / {Code(Name(stack.Key))}{(IsCalm(rows) ? "" : $": **{StatusWords.Of(resource)}**")}").AppendLine();
        if (rows.Count > 0)
            text.AppendLine("| property | repository | deployed | live |").AppendLine("|---|---|---|---|");
        foreach (var row in rows)
        {
            var cells = States(row, resource).Select(s => Cell(s.Value));
            text.AppendLine(CultureInfo.InvariantCulture, $"| {(row.Path.Segments.IsEmpty ? row.Place : Cell(row.Place))} | {string.Join(" | ", cells)} |");
        }

        if (rows.Count > 0)
            text.AppendLine();
        List<string> facets = [.. rows.SelectMany(r => About(stack.Key, resource, r, facts).Select(f => $"- {(r.Path.Segments.IsEmpty ? r.Place : Code(r.Place))} {f.What}: {Code(f.Words)}"))];
        if (!IsCalm(rows) && facts.ChangeOf(stack.Key, resource.Address) is { } change)
            facets.Add($"- changed by {Code(CopyFacts.WhoOf(change))}");
        foreach (var facet in facets)
            text.AppendLine(facet);
        if (facets.Count > 0)
            text.AppendLine();
        return text.Append(CultureInfo.InvariantCulture, $"<{link}>").ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Whether one property is told of that does not differ: what is true of the rest of its resource is not its own.</summary>
    private static bool IsCalm(List<PropertyRow> rows) => rows is [{ Differs: false, Unverified: null }];

    /// <summary>The resource as the API tells it, of a property that differs its differences alone; of one that does not, what runs.</summary>
    private static string Json(StackEvaluation stack, ResourceEvaluation resource, PropertyRow? row, string link, CopyFacts facts)
    {
        if (row is { Differs: false })
            return Write((row.Live ?? row.Deployed ?? row.Desired) is { } value ? DocumentWriter.Value(value, resource.Type, row.Path) : JsonSerializer.SerializeToElement<object?>(null));
        var shown = row is null ? resource : resource with { Differences = [.. resource.Differences.Where(d => d == row.Drift || d == row.Pending)] };
        var document = DocumentWriter.Stack(stack with { Resources = [shown] }, (of, difference) => facts.OriginOf(stack.Key, of.Address, difference.Path)?.Origin);
        var node = JsonSerializer.SerializeToNode(document, DocumentSerializer.Default.StackDocument)!;
        var written = node["resources"]![0]!;
        if (facts.ChangeOf(stack.Key, resource.Address) is { } change)
            written["changedBy"] = JsonSerializer.SerializeToNode(TrailWriter.Change(change), DocumentSerializer.Default.ChangeDocument);
        written["link"] = link;
        return Write(node);
    }

    /// <summary>What a difference does, and where the repository sets the property.</summary>
    private static IEnumerable<(string What, string Words)> About(StackKey stack, ResourceEvaluation resource, PropertyRow row, CopyFacts facts)
    {
        if (facts.OriginOf(stack, resource.Address, row.Path) is { } step)
            yield return (OriginWords.Before(step, isFirst: true, row.Path, row.Desired is null), CopyFacts.PlaceOf(step.Origin));
        if (row.Drift is { } drift)
            yield return ("effect", $"putting it back: {StatusWords.Of(drift)}");
        if (row.Pending is { } pending)
            yield return (row.Drift is null ? "effect" : "and", $"releasing it: {StatusWords.Of(pending.Impact)}");
    }

    internal static string Write(JsonNode node) => Write(JsonSerializer.SerializeToElement(node));

    internal static string Write(JsonElement element)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            element.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static IEnumerable<(string State, string Value)> States(PropertyRow row, ResourceEvaluation resource)
    {
        yield return ("repository", Of(row.Desired, resource.Desired is not null));
        yield return ("deployed", Of(row.Deployed, resource.Deployed is not null));
        yield return ("live", (row.IsAttribute ? "in templates only" : Of(row.Live, resource.Live is not null)) + (row.Drift is { Expected: SecretValue, Actual: SecretValue } ? " (another one)" : ""));

        string Of(PropertyValue? value, bool isThere) => row.Path.Segments.IsEmpty ? (isThere ? "exists" : "absent") : value?.ToString() ?? "absent";
    }

    private static string Name(StackKey key) => string.Join(' ', new[] { key.Component, key.Region, key.Instance }.Where(p => p.Length > 0));

    /// <summary>A code span that ends where it should, whatever stands in it.</summary>
    internal static string Code(string text)
    {
        var (run, longest) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        var fence = new string('`', longest + 1);
        var pad = text.StartsWith('`') || text.EndsWith('`') ? " " : "";
        return fence + pad + text.ReplaceLineEndings(" ") + pad + fence;
    }

    /// <summary>Code in a table's cell.</summary>
    internal static string Cell(string text) => Code(text.Replace("|", "\\|", StringComparison.Ordinal));
}
