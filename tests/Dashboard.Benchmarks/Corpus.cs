using System.Collections.Immutable;
using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks;

/// <summary>Real templates of many authors, from a folder with a MANIFEST.tsv (path, source, licence, kind).</summary>
internal static class Corpus
{
    /// <summary>The folder: the argument, or what DRIFTBOARD_CORPUS names.</summary>
    public static string Folder(string[] args) => args.FirstOrDefault(Directory.Exists) ?? Environment.GetEnvironmentVariable("DRIFTBOARD_CORPUS") ?? throw new InvalidOperationException("Name the corpus: an argument, or DRIFTBOARD_CORPUS.");

    /// <summary>Every template that is no Jinja, as it stands.</summary>
    public static ImmutableArray<(string File, byte[] Bytes)> Templates(string folder) =>
    [
        .. File.ReadLines(Path.Combine(folder, "MANIFEST.tsv"))
            .Where(l => !l.StartsWith('#'))
            .Select(l => l.Split('\t'))
            .Where(f => f is [_, _, _, "template" or "golden", ..])
            .Select(f => (f[0], File.ReadAllBytes(Path.Combine(folder, f[0])))),
    ];

    /// <summary>Whether a text is YAML rather than JSON.</summary>
    public static bool IsYaml(byte[] bytes) => Encoding.UTF8.GetString(bytes).AsSpan().TrimStart() is not ['{', ..];

    /// <summary>How many resources a template has.</summary>
    public static int Resources(TemplateDocument document) => ((document.Root as MappingNode)?["Resources"] as MappingNode)?.Entries.Length ?? 0;
}
