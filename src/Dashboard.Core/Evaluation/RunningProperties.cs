using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>A resource's properties as they run, in the words of the template: what has drifted is replaced by the live value.</summary>
/// <param name="Value">The properties.</param>
/// <param name="ByHand">Every value in them that somebody changed by hand, by object identity.</param>
internal sealed record RunningProperties(MapValue Value, IReadOnlySet<PropertyValue> ByHand)
{
    private static readonly IReadOnlySet<PropertyValue> Nothing = new HashSet<PropertyValue>();

    /// <summary>Properties of which nothing has drifted.</summary>
    public static RunningProperties Unchanged(MapValue properties) => new(properties, Nothing);

    /// <summary>Properties that stand in no template.</summary>
    public static RunningProperties AllByHand(MapValue properties)
    {
        var byHand = new HashSet<PropertyValue>(ReferenceEqualityComparer.Instance);
        Mark(properties, byHand);
        return new RunningProperties(properties, byHand);
    }

    /// <summary>Puts drift into what the template says.</summary>
    /// <param name="declared">The deployed template's properties, references kept.</param>
    /// <param name="drift">Differences between deployed and live state; list items by index on the side where they exist.</param>
    /// <param name="live">What runs, for places that the template does not show in parts (text that is a document, a function's result).</param>
    public static RunningProperties Of(MapValue declared, IReadOnlyCollection<Difference> drift, MapValue? live)
    {
        if (drift.Count == 0)
            return Unchanged(declared);
        var patch = new Patch();
        return new RunningProperties(patch.Apply(declared, [.. drift], 0, live) as MapValue ?? MapValue.Empty, patch.ByHand);
    }

    private static void Mark(PropertyValue value, HashSet<PropertyValue> byHand)
    {
        // The shared empty values stand in many places: they tell nothing by their identity.
        if (!ReferenceEquals(value, MapValue.Empty) && !ReferenceEquals(value, ListValue.Empty) && !ReferenceEquals(value, ScalarValue.Null))
            byHand.Add(value);
        foreach (var child in Children(value))
            Mark(child, byHand);
    }

    /// <summary>The values directly inside a list or map.</summary>
    public static IEnumerable<PropertyValue> Children(PropertyValue value) => value switch
    {
        MapValue map => map.Entries.Select(e => e.Value),
        ListValue list => list.Items,
        _ => [],
    };

    private sealed class Patch
    {
        public HashSet<PropertyValue> ByHand { get; } = new(ReferenceEqualityComparer.Instance);

        /// <summary>The value with the drift in it; null where it is gone.</summary>
        public PropertyValue? Apply(PropertyValue? value, List<Difference> drift, int depth, PropertyValue? live)
        {
            if (drift.Find(d => d.Path.Segments.Length == depth) is { } whole)
                return Changed(whole.Actual);
            var isOfLists = drift.TrueForAll(d => d.Path.Segments[depth].Name is null);
            if (value is ScalarValue { Kind: ScalarKind.Null })
                value = null;
            if (isOfLists && AsList(value) is { } items)
                return InList(items, drift, depth) ?? Unknown(live);
            if (drift.TrueForAll(d => d.Path.Segments[depth].Name is not null) && value is MapValue or null)
                return InMap(value as MapValue ?? MapValue.Empty, drift, depth, live as MapValue);
            return Unknown(live);
        }

        private MapValue InMap(MapValue map, List<Difference> drift, int depth, MapValue? live)
        {
            foreach (var group in drift.GroupBy(d => d.Path.Segments[depth].Name!, StringComparer.Ordinal))
            {
                var value = Apply(map[group.Key], [.. group], depth + 1, live?[group.Key]);
                // Every item gone one by one: whether an empty list is left or nothing at all, the live side tells.
                map = map.With(group.Key, value is ListValue { Items.Length: 0 } && live is not null ? live[group.Key] : value);
            }

            return map;
        }

        /// <summary>Changes first, by the template's index; then what is gone, from the end; then what was added, each at its live index.</summary>
        private ListValue? InList(List<PropertyValue> items, List<Difference> drift, int depth)
        {
            var ends = drift.Where(d => d.Path.Segments.Length == depth + 1 && d.Kind != DifferenceKind.NotEqual).ToList();
            foreach (var group in drift.Except(ends).GroupBy(d => d.Path.Segments[depth].Index))
            {
                if (group.Key >= items.Count)
                    return null;
                items[group.Key] = Apply(items[group.Key], [.. group], depth + 1, null) ?? MapValue.Empty;
            }

            foreach (var index in ends.Where(d => d.Kind == DifferenceKind.Remove).Select(d => d.Path.Segments[depth].Index).OrderDescending())
            {
                if (index >= items.Count)
                    return null;
                items.RemoveAt(index);
            }

            foreach (var added in ends.Where(d => d.Kind == DifferenceKind.Add).OrderBy(d => d.Path.Segments[depth].Index))
                items.Insert(Math.Min(added.Path.Segments[depth].Index, items.Count), Changed(added.Actual) ?? MapValue.Empty);
            return new ListValue([.. items]);
        }

        /// <summary>A list's items, or the one item that stands without its list.</summary>
        private static List<PropertyValue>? AsList(PropertyValue? value) => value switch
        {
            null => [],
            ListValue list => [.. list.Items],
            MapValue => [value],
            ScalarValue when EmbeddedJson.Parse(value) is null => [value],
            _ => null,
        };

        private PropertyValue Unknown(PropertyValue? live) =>
            Changed(live ?? new UnresolvedValue("it was changed by hand in a place that the template does not show in parts"))!;

        private PropertyValue? Changed(PropertyValue? value)
        {
            if (value is not null)
                Mark(value, ByHand);
            return value;
        }
    }
}
