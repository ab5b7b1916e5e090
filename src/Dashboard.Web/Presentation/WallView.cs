using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>An environment on the wall.</summary>
/// <param name="Application">Its application.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">The worst of its stacks; a stale stack counts as unknown unless it drifted.</param>
/// <param name="Word">The status in a word or two.</param>
/// <param name="Totals">Its stacks in figures.</param>
/// <param name="AsOf">The oldest instant that the tile is true of; null where nothing was read.</param>
/// <param name="Freshness">How old the oldest of its stacks looks.</param>
/// <param name="IsStale">All of it is stale: the status is a memory.</param>
internal sealed record WallTile(
    string Application, string Name, Status Status, string Word, BoardTotals Totals, DateTimeOffset? AsOf, Freshness Freshness, bool IsStale)
{
    /// <summary>Whether it shows a difference that somebody made by hand.</summary>
    public bool IsDrifted => Status is Status.Modified or Status.Deleted or Status.Unmanaged;
}

/// <summary>A judged pair of environments on the wall.</summary>
/// <param name="Key">The pair.</param>
/// <param name="Counts">Units per pile.</param>
/// <param name="AsOf">The older of the two tiles' instants.</param>
/// <param name="Freshness">The worse of the two tiles'.</param>
/// <param name="IsStale">Either side is stale altogether.</param>
internal sealed record WallPair(ParityKey Key, ParityCounts Counts, DateTimeOffset? AsOf, Freshness Freshness, bool IsStale)
{
    /// <summary>All units.</summary>
    public int Total => Counts.Equal + Counts.Declared + Counts.Configured + Counts.Pending + Counts.Unexplained + Counts.Unverifiable;

    /// <summary>Equal units in whole per cent, rounded down: 100 only where every unit is equal. Null where there is none.</summary>
    public int? EqualPercent => Total == 0 ? null : (int)(100L * Counts.Equal / Total);
}

/// <summary>Everything that one wall shows at one instant.</summary>
/// <param name="Totals">The figures at the top.</param>
/// <param name="OldestFreshness">How old the oldest read looks.</param>
/// <param name="Tiles">Environments in promotion order.</param>
/// <param name="HiddenTiles">Environments for which there is no room: the calmest ones.</param>
/// <param name="Pairs">Judged pairs, the one nearest to production first where not all have room.</param>
/// <param name="HiddenPairs">Pairs for which there is no room.</param>
/// <param name="Rows">What differs, and what could not be verified.</param>
/// <param name="HiddenRows">Rows for which there is no room.</param>
/// <param name="StaleAsOf">Where everything is stale: the newest instant that any of it is true of.</param>
/// <param name="IsStale">Everything is stale: nothing on the wall proves anything.</param>
/// <param name="Layout">How it is laid out.</param>
internal sealed record WallView(
    BoardTotals Totals,
    Freshness OldestFreshness,
    ImmutableArray<WallTile> Tiles,
    int HiddenTiles,
    ImmutableArray<WallPair> Pairs,
    int HiddenPairs,
    ImmutableArray<WallRow> Rows,
    int HiddenRows,
    DateTimeOffset? StaleAsOf,
    bool IsStale,
    WallLayout Layout)
{
    /// <summary>The view of a board.</summary>
    public static WallView Of(DriftBoard board, WallState state, DateTimeOffset now)
    {
        var shown = board.Environments.Where(e => IsShown(e.Application, state)).DistinctBy(e => (e.Application, e.Name)).ToList();
        var byEnvironment = board.Stacks.Values.ToLookup(s => (s.Key.Application, s.Key.Environment));
        var tiles = shown.Select(e => Tile(e, [.. byEnvironment[(e.Application, e.Name)]], board.Scan, now)).ToList();
        var pairs = board.Parity.Values.Where(p => IsShown(p.Application, state)).Select(p => Pair(p, tiles))
            .OrderBy(p => tiles.FindIndex(t => t.Application == p.Key.Application && t.Name == p.Key.From)).ToList();
        var rows = WallRow.Of(board, state);
        var layout = WallLayout.Of(state.Distance, tiles.Count, pairs.Count);
        var totals = BoardTotals.Of(shown.SelectMany(e => byEnvironment[(e.Application, e.Name)]));
        var roomForTiles = tiles.OrderBy(t => !t.IsStale && !t.IsDrifted).ThenBy(t => t.Status).Take(layout.Tiles).ToHashSet();
        return new WallView(
            totals,
            totals.OldestReadAt is null ? Freshness.Fresh : Ages.Judge(totals.OldestReadAt, now, board.Scan.Interval),
            [.. tiles.Where(roomForTiles.Contains)],
            tiles.Count - roomForTiles.Count,
            [.. pairs.TakeLast(layout.Pairs)],
            pairs.Count - Math.Min(pairs.Count, layout.Pairs),
            [.. rows.Take(layout.Rows)],
            rows.Length - Math.Min(rows.Length, layout.Rows),
            tiles.Max(t => t.AsOf),
            tiles.Count > 0 && tiles.All(t => t.IsStale),
            layout);
    }

    /// <summary>Whether a wall shows an application.</summary>
    public static bool IsShown(string application, WallState state) => state.Application is null || state.Application == application;

    private static WallTile Tile(BoardEnvironment environment, ImmutableArray<StackEvaluation> stacks, ScanActivity scan, DateTimeOffset now)
    {
        var totals = BoardTotals.Of(stacks);
        if (stacks.Length == 0)
        {
            var (status, word) = scan.LastFinishedAt is null ? (Status.Scanning, "scanning") : (Status.Unknown, "no stack found");
            return new WallTile(environment.Application, environment.Name, status, word, totals, null, Freshness.Fresh, IsStale: false);
        }

        var judged = stacks.Select(s => (Stack: s, Freshness: StackAges.Judge(s, now, scan.Interval))).ToList();
        var isStale = judged.All(j => j.Freshness == Freshness.Stale);
        var (worst, text) = isStale ? Worst(stacks) : Worst(judged);
        return new WallTile(
            environment.Application, environment.Name, worst, text, totals, stacks.Min(StackAges.AsOf), judged.Max(j => j.Freshness), isStale);
    }

    /// <summary>No old green: a stale stack is unknown beside fresh ones. One that drifted still alarms.</summary>
    private static (Status Status, string Word) Worst(List<(StackEvaluation Stack, Freshness Freshness)> judged)
    {
        var proven = judged.Where(j => j.Freshness != Freshness.Stale || j.Stack.Drifted > 0).Select(j => j.Stack).ToList();
        var (status, word) = Worst(proven);
        var stale = judged.Count - proven.Count;
        return stale == 0 || status < Status.Unknown ? (status, word) : (Status.Unknown, $"{stale} stale");
    }

    private static (Status Status, string Word) Worst(IReadOnlyCollection<StackEvaluation> stacks)
    {
        var worst = stacks.OrderBy(Rank).First();
        var word = worst.Status switch
        {
            Status.Modified or Status.Deleted or Status.Unmanaged => StatusWords.Count(stacks.Sum(s => s.Drifted), "drift", "drifts"),
            Status.PartlyChecked => "partly checked",
            Status.NotDeployed when stacks.Count > 1 => $"{stacks.Count(s => s.Status == Status.NotDeployed)} not deployed",
            _ when IsFirstReading(worst) => "scanning",
            _ => StatusWords.Of(worst.Status, worst.Reason),
        };
        return (IsFirstReading(worst) ? Status.Scanning : worst.Status, word);
    }

    /// <summary>The roll-up's order; what is being read for the first time is not news yet.</summary>
    private static Status Rank(StackEvaluation stack) => IsFirstReading(stack) ? Status.Scanning : stack.Status;

    private static bool IsFirstReading(StackEvaluation stack) => stack.Status == Status.Scanning || stack is { Reason: StatusReason.NotReadYet, OldestReadAt: null };

    private static WallPair Pair(ParityEvaluation parity, List<WallTile> tiles)
    {
        var sides = tiles.Where(t => t.Application == parity.Application && (t.Name == parity.From || t.Name == parity.To)).ToList();
        return new WallPair(
            new ParityKey(parity.Application, parity.From, parity.To),
            parity.Counts,
            sides.Min(t => t.AsOf),
            sides.Count == 0 ? Freshness.Stale : sides.Max(t => t.Freshness),
            sides.Any(t => t.IsStale));
    }
}
