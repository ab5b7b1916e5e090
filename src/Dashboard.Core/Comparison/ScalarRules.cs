using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>When two scalars are the same: the rules of <see cref="NormaliserCatalog"/>, asked in order.</summary>
internal static class ScalarRules
{
    /// <summary>Places where a text may be spelled in another way.</summary>
    internal const TraitFlags Judged =
        TraitFlags.Bool | TraitFlags.Int | TraitFlags.Num | TraitFlags.Json | TraitFlags.AccountPrincipal | TraitFlags.Caseless | TraitFlags.Cidr;

    /// <summary>The one value that every equal spelling at the place has.</summary>
    public static ScalarValue Canonical(ScalarValue value, TraitCursor place)
    {
        var isJson = KeepsKinds(place);
        var text = place.Has(Judged) || !place.Rows.IsEmpty ? CanonicalText(value, place) : value.Text;
        var kind = isJson ? value.Kind : ScalarKind.String;
        return ReferenceEquals(text, value.Text) && kind == value.Kind ? value : new ScalarValue(text, kind);
    }

    /// <summary>Whether 1 and "1" are two things at the place: within a JSON document, unless its schema gives the place a type.</summary>
    public static bool KeepsKinds(TraitCursor place) =>
        place.Has(TraitFlags.Json) && !place.Has(TraitFlags.Bool | TraitFlags.Int | TraitFlags.Num | TraitFlags.Text);

    /// <summary>The first rule that makes two scalars of different spelling the same, or null.</summary>
    public static Normaliser? Folding(in ScalarPair pair)
    {
        var (left, right, place) = (pair.Left, pair.Right, pair.Place);
        if (left.Kind == ScalarKind.Null || right.Kind == ScalarKind.Null)
            return null;
        if (KeepsKinds(place) && left.Kind != right.Kind)
            return null;
        foreach (var rule in NormaliserCatalog.Scalars)
        {
            if (rule.AreSame(pair))
                return rule;
        }

        foreach (var row in place.Rows)
        {
            if (row.AreSame(pair))
                return row;
        }

        return null;
    }

    private static string CanonicalText(ScalarValue value, TraitCursor place)
    {
        foreach (var rule in NormaliserCatalog.Scalars)
        {
            if (rule.Canonical(value, place) is { } text)
                return text;
        }

        foreach (var row in place.Rows)
        {
            if (row.Canonical(value, place) is { } text)
                return text;
        }

        return value.Text;
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
}
