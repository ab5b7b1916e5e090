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
        "pass", "pwd", "secret", "token", "_key", "api-key", "apikey", "access-key", "accesskey", "accountkey", "private-key", "privatekey", "redis_auth", "rediscli_auth", Login,
    ];

    private const string Login = "curl";
    private const string Option = " -";
    private const string UserOption = "-user";
    private const string ProxyOption = "-proxy-user";

    private static readonly SearchValues<string> Stems = SearchValues.Create([.. Marks.Where(m => m != Login)], StringComparison.OrdinalIgnoreCase);

    /// <summary>Options of curl that take no value.</summary>
    private static readonly SearchValues<char> Flags = SearchValues.Create("sSfkLivgGNnOjJIRlpaB#0146");

    private static readonly SearchValues<char> Variable = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");
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
        if (!text.Contains(Option, StringComparison.Ordinal))
            return false;
        for (var at = 0; text[at..].IndexOf(Login, StringComparison.OrdinalIgnoreCase) is >= 0 and var step;)
        {
            at += step + Login.Length;
            var command = text[at..Math.Min(text.Length, at + MaxCommand)];
            if (command.IndexOf(Login, StringComparison.OrdinalIgnoreCase) is >= 0 and var next)
                command = command[..next];
            if (IsLogin(command))
                return true;
        }

        return false;
    }

    private static bool IsLogin(ReadOnlySpan<char> command)
    {
        for (var at = 0; command[at..].IndexOf(Option) is >= 0 and var step;)
        {
            at += step + Option.Length;
            var rest = command[at..];
            var length = rest.StartsWith(UserOption) ? UserOption.Length : rest.StartsWith(ProxyOption) ? ProxyOption.Length : LengthOfShort(rest);
            if (length == 0)
                continue;
            rest = rest[length..].TrimStart(" =\t\"'\\");
            var end = rest.IndexOfAny(ValueEnd);
            var login = end < 0 ? rest : rest[..end];
            var colon = login.IndexOf(':');
            if (colon > 0 && IsUser(login[..colon]) && SecretText.IsLiteral(login[(colon + 1)..]))
                return true;
        }

        return false;
    }

    /// <summary><c>u</c> (or <c>U</c>, of a proxy), alone or after options that take no value: <c>-sSfu</c>.</summary>
    private static int LengthOfShort(ReadOnlySpan<char> options) => options.IndexOfAnyExcept(Flags) is >= 0 and var at && options[at] is 'u' or 'U' ? at + 1 : 0;

    /// <summary>A user who is written out, a hole or a variable: <c>$env:NAME</c> is one variable of PowerShell.</summary>
    private static bool IsUser(ReadOnlySpan<char> user) => user[0] switch
    {
        '{' => user[^1] == '}',
        '$' => user[^1] == '}' || (user.Length > 1 && !user[1..].ContainsAnyExcept(Variable) && user is not ("$env" or "$global" or "$script" or "$local" or "$using")),
        _ => true,
    };

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.';

    private static bool Sets(ReadOnlySpan<char> text, int start, int end)
    {
        var name = text[start..end].TrimEnd('.');
        end = start + name.Length;
        var dashes = name.Length - name.TrimStart('-').Length;
        name = name[dashes..];
        var value = ValueAfter(text, start, end, dashes > 0, out var sign);
        return value < 0
            ? dashes == 0 && CredentialPairs.Gives(text, start, end)
            : TellingNames.TellsAtEnd(name) && HasLiteral(text, SkipBlanks(text, value), sign, name);
    }

    /// <summary>Where the value begins that is assigned to a name, and the sign before it; -1 where none is.</summary>
    private static int ValueAfter(ReadOnlySpan<char> text, int start, int end, bool isOption, out char sign)
    {
        sign = default;
        var after = SkipClosing(text, end);
        var isSpaced = after < text.Length && text[after] is ' ' or '\t';
        after = SkipBlanks(text, after);
        if (after >= text.Length)
            return -1;
        sign = text[after];
        // arn:aws:secretsmanager:eu-west-1:111111111111:secret:name
        if (sign == ':' && start > 0 && text[start - 1] == ':')
            return -1;
        if (sign is '=' or ':' && !IsDoubled(text, after))
            return after + (after + 1 < text.Length && text[after + 1] is '=' or '>' ? 2 : 1);
        if (sign == '>' && start > 0 && text[start - 1] == '<')
            return after + 1;
        return isOption && isSpaced ? after : -1;
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
            return SecretText.IsLiteral(quoted) && !SecretText.IsSentence(quoted);
        }

        if (rest.IndexOfAny(LineEnd) is >= 0 and var line)
            rest = rest[..line];
        var end = rest.IndexOfAny(ValueEnd);
        var value = end < 0 ? rest : rest[..end];
        return SecretText.IsLiteral(value) && !IsCode(value, name) && !(sign == ':' && IsProse(value, rest[value.Length..]));
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
