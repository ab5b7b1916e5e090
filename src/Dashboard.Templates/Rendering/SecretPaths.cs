namespace Dashboard.Templates.Rendering;

/// <summary>Finds where secrets stand in properties.</summary>
internal static class SecretPaths
{
    /// <summary>The path of every value that is a secret or keeps one among a function's arguments.</summary>
    public static ImmutableArray<PropertyPath> Of(PropertyValue value)
    {
        if (!HasSecret(value))
            return [];
        var paths = ImmutableArray.CreateBuilder<PropertyPath>();
        Collect(value, PropertyPath.Root, paths);
        return paths.ToImmutable();
    }

    /// <summary>Whether a value is or holds a secret anywhere.</summary>
    public static bool HasSecret(PropertyValue value) => value switch
    {
        SecretValue => true,
        ListValue list => AnyHas(list.Items),
        MapValue map => AnyHas(map),
        CallValue call => AnyHas(call.Arguments),
        _ => false,
    };

    private static bool AnyHas(ImmutableArray<PropertyValue> values)
    {
        foreach (var value in values)
        {
            if (HasSecret(value))
                return true;
        }

        return false;
    }

    private static bool AnyHas(MapValue map)
    {
        foreach (var entry in map.Entries)
        {
            if (HasSecret(entry.Value))
                return true;
        }

        return false;
    }

    private static void Collect(PropertyValue value, PropertyPath path, ImmutableArray<PropertyPath>.Builder paths)
    {
        switch (value)
        {
            case SecretValue:
                paths.Add(path);
                break;
            case CallValue call when HasSecret(call):
                paths.Add(path);
                break;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                    Collect(list.Items[i], path.Append(i), paths);
                break;
            case MapValue map:
                foreach (var (key, item) in map.Entries)
                    Collect(item, path.Append(key), paths);
                break;
        }
    }
}
