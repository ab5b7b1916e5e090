namespace Dashboard.Templates.Syntax;

/// <summary>Tells what a plain YAML scalar is by its form. Anything that is not clearly a number, a boolean or a null is text: dates, versions, "no".</summary>
internal static class ScalarForm
{
    /// <summary>The kind of a plain scalar.</summary>
    public static ScalarKind KindOf(ReadOnlySpan<char> text) => text switch
    {
        [>= 'A' and not ('F' or 'N' or 'T' or 'f' or 'n' or 't' or '~'), ..] => ScalarKind.String,
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        _ => IsNumber(text) ? ScalarKind.Number : ScalarKind.String,
    };

    /// <summary>The one spelling of a boolean.</summary>
    public static string Boolean(string text) => text[0] is 'T' or 't' ? "true" : "false";

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
