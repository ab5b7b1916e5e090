namespace Dashboard.Core.Evaluation;

/// <summary>What references and text with holes come to in one of two environments.</summary>
internal sealed class ReferenceTexts
{
    private readonly EnvironmentTwins _twins;
    private readonly IdentityMap _identities;
    private readonly Dictionary<StackKey, StackSnapshot> _stacks = [];
    private readonly Dictionary<StackKey, StackEvaluation> _evaluations = [];
    private readonly Dictionary<StackKey, Dictionary<ResourceAddress, ResourceEvaluation>> _resources = [];

    public ReferenceTexts(EnvironmentEvaluation from, EnvironmentEvaluation to, EnvironmentTwins twins, IdentityMap identities)
    {
        (_twins, _identities) = (twins, identities);
        foreach (var environment in new[] { from, to })
        {
            foreach (var stack in environment.Snapshot.Stacks)
                _stacks[stack.Key] = stack;
            foreach (var stack in environment.Stacks)
                _evaluations[stack.Key] = stack;
        }
    }

    /// <summary>The text of a value in its own environment; null where not all of it is known.</summary>
    public string? TextOf(PropertyValue? value) => value switch
    {
        ScalarValue { Kind: not ScalarKind.Null } scalar => scalar.Text,
        ReferenceValue reference => TextOf(reference),
        CompositeValue composite => Joined([.. composite.Parts.Select(TextOf)]),
        _ => null,
    };

    /// <summary>What the value of one environment would say in the other: its own references become those of their twins.</summary>
    public PropertyValue InOther(PropertyValue value, bool isFrom) => value switch
    {
        ReferenceValue reference when _twins.IsOf(reference.Owner.Stack, isFrom) =>
            new ReferenceValue(reference.Owner with { Stack = _twins.Twin(reference.Owner.Stack, isFrom) }, reference.Attribute),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => InOther(p, isFrom))),
        _ => value,
    };

    /// <summary>Whether a reference is to something that its stack is known not to have.</summary>
    public bool IsAbsent(PropertyValue value)
    {
        if (value is not ReferenceValue { Owner: { Address: { IsStack: false } address } owner } || _stacks.GetValueOrDefault(owner.Stack) is not { } stack)
            return false;
        if (stack.Outcome == ReadOutcome.Missing)
            return true;
        // Of a nested stack that could not be read nothing is known.
        return stack.Outcome == ReadOutcome.Read && Resource(owner) is null
            && (address.Parent.IsStack || _resources[owner.Stack].Keys.Any(a => a.Parent == address.Parent));
    }

    private static string? Joined(string?[] parts) => parts.Contains(null) ? null : string.Concat(parts);

    private string? TextOf(ReferenceValue reference)
    {
        var (stack, address) = reference.Owner;
        if (address.IsStack && _stacks.GetValueOrDefault(stack) is { } snapshot && OwnTexts.TextOf(snapshot, reference.Attribute) is { } own)
            return own;
        return _identities.TextOf(reference) ?? TextOf(Resource(reference.Owner), reference.Attribute);
    }

    private static string? TextOf(ResourceEvaluation? resource, string attribute)
    {
        if (attribute == "Ref")
            return resource?.PhysicalId;
        PropertyValue? value = resource?.Live;
        foreach (var name in attribute.Split('.'))
            value = (value as MapValue)?[name];
        return value is ScalarValue { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;
    }

    private ResourceEvaluation? Resource(ResourceOwner owner)
    {
        if (!_resources.TryGetValue(owner.Stack, out var byAddress))
        {
            byAddress = [];
            foreach (var resource in _evaluations.GetValueOrDefault(owner.Stack)?.Resources ?? [])
                byAddress[resource.Address] = resource;
            _resources[owner.Stack] = byAddress;
        }

        return byAddress.GetValueOrDefault(owner.Address);
    }
}
