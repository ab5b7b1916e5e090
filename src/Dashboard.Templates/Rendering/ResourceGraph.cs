using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Which resources of one template, by where they stand in their section, wait for which, by what their properties name and by DependsOn.</summary>
internal sealed class ResourceGraph
{
    private readonly List<(int From, int To)> _edges = [];
    private int? _current;
    private bool _mayHaveCycles;

    /// <summary>From here on a resource's properties are worked out; returns what was before, to go back to. Null: nothing that anybody waits for.</summary>
    public int? Enter(int? resource)
    {
        var before = _current;
        _current = resource;
        return before;
    }

    /// <summary>Goes back to what was before.</summary>
    public void Leave(int? before) => _current = before;

    /// <summary>The current resource waits for another one.</summary>
    public void Add(int to)
    {
        if (_current is not { } from || _edges is [.., var last] && last == (from, to))
            return;
        _edges.Add((from, to));
        _mayHaveCycles |= to >= from;
    }

    /// <summary>Every group of resources that wait for each other, in the order of the template.</summary>
    public IEnumerable<ScalarNode[]> Cycles(ImmutableArray<MappingEntry> resources)
    {
        // Where each waits only for what stands before it, there is none.
        if (!_mayHaveCycles)
            return [];
        var cycles = new DependencyCycles(resources.Length);
        foreach (var (from, to) in _edges)
            cycles.Add(from, to);
        return cycles.Find().Select(group => Array.ConvertAll(group, i => resources[i].Key));
    }
}
