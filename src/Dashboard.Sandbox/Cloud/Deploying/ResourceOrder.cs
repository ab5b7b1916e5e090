namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>Orders resources so that what is referred to comes first.</summary>
internal static class ResourceOrder
{
    /// <summary>Waves: everything in a wave depends on earlier waves only. Inside a wave the order is by logical id.</summary>
    /// <param name="dependencies">For each resource the logical ids that it waits for; ids outside the map are ignored.</param>
    /// <exception cref="SandboxException">ValidationError: a cycle.</exception>
    public static ImmutableArray<ImmutableArray<string>> Waves(IReadOnlyDictionary<string, ImmutableHashSet<string>> dependencies)
    {
        var waiting = dependencies.Keys.Order(StringComparer.Ordinal).ToList();
        var done = new HashSet<string>(StringComparer.Ordinal);
        var waves = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        while (waiting.Count > 0)
        {
            var wave = waiting.Where(id => dependencies[id].All(d => d != id && (done.Contains(d) || !dependencies.ContainsKey(d)))).ToImmutableArray();
            if (wave.IsEmpty)
                throw StackPlan.Invalid($"Circular dependency between resources: [{string.Join(", ", waiting)}]");
            waves.Add(wave);
            done.UnionWith(wave);
            waiting.RemoveAll(done.Contains);
        }

        return waves.ToImmutable();
    }

    /// <summary>The logical ids of the same stack that a symbolically rendered value refers to.</summary>
    public static IEnumerable<string> References(PropertyValue value) => value switch
    {
        ReferenceValue { Owner.Address.IsStack: false } reference => [reference.Owner.Address.Path.Split('/')[0]],
        ListValue list => list.Items.SelectMany(References),
        MapValue map => map.Entries.SelectMany(e => References(e.Value)),
        CompositeValue composite => composite.Parts.SelectMany(References),
        CallValue call => call.Arguments.SelectMany(References),
        _ => [],
    };
}
