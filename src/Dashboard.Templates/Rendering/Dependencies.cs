namespace Dashboard.Templates.Rendering;

/// <summary>Something outside a property that shaped its value.</summary>
/// <param name="Kind">"parameter" (given), "default" (of a parameter that was not given), "mapping" or "condition".</param>
/// <param name="Name">The parameter, mapping or condition.</param>
/// <param name="Location">Where its value stands; null where the deployed stack gave it.</param>
/// <param name="IsOutermost">Whether it is a parameter of the component's own template rather than of a nested one.</param>
internal sealed record Dependency(string Kind, string Name, SourceLocation? Location, bool IsOutermost)
{
    public bool IsParameter => Kind is "parameter" or "default";
}

/// <summary>Collects what shaped the properties of one resource (or one output, or one condition), and where they stand.</summary>
internal sealed class DependencyCollector
{
    private readonly HashSet<(PropertyPath Path, Dependency Dependency)> _seen = [];
    private readonly List<(PropertyPath Path, Dependency Dependency)> _all = [];
    private readonly Dictionary<PropertyPath, SourceLocation> _positions = [];

    /// <summary>In the order in which they were met.</summary>
    public IReadOnlyList<(PropertyPath Path, Dependency Dependency)> All => _all;

    /// <summary>Where each rendered property stands in its template.</summary>
    public IReadOnlyDictionary<PropertyPath, SourceLocation> Positions => _positions;

    /// <summary>Whether positions are collected: only when somebody asks for them.</summary>
    public bool IsTracing { get; init; }

    public void Add(PropertyPath path, Dependency dependency)
    {
        if (_seen.Add((path, dependency)))
            _all.Add((path, dependency));
    }

    public void AddRange(PropertyPath path, IEnumerable<Dependency> dependencies)
    {
        foreach (var dependency in dependencies)
            Add(path, dependency);
    }

    public void SetPosition(PropertyPath path, SourceLocation location)
    {
        if (IsTracing)
            _positions[path] = location;
    }

    /// <summary>What shaped the value at a path: whatever was met at it, above it (but not at the root) or beneath it.</summary>
    public IEnumerable<Dependency> At(PropertyPath path) => _all
        .Where(d => Contains(path, d.Path) || (d.Path.Segments.Length > 0 && Contains(d.Path, path)))
        .Select(d => d.Dependency)
        .Distinct();

    /// <summary>The position of a path or of its nearest ancestor that has one.</summary>
    public SourceLocation? PositionOf(PropertyPath path)
    {
        for (var length = path.Segments.Length; length >= 0; length--)
        {
            if (_positions.TryGetValue(new PropertyPath(path.Segments[..length]), out var location))
                return location;
        }

        return null;
    }

    private static bool Contains(PropertyPath outer, PropertyPath inner)
    {
        if (outer.Segments.Length > inner.Segments.Length)
            return false;
        for (var i = 0; i < outer.Segments.Length; i++)
        {
            if (outer.Segments[i].Name != inner.Segments[i].Name || outer.Segments[i].Index != inner.Segments[i].Index)
                return false;
        }

        return true;
    }
}

/// <summary>Where in a template, and on whose behalf, a node is evaluated.</summary>
/// <param name="KeyPrefix">The place of the properties in the template: "Resources/Bucket/Properties".</param>
/// <param name="Path">The rendered property; inside a function's arguments the property that the function stands at.</param>
/// <param name="Dependencies">Collects what is met.</param>
/// <param name="IsArgument">Inside a function's arguments, which are no properties themselves.</param>
/// <param name="InCondition">Where <c>Condition: X</c> is a function and not a key like any other.</param>
internal sealed record Scope(string KeyPrefix, PropertyPath Path, DependencyCollector Dependencies, bool IsArgument = false, bool InCondition = false)
{
    /// <summary>The key of a diagnostic.</summary>
    public string Key => KeyPrefix + Path;

    public Scope Child(string name) => IsArgument ? this : this with { Path = Path.Append(name) };

    public Scope Child(int index) => IsArgument ? this : this with { Path = Path.Append(index) };

    public Scope AsArgument() => IsArgument ? this : this with { IsArgument = true };
}
