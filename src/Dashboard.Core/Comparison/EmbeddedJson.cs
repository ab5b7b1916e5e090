using System.Text;
using System.Text.Json;

namespace Dashboard.Core.Comparison;

/// <summary>Documents held in text: JSON anywhere, and what a reader has found where the place takes another language.</summary>
internal static class EmbeddedJson
{
    /// <summary>The object or array that a text holds, or null where it holds neither.</summary>
    public static PropertyValue? Parse(PropertyValue value)
    {
        if (value is CompositeValue composite)
            return composite.Document ?? (MayBeDocument(composite) ? TextWithHoles.Read(composite, isJson: true, Parse) : null);
        if (value is not ScalarValue { Kind: ScalarKind.String } scalar)
            return null;
        if (scalar.Document is { } read)
            return read;
        return MayBeDocument(scalar.Text) ? Parse(scalar.Text) : null;
    }

    private static PropertyValue? Parse(string text)
    {
        try
        {
            // Which of two equal keys counts is each reader's own affair.
            return JsonValues.Parse(text, mayRepeatKeys: false) is { } document and (MapValue or ListValue) ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A JSON document with holes, without the layout between its texts; null where the text is no such document, whatever the holes hold.</summary>
    public static CompositeValue? Minified(CompositeValue composite)
    {
        if (!MayBeDocument(composite) || !IsDocument(composite))
            return null;
        var (isInText, isEscaped) = (false, false);
        return CompositeValue.Concatenate(composite.Parts.Select(part => part is ScalarValue text ? Layoutless(text.Text) : part)) as CompositeValue;

        ScalarValue Layoutless(string text)
        {
            var kept = new StringBuilder(text.Length);
            foreach (var c in text)
            {
                if (!isInText && c is ' ' or '\t' or '\r' or '\n')
                    continue;
                kept.Append(c);
                isInText ^= c == '"' && !isEscaped;
                isEscaped = isInText && c == '\\' && !isEscaped;
            }

            return new ScalarValue(kept.ToString());
        }
    }

    /// <summary>Whether it is JSON once a number, which may also stand inside a text, fills each hole. A shell's <c>[ ${X} ]</c> holds no text of its own.</summary>
    private static bool IsDocument(CompositeValue composite)
    {
        var text = string.Concat(composite.Parts.Select(p => p is ScalarValue s ? s.Text : "0"));
        if (!text.Contains('"', StringComparison.Ordinal))
            return false;
        try
        {
            return JsonValues.Parse(text) is MapValue or ListValue;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool MayBeDocument(CompositeValue composite) =>
        composite.Parts is [ScalarValue { Text: var first }, .., ScalarValue { Text: var last }]
        && first.AsSpan().TrimStart() is ['{' or '[', ..] && last.AsSpan().TrimEnd() is [.., '}' or ']'] && composite.Parts.Any(p => p is ScalarValue { Text: var t } && t.Contains('"', StringComparison.Ordinal));

    private static bool MayBeDocument(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length >= 2 && ((trimmed[0] == '{' && trimmed[^1] == '}') || (trimmed[0] == '[' && trimmed[^1] == ']'));
    }
}
