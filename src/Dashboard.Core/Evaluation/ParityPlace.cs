namespace Dashboard.Core.Evaluation;

/// <summary>Finds the places of one comparison again in another one, where list items may have other indexes.</summary>
internal static class ParityPlace
{
    /// <summary>Whether one path leads to the other or to a place beneath it; items of lists without keys may be any of their list.</summary>
    public static bool Overlap(PropertyPath a, PropertyPath b)
    {
        for (var i = 0; i < a.Segments.Length && i < b.Segments.Length; i++)
        {
            PathSegment x = a.Segments[i], y = b.Segments[i];
            if (x.Name != y.Name || (x.Key is { } key && y.Key is { } other && key != other))
                return false;
        }

        return true;
    }

    /// <summary>Whether a path names an item of a list by its place alone.</summary>
    public static bool IsByIndex(PropertyPath path) => path.Segments.Any(s => s is { Name: null, Key: null });

    /// <summary>Where a value stands in a tree, by object identity; null where it does not.</summary>
    public static PropertyPath? Find(PropertyValue tree, PropertyValue value) => Find(tree, value, PropertyPath.Root);

    private static PropertyPath? Find(PropertyValue at, PropertyValue value, PropertyPath path)
    {
        if (ReferenceEquals(at, value))
            return path;
        switch (at)
        {
            case MapValue map:
                foreach (var (name, entry) in map.Entries)
                {
                    if (Find(entry, value, path.Append(name)) is { } found)
                        return found;
                }

                return null;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    if (Find(list.Items[i], value, path.Append(i)) is { } found)
                        return found;
                }

                return null;
            default:
                return null;
        }
    }
}
