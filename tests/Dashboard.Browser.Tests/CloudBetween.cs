using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dashboard.Browser.Tests;

/// <summary>Stands between a server and its cloud and hands on what they say, until it is told to say of an account's stacks that they are being deployed, or to say nothing at all.</summary>
internal sealed class CloudBetween : IAsyncDisposable
{
    /// <summary>Of a connection, not of what is said over it.</summary>
    private static readonly HashSet<string> OfConnection = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Content-Length", "Transfer-Encoding", "Accept-Encoding", "Expect" };

    private readonly HttpClient _cloud;
    private readonly WebApplication _host;

    // Ends when the cloud speaks.
    private volatile TaskCompletionSource _speaks = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string? _deploying;

    private CloudBetween(string cloud)
    {
        _cloud = new HttpClient { BaseAddress = new Uri(cloud) };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _host = builder.Build();
        _host.Run(AnswerAsync);
        _speaks.SetResult();
    }

    /// <summary>Where it is.</summary>
    public string Url => _host.Urls.First();

    /// <summary>Begins to hand on.</summary>
    /// <param name="cloud">The cloud's own address.</param>
    public static async Task<CloudBetween> StartAsync(string cloud)
    {
        var between = new CloudBetween(cloud);
        await between._host.StartAsync();
        return between;
    }

    /// <summary>From now on the stacks of an account are being deployed; null: they are what they are.</summary>
    public void Deploy(string? account) => _deploying = account;

    /// <summary>From now on no call is answered, until the cloud speaks again.</summary>
    public void FallSilent() => _speaks = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Answers what was asked meanwhile, and whatever is asked from now on.</summary>
    public void Speak() => _speaks.TrySetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Speak();
        await _host.DisposeAsync();
        _cloud.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await _speaks.Task.WaitAsync(context.RequestAborted);
        var (asked, answer) = (context.Request, context.Response);
        using var request = new HttpRequestMessage(new HttpMethod(asked.Method), asked.Path + asked.QueryString) { Content = new StreamContent(asked.Body) };
        foreach (var (name, value) in asked.Headers.Where(h => !OfConnection.Contains(h.Key)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray()))
                request.Content.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        using var reply = await _cloud.SendAsync(request, context.RequestAborted);
        var text = await reply.Content.ReadAsStringAsync(context.RequestAborted);
        if (_deploying is { } account && asked.Headers.Authorization.ToString().Contains($"SANDBOX{account}/", StringComparison.Ordinal))
            text = text.Replace("<StackStatus>CREATE_COMPLETE</StackStatus>", "<StackStatus>UPDATE_IN_PROGRESS</StackStatus>", StringComparison.Ordinal);
        answer.StatusCode = (int)reply.StatusCode;
        foreach (var (name, value) in reply.Headers.Concat(reply.Content.Headers).Where(h => !OfConnection.Contains(h.Key)))
            answer.Headers[name] = value.ToArray();
        await answer.WriteAsync(text, context.RequestAborted);
    }
}
