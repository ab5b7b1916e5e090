namespace Dashboard.Web.Presentation.Graphs;

/// <summary>The order in each layer. Edges that pass a layer have a lane in it; those to the same node share theirs.</summary>
internal sealed class LayerOrder
{
    private readonly List<List<int>> _up = [];
    private readonly List<List<int>> _down = [];
    private readonly List<int> _layer = [];
    private readonly Dictionary<(int To, int Layer), int> _lanes = [];
    private readonly int[] _position;

    /// <param name="count">How many nodes there are; lanes are numbered after them.</param>
    /// <param name="layerOf">The layer of each node.</param>
    /// <param name="edges">Each from a higher layer to a lower one.</param>
    public LayerOrder(int count, int[] layerOf, List<(int From, int To)> edges)
    {
        for (var i = 0; i < count; i++)
            Add(layerOf[i]);
        foreach (var (from, to) in edges)
        {
            var above = from;
            for (var layer = layerOf[from] + 1; layer < layerOf[to]; layer++)
            {
                if (!_lanes.TryGetValue((to, layer), out var lane))
                    _lanes[(to, layer)] = lane = Add(layer);
                Connect(above, lane);
                above = lane;
            }

            Connect(above, to);
        }

        Layers = [.. Enumerable.Range(0, _layer.Max() + 1).Select(_ => new List<int>())];
        for (var v = 0; v < _layer.Count; v++)
            Layers[_layer[v]].Add(v);
        _position = new int[_layer.Count];
        Number();
    }

    /// <summary>What stands in each layer, from left to right.</summary>
    public List<List<int>> Layers { get; private set; }

    /// <summary>Nodes and lanes.</summary>
    public int Count => _layer.Count;

    public int LayerOf(int vertex) => _layer[vertex];

    public IReadOnlyList<int> Above(int vertex) => _up[vertex];

    public IReadOnlyList<int> Below(int vertex) => _down[vertex];

    /// <summary>The lanes through which an edge goes, from the top down.</summary>
    public IEnumerable<int> LanesOf(int from, int to) => Enumerable.Range(_layer[from] + 1, Math.Max(0, _layer[to] - _layer[from] - 1)).Select(layer => _lanes[(to, layer)]);

    /// <summary>Orders each layer by the middle of its neighbours, down and up by turns, and keeps the order with the fewest crossings; the first one where none is better.</summary>
    public void Improve(int rounds)
    {
        // A lane begins at its layer's end: the first two rounds bring it where its edges are, whatever they cross.
        Sweep(isDownwards: true);
        Sweep(isDownwards: false);
        var best = Layers;
        var fewest = Crossings();
        for (var round = 2; round < rounds && fewest > 0; round++)
        {
            Layers = [.. Layers.Select(l => l.ToList())];
            Sweep(round % 2 == 0);
            if (Crossings() is var crossings && crossings < fewest)
                (best, fewest) = (Layers, crossings);
        }

        Layers = best;
        Number();
    }

    private void Sweep(bool isDownwards)
    {
        for (var i = 0; i < Layers.Count; i++)
            Sort(isDownwards ? i : Layers.Count - 1 - i, isDownwards ? _up : _down);
    }

    private int Add(int layer)
    {
        _layer.Add(layer);
        _up.Add([]);
        _down.Add([]);
        return _layer.Count - 1;
    }

    private void Connect(int above, int below)
    {
        if (_down[above].Contains(below))
            return;
        _down[above].Add(below);
        _up[below].Add(above);
    }

    private void Number()
    {
        foreach (var layer in Layers)
            Number(layer);
    }

    private void Number(List<int> layer)
    {
        for (var i = 0; i < layer.Count; i++)
            _position[layer[i]] = i;
    }

    /// <summary>A stable sort: what has no neighbour there keeps its place.</summary>
    private void Sort(int layer, List<List<int>> neighbours)
    {
        Layers[layer] = [.. Layers[layer].OrderBy(v => neighbours[v].Count == 0 ? _position[v] : neighbours[v].Average(n => _position[n]))];
        Number(Layers[layer]);
    }

    private long Crossings() => Layers.Take(Layers.Count - 1).Sum(CrossingsBelow);

    /// <summary>Pairs of edges between a layer and the next that are in another order at their lower ends; counted with a tree of sums.</summary>
    private long CrossingsBelow(List<int> layer)
    {
        if (layer.Count == 0)
            return 0;
        var sums = new int[Layers[_layer[layer[0]] + 1].Count + 1];
        long crossings = 0;
        var passed = 0;
        foreach (var vertex in layer)
        {
            foreach (var below in _down[vertex])
            {
                var notBeyond = 0;
                for (var i = _position[below] + 1; i > 0; i -= i & -i)
                    notBeyond += sums[i];
                crossings += passed - notBeyond;
            }

            foreach (var below in _down[vertex])
            {
                for (var i = _position[below] + 1; i < sums.Length; i += i & -i)
                    sums[i]++;
                passed++;
            }
        }

        return crossings;
    }
}
