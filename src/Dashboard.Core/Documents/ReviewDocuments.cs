using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dashboard.Core.Documents;

/// <summary>The review of a release: what /api/v1/review/... answers, and what its page and its prints are made of.</summary>
/// <param name="Verdict">"blocked" (a difference is unexplained), "open" (something waits for a look, a part of the review warns of something, what the release does cannot be told of every place, or the evidence is old) or "clear".</param>
/// <param name="Headline">The verdict in words.</param>
/// <param name="FromCommit">The commit that is to be released, or null.</param>
/// <param name="ToCommit">The commit that the second environment should run now, or null.</param>
/// <param name="Scope">"release": the components that the release touches; "all": every one.</param>
/// <param name="MadeAt">When it was judged.</param>
/// <param name="OldestReadAt">The oldest live read that it rests on; null where nothing was read.</param>
/// <param name="OldestCheckAt">When a template was checked longest ago.</param>
/// <param name="IsStale">Whether a part of it is too old to prove anything.</param>
/// <param name="Coverage">Units that could be compared, of all in scope.</param>
/// <param name="Piles">How many units each pile holds.</param>
/// <param name="Items">Every unit that is not equal; what is unexplained by weight.</param>
/// <param name="Unverified">What cannot be verified, by cause.</param>
/// <param name="Commits">The commits that the release brings, newest first.</param>
/// <param name="CommitsWhole">Whether these are all: false where there are more, or where nobody can tell.</param>
/// <param name="IsForward">Whether the second environment's commit stands in the history of the one that is to be released: else the release takes something back, too. Null: it cannot be told.</param>
/// <param name="Untold">What the release may change, and nobody can tell.</param>
/// <param name="UntoldGroups">The same by cause.</param>
/// <param name="After">After the release: whether the second environment runs what was reviewed, in words; else null.</param>
/// <param name="RunsCommit">Where the release begins: the oldest commit that a stack of the second environment runs which the release changes; null where nobody can tell.</param>
/// <param name="Stage">How far the release is, by what runs: "before", "underWay" or "done".</param>
/// <param name="StageText">The same in words; null where there is nothing to release, or where it changes nothing.</param>
public sealed record ReviewDocument(
    string Application,
    string From,
    string To,
    string Verdict,
    string Headline,
    string? FromCommit,
    string? ToCommit,
    string Scope,
    IReadOnlyList<ReviewComponentDocument> Components,
    DateTimeOffset MadeAt,
    DateTimeOffset? OldestReadAt,
    DateTimeOffset? OldestCheckAt,
    bool IsStale,
    CoverageDocument Coverage,
    ParityCountsDocument Piles,
    IReadOnlyList<ReviewItemDocument> Items,
    IReadOnlyList<UnverifiedGroupDocument> Unverified,
    IReadOnlyList<ReleaseCommitDocument> Commits,
    bool CommitsWhole,
    bool? IsForward,
    IReadOnlyList<ReleaseChangeDocument> Changes,
    IReadOnlyList<ReleaseNoteDocument> Untold,
    IReadOnlyList<UnverifiedGroupDocument> UntoldGroups,
    IReadOnlyList<ObstacleDocument> Obstacles,
    IReadOnlyList<CollisionDocument> Collisions,
    IReadOnlyList<ReleaseNoteDocument> Unrehearsed,
    SoakDocument Soak,
    string? After,
    string? RunsCommit,
    string Stage,
    string? StageText)
{
    /// <summary>Of when the judgement of the two is, where it is kept: as in <see cref="ParitySummaryDocument.KeptSince"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? KeptSince { get; init; }

    /// <summary>What runs otherwise than it was deployed, accepted or not: the second environment first.</summary>
    public IReadOnlyList<ByHandDocument> ByHand { get; init; } = [];
}

/// <summary>One change by hand in scope. <c>Live</c>: what runs. <c>Release</c>: how this release meets it, in words. <c>State</c>: what it is, in words. <c>AcceptedBy</c>: the rule that knows it, or null.</summary>
public sealed record ByHandDocument(
    string Environment,
    string Component,
    string Region,
    string Instance,
    string Address,
    string Type,
    string Path,
    JsonElement? Deployed,
    JsonElement? Live,
    string Release,
    string State,
    string? AcceptedBy);

/// <summary>A component in scope. <c>IsTaken</c>: the second environment has taken it from this release already, at <c>TakenAt</c> where that is known. <c>Regions</c>: those of its stacks in both environments.</summary>
public sealed record ReviewComponentDocument(string Name, string? Owner, bool IsTouched, bool IsTaken, DateTimeOffset? TakenAt, IReadOnlyList<string> Regions);

/// <summary>One unit that is not equal. <c>RuleReason</c>, <c>RuleOwner</c> and <c>RuleEnd</c> are those of the rule that declares it.</summary>
public sealed record ReviewItemDocument(
    string Component,
    string Region,
    string Instance,
    string Address,
    string Type,
    string Path,
    string Pile,
    JsonElement? Left,
    JsonElement? Right,
    string? Reason,
    string? Rule,
    string? RuleReason,
    string? RuleOwner,
    string? RuleEnd,
    WrittenLineDocument? Written)
{
    /// <summary>Separation findings, as the parity document has them; absent where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ForeignValueDocument>? Foreign { get; init; }
}

/// <summary>The line of the repository that a value comes from, and who wrote it. <c>IsOfRelease</c>: the release brings that commit; else the line is older, and another one brings the change.</summary>
public sealed record WrittenLineDocument(string File, int Line, string? Commit, string? Author, int? PullRequest, bool IsOfRelease);

/// <summary>Units that could not be verified, or places of which it cannot be told what the release does to them, for one cause. <c>Looked</c>: how many of them somebody has looked at. <c>TickedAt</c>: since when all of them are looked at, by the oldest look; null: one is not.</summary>
public sealed record UnverifiedGroupDocument(string Id, string Cause, int Count, int Looked, DateTimeOffset? TickedAt);

/// <summary>A commit that the release brings.</summary>
public sealed record ReleaseCommitDocument(string Id, string Author, DateTimeOffset Date, string Summary, int? PullRequest);

/// <summary>One thing that the release changes. <c>Before</c>: what is deployed. <c>After</c>: what the release brings. <c>Risk</c>: what is lost with it, in words.</summary>
public sealed record ReleaseChangeDocument(
    string Component, string Region, string Instance, string Address, string Type, string Path, JsonElement? Before, JsonElement? After, string Impact, string? Risk, WrittenLineDocument? Written);

/// <summary>Something to know of a place; an empty address means the whole stack.</summary>
public sealed record ReleaseNoteDocument(string Component, string Region, string Instance, string Address, string Path, string Text);

/// <summary>Something that keeps a stack from being deployed; where it is not certain, it may.</summary>
public sealed record ObstacleDocument(string Component, string Region, string Instance, bool IsCertain, string Text);

/// <summary>A change by hand that the release may meet. <c>Kind</c>: "sameProperty", "replaced", "deleted", "beside" or "same".</summary>
public sealed record CollisionDocument(
    string Component, string Region, string Instance, string Address, string Path, string Kind, JsonElement? Deployed, JsonElement? Live, string? AcceptedBy, string Text);

/// <summary>Since when the first environment runs what is to be released; null where it does not, or nobody knows, and then the text says why.</summary>
public sealed record SoakDocument(DateTimeOffset? Since, string Text);
