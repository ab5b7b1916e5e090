using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Templates.Intrinsics;
using Dashboard.Templates.Parameters;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>
/// A folder is a test: template.yaml, parameters.json, expected.json, and where it needs them context.json (mode, what is known) and nested templates.
/// The expected files are written by hand from CloudFormation's documentation, never by the renderer.
/// </summary>
public sealed class GoldenTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Golden");
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Folders => [.. Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_template_renders_as_expected(string folder)
    {
        var expected = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, folder, "expected.json")))!.AsObject();

        var rendered = TemplateRenderer.Render(Request(folder));

        AssertSame(expected["Resources"], Resources(rendered));
        AssertSame(expected["Diagnostics"] ?? new JsonArray(), Diagnostics(rendered));
        AssertSame(expected["Tainted"] ?? new JsonObject(), PerResource(rendered, r => r.TaintedPaths.Select(p => p.ToString())));
        if (expected["Uses"] is { } uses)
            AssertSame(uses, PerResource(rendered, r => r.ParameterUses.Select(u => $"{u.Path} {u.Parameter}")));
        if (expected["Outputs"] is { } outputs)
            AssertSame(outputs, Outputs(rendered));
        if (expected["Conditions"] is { } conditions)
            AssertSame(conditions, new JsonObject(rendered.Conditions.Select(c => KeyValuePair.Create(c.Key, Json(c.Value, null)))));
        if (expected["Attributes"] is { } attributes)
            AssertSame(attributes, new JsonObject(rendered.Resources.Where(r => r.Attributes.Entries.Length > 0).Select(r => KeyValuePair.Create(r.Address.Path, Json(r.Attributes, null)))));
    }

    [Fact]
    public void Every_function_has_a_golden_folder()
    {
        var names = Directory.GetDirectories(Folder).Select(f => Path.GetFileName(f).Split('-')[0]).ToImmutableHashSet(StringComparer.OrdinalIgnoreCase);

        Assert.All(IntrinsicTable.All.Keys, name => Assert.Contains(name.Replace("Fn::", "", StringComparison.Ordinal), names));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Rendering_twice_gives_the_same(string folder)
    {
        var request = Request(folder);

        Assert.Equal(Resources(TemplateRenderer.Render(request)).ToJsonString(), Resources(TemplateRenderer.Render(request)).ToJsonString());
    }

    private static RenderRequest Request(string folder)
    {
        var context = JsonNode.Parse(ReadOr(folder, "context.json", "{}"))!.AsObject();
        var parameters = ParameterFileReader.Read("parameters.json", File.ReadAllBytes(Path.Combine(Folder, folder, "parameters.json")));
        Assert.Empty(parameters.Diagnostics);
        var attributes = context["attributes"]?.AsObject();
        var exports = context["exports"]?.AsObject();
        var stackId = context.ContainsKey("stackId") ? null : "arn:aws:cloudformation:eu-west-1:111111111111:stack/staging-storefront/1";
        return Requests.For(Template(folder, "template.yaml")!) with
        {
            Parameters = parameters.Values.ToImmutableDictionary(p => p.Name),
            Mode = (string?)context["mode"] == "concrete" ? ReferenceMode.Concrete : ReferenceMode.Symbolic,
            StackId = stackId,
            KnownAttribute = (address, attribute) => attributes?[address.Path]?[attribute] is { } known ? JsonValues.Parse(known.ToJsonString()) : null,
            Import = name => exports?[name] is { } known ? JsonValues.Parse(known.ToJsonString()) : null,
            Include = (_, location) => Template(folder, Path.GetFileName(location)),
            WithAttributes = true,
            NestedTemplate = (_, url) => url is null ? null : Template(folder, Path.GetFileName(url)),
        };
    }

    private static TemplateDocument? Template(string folder, string file)
    {
        var path = Path.Combine(Folder, folder, file);
        return File.Exists(path) ? TemplateReader.Read(file, File.ReadAllBytes(path)) : null;
    }

    private static string ReadOr(string folder, string file, string otherwise)
    {
        var path = Path.Combine(Folder, folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : otherwise;
    }

    private static JsonNode? Json(PropertyValue? value, string? type) =>
        value is null ? null : JsonNode.Parse(DocumentWriter.Value(value, type, PropertyPath.Root).GetRawText());

    private static JsonObject Resources(RenderedTemplate rendered)
    {
        var resources = new JsonObject();
        foreach (var resource in rendered.Resources)
            resources[resource.Address.Path] = new JsonObject { ["Type"] = resource.Type, ["Properties"] = Json(resource.Properties, resource.Type) };
        return resources;
    }

    private static JsonArray Diagnostics(RenderedTemplate rendered) =>
        [.. rendered.Diagnostics.Select(d => JsonValue.Create($"{d.Severity.ToString().ToLowerInvariant()} {d.Location} {d.Key}"))];

    private static JsonObject Outputs(RenderedTemplate rendered)
    {
        var outputs = new JsonObject();
        foreach (var output in rendered.Outputs)
            outputs[output.Name] = new JsonObject { ["Value"] = Json(output.Value, null), ["Export"] = Json(output.ExportName, null) };
        return outputs;
    }

    private static JsonObject PerResource(RenderedTemplate rendered, Func<RenderedResource, IEnumerable<string>> select)
    {
        var all = new JsonObject();
        foreach (var resource in rendered.Resources)
        {
            var texts = select(resource).ToArray();
            if (texts.Length > 0)
                all[resource.Address.Path] = new JsonArray([.. texts.Select(t => JsonValue.Create(t))]);
        }

        return all;
    }

    /// <summary>Compares as text, so that a difference is seen line by line; the order of keys does not count.</summary>
    private static void AssertSame(JsonNode? expected, JsonNode actual) =>
        Assert.Equal(Sorted(expected)!.ToJsonString(Indented), Sorted(actual)!.ToJsonString(Indented));

    private static JsonNode? Sorted(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var sorted = new JsonObject();
                foreach (var (key, value) in map.OrderBy(e => e.Key, StringComparer.Ordinal))
                    sorted[key] = Sorted(value);
                return sorted;
            case JsonArray list:
                return new JsonArray([.. list.Select(Sorted)]);
            default:
                return node?.DeepClone();
        }
    }
}
