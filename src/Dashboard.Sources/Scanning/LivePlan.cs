namespace Dashboard.Sources.Scanning;

/// <summary>How live reads are spread where one sweep cannot hold them all.</summary>
/// <param name="MaxAge">No live read gets older than this by plan.</param>
/// <param name="Interval">From one sweep to the next.</param>
/// <param name="Calls">So many calls a sweep may take; where all live reads fit in, all are made.</param>
public sealed record LiveSpread(TimeSpan MaxAge, TimeSpan Interval, int Calls);

/// <summary>What is known of a stack's live state before a sweep.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Calls">What reading it takes.</param>
/// <param name="OldestReadAt">Its oldest live read; null where there is none.</param>
internal sealed record LiveAge(StackKey Stack, int Calls, DateTimeOffset? OldestReadAt);

/// <summary>Chooses the stacks whose live state a sweep reads: the oldest first, at least so many that none gets older than it may, and as many more as the budget holds.</summary>
internal static class LivePlan
{
    /// <summary>The chosen stacks; null: all of them, since they fit in.</summary>
    public static ImmutableHashSet<StackKey>? Choose(IReadOnlyCollection<LiveAge> stacks, LiveSpread spread, DateTimeOffset now)
    {
        var total = stacks.Sum(s => (long)s.Calls);
        if (total <= spread.Calls)
            return null;
        // The next chance comes an interval later, so what would be too old then is due now.
        var lasts = spread.MaxAge - spread.Interval;
        if (lasts <= TimeSpan.Zero)
            return null;
        var share = Math.Ceiling(total * Math.Min(1, spread.Interval / lasts));
        var left = Math.Max(share, spread.Calls);
        var chosen = ImmutableHashSet.CreateBuilder<StackKey>();
        foreach (var stack in stacks.OrderBy(s => s.OldestReadAt ?? DateTimeOffset.MinValue).ThenBy(s => s.Stack.ToString(), StringComparer.Ordinal))
        {
            var isDue = stack.OldestReadAt is not { } at || now - at >= lasts;
            if (!isDue && left <= 0)
                break;
            chosen.Add(stack.Stack);
            left -= stack.Calls;
        }

        return chosen.ToImmutable();
    }
}
