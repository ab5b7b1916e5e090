using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>The board of one environment: each of its stacks, and what to look at.</summary>
public sealed record EnvironmentBoardView(
    string Name, ImmutableArray<WallTile> Tiles, int HiddenTiles, int CellColumns, ImmutableArray<WallCell> Cells, int HiddenCells, ImmutableArray<WallGroup> Groups, ImmutableArray<HiddenRows> HiddenRows, ImmutableArray<string> Known) : IWallBoardView
{
    /// <summary>Whether stacks leave room for what there is to look at; where they do not, the foot counts it.</summary>
    public bool HasRoomForRows => !Groups.IsEmpty || HiddenRows.IsEmpty;

    /// <inheritdoc />
    public IEnumerable<string> Hidden => WallWords.Hidden(HiddenRows, (HiddenTiles, "environment"), (HiddenCells, "stack"));

    /// <summary>The environment of that name in every application that the wall shows; without a name the one nearest to production.</summary>
    public static EnvironmentBoardView Of(WallMoment moment, string? name)
    {
        var content = moment.Content;
        var size = WallSize.Of(content.State);
        name ??= content.Environments.OrderByDescending(e => e.Environment.Tier == EnvironmentTier.Production).FirstOrDefault()?.Environment.Name ?? "";
        var stacks = content.Environments.Where(e => e.Environment.Name == name).SelectMany(e => e.Stacks).ToList();
        var cells = stacks.Select(s => WallCell.Of(content, s, moment.Now)).OrderBy(c => !c.Tile.HasNews).ThenBy(c => c.Tile.Rank).ToList();
        var rows = content.Rows.Where(r => r.Concerns(name)).ToImmutableArray();
        var room = size.Body - size.Lines(1, size.Tile);
        var wanted = (cells.Count + size.CellColumns - 1) / size.CellColumns;
        var lines = Math.Clamp(wanted, cells.Count == 0 ? 0 : 1, (int)(size.Body * 0.4 / (size.Cell + size.Gap)));
        // Where letters are so large that stacks leave no room for a row, all of it is for stacks.
        if (!rows.IsEmpty && room - size.Lines(lines, size.Cell) < size.Head + size.Row)
            lines = Math.Min(wanted, (int)((room + size.Gap) / (size.Cell + size.Gap)));
        var (groups, hidden) = size.Fit(WallWords.Groups(content, rows), room - size.Lines(lines, size.Cell));
        var shown = cells.Take(lines * size.CellColumns).ToImmutableArray();
        var tiles = moment.ByUrgency.Where(t => t.Name == name).ToList();
        return new EnvironmentBoardView(
            name, [.. tiles.Take(size.TileColumns)], Math.Max(0, tiles.Count - size.TileColumns), size.CellColumns, shown, cells.Count - shown.Length, groups, hidden,
            [.. moment.Tiles.Select(t => t.Name).Distinct()]);
    }
}

/// <summary>A stack on the board of an environment.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Tile">It in figures, as it looks now.</param>
public sealed record WallCell(StackKey Stack, WallTile Tile)
{
    /// <summary>A stack at an instant.</summary>
    public static WallCell Of(WallContent content, WallStack stack, DateTimeOffset now)
    {
        var key = stack.Stack.Key;
        return new WallCell(key, WallTile.Of(stack, content.Names.Place(key.Application, StackNames.Short(content.Board, key)), now, content.Board.Scan.Interval));
    }
}
