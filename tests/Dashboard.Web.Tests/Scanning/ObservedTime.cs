using System.Collections.Concurrent;
using System.Threading.Channels;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>A clock that moves by hand, and that tells when somebody has begun to wait: time may only move on after that.</summary>
internal sealed class ObservedTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero))
{
    private readonly ConcurrentDictionary<TimeSpan, Channel<bool>> _waits = new();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        WaitsFor(dueTime).Writer.TryWrite(true);
        return timer;
    }

    /// <summary>Ends when somebody has begun to wait for exactly so long; each wait ends one call.</summary>
    public Task WaitedForAsync(TimeSpan due) => WaitsFor(due).Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().Soon();

    private Channel<bool> WaitsFor(TimeSpan due) => _waits.GetOrAdd(due, static _ => Channel.CreateUnbounded<bool>());
}
