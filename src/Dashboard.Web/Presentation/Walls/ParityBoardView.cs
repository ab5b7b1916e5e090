using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>The board that answers whether environments mirror each other: every pair, and what nothing explains.</summary>
/// <param name="Pairs">The pairs that have room.</param>
/// <param name="HiddenPairs">Those that have none.</param>
/// <param name="Groups">What nothing explains.</param>
/// <param name="HiddenRows">What has no room of it.</param>
/// <param name="Gaps">What keeps "nothing unexplained" from being proven, in words; empty where every pair, also a hidden one, was judged whole and lately.</param>
/// <param name="HasProof">Whether anything at all could be verified lately.</param>
public sealed record ParityBoardView(
    ImmutableArray<WallPair> Pairs, int HiddenPairs, ImmutableArray<WallGroup> Groups, ImmutableArray<HiddenRows> HiddenRows, ImmutableArray<string> Gaps, bool HasProof) : IWallBoardView
{
    /// <inheritdoc />
    public IEnumerable<string> Hidden => WallWords.Hidden(HiddenRows, (HiddenPairs, "pair"));

    /// <summary>Half of the board at most is pairs.</summary>
    public static ParityBoardView Of(WallMoment moment)
    {
        var size = WallSize.Of(moment.Content.State);
        var pairs = Math.Min(moment.Pairs.Length, Math.Max(size.Pairs, (int)((size.Body / 2) / size.Pair)));
        ImmutableArray<WallRow> unexplained = [.. moment.Pairs.Reverse().SelectMany(p => Unexplained(moment.Content, p))];
        var units = moment.Pairs.Sum(p => p.Counts.Unexplained);
        var (groups, hidden) = size.Fit([new WallGroup("unexplained", "Unexplained", units, unexplained) { In = StatusWords.Count(unexplained.Length, "resource", "resources") }], size.Body - size.Table(pairs));
        return new ParityBoardView(
            moment.WorstPairs(pairs), moment.Pairs.Length - pairs, groups, hidden, [.. FindGaps(moment)], moment.Pairs.Any(p => !p.IsStale && p.Total > p.Counts.Unverifiable));
    }

    /// <summary>An environment that was not read, or a pair that could not be judged, is no pair of the board at all.</summary>
    private static IEnumerable<string> FindGaps(WallMoment moment)
    {
        var unverifiable = moment.Pairs.Sum(p => p.Counts.Unverifiable);
        if (unverifiable > 0)
            yield return StatusWords.Count(unverifiable, "property unverified", "properties unverified");
        if (moment.Pairs.Count(p => p.IsStale) is > 0 and var stale)
            yield return StatusWords.Count(stale, "pair stale", "pairs stale");
        if (moment.Pairs.Count(p => p.Total == 0) is > 0 and var empty)
            yield return StatusWords.Count(empty, "pair with nothing to compare", "pairs with nothing to compare");
        if (moment.Tiles.Count(t => t.AsOf is null) is > 0 and var unread)
            yield return StatusWords.Count(unread, "environment not read", "environments not read");
        if (moment.Content.Board.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error) is > 0 and var errors)
            yield return StatusWords.Count(errors, "error in what was read", "errors in what was read");
    }

    /// <summary>One row for each resource, the pair nearest to production first.</summary>
    private static IEnumerable<WallRow> Unexplained(WallContent content, WallPair pair)
    {
        var owned = content.State.Owner is { } owner ? content.Board.Components.Where(c => c.Application == pair.Key.Application && c.Owner == owner).Select(c => c.Name).ToHashSet() : null;
        return
            from item in content.Board.Parity[pair.Key].Items
            where item.Pile == ParityPile.Unexplained && owned?.Contains(item.Component) != false
            group item by (item.Component, item.Region, item.Instance, item.Address) into resource
            let first = resource.First()
            let isWhole = first.Path.Segments.Length == 0
            select new WallRow(
                $"{pair.Key}:{resource.Key}", WallRowKind.Open, StatusWords.Shape(Status.Modified), null,
                content.Names.Place(pair.Key.Application, $"{pair.Key.From} ↔ {pair.Key.To}"), first.Component,
                WallSize.Of(content.State).Title(first.Address.Path.StartsWith('~') ? WallRows.LastPart(first.Address.Path) : first.Address.Path),
                isWhole ? $"{WallRows.LastPart(first.Type)} in {(first.Left is null ? pair.Key.To : pair.Key.From)} only" : WallRows.Property([.. resource.Select(i => i.Path)]),
                isWhole ? null : content.Names.Values(first.Left, first.Right, "↔"),
                null, null);
    }
}
