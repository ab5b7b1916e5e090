using Dashboard.Core.Definition;

namespace Dashboard.Core.Model;

/// <summary>Everything observed of one environment at one instant: immutable.</summary>
/// <param name="Application">The application's definition that it was observed with.</param>
/// <param name="Environment">The environment (of an ephemeral one, with its real name).</param>
/// <param name="CommitId">The commit that the environment's ref names; null where it names none.</param>
/// <param name="Stacks">One for each component, region and instance; also those that are not deployed.</param>
/// <param name="TakenAt">When the observation ended.</param>
/// <param name="Diagnostics">What was wrong beyond single stacks (account not configured, ref unknown).</param>
public sealed record EnvironmentSnapshot(
    ApplicationDefinition Application,
    DeploymentEnvironment Environment,
    string? CommitId,
    ImmutableArray<StackSnapshot> Stacks,
    DateTimeOffset TakenAt,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>How old it is, by its stacks.</summary>
    public EnvironmentLife Life { get; init; } = EnvironmentLife.Unknown;

    /// <summary>The outermost stacks of the environment's account and regions as far as they may be looked at, with whether a component of the environment claims each.</summary>
    public ImmutableArray<ListedStack> Listed { get; init; } = [];

    /// <summary>The resources that stand under another logical id or in another stack than in a reading before, while the repository still has them where they stood.</summary>
    public ImmutableArray<ResourceMove> Moves { get; init; } = [];
}

/// <summary>How long an environment has been there.</summary>
/// <param name="CreatedAt">When its oldest stack was made; null where that is not known.</param>
/// <param name="ChangedAt">When a stack of it was last made or updated; null where that is not known.</param>
/// <param name="LeftBehind">Of an ephemeral one that lives on though what it was made for is merged: the merge; else null.</param>
public sealed record EnvironmentLife(DateTimeOffset? CreatedAt, DateTimeOffset? ChangedAt, MergedChange? LeftBehind)
{
    /// <summary>Nothing is known.</summary>
    public static readonly EnvironmentLife Unknown = new(null, null, null);
}

/// <summary>A pull request or branch whose merge is in the repository.</summary>
/// <param name="Name">"pull request #142", "branch pr-142".</param>
/// <param name="CommitId">The commit that merged it.</param>
/// <param name="MergedAt">When.</param>
public sealed record MergedChange(string Name, string CommitId, DateTimeOffset MergedAt);

/// <summary>A stack as an account's list shows it.</summary>
/// <param name="Scope">The account and region.</param>
/// <param name="StackName">Its name.</param>
/// <param name="Status">CloudFormation's own word.</param>
/// <param name="UpdatedAt">When it was last created or updated.</param>
/// <param name="IsClaimed">Whether it is one of the environment's.</param>
public sealed record ListedStack(AccountRegion Scope, string StackName, string Status, DateTimeOffset? UpdatedAt, bool IsClaimed)
{
    /// <summary>The stacks that none of several environments claims, in order of account, region and name. Each environment sees its own account and regions alone.</summary>
    public static ImmutableArray<ListedStack> Unclaimed(IEnumerable<EnvironmentSnapshot> snapshots) =>
    [
        .. snapshots.SelectMany(s => s.Listed).GroupBy(s => (s.Scope, s.StackName)).Where(g => !g.Any(s => s.IsClaimed)).Select(g => g.First())
            .OrderBy(s => s.Scope.Account, StringComparer.Ordinal).ThenBy(s => s.Scope.Region, StringComparer.Ordinal).ThenBy(s => s.StackName, StringComparer.Ordinal),
    ];
}

/// <summary>Everything observed of one stack.</summary>
/// <param name="Key">The stack's whole key.</param>
/// <param name="Account">The account that it is deployed to.</param>
/// <param name="StackName">Its name in CloudFormation.</param>
/// <param name="Outcome">Whether the stack itself could be read. <see cref="ReadOutcome.Missing"/>: it is not deployed.</param>
/// <param name="Detail">For people, where it could not be read.</param>
/// <param name="Desired">What the repository says, by commit id: at the environment's own commit, and at the commits of the environments that promote into it: those that their refs name, and where a pair waits those at which they were read.</param>
/// <param name="Deployed">What it was deployed with; null unless read.</param>
/// <param name="Live">Every resource of the deployed stack, nested stacks included.</param>
/// <param name="Unmanaged">Resources that belong here by what they name, yet stand in no template.</param>
/// <param name="CheckedAt">When the template and the stack were last read: a try that failed read nothing. Null: never.</param>
public sealed record StackSnapshot(
    StackKey Key,
    string Account,
    string StackName,
    ReadOutcome Outcome,
    string? Detail,
    ImmutableDictionary<string, DesiredState> Desired,
    DeployedState? Deployed,
    ImmutableArray<LiveResource> Live,
    ImmutableArray<UnmanagedResource> Unmanaged,
    DateTimeOffset? CheckedAt)
{
    /// <summary>The commit that it runs, as far as that can be told; null where it cannot.</summary>
    public RunningCommit? Running { get; init; }

    /// <summary>How old a live read may get by plan, beyond the time from one sweep to the next: zero where every sweep reads everything.</summary>
    public TimeSpan LiveMaxAge { get; init; }

    /// <summary>Whether it was deployed again each time that it was read, so that what was read belongs to no one instant.</summary>
    public bool IsMoving { get; init; }

    /// <summary>What was wrong with the stack beside its templates: deployed from outside the repository.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; init; } = [];
}

/// <summary>What tells the commit that a stack runs.</summary>
public enum CommitEvidence
{
    /// <summary>The stack's own tag says it.</summary>
    StackTag,

    /// <summary>It is the newest commit whose template equals the deployed one; parameters may be those of another.</summary>
    Template,
}

/// <summary>The commit that a stack runs.</summary>
/// <param name="CommitId">Its full id.</param>
/// <param name="Evidence">What tells it.</param>
public sealed record RunningCommit(string CommitId, CommitEvidence Evidence);
