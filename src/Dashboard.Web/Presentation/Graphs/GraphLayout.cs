using System.Collections.Immutable;

namespace Dashboard.Web.Presentation.Graphs;

/// <summary>A point, in pixels from the top left corner.</summary>
public readonly record struct GraphPoint(double X, double Y);

/// <summary>Where everything of a graph stands.</summary>
/// <param name="Nodes">The top left corner of each node, in the nodes' own order.</param>
/// <param name="Edges">The way of each edge from the bottom of the node that needs to the top of the one that is needed, in the edges' own order.</param>
/// <param name="Width">The width of the whole.</param>
/// <param name="Height">The height of the whole.</param>
public sealed record GraphPlaces(ImmutableArray<GraphPoint> Nodes, ImmutableArray<ImmutableArray<GraphPoint>> Edges, double Width, double Height);

/// <summary>Places the nodes of a graph in layers, what is needed below what needs it.</summary>
/// <remarks>
/// Parts that hang together are laid out each by itself and packed side by side, and what hangs on nothing stands in a block below: what is new in one part moves nothing in another.
/// Pure, and the same for the same nodes and edges; docs/decisions/0019-a-graph-layout-of-our-own.md says why it is our own.
/// </remarks>
public static class GraphLayout
{
    /// <summary>The width of a node.</summary>
    public const double NodeWidth = 184;

    /// <summary>The height of a node.</summary>
    public const double NodeHeight = 40;

    /// <summary>Between two nodes beside each other.</summary>
    public const double ColumnGap = 16;

    /// <summary>Between two parts.</summary>
    private const double PartGap = 40;

    /// <summary>How much wider than high the whole should be.</summary>
    private const double Aspect = 1.8;

    /// <summary>Places nodes and edges.</summary>
    /// <param name="count">How many nodes there are; their order is what stays stable, so it should follow their names.</param>
    /// <param name="edges">From the node that needs to the one that is needed, by index. Edges of a circle may lead upwards.</param>
    public static GraphPlaces Of(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var parts = Parts(count, edges);
        var connected = parts.Where(p => p.Count > 1).Select(p => new LayeredPart(p, edges)).OrderByDescending(p => p.Members.Count).ThenBy(p => p.Members[0]).ToList();
        var nodes = new GraphPoint[count];
        var ways = new ImmutableArray<GraphPoint>[edges.Count];
        Array.Fill(ways, []);
        var (width, height) = Pack(connected, nodes, ways);
        var alone = parts.Where(p => p.Count == 1).Select(p => p[0]).ToList();
        if (alone.Count > 0)
        {
            var top = height > 0 ? height + PartGap : 0;
            var columns = Math.Max(1, (int)((Math.Max(width, IdleWidth(alone.Count)) + ColumnGap) / (NodeWidth + ColumnGap)));
            for (var i = 0; i < alone.Count; i++)
                nodes[alone[i]] = new GraphPoint(i % columns * (NodeWidth + ColumnGap), top + (i / columns * (NodeHeight + ColumnGap)));
            width = Math.Max(width, (Math.Min(columns, alone.Count) * (NodeWidth + ColumnGap)) - ColumnGap);
            height = top + (((alone.Count + columns - 1) / columns) * (NodeHeight + ColumnGap)) - ColumnGap;
        }

        return new GraphPlaces([.. nodes], [.. ways], width, height);
    }

    /// <summary>What hangs on nothing is packed about as wide as the rest of the screen has it.</summary>
    private static double IdleWidth(int count) => Math.Ceiling(Math.Sqrt(count * Aspect * (NodeHeight + ColumnGap) / (NodeWidth + ColumnGap))) * (NodeWidth + ColumnGap);

    /// <summary>Part beside part, in rows.</summary>
    private static (double Width, double Height) Pack(List<LayeredPart> parts, GraphPoint[] nodes, ImmutableArray<GraphPoint>[] ways)
    {
        if (parts.Count == 0)
            return (0, 0);
        // The width grows in steps, so that one part more seldom moves the others to another row.
        var area = parts.Sum(p => (p.Width + PartGap) * (p.Height + PartGap));
        var wanted = Math.Max(parts.Max(p => p.Width), Math.Pow(1.25, Math.Ceiling(Math.Log(Math.Sqrt(area * Aspect), 1.25))));
        double x = 0, y = 0, row = 0, width = 0;
        foreach (var part in parts)
        {
            if (x > 0 && x + part.Width > wanted)
                (x, y, row) = (0, y + row + PartGap, 0);
            part.Place(x, y, nodes, ways);
            (width, row) = (Math.Max(width, x + part.Width), Math.Max(row, part.Height));
            x += part.Width + PartGap;
        }

        return (width, y + row);
    }

    /// <summary>The nodes that hang together, each part in order.</summary>
    private static List<List<int>> Parts(int count, IReadOnlyList<(int From, int To)> edges)
    {
        var heads = Enumerable.Range(0, count).ToArray();
        foreach (var (from, to) in edges)
        {
            var (a, b) = (Head(from), Head(to));
            heads[Math.Max(a, b)] = Math.Min(a, b);
        }

        return [.. Enumerable.Range(0, count).GroupBy(Head).Select(g => g.ToList())];

        int Head(int node)
        {
            while (heads[node] != node)
                node = heads[node] = heads[heads[node]];
            return node;
        }
    }
}
