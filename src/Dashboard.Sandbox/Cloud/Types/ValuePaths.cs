using Dashboard.Core.Traits;

namespace Dashboard.Sandbox.Cloud.Types;

/// <summary>Reads and rewrites places inside properties.</summary>
internal static class ValuePaths
{
    /// <summary>The names of a JSON pointer that only goes through maps.</summary>
    public static string[] Names(string pointer) => pointer.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The value of an attribute as GetAtt names it: "Arn", "Endpoint.Address".</summary>
    public static PropertyValue? GetAttribute(MapValue model, string dotted) => model[dotted] ?? Get(model, dotted.Split('.'));

    /// <summary>The value at a path of map keys, or null.</summary>
    public static PropertyValue? Get(PropertyValue root, ReadOnlySpan<string> path)
    {
        PropertyValue? value = root;
        foreach (var segment in path)
            value = (value as MapValue)?[segment];
        return value;
    }

    /// <summary>The map with a place set; maps on the way are made where they are missing.</summary>
    public static MapValue Set(MapValue root, ReadOnlySpan<string> path, PropertyValue value) => path.Length == 1
        ? root.With(path[0], value)
        : root.With(path[0], Set(root[path[0]] as MapValue ?? MapValue.Empty, path[1..], value));

    /// <summary>The value with the place that the path names replaced, where it exists.</summary>
    public static PropertyValue Replace(PropertyValue value, ReadOnlySpan<PathSegment> path, PropertyValue replacement)
    {
        if (path.IsEmpty)
            return replacement;
        switch (value)
        {
            case MapValue map when path[0].Name is { } name && map[name] is { } entry:
                return map.With(name, Replace(entry, path[1..], replacement));
            case ListValue list when path[0].Name is null && path[0].Index >= 0 && path[0].Index < list.Items.Length:
                return new ListValue(list.Items.SetItem(path[0].Index, Replace(list.Items[path[0].Index], path[1..], replacement)));
            default:
                return value;
        }
    }

    /// <summary>The value without every place that has one of the flags, and without maps that this leaves empty; null where nothing is left.</summary>
    public static PropertyValue? Without(PropertyValue value, TraitCursor cursor, TraitFlags flags)
    {
        if (cursor.Has(flags))
            return null;
        switch (value)
        {
            case MapValue { Entries.Length: > 0 } map:
                var kept = MapValue.Create(map.Entries
                    .Select(e => (e.Key, Value: Without(e.Value, cursor.Child(e.Key), flags)))
                    .Where(e => e.Value is not null)
                    .Select(e => KeyValuePair.Create(e.Key, e.Value!)));
                return kept.Entries.IsEmpty ? null : kept;
            case ListValue list:
                return new ListValue([.. list.Items.Select(i => Without(i, cursor.Item(), flags)).OfType<PropertyValue>()]);
            default:
                return value;
        }
    }

    /// <summary>Whether two values differ at any place that has the flag.</summary>
    public static bool DifferAt(PropertyValue? left, PropertyValue? right, TraitCursor cursor, TraitFlags flag)
    {
        if (left is null ? right is null : left.Equals(right))
            return false;
        if (cursor.Has(flag))
            return true;
        return (left, right) switch
        {
            (MapValue or null, MapValue or null) => Keys(left).Union(Keys(right)).Any(k =>
                DifferAt((left as MapValue)?[k], (right as MapValue)?[k], cursor.Child(k), flag)),
            (ListValue l, ListValue r) => Enumerable.Range(0, Math.Max(l.Items.Length, r.Items.Length)).Any(i =>
                DifferAt(l.Items.ElementAtOrDefault(i), r.Items.ElementAtOrDefault(i), cursor.Item(), flag)),
            _ => false,
        };

        static IEnumerable<string> Keys(PropertyValue? value) => value is MapValue map ? map.Entries.Select(e => e.Key) : [];
    }

    /// <summary>The value with every scalar in the kind that the type's schema wants: "300" becomes 300 where an integer stands, 8080 a text where none does.</summary>
    public static PropertyValue Coerce(PropertyValue value, TraitCursor cursor)
    {
        if (cursor.Has(TraitFlags.Json))
            return value;
        return value switch
        {
            MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Coerce(e.Value, cursor.Child(e.Key))))),
            ListValue list => new ListValue([.. list.Items.Select(i => Coerce(i, cursor.Item()))]),
            ScalarValue { Kind: not ScalarKind.Null } scalar => Coerce(scalar, cursor.Flags),
            _ => value,
        };
    }

    private static ScalarValue Coerce(ScalarValue scalar, TraitFlags flags)
    {
        // Where a schema allows several kinds, the service keeps text: an environment variable 8080 comes back as "8080".
        if ((flags & TraitFlags.Bool) != 0 && (flags & (TraitFlags.Int | TraitFlags.Num)) != 0)
            flags = TraitFlags.None;
        var kind = (flags & TraitFlags.Bool) != 0 && bool.TryParse(scalar.Text, out _) ? ScalarKind.Boolean
            : (flags & (TraitFlags.Int | TraitFlags.Num)) != 0 && decimal.TryParse(scalar.Text, System.Globalization.CultureInfo.InvariantCulture, out _) ? ScalarKind.Number
            : ScalarKind.String;
        return kind == scalar.Kind ? scalar : new ScalarValue(scalar.Text, kind);
    }
}
