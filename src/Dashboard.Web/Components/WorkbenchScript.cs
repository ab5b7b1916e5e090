using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components;

/// <summary>Calls into the workbench's modules in wwwroot/js: the ones that the page has loaded already.</summary>
internal static class WorkbenchScript
{
    /// <summary>Panes, their sizes and which are closed.</summary>
    public const string Layout = "js/layout.js";

    /// <summary>Keys, dialogs and what a browser tab remembers.</summary>
    public const string Keys = "js/keys.js";

    /// <summary>The choice of theme.</summary>
    public const string Page = "js/page.js";

    /// <summary>Calls a function of js/workbench.js; a page that has gone meanwhile needs no answer.</summary>
    public static Task CallAsync(IJSRuntime script, ResourceAssetCollection assets, string function, params object?[] arguments) =>
        CallModuleAsync(script, assets, "js/workbench.js", function, arguments);

    /// <summary>Calls a function of a module; a page that has gone meanwhile needs no answer.</summary>
    public static async Task CallModuleAsync(IJSRuntime script, ResourceAssetCollection assets, string moduleName, string function, params object?[] arguments)
    {
        try
        {
            await using var module = await script.InvokeAsync<IJSObjectReference>("import", $"./{assets[moduleName]}");
            await module.InvokeVoidAsync(function, arguments);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The page went, or what it was to call back.
        }
    }

    /// <summary>Asks a function of a module; the default where the page has gone meanwhile.</summary>
    public static async Task<T?> AskModuleAsync<T>(IJSRuntime script, ResourceAssetCollection assets, string moduleName, string function, params object?[] arguments)
    {
        try
        {
            await using var module = await script.InvokeAsync<IJSObjectReference>("import", $"./{assets[moduleName]}");
            return await module.InvokeAsync<T>(function, arguments);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            return default;
        }
    }
}
