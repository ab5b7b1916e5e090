using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Review;

namespace Dashboard.Web.Presentation;

/// <summary>What can be done on a board from where the reader is: the menus and the palette show these, and no others.</summary>
public static class WorkbenchCommands
{
    /// <summary>Every command, menu by menu.</summary>
    /// <param name="board">The board.</param>
    /// <param name="location">Where the reader is.</param>
    /// <param name="shell">How the workbench is arranged.</param>
    /// <param name="hasSandbox">Whether there is a sandbox to change by hand.</param>
    public static IReadOnlyList<WorkbenchCommand> Of(DriftBoard board, Uri location, ShellState shell, bool hasSandbox)
    {
        var application = PageAddress.Application(location) ?? board.Environments.FirstOrDefault()?.Application;
        return
        [
            .. File(board, location, application),
            .. View(shell, application, hasSandbox),
            .. Go(board, location, application),
            .. Compare(board, location, application),
            .. Window(board, shell),
            new("dialog:shortcuts", "Keys", CommandMenu.Help, 0),
            new("go:help", "Shapes, words and keys", CommandMenu.Help, 0, Links.Help),
        ];
    }

    private static IEnumerable<WorkbenchCommand> File(DriftBoard board, Uri location, string? application)
    {
        yield return new("scan", "Scan everything now", CommandMenu.File, 0);
        foreach (var environment in board.Environments.Where(e => e.Application == application && e.Tier != EnvironmentTier.Ephemeral))
            yield return new($"scan:{environment.Name}", $"Scan {environment.Name}", CommandMenu.File, 0);
        yield return new("copy:link", "Copy the link to what is shown", CommandMenu.File, 1);
        yield return new("export:board", "Export the board as JSON", CommandMenu.File, 2, Links.BoardJson, IsElsewhere: true);
        if (StackSelection.At(board, location)?.Stack.Key is { } key)
            yield return new("export:stack", $"Export {StackNames.Short(board, key)} in {key.Environment} as JSON", CommandMenu.File, 2, Links.StackJson(board, key), IsElsewhere: true);
        if (PageAddress.Pair(location) is { } pair && board.Parity.ContainsKey(pair))
            yield return new("export:parity", $"Export the parity of {pair.From} and {pair.To} as JSON", CommandMenu.File, 2, Links.ParityJson(pair), IsElsewhere: true);
        if (PageAddress.Review(location) is { } review && board.Parity.ContainsKey(review))
        {
            var state = ReviewState.Parse(location.Query);
            yield return new("export:review", $"Export the review of {review.From} to {review.To} as JSON", CommandMenu.File, 2, Links.ReviewExport(review, null, state.IsWhole, state.Release), IsElsewhere: true);
            yield return new("export:review:markdown", $"Export the review of {review.From} to {review.To} as Markdown", CommandMenu.File, 2, Links.ReviewExport(review, "markdown", state.IsWhole, state.Release), IsElsewhere: true);
            yield return new("export:review:html", $"Print the review of {review.From} to {review.To}", CommandMenu.File, 2, Links.ReviewExport(review, "html", state.IsWhole, state.Release), IsElsewhere: true);
        }
    }

    /// <summary>The open pages, of which the strip of tabs may have no room for all.</summary>
    private static IEnumerable<WorkbenchCommand> Window(DriftBoard board, ShellState shell)
    {
        yield return new("tab:close", "Close the tab", CommandMenu.Window, 0);
        yield return new("tab:close-others", "Close the other tabs", CommandMenu.Window, 0);
        yield return new("tab:next", "Next tab", CommandMenu.Window, 0);
        yield return new("tab:previous", "Previous tab", CommandMenu.Window, 0);
        foreach (var tab in shell.Tabs)
            yield return new($"go:tab:{tab.Key}", WorkbenchTabs.TitleOf(board, tab).Text, CommandMenu.Window, 1, tab.Url);
    }

    private static IEnumerable<WorkbenchCommand> View(ShellState shell, string? application, bool hasSandbox)
    {
        yield return new("pane:explorer", "Explorer", CommandMenu.View, 0, IsChecked: shell.IsOpen(Pane.Explorer));
        yield return new("pane:inspector", "Inspector", CommandMenu.View, 0, IsChecked: shell.IsOpen(Pane.Inspector));
        yield return new("pane:panel", "Problems and activity", CommandMenu.View, 0, IsChecked: shell.IsOpen(Pane.Panel));
        yield return new("layout:reset", "Reset the layout", CommandMenu.View, 0);
        yield return new("theme:light", "Light theme", CommandMenu.View, 1);
        yield return new("theme:dark", "Dark theme", CommandMenu.View, 1);
        yield return new("theme:system", "Theme of the system", CommandMenu.View, 1);
        if (hasSandbox)
            yield return new("hand", "Change something by hand", CommandMenu.View, 2, Links.Overview(new OverviewState(application, ByHand: true)));
    }

    private static IEnumerable<WorkbenchCommand> Go(DriftBoard board, Uri location, string? application)
    {
        yield return new("dialog:palette", "Find or do anything", CommandMenu.Go, 0);
        yield return new("go:overview", "Overview", CommandMenu.Go, 1, Links.Overview(new OverviewState(application)));
        yield return new("go:unverified", "Everything unverified, by reason", CommandMenu.Go, 1, Links.Unverified(new UnverifiedState(application)));
        yield return new("go:unclaimed", "Claimed by nothing", CommandMenu.Go, 1, Links.Unclaimed());
        yield return new("go:wall", "Wall", CommandMenu.Go, 1, Links.Wall, IsElsewhere: true);
        foreach (var other in board.Environments.Select(e => e.Application).Distinct().Where(a => a != application))
            yield return new($"go:application:{other}", $"Application {other}", CommandMenu.Go, 2, Links.Overview(new OverviewState(other)));
        yield return new("difference:next", "Next difference", CommandMenu.Go, 3);
        yield return new("difference:previous", "Previous difference", CommandMenu.Go, 3);
        yield return new("problem:next", "Next problem", CommandMenu.Go, 3);
        yield return new("problem:previous", "Previous problem", CommandMenu.Go, 3);
        yield return new("pane:next", "Next pane", CommandMenu.Go, 4);
        foreach (var environment in board.Environments.Where(e => e.Application == application && e.Tier != EnvironmentTier.Ephemeral))
            yield return new($"graph:{environment.Name}", $"Graph of {environment.Name}", CommandMenu.Go, 6, Links.Graph(environment.Application, environment.Name));
        if (StackSelection.At(board, location) is { Stack.Key: { } key } selection)
        {
            yield return new("graph:stack", $"Graph of {StackNames.Short(board, key)} in {key.Environment}", CommandMenu.Go, 6, Links.Graph(board, key, selection.Resource?.Address));
            foreach (var elsewhere in Elsewhere(board, key))
                yield return new($"go:stack:{elsewhere}", $"{StackNames.Short(board, elsewhere)} in {elsewhere.Environment}", CommandMenu.Go, 5, Links.Stack(board, elsewhere, selection.Resource?.Address));
        }
    }

    private static IEnumerable<WorkbenchCommand> Compare(DriftBoard board, Uri location, string? application)
    {
        var pairs = board.Parity.Keys.Where(p => p.Application == application).OrderBy(p => p.From, StringComparer.Ordinal).ThenBy(p => p.To, StringComparer.Ordinal).ToList();
        foreach (var pair in pairs)
            yield return new($"compare:{pair.From}:{pair.To}", $"{pair.From} with {pair.To}", CommandMenu.Compare, 0, Links.Parity(pair));
        foreach (var pair in pairs)
            yield return new($"review:{pair.From}:{pair.To}", $"Review the release of {pair.From} to {pair.To}", CommandMenu.Compare, 1, Links.Review(pair));
        if (StackSelection.At(board, location)?.Stack.Key is not { } key)
            yield break;
        foreach (var pair in pairs.Where(p => p.From == key.Environment || p.To == key.Environment))
        {
            yield return new(
                $"compare:{pair.From}:{pair.To}:{key.Component}",
                $"{key.Component} in {pair.From} with {pair.To}",
                CommandMenu.Compare,
                2,
                Comparison(board, pair, key.Component));
        }
    }

    /// <summary>Where a component is compared between two environments: at the worst pile that holds something of it.</summary>
    public static string Comparison(DriftBoard board, ParityKey pair, string component) => Links.Parity(pair, new ParityState(Worst(board, pair, component), component));

    private static ParityPile Worst(DriftBoard board, ParityKey pair, string component) =>
        ParityIndex.Of(board, pair)?.Of(component) is { } counts ? PileWords.InOrder.First(p => p == ParityPile.Equal || PileWords.Count(counts, p) > 0) : ParityPile.Unexplained;

    private static IEnumerable<StackKey> Elsewhere(DriftBoard board, StackKey key) => board.Environments
        .Where(e => e.Application == key.Application && e.Name != key.Environment)
        .Select(e => StackIndex.Of(board).At(e.Application, e.Name, key.Component)
            .OrderByDescending(k => k.Region == key.Region && k.Instance == key.Instance).FirstOrDefault())
        .OfType<StackKey>();
}
