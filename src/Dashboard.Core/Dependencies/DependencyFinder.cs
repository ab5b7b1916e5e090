namespace Dashboard.Core.Dependencies;

/// <summary>Finds which resources a template's resources need: by what their properties refer to, and by DependsOn.</summary>
/// <remarks>A reference stays one through Ref, GetAtt, Sub, Join, a condition that holds and a nested stack's parameter: rendering has followed all of these.</remarks>
public static class DependencyFinder
{
    /// <summary>What the resources of a rendered stack need, each pair once, in order of addresses; without what a resource says of itself.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="template">Its template, rendered with references left as such.</param>
    /// <param name="identities">Who owns which text: an import has become one, and a physical id may have been written by hand. What belongs to another stack is needed there.</param>
    public static ImmutableArray<ResourceDependency> Of(StackKey stack, RenderedTemplate template, IdentityMap identities)
    {
        var found = new SortedDictionary<(ResourceAddress From, string To), (ResourceOwner Owner, List<string> Reasons)>(Comparer<(ResourceAddress From, string To)>.Create(static (a, b) =>
            a.From.CompareTo(b.From) is var order and not 0 ? order : string.CompareOrdinal(a.To, b.To)));
        var addresses = template.Resources.Select(r => r.Address).ToHashSet();
        foreach (var resource in template.Resources)
        {
            Walk(resource.Properties, PropertyPath.Root, (value, path) =>
            {
                var reference = value as ReferenceValue ?? (value is ScalarValue { Kind: ScalarKind.String, Text: var text } && identities.Find(text) is { } owner && owner.Owner.Stack != stack ? owner : null);
                if (reference is not null)
                    Add(resource, reference.Owner, $"{reference.Attribute} at {path}");
            });
            foreach (var id in Names(resource.Attributes["DependsOn"]))
                Add(resource, new ResourceOwner(stack, resource.Address.Parent.Append(id)), "DependsOn");
        }

        return [.. found.Select(f => new ResourceDependency(new ResourceOwner(stack, f.Key.From), f.Value.Owner, [.. f.Value.Reasons.Distinct()]))];

        void Add(RenderedResource from, ResourceOwner to, string reason)
        {
            // Pseudo parameters belong to the stack itself; what a condition left out is not there to be needed.
            if (to.Address.IsStack || (to.Stack == stack && (to.Address == from.Address || !addresses.Contains(to.Address))))
                return;
            var key = (from.Address, to.ToString());
            if (!found.TryGetValue(key, out var known))
                found[key] = known = (to, []);
            known.Reasons.Add(reason);
        }
    }

    private static IEnumerable<string> Names(PropertyValue? dependsOn) => dependsOn switch
    {
        ScalarValue { Text: { Length: > 0 } name } => [name],
        ListValue list => list.Items.OfType<ScalarValue>().Select(s => s.Text),
        _ => [],
    };

    private static void Walk(PropertyValue value, PropertyPath path, Action<PropertyValue, PropertyPath> met)
    {
        switch (value)
        {
            case ReferenceValue or ScalarValue:
                met(value, path);
                break;
            case MapValue map:
                foreach (var (key, entry) in map.Entries)
                    Walk(entry, path.Append(key), met);
                break;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                    Walk(list.Items[i], path.Append(i), met);
                break;
            case CompositeValue composite:
                foreach (var part in composite.Parts)
                    Walk(part, path, met);
                break;
            case CallValue call:
                foreach (var argument in call.Arguments)
                    Walk(argument, path, met);
                break;
        }
    }
}
