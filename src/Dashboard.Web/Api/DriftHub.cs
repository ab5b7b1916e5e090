using System.Collections.Concurrent;
using Dashboard.Core.Documents;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.SignalR;

namespace Dashboard.Web.Api;

/// <summary>What the hub calls on a client.</summary>
public interface IDriftClient
{
    /// <summary>The whole board: first, and again whenever environments, cells or pairs came or went. It takes the place of everything before it.</summary>
    Task Board(BoardDocument board);

    /// <summary>Cells and pairs that changed. Its revision follows the one before; another server id, or a gap: call Subscribe again.</summary>
    Task Changed(ChangedDocument change);
}

/// <summary>The live feed for clients outside: call Subscribe, receive Board and then Changed.</summary>
public sealed class DriftHub(DriftSubscriptions subscriptions) : Hub<IDriftClient>
{
    /// <summary>Begins the feed of this connection; a second call begins it anew.</summary>
    public Task Subscribe() => subscriptions.BeginAsync(Context.ConnectionId, Context.Abort, Context.ConnectionAborted);

    /// <inheritdoc />
    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        await subscriptions.EndAsync(Context.ConnectionId);
        await base.OnDisconnectedAsync(exception);
    }
}

/// <summary>Sends the feed to each subscribed connection, one loop each. A client that reads slowly holds up its own loop alone, and costs one merged change.</summary>
public sealed class DriftSubscriptions(DriftFeed feed, IHubContext<DriftHub, IDriftClient> hub, ILogger<DriftSubscriptions> logger)
{
    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new();

    /// <summary>How many connections are subscribed.</summary>
    public int Count => _subscriptions.Count;

    /// <summary>Begins a connection's feed; one that runs already ends first.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="abort">Ends the connection: a client that hears nothing more must notice, and come back.</param>
    /// <param name="aborted">Cancelled when the connection has gone.</param>
    public async Task BeginAsync(string connectionId, Action abort, CancellationToken aborted)
    {
        await EndAsync(connectionId);
        // The connection may have gone meanwhile; then nobody would end the loop but this token.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        _subscriptions[connectionId] = new Subscription(stop, SendAsync(connectionId, abort, stop.Token));
    }

    /// <summary>Ends a connection's feed.</summary>
    public async Task EndAsync(string connectionId)
    {
        if (!_subscriptions.TryRemove(connectionId, out var subscription))
            return;
        await subscription.Stop.CancelAsync();
        await subscription.Loop;
        subscription.Stop.Dispose();
    }

    private async Task SendAsync(string connectionId, Action abort, CancellationToken stop)
    {
        // Subscribe returns before the first board is sent.
        await Task.Yield();
        try
        {
            var client = hub.Clients.Client(connectionId);
            DriftBoard? sent = null;
            await foreach (var change in feed.SubscribeAsync(stop))
            {
                if (sent?.Revision == change.Board.Revision)
                    continue;
                var changed = sent is null || !sent.Environments.SequenceEqual(change.Board.Environments) ? null : BoardDocuments.Changed(change);
                sent = change.Board;
                await (changed is null ? client.Board(BoardDocuments.Board(change.Board)) : client.Changed(changed)).WaitAsync(stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            logger.LogWarning("The feed of connection {Connection} ended: {Failure}", connectionId, e.GetType().Name);
            abort();
        }
    }

    private sealed record Subscription(CancellationTokenSource Stop, Task Loop);
}
