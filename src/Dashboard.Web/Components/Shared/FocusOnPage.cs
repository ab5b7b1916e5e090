using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using RouteData = Microsoft.AspNetCore.Components.RouteData;

namespace Dashboard.Web.Components.Shared;

/// <summary>Gives the focus to the heading of a page that the reader has come to, but takes it from nobody who types, has a menu or a dialog open, or was quicker than the page.</summary>
/// <remarks>The framework's FocusOnNavigate takes it in any case, and a menu that loses the focus closes.</remarks>
public sealed class FocusOnPage : ComponentBase
{
    private Type? _shown;
    private bool _isNew;
    private bool _isFirst;

    /// <summary>Which page is shown.</summary>
    [Parameter, EditorRequired]
    public RouteData RouteData { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_shown == RouteData.PageType)
            return;
        (_isFirst, _isNew, _shown) = (_shown is null, true, RouteData.PageType);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_isNew)
            return;
        _isNew = false;
        await WorkbenchScript.CallAsync(Script, Assets, "focusPage", _isFirst);
    }
}
