using System.Collections.Immutable;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>What this run of the server has seen happen; kept by the feed, and nothing of it outlives the server.</summary>
/// <param name="StartedAt">When it began to look: what was there then may be older.</param>
public sealed record BoardHistory(DateTimeOffset StartedAt)
{
    /// <summary>So many changes of verdicts are kept.</summary>
    public const int MostChanges = 200;

    /// <summary>Since when each resource could not be compared.</summary>
    public ImmutableDictionary<DriftKey, Sighting> Unverified { get; init; } = ImmutableDictionary<DriftKey, Sighting>.Empty;

    /// <summary>Since when each resource has drifted in a way that an accept rule allows; the rule may be younger than the drift.</summary>
    public ImmutableDictionary<DriftKey, Sighting> Accepted { get; init; } = ImmutableDictionary<DriftKey, Sighting>.Empty;

    /// <summary>Since when each value belongs to another environment, declared or not.</summary>
    public ImmutableDictionary<SeparationKey, Sighting> Separations { get; init; } = ImmutableDictionary<SeparationKey, Sighting>.Empty;

    /// <summary>How each of them looked last, with those of which nobody can tell just now whether they are still there.</summary>
    public ImmutableDictionary<SeparationKey, LastSeparation> LastSeparations { get; init; } = ImmutableDictionary<SeparationKey, LastSeparation>.Empty;

    /// <summary>Since when nothing explains each unit of parity, in every pair that shows it.</summary>
    public ImmutableDictionary<UnexplainedKey, Sighting> Unexplained { get; init; } = ImmutableDictionary<UnexplainedKey, Sighting>.Empty;

    /// <summary>Drifts of which nobody can tell just now whether they are still there: what drifted when it was last compared, by stack.</summary>
    public ImmutableDictionary<StackKey, ImmutableDictionary<ResourceAddress, LastDrift>> Dark { get; init; } =
        ImmutableDictionary<StackKey, ImmutableDictionary<ResourceAddress, LastDrift>>.Empty;

    /// <summary>So many stacks that went are kept.</summary>
    public const int MostGone = 100;

    /// <summary>Stacks that this run found there, of environments and components that are watched.</summary>
    public ImmutableHashSet<StackKey> Found { get; init; } = [];

    /// <summary>Since when each stack that was found before is not there any more; those that left the board, too. One that is found again is none of them.</summary>
    public ImmutableDictionary<StackKey, Sighting> Gone { get; init; } = ImmutableDictionary<StackKey, Sighting>.Empty;

    /// <summary>Verdicts that changed, the newest first.</summary>
    public ImmutableArray<VerdictChange> Changes { get; init; } = [];
}
