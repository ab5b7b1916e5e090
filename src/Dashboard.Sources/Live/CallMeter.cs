namespace Dashboard.Sources.Live;

/// <summary>Counts the requests that are sent on behalf of whoever holds it, through every await: those of one scan, and of no other beside it.</summary>
public sealed class CallMeter : IDisposable
{
    private static readonly AsyncLocal<CallMeter?> Flow = new();

    private readonly CallMeter? _outer = Flow.Value;
    private readonly Lock _lock = new();

    // All guarded by _lock.
    private readonly SortedDictionary<string, int> _calls = new(StringComparer.Ordinal);
    private int _throttled;
    private int _retried;

    private CallMeter()
    {
    }

    /// <summary>The meter that the present flow of execution runs on, or null.</summary>
    public static CallMeter? Current => Flow.Value;

    /// <summary>What was counted so far.</summary>
    public CallCount Count
    {
        get
        {
            lock (_lock)
                return new CallCount(_calls.ToImmutableSortedDictionary(StringComparer.Ordinal), _throttled, _retried);
        }
    }

    /// <summary>Starts a meter for the calling method and everything that it awaits.</summary>
    public static CallMeter Begin()
    {
        var meter = new CallMeter();
        Flow.Value = meter;
        return meter;
    }

    /// <summary>Counts a request that is sent, one that is tried again included.</summary>
    /// <param name="call">"cloudformation:GetTemplate".</param>
    public void Sent(string call)
    {
        lock (_lock)
            _calls[call] = _calls.GetValueOrDefault(call) + 1;
        _outer?.Sent(call);
    }

    /// <summary>Counts a request that was throttled, beside having been sent.</summary>
    public void Throttled()
    {
        lock (_lock)
            _throttled++;
        _outer?.Throttled();
    }

    /// <summary>Counts a request that is tried again, beside having been sent.</summary>
    public void Retried()
    {
        lock (_lock)
            _retried++;
        _outer?.Retried();
    }

    /// <inheritdoc />
    public void Dispose() => Flow.Value = _outer;
}

/// <summary>How often a cloud was asked.</summary>
/// <param name="Calls">By service and operation: "cloudformation:GetTemplate".</param>
/// <param name="Throttled">How many of them the service refused because they came too fast.</param>
/// <param name="Retried">How many of them were one that had been sent before.</param>
public sealed record CallCount(ImmutableSortedDictionary<string, int> Calls, int Throttled, int Retried = 0)
{
    /// <summary>No call.</summary>
    public static readonly CallCount None = new(ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal), 0);

    /// <summary>All of them.</summary>
    public int Total => Calls.Values.Sum();

    /// <summary>By service: "cloudformation".</summary>
    public ImmutableSortedDictionary<string, int> ByService => Calls.GroupBy(c => c.Key.Split(':')[0], StringComparer.Ordinal)
        .ToImmutableSortedDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal);

    /// <summary>Both together.</summary>
    public static CallCount operator +(CallCount left, CallCount right) => new(
        left.Calls.Concat(right.Calls).GroupBy(c => c.Key, StringComparer.Ordinal).ToImmutableSortedDictionary(g => g.Key, g => g.Sum(c => c.Value), StringComparer.Ordinal),
        left.Throttled + right.Throttled,
        left.Retried + right.Retried);
}
