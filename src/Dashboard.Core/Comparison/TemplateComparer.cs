using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Comparison;

/// <summary>A difference between two rendered templates.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type, of the right side where the two differ.</param>
/// <param name="Path">The leaf; the root where the whole resource stands on one side only.</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">What bringing left to right would do.</param>
public sealed record TemplateDifference(
    ResourceAddress Address, string Type, PropertyPath Path, DifferenceKind Kind, PropertyValue? Left, PropertyValue? Right, Impact Impact);

/// <summary>Compares two rendered templates, resource by resource.</summary>
public static class TemplateComparer
{
    /// <summary>Every difference, in order of address and path.</summary>
    public static ImmutableArray<TemplateDifference> Compare(RenderedTemplate left, RenderedTemplate right) => throw new NotImplementedException();
}
