using System.Buffers;
using System.Globalization;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Spellings of a number at a number.</summary>
internal sealed class NumberSpelling() : ScalarNormaliser(
    "CMP003",
    "Spelling of a number",
    "Where the schema calls a place a number, 5, \"5\" and \"5.0\" are the same. Nowhere else is a text read as a number: a version 1.30 is not 1.3, and an account keeps its leading zero.",
    NormaliserSample.Same("AWS::Lambda::Function", """{"Timeout":"80.0"}""", """{"Timeout":80}"""),
    NormaliserSample.Different("AWS::EKS::Cluster", """{"Version":"1.30"}""", """{"Version":"1.3"}"""),
    NormaliserSample.Different("AWS::Lambda::Function", """{"Timeout":"080"}""", """{"Timeout":80}"""))
{
    private const int LongestNumber = 64;
    private static readonly SearchValues<char> Characters = SearchValues.Create("0123456789.");

    public override string? Canonical(ScalarValue value, TraitCursor place) =>
        place.Has(TraitFlags.Int | TraitFlags.Num) && !place.Has(TraitFlags.Bool) ? Of(value.Text, value.Kind == ScalarKind.Number) : null;

    /// <summary>A number with its point moved, exactly: to the right by so many places, or to the left. Null where it is no number.</summary>
    private static string? Shifted(ReadOnlySpan<char> number, int places)
    {
        var isNegative = number[0] == '-';
        if (Of(number.ToString(), mayHaveExponent: false) is null)
            return null;
        var point = number.IndexOf('.');
        var whole = (point < 0 ? number : number[..point]).TrimStart('-').ToString();
        var fraction = point < 0 ? "" : number[(point + 1)..].ToString();
        var (digits, at) = (whole + fraction, whole.Length + places);
        digits = at <= 0 ? new string('0', 1 - at) + digits : digits.PadRight(at, '0');
        at = Math.Max(at, 1);
        whole = digits[..at].TrimStart('0');
        fraction = digits[at..].TrimEnd('0');
        var text = (whole.Length == 0 ? "0" : whole) + (fraction.Length == 0 ? "" : "." + fraction);
        return isNegative && text != "0" ? "-" + text : text;
    }

    /// <summary>"5.0" as "5", "1e3" (only of a JSON number) as "1000"; null where the text is no number in ordinary spelling.</summary>
    public static string? Of(string text, bool mayHaveExponent)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (digits.Length is 0 or > LongestNumber || !char.IsAsciiDigit(digits[0]) || (digits[0] == '0' && digits.Length > 1 && char.IsAsciiDigit(digits[1])))
            return null;
        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            return mayHaveExponent && int.TryParse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var power) && power is >= -LongestNumber and <= LongestNumber
                ? Shifted(text.AsSpan(0, exponent), power)
                : null;
        }

        var point = digits.IndexOf('.');
        if (digits.ContainsAnyExcept(Characters) || point == digits.Length - 1 || (point >= 0 && digits[(point + 1)..].Contains('.')))
            return null;
        var shortest = point < 0 ? text : text.TrimEnd('0').TrimEnd('.');
        return shortest == "-0" ? "0" : shortest;
    }
}
