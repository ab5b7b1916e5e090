namespace Dashboard.Sources.Live;

/// <summary>A cloud whose own drift detection may be started: only in accounts whose settings say so, since it is a call of the writing kind, although it changes no resource.</summary>
public interface IDriftDetection
{
    /// <summary>Whether detections are started in an account.</summary>
    bool DetectsDrift(string account);

    /// <summary>Why the last detection of a stack that was started, or was to be, has not come to its end; null: it has, or there was none.</summary>
    (ReadOutcome Outcome, string? Detail)? ProblemOf(AccountRegion scope, string stackNameOrId);

    /// <summary>
    /// Of some stacks the one that is to be looked at next: of those that this process never had looked at, and of the others, the one for which that is longest ago. Null: each was looked at within the last hour, or is
    /// left alone for now; and in an account in which none are started.
    /// </summary>
    string? NextOf(AccountRegion scope, IEnumerable<DetectableStack> stacks);

    /// <summary>When the detection of a stack that is running was begun by this process; null: none is running.</summary>
    DateTimeOffset? RunsSince(AccountRegion scope, string stackId);

    /// <summary>Sees to it that a stack was looked at within the last hour, and waits a bounded time for that. Nothing happens in an account in which none are started.</summary>
    /// <returns>By logical id, why resources could not be looked at; not read where the detection was refused or has not come to its end yet, or where its turn has not come.</returns>
    Task<ReadResult<ImmutableDictionary<string, string>>> DetectStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation);

    /// <summary>Looks at one resource now; null in an account in which no detections are started, and of a type that CloudFormation does not look at.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="stackNameOrId">The stack that holds it directly.</param>
    /// <param name="logicalId">The resource.</param>
    /// <param name="taintedPaths">Properties to mask.</param>
    /// <param name="cancellation">Stops it.</param>
    Task<ResourceObservation?> DetectResourceAsync(AccountRegion scope, string stackNameOrId, string logicalId, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation);
}

/// <summary>A deployed stack in which CloudFormation may look for drift.</summary>
/// <param name="Scope">Its account and region.</param>
/// <param name="StackId">The stack, or one nested in it.</param>
/// <param name="CheckedAt">When CloudFormation looked last at it or at one of its resources, as far as its list says; null: never.</param>
public sealed record DetectableStack(AccountRegion Scope, string StackId, DateTimeOffset? CheckedAt);
