using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation.Comparing;

/// <summary>Every leaf of a resource, with what the verdict says of it.</summary>
/// <remarks>The verdict keeps what differs; what is equal or folded is worked out by the same comparison when somebody looks. Where the two should disagree, the verdict stands.</remarks>
public sealed class ResourceLeaves
{
    private const int Desired = 0;
    private const int Deployed = 1;
    private const int Live = 2;

    private static readonly ComparisonOptions Drift = ComparisonOptions.Drift with { ListsEqual = true, ListsFolded = true };
    private static readonly ComparisonOptions Listing = ComparisonOptions.Templates with { ListsEqual = true };
    private static readonly ConditionalWeakTable<ResourceEvaluation, ResourceLeaves> Known = [];

    private readonly ResourceEvaluation _resource;
    private readonly List<ComparisonLeaf> _leaves = [];

    private ResourceLeaves(ResourceEvaluation resource)
    {
        _resource = resource;
        Rows = PropertyRows.Of(resource);
        var result = resource is { IsCompared: true, Deployed: { } deployed, Live: { } live } ? ResourceComparer.Compare(resource.Type, deployed, live, Drift) : ComparisonResult.Empty;
        AddDiffering(result);
        AddExplained();
        AddUnverified(result);
        if (resource.IsCompared)
            AddAgreeing(result);
        else
            AddNotCompared();
        All = [.. _leaves.OrderBy(l => l.Path, PathOrder.Instance).ThenBy(l => l.Kind)];
    }

    /// <summary>The resource's properties as the verdict has them.</summary>
    public PropertyRows Rows { get; }

    /// <summary>Every leaf, in order of path.</summary>
    public ImmutableArray<ComparisonLeaf> All { get; }

    /// <summary>How many leaves were compared with what runs.</summary>
    public int Compared => All.Count(l => l.Kind is LeafKind.Equal or LeafKind.Folded or LeafKind.Explained || l.Row?.Drift is not null);

    /// <summary>The leaves of a resource; worked out once for all readers.</summary>
    public static ResourceLeaves Of(ResourceEvaluation resource) => Known.GetValue(resource, static r => new ResourceLeaves(r));

    private void AddDiffering(ComparisonResult result)
    {
        foreach (var row in Rows.Differing)
        {
            _leaves.Add(new ComparisonLeaf(row.Path, LeafKind.Differs, Cells(row))
            {
                Row = row,
                Normalisers = result.Differences.FirstOrDefault(d => row.Drift is not null && d.Path.Equals(row.Path) && d.Kind == row.Drift.Kind)?.Normalisers ?? [],
            });
        }
    }

    private ImmutableArray<ComparisonCell> Cells(PropertyRow row)
    {
        var isWhole = row.Path.Segments.IsEmpty;
        var desired = isWhole ? (row.Desired ?? _resource.Desired) is null ? "not in the repository" : "declared" : null;
        var deployed = isWhole ? row.Deployed is null ? "never deployed" : "deployed" : null;
        var live = row.IsAttribute ? "in templates only"
            : isWhole ? row.Live is not null ? "exists" : _resource.Status == Status.Deleted ? "deleted" : "not there"
            : row.Live is null && _resource.Live is null ? NoLive
            : null;
        return
        [
            new(row.Desired, desired, row.Pending is null ? CellMark.None : CellMark.Pending, row.Pending is null ? -1 : Deployed),
            new(row.Deployed, deployed, CellMark.None, row.Drift is not null ? Live : row.Pending is not null ? Desired : -1),
            new(row.Live, live, row.Drift is null ? CellMark.None : CellMark.Drift, row.Drift is null ? -1 : Deployed),
        ];
    }

    /// <summary>What stands where nothing of what runs is known.</summary>
    private string NoLive => _resource switch { { Status: Status.Deleted } => "deleted", { Status: Status.NotDeployed } => "not deployed", { Live: null } => "not read", _ => "–" };

    private void AddExplained()
    {
        foreach (var (difference, rule) in _resource.Allowed)
            Add(LeafKind.Explained, difference.Path, difference.Expected, difference.Actual, $"allowed: {RuleWords.Of(rule)}", marks: true);

        foreach (var fold in _resource.Folded)
            AddFolded(fold);
    }

    private void AddFolded(FoldedLeaf fold) => Add(LeafKind.Folded, fold.Path, fold.Left, fold.Right, ComparisonLeaf.NoteOf(fold), marks: true, normaliser: fold.Normaliser);

    private void AddUnverified(ComparisonResult result)
    {
        foreach (var unverified in _resource.Unverified)
        {
            var told = result.Unverified.FirstOrDefault(u => u.Path.Equals(unverified.Path));
            var what = unverified.Between == DifferenceBetween.DesiredDeployed ? "whether it is to release" : "not verified";
            var why = StatusWords.Of(unverified.Reason) is { } reason ? $"{reason} - {unverified.Detail}" : unverified.Detail;
            Add(LeafKind.Unverified, unverified.Path, told?.Left ?? unverified.Path.FindIn(_resource.Deployed), told?.Right ?? unverified.Path.FindIn(_resource.Live), $"{what}: {why}");
        }
    }

    /// <summary>What is equal or folded, where nothing that is known already stands at the place.</summary>
    private void AddAgreeing(ComparisonResult result)
    {
        List<ComparisonLeaf> taken = [.. _leaves];
        // What is folded is equal, too: it is told once, with its rule.
        var folded = result.Folded.Select(f => f.Path).ToHashSet();
        foreach (var fold in result.Folded.Where(f => !IsTaken(f.Path, f.Left)))
            AddFolded(fold);
        foreach (var equal in result.Equal.Where(e => !folded.Contains(e.Path) && !IsTaken(e.Path, e.Left)))
            Add(LeafKind.Equal, equal.Path, equal.Left, equal.Right, null);
        // What the comparison alone could not tell, and the repository's own text could.
        foreach (var told in result.Unverified.Where(u => !IsTaken(u.Path, u.Left)))
            Add(LeafKind.Equal, told.Path, told.Left, told.Right, null);

        bool IsTaken(PropertyPath path, PropertyValue? deployed) => taken.Exists(t => Covers(t, path, deployed));
    }

    private void AddNotCompared()
    {
        if ((_resource.Deployed ?? _resource.Desired) is not { } told)
            return;
        var taken = _leaves.Where(l => !l.Path.Segments.IsEmpty).ToList();
        foreach (var leaf in ResourceComparer.Compare(_resource.Type, told, told, Listing).Equal.Where(e => !taken.Exists(t => Covers(t, e.Path, e.Left))))
            Add(LeafKind.NotCompared, leaf.Path, _resource.Deployed is null ? null : leaf.Left, null, null);
    }

    /// <summary>Whether a leaf tells of a place of the deployed state already. Where it has another state's index, it does where it tells of the same value.</summary>
    private bool Covers(ComparisonLeaf leaf, PropertyPath path, PropertyValue? deployed)
    {
        var told = leaf.Row is { } row ? new[] { row.Pending, row.Drift }.OfType<Difference>() : _resource.Allowed.Select(a => a.Difference).Where(d => ReferenceEquals(d.Path, leaf.Path));
        List<Difference> differences = [.. told];
        return differences.Count == 0 || differences.Exists(d => !HasForeignIndex(d))
            ? ComparisonLeaf.IsWithin(path, leaf.Path)
            : differences.Exists(d => d.Between == DifferenceBetween.DesiredDeployed && d.Actual is { } actual && actual.Equals(deployed) && IsAlike(path, d.Path));
    }

    /// <summary>Whether a path has the index of an item, without a key, of another state than the deployed one: live where it is only there, desired where the repository has the item.</summary>
    private static bool HasForeignIndex(Difference difference)
    {
        var segments = difference.Path.Segments;
        return difference.Between == DifferenceBetween.DeployedLive
            ? difference.Kind == DifferenceKind.Add && segments is [.., { Name: null, Key: null }]
            : segments.Take(difference.Kind == DifferenceKind.Add ? segments.Length - 1 : segments.Length).Any(s => s is { Name: null, Key: null });
    }

    private static bool IsAlike(PropertyPath one, PropertyPath other) =>
        one.Segments.Length == other.Segments.Length && one.Segments.Zip(other.Segments).All(p => p.First.Name == p.Second.Name);

    /// <summary>Whether the repository says another thing at a place, or nothing any more.</summary>
    private bool IsPending(PropertyPath path) =>
        _resource.Differences.Any(d => d.Between == DifferenceBetween.DesiredDeployed && !d.IsAttribute && !HasForeignIndex(d) && ComparisonLeaf.IsWithin(path, d.Path));

    private void Add(LeafKind kind, PropertyPath path, PropertyValue? deployed, PropertyValue? live, string? note, bool marks = false, string? normaliser = null)
    {
        var desired = _resource.Desired is null ? null : path.FindIn(_resource.Desired) ?? (IsPending(path) ? null : deployed);
        // What nobody returns is not absent.
        var unknown = kind == LeafKind.Unverified ? "not known" : null;
        _leaves.Add(new ComparisonLeaf(
            path,
            kind,
            [
                new(desired, _resource.Desired is null ? "not in the repository" : null),
                new(deployed, _resource.Deployed is null ? "never deployed" : deployed is null ? unknown : null, Against: marks ? Live : -1),
                new(live, _resource.Live is null ? NoLive : kind == LeafKind.NotCompared ? "–" : live is null ? unknown : null, Against: marks ? Deployed : -1),
            ])
        {
            Note = note,
            Normalisers = normaliser is null ? [] : [normaliser],
        });
    }
}
