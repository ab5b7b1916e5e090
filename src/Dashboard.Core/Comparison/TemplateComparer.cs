using Dashboard.Core.Evaluation;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>A difference between two rendered templates.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Type">Its type, of the right side where the two differ.</param>
/// <param name="Path">The leaf; the root where the whole resource stands on one side only, or where its type differs (the values are then the two types).</param>
/// <param name="Kind">How they differ.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
/// <param name="Impact">What bringing left to right would do.</param>
public sealed record TemplateDifference(
    ResourceAddress Address, string Type, PropertyPath Path, DifferenceKind Kind, PropertyValue? Left, PropertyValue? Right, Impact Impact);

/// <summary>A property of two rendered templates of which nobody can say whether it is the same.</summary>
/// <param name="Address">The resource.</param>
/// <param name="Path">The leaf.</param>
/// <param name="Detail">Why, for people.</param>
/// <param name="Left">The left value, or null.</param>
/// <param name="Right">The right value, or null.</param>
public sealed record TemplateUnverified(ResourceAddress Address, PropertyPath Path, string Detail, PropertyValue? Left, PropertyValue? Right);

/// <summary>The comparison of two rendered templates; both parts are in order of address and path.</summary>
public sealed record TemplateComparison(ImmutableArray<TemplateDifference> Differences, ImmutableArray<TemplateUnverified> Unverified);

/// <summary>Compares two rendered templates, resource by resource.</summary>
public static class TemplateComparer
{
    /// <summary>Compares two templates.</summary>
    public static TemplateComparison Compare(RenderedTemplate left, RenderedTemplate right)
    {
        var leftByAddress = ByAddress(left);
        var rightByAddress = ByAddress(right);
        var differences = ImmutableArray.CreateBuilder<TemplateDifference>();
        var unverified = ImmutableArray.CreateBuilder<TemplateUnverified>();
        foreach (var address in leftByAddress.Keys.Union(rightByAddress.Keys).Order())
        {
            var l = leftByAddress.GetValueOrDefault(address);
            var r = rightByAddress.GetValueOrDefault(address);
            differences.AddRange(Compare(address, l, r, unverified));
        }

        return new TemplateComparison(differences.ToImmutable(), unverified.ToImmutable());
    }

    private static IEnumerable<TemplateDifference> Compare(
        ResourceAddress address, RenderedResource? left, RenderedResource? right, ImmutableArray<TemplateUnverified>.Builder unverified)
    {
        var type = (right ?? left)!.Type;
        if (left is null || right is null)
        {
            var impact = TraitsCatalog.Get(type).IsKnown ? Impact.Update : Impact.Unknown;
            var kind = left is null ? DifferenceKind.Add : DifferenceKind.Remove;
            return [new TemplateDifference(address, type, PropertyPath.Root, kind, left?.Properties, right?.Properties, impact)];
        }

        if (left.Type != right.Type)
        {
            return [new TemplateDifference(address, type, PropertyPath.Root, DifferenceKind.NotEqual, new ScalarValue(left.Type), new ScalarValue(right.Type), Impact.Replacement)];
        }

        var result = ResourceComparer.Compare(type, left.Properties, right.Properties, ComparisonOptions.Templates);
        unverified.AddRange(result.Unverified.Select(u => new TemplateUnverified(address, u.Path, u.Detail, u.Left, u.Right)));
        return result.Differences.Select(d => new TemplateDifference(address, type, d.Path, d.Kind, d.Left, d.Right, d.Impact));
    }

    /// <summary>By address; a broken template may name one twice, and then the last one stands.</summary>
    private static Dictionary<ResourceAddress, RenderedResource> ByAddress(RenderedTemplate template)
    {
        var byAddress = new Dictionary<ResourceAddress, RenderedResource>();
        foreach (var resource in template.Resources)
            byAddress[resource.Address] = resource;
        return byAddress;
    }
}
