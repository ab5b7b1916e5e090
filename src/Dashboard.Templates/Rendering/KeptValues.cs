namespace Dashboard.Templates.Rendering;

/// <summary>The bounds on what is kept as it stands: a few conditions that name each other twice would else stand for millions of values.</summary>
internal static class KeptValues
{
    /// <summary>The most values that one call may hold, where every part that is shared counts wherever it stands.</summary>
    public const int MaxSize = 50_000;

    /// <summary>How deep values may nest: whatever walks over them recurses.</summary>
    public const int MaxDepth = 200;

    /// <summary>The first part of a value that cannot be worked out, or null.</summary>
    public static UnresolvedValue? FirstUnresolved(PropertyValue value) => (value.Contents & ValueContents.Unresolved) == 0 ? null : value switch
    {
        UnresolvedValue unresolved => unresolved,
        ListValue list => First(list.Items),
        CompositeValue composite => First(composite.Parts),
        CallValue call => First(call.Arguments),
        MapValue map => map.Entries.Select(e => FirstUnresolved(e.Value)).FirstOrDefault(u => u is not null),
        _ => null,
    };

    private static UnresolvedValue? First(ImmutableArray<PropertyValue> values) => values.Select(FirstUnresolved).FirstOrDefault(u => u is not null);
}
