namespace Dashboard.Web.Presentation.Walls;

/// <summary>What one board shows at an instant, and what it has no room for.</summary>
public interface IWallBoardView
{
    /// <summary>What is not shown, in words such as "+ 12 more".</summary>
    IEnumerable<string> Hidden { get; }
}
