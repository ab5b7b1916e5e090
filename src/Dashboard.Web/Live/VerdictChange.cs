using System.Collections.Immutable;
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

    /// <summary>Of a stack that left the board.</summary>
    public static readonly Verdict Gone = new(Status.NotDeployed, StatusReason.StackMissing, 0, 0, default, IsDeploying: false);

    /// <summary>Of a stack.</summary>
    public static Verdict Of(StackEvaluation stack) => new(stack.Status, stack.Reason, stack.Drifted, stack.PendingChanges, stack.Coverage, stack.IsDeploying)
    {
        IsBeingDeleted = stack.IsBeingDeleted,
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
public sealed record VerdictChange(int Number, DateTimeOffset At, StackKey Stack, Verdict Before, Verdict After);

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
            .Select(s => new VerdictChange(++number, now, s.Key, Verdict.Of(before.Stacks[s.Key]), s.After))
            .ToList();
        return found.Count == 0 ? known : [.. found.AsEnumerable().Reverse().Concat(known).Take(BoardHistory.MostChanges)];
    }

    /// <summary>Whether the second verdict says something else than the first. A first verdict is no news, and what a deployment does meanwhile is its own affair.</summary>
    public static bool IsNews(StackEvaluation old, StackEvaluation current) =>
        !IsFirstVerdict(old) && !IsFirstVerdict(current) && !(old.IsDeploying && current.IsDeploying) && !SaysTheSame(old, current);

    private static bool IsFirstVerdict(StackEvaluation stack) => stack.Status == Status.Scanning || stack.Reason == StatusReason.NotReadYet;

    private static bool SaysTheSame(StackEvaluation one, StackEvaluation other) =>
        Verdict.Of(one) == Verdict.Of(other) && one.PendingUnknown == other.PendingUnknown && Differences(one).SequenceEqual(Differences(other));

    private static IEnumerable<(ResourceAddress, Difference)> Differences(StackEvaluation stack) =>
        stack.Resources.Where(r => r.Differences.Length > 0).SelectMany(r => r.Differences.Select(d => (r.Address, d)));
}
