using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>A set of stacks in a few figures; everything counts resources, as the stacks' own figures do.</summary>
/// <param name="Differing">Resources that are modified, deleted or unmanaged.</param>
/// <param name="Compared">Resources that were compared.</param>
/// <param name="Total">Resources that should be.</param>
/// <param name="PendingChanges">Leaf differences that wait for a release.</param>
/// <param name="OldestReadAt">The oldest live read that any verdict rests on; null where nothing was read.</param>
public sealed record BoardTotals(int Differing, int Compared, int Total, int PendingChanges, DateTimeOffset? OldestReadAt)
{
    /// <summary>Resources that are deployed and could not be compared.</summary>
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
                stack.OldestReadAt < totals.OldestReadAt || totals.OldestReadAt is null ? stack.OldestReadAt ?? totals.OldestReadAt : totals.OldestReadAt);
        }

        return totals;
    }
}
