using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Dashboard.Core.Documents;

namespace Dashboard.Cli.Output;

/// <summary>Documents as JSON text: the one serializer's shapes, readable characters, LF.</summary>
internal static class JsonOutput
{
    // Templates may be nested deeper than the serializer's 64.
    private const int MaxDepth = 1000;

    private static readonly JsonSerializerOptions Lines = new(DocumentSerializer.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };
    private static readonly JsonSerializerOptions Pages = new(Lines) { WriteIndented = true, NewLine = "\n" };

    /// <summary>A document over several lines.</summary>
    public static string Page<T>(T document) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Pages.GetTypeInfo(typeof(T)));

    /// <summary>A document on one line.</summary>
    public static string Line<T>(T document) => JsonSerializer.Serialize(document, (JsonTypeInfo<T>)Lines.GetTypeInfo(typeof(T)));

    /// <summary>What a function writes, over several lines.</summary>
    public static string Page(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth }))
            write(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
