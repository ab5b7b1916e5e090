using Dashboard.Core.Comparison;

namespace Dashboard.Core.Evaluation;

/// <summary>What becomes of a difference when both environments are rendered, with their own parameters, from the commit that is to be released.</summary>
internal enum Fate
{
    /// <summary>It cannot be told.</summary>
    Unknown,

    /// <summary>It is still there.</summary>
    Stays,

    /// <summary>It is gone, but another difference stands in the same list.</summary>
    Changes,

    /// <summary>It is gone.</summary>
    Goes,
}

/// <summary>Foretells what remains of a pair's differences once both run the first environment's commit.</summary>
internal sealed class ReleaseForecast
{
    private readonly ParityComparison _comparison;
    private readonly Dictionary<ResourceAddress, RenderedResource>? _left;
    private readonly Dictionary<ResourceAddress, RenderedResource>? _right;
    private readonly Dictionary<ResourceAddress, RenderedResource>? _deployed;
    private readonly Dictionary<ResourceAddress, IReadOnlyList<ParityUnit>> _units = [];

    public ReleaseForecast(StackPair pair, string? commit, ParityComparison comparison)
    {
        _comparison = comparison;
        _left = At(pair.Left, commit);
        _right = At(pair.Right, commit);
        _deployed = pair.Right is { Outcome: ReadOutcome.Read, Deployed.Symbolic: { } deployed } ? Templates.ByAddress(deployed) : null;
    }

    /// <summary>Whether the second environment's template changes at a unit once it takes the commit, or may; false where it was deployed with just that.</summary>
    public bool ChangesSecond(ResourceAddress address, ParityUnit unit)
    {
        if (_right is null || _deployed is null)
            return true;
        var (later, now) = (_right.GetValueOrDefault(address), _deployed.GetValueOrDefault(address));
        if (later is null || now is null)
            return later is not null || now is not null;
        if (later.Type != now.Type || (later.OpenBecause ?? now.OpenBecause) is not null)
            return true;
        var changes = ResourceComparer.Compare(later.Type, later.Properties, now.Properties, ComparisonOptions.Pending);
        return changes.Differences.Select(d => d.Path).Concat(changes.Unverified.Where(u => u.Reason is not null && !Equals(u.Left, u.Right)).Select(u => u.Path))
            .Any(p => ParityPlace.Overlap(p, unit.Path));
    }

    /// <summary>What becomes of one unit.</summary>
    public Fate Of(ResourceAddress address, ParityUnit unit)
    {
        if (_left is null || _right is null || IsUnknownInside(_left, address) || IsUnknownInside(_right, address))
            return Fate.Unknown;
        var left = _left.GetValueOrDefault(address);
        var right = _right.GetValueOrDefault(address);
        if (left is null || right is null)
            return left is null && right is null ? Fate.Goes : Fate.Stays;
        if (left.Type != right.Type)
            return Fate.Stays;
        if ((left.OpenBecause ?? right.OpenBecause) is not null)
            return Fate.Unknown;
        if (unit.Path.Segments.Length == 0)
            return Fate.Goes;
        if (!_units.TryGetValue(address, out var units))
            _units[address] = units = _comparison.Differences(left.Type, left.Properties, right.Properties);
        return units.Where(u => ParityPlace.Overlap(u.Path, unit.Path)).Select(u => Remains(unit, u)).DefaultIfEmpty(Fate.Goes).Min();
    }

    private Fate Remains(ParityUnit unit, ParityUnit later)
    {
        if (later.Verdict == UnitVerdict.Unverified)
            return Fate.Unknown;
        if (!ParityPlace.IsByIndex(later.Path) && !ParityPlace.IsByIndex(unit.Path))
            return Fate.Stays;
        // In a list without keys the place says little: the same difference is one of the same shape, and an item on one side only must be the same item.
        var isOfOneShape = later.Path.Segments.Length == unit.Path.Segments.Length
            && (later.Left is null) == (unit.Left is null) && (later.Right is null) == (unit.Right is null);
        var isTwoSided = unit is { Left: not null, Right: not null };
        return isOfOneShape && (isTwoSided || (_comparison.AreSame(unit.Left, later.Left) && _comparison.AreSame(unit.Right, later.Right))) ? Fate.Stays : Fate.Changes;
    }

    private static Dictionary<ResourceAddress, RenderedResource>? At(StackSnapshot? stack, string? commit) =>
        commit is not null && stack?.Desired.GetValueOrDefault(commit)?.Template is { } template ? Templates.ByAddress(template) : null;

    /// <summary>Whether a nested stack's template was not to be had, so that an absence in it means nothing.</summary>
    private static bool IsUnknownInside(Dictionary<ResourceAddress, RenderedResource> side, ResourceAddress address)
    {
        var parent = address.Parent;
        return !parent.IsStack && side.ContainsKey(parent) && !side.Keys.Any(a => a.Parent == parent);
    }
}
