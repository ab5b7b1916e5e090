using System.Text;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace Dashboard.Sandbox.Http;

/// <summary>A finished answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="Body">Its bytes.</param>
internal sealed record Reply(int Status, string ContentType, byte[] Body)
{
    // A carriage return would be lost in plain XML text, and a template must come back as it was given.
    private static readonly XmlWriterSettings Xml = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        NewLineHandling = NewLineHandling.Entitize,
        CheckCharacters = false,
    };

    /// <summary>An answer without a body.</summary>
    public static Reply Empty(int status = 200) => new(status, "text/plain", []);

    /// <summary>An XML answer; every element gets the root's namespace.</summary>
    public static Reply OfXml(XElement root, string xmlns, int status = 200)
    {
        XNamespace ns = xmlns;
        foreach (var element in root.DescendantsAndSelf())
            element.Name = ns + element.Name.LocalName;
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, Xml))
            root.Save(writer);
        return new Reply(status, "text/xml", buffer.ToArray());
    }

    /// <summary>A JSON answer of protocol version 1.0.</summary>
    public static Reply OfJson(Action<Utf8JsonWriter> write, int status = 200)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new Reply(status, "application/x-amz-json-1.0", buffer.ToArray());
    }
}
