namespace Dashboard.Web.Presentation;

/// <summary>How much fits on a wall that never scrolls. The unit is a hundredth of the screen's height; wwwroot/css/wall.css has the same sizes.</summary>
/// <param name="TileColumns">Environments side by side.</param>
/// <param name="Tiles">Environments in all.</param>
/// <param name="PairColumns">Pairs side by side.</param>
/// <param name="Pairs">Pairs in all.</param>
/// <param name="Rows">Differences.</param>
internal sealed record WallLayout(int TileColumns, int Tiles, int PairColumns, int Pairs, int Rows)
{
    /// <summary>The layout for a number of environments and pairs.</summary>
    public static WallLayout Of(WallDistance distance, int environments, int pairs)
    {
        var size = Size.Of(distance);
        var tileColumns = Math.Clamp(environments, 1, size.TileColumns);
        var tileRows = Math.Clamp(Lines(environments, tileColumns), 1, size.TileRows);
        var pairColumns = Math.Clamp(pairs, 1, size.PairColumns);
        var pairRows = Math.Min(Lines(pairs, pairColumns), size.PairRows);
        var left = size.Body - (tileRows * size.Tile) - ((tileRows - 1) * size.Gap) - (pairRows * (size.Pair + size.Gap));
        return new WallLayout(tileColumns, tileColumns * tileRows, pairColumns, pairColumns * pairRows, Math.Max(0, (int)(left / size.Row)));
    }

    private static int Lines(int count, int columns) => (count + columns - 1) / columns;

    /// <summary>Heights in hundredths of the screen's height.</summary>
    /// <param name="Body">What tiles, pairs and rows share: the height without margins, figures, foot, and the gaps around them.</param>
    /// <param name="Tile">One environment.</param>
    /// <param name="Pair">One pair.</param>
    /// <param name="Row">One difference.</param>
    /// <param name="Gap">Between two of them.</param>
    /// <param name="TileColumns">The most environments side by side.</param>
    /// <param name="TileRows">The most lines of environments.</param>
    /// <param name="PairColumns">The most pairs side by side.</param>
    /// <param name="PairRows">The most lines of pairs.</param>
    private sealed record Size(double Body, double Tile, double Pair, double Row, double Gap, int TileColumns, int TileRows, int PairColumns, int PairRows)
    {
        public static Size Of(WallDistance distance) => distance switch
        {
            WallDistance.Desk => new(Body: 80, Tile: 9.6, Pair: 8, Row: 4, Gap: 1.2, TileColumns: 6, TileRows: 3, PairColumns: 3, PairRows: 2),
            WallDistance.Hall => new(Body: 69, Tile: 20, Pair: 13.4, Row: 11.4, Gap: 2, TileColumns: 2, TileRows: 2, PairColumns: 1, PairRows: 1),
            _ => new(Body: 70, Tile: 17, Pair: 12.6, Row: 7.6, Gap: 2, TileColumns: 4, TileRows: 2, PairColumns: 2, PairRows: 2),
        };
    }
}
