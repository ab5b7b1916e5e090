using System.Threading.Channels;
using Dashboard.Core.Documents;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Dashboard.Cli.Tests.Watching;

/// <summary>The smallest server with a hub at /hubs/drift: it answers each subscription with the board that the test set.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HubServer(WebApplication app) => _app = app;

    public BoardDocument Board
    {
        get => _app.Services.GetRequiredService<Script>().Board;
        set => _app.Services.GetRequiredService<Script>().Board = value;
    }

    public string Url => _app.Urls.Single();

    /// <summary>Starts a server; port 0 picks a free one.</summary>
    public static async Task<HubServer> StartAsync(BoardDocument board, string url = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls(url);
        builder.Services.AddRoutingCore();
        builder.Services.AddLogging(l => l.ClearProviders());
        builder.Services.AddSingleton(new Script { Board = board });
        builder.Services.AddSignalR().AddJsonProtocol(o => o.PayloadSerializerOptions = DocumentSerializer.Default.Options);
        var app = builder.Build();
        app.UseRouting();
        app.MapHub<DriftHub>("/hubs/drift");
        await app.StartAsync(TestContext.Current.CancellationToken).Soon();
        return new HubServer(app);
    }

    /// <summary>Ends once a client has subscribed and was sent its board.</summary>
    public async Task SubscribedAsync() => await _app.Services.GetRequiredService<Script>().Subscriptions.Reader.ReadAsync(TestContext.Current.CancellationToken).Soon();

    public Task SendAsync(ChangedDocument changed) =>
        _app.Services.GetRequiredService<IHubContext<DriftHub>>().Clients.All.SendAsync("Changed", changed, TestContext.Current.CancellationToken).Soon();

    public async ValueTask DisposeAsync() => await _app.DisposeAsync().AsTask().Soon();

    internal sealed class Script
    {
        private volatile BoardDocument? _board;

        public required BoardDocument Board
        {
            get => _board!;
            set => _board = value;
        }

        public Channel<string> Subscriptions { get; } = Channel.CreateUnbounded<string>();
    }

    internal sealed class DriftHub(Script script) : Hub
    {
        public async Task Subscribe()
        {
            await Clients.Caller.SendAsync("Board", script.Board, Context.ConnectionAborted);
            script.Subscriptions.Writer.TryWrite(Context.ConnectionId);
        }
    }
}
