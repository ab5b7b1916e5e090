using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared;
using Dashboard.Web.Api;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>The hub with a real client, over a feed that the test itself publishes to.</summary>
public sealed class DriftHubTests : IAsyncLifetime
{
    private readonly DriftFeed _feed = new("server-1", TimeProvider.System);
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore().AddLogging();
        builder.Services.AddSignalR().AddJsonProtocol(o => o.PayloadSerializerOptions = new(DocumentSerializer.Default.Options));
        builder.Services.AddSingleton(_feed).AddSingleton<DriftSubscriptions>();
        _app = builder.Build();
        _app.MapHub<DriftHub>("/hubs/drift");
        await _app.StartAsync();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_client_gets_the_board_and_then_what_changes()
    {
        Set("worker", 1);
        await using var client = await SubscribeAsync();

        var board = Assert.IsType<BoardDocument>(await client.NextAsync());
        Set("storefront", 2);
        var changed = Assert.IsType<ChangedDocument>(await client.NextAsync());

        Assert.Equal(("server-1", 1, "worker"), (board.ServerId, board.Revision, Assert.Single(board.Stacks).Component));
        Assert.Equal(("server-1", 2, "storefront", 2), (changed.ServerId, changed.Revision, Assert.Single(changed.Stacks).Component, changed.Stacks[0].Drifted));
    }

    [Fact]
    public async Task A_cell_that_goes_and_an_environment_that_comes_are_told_by_a_whole_board()
    {
        Set("worker", 1);
        await using var client = await SubscribeAsync();
        await client.NextAsync();

        _feed.Publish(b => b with { Stacks = b.Stacks.Clear() });
        Assert.Empty(Assert.IsType<BoardDocument>(await client.NextAsync()).Stacks);
        _feed.Publish(b => b with { Environments = [new BoardEnvironment("shop", "pr-7", Core.Definition.EnvironmentTier.Ephemeral, 3, null, null)] });
        Assert.Equal(["pr-7"], Assert.IsType<BoardDocument>(await client.NextAsync()).Environments.Select(e => e.Name));
    }

    [Fact]
    public async Task A_client_is_told_since_when_a_judgement_is_kept_and_when_it_is_not_any_more()
    {
        var (pair, since) = (new ParityKey("shop", "staging", "production"), new DateTimeOffset(2026, 3, 2, 10, 32, 0, TimeSpan.Zero));
        _feed.Publish(b => b with { Parity = b.Parity.Add(pair, new ParityEvaluation("shop", "staging", "production", default, [], [], null)), KeptParity = b.KeptParity.Add(pair, since) });
        await using var client = await SubscribeAsync();
        Assert.Equal(since, Assert.Single(Assert.IsType<BoardDocument>(await client.NextAsync()).Parity).KeptSince);

        _feed.Publish(b => b with { KeptParity = b.KeptParity.Clear() });
        Assert.Null(Assert.Single(Assert.IsType<ChangedDocument>(await client.NextAsync()).Parity).KeptSince);
        _feed.Publish(b => b with { KeptParity = b.KeptParity.Add(pair, since) });
        Assert.Equal(since, Assert.Single(Assert.IsType<ChangedDocument>(await client.NextAsync()).Parity).KeptSince);
    }

    [Fact]
    public async Task What_the_scanner_is_doing_is_no_message()
    {
        await using var client = await SubscribeAsync();
        await client.NextAsync();

        _feed.Publish(b => b with { Scan = b.Scan with { IsRunning = true } });
        Set("worker", 1);
        var changed = Assert.IsType<ChangedDocument>(await client.NextAsync());

        Assert.Equal((1, 1), (changed.Revision, changed.Stacks.Count));
    }

    [Fact]
    public async Task Subscribing_again_begins_anew_and_leaves_one_subscription()
    {
        await using var client = await SubscribeAsync();
        await client.NextAsync();
        await client.Connection.InvokeAsync("Subscribe", Cancellation).Soon();
        Assert.IsType<BoardDocument>(await client.NextAsync());

        Set("worker", 1);
        Set("last", 1);

        var messages = new List<object>();
        do
            messages.Add(await client.NextAsync());
        while (!Cells(messages[^1]).Any(c => c.Component == "last"));
        Assert.Equal(messages.Select(Revision).Distinct(), messages.Select(Revision));
        Assert.Equal(1, _app.Services.GetRequiredService<DriftSubscriptions>().Count);
    }

    [Fact]
    public async Task A_client_that_leaves_leaves_nothing_behind()
    {
        var client = await SubscribeAsync();
        await client.NextAsync();
        await client.DisposeAsync();
        await _app.StopAsync(Cancellation).Soon();

        Assert.Equal(0, _app.Services.GetRequiredService<DriftSubscriptions>().Count);
    }

    [Fact]
    public async Task Under_load_board_and_changes_make_the_same_board_without_a_gap()
    {
        await using var client = await SubscribeAsync();
        var rebuilt = RebuildAsync(client);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 1; i <= 400; i++)
                Set($"{writer}-{i % 9}", i);
        }, Cancellation))).Soon();
        Set("last", 1);

        var (cells, revisions) = await rebuilt.Soon();
        Assert.Equal(_feed.Current.Stacks.Values.ToDictionary(s => s.Key.Component, s => s.Drifted), cells);
        Assert.Equal(_feed.Current.Revision, revisions[^1]);
        Assert.Equal(revisions.Order().Distinct(), revisions);
    }

    private static async Task<(Dictionary<string, int> Cells, List<long> Revisions)> RebuildAsync(Client client)
    {
        var cells = new Dictionary<string, int>();
        var revisions = new List<long>();
        while (!cells.ContainsKey("last"))
        {
            var message = await client.NextAsync();
            if (message is BoardDocument)
                cells.Clear();
            revisions.Add(Revision(message));
            foreach (var cell in Cells(message))
                cells[cell.Component] = cell.Drifted;
        }

        return (cells, revisions);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static long Revision(object message) => message is BoardDocument board ? board.Revision : ((ChangedDocument)message).Revision;

    private static IReadOnlyList<StackCellDocument> Cells(object message) => message is BoardDocument board ? board.Stacks : ((ChangedDocument)message).Stacks;

    private void Set(string component, int drifted)
    {
        var key = new StackKey("shop", "staging", component, "eu-west-1");
        _feed.Publish(b => b with
        {
            Stacks = b.Stacks.SetItem(key, new StackEvaluation(key, "111111111111", component, Status.InSync, null, null, 0, drifted, new Coverage(1, 1), null, null, null, [], [])),
        });
    }

    private async Task<Client> SubscribeAsync()
    {
        var client = new Client(_app.Urls.First());
        await client.Connection.StartAsync(Cancellation).Soon();
        await client.Connection.InvokeAsync("Subscribe", Cancellation).Soon();
        return client;
    }

    /// <summary>A client that keeps every message in the order of its arrival.</summary>
    internal sealed class Client : IAsyncDisposable
    {
        private readonly Channel<object> _messages = Channel.CreateUnbounded<object>();

        public Client(string url)
        {
            Connection = new HubConnectionBuilder().WithUrl(url + "/hubs/drift")
                .AddJsonProtocol(o => o.PayloadSerializerOptions = new(DocumentSerializer.Default.Options)).Build();
            Connection.On<BoardDocument>("Board", b => Keep(b));
            Connection.On<ChangedDocument>("Changed", c => Keep(c));
        }

        public HubConnection Connection { get; }

        public ConcurrentQueue<object> All { get; } = new();

        public Task<object> NextAsync() => _messages.Reader.ReadAsync(Cancellation).AsTask().Soon();

        public ValueTask DisposeAsync() => Connection.DisposeAsync();

        private void Keep(object message)
        {
            All.Enqueue(message);
            _messages.Writer.TryWrite(message);
        }
    }
}
