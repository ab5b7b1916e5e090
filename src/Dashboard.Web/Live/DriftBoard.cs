using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Live;

/// <summary>Everything that the screens show, at one revision: immutable.</summary>
/// <param name="ServerId">Names this run of the server; another id means that revisions start anew.</param>
/// <param name="Revision">Rises with every change.</param>
/// <param name="BuiltAt">When this revision was published.</param>
/// <param name="Environments">Of every application, in promotion order; ephemeral ones last.</param>
/// <param name="Components">Of every application, in the order of its driftboard.yaml.</param>
/// <param name="Stacks">Every stack.</param>
/// <param name="Parity">Every judged pair.</param>
/// <param name="Scan">What the scanner is doing.</param>
/// <param name="Diagnostics">Problems beyond single stacks: driftboard.yaml, repositories, rules.</param>
public sealed record DriftBoard(
    string ServerId,
    long Revision,
    DateTimeOffset BuiltAt,
    ImmutableArray<BoardEnvironment> Environments,
    ImmutableArray<BoardComponent> Components,
    ImmutableDictionary<StackKey, StackEvaluation> Stacks,
    ImmutableDictionary<ParityKey, ParityEvaluation> Parity,
    ScanActivity Scan,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Since when each drifted resource drifts as it does; kept by the feed.</summary>
    public ImmutableDictionary<DriftKey, Sighting> Since { get; init; } = ImmutableDictionary<DriftKey, Sighting>.Empty;

    /// <summary>What happened since the server's start; kept by the feed.</summary>
    public BoardHistory History { get; init; } = new(BuiltAt);

    /// <summary>Stacks of the watched accounts and regions that no component of any environment claims, in order of account, region and name.</summary>
    public ImmutableArray<ListedStack> Unclaimed { get; init; } = [];

    /// <summary>Pairs whose parity is the one from before a commit, with the time that it is of: their environments were not both read against the same head yet.</summary>
    public ImmutableDictionary<ParityKey, DateTimeOffset> KeptParity { get; init; } = ImmutableDictionary<ParityKey, DateTimeOffset>.Empty;

    /// <summary>Of when a pair's parity is, where it is kept; null: it is of what was read last, or was never judged.</summary>
    public DateTimeOffset? KeptSince(ParityKey pair) => KeptParity.TryGetValue(pair, out var since) ? since : null;

    /// <summary>What is wrong in inputs of an application, and in those of which nobody can tell whose they are.</summary>
    public IEnumerable<Diagnostic> DiagnosticsOf(string application) => Diagnostics.Where(d => d.Application is null || d.Application == application);

    /// <summary>When the recording was made that stands in the place of the clouds; null: these are live.</summary>
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>A board on which nothing was seen yet.</summary>
    public static DriftBoard Empty(string serverId, DateTimeOffset now) => new(
        serverId, 0, now, [], [], ImmutableDictionary<StackKey, StackEvaluation>.Empty, ImmutableDictionary<ParityKey, ParityEvaluation>.Empty,
        ScanActivity.None, []);
}

/// <summary>An environment on the board.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tier">What it is for.</param>
/// <param name="Order">Its place in promotion order.</param>
/// <param name="Ref">The ref that it should run.</param>
/// <param name="CommitId">The commit that the ref names; null where it names none.</param>
public sealed record BoardEnvironment(string Application, string Name, EnvironmentTier Tier, int Order, string? Ref, string? CommitId)
{
    /// <summary>How old it is, by its stacks.</summary>
    public EnvironmentLife Life { get; init; } = EnvironmentLife.Unknown;
}

/// <summary>A component on the board: a row.</summary>
public sealed record BoardComponent(string Application, string Name, string? Owner);

/// <summary>A judged pair of environments.</summary>
public sealed record ParityKey(string Application, string From, string To)
{
    /// <summary>The pair of a judgement.</summary>
    public static ParityKey Of(ParityEvaluation parity) => new(parity.Application, parity.From, parity.To);
}

/// <summary>What the scanner is doing.</summary>
/// <param name="IsRunning">Whether a sweep is under way.</param>
/// <param name="Environment">The environment being read, or null.</param>
/// <param name="Done">Stacks done in this sweep.</param>
/// <param name="Total">Stacks in this sweep, as far as known.</param>
/// <param name="LastFinishedAt">When the last full sweep ended, or null.</param>
/// <param name="Interval">The interval between sweeps: ages are judged by it.</param>
/// <param name="Error">What the last sweep failed with, in words; null where it did not.</param>
public sealed record ScanActivity(bool IsRunning, string? Environment, int Done, int Total, DateTimeOffset? LastFinishedAt, TimeSpan Interval, string? Error)
{
    /// <summary>Nothing yet.</summary>
    public static readonly ScanActivity None = new(false, null, 0, 0, null, TimeSpan.FromMinutes(5), null);

    /// <summary>How many calls the present sweep takes, or the last one took, as far as that was known before it.</summary>
    public int ExpectedCalls { get; init; }

    /// <summary>What the last full sweep took; null before its end.</summary>
    public ScanCalls? Calls { get; init; }
}
