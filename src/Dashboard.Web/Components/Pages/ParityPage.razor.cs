using System.Globalization;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Pages;

/// <summary>Two environments side by side: what differs, and what accounts for it.</summary>
public sealed partial class ParityPage : LivePage<ParityState>
{
    private ParityEvaluation? _parity;
    private List<ParityRow> _rows = [];
    private const int MostSeparations = 3;

    private List<ParityItem> _separations = [];
    private int _units;
    private ParityCounts _counts;
    private ParityItem? _unit;
    private DifferenceStep? _previous;
    private DifferenceStep? _next;
    private bool _hasNewChoices;

    /// <summary>The application.</summary>
    [Parameter]
    public string Application { get; set; } = "";

    /// <summary>The environment that promotes.</summary>
    [Parameter]
    public string From { get; set; } = "";

    /// <summary>The environment that it promotes into.</summary>
    [Parameter]
    public string To { get; set; } = "";

    [Inject]
    private IScanControls Scans { get; set; } = null!;

    [Inject]
    private ComparisonMemory Memory { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <summary>In which form the comparison is shown.</summary>
    private ComparisonChoices Choices => State.Choices.Or(Memory.Remembered);

    private ParityKey Pair => new(Application, From, To);

    private bool BothExist =>
        Board.Environments.Any(e => e.Application == Application && e.Name == From) && Board.Environments.Any(e => e.Application == Application && e.Name == To);

    /// <summary>The share of equal units among those that could be compared; cut, so that it says 100 % of nothing less.</summary>
    private string Share
    {
        get
        {
            var counts = _parity!.Counts;
            var compared = counts.Equal + counts.Declared + counts.Configured + counts.Pending + counts.Unexplained;
            return compared == 0 ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000.0 * counts.Equal / compared) / 10:0.#} %");
        }
    }

    /// <summary>How old the judgement looks, with everything that it rests on.</summary>
    private ParityAge Age => ParityAges.Of(Board, Pair, Now);

    /// <inheritdoc />
    protected override void OnBoardChanged(DriftChange change)
    {
        if (change.IsSnapshot || change.Parity.Contains(Pair))
            Select();
    }

    /// <inheritdoc />
    protected override void OnStateChanged()
    {
        _hasNewChoices |= Memory.Remember(State.Choices);
        Select();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (_unit is not null && Memory.Say(State.Choices) is var said && said != State.Choices)
            Go(State with { Choices = said }, replace: true);
        if (!_hasNewChoices)
            return;
        _hasNewChoices = false;
        await WorkbenchScript.CallModuleAsync(Script, Assets, WorkbenchScript.Page, "rememberComparison", Memory.Remembered.Format());
    }

    private void Select()
    {
        _parity = Board.Parity.GetValueOrDefault(Pair);
        _rows = _parity is null ? [] : ParityRows.Build(_parity, State);
        // The piles hold what is listed: of one component alone where the page is narrowed to it.
        _counts = _parity is null ? default : State.Scope is null ? _parity.Counts : ParityCounts.Of(_parity.Items.Where(State.IsOf));
        _separations = _parity is null ? [] : [.. _parity.Items.Where(i => i.IsOpenSeparation)];
        _units = _rows.Count(r => !r.IsHead);
        _unit = State.Unit is { } asked ? _parity?.Items.FirstOrDefault(i => ParityState.UnitOf(i) == asked) : null;
        _previous = _unit is null ? null : DifferenceWalk.From(Board, Location, -1);
        _next = _unit is null ? null : DifferenceWalk.From(Board, Location, 1);
    }

    /// <summary>What is selected belongs to what is listed: another pile or search is another list.</summary>
    private string ListName => "parity " + Address(State with { Unit = null, Choices = default, Sort = default, Opened = default });

    private IEnumerable<string> Listed() => _rows.Where(r => !r.IsHead).Select(r => UnitAddress(r.Item));

    private string UnitAddress(ParityItem item) => Address(State with { Unit = ParityState.UnitOf(item), Choices = default, Sort = default, Opened = default });

    private string Address(ParityState state) => Links.Parity(Pair, state);
}
