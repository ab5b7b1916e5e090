using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Live;

namespace Dashboard.Web.Scanning;

/// <summary>Tells the board what the scanner is doing.</summary>
internal sealed class ScanTracker(DriftFeed feed, TimeProvider time, TimeSpan interval)
{
    // Guards everything below, and keeps what is published in order.
    private readonly Lock _lock = new();
    private readonly Dictionary<EnvironmentKey, (int Done, int Total, int Expected)> _counts = [];
    private ScanCalls _sweep = NoCalls;
    private ScanCalls? _last;
    private readonly List<EnvironmentKey> _running = [];
    private readonly Dictionary<string, string> _errors = new(StringComparer.Ordinal);
    private DateTimeOffset? _finishedAt;

    private static ScanCalls NoCalls => new(0, CallCount.None);

    /// <summary>A sweep begins: the counts start anew.</summary>
    public void BeginSweep() => Change(() =>
    {
        _counts.Clear();
        _sweep = NoCalls;
    });

    /// <summary>Environments were looked for: calls that are known only once they are made.</summary>
    public void Searched(CallCount calls) => Change(() => Add(new ScanCalls(calls.Total, calls)));

    /// <summary>Every environment was looked at.</summary>
    public void EndSweep() => Change(() => (_finishedAt, _last) = (time.GetUtcNow(), _sweep));

    /// <summary>An environment is being read whole.</summary>
    public void Begin(EnvironmentKey environment) => Change(() => _running.Add(environment));

    /// <summary>So far it has come.</summary>
    public void Report(EnvironmentKey environment, ScanProgress progress) => Change(() =>
    {
        // Reports of parallel reads may overtake each other.
        if (!_counts.TryGetValue(environment, out var before) || before.Total != progress.Total || before.Done < progress.Done || progress.Done == 0)
            _counts[environment] = (progress.Done, progress.Total, progress.EstimatedCalls);
    });

    /// <summary>It was read whole, with so many calls.</summary>
    public void Took(ScanCalls calls) => Change(() => Add(calls));

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

    private void Add(ScanCalls calls) => _sweep = new ScanCalls(_sweep.Estimated + calls.Estimated, _sweep.Made + calls.Made);

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
                _errors.Count == 0 ? null : string.Join("; ", _errors.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {e.Value}")))
            {
                ExpectedCalls = _counts.Values.Sum(c => c.Expected),
                Calls = _last,
            };
            feed.Publish(b => b.Scan == activity ? b : b with { Scan = activity });
        }
    }
}
