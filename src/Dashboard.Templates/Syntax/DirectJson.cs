using System.Buffers;
using System.Globalization;

namespace Dashboard.Templates.Syntax;

/// <summary>Our own reader of JSON templates: straight from characters to nodes. What it does not accept goes to <see cref="JsonSyntax"/>, which says why.</summary>
internal sealed class DirectJson
{
    private static readonly SearchValues<char> StringStops = SearchValues.Create("\"\\\n\r\t");
    private readonly TextCursor _at;
    private readonly NodeMaker _make;
    private readonly TextBuffer _buffer = new();

    private DirectJson(string text) => (_at, _make) = (new TextCursor(text), new NodeMaker(text));

    /// <summary>The root of a text without control characters.</summary>
    /// <exception cref="HandOver">The library's reader is to read the text.</exception>
    public static TemplateNode Read(string text)
    {
        // Half a character is no text; whole pairs are too rare to tell them apart here.
        if (text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
            throw HandOver.Because("a rare character");
        var reader = new DirectJson(text);
        reader.SkipBlanks();
        var root = reader.Value();
        reader.SkipBlanks();
        return reader._at.IsAtEnd ? root : throw HandOver.Because("content behind the document");
    }

    private TemplateNode Value()
    {
        switch (_at.Current)
        {
            case '{':
                return Object();
            case '[':
                return Array();
            case '"':
                return String(isKey: false);
            case 't':
                return Literal("true", "true", ScalarKind.Boolean);
            case 'f':
                return Literal("false", "false", ScalarKind.Boolean);
            case 'n':
                return Literal("null", "", ScalarKind.Null);
            default:
                return Number();
        }
    }

    private MappingNode Object()
    {
        var (line, column, mark) = (_at.Line, _at.Column, _make.EntryCount);
        _make.Enter(isShortForm: false);
        Step();
        while (_at.Current != '}' || _make.EntryCount > mark)
        {
            if (_at.Current != '"')
                throw HandOver.Because("no key where one must be");
            var key = String(isKey: true);
            SkipBlanks();
            if (_at.Current != ':')
                throw HandOver.Because("no colon behind a key");
            Step();
            _make.Add(key, Value());
            if (!EndsItem('}'))
                break;
        }

        _at.Position++;
        _make.Leave(isShortForm: false);
        return _make.Mapping(mark, line, column, _at.Line);
    }

    private SequenceNode Array()
    {
        var (line, column, mark) = (_at.Line, _at.Column, _make.ItemCount);
        _make.Enter(isShortForm: false);
        Step();
        while (_at.Current != ']' || _make.ItemCount > mark)
        {
            _make.Add(Value());
            if (!EndsItem(']'))
                break;
        }

        _at.Position++;
        _make.Leave(isShortForm: false);
        return _make.Sequence(mark, line, column, _at.Line);
    }

    /// <summary>Goes over the comma behind an item; false at the closing bracket.</summary>
    private bool EndsItem(char close)
    {
        SkipBlanks();
        if (_at.Current == close)
            return false;
        if (_at.Current != ',')
            throw HandOver.Because("no comma between items");
        Step();
        return true;
    }

    private ScalarNode String(bool isKey)
    {
        var (start, column) = (_at.Position, _at.Column);
        var rest = _at.Text.AsSpan(start + 1);
        var stop = rest.IndexOfAny(StringStops);
        string content;
        if (stop >= 0 && rest[stop] == '"')
        {
            var span = rest[..stop];
            content = isKey || span.StartsWith("AWS::") ? KnownTexts.Get(span) : span.ToString();
            _at.Position = start + stop + 2;
        }
        else
        {
            content = Escaped();
        }

        return _make.Scalar(content, ScalarKind.String, false, start, _at.Position, _at.Line, column);
    }

    private string Escaped()
    {
        _buffer.Clear();
        _at.Position++;
        while (true)
        {
            var rest = _at.Text.AsSpan(_at.Position);
            var stop = rest.IndexOfAny(StringStops);
            if (stop < 0 || rest[stop] is not ('"' or '\\'))
                throw HandOver.Because("a string that does not end on its line");
            _buffer.Append(rest[..stop]);
            _at.Position += stop + 1;
            if (rest[stop] == '"')
                return _buffer.ToString();
            Escape();
        }
    }

    private void Escape()
    {
        var c = _at.Current;
        _at.Position++;
        _buffer.Append(c switch
        {
            '"' or '\\' or '/' => c,
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            'u' => Hexadecimal(),
            _ => throw HandOver.Because("an unknown escape"),
        });
    }

    private char Hexadecimal()
    {
        if (_at.Position + 4 > _at.Text.Length
            || !ushort.TryParse(_at.Text.AsSpan(_at.Position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            || char.IsSurrogate((char)code))
        {
            throw HandOver.Because("an escape that is no character of its own");
        }

        _at.Position += 4;
        return (char)code;
    }

    private ScalarNode Literal(string written, string content, ScalarKind kind)
    {
        var (start, column) = (_at.Position, _at.Column);
        if (!_at.Text.AsSpan(start).StartsWith(written, StringComparison.Ordinal))
            throw HandOver.Because("an unknown word");
        _at.Position += written.Length;
        return _make.Scalar(content, kind, false, start, _at.Position, _at.Line, column);
    }

    /// <summary>"-0.5e+3": no zero before another digit, digits on both sides of the point.</summary>
    private ScalarNode Number()
    {
        var (start, column) = (_at.Position, _at.Column);
        if (_at.Current == '-')
            _at.Position++;
        if (_at.Current == '0')
            _at.Position++;
        else
            Digits();
        if (_at.Current == '.')
        {
            _at.Position++;
            Digits();
        }

        if (_at.Current is 'e' or 'E')
        {
            _at.Position++;
            if (_at.Current is '+' or '-')
                _at.Position++;
            Digits();
        }

        // What follows must be a bracket, a comma or a blank, which whoever comes next sees to.
        return _make.Scalar(KnownTexts.Get(_at.Text.AsSpan(start, _at.Position - start)), ScalarKind.Number, false, start, _at.Position, _at.Line, column);
    }

    private void Digits()
    {
        if (!char.IsAsciiDigit(_at.Current))
            throw HandOver.Because("a number that is none");
        while (char.IsAsciiDigit(_at.Current))
            _at.Position++;
    }

    private void Step()
    {
        _at.Position++;
        SkipBlanks();
    }

    private void SkipBlanks()
    {
        var text = _at.Text;
        for (var at = _at.Position; ; at++)
        {
            switch ((uint)at < (uint)text.Length ? text[at] : '\0')
            {
                case ' ' or '\t' or '\r':
                    break;
                case '\n':
                    _at.StartLine(at + 1);
                    break;
                default:
                    _at.Position = at;
                    return;
            }
        }
    }
}
