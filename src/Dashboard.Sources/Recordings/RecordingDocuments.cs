using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Core.Documents;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Recordings;

/// <summary>recording.json: what a recording is of. It is written last, so that a folder without it holds no whole recording.</summary>
/// <param name="Format">"driftboard-recording".</param>
/// <param name="Version">The version of the format.</param>
/// <param name="RecordedAt">When the scan ended: what is replayed is judged as of then.</param>
/// <param name="IsAnonymous">Whether account ids and authors were replaced.</param>
/// <param name="Secrets">How many different secrets were replaced.</param>
/// <param name="EstimatedCalls">How many calls were expected before the scan.</param>
/// <param name="Calls">Those that it made, by service and operation.</param>
/// <param name="Throttled">How many of them were refused because they came too fast.</param>
/// <param name="Accounts">The accounts that were configured.</param>
/// <param name="Environments">The names of the environments that were scanned.</param>
/// <param name="Verdicts">What the scan said of each stack.</param>
/// <param name="Retried">How many of the calls were one that had been made before.</param>
/// <param name="Lookups">How many of them were made for more than the scan (networks, what no stack owns).</param>
internal sealed record RecordingDocument(
    string Format,
    int Version,
    DateTimeOffset RecordedAt,
    bool IsAnonymous,
    int Secrets,
    int EstimatedCalls,
    IReadOnlyDictionary<string, int> Calls,
    int Throttled,
    IReadOnlyList<string> Accounts,
    IReadOnlyList<string> Environments,
    IReadOnlyList<string> Verdicts,
    int Retried = 0,
    int Lookups = 0);

/// <summary>live/ACCOUNT/REGION/stacks.json: what came of listing the stacks. <c>LookedAt</c>: the names that the account's filter let through; absent where it has none.</summary>
internal sealed record ListingDocument(
    string Account, string Region, ReadOutcome Outcome, string? Detail = null, string? Code = null, IReadOnlyList<LiveStack>? Stacks = null, IReadOnlyList<string>? LookedAt = null);

/// <summary>live/ACCOUNT/REGION/stacks/NAME.json: what was read of one stack; what nobody asked for is null.</summary>
internal sealed record StackReads(
    string StackId,
    TextAnswer? Template = null,
    TextAnswer? ProcessedTemplate = null,
    ResourcesAnswer? Resources = null,
    DriftAnswer? StoredDrift = null);

/// <summary>A text in lines, or why there is none.</summary>
internal sealed record TextAnswer(ReadOutcome Outcome, string? Detail = null, string? Code = null, IReadOnlyList<string>? Lines = null);

/// <summary>The resources of a stack, or why there are none.</summary>
internal sealed record ResourcesAnswer(ReadOutcome Outcome, string? Detail = null, string? Code = null, IReadOnlyList<LiveStackResource>? Resources = null);

/// <summary>Stored drift results by logical id, or why there are none.</summary>
internal sealed record DriftAnswer(ReadOutcome Outcome, string? Detail = null, string? Code = null, IReadOnlyDictionary<string, ResourceObservation>? Results = null);

/// <summary>live/ACCOUNT/REGION/types/TYPE.json: the live resources of one type that were listed or read.</summary>
internal sealed record TypeReads(string Type, ListAnswer? Listed, IReadOnlyList<ResourceRead> Reads);

/// <summary>The live resources of a type, or why there are none.</summary>
internal sealed record ListAnswer(ReadOutcome Outcome, string? Detail = null, string? Code = null, IReadOnlyList<UnmanagedResource>? Resources = null);

/// <summary>What one resource's own service answered.</summary>
/// <param name="PhysicalId">Its physical id.</param>
/// <param name="Identifier">Its primary identifier, where that was known before it was read.</param>
/// <param name="Observation">The answer.</param>
internal sealed record ResourceRead(string PhysicalId, string? Identifier, ResourceObservation Observation);

/// <summary>live/ACCOUNT/unmanaged.json: what no stack owned in the account when it was looked through, whoever made it.</summary>
internal sealed record RecordedInventory(
    string Account,
    DateTimeOffset TakenAt,
    IReadOnlyList<TypeListing> Listings,
    IReadOnlyList<string> Problems,
    IReadOnlyList<UnownedResource> Resources,
    IReadOnlyList<StackSetFact> StackSets);

/// <summary>repositories/N/repository.json: what was asked of a repository beside its files.</summary>
/// <param name="Name">The last part of its location.</param>
/// <param name="DefaultBranch">Its default branch.</param>
/// <param name="References">The commit of each branch, tag or id that was asked for.</param>
/// <param name="ApplicationFiles">Per commit the places of driftboard.yaml.</param>
/// <param name="Versions">The commits that brought other contents of a file, where these were asked for.</param>
/// <param name="Merges">The merges that were found of those that were asked for.</param>
internal sealed record RepositoryDocument(
    string Name,
    string DefaultBranch,
    IReadOnlyDictionary<string, CommitRow> References,
    IReadOnlyDictionary<string, IReadOnlyList<string>> ApplicationFiles,
    IReadOnlyList<VersionsRow> Versions,
    IReadOnlyList<MergeRow> Merges);

/// <summary>The commit that merged a pull request or a branch.</summary>
internal sealed record MergeRow(string Reference, string Change, CommitRow Commit);

/// <summary>Of each content that a file had, the newest commit that has it.</summary>
/// <param name="Reference">Whose history it is; empty: all branches and tags.</param>
/// <param name="Path">The file.</param>
/// <param name="Commits">The newest first.</param>
internal sealed record VersionsRow(string Reference, string Path, IReadOnlyList<CommitRow> Commits);

/// <summary>A commit without its message.</summary>
internal sealed record CommitRow(string Id, string Author, DateTimeOffset Date);

/// <summary>repositories/N/files/PATH.json: a file in each version that was read.</summary>
internal sealed record FileDocument(string Path, IReadOnlyList<FileVersion> Versions);

/// <summary>A file as it is at some commits.</summary>
/// <param name="Commits">The commits that have this version.</param>
/// <param name="Lines">Its lines, secrets replaced; null where it could not be read, and so not be redacted either.</param>
/// <param name="Blame">Who last changed a line, where that was asked for.</param>
internal sealed record FileVersion(IReadOnlyList<string> Commits, IReadOnlyList<string>? Lines, IReadOnlyList<BlameRow> Blame);

/// <summary>Who last changed a line as of a commit.</summary>
internal sealed record BlameRow(string Commit, int Line, CommitRow By);

/// <summary>The serializer of recordings: as the documents', strict in what it reads.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    NewLine = "\n",
    MaxDepth = 256,
    Converters = [typeof(MapConverter), typeof(SortedTextsConverter), typeof(OutcomeConverter)])]
[JsonSerializable(typeof(RecordingDocument))]
[JsonSerializable(typeof(ListingDocument))]
[JsonSerializable(typeof(StackReads))]
[JsonSerializable(typeof(TypeReads))]
[JsonSerializable(typeof(NetworkDocument))]
[JsonSerializable(typeof(RecordedInventory))]
[JsonSerializable(typeof(RepositoryDocument))]
[JsonSerializable(typeof(FileDocument))]
internal sealed partial class RecordingSerializer : JsonSerializerContext;

/// <summary>Properties as the JSON that they came from.</summary>
internal sealed class MapConverter : JsonConverter<MapValue>
{
    /// <inheritdoc />
    public override MapValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonValues.Read(document.RootElement) as MapValue ?? throw new JsonException("found something else than an object; allowed is an object of properties");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, MapValue value, JsonSerializerOptions options) => JsonValues.Write(writer, value);
}

/// <summary>Names and texts, written in ordinal order so that two recordings can be compared.</summary>
internal sealed class SortedTextsConverter : JsonConverter<ImmutableDictionary<string, string>>
{
    /// <inheritdoc />
    public override ImmutableDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (JsonValues.Read(document.RootElement) is not MapValue map || map.Entries.Any(e => e.Value is not ScalarValue { Kind: ScalarKind.String }))
            throw new JsonException("found something else; allowed is an object of names and texts");
        return map.Entries.ToImmutableDictionary(e => e.Key, e => ((ScalarValue)e.Value).Text, StringComparer.Ordinal);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, ImmutableDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, text) in value.OrderBy(t => t.Key, StringComparer.Ordinal))
            writer.WriteString(name, text);
        writer.WriteEndObject();
    }
}

/// <summary>"read", "denied", "timedOut".</summary>
internal sealed class OutcomeConverter() : JsonStringEnumConverter<ReadOutcome>(JsonNamingPolicy.CamelCase, allowIntegerValues: false);
