using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Pages;

/// <summary>One stack: its resources, what differs in each of them, and the lines of the repository that say otherwise.</summary>
public sealed partial class StackPage : LivePage<StackState>
{
    /// <summary>Pixels; the style sheet has the same.</summary>
    private const int ItemHeight = 28;

    private StackEvaluation? _stack;
    private ResourceEvaluation? _resource;
    private HashSet<ResourceAddress> _separated = [];
    private List<ResourceEvaluation> _listed = [];
    private PropertyRows _rows = new([], [], []);
    private PropertyPath? _path;
    private PropertyPath? _missing;
    private StackSources _sources = null!;
    private readonly Dictionary<ResourceAddress, (int Place, int Count)> _places = [];
    private ResourceAddress? _tabStop;
    private ElementReference _list;
    private ResourceAddress? _shown;
    private string? _position;
    private DifferenceStep? _previous;
    private DifferenceStep? _next;
    private bool _hasNewChoices;
    private StackState? _chosen;

    /// <summary>The application.</summary>
    [Parameter]
    public string Application { get; set; } = "";

    /// <summary>The environment.</summary>
    [Parameter]
    public string Environment { get; set; } = "";

    /// <summary>The component.</summary>
    [Parameter]
    public string Component { get; set; } = "";

    [Inject]
    private IStackDetails Details { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private RecentChanges Recent { get; set; } = null!;

    [Inject]
    private ITemplateHistory History { get; set; } = null!;

    [Inject]
    private ComparisonMemory Memory { get; set; } = null!;

    /// <summary>In which form the comparison is shown.</summary>
    private ComparisonChoices Choices => State.Choices.Or(Memory.Remembered);

    private List<StackKey> Siblings =>
    [
        .. Board.Stacks.Keys.Where(k => k.Application == Application && k.Component == Component)
            .OrderBy(k => k.ToString(), StringComparer.Ordinal),
    ];

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _sources = new StackSources(Details, History);
    }

    /// <inheritdoc />
    protected override void OnBoardChanged(DriftChange change)
    {
        Recent.Observe(change, Now);
        Select();
    }

    /// <inheritdoc />
    protected override void OnStateChanged()
    {
        // Who is led to a line has not chosen to read templates from now on.
        _hasNewChoices |= State is { File: null, At: null } && Memory.Remember(State.Choices);
        Select();
    }

    /// <inheritdoc />
    protected override void OnAfterRender(bool firstRender)
    {
        base.OnAfterRender(firstRender);
        if (_stack is not { } stack || _resource is not { } resource)
            return;
        if (stack.Status != Status.Scanning && (State.Resource is null || Memory.Say(State.Choices) != State.Choices))
            Settle(resource);
        else
            _ = LoadAsync(stack, resource);
    }

    /// <summary>What the page and the browser have chosen becomes part of the address: it is chosen once, stays whatever the board says next, and is the same where somebody else follows the address.</summary>
    private void Settle(ResourceEvaluation resource)
    {
        var settled = State with { Choices = Memory.Say(State.Choices) };
        if (State.Resource is null)
        {
            settled = settled with { Resource = resource.Address.Path, Path = _path?.ToString(), Item = ItemOf(_path) };
            if (State.Path is null)
                _chosen = settled;
        }

        Go(settled, replace: true);
    }

    private void Toggle(string part) => Go(State with { Opened = State.Opened.Toggle(part) }, replace: true);

    /// <summary>Whether the reader has asked for the property, so that it gets the focus.</summary>
    private bool IsAsked => State.Path is not null && !(State.Resource == _chosen?.Resource && State.Path == _chosen?.Path && State.Item == _chosen?.Item);

    /// <summary>The selected resource comes into view once; a reader who has scrolled on stays there.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        await base.OnAfterRenderAsync(firstRender);
        if (_hasNewChoices)
        {
            _hasNewChoices = false;
            await WorkbenchScript.CallModuleAsync(Script, Assets, WorkbenchScript.Page, "rememberComparison", Memory.Remembered.Format());
        }

        if (_resource?.Address is not { } address || address == _shown || _list.Id is null)
            return;
        _shown = address;
        var index = _listed.FindIndex(r => r.Address == address);
        if (index >= 0)
            await WorkbenchScript.CallAsync(Script, Assets, "showItem", _list, index, ItemHeight);
    }

    /// <inheritdoc />
    protected override ValueTask DisposeCoreAsync()
    {
        _sources.Dispose();
        return base.DisposeCoreAsync();
    }

    private async Task LoadAsync(StackEvaluation stack, ResourceEvaluation resource)
    {
        var paths = _rows.Differing.Select(r => r.Path).ToList();
        if (_path is { } selected)
            paths.Insert(0, selected);
        if (paths.Count == 0)
            paths.Add(PropertyPath.Root);
        await _sources.LoadAsync(stack, resource, paths, new TemplateWish(State.At, State.File, Choices.View == ComparisonView.Template), StateHasChanged, Gone);
    }

    private void Select()
    {
        var selection = StackSelection.Of(Board, Application, Environment, Component, State);
        _stack = selection?.Stack;
        if (_stack is { } stack)
            Recent.See(stack.Key);
        _listed = _stack is null ? [] : [.. _stack.Resources.Where(IsListed)];
        _resource = selection?.Resource;
        _tabStop = (_listed.Find(IsSelected) ?? _listed.FirstOrDefault())?.Address;
        _separated = _stack is null ? [] : [.. ProblemBook.Of(Board, Application).TakeWhile(p => p.Separation is not null).Where(p => p.Stack!.Key == _stack.Key).Select(p => p.Resource?.Address).OfType<ResourceAddress>()];
        CountPlaces();
        _rows = selection?.Rows ?? new PropertyRows([], [], []);
        _path = selection?.Path;
        _missing = selection is { IsPropertyMissing: true } ? _path : null;
        _position = _stack is null ? null : DifferenceWalk.PositionOf(_stack, _resource?.Address, _path);
        _previous = DifferenceWalk.From(Board, Location, -1);
        _next = DifferenceWalk.From(Board, Location, 1);
    }

    /// <summary>Where each listed resource stands among those of its own stack.</summary>
    private void CountPlaces()
    {
        _places.Clear();
        foreach (var siblings in _listed.GroupBy(r => IsUnmanaged(r) ? "" : r.Address.Path[..(r.Address.Path.LastIndexOf('/') + 1)]))
        {
            var count = siblings.Count();
            foreach (var (place, resource) in siblings.Index())
                _places[resource.Address] = (place + 1, count);
        }
    }

    private (int Place, int Count) PlaceOf(ResourceEvaluation resource) => _places.GetValueOrDefault(resource.Address, (1, 1));

    private bool IsListed(ResourceEvaluation resource) =>
        (State.Show switch { ResourceFilter.Drift => resource.IsDrifted, ResourceFilter.ToRelease => resource.PendingChanges > 0, ResourceFilter.Unverified => IsUnverified(resource), ResourceFilter.Undeclared => PropertyRows.HasUndeclared(resource), _ => true })
        && (State.Text.Length == 0
            || resource.Address.Path.Contains(State.Text, StringComparison.OrdinalIgnoreCase)
            || resource.Type.Contains(State.Text, StringComparison.OrdinalIgnoreCase));

    private static bool IsUnverified(ResourceEvaluation resource) =>
        resource.Status is Status.Unknown or Status.NotChecked or Status.Unsupported or Status.Scanning || resource.Unverified.Length > 0;

    private bool IsSelected(ResourceEvaluation resource) => resource.Address == _resource?.Address;

    private string? ItemOf(PropertyPath? path) => StackSelection.ItemOf(path, _rows.Differing.Select(r => r.Path));

    /// <summary>What is selected belongs to what is listed: another stack, filter or search is another list.</summary>
    private string ListName => "resources " + Links.Stack(Application, Environment, Component, new StackState(State.Region, State.Instance, Show: State.Show, Text: State.Text));

    private IEnumerable<IReadOnlyList<string?>> Listed() => _listed.Select(r => new[] { ResourceAddress(r) });

    private string ResourceAddress(ResourceEvaluation resource) => Links.Stack(Application, Environment, Component, new StackState(State.Region, State.Instance, resource.Address.Path));

    private string Address(StackState state) => Links.Stack(Application, Environment, Component, state);
}
