using System.Collections.Immutable;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components;

/// <summary>Does what a command says, whether a menu, a key or the palette asks for it. One for each circuit, used on its own thread alone.</summary>
public sealed class CommandRunner(ShellState shell, NavigationManager navigation, IScanControls scans, ISandboxControls sandbox, DriftFeed feed, IJSRuntime script)
{
    private Uri Location => new(navigation.Uri);

    private string Url => Location.PathAndQuery;

    /// <summary>The commands that there are now.</summary>
    public IReadOnlyList<WorkbenchCommand> Commands => WorkbenchCommands.Of(feed.Current, Location, shell, sandbox.IsEnabled);

    /// <summary>Runs the command of an id; one that is not there now does nothing.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="assets">Where the scripts are.</param>
    public async Task RunAsync(string id, ResourceAssetCollection assets)
    {
        if (Commands.FirstOrDefault(c => c.Id == id) is { Href: { } href } link)
        {
            if (link.IsElsewhere)
                await CallAsync(assets, WorkbenchScript.Keys, "openBeside", href);
            else
                navigation.NavigateTo(href);
            return;
        }

        switch (id.Split(':', 2))
        {
            case ["scan", .. var environment]:
                await ScanAsync(environment.FirstOrDefault());
                break;
            case ["pane", "next" or "previous"]:
                await CallAsync(assets, WorkbenchScript.Layout, "focusPane", id == "pane:next" ? 1 : -1);
                break;
            case ["pane", var name] when Enum.TryParse<Pane>(name, ignoreCase: true, out var pane):
                await TogglePaneAsync(pane, assets);
                break;
            case ["layout", "reset"]:
                shell.Reset(await AskAsync<string[]>(assets, WorkbenchScript.Layout, "reset") ?? []);
                shell.Tell("The layout is as it was at first");
                break;
            case ["theme", var theme]:
                await CallAsync(assets, WorkbenchScript.Page, "setTheme", theme);
                break;
            case ["copy", "link"]:
                shell.Tell(await AskAsync<bool>(assets, WorkbenchScript.Keys, "copy", navigation.Uri) ? "Link copied" : "This browser lets nothing be copied here; it does on https or localhost");
                break;
            case ["tab", var what]:
                ChangeTabs(what);
                break;
            case ["difference", var direction]:
                await GoToDifferenceAsync(direction == "next" ? 1 : -1, assets);
                break;
            case ["problem", var direction]:
                await GoToProblemAsync(direction == "next" ? 1 : -1, assets);
                break;
            default:
                break;
        }
    }

    /// <summary>Opens or closes a pane.</summary>
    public async Task TogglePaneAsync(Pane pane, ResourceAssetCollection assets)
    {
        shell.Set(pane, !shell.IsOpen(pane));
        await CallAsync(assets, WorkbenchScript.Layout, "setOpen", EnumText.Name(pane), shell.IsOpen(pane));
    }

    /// <summary>Leads to what was found. What stands in the panel opens it.</summary>
    /// <param name="href">The address.</param>
    /// <param name="assets">Where the scripts are.</param>
    public async Task LeadToAsync(string href, ResourceAssetCollection assets)
    {
        if (FrameState.Parse(new Uri(Location, href).Query).Panel is not null)
        {
            shell.Set(Pane.Panel, isOpen: true);
            await CallAsync(assets, WorkbenchScript.Layout, "showPanel");
        }

        navigation.NavigateTo(href);
    }

    /// <summary>Closes a tab; the reader of the current one is taken to its neighbour.</summary>
    public void Close(WorkbenchTab tab)
    {
        var isCurrent = WorkbenchTabs.KeyOf(Url) == tab.Key;
        var neighbour = shell.Close(tab);
        if (isCurrent)
            navigation.NavigateTo(neighbour);
    }

    private async Task ScanAsync(string? environment)
    {
        await scans.RequestScanAsync(null, environment, null);
        shell.Tell(environment is null ? "Scan requested" : $"Scan of {environment} requested");
    }

    private void ChangeTabs(string what)
    {
        var current = shell.Tabs.FirstOrDefault(t => t.Key == WorkbenchTabs.KeyOf(Url));
        switch (what)
        {
            case "close" when current is not null:
                Close(current);
                break;
            case "close-others":
                shell.CloseOthers(current);
                break;
            case "next" or "previous":
                ImmutableArray<string> urls = [shell.OverviewUrl, .. shell.Tabs.Select(t => t.Url)];
                var at = current is null ? 0 : shell.Tabs.IndexOf(current) + 1;
                navigation.NavigateTo(urls[(at + (what == "next" ? 1 : urls.Length - 1)) % urls.Length]);
                break;
            default:
                break;
        }
    }

    private Task GoToDifferenceAsync(int step, ResourceAssetCollection assets)
    {
        var isReview = PageAddress.Review(Location) is not null;
        if ((isReview ? shell.Walk?.Invoke(step) : DifferenceWalk.From(feed.Current, Location, step)) is not { } difference)
        {
            if (!isReview)
                return GoToProblemAsync(step, assets);
            // Who reviews a release is not led away from it.
            shell.Tell($"No difference to go to here; {Shortcuts.KeysOf(step > 0 ? "problem:next" : "problem:previous")} leads to a problem");
            return Task.CompletedTask;
        }

        shell.Tell(difference is { Count: 1, IsHere: true } ? $"The only difference here; {Shortcuts.KeysOf(step > 0 ? "problem:next" : "problem:previous")} leads to another problem" : $"Difference {difference.Number} of {difference.Count}");
        return GoAsync(difference.Href, assets);
    }

    /// <summary>Who has no place on the page yet begins at its heading, also where the way leads to where the reader is.</summary>
    private Task GoAsync(string href, ResourceAssetCollection assets)
    {
        navigation.NavigateTo(href);
        return WorkbenchScript.CallAsync(script, assets, "focusPage", true);
    }

    private async Task GoToProblemAsync(int step, ResourceAssetCollection assets)
    {
        var board = feed.Current;
        var application = PageAddress.Application(Location) ?? board.Environments.FirstOrDefault()?.Application ?? "";
        ImmutableArray<Problem> problems = [.. ProblemOrder.Of(board, application, shell.Frame.Problems ?? default).Where(p => p.Stack is not null)];
        if (problems.IsEmpty)
        {
            shell.Tell("There is no problem to go to");
            return;
        }

        var here = StackSelection.At(board, Location) is { } selection ? ProblemBook.NearestTo(problems, selection) : -1;
        var next = here < 0 ? (step > 0 ? 0 : problems.Length - 1) : (here + step + problems.Length) % problems.Length;
        shell.Tell($"Problem {next + 1} of {problems.Length}");
        await GoAsync(Links.Problem(board, problems[next]), assets);
    }

    private Task CallAsync(ResourceAssetCollection assets, string module, string function, params object?[] arguments) =>
        WorkbenchScript.CallModuleAsync(script, assets, module, function, arguments);

    private Task<T?> AskAsync<T>(ResourceAssetCollection assets, string module, string function, params object?[] arguments) =>
        WorkbenchScript.AskModuleAsync<T>(script, assets, module, function, arguments);
}
