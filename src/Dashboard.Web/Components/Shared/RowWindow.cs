using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components.Shared;

/// <summary>What is visible of a pane that scrolls, in pixels.</summary>
/// <param name="Left">How far it is scrolled sideways.</param>
/// <param name="Width">How wide it is.</param>
public readonly record struct SidewaysView(double Left, double Width);

/// <summary>A row and its place among all of them.</summary>
/// <param name="Row">The row.</param>
/// <param name="Index">Its place, from 0.</param>
/// <typeparam name="TRow">A row's data.</typeparam>
public readonly record struct PlacedRow<TRow>(TRow Row, int Index);

/// <summary>Of very many rows of one height, those that are in view and some around them; the first ones with the first paint, before any script.</summary>
/// <remarks>
/// The framework's Virtualize draws no row before its script has measured the page, which costs a large overview its first paint. Here js/rows.js says
/// where the reader is only when the drawn rows come to their end (docs/decisions/0010-menus-and-rows-of-our-own.md).
/// </remarks>
/// <typeparam name="TRow">A row's data.</typeparam>
public sealed class RowWindow<TRow> : ComponentBase, IAsyncDisposable
{
    /// <summary>As many rows as most windows show: the first paint does not know how tall it is.</summary>
    private const int DrawnAtFirst = 40;

    /// <summary>Rows drawn ahead of the reader, and half as many behind.</summary>
    private const int Ahead = 60;

    private ElementReference _top;
    private DotNetObjectReference<RowWindow<TRow>>? _self;
    private int _first;
    private int _end = DrawnAtFirst;

    /// <summary>The rows that are drawn, by key, with their places: one that stays while the reader scrolls is not drawn anew.</summary>
    private Dictionary<object, (int Index, RenderFragment Row)> _drawn = [];

    /// <summary>Every row.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TRow> Items { get; set; } = [];

    /// <summary>How a row is drawn; or <see cref="Placed"/>.</summary>
    [Parameter]
    public RenderFragment<TRow> ChildContent { get; set; } = null!;

    /// <summary>How a row is drawn that tells its place.</summary>
    [Parameter]
    public RenderFragment<PlacedRow<TRow>>? Placed { get; set; }

    /// <summary>What a row is known by while rows come and go around it, so that the focus stays in it; null: its place in the list.</summary>
    [Parameter]
    public Func<TRow, object>? KeyOf { get; set; }

    /// <summary>The height of each row in pixels; the style sheet has the same.</summary>
    [Parameter, EditorRequired]
    public int RowHeight { get; set; }

    /// <summary>The element that stands for the rows that are not drawn: "tr" in a table.</summary>
    [Parameter]
    public string SpacerElement { get; set; } = "div";

    /// <summary>Raised when the pane is scrolled sideways or is as wide as never before.</summary>
    [Parameter]
    public EventCallback<SidewaysView> Sideways { get; set; }

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnParametersSet() => _drawn = [];

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var (first, end) = (Math.Clamp(_first, 0, Math.Max(0, Items.Count - 1)), Math.Min(_end, Items.Count));
        if (end - first < DrawnAtFirst)
            first = Math.Max(0, end - DrawnAtFirst);
        builder.OpenElement(0, SpacerElement);
        builder.AddAttribute(1, "aria-hidden", "true");
        builder.AddAttribute(2, "style", $"height: {first * RowHeight}px");
        builder.AddAttribute(3, "data-first", first);
        builder.AddAttribute(4, "data-end", end);
        builder.AddAttribute(5, "data-all", Items.Count);
        builder.AddAttribute(6, "class", "not-drawn");
        builder.AddAttribute(7, "data-script", "rows");
        builder.AddElementReferenceCapture(8, element => _top = element);
        builder.CloseElement();
        builder.OpenRegion(9);
        var drawn = new Dictionary<object, (int Index, RenderFragment Row)>();
        for (var i = first; i < end; i++)
        {
            // Two rows of one key would end the page.
            var key = KeyOf?.Invoke(Items[i]) is { } given && !drawn.ContainsKey(given) ? given : i;
            // Another row of the same key may have been drawn before.
            drawn[key] = _drawn.TryGetValue(key, out var before) && before.Index == i ? before : (i, Placed is { } placed ? placed(new(Items[i], i)) : ChildContent(Items[i]));
            builder.OpenComponent<WindowedRow>(0);
            builder.SetKey(key);
            builder.AddComponentParameter(1, nameof(WindowedRow.ChildContent), drawn[key].Row);
            builder.CloseComponent();
        }

        _drawn = drawn;
        builder.CloseRegion();
        builder.OpenElement(10, SpacerElement);
        builder.AddAttribute(11, "aria-hidden", "true");
        builder.AddAttribute(12, "style", $"height: {(Items.Count - end) * RowHeight}px");
        builder.AddAttribute(13, "class", "not-drawn");
        builder.AddAttribute(14, "data-rest", Items.Count - end);
        builder.CloseElement();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        await WorkbenchScript.CallModuleAsync(Script, Assets, "js/rows.js", "attach", _top, _self, RowHeight);
    }

    /// <summary>The reader has come to the end of what is drawn.</summary>
    /// <param name="first">The first row in view.</param>
    /// <param name="count">How many rows are in view.</param>
    /// <param name="isDownwards">Whether the reader goes down.</param>
    /// <param name="left">How far the pane is scrolled sideways, in pixels.</param>
    /// <param name="width">How wide it is, in pixels.</param>
    [JSInvokable]
    public async Task ShowAsync(int first, int count, bool isDownwards, double left, double width)
    {
        _first = Math.Max(0, first - (isDownwards ? Ahead / 2 : Ahead));
        _end = (int)Math.Min((long)first + count + (isDownwards ? Ahead : Ahead / 2), int.MaxValue);
        if (Sideways.HasDelegate)
            await Sideways.InvokeAsync(new SidewaysView(left, width));
        StateHasChanged();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _self?.Dispose();
        return ValueTask.CompletedTask;
    }
}
