using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.SQS;
using Amazon.SQS.Model;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Queues;

/// <summary>What EventBridge tells, as hints: read by long polling, and deleted once the hint is taken. Never ends by itself; what is wrong is told by <see cref="Problem"/>.</summary>
/// <remarks>A message that is taken twice costs one more look; one that is lost (the queue is gone, or full) is made good by the next sweep.</remarks>
internal sealed class QueueHints(AwsScope aws, ChangeQueue queue, TimeProvider time) : IChangeHints
{
    private const string Service = "sqs";
    private const int MostMessages = 10;

    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(2);

    // Written by the one reader.
    private string? _failure;
    private long _dropped;

    /// <inheritdoc />
    public string Name => $"queue {queue.Url}";

    /// <inheritdoc />
    public string? Problem { get; private set; }

    /// <inheritdoc />
    public event Action? ProblemChanged;

    /// <inheritdoc />
    public async IAsyncEnumerable<ChangeHint> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var pause = FirstBackOff; !cancellation.IsCancellationRequested;)
        {
            var received = await ReceiveAsync(cancellation).ConfigureAwait(false);
            Tell(received.IsRead ? null : $"{received.Detail} Changes are found by the clock until the queue can be read.");
            if (!received.IsRead)
            {
                await Task.Delay(pause, time, cancellation).ConfigureAwait(false);
                pause = pause * 2 < LongestBackOff ? pause * 2 : LongestBackOff;
                continue;
            }

            pause = FirstBackOff;
            foreach (var message in received.Value)
            {
                if (!ChangeMessage.TryRead(message.Body ?? "", out var hint))
                    Tell(null, ++_dropped);
                else if (hint is not null)
                    yield return hint;
            }

            if (!received.Value.IsEmpty)
                await DeleteAsync(received.Value, cancellation).ConfigureAwait(false);
        }
    }

    private Task<ReadResult<ImmutableArray<Message>>> ReceiveAsync(CancellationToken cancellation)
    {
        var request = new ReceiveMessageRequest { QueueUrl = queue.Url, MaxNumberOfMessages = MostMessages, WaitTimeSeconds = (int)LongPoll.TotalSeconds };
        return aws.ListenAsync(
            Service, static clients => clients.CreateSqs(),
            async (AmazonSQSClient client, CancellationToken stop) => (ImmutableArray<Message>)[.. (await client.ReceiveMessageAsync(request, stop).ConfigureAwait(false)).Messages ?? []],
            LongPoll, cancellation);
    }

    private async Task DeleteAsync(ImmutableArray<Message> messages, CancellationToken cancellation)
    {
        var request = new DeleteMessageBatchRequest
        {
            QueueUrl = queue.Url,
            Entries = [.. messages.Select((m, i) => new DeleteMessageBatchRequestEntry(i.ToString(CultureInfo.InvariantCulture), m.ReceiptHandle))],
        };
        var deleted = await aws.ListenAsync(
            Service, static clients => clients.CreateSqs(),
            async (AmazonSQSClient client, CancellationToken stop) => (await client.DeleteMessageBatchAsync(request, stop).ConfigureAwait(false)).Failed?.Count ?? 0,
            TimeSpan.Zero, cancellation).ConfigureAwait(false);
        if (!deleted.IsRead)
            Tell($"Messages were read and could not be deleted, so they come again: {deleted.Detail}");
    }

    private void Tell(string? failure, long? dropped = null)
    {
        _failure = failure;
        var words = dropped ?? _dropped;
        var problem = _failure ?? (words == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{words} {(words == 1 ? "message was no event and was" : "messages were no events and were")} dropped. See that nobody but EventBridge writes to the queue."));
        if (problem == Problem)
            return;
        Problem = problem;
        ProblemChanged?.Invoke();
    }
}
