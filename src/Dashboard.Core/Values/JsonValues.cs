using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Core.Values;

/// <summary>Between JSON and <see cref="PropertyValue"/>: numbers and texts keep their spelling.</summary>
public static class JsonValues
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a JSON document.</summary>
    /// <exception cref="JsonException">The text is not JSON, or is nested deeper than 64.</exception>
    public static PropertyValue Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Reads an element.</summary>
    public static PropertyValue Read(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => MapValue.Create(element.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, Read(p.Value)))),
        JsonValueKind.Array => new ListValue([.. element.EnumerateArray().Select(Read)]),
        JsonValueKind.String => new ScalarValue(element.GetString()!),
        JsonValueKind.Number => new ScalarValue(element.GetRawText(), ScalarKind.Number),
        JsonValueKind.True => new ScalarValue("true", ScalarKind.Boolean),
        JsonValueKind.False => new ScalarValue("false", ScalarKind.Boolean),
        _ => ScalarValue.Null,
    };

    /// <summary>Writes a value as compact JSON. Secrets, references and other symbolic parts are written as their text for people.</summary>
    public static string Write(PropertyValue value, bool indented = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact with { Indented = indented }))
            Write(writer, value);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    /// <summary>Writes a value into a JSON document.</summary>
    public static void Write(Utf8JsonWriter writer, PropertyValue value)
    {
        switch (value)
        {
            case ScalarValue { Kind: ScalarKind.Null }:
                writer.WriteNullValue();
                break;
            case ScalarValue { Kind: ScalarKind.Boolean } b when bool.TryParse(b.Text, out var flag):
                writer.WriteBooleanValue(flag);
                break;
            case ScalarValue { Kind: ScalarKind.Number } n when IsJsonNumber(n.Text):
                writer.WriteRawValue(n.Text);
                break;
            case ListValue list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case MapValue map:
                writer.WriteStartObject();
                foreach (var (key, item) in map.Entries)
                {
                    writer.WritePropertyName(key);
                    Write(writer, item);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(ValueText.Format(value));
                break;
        }
    }

    /// <summary>A text as a JSON string with its quotes.</summary>
    public static string Quote(string text) => "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";

    private static bool IsJsonNumber(string text)
    {
        var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
