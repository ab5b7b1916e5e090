using System.Globalization;
using System.Net;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Serves a <see cref="SandboxCloud"/> over the wire protocols of AWS.</summary>
public static class SandboxHost
{
    private const long LargestBody = 5 * 1024 * 1024;

    /// <summary>Builds the host; the caller starts and stops it. It inherits no settings, no environment variables and no logging.</summary>
    /// <remarks>
    /// Loopback only, since signatures are not verified: whoever reaches it may do everything. A Host header that is no loopback name is refused, so that
    /// a page in a browser cannot reach it through a name of its own.
    /// </remarks>
    /// <param name="cloud">What it serves.</param>
    /// <param name="urls">Loopback addresses, separated by semicolons: "http://127.0.0.1:5081"; port 0 picks a free one.</param>
    /// <param name="filled">Until it ends, whoever asks waits: what somebody made before the cloud is filled would be gone afterwards. Null: it is as it is.</param>
    /// <exception cref="ArgumentException">An address is not a loopback one.</exception>
    public static WebApplication Build(SandboxCloud cloud, string urls, Task? filled = null)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || !IsLoopback(address.Host))
                throw new ArgumentException($"The sandbox listens on loopback only; found '{url}', allowed is for example http://127.0.0.1:5081.", nameof(urls));
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(o =>
        {
            o.AddServerHeader = false;
            o.Limits.MaxRequestBodySize = LargestBody;
        });
        builder.WebHost.UseUrls(urls);
        var app = builder.Build();
        var dispatcher = new Dispatcher(cloud);
        app.Use(async (context, next) =>
        {
            if (filled is not null)
                await filled.WaitAsync(context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // Every answer of AWS says when it was made; what the cloud stamps has the same clock.
            context.Response.Headers.Date = cloud.Time.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
            await next(context);
        });
        app.Run(context => IsLoopback(context.Request.Host.Host) ? dispatcher.HandleAsync(context) : RefuseAsync(context));
        return app;
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
        return context.Response.WriteAsync("The sandbox answers to loopback names only.");
    }
}
