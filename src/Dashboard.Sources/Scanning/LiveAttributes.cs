namespace Dashboard.Sources.Scanning;

/// <summary>Answers Ref and GetAtt from what was observed: physical ids, and the read-only properties that a service returned.</summary>
internal sealed class LiveAttributes(IEnumerable<LiveResource> resources)
{
    private readonly Dictionary<ResourceAddress, LiveResource> _resources = resources.ToDictionary(r => r.Address);

    /// <summary>Whether an attribute was asked for that is not known here. One rendering at a time asks.</summary>
    public bool WasAskedInVain { get; private set; }

    /// <summary>The text of an attribute, or null where it is not known.</summary>
    public PropertyValue? Find(ResourceAddress address, string attribute)
    {
        var found = Look(address, attribute);
        WasAskedInVain |= found is null;
        return found;
    }

    private PropertyValue? Look(ResourceAddress address, string attribute)
    {
        if (!_resources.TryGetValue(address, out var resource))
            return null;
        if (attribute == "Ref")
            return resource.PhysicalId is { } id ? new ScalarValue(id) : null;
        foreach (var observation in resource.Observations.OrderByDescending(o => o.ObservedAt))
        {
            PropertyValue? value = observation.Properties;
            foreach (var part in attribute.Split('.'))
                value = (value as MapValue)?[part];
            if (value is ScalarValue or ListValue)
                return value;
        }

        return null;
    }
}
