namespace Dashboard.Core.Evaluation;

/// <summary>Which parameters shape a property.</summary>
internal static class ParameterInfluence
{
    /// <summary>The parameters that a leaf depends on: at its path, above it or beneath it.</summary>
    /// <param name="resource">The resource; null where the side lacks it.</param>
    /// <param name="path">The leaf; the root asks for what the resource's existence depends on.</param>
    /// <param name="includesCondition">Whether the resource's own condition counts for a leaf.</param>
    public static IEnumerable<string> At(RenderedResource? resource, PropertyPath path, bool includesCondition)
    {
        if (resource is null || resource.ParameterUses.IsDefaultOrEmpty)
            return [];
        return resource.ParameterUses
            .Where(u => u.Path.Segments.Length == 0 ? includesCondition || path.Segments.Length == 0 : path.Segments.Length > 0 && Overlap(u.Path, path))
            .Select(u => u.Parameter);
    }

    private static bool Overlap(PropertyPath a, PropertyPath b)
    {
        for (var i = 0; i < a.Segments.Length && i < b.Segments.Length; i++)
        {
            if (a.Segments[i].Name != b.Segments[i].Name || a.Segments[i].Index != b.Segments[i].Index)
                return false;
        }

        return true;
    }
}
