using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dashboard.Sandbox.Cloud;

/// <summary>Applies a JSON patch (RFC 6902): add, remove, replace, move, copy and test, all or nothing.</summary>
internal static class JsonPatch
{
    /// <summary>The document with the patch applied.</summary>
    /// <param name="document">What is patched; it stays as it is.</param>
    /// <param name="patch">A JSON array of operations.</param>
    /// <exception cref="SandboxException">ValidationException: the patch is malformed, names a place that is not there, or a test failed.</exception>
    public static MapValue Apply(MapValue document, string patch)
    {
        JsonNode? root = JsonNode.Parse(JsonValues.Write(document));
        foreach (var operation in Operations(patch))
            root = Apply(root, operation);
        return root is JsonObject ? (MapValue)JsonValues.Parse(root.ToJsonString()) : throw Invalid("the result is no JSON object");
    }

    private static List<JsonObject> Operations(string patch)
    {
        try
        {
            return JsonNode.Parse(patch) is JsonArray array && array.All(o => o is JsonObject)
                ? [.. array.Select(o => (JsonObject)o!)]
                : throw Invalid("it must be a JSON array of operations");
        }
        catch (JsonException)
        {
            throw Invalid("it is not JSON");
        }
    }

    private static JsonNode? Apply(JsonNode? root, JsonObject operation)
    {
        var path = Pointer(operation, "path");
        switch (Member(operation, "op"))
        {
            case "add":
                return Add(root, path, Value(operation));
            case "remove":
                return Remove(root, path);
            case "replace":
                Get(root, path);
                return path.Length == 0 ? Value(operation) : Replace(root, path, Value(operation));
            case "test":
                if (!JsonNode.DeepEquals(Get(root, path), Value(operation)))
                    throw Invalid($"the test at '{Member(operation, "path")}' failed");
                return root;
            case "copy":
                return Add(root, path, Get(root, Pointer(operation, "from"))?.DeepClone());
            case "move":
                var from = Pointer(operation, "from");
                if (path.Length > from.Length && path.AsSpan(0, from.Length).SequenceEqual(from))
                    throw Invalid("a value cannot move into itself");
                var moved = Get(root, from)?.DeepClone();
                return Add(Remove(root, from), path, moved);
            case var unknown:
                throw Invalid($"the operation '{unknown}' is not known");
        }
    }

    private static JsonNode? Get(JsonNode? node, ReadOnlySpan<string> path)
    {
        foreach (var segment in path)
        {
            node = node switch
            {
                JsonObject map when map.TryGetPropertyValue(segment, out var child) => child,
                JsonArray list => list[Index(segment, list.Count - 1)],
                _ => throw Missing(segment),
            };
        }

        return node;
    }

    private static JsonNode? Add(JsonNode? root, string[] path, JsonNode? value)
    {
        if (path.Length == 0)
            return value;
        switch (Get(root, path.AsSpan(..^1)))
        {
            case JsonObject map:
                map[path[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(path[^1] == "-" ? list.Count : Index(path[^1], list.Count), value);
                break;
            default:
                throw Missing(path[^1]);
        }

        return root;
    }

    private static JsonNode? Remove(JsonNode? root, string[] path)
    {
        if (path.Length == 0)
            throw Invalid("the whole document cannot be removed");
        switch (Get(root, path.AsSpan(..^1)))
        {
            case JsonObject map when map.Remove(path[^1]):
                break;
            case JsonArray list:
                list.RemoveAt(Index(path[^1], list.Count - 1));
                break;
            default:
                throw Missing(path[^1]);
        }

        return root;
    }

    private static JsonNode? Replace(JsonNode? root, string[] path, JsonNode? value)
    {
        if (Get(root, path.AsSpan(..^1)) is JsonArray list)
            list[Index(path[^1], list.Count - 1)] = value;
        else
            ((JsonObject)Get(root, path.AsSpan(..^1))!)[path[^1]] = value;
        return root;
    }

    private static int Index(string segment, int max) =>
        int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max && (segment.Length == 1 || segment[0] != '0')
            ? index
            : throw Missing(segment);

    private static string[] Pointer(JsonObject operation, string member)
    {
        var pointer = Member(operation, member);
        if (pointer.Length == 0)
            return [];
        if (pointer[0] != '/')
            throw Invalid($"'{pointer}' is no JSON pointer: it must start with '/'");
        return [.. pointer[1..].Split('/').Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    private static string Member(JsonObject operation, string name) =>
        operation[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Invalid($"an operation lacks the text '{name}'");

    private static JsonNode? Value(JsonObject operation) =>
        operation.ContainsKey("value") ? operation["value"]?.DeepClone() : throw Invalid("an operation lacks 'value'");

    private static SandboxException Missing(string segment) => Invalid($"the place '{segment}' does not exist");

    private static SandboxException Invalid(string reason) => new("ValidationException", $"Invalid patch document: {reason}.");
}
