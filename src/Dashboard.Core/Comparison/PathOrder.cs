namespace Dashboard.Core.Comparison;

/// <summary>The one order of paths: segment by segment, names ordinally, indexes as numbers, the shorter path first.</summary>
public sealed class PathOrder : IComparer<PropertyPath>
{
    /// <summary>The order.</summary>
    public static readonly PathOrder Instance = new();

    /// <inheritdoc />
    public int Compare(PropertyPath? x, PropertyPath? y)
    {
        if (x is null || y is null)
            return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        for (var i = 0; i < x.Segments.Length && i < y.Segments.Length; i++)
        {
            PathSegment a = x.Segments[i], b = y.Segments[i];
            var order = string.CompareOrdinal(a.Name, b.Name);
            if (order == 0)
                order = a.Index.CompareTo(b.Index);
            if (order != 0)
                return order;
        }

        return x.Segments.Length.CompareTo(y.Segments.Length);
    }
}
