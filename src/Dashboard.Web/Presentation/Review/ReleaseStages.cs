using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;

namespace Dashboard.Web.Presentation.Review;

/// <summary>How far a release is.</summary>
public enum ReleaseStage
{
    /// <summary>Nothing of it is deployed.</summary>
    Before,

    /// <summary>A part of its components is deployed.</summary>
    UnderWay,

    /// <summary>No stack that it changes still runs another commit.</summary>
    Done,
}

/// <summary>Tells how far a release is by what runs: a ref that has moved deploys nothing.</summary>
internal static class ReleaseStages
{
    /// <summary>So many components are named where a sentence lists them.</summary>
    private const int MostNamed = 4;

    /// <summary>And so many exceptions: they are long.</summary>
    private const int MostExceptions = 2;

    /// <summary>Of what stands in no template the whole address is the name.</summary>
    private const int MostLetters = 40;

    /// <summary>The stage, and the same in words.</summary>
    public static (ReleaseStage Stage, string? Text) Of(ReviewFacts facts, DateTimeOffset now, TimeSpan interval)
    {
        var review = facts.Review;
        if (review.FromCommit is not { } commit)
            return (ReleaseStage.Before, null);
        var running = facts.Stacks.DistinctBy(s => s.Verdict.Key).ToDictionary(s => s.Verdict.Key, s => s.Verdict.Running);
        var beyond = facts.Beyond.Select(b => b.Stack).ToHashSet();
        var toCome = review.Changes.Select(c => c.Stack).Distinct()
            .Where(k => !beyond.Contains(k) && (running.GetValueOrDefault(k) is not { Evidence: CommitEvidence.StackTag } runs || runs.CommitId != commit))
            .Select(k => k.Component).Distinct(StringComparer.Ordinal).ToList();
        var taken = review.Components.Where(c => c.IsTaken || beyond.Any(k => k.Component == c.Name)).Select(c => c.Name).Except(toCome).ToList();
        var isPromoted = commit == review.ToCommit;
        var goneOn = beyond.Count == 0 ? null : $"{review.Parity.To} has gone on ({Few([.. facts.Beyond.Select(b => $"{b.Stack.Component} runs {ShortText.Commit(b.Commit)}")])})";
        return (toCome.Count, taken.Count) switch
        {
            (0, 0) when !isPromoted => (ReleaseStage.Before, null),
            (0, _) => (ReleaseStage.Done, (goneOn is null ? "" : goneOn + ": ") + Runs(facts, now, interval)),
            (_, 0) => (ReleaseStage.Before, $"{(isPromoted ? "promoted, not deployed yet" : "not deployed yet")}: {Few(toCome)} still to come"),
            _ => (ReleaseStage.UnderWay, $"under way: {taken.Count} of {ReviewView.Words(taken.Count + toCome.Count, "component", "components")} deployed ({Few(taken)}); still to come: {Few(toCome)}{(goneOn is null ? "" : "; " + goneOn)}"),
        };
    }

    /// <summary>Whether the second environment runs what was reviewed, and what not.</summary>
    private static string Runs(ReviewFacts facts, DateTimeOffset now, TimeSpan interval)
    {
        var review = facts.Review;
        // What the release does not touch, it does not answer for.
        var scope = review.Components.Where(c => c.IsInScope).Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var stacks = facts.Stacks.Select(s => s.Verdict).Where(v => v.Key.Environment == review.Parity.To && scope.Contains(v.Key.Component)).ToList();
        var accepted = stacks.Sum(v => v.Accepted);
        var (byHand, unread, old) = (stacks.Sum(v => v.Drifted), stacks.Sum(v => v.Coverage.Total - v.Coverage.Compared), stacks.Count(v => StackAges.Judge(v, now, interval) == Freshness.Stale));
        var except = $"{review.Parity.To} runs this commit except {ReviewView.Words(review.Changes.Length, "change", "changes")}{Named(review.Changes.Select(c => $"{Place(c.Stack, c.Address)}{(c.Difference.Path.Segments.IsEmpty ? "" : $" {c.Difference.Path}")}"))}";
        var runs = (review.Changes.Length, review.Untold.Length) switch
        {
            (0, 0) => $"{review.Parity.To} {(stacks.Count > 0 && unread + old + byHand + accepted == 0 ? "runs exactly this commit" : "was deployed with exactly this commit")}",
            (0, var untold) => $"{review.Parity.To} runs this commit as far as can be told; {untold} cannot",
            (_, 0) => except,
            (_, var untold) => $"{except}, and {untold} that cannot be told",
        };
        return string.Join("; ", new[]
        {
            runs,
            byHand > 0 ? $"{ReviewView.Words(byHand, "resource was", "resources were")} changed by hand{Named(stacks.SelectMany(s => s.Resources.Where(r => r.IsDrifted).Select(r => Place(s.Key, r.Address))))}" : null,
            accepted > 0 ? $"{ReviewView.Words(accepted, "resource differs", "resources differ")} as a rule accepts" : null,
            unread > 0 ? $"{ReviewView.Words(unread, "resource", "resources")} could not be compared with what runs" : null,
            old > 0 ? $"the evidence of {ReviewView.Words(old, "stack", "stacks")} is old" : null,
        }.OfType<string>());
    }

    private static string Place(StackKey stack, ResourceAddress address) => $"{stack.Component} / {ShortText.Middle(ShortText.Address(address), MostLetters)}";

    /// <summary>" (web / Queue, web / Topic and 12 more)"; nothing where there are none.</summary>
    private static string Named(IEnumerable<string> exceptions) => exceptions.Distinct(StringComparer.Ordinal).ToList() is { Count: > 0 } names ? $" ({Few(names, MostExceptions)})" : "";

    /// <summary>"web", "web, worker, dns and 12 more".</summary>
    public static string Few(List<string> names, int most = MostNamed) => names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {names.Count - most} more";
}

/// <summary>Finds what keeps a release that nothing blocks from being clear.</summary>
internal static class ReleaseReservations
{
    /// <summary>The worst first, each in a few words.</summary>
    public static ImmutableArray<string> Of(ReviewView view)
    {
        var review = view.Facts.Review;
        var stuck = review.Obstacles.Where(o => o.IsCertain).Select(o => o.Stack).ToHashSet();
        var obstacles = review.Obstacles.Select(o => o.Stack).Where(s => !stuck.Contains(s)).Distinct().Count();
        var risks = Places(review.Changes.Where(c => c.Risk is not null));
        var replaced = Places(review.Changes.Where(c => c.Risk is null && c.Difference.Impact is Impact.Replacement or Impact.ConditionalReplacement));
        var deleted = Places(review.Changes.Where(c => c.Risk is null && c.Difference.Impact == Impact.Delete));
        var collisions = review.Collisions.Count(c => c.Kind != CollisionKind.Same);
        var byHand = view.ByHand.Count(r => r.Stack.Environment == review.Parity.To && r.Rule is null);
        var unrehearsed = review.Unrehearsed.Select(u => u.Stack.Component).Distinct(StringComparer.Ordinal).ToList();
        return
        [
            .. new[]
            {
                risks > 0 ? $"{ReviewView.Words(risks, "resource", "resources")} with data {(risks == 1 ? "goes" : "go")}" : null,
                stuck.Count > 0 ? $"{ReviewView.Words(stuck.Count, "stack", "stacks")} that cannot be deployed now" : null,
                obstacles > 0 ? $"{ReviewView.Words(obstacles, "stack", "stacks")} that may not deploy" : null,
                collisions > 0 ? ReviewView.Words(collisions, "collision", "collisions") : null,
                byHand > 0 ? $"{byHand} changed by hand in {review.Parity.To}" : null,
                replaced > 0 ? ReviewView.Words(replaced, "replacement", "replacements") : null,
                deleted > 0 ? ReviewView.Words(deleted, "deletion", "deletions") : null,
                review.ToCommit is not null && view.Facts.Commits.IsForward is false ? "it takes something back" : null,
                unrehearsed.Count > 0 ? $"not rehearsed: {ReleaseStages.Few(unrehearsed)}" : null,
            }.OfType<string>(),
        ];
    }

    private static int Places(IEnumerable<ReleaseChange> changes) => changes.Select(c => (c.Stack, c.Address)).Distinct().Count();
}
