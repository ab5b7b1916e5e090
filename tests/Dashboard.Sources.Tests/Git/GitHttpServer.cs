using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Sources.Tests.Git;

/// <summary>A real git host on loopback: git's own <c>http-backend</c> behind Kestrel, with basic authentication.</summary>
internal sealed class GitHttpServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _root;

    private GitHttpServer(WebApplication app, string root)
    {
        _app = app;
        _root = root;
        app.Run(ServeAsync);
    }

    /// <summary>Who may read; null: everybody.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>What happens in the place of an answer; null: nothing else does.</summary>
    public Func<HttpContext, Task<bool>>? Interfere { get; set; }

    /// <summary>Method and path of every request, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The address of a folder below the root.</summary>
    public string Url(string folder) => $"{_app.Urls.First()}/{folder}";

    /// <param name="root">The folder with the repositories.</param>
    /// <param name="certificate">What it proves itself with over TLS; null: it speaks plain http.</param>
    public static async Task<GitHttpServer> StartAsync(string root, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"{(certificate is null ? "http" : "https")}://127.0.0.1:0");
        if (certificate is not null)
            builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.ConfigureHttpsDefaults(h => h.ServerCertificate = certificate));
        builder.Logging.ClearProviders();
        var server = new GitHttpServer(builder.Build(), root);
        await server._app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        if (Login is var (user, password) && context.Request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"test\"";
            return;
        }

        if (Interfere is { } interfere && await interfere(context))
            return;
        await RunBackendAsync(context);
    }

    private async Task RunBackendAsync(HttpContext context)
    {
        var start = new ProcessStartInfo("git", "http-backend") { RedirectStandardInput = true, RedirectStandardOutput = true };
        var request = context.Request;
        foreach (var (name, value) in new[]
        {
            ("GIT_PROJECT_ROOT", _root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", request.Path.Value!), ("QUERY_STRING", request.QueryString.Value?.TrimStart('?') ?? ""),
            ("REQUEST_METHOD", request.Method), ("CONTENT_TYPE", request.ContentType ?? ""), ("HTTP_CONTENT_ENCODING", request.Headers.ContentEncoding.ToString()),
            ("GIT_PROTOCOL", request.Headers["Git-Protocol"].ToString()), ("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "safe.directory"), ("GIT_CONFIG_VALUE_0", "*"),
        })
            start.Environment[name] = value;
        if (request.ContentLength is { } length)
            start.Environment["CONTENT_LENGTH"] = length.ToString(CultureInfo.InvariantCulture);
        using var process = Process.Start(start)!;
        await request.Body.CopyToAsync(process.StandardInput.BaseStream, context.RequestAborted);
        process.StandardInput.Close();
        var output = process.StandardOutput.BaseStream;
        for (var line = await LineAsync(output); line.Length > 0; line = await LineAsync(output))
        {
            var (name, value) = (line[..line.IndexOf(':', StringComparison.Ordinal)], line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim());
            if (name == "Status")
                context.Response.StatusCode = int.Parse(value[..3], CultureInfo.InvariantCulture);
            else
                context.Response.Headers[name] = value;
        }

        await output.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one) == 1 && one[0] != '\n')
            line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
