using System.Text.Json;

namespace Dashboard.Core.Releases;

/// <summary>What a resource of a stateful type holds.</summary>
/// <param name="Holds">In words: "a database", "objects".</param>
/// <param name="DefaultPolicy">What CloudFormation does with it where the template names no policy: "Delete", "Snapshot" or "Retain".</param>
public sealed record StatefulType(string Holds, string DefaultPolicy);

/// <summary>The resource types that hold what no template can make again.</summary>
public static class StatefulTypes
{
    private static readonly Lazy<ImmutableDictionary<string, StatefulType>> Known = new(Load);

    /// <summary>Every such type, in ordinal order.</summary>
    public static IEnumerable<string> Types => Known.Value.Keys.Order(StringComparer.Ordinal);

    /// <summary>What a type holds, or null where it is not known to hold anything.</summary>
    public static StatefulType? Find(string type) => Known.Value.GetValueOrDefault(type);

    private static ImmutableDictionary<string, StatefulType> Load()
    {
        using var stream = typeof(StatefulTypes).Assembly.GetManifestResourceStream("Dashboard.Core.Releases.stateful-types.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.GetProperty("types").EnumerateObject().ToImmutableDictionary(
            t => t.Name,
            t => new StatefulType(t.Value.GetProperty("holds").GetString()!, t.Value.TryGetProperty("policy", out var policy) ? policy.GetString()! : "Delete"),
            StringComparer.Ordinal);
    }
}
