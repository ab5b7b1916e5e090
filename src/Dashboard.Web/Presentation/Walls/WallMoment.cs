using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>A judged pair of environments on a wall.</summary>
/// <param name="Key">The pair.</param>
/// <param name="Counts">Units per pile.</param>
/// <param name="AsOf">The older of the two environments' instants; of a judgement that is kept from before a commit, no later than that.</param>
/// <param name="Freshness">The worst of these.</param>
/// <param name="IsStale">Either side is stale altogether, or the judgement itself.</param>
public sealed record WallPair(ParityKey Key, ParityCounts Counts, DateTimeOffset? AsOf, Freshness Freshness, bool IsStale)
{
    /// <summary>All units.</summary>
    public int Total => Counts.Equal + Counts.Declared + Counts.Configured + Counts.Pending + Counts.Unexplained + Counts.Unverifiable;

    /// <summary>Whether anything of it could be told: else no pile is known to be empty.</summary>
    public bool IsCompared => Total > Counts.Unverifiable;

    /// <summary>Equal units in whole per cent, rounded down: 100 only where every unit is equal. Null where there is none.</summary>
    public int? EqualPercent => Total == 0 ? null : (int)(100L * Counts.Equal / Total);
}

/// <summary>A wall's content at an instant: what is old looks old.</summary>
/// <param name="Content">The content.</param>
/// <param name="Now">The instant.</param>
/// <param name="Totals">The figures at the top.</param>
/// <param name="OldestFreshness">How old the oldest read looks.</param>
/// <param name="Tiles">Every environment, in promotion order.</param>
/// <param name="Pairs">Every judged pair, in promotion order.</param>
/// <param name="StaleAsOf">Where everything is stale: the newest instant that any of it is true of.</param>
/// <param name="IsStale">Everything that was ever read is stale: nothing on the wall proves anything.</param>
public sealed record WallMoment(
    WallContent Content,
    DateTimeOffset Now,
    BoardTotals Totals,
    Freshness OldestFreshness,
    ImmutableArray<WallTile> Tiles,
    ImmutableArray<WallPair> Pairs,
    DateTimeOffset? StaleAsOf,
    bool IsStale)
{
    /// <summary>A change stays marked this long.</summary>
    public static readonly TimeSpan Marked = TimeSpan.FromMinutes(10);

    /// <summary>The pulse lasts 1.2 s; an element that is made anew later pulses no more.</summary>
    public static readonly TimeSpan Pulsing = TimeSpan.FromSeconds(1.2);

    /// <summary>Environments that nobody has read yet since this server began to look: until there is none, a figure that is zero proves nothing.</summary>
    public int Unread => Tiles.Count(t => t.IsUnread);

    /// <summary>Every environment: where something is new first, then the worst, then production.</summary>
    public IEnumerable<WallTile> ByUrgency => Content.Environments.Zip(Tiles)
        .OrderBy(e => !e.Second.HasNews).ThenBy(e => e.Second.Rank).ThenBy(e => WallWords.Importance(e.First.Environment.Tier)).Select(e => e.Second);

    /// <summary>As many pairs as have room, in promotion order: what is stale or holds something unexplained gives way last, and then what is near to production.</summary>
    public ImmutableArray<WallPair> WorstPairs(int room)
    {
        var kept = Pairs.Reverse().OrderBy(p => !p.IsStale && p.Counts.Unexplained == 0).Take(room).ToHashSet();
        return [.. Pairs.Where(kept.Contains)];
    }

    /// <summary>The content at an instant.</summary>
    public static WallMoment Of(WallContent content, DateTimeOffset now)
    {
        var scan = content.Board.Scan;
        var totals = BoardTotals.Of(content.Environments.SelectMany(e => e.Stacks).Select(s => s.Stack)) with { Differing = content.Differing };
        ImmutableArray<WallTile> tiles = [.. content.Environments.Select(e => WallTile.Of(e, scan.LastFinishedAt is not null, now, scan.Interval))];
        return new WallMoment(
            content,
            now,
            totals,
            totals.OldestReadAt is null ? Freshness.Fresh : Ages.Judge(totals.OldestLooksAt, now, scan.Interval),
            tiles,
            [.. content.Pairs.Select(p => Pair(content, p, tiles, now))],
            tiles.Max(t => t.AsOf),
            tiles.Any(t => t.IsStale) && tiles.All(t => t.IsStale || t.AsOf is null));
    }

    private static WallPair Pair(WallContent content, ParityEvaluation parity, ImmutableArray<WallTile> tiles, DateTimeOffset now)
    {
        var key = new ParityKey(parity.Application, parity.From, parity.To);
        var sides = tiles.Where(t => t.Application == parity.Application && (t.Name == parity.From || t.Name == parity.To)).ToList();
        var (asOf, judgement) = (sides.Min(t => t.AsOf), ParityAges.Of(content.Board, key, [], now));
        return new WallPair(
            key,
            content.State.Owner is { } owner ? CountsOf(content.Board, key, owner) : parity.Counts,
            asOf <= judgement.AsOf ? asOf : judgement.AsOf ?? asOf,
            sides.Count == 0 ? Freshness.Stale : sides.Select(t => t.Freshness).Append(judgement.Freshness).Max(),
            sides.Any(t => t.IsStale) || judgement.IsStale);
    }

    private static ParityCounts CountsOf(DriftBoard board, ParityKey pair, string owner)
    {
        var index = ParityIndex.Of(board, pair)!;
        return board.Components.Where(c => c.Application == pair.Application && c.Owner == owner).Select(c => index.Of(c.Name)).OfType<ParityCounts>()
            .Aggregate(default(ParityCounts), (a, b) => new ParityCounts(
                a.Equal + b.Equal, a.Declared + b.Declared, a.Configured + b.Configured, a.Pending + b.Pending, a.Unexplained + b.Unexplained, a.Unverifiable + b.Unverifiable));
    }
}
