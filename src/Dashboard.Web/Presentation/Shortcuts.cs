namespace Dashboard.Web.Presentation;

/// <summary>Keys that do something anywhere in the workbench.</summary>
/// <param name="Keys">"Ctrl+K" (on a Mac also with the command key), "?", "g o" (one after the other).</param>
/// <param name="CommandId">The command.</param>
/// <param name="Meaning">What it does, for the sheet.</param>
public sealed record Shortcut(string Keys, string CommandId, string Meaning);

/// <summary>Every key of the workbench, in one list: the script listens for these, and the sheet and the menus show them.</summary>
public static class Shortcuts
{
    /// <summary>Keys of the whole workbench. Those without Ctrl, Alt or F rest while somebody types.</summary>
    public static readonly IReadOnlyList<Shortcut> Global =
    [
        new("Ctrl+K", "dialog:palette", "find or do anything"),
        new("?", "dialog:shortcuts", "this list"),
        new("F10", "menubar", "the menu bar; Alt alone does it, too"),
        new("F6", "pane:next", "the next pane"),
        new("Shift+F6", "pane:previous", "the pane before"),
        new("n", "difference:next", "the next difference of the stack, the pile or the part of a review; elsewhere the next problem"),
        new("p", "difference:previous", "the difference or problem before"),
        new("N", "problem:next", "the next problem, wherever it is"),
        new("P", "problem:previous", "the problem before, wherever it is"),
        new("g o", "go:overview", "go to the overview"),
        new("g w", "go:wall", "open the wall"),
        new("g h", "go:help", "go to shapes, words and keys"),
        new("Alt+E", "pane:explorer", "show or hide the explorer"),
        new("Alt+I", "pane:inspector", "show or hide the inspector"),
        new("Alt+P", "pane:panel", "show or hide problems and activity"),
        new("Alt+W", "tab:close", "close the tab"),
        new("Alt+PageDown", "tab:next", "the next tab"),
        new("Alt+PageUp", "tab:previous", "the tab before"),
        new("Alt+L", "copy:link", "copy the link to what is shown"),
        new("Alt+S", "scan", "scan everything now"),
    ];

    /// <summary>Keys that belong to where the focus is, and what they do there.</summary>
    public static readonly IReadOnlyList<(string Keys, string Meaning)> Local =
    [
        ("Tab", "to the next field, list or link; a list is one stop"),
        ("↑ ↓ Home End", "along the explorer, the resources of a stack, a menu, or what the palette found"),
        ("← →", "fold and unfold in the explorer; from menu to menu"),
        ("Enter", "open what is focused; on the edge of a pane: close or open it"),
        ("← → ↑ ↓", "on the edge of a pane: make it wider or narrower"),
        ("Shift+F10", "on a stack, a resource, a property or a problem: copy it as text, JSON, Markdown, aws command or link; on an application or an environment also open, compare or scan it"),
        ("+ - 0", "in a graph: zoom in, zoom out, show the whole"),
        ("← → ↑ ↓", "in a graph: to the node beside; with Shift: move the view"),
        ("↑ ↓ ← →", "in the matrix and in lists of differences or problems: to the cell or row beside"),
        ("Home End", "there: to the first or last row, in the matrix to the first or last cell of the row, with Ctrl of the matrix"),
        ("Space Shift+↑ ↓ ← →", "there and among a stack's resources: select, or select more; also with Ctrl or Shift and the pointer"),
        ("Ctrl+A Ctrl+C", "there: select all that the list holds; copy what is selected"),
        ("Esc", "take the selection back; close a menu, the palette or this list"),
    ];

    /// <summary>The keys of a command, or null.</summary>
    public static string? KeysOf(string commandId) => Global.FirstOrDefault(s => s.CommandId == commandId)?.Keys;
}
