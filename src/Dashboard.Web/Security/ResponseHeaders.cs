using System.Globalization;
using Microsoft.AspNetCore.StaticAssets;

namespace Dashboard.Web.Security;

/// <summary>The headers that every answer carries.</summary>
internal static class ResponseHeaders
{
    private const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self'; "
        + "frame-ancestors 'none'; form-action 'self'; connect-src 'self'";

    /// <summary>Adds the content security policy and its companions; pages and API answers are never stored, static assets keep their own rule.</summary>
    public static void UseResponseHeaders(this WebApplication app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state => Set((HttpContext)state), context);
        return next(context);
    });

    private static Task Set(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy + LiveConnection(context.Request);
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    /// <summary>Older browsers do not take 'self' for WebSockets. The host has passed the list of allowed ones by now.</summary>
    private static string LiveConnection(HttpRequest request)
    {
        var scheme = request.IsHttps ? "wss" : "ws";
        var port = request.Host.Port is { } number ? ":" + number.ToString(CultureInfo.InvariantCulture) : "";
        return Uri.CheckHostName(request.Host.Host.Trim('[', ']')) == UriHostNameType.Unknown ? "" : $" {scheme}://{request.Host.Host}{port}";
    }
}
