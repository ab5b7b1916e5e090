using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Dashboard.Web.Components;

/// <summary>Calls into wwwroot/js/workbench.js: the module that the page has loaded already.</summary>
internal static class WorkbenchScript
{
    /// <summary>Calls a function; a page that has gone meanwhile needs no answer.</summary>
    public static async Task CallAsync(IJSRuntime script, ResourceAssetCollection assets, string function, params object?[] arguments)
    {
        try
        {
            await using var module = await script.InvokeAsync<IJSObjectReference>("import", $"./{assets["js/workbench.js"]}");
            await module.InvokeVoidAsync(function, arguments);
        }
        catch (Exception e) when (e is JSDisconnectedException or OperationCanceledException)
        {
            // The page went.
        }
    }
}
