using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dashboard.Core.Comparison;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Sources;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks;

/// <summary>How fast templates are read, rendered and compared, over a corpus; one thread, peers in the same run.</summary>
internal static class EngineBenchmarks
{
    private const int Count = 9;
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();
    private static readonly StackKey Stack = new("bench", "production", "component", "eu-west-1");

    /// <summary>Templates to resources, with their defaults.</summary>
    public static int Render(string[] args)
    {
        var documents = Corpus.Templates(Corpus.Folder(args)).Select(t => TemplateReader.Read(t.File, t.Bytes)).Where(d => d.Root is not null).ToImmutableArray();
        var requests = documents.Select(Request).ToImmutableArray();
        var resources = documents.Sum(Corpus.Resources);
        Console.WriteLine($"{documents.Length} templates, {resources} resources");
        new Rounds(Count)
            .Add("render, symbolic", resources, "resources", () => RenderAll(requests))
            .Add("render, concrete", resources, "resources", () => RenderAll([.. requests.Select(r => r with { Mode = ReferenceMode.Concrete })]))
            .Run();
        return 0;
    }

    /// <summary>Each template with a copy of itself whose keys and tags stand in another order and in which one text was changed.</summary>
    public static int Diff(string[] args)
    {
        var documents = Corpus.Templates(Corpus.Folder(args)).Select(t => TemplateReader.Read(t.File, t.Bytes)).Where(d => d.Root is MappingNode).ToImmutableArray();
        var resources = documents.Sum(Corpus.Resources);
        var pairs = documents.Select(d => (Left: Content(d), Right: Content(d))).ToImmutableArray();
        var edited = documents.Select((d, i) => (Left: Content(d), Right: Content(Edited.Of(d, i)))).ToImmutableArray();
        var nodes = documents.Select(d => (Left: Plain(d), Right: Plain(d))).ToImmutableArray();
        Console.WriteLine($"{documents.Length} pairs of templates, {resources} resources");
        new Rounds(Count)
            .Add("compare, equal copies", resources, "resources", () => CompareAll(pairs))
            .Add("compare, edited copies (order of keys and lists of tags, number forms, one change)", resources, "resources", () => CompareAll(edited))
            .Add("from tree to values, both sides, and compare", resources, "resources", () => CompareAll([.. documents.Select(d => (Content(d), Content(d)))]))
            .Add("JsonNode.DeepEquals of equal copies: one blind walk of both sides", resources, "resources", () => DeepEqualsAll(nodes))
            .Run();
        return 0;
    }

    private static TemplateContent Content(TemplateDocument document) => TemplateContentReader.Read(document, Fingerprinter).Content!;

    private static JsonNode? Plain(TemplateDocument document) => JsonNode.Parse(JsonValues.Write(Edited.Value(document.Root!)));

    private static void CompareAll(ImmutableArray<(TemplateContent Left, TemplateContent Right)> pairs)
    {
        foreach (var (left, right) in pairs)
            TemplateComparer.Compare(left, right, ComparisonOptions.Sources);
    }

    private static void DeepEqualsAll(ImmutableArray<(JsonNode? Left, JsonNode? Right)> pairs)
    {
        foreach (var (left, right) in pairs)
            JsonNode.DeepEquals(left, right);
    }

    private static RenderRequest Request(TemplateDocument document) => new()
    {
        Template = document,
        Stack = Stack,
        Account = "111111111111",
        Region = "eu-west-1",
        StackName = "production-component",
        Fingerprinter = Fingerprinter,
    };

    private static void RenderAll(ImmutableArray<RenderRequest> requests)
    {
        foreach (var request in requests)
            TemplateRenderer.Render(request);
    }
}
