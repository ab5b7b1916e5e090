namespace Dashboard.Web.Presentation;

/// <summary>How one reader has arranged the workbench around the page. One for each circuit, used on its own thread alone.</summary>
public sealed class ShellState
{
    /// <summary>Raised after any change.</summary>
    public event Action? Changed;

    /// <summary>Whether the explorer is shown.</summary>
    public bool IsExplorerOpen { get; private set; } = true;

    /// <summary>Shows or hides the explorer.</summary>
    public void ToggleExplorer()
    {
        IsExplorerOpen = !IsExplorerOpen;
        Changed?.Invoke();
    }
}
