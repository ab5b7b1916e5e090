using System.Collections.Concurrent;
using Dashboard.Core.Comparison.Normalisers;

namespace Dashboard.Core.Traits;

/// <summary>A place in a resource type's properties with what is known of it; a walk over a value moves the cursor along.</summary>
/// <remarks>
/// Compiled lazily from the paths of the traits: a cursor stands on every node of the trie that its path matches at once (a name, "*", and "/**/X" from
/// any depth), so a step costs one look-up. Cursors are shared by threads; their caches only ever gain entries that are equal to what they replace.
/// </remarks>
public sealed class TraitCursor
{
    /// <summary>Flags that hold for everything beneath the place that has them.</summary>
    private const TraitFlags Inherited = TraitFlags.ReadOnly | TraitFlags.WriteOnly | TraitFlags.CreateOnly | TraitFlags.CreateOnlyIf
        | TraitFlags.Json | TraitFlags.Sensitive | TraitFlags.SecretRisk;

    /// <summary>How many names without traits are kept for each place.</summary>
    private const int MostOthers = 100;

    /// <summary>How many slots a place has for the names that were asked for last.</summary>
    private const int RecentNames = 32;

    /// <summary>A place of which no schema says anything: outputs, metadata, mappings.</summary>
    public static readonly TraitCursor WithoutSchema = new([], null, TraitFlags.SecretRisk);

    private readonly ImmutableArray<TraitNode> _nodes;
    private readonly TraitNode? _anyDepth;
    private readonly ConcurrentDictionary<string, TraitCursor> _children = new(StringComparer.Ordinal);
    private readonly bool _hasNames;
    private NameTable<TraitCursor>? _recent;
    private TraitCursor? _other;
    private TraitCursor? _json;
    private int _others;

    internal TraitCursor(ImmutableArray<TraitNode> nodes, TraitNode? anyDepth, TraitFlags inherited)
    {
        _nodes = nodes;
        _anyDepth = anyDepth;
        _hasNames = anyDepth?.Named is not null;
        var flags = inherited;
        foreach (var node in nodes)
        {
            flags |= node.Flags;
            _hasNames |= node.Named is not null;
            Default ??= node.Default;
            UniqueKey ??= node.UniqueKey;
            Transform ??= node.Transform;
            Filled ??= node.Filled;
            ReadGap ??= node.ReadGap;
            Bounds ??= node.Bounds;
            if (!node.ReferenceTypes.IsEmpty)
                ReferenceTypes = ReferenceTypes.AddRange(node.ReferenceTypes);
            if (!node.Rows.IsEmpty)
                Rows = Rows.AddRange(node.Rows);
            if (node.Any is not null)
                flags |= TraitFlags.FreeKeys;
        }

        Flags = flags;
    }

    /// <summary>Everything known of the place, including what it has from the places above it.</summary>
    public TraitFlags Flags { get; }

    /// <summary>The value that stands for an absent one, or null.</summary>
    public PropertyValue? Default { get; }

    /// <summary>The property that identifies an item of the list at this place, or null.</summary>
    public string? UniqueKey { get; }

    /// <summary>The types of the resources that the value may name, as its schema declares them; empty where it declares none.</summary>
    public ImmutableArray<string> ReferenceTypes { get; } = [];

    /// <summary>What the service makes of the value, as alternatives of steps; null where it makes nothing of it.</summary>
    internal ImmutableArray<ImmutableArray<TextStep>>? Transform { get; }

    /// <summary>What the service fills in where nothing is said; null where that is not known.</summary>
    internal FilledPlace? Filled { get; }

    /// <summary>The issue of CloudFormation's coverage roadmap that tells of a service that leaves the value out although it is set; null where none does.</summary>
    internal int? ReadGap { get; }

    /// <summary>Between what the capacity at this place is scaled; null where it is no such capacity.</summary>
    internal ScalingBounds? Bounds { get; }

    /// <summary>The normalisers that are rows of data and hold at this place.</summary>
    internal ImmutableArray<TextRow> Rows { get; } = [];

    /// <summary>Whether any of the flags is set.</summary>
    public bool Has(TraitFlags flags) => (Flags & flags) != 0;

    /// <summary>The place of an entry of the map at this place.</summary>
    public TraitCursor Child(string name)
    {
        if (!_hasNames)
            return Item();
        if (_recent is { } recent && recent.TryGet(name, out var last))
            return last;
        if (!_children.TryGetValue(name, out var known))
        {
            if (IsNamed(name))
                known = _children.GetOrAdd(name, Step(name));
            else if (_others++ < MostOthers)
                known = _children.GetOrAdd(name, Item());
            // Most properties have no traits, and the same ones come again; names that nobody knows come from templates, and are not collected without end.
            else
                return Item();
        }

        (_recent ??= new(RecentNames)).Put(name, known);
        return known;
    }

    /// <summary>The place of the items of the list at this place.</summary>
    public TraitCursor Item() => _other ??= Step(null);

    /// <summary>The place that a path names, from here.</summary>
    public TraitCursor At(PropertyPath path)
    {
        var cursor = this;
        foreach (var segment in path.Segments)
            cursor = segment.Name is { } name ? cursor.Child(name) : cursor.Item();
        return cursor;
    }

    /// <summary>This place, with everything beneath it read as a JSON document.</summary>
    internal TraitCursor AsJson() => Has(TraitFlags.Json) ? this : _json ??= new TraitCursor(_nodes, _anyDepth, Flags | TraitFlags.Json);

    /// <summary>Another place, with what everything beneath this one has.</summary>
    internal TraitCursor Graft(TraitCursor other) => (Flags & Inherited & ~TraitFlags.Json) is var flags and not TraitFlags.None
        ? new TraitCursor(other._nodes, other._anyDepth, flags)
        : other;

    private bool IsNamed(string name)
    {
        foreach (var node in _nodes)
        {
            if (node.Named?.ContainsKey(name) == true)
                return true;
        }

        return _anyDepth?.Named?.ContainsKey(name) == true;
    }

    private TraitCursor Step(string? name)
    {
        var next = ImmutableArray.CreateBuilder<TraitNode>();
        foreach (var node in _nodes)
        {
            if (name is not null && node.Named?.GetValueOrDefault(name) is { } named)
                next.Add(named);
            if (node.Any is not null)
                next.Add(node.Any);
        }

        if (name is not null && _anyDepth?.Named?.GetValueOrDefault(name) is { } deep)
            next.Add(deep);
        var inherited = (Flags & Inherited) | (Has(TraitFlags.Texts) ? TraitFlags.Text : TraitFlags.None);
        // Nothing is known any more, and nothing will be: the cursor stays where it is however deep the walk goes.
        if (next.Count == 0 && _nodes.Length == 0 && inherited == Flags)
            return this;
        return new TraitCursor(next.ToImmutable(), _anyDepth, inherited);
    }
}

/// <summary>A node of the trie of paths.</summary>
internal sealed class TraitNode
{
    public TraitFlags Flags { get; set; }

    public PropertyValue? Default { get; set; }

    public string? UniqueKey { get; set; }

    public ImmutableArray<ImmutableArray<TextStep>>? Transform { get; set; }

    public FilledPlace? Filled { get; set; }

    public int? ReadGap { get; set; }

    public ScalingBounds? Bounds { get; set; }

    public ImmutableArray<TextRow> Rows { get; set; } = [];

    public ImmutableArray<string> ReferenceTypes { get; set; } = [];

    public Dictionary<string, TraitNode>? Named { get; private set; }

    /// <summary>"*": any list item or map key.</summary>
    public TraitNode? Any { get; private set; }

    /// <summary>A node with one named child.</summary>
    public static TraitNode Over(string name, TraitNode child) => new() { Named = new(StringComparer.Ordinal) { [name] = child } };

    /// <summary>The node at a path of names and "*" beneath this one; it is made where it does not exist.</summary>
    public TraitNode At(IEnumerable<string> segments)
    {
        var node = this;
        foreach (var segment in segments)
        {
            if (segment == "*")
                node = node.Any ??= new TraitNode();
            else if ((node.Named ??= new(StringComparer.Ordinal)).TryGetValue(segment, out var next))
                node = next;
            else
                node.Named[segment] = node = new TraitNode();
        }

        return node;
    }
}
