using Dashboard.Core.Secrets;

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
    public static bool HasSecret(PropertyValue value) => (value.Contents & ValueContents.Secret) != 0;

    private static void Collect(PropertyValue value, PropertyPath path, ImmutableArray<PropertyPath>.Builder paths)
    {
        if (!HasSecret(value))
            return;
        switch (value)
        {
            case SecretValue or CallValue:
                paths.Add(path);
                break;
            case ListValue list:
                for (var i = 0; i < list.Items.Length; i++)
                    Collect(list.Items[i], path.Append(i), paths);
                break;
            case MapValue map:
                foreach (var (key, item) in map.Entries)
                    Collect(item, path.Append(SecretKeys.Shown(key)), paths);
                break;
        }
    }
}
