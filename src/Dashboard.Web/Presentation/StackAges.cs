using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>How old a stack's verdict looks: both of its ages count, the check of the template and the oldest live read, which may be older where live reads are spread.</summary>
public static class StackAges
{
    /// <summary>The worse of the two. A verdict on what runs that rests on no read at all is stale; what says of itself that nothing was read is not.</summary>
    public static Freshness Judge(StackEvaluation stack, DateTimeOffset now, TimeSpan interval)
    {
        if (stack.CheckedAt is null)
            return ClaimsRead(stack.Status) ? Freshness.Stale : Freshness.Fresh;
        var check = Ages.Judge(stack.CheckedAt, now, interval);
        return stack.OldestReadAt is null && !ClaimsRead(stack.Status) ? check : Worse(check, Ages.Judge(stack.OldestReadAt + stack.LiveMaxAge, now, interval));
    }

    /// <summary>Whether a stack's verdict is too old to prove anything.</summary>
    public static bool IsStale(DriftBoard board, StackEvaluation stack, DateTimeOffset now) => Judge(stack, now, board.Scan.Interval) == Freshness.Stale;

    /// <summary>The same of a stack by its key; one that is not on the board is no older than anything.</summary>
    public static bool IsStale(DriftBoard board, StackKey key, DateTimeOffset now) => board.Stacks.TryGetValue(key, out var stack) && IsStale(board, stack, now);

    /// <summary>Whether what several stacks say together is too old: calm takes all of them, an alarm stands as long as one that raises it is young enough.</summary>
    public static bool AreStale(DriftBoard board, IEnumerable<StackEvaluation> stacks, DateTimeOffset now)
    {
        var all = stacks.ToList();
        if (all.Count == 0)
            return false;
        var worst = all.Min(s => s.Status);
        return worst is Status.InSync or Status.PartlyChecked ? all.Exists(s => IsStale(board, s, now)) : all.TrueForAll(s => s.Status != worst || IsStale(board, s, now));
    }

    /// <summary>The instant that a stale verdict is true of: the older of the two ages.</summary>
    public static DateTimeOffset? AsOf(StackEvaluation stack) =>
        stack.OldestReadAt is null || stack.CheckedAt < stack.OldestReadAt ? stack.CheckedAt : stack.OldestReadAt;

    private static Freshness Worse(Freshness one, Freshness other) => one > other ? one : other;

    private static bool ClaimsRead(Status status) =>
        status is Status.InSync or Status.PartlyChecked or Status.Modified or Status.Deleted or Status.Unmanaged;
}
