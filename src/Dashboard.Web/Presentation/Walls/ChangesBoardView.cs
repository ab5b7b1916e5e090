using System.Collections.Immutable;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>The board of the newest changes: what said something else than before, and when.</summary>
/// <param name="Changes">The newest first.</param>
/// <param name="HiddenChanges">Older ones.</param>
/// <param name="Since">Since when this server looks.</param>
public sealed record ChangesBoardView(ImmutableArray<VerdictChange> Changes, int HiddenChanges, DateTimeOffset Since) : IWallBoardView
{
    /// <inheritdoc />
    public IEnumerable<string> Hidden => WallWords.Hidden([], (HiddenChanges, "older change"));

    /// <summary>The newest changes that have room.</summary>
    public static ChangesBoardView Of(WallMoment moment)
    {
        var size = WallSize.Of(moment.Content.State);
        var room = Math.Min(moment.Content.Changes.Length, (int)((size.Body - size.Head + 0.01) / size.Row));
        return new ChangesBoardView(moment.Content.Changes[..room], moment.Content.Changes.Length - room, moment.Content.Board.History.StartedAt);
    }
}
