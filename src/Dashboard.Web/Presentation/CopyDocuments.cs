using System.Text.Json.Nodes;

namespace Dashboard.Web.Presentation;

/// <summary>Several copied documents as one: what is of one stack or of one pair is told in one document.</summary>
internal static class CopyDocuments
{
    /// <summary>One document where all belong together; else an array of them, in the order in which they were first met.</summary>
    public static string Join(IEnumerable<string> texts)
    {
        var documents = new List<JsonNode?>();
        var known = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var document in texts.Select(t => JsonNode.Parse(t)))
        {
            if (document is not JsonObject made || NameOf(made) is not { } name)
                documents.Add(document);
            else if (known.TryGetValue(name, out var first))
                Add(first, made);
            else
                documents.Add(known[name] = made);
        }

        return CopyTexts.Write(documents is [{ } only] ? only : new JsonArray([.. documents]));
    }

    private static readonly string[] Names = ["application", "environment", "component", "region", "instance", "from", "to"];

    /// <summary>Names the stack or the pair that a document is about; null where it is neither's list.</summary>
    private static string? NameOf(JsonObject document) => document["resources"] is not null || document["items"] is not null
        ? string.Join('\n', Names.Select(n => document[n]?.ToString()))
        : null;

    private static void Add(JsonObject first, JsonObject other)
    {
        Move(other, first, "items");
        Move(other, first, "folded");
        foreach (var (pile, count) in other["counts"]?.AsObject() ?? [])
            first["counts"]![pile] = first["counts"]![pile]!.GetValue<int>() + count!.GetValue<int>();
        foreach (var resource in other["resources"]?.AsArray().ToList() ?? [])
        {
            if (first["resources"]!.AsArray().FirstOrDefault(r => r!["address"]!.ToString() == resource!["address"]!.ToString()) is { } same)
                Move(resource!, same, "differences");
            else
                Move(other, first, "resources", resource);
        }
    }

    private static void Move(JsonNode from, JsonNode to, string list, JsonNode? only = null)
    {
        foreach (var node in from[list]?.AsArray().Where(n => only is null || ReferenceEquals(n, only)).ToList() ?? [])
        {
            from[list]!.AsArray().Remove(node);
            (to[list] ??= new JsonArray()).AsArray().Add(node);
        }
    }
}
