using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Benchmarks.Walls;

/// <summary>A wall, or another screen, without a browser: it loads the page, starts its circuit, acknowledges what is drawn, and draws nothing.</summary>
internal sealed partial class HeadlessWall : IAsyncDisposable
{
    /// <summary>The framework's JSCallResultType.JSObjectReference.</summary>
    private const int JavaScriptObject = 1;

    private readonly HubConnection _connection;
    private readonly TaskCompletionSource _isLive = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action<byte[]>? _drawn;

    private HeadlessWall(Uri address) => _connection = new HubConnectionBuilder()
        .WithUrl(new Uri(address, "/_blazor"), HttpTransportType.WebSockets, o => o.SkipNegotiation = true)
        .ConfigureHub().Build();

    /// <summary>Raised with the bytes of every batch that the server has drawn.</summary>
    public event Action<byte[]> Drawn
    {
        add => _drawn += value;
        remove => _drawn -= value;
    }

    /// <summary>Bytes of the page and of the batches so far.</summary>
    public long PageBytes { get; private set; }

    /// <summary>Opens a wall; returns when it has drawn itself for the first time.</summary>
    public static async Task<HeadlessWall> OpenAsync(HttpClient http, Uri page, CancellationToken cancellation)
    {
        var html = await http.GetStringAsync(page, cancellation);
        var wall = new HeadlessWall(page) { PageBytes = html.Length };
        try
        {
            await wall.StartAsync(html, page, cancellation);
            return wall;
        }
        catch
        {
            await wall.DisposeAsync();
            throw;
        }
    }

    private async Task StartAsync(string html, Uri page, CancellationToken cancellation)
    {
        _connection.On<int, byte[]>("JS.RenderBatch", OnDrawnAsync);
        _connection.On<long, string, string, int, long, int>("JS.BeginInvokeJS", (task, _, _, result, _, _) => OnCalledAsync(task, result));
        _connection.On<int, string>("JS.AttachComponent", static (_, _) => { });
        _connection.On<string>("JS.Error", error => _isLive.TrySetException(new InvalidOperationException($"The circuit ended: {error}")));
        await _connection.StartAsync(cancellation);
        var state = State().Match(html).Groups[1].Value;
        var id = await _connection.InvokeAsync<string?>("StartCircuit", new Uri(page, "/").ToString(), page.ToString(), "[]", state, cancellation);
        if (id is null)
            throw new InvalidOperationException("The server refused the circuit.");
        var operations = Marker().Matches(html).Select(m => m.Groups[1].Value).Where(m => m.Contains("\"descriptor\"", StringComparison.Ordinal))
            .Select((marker, i) => new { type = "add", ssrComponentId = i + 1, marker = JsonDocument.Parse(marker).RootElement });
        await _connection.SendAsync("UpdateRootComponents", JsonSerializer.Serialize(new { batchId = 1, operations }), state, cancellation);
        await _isLive.Task.WaitAsync(cancellation);
    }

    private async Task OnDrawnAsync(int batch, byte[] content)
    {
        _drawn?.Invoke(content);
        await _connection.SendAsync("OnRenderCompleted", (long)batch, null);
        _isLive.TrySetResult();
    }

    /// <summary>Nothing comes of a call; a script that is imported is an object.</summary>
    private Task OnCalledAsync(long task, int result) => task == 0 ? Task.CompletedTask
        : _connection.SendAsync("EndInvokeJSFromDotNet", task, true, result == JavaScriptObject ? $"[{task},true,{{\"__jsObjectId\":{task}}}]" : $"[{task},true,null]");

    public async ValueTask DisposeAsync() => await _connection.DisposeAsync();

    [GeneratedRegex("<!--Blazor:(\\{.*?\\})-->", RegexOptions.Singleline)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->", RegexOptions.Singleline)]
    private static partial Regex State();
}

/// <summary>Exchanges the protocol of a hub connection.</summary>
internal static class HubSetup
{
    public static IHubConnectionBuilder ConfigureHub(this IHubConnectionBuilder builder)
    {
        builder.Services.AddSingleton<IHubProtocol, BlazorPack>();
        return builder;
    }
}
