namespace Dashboard.Core.Model;

/// <summary>Who changed a resource, how and when, as far as that can be known. It is asked for when somebody looks, and is never a part of a verdict.</summary>
/// <param name="Changes">Newest first.</param>
/// <param name="Gaps">What is not known, and why.</param>
/// <param name="AskedAt">When it was asked.</param>
public sealed record ChangeTrail(ImmutableArray<TrailEntry> Changes, ImmutableArray<TrailGap> Gaps, DateTimeOffset AskedAt)
{
    /// <summary>The newest change of the resource past CloudFormation that no service made of itself, or null where none is known.</summary>
    public TrailEntry? ByHand => Changes.FirstOrDefault(c => c.Source != TrailSource.StackEvents && c.Part == TrailPart.Change);
}

/// <summary>Who tells of a change.</summary>
public enum TrailSource
{
    /// <summary>CloudTrail's management events of the last 90 days.</summary>
    CloudTrail,

    /// <summary>The history of a parameter in Parameter Store.</summary>
    ParameterStore,

    /// <summary>The events of the stack: what CloudFormation itself did.</summary>
    StackEvents,
}

/// <summary>What a call has to do with the resource.</summary>
public enum TrailPart
{
    /// <summary>It changed it.</summary>
    Change,

    /// <summary>A service changed it on somebody's behalf.</summary>
    ByService,

    /// <summary>It made or changed something else and only names the resource: an instance that uses a security group.</summary>
    NamedIn,
}

/// <summary>One change of a resource.</summary>
/// <param name="At">When.</param>
/// <param name="Source">Who tells of it.</param>
/// <param name="Call">The call ("SetQueueAttributes"), "version 3" of a parameter, or CloudFormation's own word ("UPDATE_COMPLETE").</param>
/// <param name="Actor">Who made it; null where that is not told.</param>
/// <param name="Service">The service that was called ("sqs"); null where it was none.</param>
public sealed record TrailEntry(DateTimeOffset At, TrailSource Source, string Call, TrailActor? Actor, string? Service)
{
    /// <summary>What the call has to do with the resource.</summary>
    public TrailPart Part { get; init; }
}

/// <summary>Who made a call.</summary>
/// <param name="Name">For people: the user, the session of a role, a service ("autoscaling.amazonaws.com").</param>
/// <param name="Role">The role that was taken on; null where none was.</param>
/// <param name="Arn">The whole identity; null where it is not told.</param>
/// <param name="Client">What the call was made with ("console", "aws command"); null where that is not known.</param>
public sealed record TrailActor(string Name, string? Role, string? Arn, string? Client);

/// <summary>Something that is not known of a resource's changes.</summary>
/// <param name="Source">Who could have told.</param>
/// <param name="Outcome">How the asking ended; <see cref="ReadOutcome.Missing"/>: it was answered, and tells of no change.</param>
/// <param name="Reason">Why, for people.</param>
public sealed record TrailGap(TrailSource Source, ReadOutcome Outcome, string Reason);
