namespace Dashboard.Web.Presentation.Graphs;

/// <summary>How far to the right everything in ordered layers stands: as near to the middle of its neighbours as its layer's order and the widths allow.</summary>
internal static class LayerColumns
{
    private const int Rounds = 6;

    /// <summary>The left edge of each node and lane; the leftmost is at 0.</summary>
    public static double[] Of(LayerOrder order, Func<int, double> widthOf, double gap)
    {
        var x = new double[order.Count];
        foreach (var layer in order.Layers)
        {
            var next = 0.0;
            foreach (var vertex in layer)
            {
                x[vertex] = next;
                next += widthOf(vertex) + gap;
            }
        }

        for (var round = 0; round < Rounds; round++)
        {
            var isDownwards = round % 2 == 0;
            for (var i = 0; i < order.Layers.Count; i++)
                Align(order.Layers[isDownwards ? i : order.Layers.Count - 1 - i], v => isDownwards ? order.Above(v) : order.Below(v), x, widthOf, gap);
        }

        var left = x.Min();
        return Array.ConvertAll(x, v => Math.Round(v - left));
    }

    /// <summary>
    /// The places nearest to the wanted ones that keep order and distance: with the distances taken out, the nearest rising sequence, which is found by
    /// joining neighbours that want to pass each other and giving them their average.
    /// </summary>
    private static void Align(List<int> layer, Func<int, IReadOnlyList<int>> neighbours, double[] x, Func<int, double> widthOf, double gap)
    {
        var blocks = new List<(double Sum, int Count)>();
        var offset = 0.0;
        var offsets = new double[layer.Count];
        for (var i = 0; i < layer.Count; i++)
        {
            var vertex = layer[i];
            var near = neighbours(vertex);
            var wanted = near.Count == 0 ? x[vertex] : near.Average(n => x[n] + (widthOf(n) / 2)) - (widthOf(vertex) / 2);
            offsets[i] = offset;
            var block = (Sum: wanted - offset, Count: 1);
            while (blocks.Count > 0 && blocks[^1].Sum / blocks[^1].Count >= block.Sum / block.Count)
            {
                block = (block.Sum + blocks[^1].Sum, block.Count + blocks[^1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
            offset += widthOf(vertex) + gap;
        }

        var at = 0;
        foreach (var (sum, count) in blocks)
        {
            for (var i = 0; i < count; i++, at++)
                x[layer[at]] = (sum / count) + offsets[at];
        }
    }
}
