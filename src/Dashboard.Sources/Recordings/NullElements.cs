using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dashboard.Sources.Recordings;

/// <summary>Finds a null among the elements of a list, which the serializer lets through; no list of a recording holds one.</summary>
internal static class NullElements
{
    /// <summary>Where the first one stands and what belongs there; null where there is none.</summary>
    /// <param name="json">What was read as the type without an error.</param>
    /// <param name="type">The type.</param>
    public static (string Key, long Line, string Allowed)? Find(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = type.Options.MaxDepth });
        reader.Read();
        if (In(ref reader, type) is not var (path, allowed))
            return null;
        return (path.TrimStart('.'), json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1, allowed);
    }

    private static (string Path, string Allowed)? In(ref Utf8JsonReader reader, JsonTypeInfo type)
    {
        switch (reader.TokenType, type.Kind)
        {
            case (JsonTokenType.StartArray, JsonTypeInfoKind.Enumerable):
                var element = Of(type.ElementType!, type);
                for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
                {
                    if (Element(ref reader, element, string.Create(CultureInfo.InvariantCulture, $"[{i}]")) is { } found)
                        return found;
                }

                return null;
            case (JsonTokenType.StartObject, JsonTypeInfoKind.Dictionary):
                var value = Of(type.ElementType!, type);
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var key = "." + reader.GetString();
                    reader.Read();
                    if (Element(ref reader, value, key) is { } found)
                        return found;
                }

                return null;
            case (JsonTokenType.StartObject, JsonTypeInfoKind.Object):
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    reader.Read();
                    if (type.Properties.FirstOrDefault(p => p.Name == name) is not { } property)
                        reader.Skip();
                    else if (In(ref reader, Of(property.PropertyType, type)) is var (path, allowed))
                        return ($".{name}{path}", allowed);
                }

                return null;
            default:
                // What has a converter of its own judges its nulls itself.
                reader.Skip();
                return null;
        }
    }

    private static (string Path, string Allowed)? Element(ref Utf8JsonReader reader, JsonTypeInfo type, string key)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return (key, type.Kind switch { JsonTypeInfoKind.Enumerable => "a list", JsonTypeInfoKind.None when type.Type == typeof(string) => "a text", _ => "an object" });
        return In(ref reader, type) is var (path, allowed) ? (key + path, allowed) : null;
    }

    private static JsonTypeInfo Of(Type type, JsonTypeInfo holder) => holder.Options.GetTypeInfo(type);
}
