using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>An open page.</summary>
/// <param name="Key">Names what it is about: two addresses with one key share a tab.</param>
/// <param name="Url">The address that was last looked at in it.</param>
public sealed record WorkbenchTab(string Key, string Url);

/// <summary>What a tab is called, and whose verdict it bears.</summary>
/// <param name="Text">"storefront @ production".</param>
/// <param name="Stack">The stack; null where the tab is about something else.</param>
public sealed record TabTitle(string Text, StackKey? Stack);

/// <summary>The open pages as a list: which address belongs to which tab.</summary>
public static class WorkbenchTabs
{
    /// <summary>More tabs than this nobody finds anything in: the one that was opened first goes.</summary>
    public const int Most = 20;

    private static readonly string[] Rooms = ["stacks", "parity", "review", "graph", "unclaimed", "unverified", "help"];

    /// <summary>Whether an address is the overview's, which has a tab that never closes.</summary>
    public static bool IsOverview(string url) => url.Split('?', '#')[0] == "/";

    /// <summary>The key of the tab that an address belongs to; null where it has none. A stack's region and instance tell stacks apart, the rest of its query does not.</summary>
    public static string? KeyOf(string url)
    {
        var parts = url.Split('?', 2);
        var path = parts[0];
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length == 0 || !Rooms.Contains(segments[0], StringComparer.Ordinal))
            return null;
        if (segments[0] != "stacks" || parts.Length == 1)
            return path;
        var state = StackState.Parse("?" + parts[1]);
        return path + new StackState(state.Region, state.Instance).Format();
    }

    /// <summary>The tabs after a visit to an address.</summary>
    public static ImmutableArray<WorkbenchTab> Visit(ImmutableArray<WorkbenchTab> tabs, string url)
    {
        if (KeyOf(url) is not { } key)
            return tabs;
        var tab = new WorkbenchTab(key, url);
        var at = tabs.FindIndex(t => t.Key == key);
        if (at >= 0)
            return tabs[at] == tab ? tabs : tabs.SetItem(at, tab);
        return tabs.Length < Most ? tabs.Add(tab) : tabs.RemoveAt(0).Add(tab);
    }

    /// <summary>What a tab is called.</summary>
    public static TabTitle TitleOf(DriftBoard board, WorkbenchTab tab)
    {
        var parts = tab.Key.Split('?', 2);
        string[] segments = [.. parts[0].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
        switch (segments)
        {
            case ["stacks", var application, var environment, var component]:
                var selection = StackSelection.KeyOf(board, application, environment, component, StackState.Parse(parts.Length == 2 ? "?" + parts[1] : ""));
                return new TabTitle($"{(selection is null ? component : StackNames.Short(board, selection))} @ {environment}", selection);
            case ["parity", _, var from, var to]:
                return new TabTitle($"{from} ⇄ {to}", null);
            case ["review", _, var from, var to]:
                return new TabTitle($"review {from} → {to}", null);
            case ["unclaimed"]:
                return new TabTitle("claimed by nothing", null);
            case ["unverified"]:
                return new TabTitle("not verified", null);
            case ["graph", _, var environment]:
                return new TabTitle($"graph of {environment}", null);
            case ["help"]:
                return new TabTitle("help", null);
            default:
                return new TabTitle(string.Join(" / ", segments), null);
        }
    }

    private static int FindIndex(this ImmutableArray<WorkbenchTab> tabs, Func<WorkbenchTab, bool> matches)
    {
        for (var i = 0; i < tabs.Length; i++)
        {
            if (matches(tabs[i]))
                return i;
        }

        return -1;
    }
}
