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

    // A stray message is said for so long, and then forgotten.
    private static readonly TimeSpan DroppedIsNews = TimeSpan.FromHours(1);

    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(2);

    // Written by the one reader.
    private string? _undeleted;
    private long _dropped;
    private DateTimeOffset _droppedAt;

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
                {
                    (_dropped, _droppedAt) = (_dropped + 1, time.GetUtcNow());
                    Tell(null);
                }
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
        // Said until messages can be deleted: they come again until then.
        _undeleted = !deleted.IsRead ? $"Messages were read and could not be deleted, so they come again: {deleted.Detail}"
            : deleted.Value > 0 ? string.Create(CultureInfo.InvariantCulture, $"{deleted.Value} of {messages.Length} messages were read and could not be deleted, so they come again.") : null;
        Tell(null);
    }

    private void Tell(string? failure)
    {
        if (time.GetUtcNow() - _droppedAt >= DroppedIsNews)
            _dropped = 0;
        var problem = failure ?? _undeleted ?? (_dropped == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{_dropped} {(_dropped == 1 ? "message was no event and was" : "messages were no events and were")} dropped. See that nobody but EventBridge writes to the queue."));
        if (problem == Problem)
            return;
        Problem = problem;
        ProblemChanged?.Invoke();
    }
}
