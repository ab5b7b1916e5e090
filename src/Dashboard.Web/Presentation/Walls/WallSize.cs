using System.Collections.Immutable;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>How much fits on a wall that never scrolls. The unit is a hundredth of the screen's shorter side, so that letters are as large whichever way it stands; wwwroot/css/wall.css has the same sizes.</summary>
/// <param name="Body">What a board has: the height without margins, figures, foot, and the gaps around them.</param>
/// <param name="Tile">One environment.</param>
/// <param name="Cell">One stack of an environment.</param>
/// <param name="Head">A line above pairs or rows that says what they are.</param>
/// <param name="Pair">One pair.</param>
/// <param name="Row">One thing to look at.</param>
/// <param name="Gap">Between two parts.</param>
/// <param name="TileColumns">The most environments side by side.</param>
/// <param name="TileRows">The most lines of environments.</param>
/// <param name="CellColumns">Stacks side by side.</param>
/// <param name="Pairs">The most pairs beside other things.</param>
/// <param name="LargeTitle">Letters of a row's title that have room in large type.</param>
/// <param name="LongTitle">Letters that have room in the smaller type; a longer title loses its middle, since its end tells more.</param>
public sealed record WallSize(
    double Body, double Tile, double Cell, double Head, double Pair, double Row, double Gap, int TileColumns, int TileRows, int CellColumns, int Pairs, int LargeTitle, int LongTitle)
{
    private static readonly WallSize Desk = new(Body: 84.4, Tile: 9.6, Cell: 5.4, Head: 2.2, Pair: 3.6, Row: 4, Gap: 1.2, TileColumns: 6, TileRows: 3, CellColumns: 6, Pairs: 5, LargeTitle: 50, LongTitle: 70);
    private static readonly WallSize Room = new(Body: 75.8, Tile: 20, Cell: 9, Head: 3.6, Pair: 6, Row: 6.4, Gap: 2, TileColumns: 4, TileRows: 2, CellColumns: 4, Pairs: 3, LargeTitle: 20, LongTitle: 31) { MoreOfSeparation = 3 };
    private static readonly WallSize Hall = new(Body: 66.6, Tile: 31, Cell: 15.4, Head: 6.8, Pair: 11.6, Row: 18.2, Gap: 2, TileColumns: 2, TileRows: 1, CellColumns: 2, Pairs: 1, LargeTitle: 25, LongTitle: 36);

    // Higher than wide: a row takes two lines, and fewer things stand side by side.
    private static readonly WallSize DeskUpright = Desk with { Body = 162, Row = 5.2, TileColumns = 4, TileRows = 6, CellColumns = 3, LargeTitle = 58, LongTitle = 84 };
    private static readonly WallSize RoomUpright = Room with { MoreOfSeparation = 0, Body = 136, Pair = 7.4, Row = 9.4, TileColumns = 2, TileRows = 4, CellColumns = 2, LargeTitle = 24, LongTitle = 37 };
    private static readonly WallSize HallUpright = Hall with { Body = 104.2, Pair = 20, Row = 22.6, TileColumns = 1, TileRows = 2, CellColumns = 1, LargeTitle = 13, LongTitle = 34 };

    /// <summary>The sizes for a distance.</summary>
    public static WallSize Of(WallScale scale, WallLayout layout = WallLayout.Landscape) => (scale, layout) switch
    {
        (WallScale.Desk, WallLayout.Portrait) => DeskUpright,
        (WallScale.Hall, WallLayout.Portrait) => HallUpright,
        (_, WallLayout.Portrait) => RoomUpright,
        (WallScale.Desk, _) => Desk,
        (WallScale.Hall, _) => Hall,
        _ => Room,
    };

    /// <summary>The sizes for a wall.</summary>
    public static WallSize Of(WallState state) => Of(state.Scale, state.Layout);

    /// <summary>A title as far as a row has room for it.</summary>
    public string Title(string title) => ShortText.Middle(title, LongTitle);

    /// <summary>Letters that the title of a separation finding has room for beyond those of others: there it is the title that matters most, and its column is wider.</summary>
    public int MoreOfSeparation { get; private init; }

    /// <summary>The class of a title that needs smaller type; null where it does not.</summary>
    public string? TitleClass(string title) => title.Length > LargeTitle ? "long" : null;

    /// <summary>The same for a row, which may have a wider column.</summary>
    public string? TitleClass(WallRow row) => row.Shape == "separation" && row.Title.Length <= LargeTitle + MoreOfSeparation ? null : TitleClass(row.Title);

    /// <summary>How high so many lines are, with the gaps between them and the one beneath; nothing at all for none.</summary>
    public double Lines(int count, double height) => count == 0 ? 0 : (count * height) + (count * Gap);

    /// <summary>How high a table of pairs is, with the gap beneath it.</summary>
    public double Table(int pairs) => pairs == 0 ? 0 : Head + (pairs * Pair) + Gap;

    /// <summary>As many rows as fit, group by group; a group that has no room at all has no head either.</summary>
    public (ImmutableArray<WallGroup> Groups, ImmutableArray<HiddenRows> Hidden) Fit(IEnumerable<WallGroup> groups, double height)
    {
        var shown = ImmutableArray.CreateBuilder<WallGroup>();
        var hidden = ImmutableArray.CreateBuilder<HiddenRows>();
        foreach (var group in groups.Where(g => g.Rows.Length > 0))
        {
            var room = hidden.Count > 0 ? 0 : Math.Clamp((int)((height - Head + 0.01) / Row), 0, group.Rows.Length);
            if (room < group.Rows.Length)
                hidden.Add(new HiddenRows(group.Rows.Length - room, group.Rows.Length - room == 1 ? group.Unit.One : group.Unit.Many));
            if (room == 0)
                continue;
            height -= Head + (room * Row);
            shown.Add(group with { Rows = group.Rows[..room] });
        }

        return (shown.ToImmutable(), hidden.ToImmutable());
    }
}
