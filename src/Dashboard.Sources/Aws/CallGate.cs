namespace Dashboard.Sources.Aws;

/// <summary>Lets calls through at a rate (a bucket that holds one second's worth) and so many at once. After throttling it goes slower for a while.</summary>
internal sealed class CallGate : IDisposable
{
    private const double SlowestFactor = 8;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly TimeSpan _interval;
    private readonly TimeSpan _saved;
    private readonly SemaphoreSlim _places;
    private readonly Lock _lock = new();

    // Both guarded by _lock. The next call's turn, as time since _start.
    private TimeSpan _next;
    private double _factor = 1;

    public CallGate(double callsPerSecond, int parallel, TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _interval = TimeSpan.FromSeconds(1 / callsPerSecond);
        _saved = _interval * Math.Max(0, callsPerSecond - 1);
        _next = -_saved;
        _places = new SemaphoreSlim(parallel);
    }

    /// <summary>Waits for a place and a turn. Dispose what is returned when the call has ended.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _places.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            // A caller that gives up while it waits leaves its turn unused: the rate stays an upper bound.
            if (Reserve() is var wait && wait > TimeSpan.Zero)
                await Task.Delay(wait, _time, cancellation).ConfigureAwait(false);
            return new Place(_places);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Tells how a call ended: throttling halves the rate (down to an eighth), everything else brings it back by and by.</summary>
    public void Report(bool throttled)
    {
        lock (_lock)
            _factor = throttled ? Math.Min(SlowestFactor, _factor * 2) : Math.Max(1, _factor * 0.95);
    }

    public void Dispose() => _places.Dispose();

    private TimeSpan Reserve()
    {
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_start);
            var turn = _next > now - _saved ? _next : now - _saved;
            _next = turn + (_interval * _factor);
            return turn - now;
        }
    }

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        private SemaphoreSlim? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
