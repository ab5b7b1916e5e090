using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Comparison;

/// <summary>A leaf at which the two sides differ.</summary>
/// <param name="Path">Where: list items by their index on the left side, or on the right where they only exist there.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">What changing it would do to the resource.</param>
/// <param name="Confidence">Confirmed, or possible.</param>
/// <param name="Normalisers">The ids of the rules under which the two sides were compared where they differ; never default.</param>
public sealed record LeafDifference(
    PropertyPath Path, DifferenceKind Kind, PropertyValue? Left, PropertyValue? Right, Impact Impact, Confidence Confidence, ImmutableArray<string> Normalisers)
{
    /// <summary>Why it is not confirmed, for people; else null.</summary>
    public string? Detail { get; init; }
}

/// <summary>A difference of spelling that a normaliser folded.</summary>
/// <param name="Path">Where.</param>
/// <param name="Normaliser">The rule's id.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
public sealed record FoldedLeaf(PropertyPath Path, string Normaliser, PropertyValue? Left, PropertyValue? Right);

/// <summary>A leaf that is the same on both sides; one of them may lack it where the other says what absence means (a default, an empty list).</summary>
public sealed record EqualLeaf(PropertyPath Path, PropertyValue? Left, PropertyValue? Right);

/// <summary>A leaf of which nobody can say whether it is the same.</summary>
/// <param name="Path">Where.</param>
/// <param name="Reason">Unresolved, secret, or null where no service returns the value.</param>
/// <param name="Detail">For people.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Confidence">Possible where all that is known agrees (a masked character), else unverifiable.</param>
public sealed record UnverifiedLeaf(
    PropertyPath Path, StatusReason? Reason, string Detail, PropertyValue? Left, PropertyValue? Right, Confidence Confidence = Confidence.Unverifiable)
{
    /// <summary>Why, without the place of its cause: the same for all that has the same cause.</summary>
    public string Cause { get => field ?? Detail; init => field = value == Detail ? null : value; }
}

/// <summary>The comparison of one resource's properties; every part is in order of path.</summary>
/// <remarks>A leaf is a scalar or symbolic value, an empty list or map, one item of a list or entry of a map that exists on one side only, or a list whose order alone differs.</remarks>
public sealed record ComparisonResult(
    ImmutableArray<LeafDifference> Differences, ImmutableArray<UnverifiedLeaf> Unverified, ImmutableArray<EqualLeaf> Equal)
{
    /// <summary>Nothing differs, and nothing is listed.</summary>
    public static readonly ComparisonResult Empty = new([], [], []);

    /// <summary>How many differences of spelling were folded.</summary>
    public int FoldedCount { get; init; }

    /// <summary>The folded differences, in order of path; empty unless they were asked for.</summary>
    public ImmutableArray<FoldedLeaf> Folded { get; init; } = [];

    /// <summary>What only the right side has and the left does not declare, in order of path; empty unless it was asked for.</summary>
    public ImmutableArray<LeafDifference> Undeclared { get; init; } = [];
}
