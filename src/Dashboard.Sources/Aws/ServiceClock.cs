namespace Dashboard.Sources.Aws;

/// <summary>The time as the services have it. What they stamp themselves (deployments, stored drift results) and what is stamped here can be compared, whatever this machine's clock says.</summary>
/// <remarks>
/// Each answer bears its time to the second. As long as this machine's clock agrees with that, it counts; else it is corrected by as much as the answer says. Between two
/// answers time never goes back: a clock that is set back meanwhile makes nothing younger. Timers and elapsed times are those of this machine.
/// An account with an endpoint of its own has a clock of its own, by which its sessions end. Ages are counted by AWS's; where no account is at AWS, by that of the endpoint of the first account in order of its number.
/// </remarks>
/// <param name="local">This machine's clock.</param>
public sealed class ServiceClock(TimeProvider local) : TimeProvider
{
    /// <summary>What an answer's time leaves open.</summary>
    private static readonly TimeSpan Resolution = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // All guarded by _lock.
    private TimeSpan _ahead;
    private (DateTimeOffset At, long Stamp)? _last;

    /// <summary>This machine's clock.</summary>
    public TimeProvider Local => local;

    /// <summary>How far the services' clock was ahead of this machine's when one last answered; null before that.</summary>
    public TimeSpan? Skew
    {
        get
        {
            lock (_lock)
                return _last is null ? null : _ahead;
        }
    }

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => local.LocalTimeZone;

    /// <inheritdoc />
    public override long TimestampFrequency => local.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            var now = local.GetUtcNow() + _ahead;
            // A jump forward looks the same as a sleep of the machine, and old data must look old: only a jump back is told.
            return _last is var (at, stamp) && at + local.GetElapsedTime(stamp) is var least && now < least ? least : now;
        }
    }

    /// <inheritdoc />
    public override long GetTimestamp() => local.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => local.CreateTimer(callback, state, dueTime, period);

    /// <summary>A service has answered.</summary>
    /// <param name="there">The time that its answer bears.</param>
    /// <param name="sent">The timestamp of sending the request.</param>
    /// <param name="received">The timestamp of the answer's coming.</param>
    internal void Learn(DateTimeOffset there, long sent, long received)
    {
        lock (_lock)
        {
            var stamp = local.GetTimestamp();
            var now = local.GetUtcNow();
            var least = there - (now - local.GetElapsedTime(received, stamp));
            var most = there + Resolution - (now - local.GetElapsedTime(sent, stamp));
            if (_ahead < least || _ahead > most)
                _ahead = least + ((most - least) / 2);
            _last = (now + _ahead, stamp);
        }
    }
}
