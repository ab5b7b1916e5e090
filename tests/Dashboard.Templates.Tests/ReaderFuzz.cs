using Dashboard.Templates.Syntax;
using Dashboard.Tests.Shared;

namespace Dashboard.Templates.Tests;

/// <summary>Texts to read, each following from its number alone, and what is wrong with how they are read.</summary>
internal static class ReaderFuzz
{
    /// <summary>A text: a spoilt sample, random YAML, spoilt random YAML, or a few marks many times.</summary>
    public static string Text(int seed, IReadOnlyList<string> samples) => ((uint)seed % 4) switch
    {
        0 when samples.Count > 0 => new RandomYaml(seed).Spoil(samples[(int)((uint)seed / 4 % samples.Count)]),
        1 => new RandomYaml(seed).Write(),
        2 => new RandomYaml(seed).Repeat(),
        _ => new RandomYaml(seed).Spoil(new RandomYaml(seed / 2).Write()),
    };

    /// <summary>What is wrong with how a text is read, or null: our own readers build the library's tree or hand over, and reading ends with a tree or says why not.</summary>
    public static string? Fault(string text)
    {
        var (tree, _) = TreeText.ByUs(text);
        if (tree is not null && TreeText.ByLibrary(text) is var library && library != tree)
            return $"Our YAML reader builds another tree than the library's:\n{tree}\n---\n{library ?? "(none)"}";
        if (TreeText.ByOurJson(text) is { } json && TreeText.ByJsonLibrary(text) is var byLibrary && byLibrary != json)
            return $"Our JSON reader builds another tree than the library's:\n{json}\n---\n{byLibrary ?? "(none)"}";
        var document = TemplateReader.Read("fuzz.yaml", text);
        return document.Root is null && document.Diagnostics.IsEmpty ? "There is no tree, and nothing says why." : null;
    }
}
