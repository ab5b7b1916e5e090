using System.Collections.Immutable;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>The board that answers how things are: environments, parity, what to look at.</summary>
public sealed record OverviewBoardView(
    int TileColumns, ImmutableArray<WallTile> Tiles, int HiddenTiles, ImmutableArray<WallPair> Pairs, int HiddenPairs, ImmutableArray<WallGroup> Groups, ImmutableArray<HiddenRows> HiddenRows) : IWallBoardView
{
    /// <inheritdoc />
    public IEnumerable<string> Hidden => WallWords.Hidden(HiddenRows, (HiddenTiles, "environment"), (HiddenPairs, "pair"));

    /// <summary>The calmest environments and the calmest pairs give way first.</summary>
    public static OverviewBoardView Of(WallMoment moment)
    {
        var size = WallSize.Of(moment.Content.State);
        var columns = Math.Clamp(moment.Tiles.Length, 1, size.TileColumns);
        var lines = Math.Clamp((moment.Tiles.Length + columns - 1) / columns, 1, size.TileRows);
        var pairs = Math.Min(moment.Pairs.Length, size.Pairs);
        // What there is to look at has at least one line.
        while (lines > 1 && !moment.Content.Rows.IsEmpty && Left(lines) < size.Head + size.Row)
            lines--;
        // Where letters are so large that there is no room for both, parity has its own board, and its unexplained lines are among these.
        if (!moment.Content.Rows.IsEmpty && Left(lines) < size.Head + size.Row)
            pairs = 0;
        var kept = moment.ByUrgency.Take(columns * lines).ToHashSet();
        var (groups, hidden) = size.Fit(WallWords.Groups(moment.Content, moment.Content.Rows), Left(lines));
        return new OverviewBoardView(
            columns, [.. moment.Tiles.Where(kept.Contains)], moment.Tiles.Length - kept.Count, moment.WorstPairs(pairs), moment.Pairs.Length - pairs, groups, hidden);

        double Left(int lines) => size.Body - size.Lines(lines, size.Tile) - size.Table(pairs);
    }
}
