using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>Compares the properties of one resource on two sides: the one place where it is decided what is the same.</summary>
/// <remarks>
/// Both sides are read through the traits of the type (normalise), list items are paired by what identifies them (pair), and only then compared.
/// A pure function that never throws for what a side may hold; equal inputs give equal results in the same order.
/// </remarks>
public static class ResourceComparer
{
    private const string Properties = "Properties";

    /// <summary>Compares two sides of a resource of a type.</summary>
    /// <param name="type">The resource type; of an unknown one only what the values themselves show is known.</param>
    /// <param name="left">The expected side.</param>
    /// <param name="right">The actual side.</param>
    /// <param name="options">What the comparison is for.</param>
    public static ComparisonResult Compare(string type, MapValue left, MapValue right, ComparisonOptions options)
    {
        var traits = TraitsCatalog.Get(type);
        // A secret that no service returns is listed even where both sides happen to be the same.
        if (!options.ListsEqual && (options.AreTemplates || !traits.HasWriteOnly) && left.Equals(right) && !SymbolicRules.HoldsUnknown(left))
            return ComparisonResult.Empty;
        return new ComparisonWalk(traits, options).Run(left, right, traits.Root);
    }

    /// <summary>Compares two whole resources of a type as a template writes them: properties beneath "Properties", beside them the attributes.</summary>
    public static ComparisonResult CompareWhole(string type, MapValue left, MapValue right, ComparisonOptions options) =>
        CompareAt(t => t.ResourceWith(left[Properties], right[Properties]), type, WithProperties(left, right), WithProperties(right, left), options);

    /// <summary>Compares what two resources of a type have beside their properties.</summary>
    public static ComparisonResult CompareAttributes(RenderedResource left, RenderedResource right, ComparisonOptions options) =>
        CompareAt(t => t.ResourceWith(left.Properties, right.Properties), left.Type, left.Attributes, right.Attributes, options);

    private static ComparisonResult CompareAt(Func<ResourceTraits, TraitCursor> place, string type, MapValue left, MapValue right, ComparisonOptions options)
    {
        if (!options.ListsEqual && left.Equals(right) && (options.AreSources || !SymbolicRules.HoldsUnknown(left)))
            return ComparisonResult.Empty;
        var traits = TraitsCatalog.Get(type);
        return new ComparisonWalk(traits, options, depth: 1).Run(left, right, place(traits));
    }

    /// <summary>A resource without properties has none of those that the other has: they are told one by one.</summary>
    private static MapValue WithProperties(MapValue resource, MapValue other) =>
        resource[Properties] is null or ScalarValue { Kind: ScalarKind.Null } && other[Properties] is MapValue ? resource.With(Properties, MapValue.Empty) : resource;

    /// <summary>Compares two values of which nothing is known but what they hold: an entry of a template's section.</summary>
    /// <param name="left">The expected side.</param>
    /// <param name="right">The actual side.</param>
    /// <param name="options">What the comparison is for.</param>
    /// <param name="isLoop">Whether they stand behind the key of a loop.</param>
    public static ComparisonResult CompareValues(PropertyValue left, PropertyValue right, ComparisonOptions options, bool isLoop = false) => left.Equals(right) && options.AreSources
        ? ComparisonResult.Empty
        : new ComparisonWalk(TraitsCatalog.Get(""), options) { IsOfLoop = isLoop }.Run(left, right, TraitsCatalog.Get("").Root);
}
