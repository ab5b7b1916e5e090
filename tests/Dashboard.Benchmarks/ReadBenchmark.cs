using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Dashboard.Core.Values;
using Dashboard.Templates.Syntax;
using YamlDotNet.RepresentationModel;

namespace Dashboard.Benchmarks;

/// <summary>How fast texts become trees, over a corpus; one thread, other readers in the same run. Every job starts with the file's bytes.</summary>
internal static class ReadBenchmark
{
    private const int Count = 15;

    public static int Run(string[] args)
    {
        var all = Corpus.Templates(Corpus.Folder(args));
        var yaml = all.Where(t => Corpus.IsYaml(t.Bytes)).ToImmutableArray();
        var json = all.Where(t => !Corpus.IsYaml(t.Bytes)).ToImmutableArray();
        Console.WriteLine($"{yaml.Length} YAML files, {Megabytes(yaml):N2} MB; {json.Length} JSON files, {Megabytes(json):N2} MB");
        new Rounds(Count)
            .Add("YAML to our tree, with positions", Megabytes(yaml), "MB", () => ReadAll(yaml))
            .Add("SharpYaml 3.17, events only", Megabytes(yaml), "MB", () => Events(yaml))
            .Add("YamlDotNet 18.1, to its tree", Megabytes(yaml), "MB", () => Trees(yaml))
            .Run();
        Console.WriteLine();
        new Rounds(Count)
            .Add("JSON to our tree, with positions", Megabytes(json), "MB", () => ReadAll(json))
            .Add("JSON to our values", Megabytes(json), "MB", () => Values(json))
            .Add("System.Text.Json to JsonNode, walked", Megabytes(json), "MB", () => Nodes(json))
            .Run();
        return 0;
    }

    private static double Megabytes(ImmutableArray<(string File, byte[] Bytes)> files) => files.Sum(f => f.Bytes.Length) / 1e6;

    private static void ReadAll(ImmutableArray<(string File, byte[] Bytes)> files)
    {
        foreach (var (file, bytes) in files)
            TemplateReader.Read(file, bytes);
    }

    private static void Events(ImmutableArray<(string File, byte[] Bytes)> files)
    {
        foreach (var (_, bytes) in files)
        {
            var parser = SharpYaml.Parser.CreateParser(new StringReader(Encoding.UTF8.GetString(bytes)));
            while (parser.MoveNext())
            {
            }
        }
    }

    private static void Trees(ImmutableArray<(string File, byte[] Bytes)> files)
    {
        foreach (var (_, bytes) in files)
        {
            try
            {
                new YamlStream().Load(new StringReader(Encoding.UTF8.GetString(bytes)));
            }
            catch (YamlDotNet.Core.YamlException)
            {
                // It refuses a few files, at whatever they hold that it does not take; what it read until then counts as if it were all.
            }
        }
    }

    private static void Values(ImmutableArray<(string File, byte[] Bytes)> files)
    {
        foreach (var (_, bytes) in files)
            JsonValues.Parse(Encoding.UTF8.GetString(bytes));
    }

    private static void Nodes(ImmutableArray<(string File, byte[] Bytes)> files)
    {
        foreach (var (_, bytes) in files)
            Walk(JsonNode.Parse(bytes));
    }

    private static int Walk(JsonNode? node) => node switch
    {
        JsonObject map => map.Sum(e => Walk(e.Value)),
        JsonArray list => list.Sum(Walk),
        _ => 1,
    };
}
