using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>Tells the texts that are no credential even under a telling name.</summary>
internal static class SecretText
{
    private static readonly SearchValues<char> PathCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./-");

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.+-");
    private static readonly SearchValues<char> ChoiceCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");

    /// <summary>An ARN, a dynamic reference, a path of a parameter store, a key's alias, a file: it names where something is kept.</summary>
    public static bool IsPointer(ReadOnlySpan<char> value) =>
        value.StartsWith("arn:")
        || value.StartsWith("{{resolve:")
        || value.StartsWith("alias/") || value.StartsWith("file:") || value.StartsWith("fileb:")
        || (value is ['/', ..] && !value.ContainsAnyExcept(PathCharacters) && (value.ContainsAnyInRange('A', 'Z') || value.ContainsAnyInRange('a', 'z')));

    /// <summary>An address that has no room for a password: <c>jdbc:mysql://host:3306/shop</c>.</summary>
    public static bool IsAddress(ReadOnlySpan<char> value) =>
        value.Contains("://", StringComparison.Ordinal) && !value.ContainsAny("@?;=") && !value.StartsWith("http");

    /// <summary>A pointer of any kind, and what points from a place that is no variable of a program: <c>$.password</c>, <c>method.request.header.X</c>, an address of the web.</summary>
    public static bool IsPointerAnywhere(ReadOnlySpan<char> value) =>
        IsPointer(value)
        || (value is ['$', not '{', ..])
        || value.StartsWith("method.request.") || value.StartsWith("integration.re") || value.StartsWith("context.") || value.StartsWith("stageVariables.")
        || value.StartsWith("https://") || value.StartsWith("http://") || value.StartsWith("s3://") || value.StartsWith("ssm:") || value.StartsWith("secretsmanager:");

    /// <summary>A flag, a type or a unit.</summary>
    public static bool IsWord(ReadOnlySpan<char> value)
    {
        if (value.Length is 0 or > 13)
            return false;
        Span<char> upper = stackalloc char[value.Length];
        value.ToUpperInvariant(upper);
        return upper is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "NONE" or "NULL" or "ENABLED" or "DISABLED" or "REQUIRED" or "OPTIONAL"
            or "STRING" or "STR" or "INT" or "INTEGER" or "NUMBER" or "BOOLEAN" or "BOOL" or "OBJECT" or "ARRAY" or "SECURESTRING" or "SECRETSTRING" or "UNDEFINED" or "NIL"
            or "SECONDS" or "MINUTES" or "HOURS" or "DAYS";
    }

    /// <summary>Digits with a sign and a point.</summary>
    public static bool IsNumber(ReadOnlySpan<char> value) => !value.ContainsAnyExcept(NumberCharacters);

    /// <summary>The name of one of a set of choices: AWS_IAM, ALLOW_REFRESH_TOKEN_AUTH.</summary>
    public static bool IsChoice(ReadOnlySpan<char> value) =>
        value.Contains('_') && !value.ContainsAnyExcept(ChoiceCharacters);

    /// <summary>Whether a text stands for itself: no hole, variable, call, placeholder, path, flag or number of stars.</summary>
    public static bool IsLiteral(ReadOnlySpan<char> value)
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
            && !IsPointer(value)
            && !IsWord(value);
    }

    /// <summary>Whether a word of a command may be a password, and is written out: no option, and no break of a line.</summary>
    public static bool IsPassword(ReadOnlySpan<char> value) => IsLiteral(value) && value[0] is not ('-' or '\\');

    /// <summary>'No token was found.'</summary>
    public static bool IsSentence(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsDigit(c))
                return false;
        }

        return text.Count(' ') >= 2 && text[^1] is '.' or '!' or '?' or ':' or ' ';
    }
}
