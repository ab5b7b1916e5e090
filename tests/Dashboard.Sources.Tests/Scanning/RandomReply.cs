using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Spoils a reply of a service at random. The same seed spoils the same reply alike.</summary>
/// <param name="seed">Says how.</param>
/// <param name="address">Where somebody would be asked, if what a reply names from outside were fetched.</param>
internal sealed class RandomReply(int seed, string address)
{
    /// <summary>The path below the address that a reply names.</summary>
    public const string Outside = "/fetched-from-outside";

    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1e400", "NaN", "99999999999999999999999", "true", "null", "2026-13-45T99:99:99Z", "9999-12-31T23:59:59.9999999+14:00", "0001-01-01T00:00:00Z", "\u202e\u0085\u2028", "%00%ff",
        "arn:aws:iam::", "arn:::::::::", "{}", "[", "\"", "<a/>", "${AWS::AccountId}", "{{resolve:ssm:x}}", "****", "//", "../../etc/passwd", "\U0001F600",
    ];

    private static readonly JsonSerializerOptions Deep = new() { MaxDepth = int.MaxValue };

    private readonly Random _random = new(seed);

    /// <summary>The status that it comes with; null: the one that it had.</summary>
    public int? Status { get; private set; }

    /// <summary>The reply with something put in, taken out, exchanged, doubled, nested or cut off.</summary>
    public byte[] Spoil(byte[] body, bool isJson)
    {
        if (Chance(12))
            Status = new[] { 200, 201, 206, 300, 302, 400, 403, 404, 410, 413, 429, 500, 503, 599 }[_random.Next(14)];
        var text = Encoding.UTF8.GetString(body);
        return _random.Next(10) switch
        {
            0 => body[.._random.Next(body.Length + 1)],
            1 => Bytes(body),
            2 => Foreign(text),
            3 => Encoding.UTF8.GetBytes(Repeat(text)),
            4 or 5 => Encoding.UTF8.GetBytes(new RandomYaml(seed).Spoil(text.Length == 0 ? " " : text)),
            _ => Encoding.UTF8.GetBytes(isJson ? Json(text) : Xml(text)),
        };
    }

    /// <summary>Whether a body is a document at all, as libraries read it.</summary>
    public static bool IsDocument(byte[] body, bool isJson)
    {
        try
        {
            if (isJson)
            {
                using var document = JsonDocument.Parse(body);
                return true;
            }

            using var reader = XmlReader.Create(new MemoryStream(body), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or XmlException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }

    private bool Chance(int oneOf) => _random.Next(oneOf) == 0;

    private string Value() => _random.Next(12) switch
    {
        0 or 1 => new string('x', _random.Next(1, 70_000)),
        // A document in a text, such as a policy is, may be nested, too.
        2 => new string('[', 50_000) + new string(']', 50_000),
        3 => new StringBuilder().Insert(0, "{\"Statement\":", 20_000).ToString(),
        4 => Faults.Canary,
        _ => Values[_random.Next(Values.Length)],
    };

    private byte[] Bytes(byte[] body)
    {
        var spoilt = new List<byte>(body);
        for (var i = _random.Next(1, 6); i > 0; i--)
        {
            var at = _random.Next(spoilt.Count + 1);
            if (Chance(2))
                spoilt.Insert(at, (byte)_random.Next(256));
            else if (at < spoilt.Count)
                spoilt[at] = (byte)(spoilt[at] ^ (1 << _random.Next(8)));
        }

        return [.. spoilt];
    }

    /// <summary>What a proxy, another charset or somebody with bad intentions makes of it.</summary>
    private byte[] Foreign(string text) => _random.Next(6) switch
    {
        0 => Encoding.Unicode.GetBytes("\uFEFF" + text),
        1 => Encoding.BigEndianUnicode.GetBytes("\uFEFF" + text),
        2 => Encoding.UTF8.GetBytes($"<!DOCTYPE r [<!ENTITY x SYSTEM \"{address}{Outside}\"><!ENTITY y SYSTEM \"file:///proc/self/environ\">]>{Entities(text)}"),
        3 => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"{(Chance(2) ? "utf-16" : "windows-1252")}\"?><?xml-stylesheet href=\"{address}{Outside}\"?>{text}"),
        4 => Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><head><link rel=stylesheet href=\"{address}{Outside}\"></head><body>{Faults.Canary}{text}</body></html>"),
        _ => Encoding.UTF8.GetBytes($"<!DOCTYPE r [<!ENTITY a \"lol\">{string.Concat(Enumerable.Range(0, 20).Select(i => $"<!ENTITY {(char)('b' + i)} \"{string.Concat(Enumerable.Repeat($"&{(char)('a' + i)};", 10))}\">"))}]>{Entities(text).Replace("&x;", "&u;", StringComparison.Ordinal)}"),
    };

    /// <summary>With references where texts stand.</summary>
    private static string Entities(string text) => text.Replace("</", "&x;</", StringComparison.Ordinal);

    /// <summary>A part of it many times: long lists, long texts, and documents that are nested as deep as they are long.</summary>
    private string Repeat(string text)
    {
        var at = _random.Next(text.Length + 1);
        var part = _random.Next(4) switch
        {
            0 => "<a>",
            1 => "[",
            2 => "{\"a\":",
            _ => text.Substring(at, Math.Min(_random.Next(1, 200), text.Length - at)),
        };
        var repeated = new StringBuilder().Insert(0, part, _random.Next(1, Math.Max(2, 400_000 / Math.Max(1, part.Length))));
        // What was opened is closed again as often as not.
        if (part == "<a>" && Chance(2))
            repeated.Append(new StringBuilder().Insert(0, "</a>", repeated.Length / part.Length));
        else if (part == "[" && Chance(2))
            repeated.Append(']', repeated.Length);
        return text[..at] + repeated + text[at..];
    }

    private string Json(string text)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text + "}";
        }

        var places = new List<JsonNode>();
        Collect(root, places);
        for (var i = _random.Next(1, 4); i > 0 && places.Count > 0; i--)
        {
            switch (places[_random.Next(places.Count)])
            {
                case JsonObject map when map.Count > 0:
                    var name = map.ElementAt(_random.Next(map.Count)).Key;
                    if (Chance(3))
                        map.Remove(name);
                    else if (Chance(6))
                        map[Value()] = Scalar();
                    else
                        map[name] = Scalar();
                    break;
                case JsonArray list when list.Count > 0:
                    if (Chance(3))
                        list.Add(list[_random.Next(list.Count)]?.DeepClone());
                    else
                        list[_random.Next(list.Count)] = Scalar();
                    break;
            }
        }

        var spoilt = root?.ToJsonString(Deep) ?? "null";
        // A member that is there twice.
        return Chance(6) && spoilt.Length > 2 && spoilt[0] == '{' ? $"{{{spoilt[1..^1]},{spoilt[1..]}" : spoilt;
    }

    private static void Collect(JsonNode? node, List<JsonNode> places)
    {
        if (node is null)
            return;
        places.Add(node);
        foreach (var inner in node is JsonObject map ? map.Select(m => m.Value) : node is JsonArray list ? list : [])
            Collect(inner, places);
    }

    private JsonNode? Scalar() => _random.Next(8) switch
    {
        0 => null,
        1 => new JsonObject(),
        2 => new JsonArray(),
        3 => JsonValue.Create(_random.NextDouble() * 1e300),
        4 => JsonValue.Create(true),
        5 => new JsonArray(null, new JsonArray(), new JsonObject { ["a"] = null }),
        6 => JsonValue.Create(-_random.NextInt64()),
        _ => JsonValue.Create(Value()),
    };

    private string Xml(string text)
    {
        XDocument document;
        try
        {
            document = XDocument.Parse(text);
        }
        catch (XmlException)
        {
            return text + "</x>";
        }

        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            List<XElement> elements = [.. document.Descendants()];
            var element = elements[_random.Next(elements.Count)];
            var isRoot = element == document.Root;
            switch (_random.Next(9))
            {
                case 0 when !isRoot:
                    element.Remove();
                    break;
                case 1 when !isRoot:
                    element.AddAfterSelf(new XElement(element));
                    break;
                case 2:
                    element.RemoveNodes();
                    break;
                case 3:
                    element.Name = element.Name.Namespace + (Chance(2) ? "member" : "entry");
                    break;
                case 4:
                    element.Add(new XElement(elements[_random.Next(elements.Count)]));
                    break;
                case 5:
                    element.Name = XName.Get(element.Name.LocalName, "urn:other");
                    break;
                case 6:
                    element.SetAttributeValue(XName.Get("nil", "http://www.w3.org/2001/XMLSchema-instance"), "true");
                    break;
                case 7:
                    element.Add(new XCData("<b>"), new XComment("c"), new XProcessingInstruction("p", "q"));
                    break;
                default:
                    // What XML cannot hold is no document, which others of these are already.
                    element.Value = string.Concat(Value().Where(XmlConvert.IsXmlChar));
                    break;
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{document.Root}");
    }
}
