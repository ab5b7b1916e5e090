namespace Dashboard.Sources.Aws;

/// <summary>Lets calls through at a rate (a bucket that holds one second's worth) and so many at once. Throttling halves the rate; time brings it back.</summary>
internal sealed class CallGate : IDisposable
{
    /// <summary>The slowest that a gate goes, as a part of its rate.</summary>
    public const double Slowest = 1.0 / 8;

    /// <summary>How long it takes from nothing to the full rate: from a half 40 seconds, from an eighth 70.</summary>
    public static readonly TimeSpan Regrowth = TimeSpan.FromSeconds(80);

    /// <summary>Calls that were under way together are refused together: that is one sign, not many.</summary>
    private static readonly TimeSpan OneSign = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _saved;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();

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
        _places = new SemaphoreSlim(parallel);
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
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
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

            return new Place(_places);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Waits for a turn alone: for one who has a place already (a call that is tried again), or needs none.</summary>
    public Task TakeTurnAsync(CancellationToken cancellation)
    {
        // A caller that gives up while it waits leaves its turn unused: the rate stays an upper bound.
        var wait = Reserve();
        return wait > TimeSpan.Zero ? Task.Delay(wait, _time, cancellation) : Task.CompletedTask;
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

    public void Dispose() => _places.Dispose();

    private double ShareAt(TimeSpan now) => _throttledAt is { } at ? Math.Min(1, _left + ((now - at) / Regrowth)) : 1;

    private TimeSpan Reserve()
    {
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_start);
            var turn = _next > now - _saved ? _next : now - _saved;
            // What was saved was saved at the full rate; it is spent at the one that holds now.
            var share = ShareAt(now);
            if (share < 1 && turn < now)
                turn = now;
            _next = turn + (_interval / share);
            return turn - now;
        }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
