using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Pages;

/// <summary>Components against environments, and what is wrong with them.</summary>
public sealed partial class Overview : LivePage<OverviewState>
{
    /// <summary>So many columns are drawn whole; of more, those in view and the ones beside them, each as wide as the next.</summary>
    private const int FewColumns = 14;

    /// <summary>Pixels; the style sheet has the same row.</summary>
    private const int RowHeight = 28;
    private const int FirstWidth = 200;
    private const int EnvironmentWidth = 250;
    private const int PairWidth = 160;

    private string? _application;
    private OverviewMatrix _matrix = new([], [], 0);

    /// <summary>The letters of the longest component's name, whatever the filter leaves of them.</summary>
    private int _longestName;

    /// <summary>The letters of the longest owner's name; none where it stands over the rows.</summary>
    private int _longestOwner;
    private (int From, int End) _columns = (0, FewColumns);
    private int _cells;
    private bool _isOutOfOrder;
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
        // Until everything was read once, rows come as they come.
        Rebuild(keepsOrder: Board.Scan.LastFinishedAt is not null);
    }

    /// <inheritdoc />
    protected override void OnStateChanged() => Rebuild(keepsOrder: false);

    private void OrderAgain() => Rebuild(keepsOrder: false);

    /// <summary>What somebody looks at, or has the pointer over, stays where it is when a verdict changes: the order is made anew when it is asked for.</summary>
    private void Rebuild(bool keepsOrder)
    {
        var shown = _matrix;
        _application = State.Application ?? Board.Environments.FirstOrDefault()?.Application;
        if (_application is null)
        {
            _matrix = new OverviewMatrix([], [], 0);
            return;
        }

        var ordered = OverviewMatrix.Build(Board, _application, State);
        // Only an order by verdicts changes with them.
        _longestName = Board.Components.Select(c => c.Name.Length).DefaultIfEmpty().Max();
        _longestOwner = State.Group == OverviewGrouping.Owner ? 0 : Board.Components.Select(c => c.Owner?.Length ?? 0).DefaultIfEmpty().Max();
        _matrix = keepsOrder && State.Sort == OverviewSort.Worst ? ordered.InOrderOf(shown) : ordered;
        _isOutOfOrder = !ReferenceEquals(_matrix, ordered);
        _cells = CountCells();
        _totals = BoardTotals.Of(Board.Stacks.Values.Where(s => _matrix.IsOfSeveral || s.Key.Application == _application));
    }

    /// <summary>What is selected belongs to what is listed: another search or order is another list.</summary>
    private string ListName => "matrix " + Links.Overview(State with { Application = _application, ByHand = false });

    /// <summary>The addresses of the cells; the rows' names stand before them.</summary>
    private IEnumerable<IReadOnlyList<string?>> Listed() => _matrix.Lines.Select(l => l.Row).OfType<MatrixRow>().Select(row => row.Cells.Select((cell, i) => cell switch
    {
        { Stack: { } stack } => Links.Stack(Board, stack.Key),
        { Parity: { } counts } => ParityAddress(row, _matrix.Columns[i].Pair! with { Application = row.Application }, counts),
        _ => null,
    }).ToArray());

    private int CountCells() => _matrix.Lines.Sum(l => l.Row?.Cells.Count(c => c.Stack is not null || c.Parity is not null) ?? 0);

    private bool HasManyColumns => _matrix.Columns.Length > FewColumns;

    private (int From, int End) DrawnColumns => HasManyColumns ? (Math.Min(_columns.From, _matrix.Columns.Length), Math.Min(_columns.End, _matrix.Columns.Length)) : (0, _matrix.Columns.Length);

    private static int WidthOf(MatrixColumn column) => column.Pair is null ? EnvironmentWidth : PairWidth;

    /// <summary>The columns in view and two on each side.</summary>
    private void ShowColumns(SidewaysView view)
    {
        var (right, from, end) = (FirstWidth, -1, _matrix.Columns.Length);
        for (var i = 0; i < _matrix.Columns.Length; i++)
        {
            right += WidthOf(_matrix.Columns[i]);
            if (from < 0 && right > view.Left)
                from = i;
            if (right > view.Left + view.Width)
            {
                end = i + 1;
                break;
            }
        }

        _columns = (Math.Max(0, from - 2), end + 2);
    }

    /// <summary>As on a wall: until everything was read once, a zero proves nothing and is not said.</summary>
    private int? Known(int count) => count > 0 || Board.Scan.LastFinishedAt is not null ? count : null;

    private Task ScanAsync() => Scans.RequestScanAsync(null, null, null);

    private RecentChange? ChangeOf(StackKey key) => Recent.Of(key, Now);

    private string? ChangeClass(RecentChange? change) => change is null ? null
        : !RecentChanges.Pulses(change, Now) ? "fresh-change"
        : change.Number % 2 == 0 ? "fresh-change pulse" : "fresh-change pulse again";

    private bool HasSeveralApplications => Board.Environments.Select(e => e.Application).Distinct().Skip(1).Any();

    private static string CellName(StackEvaluation stack, MatrixRow row) =>
        string.Join('/', new[] { stack.Key.Environment, row.Component, row.Region, row.Instance }.OfType<string>());
}
