namespace Dashboard.Core.Evaluation;

/// <summary>The form in which the values of two environments are compared: what belongs to a side's own environment names no environment any more.</summary>
/// <remarks>
/// References lose their environment, and texts that are known to belong to somebody become references. What belongs to another environment keeps its
/// name, so that it is never the same as the other side's own. Remembers, by object identity, what each neutral value was made of.
/// </remarks>
internal sealed class NeutralForm(EnvironmentTwins twins, IdentityMap identities, bool isFrom)
{
    private readonly Dictionary<PropertyValue, PropertyValue> _originals = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StackKey, StackKey> _keys = [];

    /// <summary>The neutral form of a value.</summary>
    public PropertyValue Of(PropertyValue value)
    {
        var neutral = value switch
        {
            ScalarValue when Meant(value) is ReferenceValue meant => Neutral(meant),
            ReferenceValue reference => Neutral(Canonical(reference)),
            ListValue list when Changed(list.Items) is { } items => new ListValue(items),
            MapValue map => Of(map),
            CallValue call when Changed(call.Arguments) is { } arguments => new CallValue(call.Function, arguments),
            // The text around the holes is no identity of its own.
            CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => p is ScalarValue ? p : Of(p))),
            _ => value,
        };
        if (!ReferenceEquals(neutral, value))
            _originals[neutral] = value;
        return neutral;
    }

    /// <summary>The neutral form of a resource's properties.</summary>
    public MapValue Of(MapValue map)
    {
        var values = map.Entries.Select(e => Of(e.Value)).ToArray();
        if (map.Entries.Zip(values).All(p => ReferenceEquals(p.First.Value, p.Second)))
            return map;
        var neutral = MapValue.Create(map.Entries.Select((e, i) => KeyValuePair.Create(e.Key, values[i])));
        _originals[neutral] = map;
        return neutral;
    }

    /// <summary>What a neutral value was made of.</summary>
    public PropertyValue? Original(PropertyValue? neutral) => neutral is null ? null : _originals.GetValueOrDefault(neutral, neutral);

    /// <summary>What a text is known to stand for, or the value itself.</summary>
    public PropertyValue Meant(PropertyValue value) => value is ScalarValue { Kind: ScalarKind.String } scalar && identities.Find(scalar.Text) is { } known ? known : value;

    /// <summary>The first thing in a value that belongs to the other environment, or null.</summary>
    public ReferenceValue? Foreign(PropertyValue? value)
    {
        if (value is not null && Meant(value) is ReferenceValue reference)
            return twins.IsOf(reference.Owner.Stack, !isFrom) ? reference : null;
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
        var neutral = items.Select(Of).ToImmutableArray();
        for (var i = 0; i < items.Length; i++)
        {
            if (!ReferenceEquals(items[i], neutral[i]))
                return neutral;
        }

        return null;
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

    private ReferenceValue Neutral(ReferenceValue reference)
    {
        var key = reference.Owner.Stack;
        // Always a new object: what a neutral value was made of is remembered by its identity.
        if (!twins.IsOf(key, isFrom))
            return new ReferenceValue(reference.Owner, reference.Attribute);
        if (!_keys.TryGetValue(key, out var neutral))
            _keys[key] = neutral = key with { Application = "", Environment = "", Region = isFrom ? key.Region : twins.FromRegion(key.Region) };
        return new ReferenceValue(reference.Owner with { Stack = neutral }, reference.Attribute);
    }
}
