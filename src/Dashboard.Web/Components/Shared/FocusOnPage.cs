using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Dashboard.Web.Components.Shared;

/// <summary>Gives the focus to the heading of a page that the reader has come to, but takes it from nobody who types, has a menu or a dialog open, or was quicker than the page. In another state of the same page whoever has it keeps it; where what had it has gone, the heading gets it.</summary>
/// <remarks>The framework's FocusOnNavigate takes it in any case, and a menu that loses the focus closes.</remarks>
public sealed class FocusOnPage : ComponentBase
{
    private Type? _shown;
    private bool _isAnother;
    private bool _hasMoved;

    /// <summary>Which page is shown.</summary>
    [Parameter, EditorRequired]
    public RouteData RouteData { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _isAnother |= _shown is not null && _shown != RouteData.PageType;
        (_hasMoved, _shown) = (true, RouteData.PageType);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_hasMoved)
            return;
        var keeps = !_isAnother;
        (_hasMoved, _isAnother) = (false, false);
        await WorkbenchScript.CallAsync(Script, Assets, "focusPage", keeps);
    }
}
