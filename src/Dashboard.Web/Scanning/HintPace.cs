namespace Dashboard.Web.Scanning;

/// <summary>Bounds how often hints have the same thing read again: the first at once, and what comes in the pause after it in one read at its end. Nothing is lost.</summary>
/// <param name="pause">The least from one read to the next.</param>
/// <param name="time">The clock.</param>
/// <param name="stop">Ends the waiting.</param>
internal sealed class HintPace<TKey>(TimeSpan pause, TimeProvider time, CancellationToken stop)
    where TKey : notnull
{
    private const int MostIdle = 1000;

    // Guards everything below.
    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, DateTimeOffset> _next = [];
    private readonly Dictionary<TKey, ScanWork> _waiting = [];

    /// <summary>Asks for work now or later.</summary>
    /// <param name="key">What is read.</param>
    /// <param name="work">How much of it.</param>
    /// <param name="ask">Has it read.</param>
    public void Ask(TKey key, ScanWork work, Action<ScanWork> ask)
    {
        TimeSpan rest;
        lock (_lock)
        {
            if (_waiting.TryGetValue(key, out var before))
            {
                _waiting[key] = work.And(before);
                return;
            }

            var now = time.GetUtcNow();
            rest = _next.GetValueOrDefault(key, now) - now;
            if (rest > TimeSpan.Zero)
            {
                _waiting[key] = work;
            }
            else
            {
                Forget(now);
                _next[key] = now + pause;
            }
        }

        if (rest > TimeSpan.Zero)
            _ = LaterAsync(key, rest, ask);
        else
            ask(work);
    }

    private async Task LaterAsync(TKey key, TimeSpan rest, Action<ScanWork> ask)
    {
        await Task.Delay(rest, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ScanWork? work;
        lock (_lock)
        {
            _waiting.Remove(key, out work);
            _next[key] = time.GetUtcNow() + pause;
        }

        if (work is not null && !stop.IsCancellationRequested)
            ask(work);
    }

    private void Forget(DateTimeOffset now)
    {
        if (_next.Count < MostIdle)
            return;
        foreach (var (key, next) in _next)
        {
            if (next <= now && !_waiting.ContainsKey(key))
                _next.Remove(key);
        }
    }
}
