using System.Buffers;
using System.Globalization;
using System.Numerics;
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

    /// <summary>"5.0" as "5", "1e3" (only of a JSON number) as "1000"; null where the text is no number in ordinary spelling.</summary>
    public static string? Of(string text, bool mayHaveExponent)
    {
        var digits = text.AsSpan(text.StartsWith('-') ? 1 : 0);
        if (digits.Length is 0 or > LongestNumber || !char.IsAsciiDigit(digits[0]) || (digits[0] == '0' && digits.Length > 1 && char.IsAsciiDigit(digits[1])))
            return null;
        var exponent = text.AsSpan().IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            return mayHaveExponent && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value == decimal.Truncate(value)
                ? new BigInteger(value).ToString(CultureInfo.InvariantCulture)
                : null;
        }

        var point = digits.IndexOf('.');
        if (digits.ContainsAnyExcept(Characters) || point == digits.Length - 1 || (point >= 0 && digits[(point + 1)..].Contains('.')))
            return null;
        var shortest = point < 0 ? text : text.TrimEnd('0').TrimEnd('.');
        return shortest == "-0" ? "0" : shortest;
    }
}
