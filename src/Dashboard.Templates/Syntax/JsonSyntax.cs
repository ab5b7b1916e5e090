using System.Text;
using System.Text.Json;

namespace Dashboard.Templates.Syntax;

/// <summary>Reads JSON tokens into a <see cref="NodeBuilder"/>. JSON is read apart from YAML: it knows tabs, surrogate escapes and keys of any length.</summary>
internal static class JsonSyntax
{
    /// <exception cref="SyntaxStop">The text is no JSON, or a guard stopped it.</exception>
    public static void Read(string text, NodeBuilder builder)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        // One level more than the builder allows, so that its message is the one that is seen.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = NodeBuilder.MaxDepth + 1 });
        var place = new Cursor(utf8);
        try
        {
            while (reader.Read())
                Accept(ref reader, ref place, builder);
        }
        catch (JsonException broken)
        {
            var message = broken.Message;
            var cut = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new SyntaxStop((int)(broken.LineNumber ?? 0) + 1, (int)(broken.BytePositionInLine ?? 0) + 1,
                "The text is not valid JSON: " + ForPeople(cut > 0 ? message[..cut] : message));
        }
        catch (InvalidOperationException)
        {
            throw new SyntaxStop(place.Line, place.Column, "The text is not valid JSON: a string holds an escape that is no character.");
        }
    }

    /// <summary>Without what only a program that calls the reader could change.</summary>
    private static string ForPeople(string message) =>
        message.Replace(" that is not supported in this mode", "", StringComparison.Ordinal).Replace(" which is not supported in this mode", "", StringComparison.Ordinal)
            .Replace(" Change the reader options.", "", StringComparison.Ordinal);

    private static void Accept(ref Utf8JsonReader reader, ref Cursor place, NodeBuilder builder)
    {
        place.MoveTo((int)reader.TokenStartIndex);
        var (line, column, start) = (place.Line, place.Column, place.Chars);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                builder.Open(reader.TokenType == JsonTokenType.StartObject, null, null, line, column);
                return;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                builder.Close(line);
                return;
        }

        var (kind, content) = reader.TokenType switch
        {
            JsonTokenType.String or JsonTokenType.PropertyName => (ScalarKind.String, reader.GetString()!),
            JsonTokenType.Number => (ScalarKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)),
            JsonTokenType.True => (ScalarKind.Boolean, "true"),
            JsonTokenType.False => (ScalarKind.Boolean, "false"),
            _ => (ScalarKind.Null, ""),
        };
        var quotes = reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? 2 : 0;
        place.MoveTo((int)reader.TokenStartIndex + reader.ValueSpan.Length + quotes);
        builder.Scalar(new ScalarNode(content, kind, line, column) { Span = start..place.Chars }, null, null);
    }

    /// <summary>Turns offsets in bytes, which only grow, into lines, columns and offsets in characters.</summary>
    private struct Cursor(byte[] utf8)
    {
        private int _bytes;
        private int _lineStart;

        public int Line { get; private set; } = 1;

        public int Chars { get; private set; }

        public readonly int Column => Chars - _lineStart + 1;

        public void MoveTo(int offset)
        {
            for (; _bytes < offset; _bytes++)
            {
                var b = utf8[_bytes];
                // A continuation byte makes no character; the first of four makes two.
                if ((b & 0xC0) != 0x80)
                    Chars += b >= 0xF0 ? 2 : 1;
                if (b == '\n')
                {
                    Line++;
                    _lineStart = Chars;
                }
            }
        }
    }
}
