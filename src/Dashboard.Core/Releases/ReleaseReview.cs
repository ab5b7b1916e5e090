using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>What a release of one environment's commit would do to the environment that it is promoted into, and what speaks for and against it.</summary>
/// <param name="Parity">The piles: the verdicts that every other screen shows, too.</param>
/// <param name="FromCommit">The commit that is to be released; null where the first environment's ref names none.</param>
/// <param name="ToCommit">The commit that the second environment should run now; null where its ref names none.</param>
/// <param name="Components">Every component of the pair, in the order of driftboard.yaml.</param>
/// <param name="Changes">What the release changes, in order of stack, address and path.</param>
/// <param name="Untold">What it may change, and nobody can tell.</param>
/// <param name="Obstacles">What keeps it from being deployed, or may.</param>
/// <param name="Exports">Exports that it takes away or gives another value: a stack that imports one keeps CloudFormation from doing that.</param>
/// <param name="Collisions">Changes by hand that it may meet.</param>
/// <param name="Unrehearsed">What it brings that the first environment never ran.</param>
/// <param name="Soak">Since when the first environment runs it.</param>
public sealed record ReleaseReview(
    ParityEvaluation Parity,
    string? FromCommit,
    string? ToCommit,
    ImmutableArray<ReviewedComponent> Components,
    ImmutableArray<ReleaseChange> Changes,
    ImmutableArray<UntoldChange> Untold,
    ImmutableArray<Obstacle> Obstacles,
    ImmutableArray<ExportAtRisk> Exports,
    ImmutableArray<Collision> Collisions,
    ImmutableArray<Unrehearsed> Unrehearsed,
    Soak Soak)
{
    /// <summary>Of every pair of stacks whether the first environment runs the commit: what the scope says of it follows, whatever comes into scope.</summary>
    internal ImmutableArray<StackRehearsal> Rehearsals { get; init; } = [];
}

/// <summary>Whether the first environment runs the commit of a pair of stacks.</summary>
/// <param name="Component">The component.</param>
/// <param name="To">The second environment's stack, or null.</param>
/// <param name="Name">The pair's name for people.</param>
/// <param name="IsThere">Whether the first environment has such a stack.</param>
/// <param name="Runs">Whether it runs the commit; null where that cannot be told.</param>
/// <param name="UpdatedAt">When it was updated, as CloudFormation has it.</param>
/// <param name="Lack">Why nothing of the stack was rehearsed; null where the first environment runs it.</param>
internal sealed record StackRehearsal(string Component, StackKey? To, string Name, bool IsThere, bool? Runs, DateTimeOffset? UpdatedAt, string? Lack);

/// <summary>A component of a review.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Owner">The owning team, or null.</param>
/// <param name="IsTouched">Whether the release changes it, or may.</param>
/// <param name="From">Its stacks in the first environment.</param>
/// <param name="To">Its stacks in the second environment.</param>
public sealed record ReviewedComponent(string Name, string? Owner, bool IsTouched, ImmutableArray<StackKey> From, ImmutableArray<StackKey> To)
{
    /// <summary>Whether the second environment has taken it from this release: it was touched before, and is no more.</summary>
    public bool IsTaken { get; init; }

    /// <summary>When that was, as CloudFormation has it; null where it is not taken, or where nobody says.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>Whether it is in the release's own scope: what was deployed stays there, to be looked at.</summary>
    public bool IsInScope => IsTouched || IsTaken;
}

/// <summary>One change at one leaf, or of a whole resource.</summary>
/// <param name="Stack">The stack that is changed.</param>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Difference">Expected: what the release brings. Actual: what is deployed.</param>
/// <param name="Risk">What is lost with it, or null.</param>
public sealed record ReleaseChange(StackKey Stack, ResourceAddress Address, string Type, Difference Difference, StateRisk? Risk);

/// <summary>That a change does away with a resource which holds something.</summary>
/// <param name="Holds">What it holds: "a database".</param>
/// <param name="IsCertain">False: only under conditions that nobody can tell beforehand.</param>
/// <param name="Policy">What becomes of the old one: "Delete", "Snapshot" or "Retain".</param>
public sealed record StateRisk(string Holds, bool IsCertain, string Policy);

/// <summary>Something that the release may change, and nobody can tell.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Address">The resource, or the stack itself.</param>
/// <param name="Type">The resource's type; null for the stack itself.</param>
/// <param name="Path">The property; the root where nothing can be told of the whole.</param>
/// <param name="Detail">Why.</param>
public sealed record UntoldChange(StackKey Stack, ResourceAddress Address, string? Type, PropertyPath Path, string Detail)
{
    /// <summary>Why, without the place of its cause and the call that failed: the same for all that has the same cause.</summary>
    public string Cause { get => field ?? FailedCall.CauseOf(Detail); init => field = value == Detail ? null : FailedCall.CauseOf(value); }
}

/// <summary>Something that keeps a stack from being deployed, or may.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="IsCertain">Whether it does for certain, as things stand.</param>
/// <param name="Text">What was found, and what to do.</param>
public sealed record Obstacle(StackKey Stack, bool IsCertain, string Text);

/// <summary>An export that the release takes away or gives another value.</summary>
/// <param name="Stack">The stack that exports.</param>
/// <param name="Account">Its account.</param>
/// <param name="Name">The export's name.</param>
/// <param name="IsRemoved">Whether it goes; else its value changes or may change.</param>
public sealed record ExportAtRisk(StackKey Stack, string Account, string Name, bool IsRemoved);

/// <summary>How a release meets a change by hand.</summary>
public enum CollisionKind
{
    /// <summary>The release changes the very property.</summary>
    SameProperty,

    /// <summary>The release replaces or deletes the resource.</summary>
    Replaced,

    /// <summary>The resource was deleted by hand.</summary>
    Deleted,

    /// <summary>The release changes another property of the same resource.</summary>
    Beside,

    /// <summary>The release brings just what was done by hand.</summary>
    Same,
}

/// <summary>A change by hand on what the release changes.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Kind">How they meet.</param>
/// <param name="Drift">The change by hand. Expected: what is deployed. Actual: what runs.</param>
/// <param name="Rule">The accept rule that knows it, or null.</param>
public sealed record Collision(StackKey Stack, ResourceAddress Address, string Type, CollisionKind Kind, Difference Drift, string? Rule);

/// <summary>Something that the second environment would get and the first one never ran.</summary>
/// <param name="Stack">The stack of the second environment.</param>
/// <param name="Address">The resource, or the stack itself.</param>
/// <param name="Type">The resource's type; null for the stack itself.</param>
/// <param name="Path">The property; the root where it is the whole.</param>
/// <param name="Text">Why it counts as not rehearsed.</param>
/// <param name="Here">What the second environment gets; null where it is the whole, or nothing.</param>
/// <param name="There">What the first environment has; null where it is the whole, or nothing.</param>
public sealed record Unrehearsed(StackKey Stack, ResourceAddress Address, string? Type, PropertyPath Path, string Text, PropertyValue? Here, PropertyValue? There);

/// <summary>Since when the first environment runs what is to be released.</summary>
/// <param name="Since">When the last of its touched stacks was updated; null where they do not all run it, or where that is not known.</param>
/// <param name="Text">The same in words; where it is not known, why.</param>
public sealed record Soak(DateTimeOffset? Since, string Text);
