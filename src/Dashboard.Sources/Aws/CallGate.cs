using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <summary>
/// Lets calls through at a rate (a bucket that holds one second's worth) and so many at once. Throttling halves the rate; time brings it back. What somebody waits for (<see cref="CallUrgency"/>) goes first.
/// </summary>
internal sealed class CallGate : IDisposable
{
    /// <summary>The slowest that a gate goes, as a part of its rate.</summary>
    public const double Slowest = 1.0 / 8;

    /// <summary>How long it takes from nothing to the full rate: from a half 40 seconds, from an eighth 70.</summary>
    public static readonly TimeSpan Regrowth = TimeSpan.FromSeconds(80);

    /// <summary>Calls that were under way together are refused together: that is one sign, not many.</summary>
    private static readonly TimeSpan OneSign = TimeSpan.FromSeconds(1);

    /// <summary>Timers count whole milliseconds: what is due within one is due.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _saved;
    private readonly int _parallel;
    private readonly CancellationTokenSource _disposed = new();
    private readonly CancellationToken _stopped;
    private readonly Lock _lock = new();

    // All guarded by _lock. Who waits for a place, how many are taken, whether the one is that urgent calls have beyond these, and who waits for a turn.
    private readonly CallLanes _forPlaces = new();
    private readonly CallLanes _forTurns = new();
    private int _taken;
    private bool _isExtraTaken;

    // All guarded by _lock; times since _start. The next call's turn, when the last throttling was counted, and what it left of the rate.
    private TimeSpan _next;
    private TimeSpan? _throttledAt;
    private double _left = 1;

    public CallGate(double callsPerSecond, int parallel, TimeProvider time, int mostUnanswered = CallFuse.Most)
    {
        _time = time;
        _start = time.GetTimestamp();
        _interval = TimeSpan.FromSeconds(1 / callsPerSecond);
        _saved = _interval * Math.Max(0, callsPerSecond - 1);
        _next = -_saved;
        _parallel = parallel;
        _stopped = _disposed.Token;
        Fuse = new CallFuse(time, mostUnanswered);
    }

    /// <summary>What is known of calls that had no answer.</summary>
    public CallFuse Fuse { get; }

    /// <summary>The part of the full rate that is let through now: 1 unless the service throttled lately.</summary>
    public double Share
    {
        get
        {
            lock (_lock)
                return ShareAt(_time.GetElapsedTime(_start));
        }
    }

    /// <summary>Waits for a place and a turn. When the call has ended, tell <see cref="Fuse"/> how, and dispose what is returned.</summary>
    /// <exception cref="UnansweredException">The calls before it had no answer: it is not to be made.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var isExtra = await TakePlaceAsync(cancellation).ConfigureAwait(false);
        try
        {
            await Fuse.EnterAsync(cancellation).ConfigureAwait(false);
            try
            {
                await TakeTurnAsync(cancellation).ConfigureAwait(false);
            }
            catch
            {
                Fuse.Leave(null, null, _time.GetTimestamp());
                throw;
            }

            return new Place(this, isExtra);
        }
        catch
        {
            LeavePlace(isExtra);
            throw;
        }
    }

    /// <summary>Waits for a turn alone: for one who has a place already (a call that is tried again), or needs none.</summary>
    public Task TakeTurnAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (!_forTurns.IsEmpty)
                return _forTurns.WaitAsync(CallUrgency.IsUrgent, cancellation);
            var now = _time.GetElapsedTime(_start);
            // What was saved was saved at the full rate; it is spent at the one that holds now.
            var least = ShareAt(now) < 1 ? now : now - _saved;
            if (_next < least)
                _next = least;
            if (_next - now < Tick)
            {
                Spend(now);
                return Task.CompletedTask;
            }

            var turn = _forTurns.WaitAsync(CallUrgency.IsUrgent, cancellation);
            _ = PaceAsync(_next - now);
            return turn;
        }
    }

    /// <summary>Tells that the service throttled.</summary>
    public void Throttled()
    {
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_start);
            if (now - _throttledAt < OneSign)
                return;
            _left = Math.Max(Slowest, ShareAt(now) / 2);
            _throttledAt = now;
        }
    }

    public void Dispose()
    {
        if (_stopped.IsCancellationRequested)
            return;
        _disposed.Cancel();
        _disposed.Dispose();
    }

    private double ShareAt(TimeSpan now) => _throttledAt is { } at ? Math.Min(1, _left + ((now - at) / Regrowth)) : 1;

    /// <summary>Lets through whose turn has come, until nobody waits. Nobody's is lost meanwhile, however late the timer is.</summary>
    private async Task PaceAsync(TimeSpan wait)
    {
        while (true)
        {
            await Task.Delay(wait, _time, _stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_lock)
            {
                var now = _time.GetElapsedTime(_start);
                // Where the gate is gone, so is what they would call with: that they have to hear.
                while ((_next - now < Tick || _stopped.IsCancellationRequested) && _forTurns.TryPass())
                    Spend(now);
                if (_forTurns.IsEmpty)
                    return;
                wait = _next - now;
            }
        }
    }

    private void Spend(TimeSpan now) => _next += _interval / ShareAt(now);

    /// <summary>What somebody waits for has one place more than the others, which is nobody else's: four calls that hang must not be what it waits for, and however much is urgent, the others keep theirs.</summary>
    /// <returns>Whether it is that one.</returns>
    private Task<bool> TakePlaceAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            var isUrgent = CallUrgency.IsUrgent;
            if (_taken < _parallel)
            {
                _taken++;
                return Task.FromResult(false);
            }

            if (!isUrgent || _isExtraTaken)
                return _forPlaces.WaitAsync(isUrgent, cancellation);
            _isExtraTaken = true;
            return Task.FromResult(true);
        }
    }

    private void LeavePlace(bool isExtra)
    {
        lock (_lock)
        {
            if (isExtra)
                _isExtraTaken = _forPlaces.TryPassExtra();
            else if (!_forPlaces.TryPass())
                _taken--;
        }
    }

    private sealed class Place(CallGate gate, bool isExtra) : IDisposable
    {
        private CallGate? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.LeavePlace(isExtra);
    }
}

/// <summary>Who waits, in two lanes: of four who pass at least one is of the lane that is not urgent, while somebody waits there. Its user locks.</summary>
internal sealed class CallLanes
{
    /// <summary>So many urgent ones may pass in a row while others wait.</summary>
    public const int MostUrgent = 3;

    private readonly Queue<TaskCompletionSource<bool>> _urgent = new();
    private readonly Queue<TaskCompletionSource<bool>> _others = new();
    private int _inRow;

    /// <summary>Whether nobody waits.</summary>
    public bool IsEmpty
    {
        get
        {
            Forget(_urgent);
            Forget(_others);
            return _urgent.Count + _others.Count == 0;
        }
    }

    /// <summary>Waits for its turn; who gives up leaves it to the next.</summary>
    /// <returns>Whether it is one beyond those that are shared (<see cref="TryPassExtra"/>).</returns>
    public Task<bool> WaitAsync(bool isUrgent, CancellationToken cancellation)
    {
        var waiter = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        (isUrgent ? _urgent : _others).Enqueue(waiter);
        return cancellation.CanBeCanceled ? CancelledAsync(waiter, cancellation) : waiter.Task;
    }

    /// <summary>Lets the next one pass; false: nobody waits.</summary>
    public bool TryPass() => (_inRow < MostUrgent && TryPassUrgent()) || TryPassOther() || TryPassUrgent();

    /// <summary>Lets the next urgent one pass beyond what is shared, so that it costs the others nothing; false: none waits.</summary>
    public bool TryPassExtra() => TryPass(_urgent, isExtra: true);

    private bool TryPassUrgent()
    {
        if (!TryPass(_urgent))
            return false;
        _inRow = _others.Count > 0 ? _inRow + 1 : 0;
        return true;
    }

    private bool TryPassOther()
    {
        if (!TryPass(_others))
            return false;
        _inRow = 0;
        return true;
    }

    private static async Task<bool> CancelledAsync(TaskCompletionSource<bool> waiter, CancellationToken cancellation)
    {
        using var registration = cancellation.UnsafeRegister(static (w, stop) => ((TaskCompletionSource<bool>)w!).TrySetCanceled(stop), waiter);
        return await waiter.Task.ConfigureAwait(false);
    }

    private static bool TryPass(Queue<TaskCompletionSource<bool>> lane, bool isExtra = false)
    {
        while (lane.TryDequeue(out var waiter))
        {
            if (waiter.TrySetResult(isExtra))
                return true;
        }

        return false;
    }

    private static void Forget(Queue<TaskCompletionSource<bool>> lane)
    {
        while (lane.TryPeek(out var waiter) && waiter.Task.IsCompleted)
            lane.Dequeue();
    }
}
