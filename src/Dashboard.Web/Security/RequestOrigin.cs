using Dashboard.Web.Api;
using Microsoft.AspNetCore.Http.Features;

namespace Dashboard.Web.Security;

/// <summary>Refuses what a page of another site may have sent: no browser applies the same-origin policy to WebSockets, or to simple POSTs.</summary>
internal static class RequestOrigin
{
    /// <summary>What a proxy brings from elsewhere reaches the webhooks alone, whatever the proxy is told to forward: everything else has no password.</summary>
    public static void UseLocalCheck(this WebApplication app) => app.Use(static (context, next) =>
        !IsForwarded(context.Request) || context.Request.Path.Equals(HookEndpoints.Address, StringComparison.OrdinalIgnoreCase)
            ? next(context)
            : ProblemReplies.WriteAsync(context, StatusCodes.Status403Forbidden, $"A request that a proxy forwards is refused: nothing here asks for a password. Let the proxy forward POST {HookEndpoints.Address} alone."));

    private static bool IsForwarded(HttpRequest request) =>
        request.Headers.Keys.Any(static k => k.Equals("Forwarded", StringComparison.OrdinalIgnoreCase) || k.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase));

    /// <summary>Every WebSocket, every request other than GET, and everything on the live connections must have an Origin equal to its Host, or none.</summary>
    public static void UseOriginCheck(this WebApplication app) => app.Use(static (context, next) =>
        !IsGuarded(context) || IsOwn(context.Request)
            ? next(context)
            : ProblemReplies.WriteAsync(context, StatusCodes.Status403Forbidden, "A request with the Origin of another site is refused."));

    private static bool IsGuarded(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method)
        || context.Request.Headers.Upgrade.Count > 0
        || context.Features.Get<IHttpExtendedConnectFeature>()?.IsExtendedConnect == true
        || context.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase)
        || context.Request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(HttpRequest request) => request.Headers.Origin switch
    {
        [] => true,
        [var origin] => string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
