using System.Buffers;
using System.Globalization;

namespace Dashboard.Templates.Syntax;

/// <summary>Reads plain and quoted scalars.</summary>
/// <remarks>Over several lines each is folded alike: a line feed is a space, several are one fewer line feeds, blanks around them are nothing.</remarks>
internal sealed class YamlScalars(TextCursor at, NodeMaker make)
{
    private static readonly SearchValues<char> FlowStops = SearchValues.Create(":#\n,[]{}?");
    private readonly TextBuffer _buffer = new();

    /// <summary>A plain scalar of a block. Stops at its last line's end, at a comment, or at the ":" that makes it a key.</summary>
    /// <param name="indent">The column of the collection around it; a line that goes on stands further right.</param>
    /// <param name="properties">What stands before it.</param>
    public ScalarNode Plain(int indent, in YamlProperties properties)
    {
        var (start, line, column) = (at.Position, at.Line, at.Column);
        CheckPlainStart(inFlow: false);
        var end = PlainLine();
        if (at.Current == ':')
            return Make(start, end, line, column, properties, isKey: true);
        if (at.Current != '\n' || NextPlainLine(indent) is not (var next and >= 0))
            return Make(start, end, line, column, properties, isKey: false);

        _buffer.Clear();
        _buffer.Append(at.Text.AsSpan(start, end - start));
        while (next >= 0)
        {
            Fold(next);
            var from = at.Position;
            end = PlainLine();
            if (at.Current == ':')
                throw HandOver.Because("a key over several lines");
            _buffer.Append(at.Text.AsSpan(from, end - from));
            next = at.Current == '\n' ? NextPlainLine(indent) : -1;
        }

        return Long(_buffer.ToString(), start, end, line, column, properties);
    }

    /// <summary>A plain scalar of a flow collection, on one line. What stands behind it is the caller's to look at.</summary>
    public ScalarNode FlowPlain(in YamlProperties properties)
    {
        var (start, line, column) = (at.Position, at.Line, at.Column);
        CheckPlainStart(inFlow: true);
        var text = at.Text;
        var i = start;
        while (true)
        {
            var found = text.AsSpan(i).IndexOfAny(FlowStops);
            if (found < 0)
                throw HandOver.Because("a flow collection without an end");
            i += found;
            var c = text[i];
            if (c is '[' or '{' or '?' || (c == ':' && at.At(i + 1) is ',' or '[' or ']' or '{' or '}' or '?' or '\t'))
                throw HandOver.Because("a mark inside a plain scalar of a flow collection");
            if (c is '\n' or ',' or ']' or '}' || (c == ':' && at.IsBreakAt(i + 1)) || (c == '#' && text[i - 1] is ' ' or '\t'))
                break;
            i++;
        }

        at.Position = i;
        return Make(start, TrimmedEnd(start, i), line, column, properties, isKey: at.Current == ':');
    }

    /// <summary>A scalar in single or double quotes.</summary>
    public ScalarNode Quoted(in YamlProperties properties)
    {
        var (start, line, column) = (at.Position, at.Line, at.Column);
        var quote = at.Text[start];
        var rest = at.Text.AsSpan(start + 1);
        var stop = StopInside(rest, quote);
        string content;
        if (stop >= 0 && rest[stop] == quote && (quote == '"' || at.At(start + stop + 2) != '\''))
        {
            at.Position = start + stop + 2;
            content = at.Current == ':' ? KnownTexts.Get(rest[..stop]) : rest[..stop].ToString();
        }
        else
        {
            content = LongQuoted(quote);
        }

        return properties.IsNone
            ? make.LongScalar(content, ScalarKind.String, false, start, at.Position, line, column)
            : make.LongScalar(content, ScalarKind.String, false, properties.Start, at.Position, properties.Line, properties.Column);
    }

    private ScalarNode Make(int start, int end, int line, int column, in YamlProperties properties, bool isKey)
    {
        var span = at.Text.AsSpan(start, end - start);
        var content = isKey || span.StartsWith("AWS::") || span is "true" or "false" ? KnownTexts.Get(span) : span.ToString();
        // A no-break space at the end belongs to the text, but the library's reader leaves it out of the span.
        return properties.IsNone && (span.IsEmpty || char.IsAscii(span[^1]))
            ? make.Scalar(content, ScalarForm.KindOf(span), true, start, end, line, column)
            : Long(content, start, end, line, column, properties);
    }

    private ScalarNode Long(string content, int start, int end, int line, int column, in YamlProperties properties) => properties.IsNone
        ? make.LongScalar(content, ScalarForm.KindOf(content), true, start, end, line, column)
        : make.LongScalar(content, ScalarForm.KindOf(content), true, properties.Start, end, properties.Line, properties.Column);

    private void CheckPlainStart(bool inFlow)
    {
        var next = at.At(at.Position + 1);
        if (at.Position == at.LineStart && at.Current is '-' or '.')
            throw HandOver.Because("what may be the end of the document");
        switch (at.Current)
        {
            case ':' when !inFlow && !at.IsBreakAt(at.Position + 1) && next != '\t':
            case '-' when !at.IsBreakAt(at.Position + 1) && next != '\t' && !(inFlow && next is ',' or '[' or ']' or '{' or '}'):
                return;
            case '-' or '?' or ':' or ',' or '[' or ']' or '{' or '}' or '#' or '&' or '*' or '!' or '|' or '>' or '\'' or '"' or '%' or '@' or '`' or '\0':
                throw HandOver.Because("a plain scalar that starts with a mark");
        }
    }

    /// <summary>Goes to the end of a plain scalar on this line; returns the end of its text.</summary>
    private int PlainLine()
    {
        var text = at.Text;
        var start = at.Position;
        var i = start;
        while (true)
        {
            var found = text.AsSpan(i).IndexOfAny(':', '#', '\n');
            i = found < 0 ? text.Length : i + found;
            if (i == text.Length || text[i] == '\n')
                break;
            if (text[i] == ':' ? at.IsBreakAt(i + 1) : i > start && text[i - 1] is ' ' or '\t')
                break;
            if (text[i] == ':' && text[i + 1] == '\t')
                throw HandOver.Because("a tab between tokens");
            i++;
        }

        at.Position = i;
        return TrimmedEnd(start, i);
    }

    private int TrimmedEnd(int start, int end)
    {
        while (end > start && at.Text[end - 1] is ' ' or '\t')
            end--;
        return end;
    }

    /// <summary>From a line's end, where the plain scalar goes on: the number of line feeds before it, or -1 where it does not. Goes there if it does.</summary>
    private int NextPlainLine(int indent)
    {
        var (breaks, i, lineStart) = (0, at.Position, at.Position);
        while (at.At(i) == '\n')
        {
            breaks++;
            lineStart = ++i;
            while (at.At(i) == ' ')
                i++;
        }

        if (at.At(i) == '\t')
            throw HandOver.Because("a tab between tokens");
        if (i >= at.Text.Length || i - lineStart <= indent || at.Text[i] == '#')
            return -1;
        if (i == lineStart && at.Text[i] is '-' or '.')
            throw HandOver.Because("what may be the end of the document");
        GoTo(i);
        return breaks;
    }

    private void GoTo(int offset)
    {
        while (true)
        {
            var feed = at.Text.AsSpan(at.Position, offset - at.Position).IndexOf('\n');
            if (feed < 0)
                break;
            at.StartLine(at.Position + feed + 1);
        }

        at.Position = offset;
    }

    private void Fold(int breaks)
    {
        if (breaks == 1)
            _buffer.Append(' ');
        else
            _buffer.Append('\n', breaks - 1);
    }

    private static int StopInside(ReadOnlySpan<char> rest, char quote) => quote == '"' ? rest.IndexOfAny('"', '\\', '\n') : rest.IndexOfAny('\'', '\n');

    private string LongQuoted(char quote)
    {
        _buffer.Clear();
        at.Position++;
        while (true)
        {
            var rest = at.Text.AsSpan(at.Position);
            var stop = StopInside(rest, quote);
            if (stop < 0)
                throw HandOver.Because("a quoted scalar without an end");
            if (rest[stop] == '\n')
            {
                var line = rest[..stop].TrimEnd(' ');
                if (line.EndsWith('\t'))
                    throw HandOver.Because("a tab before a line's end");
                _buffer.Append(line);
                at.Position += stop;
                QuotedBreak();
                continue;
            }

            _buffer.Append(rest[..stop]);
            at.Position += stop + 1;
            if (rest[stop] == '\\')
                Escape();
            else if (quote == '\'' && at.Current == '\'')
                _buffer.Append(at.Text[at.Position++]);
            else
                return _buffer.ToString();
        }
    }

    private void QuotedBreak()
    {
        var breaks = 0;
        while (at.Current == '\n')
        {
            breaks++;
            at.StartLine(at.Position + 1);
            if (at.Current is '-' or '.')
                throw HandOver.Because("what may be the end of the document");
            at.SkipSpaces();
        }

        if (at.Current == '\t')
            throw HandOver.Because("a tab between tokens");
        Fold(breaks);
    }

    private void Escape()
    {
        var c = at.Current;
        at.Position++;
        switch (c)
        {
            case 'n':
                _buffer.Append('\n');
                break;
            case 't':
                _buffer.Append('\t');
                break;
            case 'r':
                _buffer.Append('\r');
                break;
            case '"' or '\\' or '/' or ' ':
                _buffer.Append(c);
                break;
            case 'x':
                Hexadecimal(2);
                break;
            case 'u':
                Hexadecimal(4);
                break;
            default:
                throw HandOver.Because("a rare escape");
        }
    }

    private void Hexadecimal(int digits)
    {
        if (at.Position + digits > at.Text.Length
            || !ushort.TryParse(at.Text.AsSpan(at.Position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || char.IsSurrogate((char)code))
        {
            throw HandOver.Because("an escape that is no character");
        }

        _buffer.Append((char)code);
        at.Position += digits;
    }
}
