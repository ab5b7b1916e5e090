namespace Dashboard.Sources.Aws;

/// <summary>
/// Remembers of a service, and of each of its operations, how many calls in a row had no answer. After a few the next ones end at once, so that a service that hangs costs a scan one
/// deadline and not one for each resource; now and then one is made to see whether it is back.
/// </summary>
/// <remarks>See docs/decisions/0026-a-service-that-does-not-answer.md.</remarks>
internal sealed class CallFuse(TimeProvider time)
{
    /// <summary>So many in a row: as many as run at once where nothing else is set. A service that throttles half of all requests does not come so far, since each call is tried again.</summary>
    public const int Most = 4;

    /// <summary>How long a service that does not answer is left alone before one call tries again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private const string Everything = "";

    private readonly Lock _lock = new();

    // Guarded by _lock. By operation, and of the service as a whole.
    private readonly Dictionary<string, Calls> _calls = new(StringComparer.Ordinal);

    /// <summary>Lets a call of the service go on, until it leaves, unless it would have no answer.</summary>
    /// <exception cref="UnansweredException">It would not.</exception>
    public Task EnterAsync(CancellationToken cancellation) => EnterAsync(Everything, cancellation);

    /// <summary>The same for an operation.</summary>
    /// <exception cref="UnansweredException">It would have no answer.</exception>
    public async Task EnterAsync(string operation, CancellationToken cancellation)
    {
        while (TryEnter(operation) is { } trying)
            await trying.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Notes how a call of the service ended, with all its tries.</summary>
    /// <param name="operation">What was asked; null where nothing was sent.</param>
    /// <param name="outcome">How it ended; null where nobody waited for its end.</param>
    /// <param name="started">When it began.</param>
    public void Leave(string? operation, ReadOutcome? outcome, long started)
    {
        lock (_lock)
        {
            Note(Of(Everything), outcome, started);
            if (operation is not null)
                Note(Of(operation), outcome, started);
        }
    }

    /// <summary>Null: it goes on. Else the call that tries again, which this one waits for: where that has an answer, nobody is to miss his own.</summary>
    private Task? TryEnter(string operation)
    {
        lock (_lock)
        {
            var calls = Of(operation);
            if (calls.IsSilent)
            {
                if (calls.Trying is { } trying)
                    return trying.Task;
                if (time.GetElapsedTime(calls.Since) < Rest)
                    throw new UnansweredException(calls.Outcome);
                (calls.Since, calls.Trying) = (time.GetTimestamp(), new(TaskCreationOptions.RunContinuationsAsynchronously));
            }

            calls.Waiting++;
            return null;
        }
    }

    private void Note(Calls calls, ReadOutcome? outcome, long started)
    {
        calls.Waiting--;
        if (outcome is ReadOutcome.TimedOut or ReadOutcome.Throttled)
        {
            (calls.Unanswered, calls.Outcome, calls.Since) = (calls.Unanswered + 1, outcome.Value, time.GetTimestamp());
            // Where nothing was answered for a whole deadline, those that still wait are counted, or three more would begin while four of them end.
            var silent = outcome == ReadOutcome.TimedOut && calls.AnsweredAt < started ? calls.Unanswered + calls.Waiting : calls.Unanswered;
            calls.IsSilent |= silent >= Most;
        }
        else if (outcome is not null)
        {
            (calls.Unanswered, calls.IsSilent, calls.AnsweredAt) = (0, false, time.GetTimestamp());
        }

        calls.Trying?.SetResult();
        calls.Trying = null;
    }

    private Calls Of(string operation) => _calls.TryGetValue(operation, out var calls) ? calls : _calls[operation] = new Calls();

    private sealed class Calls
    {
        public int Waiting { get; set; }

        public int Unanswered { get; set; }

        public ReadOutcome Outcome { get; set; }

        public bool IsSilent { get; set; }

        /// <summary>When a call had no answer last, or one tried again.</summary>
        public long Since { get; set; }

        /// <summary>Ends with the call that tries again; null where none does.</summary>
        public TaskCompletionSource? Trying { get; set; }

        public long AnsweredAt { get; set; } = long.MinValue;
    }
}

/// <summary>A call was not made: those before it had no answer.</summary>
/// <param name="outcome">How those ended.</param>
internal sealed class UnansweredException(ReadOutcome outcome) : Exception(
    $"Not asked: the calls before it were all {(outcome == ReadOutcome.Throttled ? "throttled" : "left without an answer")}. One is made again every {CallFuse.Rest.TotalSeconds:0} s.")
{
    public ReadOutcome Outcome { get; } = outcome;
}
