using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>A set of stacks in a few figures; everything counts resources, as the stacks' own figures do.</summary>
/// <param name="Differing">Resources that are modified, deleted or unmanaged.</param>
/// <param name="Compared">Resources that were compared; none of a stack that is not verified as a whole.</param>
/// <param name="Total">Resources that should be.</param>
/// <param name="PendingChanges">Leaf differences that wait for a release.</param>
/// <param name="OldestReadAt">The oldest live read that any verdict rests on; null where nothing was read.</param>
public sealed record BoardTotals(int Differing, int Compared, int Total, int PendingChanges, DateTimeOffset? OldestReadAt)
{
    /// <summary>Resources with drift that rules accept.</summary>
    public int Accepted { get; init; }

    /// <summary>As old as the oldest live read looks: later than it was, where live reads are spread over more than a sweep. Null where nothing was read.</summary>
    public DateTimeOffset? OldestLooksAt { get; init; }

    /// <summary>Resources that are deployed and could not be verified.</summary>
    public int Unverified => Total - Compared;

    /// <summary>Adds stacks up.</summary>
    public static BoardTotals Of(IEnumerable<StackEvaluation> stacks)
    {
        var totals = new BoardTotals(0, 0, 0, 0, null);
        foreach (var stack in stacks)
        {
            totals = new BoardTotals(
                totals.Differing + stack.Drifted,
                totals.Compared + stack.Coverage.Compared,
                totals.Total + stack.Coverage.Total,
                totals.PendingChanges + stack.PendingChanges,
                Older(totals.OldestReadAt, stack.OldestReadAt))
            {
                Accepted = totals.Accepted + stack.Accepted,
                OldestLooksAt = Older(totals.OldestLooksAt, stack.OldestReadAt + stack.LiveMaxAge),
            };
        }

        return totals;
    }

    private static DateTimeOffset? Older(DateTimeOffset? one, DateTimeOffset? other) => other < one || one is null ? other ?? one : one;
}
