using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>The change sets of a stack that wait: somebody has prepared a release there, and anybody may execute it.</summary>
/// <param name="AskedAt">When CloudFormation was asked.</param>
/// <param name="ChangeSets">Newest first.</param>
/// <param name="Reason">Why they could not be listed; null where they could.</param>
public sealed record WaitingChangeSets(DateTimeOffset AskedAt, ImmutableArray<WaitingChangeSet> ChangeSets, string? Reason)
{
    /// <summary>So many are asked for their changes; a stack seldom has more than one.</summary>
    private const int MostRead = 5;

    /// <summary>Asks CloudFormation: once for the list, and once for each that waits.</summary>
    /// <param name="live">The cloud.</param>
    /// <param name="scope">The stack's account and region.</param>
    /// <param name="stackName">The stack.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<WaitingChangeSets> ReadAsync(ILiveStateSource live, AccountRegion scope, string stackName, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (live is not AwsLiveStateSource aws)
            return new(now, [], "This cloud does not tell of change sets.");
        var listed = await aws.ListChangeSetsAsync(scope, stackName, cancellation).ConfigureAwait(false);
        if (!listed.IsRead)
            return new(now, [], listed.Outcome == ReadOutcome.Missing ? null : listed.Detail ?? "CloudFormation did not answer.");
        var waiting = listed.Value.Where(s => s.ExecutionStatus == "AVAILABLE").ToList();
        var read = await Task.WhenAll(waiting.Select(async (set, place) =>
        {
            if (place >= MostRead)
                return new WaitingChangeSet(set, [], FormattableString.Invariant($"only the newest {MostRead} are read"));
            var changes = await aws.ReadChangeSetAsync(scope, set.Id, cancellation).ConfigureAwait(false);
            return new WaitingChangeSet(set, changes.IsRead ? changes.Value : [], changes.IsRead ? null : changes.Detail ?? "CloudFormation did not answer.");
        })).ConfigureAwait(false);
        return new(now, [.. read], null);
    }

    /// <summary>As a document.</summary>
    public ChangeSetsDocument ToDocument(StackEvaluation stack) => new(
        stack.Key.Application, stack.Key.Environment, stack.Key.Component, stack.Key.Region, stack.Key.Instance, AskedAt,
        [
            .. ChangeSets.Select(s => new ChangeSetDocument(
                s.Set.Name, s.Set.Status, s.Set.CreatedAt, [.. s.Changes.Select(c => new ResourceChangeDocument(c.LogicalId, c.Type, c.Action, c.Replacement, [.. c.Places]))], s.Reason)),
        ],
        Reason);
}

/// <summary>A change set that waits.</summary>
/// <param name="Set">What the list tells.</param>
/// <param name="Changes">What it would do.</param>
/// <param name="Reason">Why that could not be read; null where it could.</param>
public sealed record WaitingChangeSet(LiveChangeSet Set, ImmutableArray<LiveResourceChange> Changes, string? Reason);
