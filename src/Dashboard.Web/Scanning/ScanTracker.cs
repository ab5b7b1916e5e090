using Dashboard.Web.Live;

namespace Dashboard.Web.Scanning;

/// <summary>Tells the board what the scanner is doing.</summary>
internal sealed class ScanTracker(DriftFeed feed, TimeProvider time, TimeSpan interval)
{
    // Guards everything below, and keeps what is published in order.
    private readonly Lock _lock = new();
    private readonly Dictionary<EnvironmentKey, (int Done, int Total)> _counts = [];
    private readonly List<EnvironmentKey> _running = [];
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private DateTimeOffset? _finishedAt;

    /// <summary>A sweep begins: the counts start anew.</summary>
    public void BeginSweep() => Change(_counts.Clear);

    /// <summary>Every environment was looked at.</summary>
    public void EndSweep() => Change(() => _finishedAt = time.GetUtcNow());

    /// <summary>An environment is being read whole.</summary>
    public void Begin(EnvironmentKey environment) => Change(() => _running.Add(environment));

    /// <summary>So far it has come.</summary>
    public void Report(EnvironmentKey environment, int done, int total) => Change(() =>
    {
        // Reports of parallel reads may overtake each other.
        if (!_counts.TryGetValue(environment, out var before) || before.Total != total || before.Done < done || done == 0)
            _counts[environment] = (done, total);
    });

    /// <summary>It was read, or not.</summary>
    public void End(EnvironmentKey environment) => Change(() => _running.Remove(environment));

    /// <summary>Sets or clears what stands in the way of something, in words.</summary>
    public void Error(string what, string? error) => Change(() =>
    {
        if (error is null)
            _errors.Remove(what);
        else
            _errors[what] = error;
    });

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            var activity = new ScanActivity(
                _running.Count > 0,
                _running.Count > 0 ? _running[0].Name : null,
                _counts.Values.Sum(c => c.Done),
                _counts.Values.Sum(c => c.Total),
                _finishedAt,
                interval,
                _errors.Count == 0 ? null : string.Join("; ", _errors.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {e.Value}")));
            feed.Publish(b => b.Scan == activity ? b : b with { Scan = activity });
        }
    }
}
