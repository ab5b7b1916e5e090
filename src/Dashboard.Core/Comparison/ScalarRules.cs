using System.Buffers;
using System.Globalization;
using System.Numerics;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>When two scalars are the same.</summary>
/// <remarks>Only a place that the schema calls a number is compared as one: "1.10" and "1.1", and "012345678901" and "12345678901", are different texts everywhere else.</remarks>
internal static class ScalarRules
{
    private const int LongestNumber = 64;
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>The one text that every equal spelling at the place has.</summary>
    public static string Canonical(ScalarValue value, TraitCursor cursor)
    {
        var text = value.Kind == ScalarKind.Boolean ? value.Text.ToLowerInvariant() : value.Text;
        // A place that may hold a boolean or a number or a text (an environment variable) holds text.
        var isBool = cursor.Has(TraitFlags.Bool);
        var isNumber = cursor.Has(TraitFlags.Int | TraitFlags.Num);
        if (isBool && !isNumber && (text.Equals("true", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase)))
            return text.ToLowerInvariant();
        if (isNumber && !isBool && CanonicalNumber(text, value.Kind == ScalarKind.Number) is { } number)
            return number;
        if (cursor.Has(TraitFlags.Json))
            return value.Kind == ScalarKind.Number ? CanonicalNumber(text, mayHaveExponent: true) ?? text : text;
        if (cursor.Has(TraitFlags.AccountPrincipal) && RootAccount(text) is { } account)
            return account;
        return cursor.Has(TraitFlags.Caseless) ? text.ToLowerInvariant() : text;
    }

    /// <summary>Whether two scalars at a place are the same.</summary>
    public static bool AreEqual(ScalarValue left, ScalarValue right, TraitCursor cursor)
    {
        if (cursor.Has(TraitFlags.Json) && !cursor.Has(TraitFlags.Bool | TraitFlags.Int | TraitFlags.Num) && left.Kind != right.Kind)
            return false;
        if (left.Kind == ScalarKind.Null || right.Kind == ScalarKind.Null)
            return left.Kind == right.Kind;
        return (left.Kind == right.Kind && left.Text == right.Text) || Canonical(left, cursor) == Canonical(right, cursor);
    }

    /// <summary>Whether two texts are the same but for characters beyond ASCII, which one of them shows as "?".</summary>
    public static bool DifferByMaskOnly(string left, string right) => IsMaskOf(left, right) || IsMaskOf(right, left);

    private static bool IsMaskOf(string masked, string text)
    {
        if (System.Text.Ascii.IsValid(text) || !System.Text.Ascii.IsValid(masked))
            return false;
        var m = 0;
        for (var i = 0; i < text.Length;)
        {
            if (char.IsAscii(text[i]))
            {
                if (m >= masked.Length || masked[m++] != text[i++])
                    return false;
                continue;
            }

            while (i < text.Length && !char.IsAscii(text[i]))
                i++;
            var first = m;
            while (m < masked.Length && masked[m] == '?' && (i >= text.Length || text[i] != '?' || m == first))
                m++;
            if (m == first)
                return false;
        }

        return m == masked.Length;
    }

    /// <summary>"5.0" as "5", "1e3" (only of a JSON number) as "1000"; null where the text is no number in ordinary spelling.</summary>
    private static string? CanonicalNumber(string text, bool mayHaveExponent)
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
        if (digits.ContainsAnyExcept(NumberCharacters) || point == digits.Length - 1 || (point >= 0 && digits[(point + 1)..].Contains('.')))
            return null;
        var shortest = point < 0 ? text : text.TrimEnd('0').TrimEnd('.');
        return shortest == "-0" ? "0" : shortest;
    }

    /// <summary>The account of "arn:aws:iam::123456789012:root", whatever the partition.</summary>
    private static string? RootAccount(string text)
    {
        var parts = text.Split(':');
        return parts is ["arn", _, "iam", "", { Length: 12 } account, "root"] && account.All(char.IsAsciiDigit) ? account : null;
    }
}
