namespace Dashboard.Core.Evaluation;

/// <summary>Says which place of one environment is the twin of which place of the other.</summary>
internal sealed class EnvironmentTwins
{
    private readonly (string Application, string Environment) _from;
    private readonly (string Application, string Environment) _to;
    private readonly Dictionary<string, string> _toOfFrom = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fromOfTo = new(StringComparer.Ordinal);

    /// <summary>Regions of the same name are twins; where as many are left on either side, they are in order.</summary>
    public EnvironmentTwins(EnvironmentSnapshot from, EnvironmentSnapshot to)
    {
        _from = (from.Application.Name, from.Environment.Name);
        _to = (to.Application.Name, to.Environment.Name);
        ImmutableArray<string> left = Regions(from), right = Regions(to);
        foreach (var region in left.Intersect(right, StringComparer.Ordinal))
            Pair(region, region);
        var leftRest = left.Except(right, StringComparer.Ordinal).ToList();
        var rightRest = right.Except(left, StringComparer.Ordinal).ToList();
        if (leftRest.Count != rightRest.Count)
            return;
        foreach (var (l, r) in leftRest.Zip(rightRest))
            Pair(l, r);

        void Pair(string l, string r) => (_toOfFrom[l], _fromOfTo[r]) = (r, l);
    }

    /// <summary>Whether a stack belongs to a side.</summary>
    public bool IsOf(StackKey key, bool isFrom) => (key.Application, key.Environment) == (isFrom ? _from : _to);

    /// <summary>The region of the first environment that a region of the second is the twin of, or the region itself.</summary>
    public string FromRegion(string toRegion) => _fromOfTo.GetValueOrDefault(toRegion, toRegion);

    /// <summary>Whether a region has a twin on the other side.</summary>
    public bool HasTwin(string region, bool isFrom) => (isFrom ? _toOfFrom : _fromOfTo).ContainsKey(region);

    /// <summary>The twin of a side's own stack in the other environment.</summary>
    public StackKey Twin(StackKey own, bool isFrom) => isFrom
        ? own with { Application = _to.Application, Environment = _to.Environment, Region = _toOfFrom.GetValueOrDefault(own.Region, own.Region) }
        : own with { Application = _from.Application, Environment = _from.Environment, Region = FromRegion(own.Region) };

    private static ImmutableArray<string> Regions(EnvironmentSnapshot snapshot) =>
        [.. snapshot.Environment.Regions.Concat(snapshot.Stacks.Select(s => s.Key.Region)).Distinct(StringComparer.Ordinal)];
}
