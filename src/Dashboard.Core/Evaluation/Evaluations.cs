using Dashboard.Core.Comparison;
using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>The verdict on a resource or a stack. The order of the members is that of the roll-up for stacks, worst first.</summary>
public enum Status
{
    Modified,
    Deleted,
    Unmanaged,
    Unknown,
    NotChecked,
    Scanning,
    PartlyChecked,
    NotDeployed,
    InSync,

    /// <summary>Of a resource only: a type that nobody can read. A stack in which nothing else is missing is <see cref="PartlyChecked"/>.</summary>
    Unsupported,
}

/// <summary>Why something is not fully checked.</summary>
public enum StatusReason
{
    Denied,
    Throttled,
    TimedOut,
    Unresolved,
    Secret,
    TypeNotReadable,
    NotReadYet,
    StackMissing,
    StackUnreadable,

    /// <summary>The stack changes while it is read: its template and its resources are those of two different instants.</summary>
    StackMoving,

    /// <summary>The stack's last operation ended halfway: nobody knows which of its resources follow which template.</summary>
    StackBroken,

    /// <summary>No access to the account is configured, so nobody asked.</summary>
    NoAccess,
}

/// <summary>How two values differ.</summary>
public enum DifferenceKind
{
    /// <summary>Only in actual.</summary>
    Add,

    /// <summary>Only in expected.</summary>
    Remove,

    /// <summary>In both, and not equal.</summary>
    NotEqual,
}

/// <summary>Which two states a difference stands between; expected is the first one.</summary>
public enum DifferenceBetween
{
    /// <summary>A pending change.</summary>
    DesiredDeployed,

    /// <summary>Drift.</summary>
    DeployedLive,
}

/// <summary>What bringing the expected value about would do to the resource.</summary>
public enum Impact
{
    Replacement,
    ConditionalReplacement,
    Update,
    Unknown,

    /// <summary>The resource is made.</summary>
    Create,

    /// <summary>The resource is deleted.</summary>
    Delete,
}

/// <summary>How sure a difference is.</summary>
public enum Confidence
{
    /// <summary>The two sides mean different things.</summary>
    Confirmed,

    /// <summary>The two may mean the same: a masked character, a default that one side says out loud, an order of which nobody knows whether it matters.</summary>
    Possible,

    /// <summary>What stands on a side is not known.</summary>
    Unverifiable,
}

/// <summary>One difference at one leaf.</summary>
/// <param name="Path">Where; the path carries the item's key where a list is keyed.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Between">Which two states.</param>
/// <param name="Expected">The first side; null for <see cref="DifferenceKind.Add"/>.</param>
/// <param name="Actual">The second side; null for <see cref="DifferenceKind.Remove"/>.</param>
/// <param name="Impact">What a change would do.</param>
public sealed record Difference(PropertyPath Path, DifferenceKind Kind, DifferenceBetween Between, PropertyValue? Expected, PropertyValue? Actual, Impact Impact)
{
    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; }

    /// <summary>Whether the path starts at the resource and not at its properties: a deletion policy, a dependency, metadata. Only templates have these.</summary>
    public bool IsAttribute { get; init; }

    /// <summary>The place for people: a JSON pointer inside the properties, or an attribute by its name.</summary>
    public string Place => IsAttribute ? Path.ToString()[1..] : Path.ToString();
}

/// <summary>A difference that a rule of driftboard.yaml allows: shown on demand, counted nowhere as drift.</summary>
public sealed record AllowedDifference(Difference Difference, DifferenceRule Rule);

/// <summary>A declared property that could not be verified, and why.</summary>
/// <param name="Path">The property.</param>
/// <param name="Reason">Unresolved, secret, or null for a write-only property that no service ever returns.</param>
/// <param name="Detail">For people.</param>
public sealed record UnverifiedProperty(PropertyPath Path, StatusReason? Reason, string Detail)
{
    /// <summary>Why, without the place of its cause and the call that failed: the same for all that has the same cause.</summary>
    public string Cause { get => field ?? FailedCall.CauseOf(Detail); init => field = value == Detail ? null : FailedCall.CauseOf(value); }

    /// <summary>Between which two states it was to be compared.</summary>
    public DifferenceBetween Between { get; init; } = DifferenceBetween.DeployedLive;
}

/// <summary>Who told a live value, and when.</summary>
/// <param name="Reader">The reader, as in <see cref="ResourceObservation.Reader"/>.</param>
/// <param name="ObservedAt">When the service answered it.</param>
public sealed record ValueSource(string Reader, DateTimeOffset ObservedAt)
{
    /// <summary>No property.</summary>
    public static readonly ImmutableSortedDictionary<string, ValueSource> None = ImmutableSortedDictionary.Create<string, ValueSource>(StringComparer.Ordinal);
}

/// <summary>The verdict on one resource.</summary>
/// <param name="Address">Where it stands.</param>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">Its physical id, or its identifier where it is unmanaged.</param>
/// <param name="Status">The verdict.</param>
/// <param name="Reason">Why it is not fully checked, or null.</param>
/// <param name="Detail">The reason in words (the service's error, the type), or null.</param>
/// <param name="Differences">Pending changes and drift, in order of path.</param>
/// <param name="Allowed">Drift that an accept or ignore rule allows.</param>
/// <param name="Unverified">Declared properties that could not be verified, in order of path; those between desired and deployed state last.</param>
/// <param name="Desired">What the repository says; null where it says nothing of it.</param>
/// <param name="Deployed">What it was deployed with; null where it was not.</param>
/// <param name="Live">What runs, the newest observation of each property; null where that is not known.</param>
/// <param name="ObservedAt">The oldest observation that the live properties rest on.</param>
/// <param name="Readers">Who said what runs.</param>
public sealed record ResourceEvaluation(
    ResourceAddress Address,
    string Type,
    string? PhysicalId,
    Status Status,
    StatusReason? Reason,
    string? Detail,
    ImmutableArray<Difference> Differences,
    ImmutableArray<AllowedDifference> Allowed,
    ImmutableArray<UnverifiedProperty> Unverified,
    MapValue? Desired,
    MapValue? Deployed,
    MapValue? Live,
    DateTimeOffset? ObservedAt,
    ImmutableArray<string> Readers)
{
    /// <summary>Differences between deployed and live state that another resource of the stack explains (an attachment, a scaled capacity), with the rule.</summary>
    public ImmutableArray<FoldedLeaf> Folded { get; init; } = [];

    /// <summary>What of <see cref="Differences"/> a rule allowed until it ended, with that rule. It is no part of a difference: one is not another for what a file once said of it.</summary>
    public ImmutableArray<AllowedDifference> Ended { get; init; } = [];

    /// <summary>The live properties that another than the first of <see cref="Readers"/> told, with who and when.</summary>
    public ImmutableSortedDictionary<string, ValueSource> ToldByOthers { get; init; } = ValueSource.None;

    /// <summary>Of a resource that the repository says under another logical id or in another stack than the deployment, or that two stacks have under one physical id: where the other one stands; else null.</summary>
    public string? SameAs { get; init; }

    /// <summary>Whether the deployed properties were compared with the live ones, one by one.</summary>
    public bool IsCompared { get; init; }

    /// <summary>Whether everything that could be compared with what runs was.</summary>
    public bool IsVerified => !Unverified.Any(u => u.Between == DifferenceBetween.DeployedLive);

    /// <summary>The drift that accept rules allow: it differs, and somebody said that it may for now.</summary>
    public IEnumerable<AllowedDifference> Accepted => Allowed.Where(a => a.Rule.Kind == RuleKind.Accept);

    /// <summary>Pending changes at leaves.</summary>
    public int PendingChanges => Differences.Count(d => d.Between == DifferenceBetween.DesiredDeployed);

    /// <summary>Whether it counts as drifted.</summary>
    public bool IsDrifted => Status is Status.Modified or Status.Deleted or Status.Unmanaged;
}

/// <summary>How much of something was compared.</summary>
public readonly record struct Coverage(int Compared, int Total);

/// <summary>The verdict on one stack.</summary>
/// <param name="Key">Its whole key.</param>
/// <param name="Account">Its account.</param>
/// <param name="StackName">Its name in CloudFormation.</param>
/// <param name="Status">The roll-up of its resources.</param>
/// <param name="Reason">Why it is not fully checked, or null.</param>
/// <param name="Detail">The reason in words, or null.</param>
/// <param name="PendingChanges">Leaf differences between desired and deployed state, those of the stack's outputs included.</param>
/// <param name="Drifted">Resources that are modified, deleted or unmanaged.</param>
/// <param name="Coverage">Resources compared, of all.</param>
/// <param name="CheckedAt">When the template was last checked.</param>
/// <param name="OldestReadAt">The oldest live read that the verdict rests on; null where nothing was read.</param>
/// <param name="CommitId">The commit whose desired state it was judged against.</param>
/// <param name="Resources">Sorted by address; unmanaged ones last.</param>
/// <param name="Diagnostics">What was wrong with its template or parameters.</param>
public sealed record StackEvaluation(
    StackKey Key,
    string Account,
    string StackName,
    Status Status,
    StatusReason? Reason,
    string? Detail,
    int PendingChanges,
    int Drifted,
    Coverage Coverage,
    DateTimeOffset? CheckedAt,
    DateTimeOffset? OldestReadAt,
    string? CommitId,
    ImmutableArray<ResourceEvaluation> Resources,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Properties of which nobody can tell whether a release would change them.</summary>
    public int PendingUnknown => Resources.Sum(r => r.Unverified.Count(u => u.Between == DifferenceBetween.DesiredDeployed)) + UnknownOutputs.Length;

    /// <summary>Resources with drift that accept rules allow.</summary>
    public int Accepted { get; init; }

    /// <summary>What a release changes of the stack's outputs and exports ("/Outputs/Url/Value"), in order of path; counted in <see cref="PendingChanges"/>.</summary>
    public ImmutableArray<Difference> OutputChanges { get; init; } = [];

    /// <summary>Of which of them nobody can tell whether a release would change it; counted in <see cref="PendingUnknown"/>.</summary>
    public ImmutableArray<UnverifiedProperty> UnknownOutputs { get; init; } = [];

    /// <summary>CloudFormation's own word for the stack ("UPDATE_COMPLETE"); null where the stack was not read.</summary>
    public string? StackStatus { get; init; }

    /// <summary>Why the stack's last operation ended as it did, in CloudFormation's words ("The following resource(s) failed to update: [Queue]."); null where it says nothing.</summary>
    public string? StackStatusReason { get; init; }

    /// <summary>When the stack was last created or updated: of a deployment that runs, when it began. Null where that is not known.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>Whether a deployment runs: what runs in the cloud is on its way from one template to another. A stack that waits for its first change set is not deploying, and one that is being deleted is on its way to no template.</summary>
    public bool IsDeploying => StackStatus is not ("REVIEW_IN_PROGRESS" or "DELETE_IN_PROGRESS") && (IsMoving || (StackStatus is { } word && StackPhases.Of(word) == StackPhase.Moving));

    /// <summary>Whether what was read of it belongs to no one instant: an operation runs, or it was deployed again each time that it was read.</summary>
    public bool IsMoving { get; init; }

    /// <summary>Whether CloudFormation is deleting it.</summary>
    public bool IsBeingDeleted => StackStatus == "DELETE_IN_PROGRESS";

    /// <summary>Whether it is unknown as a whole, for a reason that none of its resources bears: it could not be read, its last operation ended halfway, or what the repository says of it is not known.</summary>
    public bool IsUnverified => Status == Status.Unknown && Coverage.Compared == 0;

    /// <summary>Whether the repository's template of it could be read; where not, the diagnostics say why.</summary>
    public bool IsDesiredKnown { get; init; } = true;

    /// <summary>The commit that it runs, as far as that can be told; null where it cannot.</summary>
    public RunningCommit? Running { get; init; }

    /// <summary>The template that tells how its resources hang together, references left as such: the repository's, else the deployed one; null where neither is known.</summary>
    public RenderedTemplate? Template { get; init; }

    /// <summary>How old a live read may get by plan, beyond the time from one sweep to the next: zero where every sweep reads everything.</summary>
    public TimeSpan LiveMaxAge { get; init; }
}

/// <summary>The verdict on one environment.</summary>
/// <param name="Snapshot">What it rests on.</param>
/// <param name="Stacks">In the snapshot's order.</param>
/// <param name="Diagnostics">Rules that match nothing or have expired, and what the snapshot said.</param>
/// <param name="NextExpiry">The first instant after asOf at which a rule stops holding: evaluate again then.</param>
public sealed record EnvironmentEvaluation(
    EnvironmentSnapshot Snapshot,
    ImmutableArray<StackEvaluation> Stacks,
    ImmutableArray<Diagnostic> Diagnostics,
    DateTimeOffset? NextExpiry)
{
    /// <summary>The verdicts by stack; of two on one key, the last.</summary>
    internal Dictionary<StackKey, StackEvaluation> ByKey()
    {
        var byKey = new Dictionary<StackKey, StackEvaluation>();
        foreach (var stack in Stacks)
            byKey[stack.Key] = stack;
        return byKey;
    }
}
