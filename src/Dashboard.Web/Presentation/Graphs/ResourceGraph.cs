using System.Collections.Immutable;
using Dashboard.Core.Dependencies;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Graphs;

/// <summary>A node of a graph.</summary>
/// <param name="Id">Names it in addresses: "storefront" for a stack, "storefront:WebSecurityGroup" for a resource.</param>
/// <param name="Name">What stands in it.</param>
/// <param name="Kind">What stands beneath that: a resource's type, how many resources a stack has.</param>
/// <param name="Stack">The stack that it is, or belongs to.</param>
/// <param name="Resource">The resource; null for a stack.</param>
/// <param name="IsOutside">Whether it belongs to another stack than the one that is shown.</param>
public sealed record GraphNode(string Id, string Name, string Kind, StackEvaluation Stack, ResourceEvaluation? Resource, bool IsOutside)
{
    /// <summary>Its verdict.</summary>
    public Status Status => Resource?.Status ?? Stack.Status;

    /// <summary>Its verdict in words.</summary>
    public string Words => Resource is { } resource ? StatusWords.Of(resource) : StatusWords.Of(Stack);

    /// <summary>Whether it is among what differs here: the drift of another stack is shown there.</summary>
    public bool IsDiffering => !IsOutside && Status is Status.Modified or Status.Deleted or Status.Unmanaged;

    /// <summary>How many changes wait for a release.</summary>
    public int Pending => Resource?.PendingChanges ?? Stack.PendingChanges;
}

/// <summary>One node needs another.</summary>
/// <param name="From">The index of the node that needs.</param>
/// <param name="To">The index of the one that is needed.</param>
/// <param name="Reasons">Why.</param>
public sealed record GraphEdge(int From, int To, ImmutableArray<string> Reasons);

/// <summary>What needs what in a stack or an environment, with the verdict on each.</summary>
/// <param name="Nodes">In order of stack and address.</param>
/// <param name="Edges">Each pair once, in order of nodes.</param>
public sealed record ResourceGraph(ImmutableArray<GraphNode> Nodes, ImmutableArray<GraphEdge> Edges)
{
    private static readonly BoardMemo<(string Application, string Environment, GraphState State), ResourceGraph> Known = new(static (board, key) => Make(board, key.Application, key.Environment, key.State));

    /// <summary>Larger graphs are not drawn: nobody could read them, and working out where all stands would take seconds.</summary>
    public const int MostDrawn = 1_500;

    private GraphPlaces? _places;
    private ILookup<int, GraphEdge>? _needs;
    private ILookup<int, GraphEdge>? _needers;

    /// <summary>Where everything stands in a drawing; worked out when it is asked for.</summary>
    public GraphPlaces Places => _places ??= GraphLayout.Of(Nodes.Length, [.. Edges.Select(e => (e.From, e.To))]);

    /// <summary>The graph that a page shows; worked out once per board, for all readers.</summary>
    public static ResourceGraph Of(DriftBoard board, string application, string environment, GraphState state) =>
        Known.Of(board, (application, environment, state with { Form = GraphForm.Drawing, Node = state.IsNear ? state.Node : null, View = null }));

    /// <summary>The index of a node; -1 where there is none of that name.</summary>
    public int IndexOf(string? id)
    {
        for (var i = 0; i < Nodes.Length; i++)
        {
            if (Nodes[i].Id == id)
                return i;
        }

        return -1;
    }

    /// <summary>The edges to what a node needs.</summary>
    public IEnumerable<GraphEdge> NeedsOf(int node) => (_needs ??= Edges.ToLookup(e => e.From))[node];

    /// <summary>The edges from what needs a node.</summary>
    public IEnumerable<GraphEdge> NeedersOf(int node) => (_needers ??= Edges.ToLookup(e => e.To))[node];

    /// <summary>The name of a resource's node.</summary>
    public static string IdOf(DriftBoard board, StackKey stack, ResourceAddress address) => $"{StackNames.Short(board, stack)}:{address}";

    private static ResourceGraph Make(DriftBoard board, string application, string environment, GraphState state)
    {
        var stacks = board.Stacks.Values.Where(s => s.Key.Application == application && s.Key.Environment == environment).OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).ToList();
        var isShown = stacks.ToDictionary(s => s.Key, s => IsShown(s.Key, state));
        var identities = IdentityMapBuilder.Build(stacks);
        var types = stacks.SelectMany(s => s.Resources.Select(r => (Owner: new ResourceOwner(s.Key, r.Address), r.Type))).DistinctBy(r => r.Owner).ToDictionary(r => r.Owner, r => r.Type);
        var dependencies = stacks.SelectMany(s => DependencyFinder.Of(s.Key, s.Template ?? RenderedTemplate.Empty, s.Resources, identities, types.GetValueOrDefault)).Where(d => isShown.ContainsKey(d.To.Stack) && (isShown[d.From.Stack] || isShown[d.To.Stack])).ToList();
        var graph = state.Shown == GraphLevel.Stacks ? OfStacks(board, stacks, isShown, dependencies) : OfResources(board, stacks, isShown, dependencies);
        return state.IsNear && graph.IndexOf(state.Node) is >= 0 and var node ? graph.Near(node) : state.IsDiffering ? graph.Differing() : graph;
    }

    private static bool IsShown(StackKey key, GraphState state) => (state.Component is null || key.Component == state.Component)
        && (state.Region is null || key.Region == state.Region) && (state.Instance is null || key.Instance == state.Instance);

    private static ResourceGraph OfResources(DriftBoard board, List<StackEvaluation> stacks, Dictionary<StackKey, bool> isShown, List<ResourceDependency> dependencies)
    {
        var met = dependencies.SelectMany(d => new[] { d.From, d.To }).ToHashSet();
        ImmutableArray<GraphNode> nodes =
        [
            .. from stack in stacks
               from resource in stack.Resources
               where isShown[stack.Key] || met.Contains(new ResourceOwner(stack.Key, resource.Address))
               select new GraphNode(IdOf(board, stack.Key, resource.Address), ShortText.Address(resource.Address), ShortText.Type(resource.Type), stack, resource, !isShown[stack.Key]),
        ];
        var indexes = new Dictionary<ResourceOwner, int>();
        for (var i = 0; i < nodes.Length; i++)
            indexes[new ResourceOwner(nodes[i].Stack.Key, nodes[i].Resource!.Address)] = i;
        return new ResourceGraph(nodes, [.. from d in dependencies where indexes.ContainsKey(d.From) && indexes.ContainsKey(d.To) select new GraphEdge(indexes[d.From], indexes[d.To], d.Reasons)]);
    }

    private static ResourceGraph OfStacks(DriftBoard board, List<StackEvaluation> stacks, Dictionary<StackKey, bool> isShown, List<ResourceDependency> dependencies)
    {
        var crossing = dependencies.Where(d => d.From.Stack != d.To.Stack).ToList();
        var met = crossing.SelectMany(d => new[] { d.From.Stack, d.To.Stack }).ToHashSet();
        ImmutableArray<GraphNode> nodes =
        [
            .. from stack in stacks
               where isShown[stack.Key] || met.Contains(stack.Key)
               select new GraphNode(StackNames.Short(board, stack.Key), StackNames.Short(board, stack.Key), StatusWords.Count(stack.Resources.Length, "resource", "resources"), stack, null, !isShown[stack.Key]),
        ];
        var indexes = nodes.Select((n, i) => (n, i)).ToDictionary(p => p.n.Stack.Key, p => p.i);
        return new ResourceGraph(
            nodes,
            [
                .. from d in crossing
                   group $"{d.From.Address} needs {d.To.Address} ({string.Join(", ", d.Reasons)})" by (From: indexes[d.From.Stack], To: indexes[d.To.Stack]) into pair
                   orderby pair.Key
                   select new GraphEdge(pair.Key.From, pair.Key.To, [.. pair]),
            ]);
    }

    /// <summary>A node with all that it needs and all that needs it, all the way.</summary>
    private ResourceGraph Near(int node)
    {
        return Of(Reached(node, Edges.ToLookup(e => e.From, e => e.To)).Union(Reached(node, Edges.ToLookup(e => e.To, e => e.From))));
    }

    /// <summary>What differs, with what it needs and what needs it; all of it where nothing differs.</summary>
    private ResourceGraph Differing()
    {
        var differing = Enumerable.Range(0, Nodes.Length).Where(n => Nodes[n].IsDiffering).ToHashSet();
        return differing.Count == 0 ? this : Of(differing.Concat(Edges.Where(e => differing.Contains(e.From) || differing.Contains(e.To)).SelectMany(e => new[] { e.From, e.To })).Distinct());
    }

    private ResourceGraph Of(IEnumerable<int> nodes)
    {
        var near = nodes.Order().ToList();
        var indexes = near.Select((n, i) => (n, i)).ToDictionary(p => p.n, p => p.i);
        return new ResourceGraph(
            [.. near.Select(n => Nodes[n])],
            [.. from e in Edges where indexes.ContainsKey(e.From) && indexes.ContainsKey(e.To) select new GraphEdge(indexes[e.From], indexes[e.To], e.Reasons)]);
    }

    private static HashSet<int> Reached(int start, ILookup<int, int> next)
    {
        var reached = new HashSet<int> { start };
        var waiting = new Queue<int>([start]);
        while (waiting.TryDequeue(out var node))
        {
            foreach (var other in next[node].Where(reached.Add))
                waiting.Enqueue(other);
        }

        return reached;
    }
}
