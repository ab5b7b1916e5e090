using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Dashboard.Core.Traits;

/// <summary>Facts about 1,600 resource types, read from the assembly one type at a time.</summary>
/// <remarks>The file is a megabyte and a template uses a dozen types of it: only line offsets are indexed, and a type's line is parsed when it is first asked for.</remarks>
public static class TraitsCatalog
{
    private static readonly Lazy<(byte[] Data, Dictionary<string, (int Start, int Length)> Lines)> File = new(Load);
    private static readonly ConcurrentDictionary<string, ResourceTraits> Known = new(StringComparer.Ordinal);
    private static readonly NameTable<ResourceTraits> Recent = new(512);
    private static readonly ConcurrentDictionary<string, ResourceTraits> Strange = new(StringComparer.Ordinal);

    /// <summary>Every known type, in the file's order.</summary>
    public static IEnumerable<string> Types => File.Value.Lines.Keys;

    /// <summary>The facts about a type; empty ones with <see cref="ResourceTraits.IsKnown"/> false where the type is not known.</summary>
    public static ResourceTraits Get(string type)
    {
        if (Recent.TryGet(type, out var recent))
            return recent;
        if (!Known.TryGetValue(type, out var traits))
        {
            var (data, lines) = File.Value;
            if (!lines.TryGetValue(type, out var line))
                return Other(type);
            using var facts = JsonDocument.Parse(data.AsMemory(line.Start, line.Length));
            traits = Known.GetOrAdd(type, ResourceTraits.Read(type, facts.RootElement));
        }

        Recent.Put(type, traits);
        return traits;
    }

    /// <summary>Names of unknown types come from templates: a bound keeps a long-running process from collecting them.</summary>
    private static ResourceTraits Other(string type) =>
        Strange.Count < 1000 ? Strange.GetOrAdd(type, ResourceTraits.Unknown) : ResourceTraits.Unknown(type);

    private static (byte[] Data, Dictionary<string, (int Start, int Length)> Lines) Load()
    {
        using var stream = typeof(TraitsCatalog).Assembly.GetManifestResourceStream("Dashboard.Core.Traits.resource-traits.json")!;
        var data = new byte[stream.Length];
        stream.ReadExactly(data);
        var lines = new Dictionary<string, (int, int)>(StringComparer.Ordinal);
        for (var start = 0; start < data.Length;)
        {
            var rest = data.AsSpan(start);
            var end = rest.IndexOf((byte)'\n') is >= 0 and var i ? i : rest.Length;
            IndexLine(rest[..end], start, lines);
            start += end + 1;
        }

        return (data, lines);
    }

    /// <summary>One line of the file: <c>"AWS::SQS::Queue":{"bool":["/FifoQueue"],"id":["/QueueUrl"]},</c>.</summary>
    private static void IndexLine(ReadOnlySpan<byte> line, int start, Dictionary<string, (int Start, int Length)> lines)
    {
        var separator = line.IndexOf("\":{"u8);
        var last = line.LastIndexOf((byte)'}');
        if (line.Length == 0 || line[0] != '"' || separator < 0 || last < separator)
            return;
        lines[Encoding.UTF8.GetString(line[1..separator])] = (start + separator + 2, last - separator - 1);
    }
}
