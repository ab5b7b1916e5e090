using System.Buffers;
using System.Text;
using Dashboard.Templates.Parameters;

namespace Dashboard.Templates.Syntax;

/// <summary>Reads YAML and JSON text into nodes with positions. Never throws for what the text holds.</summary>
/// <remarks>Guards first: 1 MiB, strict UTF-8, depth 100 (found in the event stream before anything recurses), a cap on nodes that aliases expand to.</remarks>
public static class TemplateReader
{
    /// <summary>The largest text that is read, in bytes: CloudFormation's own limit for a template in S3.</summary>
    public const int MaxBytes = 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly SearchValues<char> ControlCharacters = SearchValues.Create([.. Enumerable.Range(0, ' ').Select(c => (char)c).Where(c => c is not ('\t' or '\n' or '\r'))]);

    /// <summary>Reads bytes as they stand in a repository.</summary>
    public static TemplateDocument Read(string file, ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxBytes)
            return Unreadable(file, "", 0, 0, $"The file has more than {MaxBytes} bytes; no more are read.");
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        try
        {
            return Parse(file, StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException broken)
        {
            var line = utf8[..Math.Clamp(broken.Index, 0, utf8.Length)].Count((byte)'\n') + 1;
            return Unreadable(file, "", line, 0, "The file is not UTF-8.");
        }
    }

    /// <summary>Reads a text that is decoded already.</summary>
    public static TemplateDocument Read(string file, string text)
    {
        // The bytes cannot be fewer than the characters, so a long text is refused without counting them.
        var bytes = text.Length > MaxBytes ? text.Length : Encoding.UTF8.GetByteCount(text);
        return bytes > MaxBytes
            ? Unreadable(file, "", 0, 0, $"The text has more than {MaxBytes} bytes, which is as much as is read.")
            : Parse(file, text.StartsWith('\uFEFF') ? text[1..] : text);
    }

    private static TemplateDocument Parse(string file, string text)
    {
        if (ControlCharacter(file, text) is { } bad)
            return bad;
        var start = text.AsSpan().TrimStart();
        if (start.IsEmpty)
            return Unreadable(file, text, 1, 1, "The file is empty.");
        var document = start[0] is '{' or '[' ? ParseJson(file, text) : ParseYaml(file, text);
        return document.Root is null && JinjaText.FirstLine(text) is { } line ? Unrendered(document, line) : document;
    }

    /// <summary>A text that another tool has to fill in before it is a template; what was wrong with it as it stands is said, too.</summary>
    private static TemplateDocument Unrendered(TemplateDocument document, int line) => Unreadable(document.File, document.Text, line, 1,
        $"The file holds Jinja markup, the first of it here; render it first, and give what that writes. As it stands: line {document.Diagnostics[0].Location.Line}: {document.Diagnostics[0].Message}");

    /// <summary>A text that starts like JSON may still be YAML in flow style; where it is neither, the JSON reader's word counts.</summary>
    private static TemplateDocument ParseJson(string file, string text)
    {
        if (Directly(file, text, DirectJson.Read) is { } read)
            return read;
        var json = Build(file, text, static (content, builder, _) => JsonSyntax.Read(content, builder));
        if (json.Root is not null)
            return json;
        var yaml = ParseYaml(file, text);
        return yaml.Root is not null ? yaml : json;
    }

    private static TemplateDocument ParseYaml(string file, string text) =>
        Directly(file, text, DirectYaml.Read) ?? Build(file, text, YamlSyntax.Read);

    /// <summary>What our own reader makes of a text, or null where it hands it over.</summary>
    private static TemplateDocument? Directly(string file, string text, Func<string, TemplateNode> read)
    {
        try
        {
            return new TemplateDocument(file, text, read(text), []);
        }
        catch (HandOver)
        {
            return null;
        }
    }

    private static TemplateDocument Build(string file, string text, Action<string, NodeBuilder, Action<int, int, string>> read)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        var builder = new NodeBuilder(file, diagnostics);
        try
        {
            read(text, builder, (line, column, message) =>
                diagnostics.Add(new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation(file, line, column), "", message)));
            return builder.Root is null
                ? Unreadable(file, text, 1, 1, "The file holds nothing but comments.")
                : new TemplateDocument(file, text, builder.Root, diagnostics.ToImmutable()) { Hidden = [.. builder.Hidden] };
        }
        catch (SyntaxStop stop)
        {
            return Unreadable(file, text, stop.Line, stop.Column, stop.Message);
        }
    }

    private static TemplateDocument? ControlCharacter(string file, string text)
    {
        var i = text.AsSpan().IndexOfAny(ControlCharacters);
        if (i < 0)
            return null;
        var line = text.AsSpan(0, i).Count('\n') + 1;
        return Unreadable(file, text, line, i - text.AsSpan(0, i).LastIndexOf('\n'), $"The text holds the control character U+{(int)text[i]:X4}.");
    }

    private static TemplateDocument Unreadable(string file, string text, int line, int column, string message) =>
        new(file, text, null, [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(file, line, column), "", message)]);
}
