using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Stands before a cloud and passes everything on, until it is told to do something else with some calls.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private static readonly string[] OwnHeaders = ["Transfer-Encoding", "Connection", "Server"];

    private readonly WebApplication _app;
    private readonly string _cloud;
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly ConcurrentDictionary<string, Task<(int Status, List<(string Name, string Value)> Headers, byte[] Body)>> _remembered = new();
    private int _calls;

    private FaultProxy(WebApplication app, string cloud)
    {
        _app = app;
        _cloud = cloud;
        app.Run(ServeAsync);
    }

    /// <summary>Whether a call is hit: its number and its operation ("DescribeStacks", "GetResource").</summary>
    public Func<int, string, bool> Hits { get; set; } = static (_, _) => false;

    /// <summary>What happens to a call that is hit, in the place of its answer.</summary>
    public Func<ProxiedCall, Task> Fault { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whether what was asked once is answered from memory from then on: before a cloud that is slow, and that nobody changes.</summary>
    public bool Remembers { get; init; }

    /// <summary>The operations of all calls, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>How many calls were hit.</summary>
    public int Hit { get; private set; }

    public string Url => _app.Urls.Single();

    public static async Task<FaultProxy> StartAsync(string cloud, bool remembers = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var proxy = new FaultProxy(builder.Build(), cloud) { Remembers = remembers };
        await proxy._app.StartAsync().Soon();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(hurry.Token).Soon();
        await _app.DisposeAsync().AsTask().Soon();
        _http.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var text = System.Text.Encoding.UTF8.GetString(body.ToArray());
        var (operation, isJson) = OperationOf(context.Request, text);
        Asked.Enqueue(operation);
        var call = new ProxiedCall(context, operation, isJson, () => AnswerOfAsync(context.Request, body.ToArray(), context.RequestAborted)) { Body = text };
        if (!Hits(Interlocked.Increment(ref _calls), operation))
        {
            await call.PassOnAsync();
            return;
        }

        lock (_http)
            Hit++;
        try
        {
            await Fault(call);
        }
        catch (OperationCanceledException)
        {
            // The reader has given up.
        }
    }

    /// <summary>"GetQueueAttributes"; "GET /bucket?versioning" of what is asked by address.</summary>
    private static (string Operation, bool IsJson) OperationOf(HttpRequest request, string body)
    {
        if (request.Headers["X-Amz-Target"].ToString() is { Length: > 0 } target)
            return (target[(target.LastIndexOf('.') + 1)..], true);
        var action = Regex.Match(body, "(?:^|&)Action=([A-Za-z]+)").Groups[1].Value;
        return action.Length > 0
            ? (action, false)
            : ($"{request.Method} {request.Path}{request.QueryString}", request.QueryString.Value == "?policy" || SignedFor(request).Contains("/lambda/", StringComparison.Ordinal));
    }

    // "AWS4-HMAC-SHA256 Credential=AKIA…/20260101/eu-west-1/sqs/aws4_request, …"
    private static string SignedFor(HttpRequest request) => request.Headers.Authorization.ToString().Split(',')[0];

    private Task<(int Status, List<(string Name, string Value)> Headers, byte[] Body)> AnswerOfAsync(HttpRequest request, byte[] body, CancellationToken cancellation)
    {
        if (!Remembers)
            return ForwardAsync(request, body, cancellation);
        var question = $"{SignedFor(request)} {request.Headers["X-Amz-Target"]} {request.Method} {request.Path}{request.QueryString} {System.Text.Encoding.UTF8.GetString(body)}";
        return _remembered.GetOrAdd(question, _ => AskAsync());

        // A cloud that stumbles under load is asked twice before that is remembered.
        async Task<(int Status, List<(string Name, string Value)> Headers, byte[] Body)> AskAsync() =>
            await ForwardAsync(request, body, CancellationToken.None) is { Status: < 500 } answer ? answer : await ForwardAsync(request, body, CancellationToken.None);
    }

    private async Task<(int Status, List<(string Name, string Value)> Headers, byte[] Body)> ForwardAsync(HttpRequest request, byte[] body, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), _cloud + request.Path + request.QueryString) { Content = new ByteArrayContent(body) };
        foreach (var (name, values) in request.Headers)
        {
            if (name is "Host" || OwnHeaders.Contains(name))
                continue;
            if (!message.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
                message.Content.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        using var answer = await _http.SendAsync(message, cancellation);
        return (
            (int)answer.StatusCode,
            [.. answer.Headers.Concat(answer.Content.Headers).Where(h => !OwnHeaders.Contains(h.Key) && h.Key != "Content-Length").Select(h => (h.Key, string.Join(',', h.Value)))],
            await answer.Content.ReadAsByteArrayAsync(cancellation));
    }
}

/// <summary>A call that the proxy was told to hit.</summary>
/// <param name="Context">The request and its answer.</param>
/// <param name="Operation">What is asked.</param>
/// <param name="IsJson">Whether the answer is JSON; else it is XML.</param>
/// <param name="Forward">What the cloud answers.</param>
internal sealed record ProxiedCall(HttpContext Context, string Operation, bool IsJson, Func<Task<(int Status, List<(string Name, string Value)> Headers, byte[] Body)>> Forward)
{
    /// <summary>What is asked, as sent.</summary>
    public string Body { get; init; } = "";

    /// <summary>Answers what the cloud answers.</summary>
    public async Task PassOnAsync()
    {
        var (status, headers, bytes) = await Forward();
        Context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
            Context.Response.Headers[name] = value;
        await Context.Response.Body.WriteAsync(bytes, Context.RequestAborted);
    }

    /// <summary>Answers with a text.</summary>
    public async Task AnswerAsync(int status, string type, string body)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = type;
        await Context.Response.WriteAsync(body, Context.RequestAborted);
    }

    /// <summary>Answers with an error as the service writes it.</summary>
    public Task RefuseAsync(int status, string code, string message = "because") => IsJson
        ? AnswerAsync(status, "application/x-amz-json-1.0", $$"""{"__type": "{{code}}", "message": "{{message}}"}""")
        : AnswerAsync(status, "text/xml", $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>");
}
