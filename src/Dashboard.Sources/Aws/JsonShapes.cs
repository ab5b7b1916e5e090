using System.Collections.Frozen;
using System.Text.Json;

namespace Dashboard.Sources.Aws;

/// <summary>Whether lists are lists in what the SDK's packages read from JSON, and structures structures.</summary>
/// <remarks>
/// Where a list should be and something else is, a reader of the SDK adds one item after the other without reading on, for ever and into memory: <c>{"Tags": 5}</c> ends the process
/// (<c>JsonListUnmarshaller</c> of AWSSDK.Core 4.0.102). This can go when that throws.
/// </remarks>
internal static class JsonShapes
{
    private static readonly FrozenDictionary<string, FrozenDictionary<string, JsonShape>> Services = new Dictionary<string, FrozenDictionary<string, JsonShape>>
    {
        ["dynamodb"] = Table(
            (JsonShape.Structure, [
                "ArchivalSummary", "BillingModeSummary", "ContinuousBackupsDescription", "OnDemandThroughput", "OnDemandThroughputOverride", "PointInTimeRecoveryDescription", "Projection", "ProvisionedThroughput",
                "ProvisionedThroughputOverride", "ReplicaTableClassSummary", "RestoreSummary", "SSEDescription", "StreamSpecification", "Table", "TableClassSummary", "TimeToLiveDescription", "VectorAttribute", "WarmThroughput",
            ]),
            (JsonShape.Structures, ["AttributeDefinitions", "GlobalSecondaryIndexes", "GlobalTableWitnesses", "KeySchema", "LocalSecondaryIndexes", "Replicas", "SearchSchema", "Tags", "VectorIndexes"]),
            (JsonShape.Scalars, ["NonKeyAttributes", "TableNames"])),
        ["kms"] = Table(
            (JsonShape.Structure, ["KeyMetadata", "MultiRegionConfiguration", "PrimaryKey", "XksKeyConfiguration"]),
            (JsonShape.Structures, ["Aliases", "Keys", "ReplicaKeys", "Tags"]),
            (JsonShape.Scalars, ["EncapsulationAlgorithms", "EncryptionAlgorithms", "KeyAgreementAlgorithms", "MacAlgorithms", "SigningAlgorithms"])),
        ["sqs"] = Table(
            (JsonShape.Structures, ["Failed", "Messages", "Successful"]),
            (JsonShape.Scalars, ["BinaryListValues", "QueueUrls", "StringListValues"]),
            (JsonShape.ScalarMap, ["Attributes", "Tags"]),
            (JsonShape.StructureMap, ["MessageAttributes"])),
        ["ssm"] = Table(
            (JsonShape.Structure, ["Parameter"]),
            (JsonShape.Structures, ["Parameters", "Policies", "TagList"]),
            (JsonShape.Scalars, ["Labels"])),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The services that are asked here and whose answers a package of the SDK reads from JSON.</summary>
    public static IEnumerable<string> Known => Services.Keys;

    /// <summary>What a member of an answer is, whatever it stands in; null where it is neither a list nor a structure.</summary>
    public static JsonShape? Of(string service, string member) => Services[service].TryGetValue(member, out var shape) ? shape : null;

    /// <summary>Whether everything that a package of the SDK would read of an answer is of the kind that it expects. Of other services nothing is asked.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static bool Fit(string service, ReadOnlySpan<byte> body)
    {
        if (!Services.TryGetValue(service, out var shapes))
            return true;
        var reader = new Utf8JsonReader(body);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject && FitsStructure(ref reader, shapes);
    }

    private static bool FitsStructure(ref Utf8JsonReader reader, FrozenDictionary<string, JsonShape> shapes)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            // The SDK looks at what a path ends with.
            if (shapes.TryGetValue(name[(name.LastIndexOf('/') + 1)..], out var shape) && reader.TokenType != JsonTokenType.Null)
            {
                if (!Fits(ref reader, shape, shapes))
                    return false;
            }
            else
            {
                reader.Skip();
            }
        }

        return true;
    }

    private static bool Fits(ref Utf8JsonReader reader, JsonShape shape, FrozenDictionary<string, JsonShape> shapes)
    {
        switch (shape)
        {
            case JsonShape.Structure:
                return reader.TokenType == JsonTokenType.StartObject && FitsStructure(ref reader, shapes);
            case JsonShape.ScalarMap or JsonShape.StructureMap:
                if (reader.TokenType != JsonTokenType.StartObject)
                    return false;
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    reader.Read();
                    if (!FitsItem(ref reader, shape == JsonShape.StructureMap, shapes))
                        return false;
                }

                return true;
            default:
                if (reader.TokenType != JsonTokenType.StartArray)
                    return false;
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (!FitsItem(ref reader, shape == JsonShape.Structures, shapes))
                        return false;
                }

                return true;
        }
    }

    private static bool FitsItem(ref Utf8JsonReader reader, bool isStructure, FrozenDictionary<string, JsonShape> shapes) => reader.TokenType switch
    {
        JsonTokenType.StartObject => isStructure && FitsStructure(ref reader, shapes),
        JsonTokenType.StartArray => false,
        _ => !isStructure,
    };

    /// <summary>Names are told apart as the SDK does.</summary>
    private static FrozenDictionary<string, JsonShape> Table(params ReadOnlySpan<(JsonShape Shape, string[] Names)> members)
    {
        var table = new Dictionary<string, JsonShape>(StringComparer.OrdinalIgnoreCase);
        foreach (var (shape, names) in members)
        {
            foreach (var name in names)
                table.Add(name, shape);
        }

        return table.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>What a member of an answer is.</summary>
internal enum JsonShape
{
    /// <summary>An object with members of its own.</summary>
    Structure,

    /// <summary>A list of such objects.</summary>
    Structures,

    /// <summary>A list of texts, numbers or flags.</summary>
    Scalars,

    /// <summary>Texts, numbers or flags under names that the customer gives.</summary>
    ScalarMap,

    /// <summary>Objects with members of their own under such names.</summary>
    StructureMap,
}
