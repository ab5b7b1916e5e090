using System.Buffers;
using System.Text;

namespace Dashboard.Templates.Syntax;

/// <summary>
/// Our own reader of the YAML that templates use, several times as fast as the library's. It builds the tree that <see cref="YamlSyntax"/>
/// would build, or gives the text up: it reports no error of its own and never decides what it is not certain of.
/// </summary>
internal static class DirectYaml
{
    /// <summary>Rare line ends, and what the library's reader refuses or counts otherwise.</summary>
    private static readonly SearchValues<char> Uncertain = SearchValues.Create("\u007F\u0085\u2028\u2029\uFEFF\uFFFE\uFFFF");

    /// <summary>The root of a text without control characters.</summary>
    /// <exception cref="HandOver">The library's reader is to read the text.</exception>
    public static TemplateNode Read(string text)
    {
        if (!Ascii.IsValid(text) && IsUncertain(text))
            throw HandOver.Because("a rare character");
        if (!text.Contains('\r'))
            return new YamlBlocks(new TextCursor(text), new NodeMaker(text)).Root();
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        if (lines.Contains('\r') || text.Length - lines.Length != lines.AsSpan().Count('\n'))
            throw HandOver.Because("lines that end in several ways");
        return new YamlBlocks(new TextCursor(lines), new NodeMaker(lines, lineEndLength: 2)).Root();
    }

    private static bool IsUncertain(string text) => text.AsSpan().ContainsAny(Uncertain) || text.AsSpan().ContainsAnyInRange('\u0080', '\u009F') || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
}
