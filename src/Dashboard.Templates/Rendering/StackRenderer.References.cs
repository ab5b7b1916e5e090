namespace Dashboard.Templates.Rendering;

/// <content>What a template's functions name, each made once.</content>
internal sealed partial class StackRenderer
{
    private readonly Dictionary<string, List<ReferenceValue>> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<object, Dependency> _needs = [];

    /// <summary>The reference to an attribute of a resource of this template; in concrete mode what is known of it.</summary>
    public PropertyValue Attribute(int resource, string attribute)
    {
        var logicalId = _resourceNodes!.Entries[resource].Key.Text;
        Graph.Add(resource);
        return Resolve(Reference(logicalId, attribute) ?? Remember(logicalId, new ReferenceValue(new ResourceOwner(Session.Request.Stack, Address.Append(logicalId)), attribute)));
    }

    /// <summary>What a property needs whose function has a reference among its arguments: the same object each time.</summary>
    public Dependency NeedOf(ReferenceValue reference) =>
        _needs.TryGetValue(reference, out var need) ? need : _needs[reference] = new Dependency("reference", reference.Owner.Address.LogicalId, null, IsOutermost) { To = reference };

    /// <summary>What a property needs that imports another stack's export.</summary>
    public Dependency ImportOf(string export, PropertyValue? value) =>
        _needs.TryGetValue(export, out var need) ? need : _needs[export] = new Dependency("import", export, null, IsOutermost) { Export = (value as ScalarValue)?.Text };

    /// <summary>A pseudo parameter that differs between stacks; a nested stack has a name and an id of its own.</summary>
    public PropertyValue Pseudo(string name)
    {
        var address = name is "AWS::StackName" or "AWS::StackId" ? Address : ResourceAddress.Stack;
        return Resolve(Reference("", name) ?? Remember("", new ReferenceValue(new ResourceOwner(Session.Request.Stack, address), name)));
    }

    /// <summary>The reference to an attribute that was made before, or null.</summary>
    private ReferenceValue? Reference(string logicalId, string attribute)
    {
        if (!_references.TryGetValue(logicalId, out var known))
            return null;
        foreach (var reference in known)
        {
            if (reference.Attribute == attribute)
                return reference;
        }

        return null;
    }

    private ReferenceValue Remember(string logicalId, ReferenceValue reference)
    {
        if (!_references.TryGetValue(logicalId, out var known))
            _references[logicalId] = known = new(1);
        known.Add(reference);
        return reference;
    }

    private PropertyValue Resolve(ReferenceValue reference) =>
        Session.Request.Mode == ReferenceMode.Concrete && Session.Known(reference) is { } known ? known : reference;
}
