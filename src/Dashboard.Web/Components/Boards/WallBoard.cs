using System.Collections.Immutable;
using Dashboard.Web.Presentation.Walls;

namespace Dashboard.Web.Components.Boards;

/// <summary>A kind of board that a wall can show: another one is a component and a row in <see cref="All"/>.</summary>
/// <param name="Name">What the address calls it.</param>
/// <param name="Component">Draws it; a <see cref="WallBoardComponent{TView}"/>.</param>
/// <param name="View">Says what it shows; the text is what follows the name and a colon in the address.</param>
/// <param name="NeedsChoice">Whether the address has to say more than its name, so that it is in no rotation by itself.</param>
internal sealed record WallBoard(string Name, Type Component, Func<WallMoment, string?, IWallBoardView> View, bool NeedsChoice = false)
{
    private const int SecondsByDefault = 30;

    /// <summary>Every kind.</summary>
    public static readonly ImmutableArray<WallBoard> All =
    [
        new("overview", typeof(OverviewBoard), static (moment, _) => OverviewBoardView.Of(moment)),
        new("parity", typeof(ParityBoard), static (moment, _) => ParityBoardView.Of(moment)),
        new("environment", typeof(EnvironmentBoard), EnvironmentBoardView.Of, NeedsChoice: true),
        new("changes", typeof(ChangesBoard), static (moment, _) => ChangesBoardView.Of(moment)),
    ];

    /// <summary>What they are called.</summary>
    public static readonly ImmutableArray<string> Names = [.. All.Select(b => b.Name)];

    /// <summary>The boards that a wall shows in turn, each with what the address says of it; at least one.</summary>
    public static ImmutableArray<(WallBoard Board, string? Choice)> Of(WallState state)
    {
        if (state.Board is null && state.Rotate is not null)
            return [.. All.Where(b => !b.NeedsChoice).Select(b => (b, (string?)null))];
        ImmutableArray<(WallBoard, string?)> chosen =
        [
            .. from named in WallState.BoardsOf(state.Board)
               let board = All.FirstOrDefault(b => b.Name == named.Name)
               where board is not null
               select (board, named.Choice),
        ];
        return chosen.IsEmpty ? [(All[0], null)] : chosen;
    }

    /// <summary>How long each of several boards is shown.</summary>
    public static TimeSpan Turn(WallState state) => TimeSpan.FromSeconds(state.Rotate ?? SecondsByDefault);

    /// <summary>Whose turn it is. It follows from the clock alone, so that a wall that comes back shows what its neighbours show.</summary>
    public static int IndexAt(DateTimeOffset now, int boards, TimeSpan turn) => (int)(now.UtcTicks / turn.Ticks % boards);

    /// <summary>How long the present turn lasts from now on.</summary>
    public static TimeSpan RestOfTurn(DateTimeOffset now, TimeSpan turn) => TimeSpan.FromTicks(turn.Ticks - (now.UtcTicks % turn.Ticks));
}
