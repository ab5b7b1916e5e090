using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What an empty list may claim: that nothing differs is said of what was read, in time, and of nothing else.</summary>
/// <param name="NothingDiffers">What is said where no difference is known.</param>
/// <param name="NothingThere">What is said where there is nothing at all.</param>
/// <param name="Unverified">The resources that could not be verified.</param>
public sealed record BoardGround(string NothingDiffers, string NothingThere, int Unverified)
{
    /// <summary>Judges a board.</summary>
    /// <param name="board">The board.</param>
    /// <param name="application">The application that is meant; null or empty: all of them.</param>
    /// <param name="now">Now.</param>
    public static BoardGround Of(DriftBoard board, string? application, DateTimeOffset now)
    {
        var stacks = board.Stacks.Values.Where(s => string.IsNullOrEmpty(application) || s.Key.Application == application).ToList();
        var totals = BoardTotals.Of(stacks);
        var unverified = totals.Unverified;
        var nothing = totals.Accepted > 0 ? "Nothing differs but what rules accept" : "Nothing differs";
        var stale = stacks.Count(s => StackAges.IsStale(board, s, now));
        var isUnread = board.Scan.LastFinishedAt is null;
        var nothingThere = board.Scan.Error is not null ? "The scan failed, and nothing was read before it: nothing is known."
            : isUnread ? "The first scan is under way."
            : "No environment is watched yet.";
        var nothingDiffers = stacks.Count == 0 ? (board.Scan.Error is null && isUnread ? "Nothing has been read yet: the first scan is under way, and what differs appears by itself." : nothingThere)
            : stale > 0 ? $"Nothing differed when it was last read, but {StatusWords.Some(stale, stacks.Count, "stack", "stacks")} read more than five scan intervals ago: that proves nothing any more."
            : board.Scan.Error is not null ? $"{nothing} in what was read, but the last scan failed: what it did not reach may differ by now."
            : isUnread ? $"{nothing} in what has been read so far; the first scan has not ended."
            : stacks.Count(s => s.Status == Status.Scanning || s.Reason == StatusReason.NotReadYet) is > 0 and var unread ? $"{nothing} in what has been read so far; {StatusWords.Some(unread, stacks.Count, "stack", "stacks")} not read yet."
            : totals.Compared == 0 ? "Nothing was compared, so nothing is known."
            : unverified > 0 ? $"{nothing} in what could be verified; {StatusWords.Count(unverified, "resource", "resources")} could not be."
            : stacks.Sum(s => s.Resources.Sum(r => r.Unverified.Length)) is > 0 and var properties ? $"{nothing} in what could be verified; {StatusWords.Count(properties, "property", "properties")} could not be."
            : $"{nothing}, nothing is unverified, and every input could be used.";
        return new(nothingDiffers, nothingThere, unverified);
    }
}
