using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Finds in scripts and documents what sets a credential: <c>export DB_PASSWORD=x</c>, <c>{"password": "x"}</c>, <c>--password x</c>, <c>curl -u user:x</c>.</summary>
/// <remarks>What follows is told from what only says where the credential comes from: a variable, a call, a path, a word of prose.</remarks>
internal static class CredentialAssignments
{
    private const int MaxName = 64;
    private const int MaxValue = 512;
    private const int MaxCommand = 1000;

    /// <summary>Every telling name in a text holds one of these, and every login this command, in any letter case.</summary>
    public static readonly ImmutableArray<string> Marks =
    [
        "pass", "pwd", "secret", "token", "api_key", "api-key", "apikey", "access_key", "access-key", "accesskey", "accountkey", "private_key", "private-key", "privatekey", Login,
    ];

    private const string Login = "curl";
    private const string UserOption = " -u";
    private const string LongUserOption = " --user";

    private static readonly SearchValues<string> Stems = SearchValues.Create([.. Marks.Where(m => m != Login)], StringComparison.OrdinalIgnoreCase);

    /// <summary>How curl is told of a user; few texts have one of these, and fewer have both.</summary>
    private static readonly SearchValues<string> LoginOptions = SearchValues.Create([UserOption, LongUserOption], StringComparison.Ordinal);

    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n;,&\"'`)}]<|\\");
    private static readonly SearchValues<char> LineEnd = SearchValues.Create("\r\n");

    /// <summary>Objects of programs: what is read from one is no literal.</summary>
    private static readonly string[] Objects = ["self", "this", "event", "os", "process", "config", "args", "params", "env", "var", "local", "data", "settings", "props", "req", "request", "response", "context", "module"];

    /// <summary>Whether a text sets one.</summary>
    public static bool AreIn(ReadOnlySpan<char> text)
    {
        for (var at = 0; at < text.Length && text[at..].IndexOfAny(Stems) is >= 0 and var step;)
        {
            at += step;
            var (start, end) = (at, at);
            while (start > 0 && at - start < MaxName && IsNameCharacter(text[start - 1]))
                start--;
            while (end < text.Length && end - at < MaxName && IsNameCharacter(text[end]))
                end++;
            if (Sets(text, start, end))
                return true;
            at = Math.Max(end, at + 1);
        }

        return false;
    }

    /// <summary>Whether a text holds a user with a password for curl.</summary>
    public static bool HoldsLogin(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(LoginOptions))
            return false;
        for (var at = 0; text[at..].IndexOf(Login, StringComparison.OrdinalIgnoreCase) is >= 0 and var step;)
        {
            at += step + Login.Length;
            var command = text[at..Math.Min(text.Length, at + MaxCommand)];
            if (command.IndexOf(Login, StringComparison.OrdinalIgnoreCase) is >= 0 and var next)
                command = command[..next];
            if (HoldsLogin(command, UserOption) || HoldsLogin(command, LongUserOption))
                return true;
        }

        return false;
    }

    private static bool HoldsLogin(ReadOnlySpan<char> command, string option)
    {
        for (var at = 0; command[at..].IndexOf(option) is >= 0 and var step;)
        {
            at += step + option.Length;
            var rest = command[at..].TrimStart(" =\t\"'\\");
            var end = rest.IndexOfAny(ValueEnd);
            var login = end < 0 ? rest : rest[..end];
            var colon = login.IndexOf(':');
            if (colon > 0 && (login[0] is not ('$' or '{') || login[..colon].EndsWith("}")) && IsLiteral(login[(colon + 1)..]))
                return true;
        }

        return false;
    }

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    private static bool Sets(ReadOnlySpan<char> text, int start, int end)
    {
        var name = text[start..end].TrimEnd('.');
        end = start + name.Length;
        var dashes = name.Length - name.TrimStart('-').Length;
        name = name[dashes..];
        var after = SkipClosing(text, end);
        var isSpaced = after < text.Length && text[after] is ' ' or '\t';
        after = SkipBlanks(text, after);
        if (after >= text.Length)
            return false;
        var sign = text[after];
        int value;
        // arn:aws:secretsmanager:eu-west-1:111111111111:secret:name
        if (sign == ':' && start > 0 && text[start - 1] == ':')
            return false;
        if (sign is '=' or ':' && !IsDoubled(text, after))
            value = after + (after + 1 < text.Length && text[after + 1] is '=' or '>' ? 2 : 1);
        else if (sign == '>' && start > 0 && text[start - 1] == '<')
            value = after + 1;
        else if (dashes > 0 && isSpaced)
            value = after;
        else
            return false;
        return TellingNames.TellsAtEnd(name) && HasLiteral(text, SkipBlanks(text, value), sign, name);
    }

    /// <summary>A comparison, or a scope: <c>==</c>, <c>::</c>.</summary>
    private static bool IsDoubled(ReadOnlySpan<char> text, int at) => at + 1 < text.Length && text[at + 1] == text[at];

    /// <summary>What closes the name where it is quoted: <c>"password"</c>, <c>\"password\"</c>, <c>["password"]</c>.</summary>
    private static int SkipClosing(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 4; at < text.Length && at < most && text[at] is '\\' or '"' or '\'' or ']'; at++)
        {
        }

        return at;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + 40; at < text.Length && at < most && text[at] is ' ' or '\t'; at++)
        {
        }

        return at;
    }

    private static bool HasLiteral(ReadOnlySpan<char> text, int at, char sign, ReadOnlySpan<char> name)
    {
        while (at < text.Length && text[at] == '\\')
            at++;
        if (at >= text.Length)
            return false;
        var rest = text[at..Math.Min(text.Length, at + MaxValue)];
        if (rest[0] is '"' or '\'')
        {
            var quoted = rest[1..];
            var close = quoted.IndexOfAny(rest[0], '\\');
            quoted = close < 0 ? quoted : quoted[..close];
            return IsLiteral(quoted) && !IsSentence(quoted);
        }

        if (rest.IndexOfAny(LineEnd) is >= 0 and var line)
            rest = rest[..line];
        var end = rest.IndexOfAny(ValueEnd);
        var value = end < 0 ? rest : rest[..end];
        return IsLiteral(value) && !IsCode(value, name) && !(sign == ':' && IsProse(value, rest[value.Length..]));
    }

    /// <summary>Whether a text stands for itself: no hole, variable, call, placeholder, path, flag or number of stars.</summary>
    private static bool IsLiteral(ReadOnlySpan<char> value)
    {
        var least = 3;
        // ${Stage}Hunter2: what follows the holes may still be most of it.
        while (value.StartsWith("${") && value.IndexOf('}') is > 0 and var close)
        {
            value = value[(close + 1)..];
            least = 4;
        }

        if (least > 3 && !value.ContainsAnyInRange('0', '9'))
            return false;
        return value.Length >= least
            && value[0] is not ('$' or '%' or '<' or '{' or '(' or '[' or '*' or '@' or '&' or '|' or '!' or '#' or '=' or '`')
            && !SecretText.IsPointer(value)
            && !SecretText.IsWord(value);
    }

    /// <summary>A call, an index, what is read from an object, or another variable of a telling name: <c>token: token</c>, <c>password=db_password</c>.</summary>
    private static bool IsCode(ReadOnlySpan<char> value, ReadOnlySpan<char> name)
    {
        if (value.ContainsAny('(', '['))
            return true;
        var isOneCase = true;
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (!char.IsAsciiLetter(c) && c is not ('_' or '.' or '?'))
                return false;
            isOneCase &= c != '_' && (i == 0 || !char.IsAsciiLetterUpper(c) || char.IsAsciiLetterUpper(value[i - 1]));
        }

        var dot = value.IndexOf('.');
        return dot > 0
            ? TellingNames.TellsAtEnd(value) || Array.IndexOf(Objects, value[..dot].TrimEnd('?').ToString()) >= 0
            : name.EndsWith(value, StringComparison.OrdinalIgnoreCase) || (!isOneCase && TellingNames.TellsAtEnd(value));
    }

    /// <summary>'No token was found.'</summary>
    private static bool IsSentence(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsDigit(c))
                return false;
        }

        return text.Count(' ') >= 2 && text[^1] is '.' or '!' or '?' or ':' or ' ';
    }

    /// <summary>"Password: must not be empty".</summary>
    private static bool IsProse(ReadOnlySpan<char> value, ReadOnlySpan<char> following)
    {
        foreach (var c in value)
        {
            if (!char.IsLetter(c))
                return false;
        }

        return following.Length > 1 && following[0] is ' ' or ',' && char.IsLetter(following.TrimStart(" ,") is [var next, ..] ? next : ' ');
    }
}
