namespace Dashboard.Templates.Rendering;

/// <summary>Something outside a property that shaped its value.</summary>
/// <param name="Kind">"parameter" (given), "default" (of a parameter that was not given), "mapping", "condition", "loop", "reference" (in a function's arguments) or "import".</param>
/// <param name="Name">The parameter, mapping, condition, resource or export.</param>
/// <param name="Location">Where its value stands; null where the deployed stack gave it.</param>
/// <param name="IsOutermost">Whether it is a parameter of the component's own template rather than of a nested one.</param>
internal sealed record Dependency(string Kind, string Name, SourceLocation? Location, bool IsOutermost)
{
    public bool IsParameter => Kind is "parameter" or "default";

    public bool IsNeed => Kind is "reference" or "import";

    /// <summary>The reference of that kind.</summary>
    public ReferenceValue? To { get; init; }

    /// <summary>The text of the import; null where it is not known, or a secret, or no text.</summary>
    public string? Export { get; init; }
}

/// <summary>Collects what shaped the properties of one resource (or one output, or one condition), and where they stand.</summary>
internal sealed class DependencyCollector
{
    /// <summary>Below this a list is searched faster than a set is filled.</summary>
    private const int SmallCount = 16;

    private static readonly List<(RenderPath Path, Dependency Dependency)> Nothing = [];

    private List<(RenderPath Path, Dependency Dependency)>? _all;
    private HashSet<(RenderPath Path, Dependency Dependency)>? _seen;
    private Dictionary<PropertyPath, SourceLocation>? _positions;

    /// <summary>In the order in which they were met. One may be met at a place more than once where it is not the same object.</summary>
    public IReadOnlyList<(RenderPath Path, Dependency Dependency)> All => _all ?? Nothing;

    /// <summary>Whether positions are collected: only when somebody asks for them.</summary>
    public bool IsTracing { get; init; }

    /// <summary>What was met, each once, wherever it was.</summary>
    public IEnumerable<Dependency> Distinct() => _all is null ? [] : _all.Select(d => d.Dependency).Distinct();

    public void Add(RenderPath path, Dependency dependency)
    {
        _all ??= [];
        if (_all.Count < SmallCount)
        {
            foreach (var known in _all)
            {
                if (ReferenceEquals(known.Path, path) && ReferenceEquals(known.Dependency, dependency))
                    return;
            }
        }
        else
        {
            _seen ??= new HashSet<(RenderPath, Dependency)>(_all, SameObjects.Instance);
            if (!_seen.Add((path, dependency)))
                return;
        }

        _all.Add((path, dependency));
    }

    public void AddRange(RenderPath path, ImmutableArray<Dependency> dependencies)
    {
        foreach (var dependency in dependencies)
            Add(path, dependency);
    }

    /// <summary>Remembers where a property stands, while tracing.</summary>
    public void SetPosition(RenderPath path, SourceLocation location)
    {
        if (IsTracing)
            (_positions ??= [])[path.ToPath()] = location;
    }

    /// <summary>What shaped the value at a path: whatever was met at it, above it (but not at the root) or beneath it.</summary>
    public IEnumerable<Dependency> At(PropertyPath path) => All
        .Select(d => (Path: d.Path.ToPath(), d.Dependency))
        .Where(d => Contains(path, d.Path) || (d.Path.Segments.Length > 0 && Contains(d.Path, path)))
        .Select(d => d.Dependency)
        .Distinct();

    /// <summary>The position of a path or of its nearest ancestor that has one.</summary>
    public SourceLocation? PositionOf(PropertyPath path)
    {
        for (var length = path.Segments.Length; length >= 0 && _positions is not null; length--)
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

    private sealed class SameObjects : IEqualityComparer<(RenderPath Path, Dependency Dependency)>
    {
        public static readonly SameObjects Instance = new();

        public bool Equals((RenderPath Path, Dependency Dependency) x, (RenderPath Path, Dependency Dependency) y) =>
            ReferenceEquals(x.Path, y.Path) && ReferenceEquals(x.Dependency, y.Dependency);

        public int GetHashCode((RenderPath Path, Dependency Dependency) obj) =>
            HashCode.Combine(System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Path), System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(obj.Dependency));
    }
}

/// <summary>A place in a template, such as "Resources/Bucket/Properties": spelled out only where something is said of it.</summary>
internal sealed class TemplatePlace(string section, string? name = null, string? part = null)
{
    public string Key => name is null ? section : part is null ? $"{section}/{name}" : $"{section}/{name}/{part}";
}

/// <summary>Where in a template, and on whose behalf, a node is evaluated.</summary>
/// <param name="Start">Where in the template the path starts.</param>
/// <param name="Path">The rendered property; inside a function's arguments the property that the function stands at.</param>
/// <param name="Dependencies">Collects what is met.</param>
/// <param name="IsArgument">Inside a function's arguments, which are no properties themselves.</param>
/// <param name="InCondition">Where <c>Condition: X</c> is a function and not a key like any other.</param>
internal readonly record struct Scope(TemplatePlace Start, RenderPath Path, DependencyCollector Dependencies, bool IsArgument = false, bool InCondition = false)
{
    /// <summary>The key of a diagnostic.</summary>
    public string Key => Start.Key + Path;

    public Scope Child(string name) => IsArgument ? this : this with { Path = Path.Append(name) };

    public Scope Child(int index) => IsArgument ? this : this with { Path = Path.Append(index) };

    public Scope AsArgument() => IsArgument ? this : this with { IsArgument = true };
}
