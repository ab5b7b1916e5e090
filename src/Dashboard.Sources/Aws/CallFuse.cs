namespace Dashboard.Sources.Aws;

/// <summary>
/// Remembers of a service, and of each of its operations and of Cloud Control's types, how many calls in a row had no answer. After a few the next ones end at once, so that a service that hangs costs a scan one
/// deadline and not one for each resource; now and then one is made to see whether it is back.
/// </summary>
/// <remarks>See docs/decisions/0026-a-service-that-does-not-answer.md.</remarks>
internal sealed class CallFuse(TimeProvider time, int most = CallFuse.Most)
{
    /// <summary>So many in a row: as many as run at once where nothing else is set. A service that throttles half of all requests does not come so far, since each call is tried again.</summary>
    public const int Most = 4;

    /// <summary>How long a service that does not answer is left alone before one call tries again.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // Guarded by _lock. By what is asked, of the service as a whole, and what was asked in vain since the service answered last.
    private readonly Dictionary<CallKind, Calls> _calls = [];
    private readonly Calls _all = new();
    private readonly HashSet<string> _unanswered = new(StringComparer.Ordinal);

    /// <summary>Lets a call of the service go on, until it leaves, unless it would have no answer.</summary>
    /// <exception cref="UnansweredException">It would not.</exception>
    public Task EnterAsync(CancellationToken cancellation) => EnterAsync(null, cancellation);

    /// <summary>The same for what the call asks.</summary>
    /// <exception cref="UnansweredException">It would have no answer.</exception>
    public async Task EnterAsync(CallKind? kind, CancellationToken cancellation)
    {
        while (TryEnter(kind) is { } trying)
            await trying.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Notes how a call of the service ended, with all its tries.</summary>
    /// <param name="kind">What was asked; null where nothing was sent: whatever that waited for, the service was not it.</param>
    /// <param name="outcome">How it ended; null where nobody waited for its end.</param>
    /// <param name="started">When it began.</param>
    public void Leave(CallKind? kind, ReadOutcome? outcome, long started)
    {
        lock (_lock)
        {
            var ended = kind is null ? null : outcome;
            if (kind is { } asked)
            {
                if (ended is not null && !IsUnanswered(ended))
                    _unanswered.Clear();
                else if (ended is not null)
                    _unanswered.Add(asked.Subject);
                var calls = Of(asked);
                if (Note(calls, ended, started) >= most)
                    calls.IsSilent = true;
            }

            // Whatever one operation or one type does: a service is silent where two are.
            if (Note(_all, ended, started) >= most && SilentSubjects(ended, started) > 1)
                _all.IsSilent = true;
        }
    }

    /// <summary>Takes back that a call entered for what it asks: it is not made. Whoever waits for it tries himself.</summary>
    public void Withdraw(CallKind kind)
    {
        lock (_lock)
        {
            Of(kind).End(time.GetTimestamp());
        }
    }

    private static bool IsUnanswered(ReadOutcome? outcome) => outcome is ReadOutcome.TimedOut or ReadOutcome.Throttled;

    /// <summary>Null: it goes on. Else the call that tries again, which this one waits for: where that has an answer, nobody is to miss his own.</summary>
    private Task? TryEnter(CallKind? kind)
    {
        lock (_lock)
        {
            var calls = kind is { } asked ? Of(asked) : _all;
            if (calls.IsSilent)
            {
                if (calls.Trying is { } trying)
                    return trying.Task;
                if (time.GetElapsedTime(calls.Since) < Rest)
                    throw new UnansweredException(calls.Outcome);
                calls.Trying = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            calls.Waiting.Add(time.GetTimestamp());
            return null;
        }
    }

    /// <summary>How many calls in a row have no answer, with those that can have none any more.</summary>
    private int Note(Calls calls, ReadOutcome? outcome, long started)
    {
        calls.End(started);
        if (IsUnanswered(outcome))
            (calls.Unanswered, calls.Outcome, calls.Since) = (calls.Unanswered + 1, outcome!.Value, time.GetTimestamp());
        else if (outcome is not null)
            (calls.Unanswered, calls.IsSilent, calls.AnsweredAt) = (0, false, time.GetTimestamp());

        return calls.Unanswered + (IsHanging(calls, outcome, started) ? calls.Waiting.Count(w => IsHanging(w, started)) : 0);
    }

    /// <summary>Where nothing was answered for a whole deadline, those that still wait are counted, or three more would begin while four of them end.</summary>
    private static bool IsHanging(Calls calls, ReadOutcome? outcome, long started) => outcome == ReadOutcome.TimedOut && calls.AnsweredAt < started;

    /// <summary>Of what began when another call was half through its deadline nobody knows yet whether it hangs.</summary>
    private bool IsHanging(long entered, long started) => time.GetElapsedTime(entered) >= time.GetElapsedTime(started) / 2;

    private int SilentSubjects(ReadOutcome? outcome, long started) =>
        IsHanging(_all, outcome, started) ? _calls.Where(c => c.Value.Waiting.Any(w => IsHanging(w, started))).Select(c => c.Key.Subject).Union(_unanswered).Count() : _unanswered.Count;

    private Calls Of(CallKind kind) => _calls.TryGetValue(kind, out var calls) ? calls : _calls[kind] = new Calls();

    private sealed class Calls
    {
        /// <summary>When each call entered that has not ended, in order.</summary>
        public List<long> Waiting { get; } = [];

        public int Unanswered { get; set; }

        public ReadOutcome Outcome { get; set; }

        public bool IsSilent { get; set; }

        /// <summary>When a call had no answer last.</summary>
        public long Since { get; set; }

        /// <summary>Ends with the call that tries again; null where none does.</summary>
        public TaskCompletionSource? Trying { get; set; }

        public long AnsweredAt { get; set; } = long.MinValue;

        /// <summary>One call less: the one that entered next to when it began. Whoever waited for it goes by what is known now; where it was not made after all and found out nothing, he tries himself.</summary>
        public void End(long started)
        {
            if (Waiting.Count > 0)
                Waiting.Remove(Waiting.MinBy(w => Math.Abs(w - started)));
            Trying?.SetResult();
            Trying = null;
        }
    }
}

/// <summary>What a call asks of its service.</summary>
/// <param name="Operation">The operation: "DescribeSubnets".</param>
/// <param name="Type">The resource type, where one operation asks a handler of each: Cloud Control's; null of all others.</param>
internal readonly record struct CallKind(string Operation, string? Type = null)
{
    /// <summary>What stands or falls by itself: a type's handler, whether it reads or lists, or an operation.</summary>
    public string Subject => Type ?? Operation;
}

/// <summary>A call was not made: those before it had no answer.</summary>
/// <param name="outcome">How those ended.</param>
/// <param name="what">Which calls those were.</param>
internal sealed class UnansweredException(ReadOutcome outcome, string what = "the calls before it were all") : Exception(
    $"Not asked: {what} {(outcome == ReadOutcome.Throttled ? "throttled" : "left without an answer")}. One is made again every {CallFuse.Rest.TotalSeconds:0} s.")
{
    public ReadOutcome Outcome { get; } = outcome;
}
