using Dashboard.Web.Presentation.Walls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Boards;

/// <summary>Draws one board of a wall. Plain markup and few components: there are a thousand walls, and each keeps what it drew last.</summary>
/// <typeparam name="TView">What it shows.</typeparam>
public abstract class WallBoardComponent<TView> : ComponentBase
    where TView : IWallBoardView
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public TView View { get; set; } = default!;

    /// <summary>What the wall shows altogether.</summary>
    [Parameter, EditorRequired]
    public WallContent Content { get; set; } = null!;

    /// <summary>The time that the wall shows ages by.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset Now { get; set; }
}
