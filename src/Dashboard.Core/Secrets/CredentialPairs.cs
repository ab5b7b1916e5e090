using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Tells whether a telling name in a text has a literal beside it: <c>define('DB_PASSWORD', 'x')</c>, <c>&lt;add key="DbPassword" value="x"/&gt;</c>, <c>WITH PASSWORD 'x'</c>, <c>requirepass x</c>.</summary>
internal static class CredentialPairs
{
    private const int MaxBeside = 300;

    /// <summary>Functions that set what their first argument names, or give it where it is not set.</summary>
    private static readonly string[] Setters = ["define", "setenv", "putenv", "env", "EnvironmentVariable", "Property", "setdefault", "environ.get", "put", "set"];

    private static readonly SearchValues<string> Users = SearchValues.Create(["user ", "role ", "login ", "group "], StringComparison.OrdinalIgnoreCase);

    /// <summary>What may stand around a quoted name or value, escaped or not.</summary>
    private const string Quotes = "\"'\\";

    private const string Blanks = " \t\r\n";

    /// <summary>Whether a literal stands beside the name.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the name begins.</param>
    /// <param name="end">Where it ends.</param>
    public static bool Gives(ReadOnlySpan<char> text, int start, int end)
    {
        var name = text[start..end];
        var before = text[Math.Max(0, start - MaxBeside)..start];
        var after = text[end..Math.Min(text.Length, end + MaxBeside)];
        if (before.IsEmpty || after.IsEmpty)
            return Follows(name, before, after);
        // App:DbPassword, App/DbPassword
        if (before[^1] is ':' or '/' && after[0] is '"' or '\'')
        {
            var path = before.LastIndexOfAny(Quotes + Blanks);
            before = path < 0 ? before : before[..(path + 1)];
        }

        return (before[^1], after[0]) switch
        {
            ('"' or '\'', '"' or '\'' or '\\') => IsFirstArgument(before, after, name) || IsNamed(before, after, name),
            ('>', '<') => IsElement(before, after, name),
            (' ' or '\t', '\r' or '\n') => IsLine(before, after, name),
            (_, '(') => IsFunction(before, after, name[(name.LastIndexOf('.') + 1)..]),
            _ => Follows(name, before, after),
        };
    }

    /// <summary><c>define('DB_PASSWORD', 'x')</c>.</summary>
    private static bool IsFirstArgument(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> name)
    {
        if (after.TrimStart(Quotes).TrimStart(Blanks) is not [',', .. var second] || before.TrimEnd(Quotes).TrimEnd(Blanks) is not [.. var function, '('])
            return false;
        var isSetter = false;
        foreach (var setter in Setters)
            isSetter |= function.EndsWith(setter, StringComparison.OrdinalIgnoreCase);
        return isSetter && IsQuotedLiteral(second) && TellingNames.TellsAtEnd(name);
    }

    /// <summary><c>&lt;add key="DbPassword" value="x"/&gt;</c>, <c>&lt;property name="password"&gt;x&lt;/property&gt;</c> and <c>{"name": "DB_PASSWORD", "value": "x"}</c>, in either order.</summary>
    private static bool IsNamed(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> name)
    {
        var key = before.TrimEnd(Quotes).TrimEnd(Blanks);
        if (key is not [.., '=' or ':'])
            return false;
        var sign = key[^1];
        if (!IsNameKey(key[..^1].TrimEnd(Quotes + Blanks)))
            return false;
        var open = before.LastIndexOf(sign == '=' ? '<' : '{');
        if (open < 0 || before[open..].Contains(sign == '=' ? '>' : '}'))
            return false;
        var close = after.IndexOf(sign == '=' ? '>' : '}');
        var rest = close < 0 ? after : after[..close];
        if (!HasValue(rest, sign) && !HasValue(before[open..], sign))
        {
            var isContent = sign == '=' && close > 0 && after[close - 1] != '/';
            var content = isContent ? after[(close + 1)..].TrimStart(Blanks) : default;
            return isContent && IsContent(content.StartsWith("<value>") ? content["<value>".Length..] : content) && TellingNames.TellsAtEnd(name);
        }

        return TellingNames.TellsAtEnd(name);
    }

    private static bool IsNameKey(ReadOnlySpan<char> key) => key.EndsWith("name", StringComparison.OrdinalIgnoreCase) || key.EndsWith("key", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a value is written out among attributes or entries.</summary>
    private static bool HasValue(ReadOnlySpan<char> text, char sign)
    {
        const string Value = "value";
        for (var at = 0; text[at..].IndexOf(Value, StringComparison.OrdinalIgnoreCase) is >= 0 and var step;)
        {
            at += step + Value.Length;
            var rest = text[at..].TrimStart(Quotes).TrimStart(Blanks);
            if (!rest.IsEmpty && rest[0] == sign && IsQuotedLiteral(rest[1..]))
                return true;
        }

        return false;
    }

    /// <summary><c>&lt;name&gt;password&lt;/name&gt;&lt;value&gt;x&lt;/value&gt;</c>.</summary>
    private static bool IsElement(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> name)
    {
        if (!IsNameKey(before[..^1]) || after.IndexOf('>') is not (> 0 and var close) || after[1] != '/')
            return false;
        var rest = after[(close + 1)..].TrimStart(Blanks);
        return (rest.StartsWith("<value>") || rest.StartsWith("<string>")) && IsContent(rest[(rest.IndexOf('>') + 1)..]) && TellingNames.TellsAtEnd(name);
    }

    private static bool IsContent(ReadOnlySpan<char> text) => text.IndexOf('<') is > 0 and var end && SecretText.IsLiteral(text[..end].Trim()) && !text[..end].Trim().Contains(' ');

    /// <summary><c>- name: DB_PASSWORD</c>, and <c>value: x</c> below it.</summary>
    private static bool IsLine(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> name)
    {
        if (before.TrimEnd(" \t") is not [.. var key, ':'] || !IsNameKey(key))
            return false;
        var line = after.TrimStart(Blanks);
        if (!line.StartsWith("value:"))
            return false;
        var words = new ShellWords(line["value:".Length..]);
        return words.MoveNext() && SecretText.IsLiteral(words.Current) && TellingNames.TellsAtEnd(name);
    }

    /// <summary><c>SET Password = PASSWORD('x')</c>, <c>account.SetPassword("x")</c>.</summary>
    private static bool IsFunction(ReadOnlySpan<char> before, ReadOnlySpan<char> after, ReadOnlySpan<char> name) =>
        IsQuotedLiteral(after[1..]) && (name.Equals("SetPassword", StringComparison.OrdinalIgnoreCase)
            || (name.Equals("PASSWORD", StringComparison.OrdinalIgnoreCase) && before.TrimEnd(' ') is [.., '=']));

    private static bool IsQuotedLiteral(ReadOnlySpan<char> text)
    {
        var words = new ShellWords(text.TrimStart(Blanks));
        return words.MoveNext() && words.IsQuoted && SecretText.IsLiteral(words.Current) && !SecretText.IsSentence(words.Current);
    }

    /// <summary>What follows after a blank, where the words before say that it is the value.</summary>
    private static bool Follows(ReadOnlySpan<char> name, ReadOnlySpan<char> before, ReadOnlySpan<char> after)
    {
        if (after is not [' ' or '\t', ..])
            return false;
        var words = new ShellWords(after);
        if (!words.MoveNext() || !SecretText.IsLiteral(words.Current))
            return false;
        // Of redis.conf: requirepass x; sentinel auth-pass name x
        if (name is "requirepass")
            return words.IsQuoted || words.Current.ContainsAnyExceptInRange('a', 'z') || !words.MoveNext() || words.Current.ContainsAnyExceptInRange('a', 'z');
        if (name is "auth-pass")
            return words.MoveNext() && SecretText.IsLiteral(words.Current);
        var isPassword = name.Equals("password", StringComparison.OrdinalIgnoreCase);
        if (isPassword && words.IsQuoted && before[(before.LastIndexOf(';') + 1)..].ContainsAny(Users))
            return true;
        var word = LastWord(ref before);
        var previous = LastWord(ref before);
        if (isPassword)
        {
            // machine h login u password x; mysql-server mysql-server/root_password password x
            return previous is "login" || (word is not ['/', ..] && word.Contains('/') && word.Contains("pass", StringComparison.OrdinalIgnoreCase) && !word.Contains("//", StringComparison.Ordinal));
        }

        var isSetter = word is "ENV" or "SetEnv" or "setenv" or "setx" || (word is "set" && previous is "configure" or "config");
        return isSetter && words.Current is not ['-', ..] && TellingNames.TellsAtEnd(name);
    }

    /// <summary>Takes the last word from a text.</summary>
    private static ReadOnlySpan<char> LastWord(ref ReadOnlySpan<char> text)
    {
        text = text.TrimEnd(" \t");
        var word = text[(text.LastIndexOfAny(Blanks + Quotes) + 1)..];
        text = text[..^word.Length];
        return word;
    }
}
