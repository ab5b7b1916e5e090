namespace Dashboard.Web.Presentation;

/// <summary>How much fits on a wall that never scrolls. The unit is a hundredth of the screen's height; wwwroot/css/wall.css has the same sizes.</summary>
/// <param name="TileColumns">Environments side by side.</param>
/// <param name="Tiles">Environments in all.</param>
/// <param name="Pairs">Judged pairs.</param>
/// <param name="Rows">Differences.</param>
internal sealed record WallLayout(int TileColumns, int Tiles, int Pairs, int Rows)
{
    /// <summary>The layout for a number of environments and pairs.</summary>
    public static WallLayout Of(WallDistance distance, int environments, int pairs)
    {
        var size = Size.Of(distance);
        var tileColumns = Math.Clamp(environments, 1, size.TileColumns);
        var tileRows = Math.Clamp((environments + tileColumns - 1) / tileColumns, 1, size.TileRows);
        var shownPairs = Math.Min(pairs, size.Pairs);
        var left = size.Body - (tileRows * size.Tile) - ((tileRows - 1) * size.Gap) - (shownPairs == 0 ? -size.Gap : size.PairHead + (shownPairs * size.Pair));
        return new WallLayout(tileColumns, tileColumns * tileRows, shownPairs, Math.Max(0, (int)(left / size.Row)));
    }

    /// <summary>Heights in hundredths of the screen's height.</summary>
    /// <param name="Body">What tiles, pairs and rows share: the height without margins, figures, foot, and the gaps around them.</param>
    /// <param name="Tile">One environment.</param>
    /// <param name="PairHead">The names of the piles.</param>
    /// <param name="Pair">One pair.</param>
    /// <param name="Row">One difference.</param>
    /// <param name="Gap">Between two parts.</param>
    /// <param name="TileColumns">The most environments side by side.</param>
    /// <param name="TileRows">The most lines of environments.</param>
    /// <param name="Pairs">The most pairs.</param>
    private sealed record Size(double Body, double Tile, double PairHead, double Pair, double Row, double Gap, int TileColumns, int TileRows, int Pairs)
    {
        public static Size Of(WallDistance distance) => distance switch
        {
            WallDistance.Desk => new(Body: 82, Tile: 9.6, PairHead: 2.2, Pair: 3.6, Row: 4, Gap: 1.2, TileColumns: 6, TileRows: 3, Pairs: 5),
            WallDistance.Hall => new(Body: 64.5, Tile: 23, PairHead: 5.5, Pair: 7.4, Row: 11.4, Gap: 2, TileColumns: 2, TileRows: 2, Pairs: 1),
            _ => new(Body: 70, Tile: 16.2, PairHead: 3.3, Pair: 6, Row: 7.6, Gap: 2, TileColumns: 4, TileRows: 2, Pairs: 3),
        };
    }
}
