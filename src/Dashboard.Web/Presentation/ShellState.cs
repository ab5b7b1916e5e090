using System.Collections.Immutable;
using Dashboard.Web.Presentation.Comparing;

namespace Dashboard.Web.Presentation;

/// <summary>A pane beside the page.</summary>
public enum Pane
{
    /// <summary>The tree on the left.</summary>
    Explorer,

    /// <summary>What is selected, on the right.</summary>
    Inspector,

    /// <summary>Problems and activity, below.</summary>
    Panel,
}

/// <summary>How one reader has arranged the workbench around the page. One for each circuit, used on its own thread alone.</summary>
/// <remarks>The browser remembers it (wwwroot/js/layout.js, wwwroot/js/keys.js); sizes are the browser's own business.</remarks>
public sealed class ShellState
{
    private readonly HashSet<Pane> _closed = [];

    /// <summary>Panes that the reader has closed or opened: what the browser remembers comes a moment after the page, and is older.</summary>
    private readonly HashSet<Pane> _touched = [];

    /// <summary>Raised after any change.</summary>
    public event Action? Changed;

    /// <summary>Open pages beside the overview, in the order in which they were opened.</summary>
    public ImmutableArray<WorkbenchTab> Tabs { get; private set; } = [];

    /// <summary>The overview as it was last looked at.</summary>
    public string OverviewUrl { get; private set; } = Links.Overview();

    /// <summary>What the panes around the page show, as an address said it last.</summary>
    public FrameState Frame { get; set; }

    /// <summary>The way from the difference that a page shows to the next one (1) or the one before (-1), where the board alone does not know it; null: it does.</summary>
    public Func<int, DifferenceStep?>? Walk { get; set; }

    /// <summary>What is told to the reader in the menu bar; empty: nothing.</summary>
    public string Notice { get; private set; } = "";

    /// <summary>How often something was told: the same words twice are two notices.</summary>
    public int Notices { get; private set; }

    /// <summary>Whether a pane is open.</summary>
    public bool IsOpen(Pane pane) => !_closed.Contains(pane);

    /// <summary>Opens or closes a pane.</summary>
    public void Set(Pane pane, bool isOpen)
    {
        _touched.Add(pane);
        if (isOpen ? _closed.Remove(pane) : _closed.Add(pane))
            Changed?.Invoke();
    }

    /// <summary>Lays the panes out as the browser does for who has changed nothing.</summary>
    /// <param name="closedPanes">The names of those that are closed.</param>
    public void Reset(IEnumerable<string> closedPanes)
    {
        _touched.Clear();
        Restore(closedPanes, []);
    }

    /// <summary>Tells the reader something, or takes it back.</summary>
    public void Tell(string notice)
    {
        if (Notice == notice && notice.Length == 0)
            return;
        (Notice, Notices) = (notice, Notices + 1);
        Changed?.Invoke();
    }

    /// <summary>The reader has come to an address: its tab is opened, or moves on to it. What it says of the panes around the page is no tab's.</summary>
    /// <returns>Whether the list of tabs, or an address in it, is another one now.</returns>
    public bool Visit(string url)
    {
        url = FrameState.Without(url);
        if (WorkbenchTabs.IsOverview(url))
        {
            var moved = OverviewUrl != url;
            OverviewUrl = url;
            return moved;
        }

        var before = Tabs;
        Tabs = WorkbenchTabs.Visit(Tabs, url);
        return before != Tabs;
    }

    /// <summary>Closes a tab.</summary>
    /// <returns>Where the reader is best taken if the tab was the current one.</returns>
    public string Close(WorkbenchTab tab)
    {
        var at = Tabs.IndexOf(tab);
        Tabs = Tabs.Remove(tab);
        Changed?.Invoke();
        return Tabs.Length == 0 || at < 0 ? OverviewUrl : Tabs[Math.Min(at, Tabs.Length - 1)].Url;
    }

    /// <summary>Closes every tab but one; null: all of them.</summary>
    public void CloseOthers(WorkbenchTab? kept)
    {
        Tabs = kept is null ? [] : [kept];
        Changed?.Invoke();
    }

    /// <summary>Takes up what the browser remembers. What is not ours in it is left out.</summary>
    public void Restore(IEnumerable<string> closedPanes, IEnumerable<string> tabs)
    {
        var names = closedPanes.ToList();
        foreach (var pane in Enum.GetValues<Pane>().Where(p => !_touched.Contains(p)))
        {
            if (names.Contains(EnumText.Name(pane), StringComparer.Ordinal))
                _closed.Add(pane);
            else
                _closed.Remove(pane);
        }

        var opened = Tabs;
        Tabs = [];
        foreach (var url in tabs.Concat(opened.Select(t => t.Url)).Where(u => u.StartsWith('/') && !WorkbenchTabs.IsOverview(u)))
            Tabs = WorkbenchTabs.Visit(Tabs, url);
        Changed?.Invoke();
    }
}
