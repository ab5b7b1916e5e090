using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Boards;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Walls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>The television across the room: plain markup, nothing to click, nothing to scroll; one board, or several in turn.</summary>
public sealed partial class Wall
{
    private static readonly TimeSpan RefusedFor = TimeSpan.FromSeconds(30);

    private WallState _state = new();
    private DateTimeOffset _openedAt;
    private ImmutableArray<(WallBoard Board, string? Choice)> _boards = WallBoard.Of(new WallState());
    private Task _turning = Task.CompletedTask;

    [Inject]
    private ScreenCircuit Screen { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <summary>Whose things it shows: two televisions beside each other are told apart.</summary>
    private string Scope
    {
        get
        {
            var application = _state.Application ?? (Board.Environments.Select(e => e.Application).Distinct().ToList() is [var only] ? only : "every application");
            return _state.Owner is { } owner ? $"{application} · {owner}" : application;
        }
    }

    /// <summary>What the address says and is not followed, while somebody who opened it may still stand there; null: nothing.</summary>
    private string? Refused => Now - _openedAt < RefusedFor && WallState.Refused(new Uri(Navigation.Uri).Query, WallBoard.Names) is { IsEmpty: false } refused ? $"Not followed: {string.Join(", ", refused)}" : null;

    /// <summary>Whether names of people and values may be seen.</summary>
    private bool IsFull => _state.Detail == WallDetail.Full;

    /// <summary>What became of the last scan where it failed; null: it did not.</summary>
    private string? Failure => Board.Scan.Error is { } error ? (IsFull ? error : "The last scan failed.") : null;

    /// <summary>"1 warning: driftboard.yaml:31 expect[2]", the first in order; nothing where there is none.</summary>
    private string? Warnings(WallContent content)
    {
        if (content.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Warning).ToList() is not [var first, ..] warnings)
            return null;
        var told = IsFull && first.Key.Length == 0 ? first.Message : Place(first);
        return StatusWords.Count(warnings.Count, "warning", "warnings") + (told.Length > 0 ? $": {told}" : "");
    }

    /// <summary>What was found may be a value, or a path with somebody's name in it.</summary>
    private string Told(Diagnostic problem) => IsFull ? problem.ToString() : Place(problem);

    /// <summary>Where it is: of a file elsewhere on the server its name alone.</summary>
    private static string Place(Diagnostic problem)
    {
        var location = Path.IsPathRooted(problem.Location.File) ? problem.Location with { File = Path.GetFileName(problem.Location.File) } : problem.Location;
        return problem.Key.Length > 0 ? $"{location} {problem.Key}" : location.ToString();
    }

    /// <summary>What the address asks for and is not there, and what there is.</summary>
    private (string Asked, string Known) Asked =>
        _state.Application is { } application && Board.Environments.All(e => e.Application != application)
            ? ($"There is no application called {application}", $"Watched are: {string.Join(", ", Board.Environments.Select(e => e.Application).Distinct())}.")
            : ($"{_state.Owner} owns nothing here", $"Owners are: {string.Join(", ", Board.Components.Where(c => _state.Application is null || c.Application == _state.Application).Select(c => c.Owner).OfType<string>().Distinct().Order(StringComparer.Ordinal))}.");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _state = WallState.Parse(new Uri(Navigation.Uri).Query);
        _boards = WallBoard.Of(_state);
        _openedAt = Time.GetUtcNow();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (firstRender)
            Screen.Show(_state.Screen);
        if (firstRender && _boards.Length > 1)
            _turning = TurnAsync(WallBoard.Turn(_state));
    }

    /// <inheritdoc />
    protected override async ValueTask DisposeCoreAsync()
    {
        Screen.Show(null);
        await _turning;
        await base.DisposeCoreAsync();
    }

    /// <inheritdoc />
    protected override bool Shows(DriftChange change)
    {
        // How far a scan has come is on the wall only until the first one is done: a thousand walls need not be drawn anew for each stack that is read.
        var scan = change.Board.Scan;
        return change.IsSnapshot || !change.Stacks.IsEmpty || !change.Parity.IsEmpty || change.Board.Environments != Board.Environments || change.Board.Diagnostics != Board.Diagnostics
            || scan.LastFinishedAt is null || scan.LastFinishedAt != Board.Scan.LastFinishedAt || scan.Error != Board.Scan.Error;
    }

    private async Task TurnAsync(TimeSpan turn)
    {
        try
        {
            while (true)
            {
                await Task.Delay(WallBoard.RestOfTurn(Time.GetUtcNow(), turn), Time, Gone);
                await InvokeAsync(Redraw);
            }
        }
        catch (OperationCanceledException)
        {
            // The page went.
        }
    }

    /// <summary>What comes first: where it has no room, its end is cut.</summary>
    private static string ChangeText(WallContent content, VerdictChange change) =>
        $"{WallWords.Change(change)}: {content.Names.Component(change.Stack)} in {content.Names.Place(change.Stack.Application, change.Stack.Environment)}";
}
