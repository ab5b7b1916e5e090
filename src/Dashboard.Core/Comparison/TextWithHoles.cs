using System.Globalization;
using System.Text;

namespace Dashboard.Core.Comparison;

/// <summary>A document in a text with holes: each hole is marked, the text is read as if it were complete, and the holes are put back where their marks stand.</summary>
internal static class TextWithHoles
{
    // Characters of the private use area: no text that anybody means has them.
    private const char Opening = '\uE010', Closing = '\uE011', Bare = '\uE012';

    /// <summary>The document that a text with holes holds; null where it is none, a hole stands in a key, or the text has the marks itself.</summary>
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
                text.Append(quote).Append(quote.Length > 0 ? Bare : Opening).Append(i.ToString(CultureInfo.InvariantCulture)).Append(Closing).Append(quote);
                continue;
            }

            if (literal.Text.AsSpan().ContainsAnyInRange(Opening, Bare))
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

    private static PropertyValue? Filled(PropertyValue value, CompositeValue composite)
    {
        switch (value)
        {
            case ScalarValue scalar:
                return Filled(scalar, composite);
            case ListValue list:
                var items = ImmutableArray.CreateBuilder<PropertyValue>(list.Items.Length);
                foreach (var item in list.Items)
                {
                    // A hole among the items may stand for several of them.
                    if (IsBare(item))
                        return new CallValue("Fn::Sub", [.. list.Items.Select(i => Filled(i, composite) ?? i)]);
                    if (Filled(item, composite) is not { } filled)
                        return null;
                    items.Add(filled);
                }

                return new ListValue(items.MoveToImmutable());
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

    private static PropertyValue Filled(ScalarValue scalar, CompositeValue composite)
    {
        if (!scalar.Text.AsSpan().ContainsAnyInRange(Opening, Bare))
            return scalar;
        var parts = new List<PropertyValue>();
        var at = 0;
        for (int open; (open = scalar.Text.AsSpan(at).IndexOfAny(Opening, Bare)) >= 0;)
        {
            open += at;
            var close = scalar.Text.IndexOf(Closing, open);
            if (open > at)
                parts.Add(new ScalarValue(scalar.Text[at..open]));
            parts.Add(composite.Parts[int.Parse(scalar.Text.AsSpan(open + 1, close - open - 1), CultureInfo.InvariantCulture)]);
            at = close + 1;
        }

        if (at < scalar.Text.Length)
            parts.Add(new ScalarValue(scalar.Text[at..]));
        return parts is [var whole] ? IsBare(scalar) ? whole : CompositeValue.Quoted(whole) : CompositeValue.Concatenate(parts);
    }
}
