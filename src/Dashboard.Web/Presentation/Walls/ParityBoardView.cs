using System.Collections.Immutable;
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
        var unexplained = WallRows.Unexplained(moment.Content, moment.Content.Pairs.Reverse());
        var units = moment.Pairs.Sum(p => p.Counts.Unexplained);
        var (groups, hidden) = size.Fit([new WallGroup("unexplained", "Unexplained", units, unexplained) { Note = $"in {StatusWords.Count(unexplained.Length, "resource", "resources")}", Unit = ("resource", "resources") }], size.Body - size.Table(pairs));
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
        if (moment.Content.Diagnostics.Count(d => d.Severity == DiagnosticSeverity.Error) is > 0 and var errors)
            yield return StatusWords.Count(errors, "error in what was read", "errors in what was read");
    }
}
