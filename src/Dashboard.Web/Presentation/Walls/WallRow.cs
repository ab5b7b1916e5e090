using System.Collections.Immutable;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>Where a row stands on a wall, the first first.</summary>
public enum WallRowKind
{
    /// <summary>It was not there before the last working day.</summary>
    New,

    /// <summary>A deployment runs.</summary>
    Deploying,

    /// <summary>It was there before, or nobody knows since when it is there.</summary>
    Open,

    /// <summary>A drift that a rule accepts.</summary>
    Accepted,
}

/// <summary>One thing to look at on a wall.</summary>
/// <param name="Id">The same from one rendering to the next.</param>
/// <param name="Kind">Where it stands.</param>
/// <param name="Shape">Its shape: the name of a status, "separation", "deploying" or "accepted".</param>
/// <param name="Environment">The application and the environment; null where it belongs to none.</param>
/// <param name="Place">The environment, and the application where the wall shows several.</param>
/// <param name="Component">The component.</param>
/// <param name="Title">The resource, or what could not be verified.</param>
/// <param name="Detail">The property; empty where the title says all.</param>
/// <param name="Values">Expected and live value, where the wall shows values.</param>
/// <param name="Since">Since when; null: for as long as it was read.</param>
/// <param name="ReadAt">When it was last read; null: never.</param>
public sealed record WallRow(
    string Id,
    WallRowKind Kind,
    string Shape,
    (string Application, string Name)? Environment,
    string Place,
    string Component,
    string Title,
    string Detail,
    string? Values,
    Sighting? Since,
    DateTimeOffset? ReadAt)
{
    /// <summary>Of a drift that may be gone, since an operation hides it: when it was last seen; else null.</summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>The pair of environments that it differs between; null where it stands in one.</summary>
    public ParityKey? Pair { get; init; }

    /// <summary>Whether an environment is concerned. What belongs to none keeps it from being read as well as any other.</summary>
    public bool Concerns(string environment) => Pair is { } pair ? pair.From == environment || pair.To == environment : Environment is null || Environment?.Name == environment;

    /// <summary>Whether it is counted among what differs: it drifted, it uses another environment, nothing explains it, or it went. What nobody could verify is not, and neither is what is on its way or accepted.</summary>
    public bool Differs => Kind is WallRowKind.New or WallRowKind.Open && Severity < 4;

    /// <summary>"4 min ago"; "seen 4 min ago" where it cannot be seen any more; "before" with a time of day (<see cref="Before"/>) where it was there when this server first looked, since its age would be the server's; the age of the reading where nobody knows.</summary>
    public string Age(DateTimeOffset now) => this switch
    {
        { LastSeenAt: { } at } => $"seen {Ages.Since(at, now)}",
        { Before: not null } => "before",
        { Since: { } since } => Ages.Since(since.At, now),
        { ReadAt: { } at } => $"read {Ages.Since(at, now)}",
        _ => "",
    };

    /// <summary>When this server first looked, and it was there already; null: it is known since when it is there, or nothing is.</summary>
    public DateTimeOffset? Before => LastSeenAt is null && Since is { IsAtLeast: true } since ? since.At : null;

    /// <summary>The instant that its age counts from; null: none is known.</summary>
    public DateTimeOffset? AgeFrom => Before is null ? LastSeenAt ?? Since?.At ?? ReadAt : null;

    /// <summary>How <see cref="Age"/> is written, with a star in the place of the age: it goes on in the browser while the server is silent. Null without an age.</summary>
    public string? AgeForm => AgeFrom is { } from ? string.Intern(Age(from.AddDays(3)).Replace("3 d", "*", StringComparison.Ordinal)) : null;

    /// <summary>The worse the lower, by its shape: what uses another environment, what was deleted, what drifted, what no template has, what could not be verified.</summary>
    public int Severity => Shape switch
    {
        "separation" => 0,
        "deleted" => 1,
        "modified" => 2,
        "unmanaged" => 3,
        _ => 4,
    };

    /// <summary>Whether it appeared so shortly ago that it is still marked.</summary>
    public bool IsMarked(DateTimeOffset now) => Since is { IsAtLeast: false } since && now - since.At < WallMoment.Marked && Kind is WallRowKind.New or WallRowKind.Deploying;

    /// <summary>Whether it appeared this very moment.</summary>
    public bool Pulses(DateTimeOffset now) => IsMarked(now) && now - Since!.At < WallMoment.Pulsing;
}

/// <summary>Rows of one kind, as far as there is room for them.</summary>
/// <param name="Kind">Names it in styles: "new", "deploying", "open", "accepted", "unexplained".</param>
/// <param name="Title">What stands above them.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Rows">Those that have room.</param>
public sealed record WallGroup(string Kind, string Title, int Count, ImmutableArray<WallRow> Rows)
{
    /// <summary>What the count holds, where it is not simply rows that differ: "in 9 resources", "7 differ".</summary>
    public string? Note { get; init; }

    /// <summary>What a row of it is called where it has no room, one and several: "open".</summary>
    public (string One, string Many) Unit { get; init; } = (Kind, Kind);
}

/// <summary>Rows that have no room.</summary>
/// <param name="Count">How many.</param>
/// <param name="Of">Their kind: "open".</param>
public sealed record HiddenRows(int Count, string Of);
