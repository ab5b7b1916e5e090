using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>An HTTP server that answers as it is told, operation by operation. STS answers with the account that the access key names.</summary>
internal sealed class CannedAws : IAsyncDisposable
{
    public const string Account = "111111111111";
    public const string Region = "eu-west-1";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> _replies = new();
    private readonly ConcurrentDictionary<string, Reply> _last = new();

    private CannedAws(WebApplication app) => _app = app;

    public static AccountRegion Scope { get; } = new(Account, Region);

    public string Url => _app.Urls.Single();

    /// <summary>Everything that was asked, STS included, in order.</summary>
    public ConcurrentQueue<CannedRequest> Requests { get; } = new();

    /// <summary>Told of each request when it has come.</summary>
    public Action<CannedRequest>? OnRequest { get; set; }

    public IEnumerable<CannedRequest> Asked(string operation) => Requests.Where(r => r.Operation == operation);

    public static async Task<CannedAws> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new CannedAws(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync().Soon();
        return server;
    }

    /// <summary>What an operation answers, call by call; the last answer is repeated.</summary>
    public CannedAws On(string operation, params Reply[] replies)
    {
        _last[operation] = replies[^1];
        _replies[operation] = new(replies);
        return this;
    }

    /// <summary>A result of a query operation, wrapped as the service does.</summary>
    public CannedAws OnQuery(string operation, params string[] results) => On(operation, [.. results.Select(r => Reply.Query(operation, r))]);

    /// <summary>A source that reads this server as account 111111111111.</summary>
    public AwsLiveStateSource CreateSource(
        TimeProvider? time = null, TimeSpan? deadline = null, int retries = 0, SecretFingerprinter? fingerprinter = null, AwsAccountOptions? account = null)
    {
        account ??= AwsAccountOptions.Sandbox(Account, Url) with { CallsPerSecond = 100_000 };
        var options = new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Account, account), CallDeadline: deadline) { MaxRetries = retries };
        return new AwsLiveStateSource(options, fingerprinter ?? SecretFingerprinter.CreateRandom(), time ?? TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await _app.StopAsync(hurry.Token).Soon();
        await _app.DisposeAsync().AsTask().Soon();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var form = target.Length > 0
            ? JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)!.ToDictionary(m => m.Key, m => m.Value.ToString())
            : QueryHelpers.ParseQuery(body).ToDictionary(p => p.Key, p => p.Value.ToString());
        var operation = target.Length > 0 ? target[(target.LastIndexOf('.') + 1)..] : form["Action"];
        var request = new CannedRequest(operation, form, context.Request.Headers.Authorization.ToString(), context.Request.ContentType ?? "");
        Requests.Enqueue(request);
        OnRequest?.Invoke(request);

        var reply = _replies.TryGetValue(operation, out var queue) && queue.TryDequeue(out var next) ? next
            : _last.TryGetValue(operation, out var last) ? last
            : operation == "GetCallerIdentity" ? Reply.Query(operation, $"<Account>{request.AccessKey[^12..]}</Account>")
            : Reply.Error("InvalidAction", $"The canned server knows no {operation}.");
        reply.Reached.TrySetResult();
        context.Response.StatusCode = (int)reply.Status;
        context.Response.ContentType = reply.ContentType;
        if (!reply.IsForeign)
            context.Response.Headers["x-amzn-RequestId"] = "r-1";
        if (reply.Head)
            await context.Response.StartAsync(context.RequestAborted);
        await context.Response.WriteAsync(reply.Body, context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        for (var i = 0; reply.Drips is { } drips; i++)
        {
            await drips(i).WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync(" ", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        if (reply.Hangs)
        {
            var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        }
    }
}

/// <summary>What a client asked: the form of a query operation, or the members of a JSON document.</summary>
internal sealed record CannedRequest(string Operation, IReadOnlyDictionary<string, string> Form, string Authorization, string ContentType)
{
    // AWS4-HMAC-SHA256 Credential=SANDBOX111111111111/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=…
    private string[] Credential => Authorization.Split("Credential=")[1].Split(',')[0].Split('/');

    public string AccessKey => Credential[0];

    public string SignedRegion => Credential[2];

    public string SignedService => Credential[3];
}

/// <summary>One answer.</summary>
internal sealed record Reply(HttpStatusCode Status, string Body, string ContentType = "text/xml")
{
    /// <summary>Never ends the reply; with <see cref="Head"/> only after the headers and the body so far.</summary>
    public bool Hangs { get; init; }

    public bool Head { get; init; }

    /// <summary>What is waited for before each of the bytes that come for ever behind the body; null: none come.</summary>
    public Func<int, Task>? Drips { get; init; }

    /// <summary>Without the id that AWS gives to each request.</summary>
    public bool IsForeign { get; init; }

    /// <summary>Done once a request for it has come.</summary>
    public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static Reply Query(string operation, string result) => new(
        HttpStatusCode.OK,
        $"""<{operation}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><{operation}Result>{result}</{operation}Result><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></{operation}Response>""");

    public static Reply Error(string code, string message = "no", HttpStatusCode status = HttpStatusCode.BadRequest) => new(
        status, $"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error><RequestId>r-2</RequestId></ErrorResponse>");

    public static Reply Json(string body) => new(HttpStatusCode.OK, body, "application/x-amz-json-1.0");

    public static Reply JsonError(string code, string message = "no", HttpStatusCode status = HttpStatusCode.BadRequest) => new(
        status, JsonSerializer.Serialize(new Dictionary<string, string> { ["__type"] = "com.amazonaws.cloudcontrol#" + code, ["Message"] = message }), "application/x-amz-json-1.0");

    public static Reply Resource(string identifier, string properties) => Json(JsonSerializer.Serialize(
        new { TypeName = "T", ResourceDescription = new { Identifier = identifier, Properties = properties } }));
}
