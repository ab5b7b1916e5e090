using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Comparison;

/// <summary>A leaf at which the two sides differ.</summary>
/// <param name="Path">Where: list items by their index on the left side, or on the right where they only exist there.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">What changing it would do to the resource.</param>
public sealed record LeafDifference(PropertyPath Path, DifferenceKind Kind, PropertyValue? Left, PropertyValue? Right, Impact Impact);

/// <summary>A leaf that is the same on both sides; one of them may lack it where the other says what absence means (a default, an empty list).</summary>
public sealed record EqualLeaf(PropertyPath Path, PropertyValue? Left, PropertyValue? Right);

/// <summary>A leaf of which nobody can say whether it is the same.</summary>
/// <param name="Path">Where.</param>
/// <param name="Reason">Unresolved, secret, or null where no service returns the value.</param>
/// <param name="Detail">For people.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
public sealed record UnverifiedLeaf(PropertyPath Path, StatusReason? Reason, string Detail, PropertyValue? Left, PropertyValue? Right);

/// <summary>The comparison of one resource's properties; every part is in order of path.</summary>
/// <remarks>A leaf is a scalar or symbolic value, an empty list or map, one item of a list or entry of a map that exists on one side only, or a list whose order alone differs.</remarks>
public sealed record ComparisonResult(
    ImmutableArray<LeafDifference> Differences, ImmutableArray<UnverifiedLeaf> Unverified, ImmutableArray<EqualLeaf> Equal)
{
    /// <summary>Nothing differs, and nothing is listed.</summary>
    public static readonly ComparisonResult Empty = new([], [], []);
}
