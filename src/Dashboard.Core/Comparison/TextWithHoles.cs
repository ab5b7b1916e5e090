using System.Globalization;
using System.Text;

namespace Dashboard.Core.Comparison;

/// <summary>A document in a text with holes: each hole is marked, the text is read as if it were complete, and the holes are put back where their marks stand.</summary>
internal static class TextWithHoles
{
    // Characters of the private use area: no text that anybody means has them.
    private const char Opening = '\uE010', Closing = '\uE011', Bare = '\uE012';

    /// <summary>The document that a text with holes holds; null where it is none, a hole stands in a key, or the text has the marks itself, escaped or not.</summary>
    /// <param name="composite">The text.</param>
    /// <param name="isJson">Whether it is JSON, where a hole outside quotes needs them to be read.</param>
    /// <param name="read">Reads a whole text; null where it holds no document.</param>
    public static PropertyValue? Read(CompositeValue composite, bool isJson, Func<string, PropertyValue?> read) =>
        Marked(composite, isJson) is { } text && read(text) is { } document ? Filled(document, composite) : null;

    private static string? Marked(CompositeValue composite, bool isJson)
    {
        var text = new StringBuilder();
        var (isQuoted, isEscaped) = (false, false);
        for (var i = 0; i < composite.Parts.Length; i++)
        {
            if (composite.Parts[i] is not ScalarValue literal)
            {
                var quote = isJson && !isQuoted ? "\"" : "";
                text.Append(quote).Append(quote.Length > 0 || (!isJson && IsBetweenItems(composite, i)) ? Bare : Opening).Append(i.ToString(CultureInfo.InvariantCulture)).Append(Closing).Append(quote);
                continue;
            }

            if (HasMarks(literal.Text))
                return null;
            text.Append(literal.Text);
            foreach (var c in literal.Text)
            {
                isQuoted ^= c == '"' && !isEscaped;
                isEscaped = isQuoted && c == '\\' && !isEscaped;
            }
        }

        return text.ToString();
    }

    /// <summary>Whether a hole stands between the brackets or commas of a YAML list, or where a text merely looks so; one that is a text is none then.</summary>
    private static bool IsBetweenItems(CompositeValue composite, int hole) =>
        hole > 0 && composite.Parts[hole - 1] is ScalarValue before && before.Text.AsSpan().TrimEnd() is [.., '[' or ',']
        && hole + 1 < composite.Parts.Length && composite.Parts[hole + 1] is ScalarValue after && after.Text.AsSpan().TrimStart() is [',' or ']', ..];

    private static PropertyValue? Filled(PropertyValue value, CompositeValue composite)
    {
        switch (value)
        {
            case ScalarValue scalar:
                return Filled(scalar, composite);
            case ListValue list:
                var items = ImmutableArray.CreateBuilder<PropertyValue>(list.Items.Length);
                var isOpen = false;
                foreach (var item in list.Items)
                {
                    // A hole among the items may stand for several of them.
                    isOpen |= IsBare(item);
                    if (Filled(item, composite) is not { } filled)
                        return null;
                    items.Add(filled);
                }

                return isOpen ? new CallValue("Fn::Sub", items.MoveToImmutable()) : new ListValue(items.MoveToImmutable());
            case MapValue map:
                var entries = new KeyValuePair<string, PropertyValue>[map.Entries.Length];
                for (var i = 0; i < entries.Length; i++)
                {
                    var (key, entry) = map.Entries[i];
                    if (key.AsSpan().ContainsAnyInRange(Opening, Bare) || Filled(entry, composite) is not { } filled)
                        return null;
                    entries[i] = KeyValuePair.Create(key, filled);
                }

                return MapValue.FromOwned(entries);
            default:
                return value;
        }
    }

    /// <summary>Whether a hole is all that stands at a place, and no quotes say that it is a text.</summary>
    private static bool IsBare(PropertyValue value) => value is ScalarValue { Text: [Bare, .. var digits, Closing] } && !digits.Contains(Closing);

    /// <summary>Whether a text has a mark of its own, or an escape that a reader makes one of.</summary>
    private static bool HasMarks(string text) => text.AsSpan().ContainsAnyInRange(Opening, Bare)
        || text.Contains(@"\uE01", StringComparison.OrdinalIgnoreCase) || text.Contains(@"\U0000E01", StringComparison.OrdinalIgnoreCase);

    /// <summary>The scalar with its holes; null where what looks like a mark is none that was written.</summary>
    private static PropertyValue? Filled(ScalarValue scalar, CompositeValue composite)
    {
        if (!scalar.Text.AsSpan().ContainsAnyInRange(Opening, Bare))
            return scalar;
        var parts = new List<PropertyValue>();
        var rest = scalar.Text.AsSpan();
        for (int open; (open = rest.IndexOfAnyInRange(Opening, Bare)) >= 0;)
        {
            var close = rest.IndexOf(Closing);
            if (close <= open || !int.TryParse(rest[(open + 1)..close], NumberStyles.None, CultureInfo.InvariantCulture, out var hole)
                || hole >= composite.Parts.Length || composite.Parts[hole] is ScalarValue)
            {
                return null;
            }

            if (open > 0)
                parts.Add(new ScalarValue(rest[..open].ToString()));
            parts.Add(composite.Parts[hole]);
            rest = rest[(close + 1)..];
        }

        if (rest.Length > 0)
            parts.Add(new ScalarValue(rest.ToString()));
        return parts is [var whole] ? IsBare(scalar) ? whole : CompositeValue.Quoted(whole) : CompositeValue.Concatenate(parts);
    }
}
