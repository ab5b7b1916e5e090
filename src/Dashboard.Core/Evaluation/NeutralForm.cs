using System.Runtime.InteropServices;
using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>The form in which the values of two environments are compared: what belongs to a side's own environment names no environment any more.</summary>
/// <remarks>
/// References lose their environment, and texts that are known to belong to somebody become references. What belongs to another environment keeps its
/// name, so that it is never the same as the other side's own. Remembers, by object identity, what each neutral value was made of.
/// </remarks>
internal sealed class NeutralForm(EnvironmentTwins twins, IdentityMap identities, bool isFrom)
{
    private readonly Dictionary<PropertyValue, PropertyValue> _originals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ReferenceValue, ReferenceValue> _neutral = [];

    /// <summary>The neutral form of a value.</summary>
    public PropertyValue Of(PropertyValue value)
    {
        var neutral = value switch
        {
            ScalarValue => Meant(value) is ReferenceValue meant ? Neutral(meant) : value,
            ReferenceValue reference => Neutral(reference),
            ListValue list when Changed(list.Items) is { } items => new ListValue(items),
            MapValue map => Of(map),
            CallValue call when Changed(call.Arguments) is { } arguments => new CallValue(call.Function, arguments),
            // The text around the holes is no identity of its own.
            CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => p is ScalarValue ? p : Of(p))) switch
            {
                // Read before anything is neutral: what is in the document must be known by what it was made of.
                CompositeValue text when EmbeddedJson.Parse(composite) is { } document => text.With(Of(document)),
                var text => text,
            },
            _ => value,
        };
        if (!ReferenceEquals(neutral, value))
            _originals[neutral] = value;
        return neutral;
    }

    /// <summary>The neutral form of a resource's properties.</summary>
    public MapValue Of(MapValue map)
    {
        KeyValuePair<string, PropertyValue>[]? changed = null;
        for (var i = 0; i < map.Entries.Length; i++)
        {
            var (key, value) = map.Entries[i];
            var neutral = Of(value);
            if (changed is null && !ReferenceEquals(neutral, value))
                map.Entries.CopyTo(changed = new KeyValuePair<string, PropertyValue>[map.Entries.Length]);
            if (changed is not null)
                changed[i] = KeyValuePair.Create(key, neutral);
        }

        if (changed is null)
            return map;
        var result = MapValue.FromSorted(ImmutableCollectionsMarshal.AsImmutableArray(changed));
        _originals[result] = map;
        return result;
    }

    /// <summary>Forgets what neutral values were made of: one memory for a whole environment would cost more than the comparison.</summary>
    public void Forget() => _originals.Clear();

    /// <summary>What a neutral value was made of.</summary>
    public PropertyValue? Original(PropertyValue? neutral) => neutral is null ? null : _originals.GetValueOrDefault(neutral, neutral);

    /// <summary>What a text is known to stand for, or the value itself.</summary>
    public PropertyValue Meant(PropertyValue value) => value is ScalarValue { Kind: ScalarKind.String } scalar && identities.Find(scalar.Text) is { } known ? known : value;

    /// <summary>The first thing in a value that belongs to another environment than the side's own, or null.</summary>
    public ReferenceValue? Foreign(PropertyValue? value)
    {
        if (value is not null && Meant(value) is ReferenceValue reference)
            return twins.IsOf(reference.Owner.Stack, isFrom) ? null : reference;
        var parts = value switch
        {
            CompositeValue composite => composite.Parts.Where(p => p is not ScalarValue),
            CallValue call => call.Arguments,
            { } other => RunningProperties.Children(other),
            null => [],
        };
        return parts.Select(Foreign).FirstOrDefault(f => f is not null);
    }

    private ImmutableArray<PropertyValue>? Changed(ImmutableArray<PropertyValue> items)
    {
        PropertyValue[]? changed = null;
        for (var i = 0; i < items.Length; i++)
        {
            var neutral = Of(items[i]);
            if (changed is null && !ReferenceEquals(neutral, items[i]))
                items.CopyTo(changed = new PropertyValue[items.Length]);
            if (changed is not null)
                changed[i] = neutral;
        }

        return changed is null ? null : ImmutableCollectionsMarshal.AsImmutableArray(changed);
    }

    /// <summary>Always a new object: what a neutral value was made of is remembered by its identity.</summary>
    private ReferenceValue Neutral(ReferenceValue reference)
    {
        if (!_neutral.TryGetValue(reference, out var neutral))
            _neutral[reference] = neutral = WithoutEnvironment(Canonical(reference));
        return neutral.Copy();
    }

    /// <summary>One spelling for one thing, but only where both environments know enough to choose the same.</summary>
    private ReferenceValue Canonical(ReferenceValue reference)
    {
        var canonical = identities.Canonical(reference);
        if (canonical.Attribute == reference.Attribute || !twins.IsOf(reference.Owner.Stack, isFrom))
            return canonical;
        var twin = identities.Canonical(new ReferenceValue(reference.Owner with { Stack = twins.Twin(reference.Owner.Stack, isFrom) }, reference.Attribute));
        return twin.Attribute == canonical.Attribute ? canonical : reference;
    }

    private ReferenceValue WithoutEnvironment(ReferenceValue reference)
    {
        var key = reference.Owner.Stack;
        if (!twins.IsOf(key, isFrom))
            return reference;
        var neutral = key with { Application = "", Environment = "", Region = isFrom ? key.Region : twins.FromRegion(key.Region) };
        return new ReferenceValue(reference.Owner with { Stack = neutral }, reference.Attribute);
    }
}
