using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dashboard.Core.Values;

/// <summary>Between JSON and <see cref="PropertyValue"/>: numbers and texts keep their spelling.</summary>
public static class JsonValues
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a JSON document.</summary>
    /// <param name="json">The text.</param>
    /// <param name="mayRepeatKeys">Whether an object may name a key twice; the last one counts.</param>
    /// <exception cref="JsonException">The text is not JSON, is nested deeper than 64, or repeats a key where that is refused.</exception>
    public static PropertyValue Parse(string json, bool mayRepeatKeys = true)
    {
        // The bytes go back to a pool that others draw from, so they are wiped.
        var buffer = ArrayPool<byte>.Shared.Rent(StrictUtf8.GetMaxByteCount(json.Length));
        try
        {
            return JsonValueReader.Read(buffer.AsSpan(0, StrictUtf8.GetBytes(json, buffer)), mayRepeatKeys);
        }
        catch (EncoderFallbackException broken)
        {
            throw new JsonException("The text holds half a character.", broken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>Reads a JSON document.</summary>
    /// <exception cref="JsonException">The text is not JSON, or is nested deeper than 64.</exception>
    public static PropertyValue Parse(ReadOnlySpan<byte> utf8) => JsonValueReader.Read(utf8);

    /// <summary>Reads an element.</summary>
    public static PropertyValue Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var entries = new KeyValuePair<string, PropertyValue>[element.GetPropertyCount()];
                var count = 0;
                foreach (var property in element.EnumerateObject())
                    entries[count++] = KeyValuePair.Create(property.Name, Read(property.Value));
                return MapValue.FromOwned(entries);
            case JsonValueKind.Array:
                return new ListValue([.. element.EnumerateArray().Select(Read)]);
            case JsonValueKind.String:
                return new ScalarValue(element.GetString()!);
            case JsonValueKind.Number:
                return new ScalarValue(element.GetRawText(), ScalarKind.Number);
            case JsonValueKind.True:
                return ScalarValue.True;
            case JsonValueKind.False:
                return ScalarValue.False;
            default:
                return ScalarValue.Null;
        }
    }

    /// <summary>Writes a value as compact JSON. Secrets, references and other symbolic parts are written as their text for people.</summary>
    public static string Write(PropertyValue value, bool indented = false)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Compact with { Indented = indented }))
            Write(writer, value);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
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
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
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
