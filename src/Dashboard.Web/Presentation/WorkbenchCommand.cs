namespace Dashboard.Web.Presentation;

/// <summary>A menu of the menu bar.</summary>
public enum CommandMenu
{
    File,
    View,
    Go,
    Compare,
    Window,
    Help,
}

/// <summary>Something that a reader can do: in a menu, by keys, and in the command palette. Built in one place (<see cref="WorkbenchCommands"/>).</summary>
/// <param name="Id">Names it: "scan", "pane:explorer". What begins with "dialog:" is opened by the browser alone.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Menu">The menu that it stands in.</param>
/// <param name="Section">Commands of one number stand together, lines between the numbers.</param>
/// <param name="Href">Where it leads; null where it does something.</param>
/// <param name="IsElsewhere">Whether it leads out of the workbench, into a browser tab of its own.</param>
/// <param name="IsChecked">Whether what it switches is on; null where it switches nothing.</param>
public sealed record WorkbenchCommand(string Id, string Title, CommandMenu Menu, int Section, string? Href = null, bool IsElsewhere = false, bool? IsChecked = null)
{
    /// <summary>The keys that do it, or null.</summary>
    public string? Keys => Shortcuts.KeysOf(Id);
}
