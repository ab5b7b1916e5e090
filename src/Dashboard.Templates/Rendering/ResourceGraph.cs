using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Which resources of one template wait for which, by what their properties name and by DependsOn.</summary>
internal sealed class ResourceGraph
{
    private readonly List<(string From, string To)> _edges = [];
    private string? _current;

    /// <summary>From here on a resource's properties are worked out; returns what was before, to go back to. Null: nothing that anybody waits for.</summary>
    public string? Enter(string? logicalId)
    {
        var before = _current;
        _current = logicalId;
        return before;
    }

    /// <summary>Goes back to what was before.</summary>
    public void Leave(string? before) => _current = before;

    /// <summary>The current resource waits for another one.</summary>
    public void Add(string to)
    {
        if (_current is not null)
            _edges.Add((_current, to));
    }

    /// <summary>The current resource waits for what its DependsOn names.</summary>
    public void AddAll(TemplateNode? dependsOn)
    {
        foreach (var node in dependsOn is SequenceNode list ? list.Items : dependsOn is null ? [] : [dependsOn])
        {
            if (node is ScalarNode name)
                Add(name.Text);
        }
    }

    /// <summary>Every group of resources that wait for each other, in the order of the template.</summary>
    public IEnumerable<ScalarNode[]> Cycles(ImmutableArray<MappingEntry> resources)
    {
        if (_edges.Count == 0)
            return [];
        var indexes = new Dictionary<string, int>(resources.Length, StringComparer.Ordinal);
        for (var i = 0; i < resources.Length; i++)
            indexes.TryAdd(resources[i].Key.Text, i);
        var cycles = new DependencyCycles(resources.Length);
        foreach (var (from, to) in _edges)
        {
            if (indexes.TryGetValue(from, out var source) && indexes.TryGetValue(to, out var target))
                cycles.Add(source, target);
        }

        return cycles.Find().Select(group => Array.ConvertAll(group, i => resources[i].Key));
    }
}
