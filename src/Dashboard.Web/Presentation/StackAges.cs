using Dashboard.Core.Evaluation;

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

    /// <summary>The instant that a stale verdict is true of: the older of the two ages.</summary>
    public static DateTimeOffset? AsOf(StackEvaluation stack) =>
        stack.OldestReadAt is null || stack.CheckedAt < stack.OldestReadAt ? stack.CheckedAt : stack.OldestReadAt;

    private static Freshness Worse(Freshness one, Freshness other) => one > other ? one : other;

    private static bool ClaimsRead(Status status) =>
        status is Status.InSync or Status.PartlyChecked or Status.Modified or Status.Deleted or Status.Unmanaged;
}
