using System.Globalization;
using Dashboard.Core.Definition;

namespace Dashboard.Sources.Scanning;

/// <summary>How live reads are spread where one sweep cannot hold them all.</summary>
/// <param name="MaxAge">No live read gets older than this by plan.</param>
/// <param name="Interval">From one sweep to the next.</param>
/// <param name="Calls">So many calls a sweep may take; where all live reads fit in, all are made.</param>
public sealed record LiveSpread(TimeSpan MaxAge, TimeSpan Interval, int Calls);

/// <summary>What is known of something's live state before a sweep.</summary>
/// <param name="Subject">A stack, or a resource that stands in none.</param>
/// <param name="Calls">What reading it takes.</param>
/// <param name="OldestReadAt">Its oldest live read; null where there is none.</param>
internal sealed record LiveAge<T>(T Subject, int Calls, DateTimeOffset? OldestReadAt);

/// <summary>Chooses what of the live state a sweep reads: the oldest first, at least so many that none gets older than it may, and as many more as the budget holds.</summary>
internal static class LivePlan
{
    /// <summary>The chosen ones; null: all of them, since they fit in.</summary>
    public static ImmutableHashSet<T>? Choose<T>(IReadOnlyCollection<LiveAge<T>> subjects, LiveSpread spread, DateTimeOffset now) where T : notnull
    {
        var total = subjects.Sum(s => (long)s.Calls);
        if (total <= spread.Calls)
            return null;
        // The next chance comes an interval later, so what would be too old then is due now.
        var lasts = spread.MaxAge - spread.Interval;
        if (lasts <= TimeSpan.Zero)
            return null;
        var share = Math.Ceiling(total * Math.Min(1, spread.Interval / lasts));
        var left = Math.Max(share, spread.Calls);
        var chosen = ImmutableHashSet.CreateBuilder<T>();
        foreach (var subject in subjects.OrderBy(s => s.OldestReadAt ?? DateTimeOffset.MinValue).ThenBy(s => s.Subject.ToString(), StringComparer.Ordinal))
        {
            if (!IsDue(subject.OldestReadAt, spread, now) && left <= 0)
                break;
            chosen.Add(subject.Subject);
            left -= subject.Calls;
        }

        return chosen.ToImmutable();
    }

    /// <summary>When a resource was read last; null: never.</summary>
    public static DateTimeOffset? ReadAt(LiveResource resource) => resource.Observations.IsEmpty ? null : resource.Observations.Max(o => o.ObservedAt);

    /// <summary>How old a live read has got: until it was made again, or, where it was not, by now.</summary>
    /// <param name="stacks">What was known of stacks before a sweep, and what is known of them after it.</param>
    /// <param name="now">The end of the sweep.</param>
    /// <param name="awakeSince">Since when the machine has been awake: a read from before ages from then on, since what it slept through could not be made.</param>
    public static TimeSpan OldestOf(IEnumerable<(StackSnapshot? Before, StackSnapshot After)> stacks, DateTimeOffset now, DateTimeOffset awakeSince)
    {
        var oldest = TimeSpan.Zero;
        foreach (var (before, after) in stacks)
        {
            var known = (before?.Live ?? []).DistinctBy(r => r.Address).ToDictionary(r => r.Address, ReadAt);
            foreach (var resource in after.Live)
            {
                if (ReadAt(resource) is not { } at)
                    continue;
                oldest = Longer(oldest, now - Later(at, awakeSince));
                if (known.GetValueOrDefault(resource.Address) is { } earlier)
                    oldest = Longer(oldest, at - Later(earlier, awakeSince));
            }
        }

        return oldest;

        static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

        static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
    }

    /// <summary>What is said where live reads got older than they may, with what keeps them from being made in time: of the interval that is certain; whether the calls fit, only a second time tells.</summary>
    /// <param name="scope">Where.</param>
    /// <param name="tier">The environment's tier, whose setting it is.</param>
    /// <param name="reached">The age that was reached.</param>
    /// <param name="spread">What was wanted.</param>
    /// <returns>Null where no read got too old.</returns>
    public static string? Problem(AccountRegion scope, EnvironmentTier tier, TimeSpan reached, LiveSpread spread) => reached <= spread.MaxAge ? null
        : string.Create(CultureInfo.InvariantCulture, $"live reads in {scope.Region} got {Minutes(reached)} minutes old and are to get no older than {Minutes(spread.MaxAge)}{(spread.Interval >= spread.MaxAge
            ? $": everything is read every {Minutes(spread.Interval)} minutes alone. Lower Driftboard:Scan:IntervalSeconds, or raise Driftboard:Scan:LiveMaxAgeMinutes:{tier}."
            : $". If that is said again and nothing else was wrong, the calls that they take do not fit into that time: raise Driftboard:Scan:LiveMaxAgeMinutes:{tier}, or, as far as AWS lets more calls through, Driftboard:Scan:CallsPerSecond.")}");

    private static long Minutes(TimeSpan time) => (long)Math.Ceiling(time.TotalMinutes);

    /// <summary>Whether a read would be too old at the next chance, an interval later.</summary>
    public static bool IsDue(DateTimeOffset? readAt, LiveSpread spread, DateTimeOffset now) => readAt is not { } at || now - at >= spread.MaxAge - spread.Interval;
}
