using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>Components against environments, and what is wrong with them.</summary>
public sealed partial class Overview : LivePage<OverviewState>
{
    /// <summary>A table of so many rows is drawn whole: it is there with the first paint.</summary>
    private const int DrawnWhole = 80;

    private string? _application;
    private OverviewMatrix _matrix = new([], [], 0);
    private List<MatrixRow> _rows = [];
    private BoardTotals _totals = BoardTotals.Of([]);

    [Inject]
    private RecentChanges Recent { get; set; } = null!;

    [Inject]
    private ISandboxControls Sandbox { get; set; } = null!;

    [Inject]
    private IScanControls Scans { get; set; } = null!;

    private string Title => (_totals.Differing, _application) switch
    {
        (_, null) => "Driftboard",
        (0, var name) => $"{name} - Driftboard",
        var (count, name) => $"{count} {(count == 1 ? "differs" : "differ")} - {name} - Driftboard",
    };

    /// <inheritdoc />
    protected override void OnBoardChanged(DriftChange change)
    {
        Recent.Observe(change, Now);
        Rebuild();
    }

    /// <inheritdoc />
    protected override void OnStateChanged() => Rebuild();

    private void Rebuild()
    {
        _application = State.Application ?? Board.Environments.FirstOrDefault()?.Application;
        if (_application is null)
        {
            _matrix = new OverviewMatrix([], [], 0);
            return;
        }

        _matrix = OverviewMatrix.Build(Board, _application, State);
        _rows = [.. _matrix.Rows];
        _totals = BoardTotals.Of(Board.Stacks.Values.Where(s => s.Key.Application == _application));
    }

    private Task ScanAsync() => Scans.RequestScanAsync(null, null);

    private RecentChange? ChangeOf(StackKey key) => Recent.Of(key, Now);

    private string? ChangeClass(RecentChange? change) => change is null ? null
        : !RecentChanges.Pulses(change, Now) ? "fresh-change"
        : change.Number % 2 == 0 ? "fresh-change pulse" : "fresh-change pulse again";

    private static string CellName(StackEvaluation stack, MatrixRow row) =>
        string.Join('/', new[] { stack.Key.Environment, row.Component, row.Region, row.Instance }.OfType<string>());
}
