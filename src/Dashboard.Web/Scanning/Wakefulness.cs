namespace Dashboard.Web.Scanning;

/// <summary>Knows for how long the machine has been awake: a lid that was shut, or a virtual machine that was paused, shows as minutes in which nobody looked at the clock.</summary>
/// <remarks>By the clock on the wall, since the other one may stand still with the machine.</remarks>
internal sealed class Wakefulness
{
    /// <summary>The scanner looks more often, also where one of its loops fails again and again; who did not for longer was asleep.</summary>
    internal static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private DateTimeOffset _lookedAt;
    private DateTimeOffset _since;

    public Wakefulness(TimeProvider time)
    {
        _time = time;
        _since = _lookedAt = time.GetUtcNow();
    }

    /// <summary>Looks at the clock, and tells for how long the machine has been awake.</summary>
    public TimeSpan Look()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            if ((now - _lookedAt).Duration() > LongestPause)
                _since = now;
            _lookedAt = now;
            return now - _since;
        }
    }
}
