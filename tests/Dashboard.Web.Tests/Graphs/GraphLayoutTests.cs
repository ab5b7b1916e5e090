using System.Collections.Immutable;
using System.Diagnostics;
using Dashboard.Web.Presentation.Graphs;

namespace Dashboard.Web.Tests.Graphs;

/// <summary>What holds for the layout of any graph.</summary>
public sealed class GraphLayoutTests
{
    private const double Width = GraphLayout.NodeWidth;
    private const double Height = GraphLayout.NodeHeight;

    public static TheoryData<int, int, int> Graphs => new()
    {
        { 1, 0, 0 }, { 2, 1, 1 }, { 12, 8, 2 }, { 60, 90, 3 }, { 60, 20, 4 }, { 137, 260, 5 }, { 400, 500, 6 }, { 400, 1600, 7 }, { 1000, 1400, 8 }, { 1000, 300, 9 },
    };

    [Theory]
    [MemberData(nameof(Graphs))]
    public void No_two_nodes_overlap_and_everything_stands_inside(int count, int edges, int seed)
    {
        var places = GraphLayout.Of(count, Random(count, edges, seed));

        Assert.Equal(count, places.Nodes.Length);
        Assert.Equal([], Overlaps(places.Nodes));
        Assert.All(places.Nodes, n => Assert.True(n is { X: >= 0, Y: >= 0 } && n.X + Width <= places.Width + 1 && n.Y + Height <= places.Height + 1));
        Assert.All(places.Edges.SelectMany(w => w), p => Assert.True(p is { X: >= 0, Y: >= 0 } && p.X <= places.Width + 1 && p.Y <= places.Height + 1));
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void What_is_needed_stands_below_what_needs_it_and_the_edge_joins_the_two(int count, int edges, int seed)
    {
        var graph = Random(count, edges, seed);
        var places = GraphLayout.Of(count, graph);

        for (var i = 0; i < graph.Count; i++)
        {
            var (from, to) = (places.Nodes[graph[i].From], places.Nodes[graph[i].To]);
            var way = places.Edges[i];
            Assert.True(from.Y + Height < to.Y);
            Assert.Equal((from.X + (Width / 2), from.Y + Height), (way[0].X, way[0].Y));
            Assert.Equal((to.X + (Width / 2), to.Y), (way[^1].X, way[^1].Y));
            Assert.True(way.Zip(way.Skip(1)).All(s => s.First.Y <= s.Second.Y));
        }
    }

    [Theory]
    [MemberData(nameof(Graphs))]
    public void The_same_graph_is_always_laid_out_the_same(int count, int edges, int seed)
    {
        var graph = Random(count, edges, seed);
        var (first, second) = (GraphLayout.Of(count, graph), GraphLayout.Of(count, graph));

        Assert.Equal(first.Nodes.AsEnumerable(), second.Nodes);
        Assert.Equal(first.Edges.SelectMany(w => w), second.Edges.SelectMany(w => w));
    }

    [Fact]
    public void The_order_in_which_edges_are_told_moves_nothing()
    {
        var graph = Random(137, 260, 5);

        Assert.Equal(GraphLayout.Of(137, graph).Nodes.AsEnumerable(), GraphLayout.Of(137, [.. graph.AsEnumerable().Reverse()]).Nodes);
    }

    [Fact]
    public void What_is_new_and_hangs_on_nothing_moves_nobody()
    {
        var graph = Random(100, 140, 3);
        var alone = Enumerable.Range(0, 100).Where(n => !graph.Exists(e => e.From == n || e.To == n)).ToHashSet();

        var (before, after) = (GraphLayout.Of(100, graph), GraphLayout.Of(101, graph));

        Assert.Equal(before.Nodes.Where((_, i) => !alone.Contains(i)), after.Nodes.Take(100).Where((_, i) => !alone.Contains(i)));
    }

    [Fact]
    public void What_is_new_in_one_part_leaves_the_order_of_the_other_parts()
    {
        List<(int, int)> graph = [(0, 1), (0, 2), (1, 3), (2, 3), (4, 5), (4, 6), (7, 8)];
        var (before, after) = (GraphLayout.Of(9, graph), GraphLayout.Of(10, [.. graph, (9, 8)]));

        Assert.Equal(Relative(before, 0, 4), Relative(after, 0, 4));
        Assert.Equal(Relative(before, 4, 3), Relative(after, 4, 3));
    }

    [Fact]
    public void A_circle_is_drawn_and_ends()
    {
        var places = GraphLayout.Of(4, [(0, 1), (1, 2), (2, 0), (3, 3), (2, 3)]);

        Assert.Equal([], Overlaps(places.Nodes));
        Assert.Equal([2, 2, 2], places.Edges.Take(2).Select(e => e.Length).Append(2));
        Assert.Empty(places.Edges[3]);
        Assert.Equal(places.Nodes[2].Y, places.Edges[2][0].Y);
        Assert.Equal(places.Nodes[0].Y + Height, places.Edges[2][^1].Y);
    }

    [Fact]
    public void What_many_need_does_not_make_one_endless_row()
    {
        var places = GraphLayout.Of(201, [.. Enumerable.Range(1, 200).Select(i => (i, 0))]);

        Assert.True(places.Width < places.Height * 8, $"{places.Width} x {places.Height}");
        Assert.Equal([], Overlaps(places.Nodes));
    }

    [Fact]
    public void What_hangs_on_nothing_is_a_block_and_no_row()
    {
        var places = GraphLayout.Of(100, []);

        Assert.InRange(places.Width / places.Height, 1, 3.5);
        Assert.Equal([], Overlaps(places.Nodes));
    }

    [Fact]
    public void A_thousand_nodes_take_no_time_that_a_reader_notices()
    {
        var graph = Random(1000, 1400, 8);
        GraphLayout.Of(1000, graph);
        var fastest = Enumerable.Range(0, 5).Min(_ =>
        {
            var watch = Stopwatch.StartNew();
            GraphLayout.Of(1000, graph);
            return watch.Elapsed;
        });

        // Some 50 ms on a machine that does nothing else; this one may be doing ten times as much as it can.
        Assert.True(fastest < TimeSpan.FromSeconds(1), $"{fastest.TotalMilliseconds} ms");
    }

    [Fact]
    public void A_way_is_written_as_lines_and_curves_whatever_the_reader_speaks()
    {
        var before = System.Globalization.CultureInfo.CurrentCulture;
        var german = (System.Globalization.CultureInfo)System.Globalization.CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        System.Globalization.CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal("M1.5 0L1.5 10C1.5 15 4 15 4 20", GraphPath.Of([new(1.5, 0), new(1.5, 10), new(4, 20)]));
            Assert.Equal("", GraphPath.Of([]));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<(double, double)> Relative(GraphPlaces places, int first, int count)
    {
        var origin = places.Nodes[first];
        return places.Nodes.Skip(first).Take(count).Select(n => (n.X - origin.X, n.Y - origin.Y));
    }

    private static List<(int, int)> Overlaps(ImmutableArray<GraphPoint> nodes)
    {
        var found = new List<(int, int)>();
        for (var a = 0; a < nodes.Length; a++)
        {
            for (var b = a + 1; b < nodes.Length; b++)
            {
                if (Math.Abs(nodes[a].X - nodes[b].X) < Width + 4 && Math.Abs(nodes[a].Y - nodes[b].Y) < Height + 4)
                    found.Add((a, b));
            }
        }

        return found;
    }

    /// <summary>Edges without a circle, each pair once: mostly near each other, some of them to a few hubs.</summary>
    private static List<(int From, int To)> Random(int count, int edges, int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, count).OrderBy(_ => random.Next()).ToArray();
        var found = new HashSet<(int, int)>();
        for (var i = 0; i < edges && count > 1; i++)
        {
            var from = random.Next(count - 1);
            var to = random.Next(4) == 0 ? count - 1 - random.Next(Math.Min(3, count - from - 1)) : Math.Min(count - 1, from + 1 + random.Next(12));
            if (to > from)
                found.Add((names[from], names[to]));
        }

        return [.. found.Order()];
    }
}
