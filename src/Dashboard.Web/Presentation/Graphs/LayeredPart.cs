using System.Collections.Immutable;

namespace Dashboard.Web.Presentation.Graphs;

/// <summary>Nodes that hang together, in layers: each edge leads to a lower layer, and crosses as few others as some rounds of ordering by neighbours find.</summary>
internal sealed class LayeredPart
{
    private const double LayerGap = 52;

    /// <summary>The room of an edge that passes a layer.</summary>
    private const double Lane = 14;

    private const int Rounds = 8;

    private readonly List<(int From, int To, int Edge, bool IsTurned)> _edges = [];
    private readonly int[] _layerOf;
    private readonly LayerOrder _order;
    private readonly double[] _x;

    /// <param name="members">The nodes, in order.</param>
    /// <param name="edges">Every edge of the graph.</param>
    public LayeredPart(List<int> members, IReadOnlyList<(int From, int To)> edges)
    {
        Members = members;
        var local = members.Select((m, i) => (m, i)).ToDictionary(p => p.m, p => p.i);
        for (var e = 0; e < edges.Count; e++)
        {
            if (edges[e].From != edges[e].To && local.TryGetValue(edges[e].From, out var from) && local.TryGetValue(edges[e].To, out var to))
                _edges.Add((from, to, e, false));
        }

        // The order in which edges are told decides nothing.
        _edges.Sort(static (a, b) => (a.From, a.To, a.Edge).CompareTo((b.From, b.To, b.Edge)));
        TurnCircles();
        _layerOf = Layers();
        _order = new LayerOrder(members.Count, _layerOf, [.. _edges.Select(e => (e.From, e.To))]);
        _order.Improve(Rounds);
        _x = LayerColumns.Of(_order, v => v < members.Count ? GraphLayout.NodeWidth : Lane, GraphLayout.ColumnGap);
        Width = _order.Layers.SelectMany(l => l).Max(v => _x[v] + (v < members.Count ? GraphLayout.NodeWidth : Lane));
        Height = (_order.Layers.Count * (GraphLayout.NodeHeight + LayerGap)) - LayerGap;
    }

    /// <summary>The nodes, in order.</summary>
    public List<int> Members { get; }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Writes the places of its nodes and edges, from a corner on.</summary>
    public void Place(double left, double top, GraphPoint[] nodes, ImmutableArray<GraphPoint>[] ways)
    {
        for (var i = 0; i < Members.Count; i++)
            nodes[Members[i]] = new GraphPoint(left + _x[i], top + Y(_layerOf[i]));
        for (var e = 0; e < _edges.Count; e++)
        {
            var (from, to, edge, isTurned) = _edges[e];
            var way = ImmutableArray.CreateBuilder<GraphPoint>();
            way.Add(new GraphPoint(left + _x[from] + (GraphLayout.NodeWidth / 2), top + Y(_layerOf[from]) + GraphLayout.NodeHeight));
            foreach (var lane in _order.LanesOf(from, to))
            {
                var (x, y) = (left + _x[lane] + (Lane / 2), top + Y(_order.LayerOf(lane)));
                way.Add(new GraphPoint(x, y));
                way.Add(new GraphPoint(x, y + GraphLayout.NodeHeight));
            }

            way.Add(new GraphPoint(left + _x[to] + (GraphLayout.NodeWidth / 2), top + Y(_layerOf[to])));
            if (isTurned)
                way.Reverse();
            ways[edge] = way.ToImmutable();
        }
    }

    private static double Y(int layer) => layer * (GraphLayout.NodeHeight + LayerGap);

    /// <summary>Turns one edge of each circle round, so that the rest has a direction.</summary>
    private void TurnCircles()
    {
        var outgoing = _edges.Select((e, i) => (e.From, i)).ToLookup(p => p.From, p => p.i);
        // 0: not seen, 1: on the way, 2: done.
        var state = new byte[Members.Count];
        for (var start = 0; start < Members.Count; start++)
        {
            if (state[start] != 0)
                continue;
            var stack = new Stack<(int Node, IEnumerator<int> Next)>();
            state[start] = 1;
            stack.Push((start, outgoing[start].GetEnumerator()));
            while (stack.Count > 0)
            {
                var (node, next) = stack.Peek();
                if (!next.MoveNext())
                {
                    state[node] = 2;
                    stack.Pop();
                    continue;
                }

                var edge = _edges[next.Current];
                if (state[edge.To] == 1)
                {
                    _edges[next.Current] = (edge.To, edge.From, edge.Edge, true);
                }
                else if (state[edge.To] == 0)
                {
                    state[edge.To] = 1;
                    stack.Push((edge.To, outgoing[edge.To].GetEnumerator()));
                }
            }
        }
    }

    /// <summary>The uppermost layer below all that need a node, of those that have room; then what nothing needs comes down to what it needs.</summary>
    private int[] Layers()
    {
        var most = Math.Max(6, (int)Math.Ceiling(Math.Sqrt(Members.Count) * 1.5));
        var layers = new int[Members.Count];
        var filled = new List<int>();
        var needs = _edges.ToLookup(e => e.From, e => e.To);
        var waiting = new int[Members.Count];
        foreach (var edge in _edges)
            waiting[edge.To]++;
        var isTop = waiting.Select(w => w == 0).ToArray();
        var ready = new PriorityQueue<int, (int, int)>();
        for (var i = 0; i < Members.Count; i++)
        {
            if (waiting[i] == 0)
                ready.Enqueue(i, (0, i));
        }

        var sequence = new List<int>();
        while (ready.TryDequeue(out var node, out _))
        {
            while (layers[node] < filled.Count && filled[layers[node]] >= most)
                layers[node]++;
            while (filled.Count <= layers[node])
                filled.Add(0);
            filled[layers[node]]++;
            sequence.Add(node);
            foreach (var needed in needs[node])
            {
                layers[needed] = Math.Max(layers[needed], layers[node] + 1);
                if (--waiting[needed] == 0)
                    ready.Enqueue(needed, (layers[needed], needed));
            }
        }

        foreach (var node in sequence.Where(n => isTop[n] && needs[n].Any()).Reverse())
            ComeDown(node, layers, filled, needs[node].Min(n => layers[n]) - 1, most);
        return Compact(layers);
    }

    private static void ComeDown(int node, int[] layers, List<int> filled, int to, int most)
    {
        while (to > layers[node] && filled[to] >= most)
            to--;
        if (to <= layers[node])
            return;
        filled[layers[node]]--;
        filled[to]++;
        layers[node] = to;
    }

    /// <summary>Layers that nothing stands in any more are left out.</summary>
    private static int[] Compact(int[] layers)
    {
        var used = layers.Distinct().Order().Select((l, i) => (l, i)).ToDictionary(p => p.l, p => p.i);
        return Array.ConvertAll(layers, l => used[l]);
    }
}
