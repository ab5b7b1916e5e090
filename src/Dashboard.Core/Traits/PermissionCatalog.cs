using System.Text.Json;

namespace Dashboard.Core.Traits;

/// <summary>The IAM actions that a resource type's handlers ask for, as its schema in the registry lists them.</summary>
/// <param name="Read">To read one resource; "s3:GetBucketPolicy".</param>
/// <param name="List">To list the resources of the type; empty where it has no such handler, or the schema leaves out what that asks for.</param>
public sealed record HandlerPermissions(ImmutableArray<string> Read, ImmutableArray<string> List)
{
    /// <summary>Whether the type has a read handler; a schema may name one and leave out what it asks for.</summary>
    public bool HasRead { get; init; } = true;

    /// <summary>Whether it has a list handler; a schema may name one and leave out what it asks for.</summary>
    public bool HasList { get; init; } = true;

    /// <summary>The handlers of a registry schema: <c>{"handlers":{"read":{"permissions":["sqs:GetQueueAttributes"]},"list":{…}}}</c>. The schema of a type that has none may lack the whole member.</summary>
    /// <exception cref="JsonException">The text is no schema.</exception>
    public static HandlerPermissions OfSchema(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("The schema is not an object.");
        var handlers = document.RootElement.TryGetProperty("handlers", out var found) && found.ValueKind == JsonValueKind.Object ? found : default;
        return new(Of("read"), Of("list")) { HasRead = Has("read"), HasList = Has("list") };

        bool Has(string name) => handlers.ValueKind == JsonValueKind.Object && handlers.TryGetProperty(name, out _);

        ImmutableArray<string> Of(string name) => Has(name) ? Actions(handlers.GetProperty(name), "permissions") : [];
    }

    internal static ImmutableArray<string> Actions(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!).Distinct().Order(StringComparer.Ordinal)]
            : [];
}

/// <summary>What the handlers of the most used types ask for, for when an account's own registry cannot be asked.</summary>
public static class PermissionCatalog
{
    private static readonly Lazy<ImmutableDictionary<string, HandlerPermissions>> Known = new(Load);

    /// <summary>Every type in the catalogue, in ordinal order.</summary>
    public static IEnumerable<string> Types => Known.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>The actions of a type, or null where the catalogue does not have it.</summary>
    public static HandlerPermissions? Find(string type) => Known.Value.GetValueOrDefault(type);

    private static ImmutableDictionary<string, HandlerPermissions> Load()
    {
        using var stream = typeof(PermissionCatalog).Assembly.GetManifestResourceStream("Dashboard.Core.Traits.read-permissions.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("types").EnumerateObject().ToImmutableDictionary(
            t => t.Name, t => new HandlerPermissions(HandlerPermissions.Actions(t.Value, "read"), HandlerPermissions.Actions(t.Value, "list")) { HasList = t.Value.TryGetProperty("list", out _) }, StringComparer.Ordinal);
    }
}
