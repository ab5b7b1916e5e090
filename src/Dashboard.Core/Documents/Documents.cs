using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Core.Documents;

/// <summary>Everything at a glance: what /api/v1/board answers and what the hub sends first.</summary>
public sealed record BoardDocument(
    string ServerId,
    long Revision,
    DateTimeOffset BuiltAt,
    IReadOnlyList<EnvironmentDocument> Environments,
    IReadOnlyList<StackCellDocument> Stacks,
    IReadOnlyList<ParitySummaryDocument> Parity)
{
    /// <summary>When the recording was made that stands in the place of the clouds; null: these are live.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>How often the last full sweep asked the clouds; null before the first one's end.</summary>
    public CallsDocument? Calls { get; init; }
}

/// <summary>An environment of an application, in promotion order.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">What it is for.</param>
/// <param name="Order">Its place in promotion order.</param>
/// <param name="CreatedAt">When its oldest stack was made; null where that is not known.</param>
/// <param name="ChangedAt">When a stack of it was last made or updated; null where that is not known.</param>
/// <param name="LeftBehind">Of an ephemeral one that lives on though what it was made for is merged: the merge; else null.</param>
public sealed record EnvironmentDocument(
    string Application, string Name, string Tier, int Order, DateTimeOffset? CreatedAt = null, DateTimeOffset? ChangedAt = null, MergeDocument? LeftBehind = null);

/// <summary>A pull request or branch whose merge is in the repository.</summary>
public sealed record MergeDocument(string Name, string Commit, DateTimeOffset MergedAt);

/// <summary>How much was compared, in resources.</summary>
public sealed record CoverageDocument(int Compared, int Total);

/// <summary>A stack as one cell of the board.</summary>
public record StackCellDocument(
    string Application,
    string Environment,
    string Component,
    string Region,
    string Instance,
    string Account,
    string StackName,
    string Status,
    string? Reason,
    int PendingChanges,
    int Drifted,
    CoverageDocument Coverage,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? OldestReadAt)
{
    /// <summary>Properties of which nobody can tell whether a release would change them; absent where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PendingUnknown { get; init; }

    /// <summary>Resources with drift that accept rules allow; absent where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Accepted { get; init; }

    /// <summary>The commit that it runs; null where that cannot be told.</summary>
    public RunningCommitDocument? Running { get; init; }
}

/// <summary>The commit that a stack runs, and what tells it: "stackTag", or "template": the newest commit whose template equals the deployed one.</summary>
public sealed record RunningCommitDocument(string Commit, string Evidence);

/// <summary>A stack with every resource: what /api/v1/stacks/... answers.</summary>
public sealed record StackDocument(
    string Application,
    string Environment,
    string Component,
    string Region,
    string Instance,
    string Account,
    string StackName,
    string Status,
    string? Reason,
    int PendingChanges,
    int Drifted,
    CoverageDocument Coverage,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? OldestReadAt,
    [property: JsonPropertyOrder(1)] IReadOnlyList<ResourceDocument> Resources)
    : StackCellDocument(Application, Environment, Component, Region, Instance, Account, StackName, Status, Reason, PendingChanges, Drifted, Coverage, CheckedAt, OldestReadAt)
{
    /// <summary>What a release changes of the stack's outputs and exports ("/Outputs/Url/Value"), counted among its pending changes; absent where it changes none.</summary>
    [JsonPropertyOrder(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DifferenceDocument>? Outputs { get; init; }
}

/// <summary>The verdict on one resource.</summary>
public sealed record ResourceDocument(
    string Address,
    string LogicalId,
    string Type,
    string? PhysicalId,
    string Status,
    string? Reason,
    IReadOnlyList<DifferenceDocument> Differences)
{
    /// <summary>Why it could not be compared, in words, with the call that failed; absent where it was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Detail { get; init; }

    /// <summary>Properties that run although nothing declares them; absent unless they were asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<DifferenceDocument>? Undeclared { get; init; }

    /// <summary>Who told what runs: the reader of most properties first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Readers { get; init; }

    /// <summary>Properties that another than the first reader told, with who and when; absent where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ValueSourceDocument>? ToldByOthers { get; init; }
}

/// <summary>Who told a live value, and when.</summary>
public sealed record ValueSourceDocument(string Reader, DateTimeOffset ObservedAt);

/// <summary>One difference. <c>Expected</c> is the first side named in <c>Between</c>; "remove": only in expected. <c>Confidence</c> stands there where it is not "confirmed". An attribute's path starts at the resource ("/DeletionPolicy"), any other at its properties.</summary>
public sealed record DifferenceDocument(
    string Path,
    IReadOnlyDictionary<string, string>? Item,
    string Kind,
    string Between,
    JsonElement? Expected,
    JsonElement? Actual,
    string Impact,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Confidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Attribute,
    OriginDocument? Origin);

/// <summary>Where the repository sets a property, and who wrote that line.</summary>
public sealed record OriginDocument(string File, int Line, string? Commit, string? Author, DateTimeOffset? Date)
{
    /// <summary>The first line of the commit's message; absent where the commit is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Summary { get; init; }
}

/// <summary>How many units each pile holds.</summary>
public sealed record ParityCountsDocument(int Equal, int Declared, int Configured, int Pending, int Unexplained, int Unverifiable);

/// <summary>The parity of two environments in numbers.</summary>
public sealed record ParitySummaryDocument(string Application, string From, string To, ParityCountsDocument Counts)
{
    /// <summary>Of when this judgement is: the two environments were not both read against the same commit since then, so it is kept, and true of no later time. Absent where it is of what was read last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeptSince { get; init; }
}

/// <summary>The parity of two environments, unit by unit: what /api/v1/parity/... answers.</summary>
public sealed record ParityDocument(string Application, string From, string To, ParityCountsDocument Counts, IReadOnlyList<ParityItemDocument> Items)
{
    /// <summary>Of when this judgement is, where it is kept: as in <see cref="ParitySummaryDocument.KeptSince"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>Where the two are spelled differently and mean the same; absent where only what differs was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ParityFoldDocument>? Folded { get; init; }
}

/// <summary>A place at which two environments are spelled differently and mean the same, with the normaliser that says so: it counts as equal.</summary>
public sealed record ParityFoldDocument(string Component, string Region, string Instance, string Address, string Path, string Normaliser, string Reason);

/// <summary>One unit of parity.</summary>
public sealed record ParityItemDocument(
    string Component,
    string Region,
    string Instance,
    string Address,
    string Type,
    string Path,
    string Pile,
    JsonElement? Left,
    JsonElement? Right,
    string? Rule,
    string? Commit,
    string? Reason)
{
    /// <summary>Separation findings: what of the two values belongs to another environment than the one that it stands in; absent where nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ForeignValueDocument>? Foreign { get; init; }
}

/// <summary>A value that belongs to another environment than the one that it stands in: a separation finding.</summary>
public sealed record ForeignValueDocument(string Environment, string Owner, string Component, string What);

/// <summary>What the hub sends after a board: whole cells and whole parity summaries that changed. A gap in revisions or a new server id: subscribe again.</summary>
public sealed record ChangedDocument(string ServerId, long Revision, IReadOnlyList<StackCellDocument> Stacks, IReadOnlyList<ParitySummaryDocument> Parity);

/// <summary>The body of POST /api/v1/scans; nulls mean everything.</summary>
public sealed record ScanRequestDocument(string? Environment, string? Component);

/// <summary>Which run of which build answers: what /api/v1/version answers. A page of another build reloads.</summary>
public sealed record VersionDocument(string ServerId, string Build);

/// <summary>A screen that shows a wall: how many pages of that name are connected, and since when.</summary>
public sealed record ScreenDocument(string Name, int Shown, DateTimeOffset Since);

/// <summary>Every screen that has shown a wall since the server's start.</summary>
public sealed record ScreensDocument(ImmutableArray<ScreenDocument> Screens);

/// <summary>What went wrong with a request (RFC 9457).</summary>
public sealed record ProblemDocument(string Type, string Title, int Status, string Detail);

/// <summary>What <c>driftboard scan --format json</c> prints.</summary>
public sealed record ScanDocument(
    DateTimeOffset ScannedAt, IReadOnlyList<StackDocument> Stacks, IReadOnlyList<ParitySummaryDocument> Parity, IReadOnlyList<string> Diagnostics, CallsDocument Calls)
{
    /// <summary>Stacks of the accounts and regions that no component of any scanned environment claims.</summary>
    public IReadOnlyList<UnclaimedStackDocument> Unclaimed { get; init; } = [];

    /// <summary>Who changed what has drifted; absent unless that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ResourceChangesDocument>? Changes { get; init; }

    /// <summary>What no stack owns, account by account; absent unless that was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AccountInventoryDocument>? Unmanaged { get; init; }
}

/// <summary>A stack that nothing claims.</summary>
public sealed record UnclaimedStackDocument(string Account, string Region, string StackName, string Status, DateTimeOffset? UpdatedAt);

/// <summary>The stacks that nothing claims: what /api/v1/unclaimed answers, in order of account, region and name.</summary>
public sealed record UnclaimedDocument(IReadOnlyList<UnclaimedStackDocument> Stacks);

/// <summary>How often a scan asked the cloud.</summary>
/// <param name="Estimated">How many calls were expected before it.</param>
/// <param name="Made">How many were made, those that had to be tried again included.</param>
/// <param name="Throttled">How many of them the service refused because they came too fast.</param>
/// <param name="Operations">Those that were made, by service and operation: "cloudformation:GetTemplate".</param>
/// <param name="Retried">How many of them were one that had been made before: an answer was broken, throttled or late.</param>
/// <param name="Lookups">How many of them were made for more than the scan itself (who changed what, what no stack owns, networks): no part of what was expected.</param>
public sealed record CallsDocument(int Estimated, int Made, int Throttled, IReadOnlyDictionary<string, int> Operations, int Retried = 0, int Lookups = 0);

/// <summary>What <c>driftboard doctor --format json</c> prints.</summary>
/// <param name="Environments">Environment by environment.</param>
/// <param name="Missing">Every missing action, once.</param>
/// <param name="NotChecked">Types in use that stay unread because the read policy denies what that needs, or since AWS has no read handler of them.</param>
/// <param name="Diagnostics">What was wrong with repositories and their files.</param>
/// <param name="Calls">How often the cloud was asked.</param>
public sealed record DoctorDocument(
    IReadOnlyList<AccessDocument> Environments, IReadOnlyList<string> Missing, IReadOnlyList<TypeAccessDocument> NotChecked, IReadOnlyList<string> Diagnostics, CallsDocument Calls);

/// <summary>What was found of one environment's access.</summary>
public sealed record AccessDocument(string Application, string Environment, string Account, IReadOnlyList<AccessCheckDocument> Checks);

/// <summary>One thing that was checked.</summary>
/// <param name="Name">"credentials", "region eu-west-1".</param>
/// <param name="Verdict">"ok", "warning", "failed" or "notChecked".</param>
/// <param name="Message">What was found.</param>
/// <param name="Remedy">What to do, or null.</param>
/// <param name="Missing">Actions that are missing: "sqs:GetQueueAttributes".</param>
public sealed record AccessCheckDocument(string Name, string Verdict, string Message, string? Remedy, IReadOnlyList<string> Missing);

/// <summary>A type and the denied actions that reading it would need; none where it has no read handler.</summary>
public sealed record TypeAccessDocument(string Type, IReadOnlyList<string> Denied);

/// <summary>One change that <c>driftboard watch --format json</c> prints, as a line: of a stack, or of the parity of two environments.</summary>
/// <param name="At">When it was heard of.</param>
/// <param name="Previous">The stack before; null where it is new, or where parity changed.</param>
/// <param name="Stack">The stack now; null where it is gone, or where parity changed.</param>
/// <param name="PreviousParity">The parity before; null where the pair is new, or where a stack changed.</param>
/// <param name="Parity">The parity now; null where a stack changed.</param>
public sealed record WatchDocument(
    DateTimeOffset At, StackCellDocument? Previous, StackCellDocument? Stack, ParitySummaryDocument? PreviousParity, ParitySummaryDocument? Parity);

/// <summary>The one serializer of every document: camelCase, nulls written, times in UTC.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.Unspecified,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    Converters = [typeof(UtcDateTimeOffsetConverter)])]
[JsonSerializable(typeof(BoardDocument))]
[JsonSerializable(typeof(StackCellDocument))]
[JsonSerializable(typeof(StackDocument))]
[JsonSerializable(typeof(ParityDocument))]
[JsonSerializable(typeof(ResourceChangesDocument))]
[JsonSerializable(typeof(ChangeSetsDocument))]
[JsonSerializable(typeof(ReviewDocument))]
[JsonSerializable(typeof(ChangedDocument))]
[JsonSerializable(typeof(ScanRequestDocument))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(ScreenDocument))]
[JsonSerializable(typeof(ScreensDocument))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(ComparisonDocument))]
[JsonSerializable(typeof(RenderingDocument))]
[JsonSerializable(typeof(ScanDocument))]
[JsonSerializable(typeof(UnclaimedDocument))]
[JsonSerializable(typeof(UnmanagedDocument))]
[JsonSerializable(typeof(NetworksDocument))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(WatchDocument))]
public sealed partial class DocumentSerializer : JsonSerializerContext;

/// <summary>Writes an instant in UTC with a "Z", and reads any ISO-8601 instant.</summary>
public sealed class UtcDateTimeOffsetConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
