using System.Text.Json;

namespace Dashboard.Core.Comparison;

/// <summary>JSON documents held in text.</summary>
internal static class EmbeddedJson
{
    /// <summary>The object or array that a text holds, or null where it holds neither.</summary>
    public static PropertyValue? Parse(PropertyValue value)
    {
        if (value is not ScalarValue { Kind: ScalarKind.String } scalar || !MayBeDocument(scalar.Text))
            return null;
        try
        {
            return JsonValues.Parse(scalar.Text) is { } document and (MapValue or ListValue) ? document : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool MayBeDocument(string text)
    {
        var trimmed = text.AsSpan().Trim();
        return trimmed.Length >= 2 && ((trimmed[0] == '{' && trimmed[^1] == '}') || (trimmed[0] == '[' && trimmed[^1] == ']'));
    }
}
