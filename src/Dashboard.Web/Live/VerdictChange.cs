using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>The verdict on a stack in a few figures.</summary>
public readonly record struct Verdict(Status Status, StatusReason? Reason, int Drifted, int PendingChanges, Coverage Coverage, bool IsDeploying)
{
    /// <summary>Whether CloudFormation is deleting it.</summary>
    public bool IsBeingDeleted { get; init; }

    /// <summary>Of those that drifted, the ones that were deleted.</summary>
    public int Deleted { get; init; }

    /// <summary>Of those that drifted, the ones that no template has.</summary>
    public int Extra { get; init; }

    /// <summary>Resources with drift that rules accept.</summary>
    public int Accepted { get; init; }

    /// <summary>Of a stack that left the board.</summary>
    public static readonly Verdict Gone = new(Status.NotDeployed, StatusReason.StackMissing, 0, 0, default, IsDeploying: false);

    /// <summary>Of a stack.</summary>
    public static Verdict Of(StackEvaluation stack) => new(stack.Status, stack.Reason, stack.Drifted, stack.PendingChanges, stack.Coverage, stack.IsDeploying)
    {
        IsBeingDeleted = stack.IsBeingDeleted,
        Accepted = stack.Accepted,
        Deleted = stack.Drifted == 0 ? 0 : stack.Resources.Count(r => r.Status == Status.Deleted),
        Extra = stack.Drifted == 0 ? 0 : stack.Resources.Count(r => r.Status == Status.Unmanaged),
    };
}

/// <summary>A verdict that said something else than before.</summary>
/// <param name="Number">Rises with each change of this run of the server.</param>
/// <param name="At">When it was published.</param>
/// <param name="Stack">The stack.</param>
/// <param name="Before">What it said before.</param>
/// <param name="After">What it says since.</param>
public sealed record VerdictChange(int Number, DateTimeOffset At, StackKey Stack, Verdict Before, Verdict After)
{
    /// <summary>Whether somebody deployed what no commit says: more than before differs from the repository, which says the same as before.</summary>
    public bool IsApart { get; init; }

    /// <summary>The commit that the first of the two was judged against; null: none.</summary>
    public string? CommitId { get; init; }

    /// <summary>So many changed places are kept of one change.</summary>
    public const int MostPlaces = 20;

    /// <summary>Where something differs since, or does not any more: drift first.</summary>
    public ImmutableArray<ChangedPlace> Places { get; init; } = [];

    /// <summary>How many places changed in all.</summary>
    public int PlaceCount { get; init; }
}

/// <summary>A place whose verdict changed.</summary>
/// <param name="Resource">The resource.</param>
/// <param name="Difference">What differs there, or did.</param>
/// <param name="IsGone">Whether it does not differ so any more.</param>
public sealed record ChangedPlace(ResourceAddress Resource, Difference Difference, bool IsGone)
{
    /// <summary>The rule that allows it since, so that it differs as before and counts no more; or that did before, and does not any more. Null: none.</summary>
    public DifferenceRule? Rule { get; init; }
}

/// <summary>Finds the verdicts that changed from one board to the next.</summary>
internal static class VerdictChanges
{
    /// <summary>The changes after a publication, the newest first.</summary>
    public static ImmutableArray<VerdictChange> Next(DriftBoard before, DriftBoard after, ImmutableDictionary<StackKey, Sighting> gone, DateTimeOffset now)
    {
        var known = before.History.Changes;
        if (ReferenceEquals(before.Stacks, after.Stacks))
            return known;
        var number = known.IsEmpty ? 0 : known[0].Number;
        var found = after.Stacks
            .Where(s => before.Stacks.TryGetValue(s.Key, out var old) && !ReferenceEquals(old, s.Value) && IsNews(old, s.Value))
            .Select(s => (s.Key, After: Verdict.Of(s.Value)))
            .Concat(before.Stacks.Keys.Where(k => !after.Stacks.ContainsKey(k) && gone.ContainsKey(k)).Select(k => (Key: k, After: Verdict.Gone)))
            .OrderBy(s => s.Key.ToString(), StringComparer.Ordinal)
            .Select(s => WithPlaces(
                new VerdictChange(++number, now, s.Key, Verdict.Of(before.Stacks[s.Key]), s.After) { CommitId = before.Stacks[s.Key].CommitId, IsApart = IsApart(known, before.Stacks[s.Key], after.Stacks.GetValueOrDefault(s.Key)) },
                before.Stacks[s.Key], after.Stacks.GetValueOrDefault(s.Key)))
            .ToList();
        return found.Count == 0 ? known : [.. found.AsEnumerable().Reverse().Concat(known).Take(BoardHistory.MostChanges)];
    }

    /// <summary>Whether the second verdict says something else than the first. A first verdict is no news, and what a deployment does meanwhile is its own affair.</summary>
    public static bool IsNews(StackEvaluation old, StackEvaluation current) =>
        !IsFirstVerdict(old) && !IsFirstVerdict(current) && !(old.IsDeploying && current.IsDeploying) && !SaysTheSame(old, current);

    /// <summary>A commit that adds to what is to be released is another one than before. Of a deployment that was seen while it ran, what counts is how the stack was before it.</summary>
    private static bool IsApart(ImmutableArray<VerdictChange> known, StackEvaluation before, StackEvaluation? after)
    {
        if (after is not { IsDeploying: false, CommitId: { } commit } || before.CommitId != commit)
            return false;
        // What a known commit says was released, though not from where the branch stands.
        if (after.Running is { } runs && runs.CommitId != before.Running?.CommitId)
            return false;
        return before.IsDeploying
            ? known.FirstOrDefault(c => c.Stack == before.Key) is { After.IsDeploying: true } began && began.CommitId == commit && after.PendingChanges > began.Before.PendingChanges
            : before.UpdatedAt != after.UpdatedAt && after.PendingChanges > before.PendingChanges;
    }

    /// <summary>What was at a place before another difference took it is not told beside it.</summary>
    private static VerdictChange WithPlaces(VerdictChange change, StackEvaluation before, StackEvaluation? after)
    {
        if (after is null || after.IsUnverified || before.IsUnverified)
            return change;
        var (old, current) = (Differences(before).ToHashSet(), Differences(after).ToHashSet());
        var come = current.Where(c => !old.Contains(c)).Select(c => new ChangedPlace(c.Item1, c.Item2, IsGone: false)).ToList();
        var taken = come.Select(p => (p.Resource, p.Difference.Path, p.Difference.Between)).ToHashSet();
        var places = come
            .Concat(old.Where(o => !current.Contains(o) && !taken.Contains((o.Item1, o.Item2.Path, o.Item2.Between))).Select(o => new ChangedPlace(o.Item1, o.Item2, IsGone: true)))
            .Select(p => p with { Rule = RuleOf(p.IsGone ? after : before, p) })
            .OrderByDescending(p => p.Difference.Between).ThenBy(p => p.IsGone).ThenBy(p => p.Resource).ToList();
        return change with { Places = [.. places.Take(VerdictChange.MostPlaces)], PlaceCount = places.Count };
    }

    private static DifferenceRule? RuleOf(StackEvaluation stack, ChangedPlace place) =>
        stack.Resources.Where(r => r.Address == place.Resource).SelectMany(r => r.Allowed).FirstOrDefault(a => a.Difference == place.Difference)?.Rule;

    private static bool IsFirstVerdict(StackEvaluation stack) => stack.Status == Status.Scanning || stack.Reason == StatusReason.NotReadYet;

    private static bool SaysTheSame(StackEvaluation one, StackEvaluation other) =>
        Verdict.Of(one) == Verdict.Of(other) && one.PendingUnknown == other.PendingUnknown && Differences(one).SequenceEqual(Differences(other));

    private static IEnumerable<(ResourceAddress, Difference)> Differences(StackEvaluation stack) =>
        stack.Resources.Where(r => r.Differences.Length > 0).SelectMany(r => r.Differences.Select(d => (r.Address, d))).Concat(stack.OutputChanges.Select(d => (ResourceAddress.Stack, d)));
}
