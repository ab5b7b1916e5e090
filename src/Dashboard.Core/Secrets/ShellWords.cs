using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>The words of one command, as a shell or a list in JSON would tell them apart: up to the end of its line, a pipe, a redirection or the next command.</summary>
/// <remarks>Quotes go, whatever escapes them (<c>"x"</c>, <c>\"x\"</c>, <c>'\''x'\''</c>); a substitution is one word, which begins with its sign.</remarks>
internal ref struct ShellWords(ReadOnlySpan<char> text)
{
    /// <summary>What ends a command, outside quotes.</summary>
    public static readonly SearchValues<char> Separators = SearchValues.Create(";|&\r\n");

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n,;|&<>)\"'`");
    private static readonly SearchValues<char> Quotes = SearchValues.Create("\"'\\");

    private ReadOnlySpan<char> _rest = text;

    /// <summary>The word, without its quotes.</summary>
    public ReadOnlySpan<char> Current { get; private set; }

    /// <summary>Whether it was quoted.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>Whether it follows what was before it without a blank: the second part of <c>-p"x"</c>.</summary>
    public bool IsAttached { get; private set; }

    /// <summary>What follows it.</summary>
    public readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>Goes to the next word, if the command has one.</summary>
    public bool MoveNext()
    {
        IsAttached = !SkipBlanks();
        if (_rest.IsEmpty || _rest[0] is '\r' or '\n' or ';' or '|' or '&' or '<' or '>' or ')' or ']' or '}' || (_rest[0] == '#' && !IsAttached))
            return false;
        var opening = Opening();
        IsQuoted = opening > 0;
        if (IsQuoted)
            ReadQuoted(opening);
        else
            ReadPlain();
        return true;
    }

    /// <summary>Goes past blanks, commas and the breaks of continued lines.</summary>
    private bool SkipBlanks()
    {
        var before = _rest.Length;
        while (!_rest.IsEmpty)
        {
            if (_rest[0] is ' ' or '\t' or ',')
                _rest = _rest[1..];
            else if (_rest.StartsWith("\\\n") || _rest.StartsWith("`\n") || _rest.StartsWith("^\n"))
                _rest = _rest[2..];
            else if (_rest.StartsWith("\\\r\n") || _rest.StartsWith("`\r\n") || _rest.StartsWith("^\r\n"))
                _rest = _rest[3..];
            else
                break;
        }

        return _rest.Length < before;
    }

    /// <summary>The length of the quotes that open a word, with what escapes them; none where a backslash escapes something else.</summary>
    private readonly int Opening()
    {
        var length = _rest.IndexOfAnyExcept(Quotes) is >= 0 and var end ? end : _rest.Length;
        return _rest[..length].ContainsAny('"', '\'') ? length : 0;
    }

    private void ReadQuoted(int opening)
    {
        var quotes = _rest[..opening];
        _rest = _rest[opening..];
        // An empty text: its quotes close at once, and what follows is another word.
        if (opening > 1 && (_rest.IsEmpty || Ends.Contains(_rest[0])))
        {
            Current = default;
            return;
        }

        var close = _rest.IndexOfAny(quotes[quotes.LastIndexOfAny('"', '\'')], '\\');
        Current = close < 0 ? _rest : _rest[..close];
        _rest = _rest[Current.Length..];
        var closing = _rest.IndexOfAnyExcept(Quotes) is >= 0 and var end ? end : _rest.Length;
        // The last backslash may be that of a continued line.
        if (closing > 0 && closing < _rest.Length && _rest[closing - 1] == '\\' && _rest[closing] is '\r' or '\n')
            closing--;
        _rest = _rest[closing..];
    }

    private void ReadPlain()
    {
        var at = 0;
        while (at < _rest.Length)
        {
            var c = _rest[at];
            if (c == '`' && at == 0)
                at = After(at + 1, "`");
            else if (c == '(' || (c is '$' or '@' && at + 1 < _rest.Length && _rest[at + 1] == '('))
                at = AfterNested(at, '(', ')');
            else if (c == '$' && at + 1 < _rest.Length && _rest[at + 1] == '{')
                at = After(at, "}");
            else if (_rest[at..].StartsWith("{{"))
                at = After(at, "}}");
            else if (Ends.Contains(c) || (c == '\\' && at + 1 < _rest.Length && _rest[at + 1] is '\r' or '\n' or '"' or '\''))
                break;
            else
                at++;
        }

        Current = _rest[..at];
        _rest = _rest[at..];
    }

    private readonly int After(int at, string end) => _rest[at..].IndexOf(end) is >= 0 and var found ? at + found + end.Length : _rest.Length;

    private readonly int AfterNested(int at, char open, char close)
    {
        for (var depth = 0; at < _rest.Length; at++)
        {
            if (_rest[at] == open)
                depth++;
            else if (_rest[at] == close && --depth <= 0)
                return at + 1;
        }

        return at;
    }
}
