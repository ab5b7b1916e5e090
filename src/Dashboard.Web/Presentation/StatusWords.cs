using System.Globalization;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What a status is called and which shape it has: the same everywhere.</summary>
public static class StatusWords
{
    /// <summary>The shape of what is too old to prove anything.</summary>
    public const string Stale = "stale";

    /// <summary>A verdict's words; of one that is too old to prove anything "stale, was in sync".</summary>
    public static string Aged(string words, bool isStale) => isStale ? $"stale, was {words}" : words;

    /// <summary>The name of the shape, which is also the CSS class: "inSync", "modified", "unknown".</summary>
    public static string Shape(Status status) => status switch
    {
        Status.NotChecked or Status.Unsupported => DocumentWriter.Name(Status.Unknown),
        _ => DocumentWriter.Name(status),
    };

    /// <summary>The word for a stack, with its coverage where that says more.</summary>
    public static string Of(StackEvaluation stack) => Of(Verdict.Of(stack));

    /// <summary>The word for a verdict, with its coverage where that says more.</summary>
    public static string Of(Verdict verdict) => verdict.Status switch
    {
        Status.InSync when verdict.Accepted > 0 => OfAccepted(verdict.Accepted),
        Status.PartlyChecked => string.Create(CultureInfo.InvariantCulture, $"partly checked, {verdict.Coverage.Compared} of {verdict.Coverage.Total}") + (verdict.Accepted > 0 ? ", " + OfAccepted(verdict.Accepted) : ""),
        Status.Modified or Status.Deleted or Status.Unmanaged => OfDrifts(verdict),
        Status.Unknown when verdict.Reason == StatusReason.StackMoving => verdict.IsBeingDeleted ? "being deleted" : "being deployed",
        _ => Of(verdict.Status, verdict.Reason),
    };

    /// <summary>What runs otherwise than it was deployed, as a rule accepts: "1 accepted".</summary>
    public static string OfAccepted(int accepted) => string.Create(CultureInfo.InvariantCulture, $"{accepted} accepted");

    /// <summary>The name of a stack's shape: what a rule accepts is no plain "in sync".</summary>
    public static string Shape(StackEvaluation stack) => Shape(stack.Status, stack.Accepted);

    /// <summary>The name of the shape of a worst verdict.</summary>
    /// <param name="status">The verdict.</param>
    /// <param name="accepted">Resources beneath it with drift that rules accept.</param>
    public static string Shape(Status status, int accepted) => status == Status.InSync && accepted > 0 ? "accepted" : Shape(status);

    /// <summary>The word for a worst verdict.</summary>
    /// <param name="status">The verdict.</param>
    /// <param name="accepted">Resources beneath it with drift that rules accept.</param>
    public static string Of(Status status, int accepted) => status == Status.InSync && accepted > 0 ? OfAccepted(accepted) : Of(status, reason: null);

    /// <summary>"1 drift", "1 deleted", "2 extra"; of several kinds the worst first: "2 drifts, 1 deleted". Extra is what no template has.</summary>
    private static string OfDrifts(Verdict verdict)
    {
        var changed = Math.Max(0, verdict.Drifted - verdict.Deleted - verdict.Extra);
        var kinds = new List<string>(3);
        if (changed > 0 || verdict is { Deleted: 0, Extra: 0 })
            kinds.Add(Count(changed, "drift", "drifts"));
        if (verdict.Deleted > 0)
            kinds.Add(Count(verdict.Deleted, "deleted", "deleted"));
        if (verdict.Extra > 0)
            kinds.Add(Count(verdict.Extra, "extra", "extra"));
        return string.Join(", ", kinds);
    }

    /// <summary>What a changed verdict says that it did not say before: "1 drift", "in sync again", "deploying".</summary>
    public static string OfChange(Verdict before, Verdict after) =>
        after.IsDeploying ? "deploying"
        : after.Status == Status.NotDeployed ? Of(after)
        : before.IsDeploying ? $"deployed, {Of(after)}"
        : after is { Drifted: 0, Accepted: 0, Status: Status.InSync } && before.Drifted > 0 ? "in sync again"
        : Of(after);

    /// <summary>The word for a resource. One that runs as it was deployed is no plain "in sync" where a release would change it, a rule allows a drift, or something was not verified.</summary>
    public static string Of(ResourceEvaluation resource)
    {
        if (resource.Status != Status.InSync)
            return Of(resource.Status, resource.Reason);
        List<string> words = [];
        if (resource.PendingChanges > 0)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{resource.PendingChanges} to release"));
        if (!resource.Allowed.IsEmpty)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{resource.Allowed.Length} allowed by a rule"));
        if (!resource.IsVerified)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"{resource.Unverified.Count(u => u.Between == DifferenceBetween.DeployedLive)} not verified"));
        return words.Count == 0 ? Of(resource.Status, resource.Reason) : string.Join(", ", words);
    }

    /// <summary>The name of a resource's shape: what its word says first.</summary>
    public static string Shape(ResourceEvaluation resource) => resource switch
    {
        { Status: not Status.InSync } => Shape(resource.Status),
        { PendingChanges: > 0 } => "pending",
        { Allowed.IsEmpty: false } => "accepted",
        { IsVerified: false } => Shape(Status.PartlyChecked),
        _ => Shape(resource.Status),
    };

    /// <summary>The word for a status; where something was not checked, the reason is the word.</summary>
    public static string Of(Status status, StatusReason? reason) => status switch
    {
        Status.InSync => "in sync",
        Status.PartlyChecked => "partly checked",
        Status.Modified => "drifted",
        Status.Deleted => "deleted",
        Status.Unmanaged => "not in the repository",
        Status.Scanning => "scanning",
        Status.NotDeployed => "not deployed",
        _ => Of(reason) ?? (status == Status.NotChecked ? "not checked" : "unknown"),
    };

    /// <summary>A reason in words; null where there is none.</summary>
    public static string? Of(StatusReason? reason) => reason switch
    {
        StatusReason.Denied => "denied",
        StatusReason.NoAccess => "no access",
        StatusReason.Throttled => "throttled",
        StatusReason.TimedOut => "timed out",
        StatusReason.Unresolved => "unresolved",
        StatusReason.Secret => "a secret that cannot be known",
        StatusReason.TypeNotReadable => "cannot be read",
        StatusReason.NotReadYet => "not read yet",
        StatusReason.StackMissing => "not deployed",
        StatusReason.StackUnreadable => "the stack cannot be read",
        StatusReason.StackMoving => "being changed",
        StatusReason.StackBroken => "left halfway by its last operation",
        _ => null,
    };

    /// <summary>What a reason means for who does not know the cloud's own words, and what to do about it; null where there is none.</summary>
    public static string? Meaning(StatusReason? reason) => reason switch
    {
        StatusReason.Denied => "The role that Driftboard reads with may not read this. Give it the action that the answer names; docs/access.md has the policies.",
        StatusReason.NoAccess => "The account could not be entered: its credentials or its role were not accepted. See the account in appsettings.json.",
        StatusReason.Throttled => "AWS had too many calls at once. It is read again with the next scan.",
        StatusReason.TimedOut => "No answer came in time. It is read again with the next scan.",
        StatusReason.Unresolved => "The value cannot be worked out from the repository alone. It counts as neither equal nor different.",
        StatusReason.Secret => "Secrets are compared without being shown, and of this one a side cannot be known.",
        StatusReason.TypeNotReadable => "Its service has no call that reads it, or the read policy denies what that call takes. Whether it was changed by hand, nobody can tell.",
        StatusReason.NotReadYet => "It is read with one of the next scans.",
        StatusReason.StackUnreadable => "CloudFormation did not tell what the stack consists of, so nothing in it could be compared.",
        StatusReason.StackMoving => "An operation runs, so what was read belongs to no one instant. It is compared when that has ended.",
        StatusReason.StackBroken => "Its last operation ended halfway. Continue or roll it back in CloudFormation; it is compared after that.",
        _ => null,
    };

    /// <summary>What bringing the expected value about would do.</summary>
    public static string Of(Impact impact) => impact switch
    {
        Impact.Replacement => "replaces the resource",
        Impact.ConditionalReplacement => "may replace the resource",
        Impact.Update => "updates in place",
        Impact.Create => "makes the resource",
        Impact.Delete => "deletes the resource",
        _ => "effect unknown",
    };

    /// <summary>What undoing a difference would do: what somebody made goes, and what somebody deleted comes back.</summary>
    public static string Of(Difference difference) => Of(Undoing(difference));

    /// <summary>The same, the worst first.</summary>
    public static Impact Undoing(Difference difference) => difference is { Between: DifferenceBetween.DeployedLive, Path.Segments.IsEmpty: true, Kind: not DifferenceKind.NotEqual }
        ? difference.Kind == DifferenceKind.Add ? Impact.Delete : Impact.Create
        : difference.Impact;

    /// <summary>What undoing a difference would do, in a narrow column: "in place", "may replace".</summary>
    public static string Short(Difference difference) => Of(difference) switch
    {
        "updates in place" => "in place",
        var words when words.EndsWith(" the resource", StringComparison.Ordinal) => words[..^" the resource".Length],
        var words => words,
    };

    /// <summary>"1 of 3 stacks was", "2 of 3 stacks were".</summary>
    public static string Some(int some, int all, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{some} of {Count(all, one, many)} {(some == 1 ? "was" : "were")}");

    /// <summary>"1 drift", "3 drifts".</summary>
    public static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
