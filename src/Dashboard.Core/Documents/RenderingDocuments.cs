using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Core.Documents;

/// <summary>A rendered template: what <c>driftboard render --batch</c> answers.</summary>
/// <param name="Id">The id of the line that asked.</param>
/// <param name="Status">"rendered" or "failed".</param>
/// <param name="Resources">By address; resources whose condition is false are absent. Null where the rendering failed.</param>
/// <param name="Outputs">By name.</param>
/// <param name="Conditions">By name: true, false, or what is not known of it.</param>
/// <param name="Diagnostics">What was wrong.</param>
public sealed record RenderingDocument(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Id,
    string Status,
    IReadOnlyDictionary<string, RenderedResourceDocument>? Resources,
    IReadOnlyDictionary<string, RenderedOutputDocument>? Outputs,
    IReadOnlyDictionary<string, JsonElement>? Conditions,
    IReadOnlyList<DiagnosticDocument> Diagnostics);

/// <summary>A rendered resource; attributes that the template does not give are left out.</summary>
public sealed record RenderedResourceDocument(
    string Type,
    JsonElement Properties,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Condition,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? DependsOn,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? DeletionPolicy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? UpdateReplacePolicy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? CreationPolicy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? UpdatePolicy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Metadata);

/// <summary>A rendered output.</summary>
public sealed record RenderedOutputDocument(
    JsonElement Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Export,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Description);

/// <summary>Writes rendered templates as documents.</summary>
public static class RenderingWriter
{
    /// <summary>A rendered template.</summary>
    public static RenderingDocument Write(RenderedTemplate template, JsonElement? id) => new(
        id,
        "rendered",
        template.Resources.GroupBy(r => r.Address).ToDictionary(g => g.Key.ToString(), g => Resource(g.Last()), StringComparer.Ordinal),
        template.Outputs.ToDictionary(
            o => o.Name,
            o => new RenderedOutputDocument(Value(o.Value), o.ExportName is { } name ? Value(name) : null, o.Description.Length > 0 ? o.Description : null),
            StringComparer.Ordinal),
        template.Conditions.ToDictionary(c => c.Key, c => Condition(c.Value), StringComparer.Ordinal),
        ComparisonWriter.Diagnostics(template.Diagnostics));

    /// <summary>A rendering that could not be made.</summary>
    public static RenderingDocument Failed(IEnumerable<Diagnostic> diagnostics, JsonElement? id) => new(id, "failed", null, null, null, ComparisonWriter.Diagnostics(diagnostics));

    private static RenderedResourceDocument Resource(RenderedResource resource) => new(
        resource.Type,
        DocumentWriter.Value((PropertyValue?)resource.OpenProperties ?? resource.Properties, resource.Type, PropertyPath.Root),
        Attribute(resource, "Condition"),
        Attribute(resource, "DependsOn"),
        Attribute(resource, "DeletionPolicy"),
        Attribute(resource, "UpdateReplacePolicy"),
        Attribute(resource, "CreationPolicy"),
        Attribute(resource, "UpdatePolicy"),
        Attribute(resource, "Metadata"));

    private static JsonElement? Attribute(RenderedResource resource, string name) => resource.Attributes[name] is { } value ? Value(value) : null;

    private static JsonElement Condition(PropertyValue value) =>
        value is ScalarValue { Text: var text } && bool.TryParse(text, out var flag) ? JsonElement.Parse(flag ? "true" : "false") : Value(value);

    private static JsonElement Value(PropertyValue value) => DocumentWriter.Value(value, null, PropertyPath.Root);
}
