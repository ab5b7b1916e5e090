namespace Dashboard.Core.Comparison;

/// <summary>Finds resources that only changed their logical id.</summary>
/// <remarks>CloudFormation makes the new one and deletes the old one all the same: the two stay two differences, and each names the other.</remarks>
internal static class RenameFinder
{
    /// <summary>Beyond so many candidate pairs of one type only equal ones are matched.</summary>
    private const int MostCandidates = 400;

    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>The other name of each resource that was renamed, in both directions; a resource that could be one of several is none.</summary>
    public static IReadOnlyDictionary<string, string> Find(ImmutableArray<TemplateEntry> left, ImmutableArray<TemplateEntry> right, ComparisonOptions options)
    {
        var leftNames = left.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var rightNames = right.Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        var removed = left.Where(e => !rightNames.Contains(e.Name) && e.Type.Length > 0).ToLookup(e => e.Type, StringComparer.Ordinal);
        var added = right.Where(e => !leftNames.Contains(e.Name) && e.Type.Length > 0).ToLookup(e => e.Type, StringComparer.Ordinal);
        if (removed.Count == 0 || added.Count == 0)
            return None;
        var renames = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ofType in removed)
            Find([.. ofType], [.. added[ofType.Key]], options, renames);
        return renames;
    }

    private static void Find(List<TemplateEntry> removed, List<TemplateEntry> added, ComparisonOptions options, Dictionary<string, string> renames)
    {
        if ((long)removed.Count * added.Count > MostCandidates)
            return;
        var candidates = removed.SelectMany(l => added.Where(r => AreSame(l, r, options)).Select(r => (Left: l.Name, Right: r.Name))).ToList();
        foreach (var (l, r) in candidates)
        {
            if (candidates.Count(c => c.Left == l) == 1 && candidates.Count(c => c.Right == r) == 1)
                (renames[l], renames[r]) = (r, l);
        }
    }

    private static bool AreSame(TemplateEntry left, TemplateEntry right, ComparisonOptions options)
    {
        if (left.Value is not MapValue l || right.Value is not MapValue r)
            return false;
        // Metadata names the resource itself (aws:cdk:path), and so may the resource.
        var result = ResourceComparer.CompareWhole(left.Type, l.With("Metadata", null), (MapValue)Renamed(r.With("Metadata", null), right.Name, left.Name), options);
        return result.Differences.IsEmpty && result.Unverified.All(u => Equals(u.Left, u.Right));
    }

    /// <summary>The value as it were if the resource had another name.</summary>
    private static PropertyValue Renamed(PropertyValue value, string name, string other) => value switch
    {
        ReferenceValue reference when reference.Owner.Address.Path == name => new ReferenceValue(reference.Owner with { Address = new ResourceAddress(other) }, reference.Attribute),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Renamed(e.Value, name, other)))),
        ListValue list => new ListValue([.. list.Items.Select(i => Renamed(i, name, other))]),
        CompositeValue composite => CompositeValue.Concatenate(composite.Parts.Select(p => Renamed(p, name, other))),
        CallValue call => new CallValue(call.Function, [.. call.Arguments.Select(a => Renamed(a, name, other))]) { Result = call.Result },
        _ => value,
    };
}
