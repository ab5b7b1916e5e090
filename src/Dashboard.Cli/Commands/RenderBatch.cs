using System.Text.Json;
using Dashboard.Cli.Batch;
using Dashboard.Cli.Templates;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard render --batch</c>: one template a line.</summary>
internal static class RenderBatch
{
    private const string File = "template";

    public static Task<int> RunAsync(CliHost host, string source, CancellationToken cancellation)
    {
        var fingerprinter = SecretFingerprinter.CreateRandom();
        return BatchRunner.RunAsync(
            host,
            source,
            (line, id) => Answer(line, id, fingerprinter),
            (why, id) => RenderingWriter.Failed([new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(""), "", why)], id),
            cancellation);
    }

    private static RenderingDocument Answer(JsonElement line, JsonElement? id, SecretFingerprinter fingerprinter)
    {
        var document = TemplateReader.Read(File, BatchLine.Text(line, "template"));
        if (document.Root is not MappingNode)
            return RenderingWriter.Failed(document.Diagnostics.IsEmpty ? [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(File, 1, 1), "", "A template must be a mapping.")] : document.Diagnostics, id);
        var parameters = Given(line, "parameters").ToImmutableDictionary(p => p.Key, p => new ParameterValue(p.Key, p.Value, new SourceLocation("parameters")), StringComparer.Ordinal).ToBuilder();
        ImmutableArray<ParameterValue> open = [.. LocalRenderer.Open(document, parameters.Keys)];
        foreach (var parameter in open)
            parameters[parameter.Name] = parameter;
        var imports = Given(line, "imports");
        var rendered = TemplateRenderer.Render(new RenderRequest
        {
            Template = document,
            Stack = LocalRenderer.Stack,
            Account = BatchLine.TextOrEmpty(line, "account"),
            Region = BatchLine.TextOrEmpty(line, "region"),
            StackName = BatchLine.TextOrEmpty(line, "stackName"),
            Parameters = parameters.ToImmutable(),
            Import = name => imports.GetValueOrDefault(name),
            Mode = ReferenceMode.Concrete,
            WithAttributes = true,
            Fingerprinter = fingerprinter,
        });
        return RenderingWriter.Write(rendered with { Diagnostics = [.. rendered.Diagnostics, .. open.Select(p => LocalRenderer.Missing(p, isUnknown: false))] }, id);
    }

    /// <summary>Texts by name; lists become comma-separated text, as in parameter files.</summary>
    private static Dictionary<string, PropertyValue> Given(JsonElement line, string name)
    {
        var given = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        if (!line.TryGetProperty(name, out var values) || values.ValueKind == JsonValueKind.Null)
            return given;
        if (values.ValueKind != JsonValueKind.Object)
            throw new BatchLineException($"\"{name}\" must be an object.");
        foreach (var entry in values.EnumerateObject())
        {
            given[entry.Name] = entry.Value.ValueKind switch
            {
                JsonValueKind.String => new ScalarValue(entry.Value.GetString()!),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => new ScalarValue(entry.Value.GetRawText()),
                JsonValueKind.Array when name == "parameters" => new ScalarValue(string.Join(',', entry.Value.EnumerateArray().Select(i => i.ToString()))),
                JsonValueKind.Array => JsonValues.Read(entry.Value),
                _ => throw new BatchLineException($"\"{name}\".\"{entry.Name}\" must be a text, a number, a boolean or a list of these."),
            };
        }

        return given;
    }
}
