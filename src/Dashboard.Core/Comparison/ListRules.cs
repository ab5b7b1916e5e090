using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison;

/// <summary>An item of a list on one side: its own index (-1 where it stands without a list), its value, and, where lists are paired by it, the one form that all equal spellings share.</summary>
internal readonly record struct ListEntry(int Index, PropertyValue Value, PropertyValue Canonical)
{
    /// <summary>That form of what the value is known to come to; null where this is what it spells.</summary>
    public PropertyValue? Result { get; init; }

    /// <summary>What is known of the item: two that are spelled alike may come to different values, and the other way round.</summary>
    public PropertyValue Known => Result ?? Canonical;

    /// <summary>Whether two items are the same, by what they spell or by what they come to.</summary>
    public bool IsSame(ListEntry other) => Canonical.Equals(other.Canonical) || ((Result ?? other.Result) is not null && Known.Equals(other.Known));
}

/// <summary>What a list is: a list whose items have keys, a set, or a sequence.</summary>
internal static class ListRules
{
    /// <summary>Properties that identify an item where every item has one of its own, the likeliest first.</summary>
    private static readonly ImmutableArray<string> KeyNames =
    [
        "Key", "Id", "Name", "AttributeName", "IndexName", "LogicalId", "PolicyName", "ParameterKey", "ParameterName", "OptionName", "DeviceName", "RuleName",
        "ContainerName", "VirtualName", "Sid", "key", "id", "name",
    ];

    /// <summary>Lists whose order is the point, although their schema says only that nothing is in them twice.</summary>
    private static readonly HashSet<string> Sequences = new(StringComparer.Ordinal) { "Command", "EntryPoint", "Layers", "Args", "Arguments", "HeaderList" };

    /// <summary>Whether the list holds tags: by the schema, or by name and shape.</summary>
    public static bool IsTagList(TraitCursor cursor, string? name, ImmutableArray<PropertyValue> items) =>
        (cursor.Has(TraitFlags.Tags) || name is "Tags") && items.All(i => i is MapValue map && map["Key"] is ScalarValue);

    /// <summary>Whether a list is known to run in order, whatever its schema says.</summary>
    public static bool IsKnownSequence(string? name) => name is not null && (Sequences.Contains(name) || name is "Stages" or "Actions");

    /// <summary>Whether a tag is AWS's own.</summary>
    public static bool IsSystemTag(string key) => key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the order of the list carries no meaning.</summary>
    public static bool IsSet(TraitCursor cursor, string? name, ImmutableArray<PropertyValue> items)
    {
        // Tags whose keys are not spelled out are found by all that they say.
        if (cursor.Has(TraitFlags.Unordered | TraitFlags.Tags))
            return name is not ("Command" or "EntryPoint");
        return cursor.Has(TraitFlags.Unique) && !cursor.Has(TraitFlags.Ordered) && !(name is not null && Sequences.Contains(name))
            && items.All(static i => i is not (MapValue or ListValue));
    }

    /// <summary>Whether the order of a list of keyed items matters all the same. A pipeline's stages and actions bear names, and run in order.</summary>
    public static bool IsSequence(TraitCursor cursor, string? name) =>
        cursor.Has(TraitFlags.Ordered | TraitFlags.Json) || (cursor.UniqueKey is not null && name is "Stages" or "Actions");

    /// <summary>The property that identifies the items of both sides, or null where none does.</summary>
    public static string? KeyOf(TraitCursor cursor, ImmutableArray<PropertyValue> left, ImmutableArray<PropertyValue> right)
    {
        if (cursor.UniqueKey is { } unique && Identifies(unique, left) && Identifies(unique, right))
            return unique;
        var first = left.Length > 0 ? left[0] : right.Length > 0 ? right[0] : null;
        if (first is not MapValue map)
            return null;
        foreach (var name in KeyNames)
        {
            if (map[name] is not null && Identifies(name, left) && Identifies(name, right))
                return name;
        }

        return null;
    }

    private static bool Identifies(string name, ImmutableArray<PropertyValue> items)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item is not MapValue map || map[name] is not ScalarValue { Kind: not ScalarKind.Null } value || !seen.Add(value.Text))
                return false;
        }

        return true;
    }
}
