using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>Why the last operation of a stack failed: what CloudFormation tells of each resource in the stack's events.</summary>
/// <param name="AskedAt">When CloudFormation was asked.</param>
/// <param name="Events">The failures of resources, the first one first: those that follow are often for its sake. Empty where none is told.</param>
/// <param name="Reason">Why the events could not be read; null where they could.</param>
public sealed record FailedOperation(DateTimeOffset AskedAt, ImmutableArray<LiveStackEvent> Events, string? Reason)
{
    /// <summary>More of one operation nobody reads.</summary>
    private const int MostTold = 10;

    private const string Undeleted = "DELETE_FAILED";

    /// <summary>Reads the events of an operation.</summary>
    /// <param name="live">The cloud.</param>
    /// <param name="scope">The stack's account and region.</param>
    /// <param name="stackName">The stack.</param>
    /// <param name="since">When the operation began; null: not known, so that all events are read.</param>
    /// <param name="status">CloudFormation's word for the stack: a deletion does not move the stack's time, and what failed before it is none of its failures.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task<FailedOperation> ReadAsync(ILiveStateSource live, AccountRegion scope, string stackName, DateTimeOffset? since, string? status, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (live is not AwsLiveStateSource aws)
            return new(now, [], "This cloud does not tell of events.");
        var read = await aws.ReadEventsAsync(scope, stackName, since, cancellation).ConfigureAwait(false);
        return read.IsRead
            ? new(now, [.. read.Value.Where(e => e.LogicalId != stackName && (status == Undeleted ? e.Status == Undeleted : e.Status.EndsWith("_FAILED", StringComparison.Ordinal)) && !IsForAnother(e)).OrderBy(e => e.At).Take(MostTold)], null)
            : new(now, [], read.Detail ?? "CloudFormation did not answer.");
    }

    /// <summary>"Resource update cancelled": it was under way when another one failed.</summary>
    private static bool IsForAnother(LiveStackEvent told) => told.Reason is { } reason && reason.StartsWith("Resource ", StringComparison.Ordinal) && reason.EndsWith(" cancelled", StringComparison.Ordinal);
}
