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

    /// <summary>Whether a read would be too old at the next chance, an interval later.</summary>
    public static bool IsDue(DateTimeOffset? readAt, LiveSpread spread, DateTimeOffset now) => readAt is not { } at || now - at >= spread.MaxAge - spread.Interval;
}
