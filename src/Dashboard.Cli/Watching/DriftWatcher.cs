using System.Globalization;
using System.Threading.Channels;
using Dashboard.Cli.Output;
using Dashboard.Core.Documents;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Cli.Watching;

/// <summary>Follows the hub of a server, for ever: every lost connection, the first one included, is tried again.</summary>
/// <remarks>SignalR's own automatic reconnect knows neither a first connection nor a clock of ours, and ends for good when a server says goodbye; so each connection is a new one.</remarks>
/// <param name="server">The server's address.</param>
/// <param name="time">The clock of the pauses.</param>
/// <param name="say">Says how the connection is.</param>
/// <param name="publish">Takes every change.</param>
internal sealed class DriftWatcher(Uri server, TimeProvider time, Action<string> say, Action<WatchDocument> publish)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    private readonly BoardState _board = new();
    private int _failures;

    // What was last said of waiting; null while connected. A server may be away for days: each thing is said once.
    private string? _waitingFor;

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var problem = await FollowAsync(cancellation);
            var seconds = Math.Min(LongestPause.TotalSeconds, Math.Pow(2, _failures));
            _failures = Math.Min(_failures + 1, 10);
            // The timer first, the words second: who reads them may rely on it.
            var pause = Task.Delay(TimeSpan.FromSeconds(seconds), time, cancellation);
            if (problem != _waitingFor)
                say($"waiting for {server} ({problem}); trying again every few seconds");
            _waitingFor = problem;
            await pause;
        }
    }

    /// <summary>One connection, from its start to its end.</summary>
    /// <returns>Why it ended.</returns>
    private async Task<string> FollowAsync(CancellationToken cancellation)
    {
        var messages = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        await using var connection = Connect(messages.Writer);
        try
        {
            await connection.StartAsync(cancellation);
            Subscribe(connection, messages.Writer, cancellation);
            await foreach (var message in messages.Reader.ReadAllAsync(cancellation))
            {
                switch (message)
                {
                    case BoardDocument board:
                        Take(board);
                        break;
                    case ChangedDocument changed:
                        var (news, changes) = _board.Take(changed, time.GetUtcNow());
                        foreach (var change in changes)
                            publish(change);
                        if (news == BoardNews.Gap)
                            Subscribe(connection, messages.Writer, cancellation);
                        break;
                }
            }

            return "the server closed the connection";
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            return problem.GetBaseException().Message;
        }
    }

    private HubConnection Connect(ChannelWriter<object> messages)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(new Uri(server.AbsoluteUri.TrimEnd('/') + "/hubs/drift"))
            .AddJsonProtocol(o => o.PayloadSerializerOptions = DocumentSerializer.Default.Options)
            .Build();
        connection.On<BoardDocument>("Board", board => messages.TryWrite(board));
        connection.On<ChangedDocument>("Changed", changed => messages.TryWrite(changed));
        connection.Closed += error =>
        {
            messages.TryComplete(error);
            return Task.CompletedTask;
        };
        return connection;
    }

    /// <summary>Asks for a board and what follows. A server may answer the call only when the subscription ends, so nobody waits for it; a refusal ends the connection.</summary>
    private void Subscribe(HubConnection connection, ChannelWriter<object> messages, CancellationToken cancellation)
    {
        _board.AwaitBoard();
        _ = connection.InvokeAsync("Subscribe", cancellation).ContinueWith(
            call => messages.TryComplete(call.Exception!.GetBaseException()), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private void Take(BoardDocument board)
    {
        if (!_board.IsKnown)
            say("following " + Summary(board));
        else if (_waitingFor is not null)
            say($"following {server} again");
        (_failures, _waitingFor) = (0, null);
        foreach (var change in _board.Take(board, time.GetUtcNow()))
            publish(change);
    }

    private string Summary(BoardDocument board)
    {
        var drifted = board.Stacks.Count(s => s.Drifted > 0);
        return string.Create(CultureInfo.InvariantCulture, $"{server}: {Words.Count(board.Stacks.Count, "stack", "stacks")}, {drifted} drifted");
    }
}
