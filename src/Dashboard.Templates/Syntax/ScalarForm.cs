namespace Dashboard.Templates.Syntax;

/// <summary>Tells what a plain YAML scalar is by its form. Anything that is not clearly a number, a boolean or a null is text: dates, versions, "y".</summary>
/// <remarks>CloudFormation reads the booleans of YAML 1.1, yes and on among them, but leaves the single letters y and n alone.</remarks>
internal static class ScalarForm
{
    /// <summary>The kind of a plain scalar.</summary>
    public static ScalarKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        [>= 'A' and not ('F' or 'N' or 'O' or 'T' or 'Y' or 'f' or 'n' or 'o' or 't' or 'y' or '~'), ..] => ScalarKind.String,
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => ScalarKind.Boolean,
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => ScalarKind.Boolean,
        _ => IsNumber(text) ? ScalarKind.Number : ScalarKind.String,
    };

    /// <summary>The one spelling of a boolean.</summary>
    public static string Boolean(string text) => text[0] is 'T' or 't' or 'Y' or 'y' || text is [_, 'n' or 'N'] ? "true" : "false";

    /// <summary>Whether a text is a decimal number: "-1", "1.10", ".5", "6e3", "012".</summary>
    public static bool IsNumber(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[0] is '-' or '+')
            text = text[1..];
        var whole = Digits(ref text);
        var fraction = 0;
        if (text.Length > 0 && text[0] == '.')
        {
            text = text[1..];
            fraction = Digits(ref text);
        }

        if (whole + fraction == 0)
            return false;
        if (text.Length > 1 && text[0] is 'e' or 'E')
        {
            text = text[1..];
            if (text[0] is '-' or '+')
                text = text[1..];
            if (Digits(ref text) == 0)
                return false;
        }

        return text.IsEmpty;
    }

    private static int Digits(ref ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
            count++;
        text = text[count..];
        return count;
    }
}
