using System.Globalization;

namespace Dashboard.Core.Values;

/// <summary>A place inside a resource's properties.</summary>
/// <remarks>
/// Inside the engine a segment is a name (of a map), an index (of a list) or a key (of a list whose items are identified by a property).
/// Written, it is a JSON pointer that starts inside Properties ("/Tags/2/Value"): list items by index on the side where they exist.
/// </remarks>
public sealed class PropertyPath : IEquatable<PropertyPath>
{
    /// <summary>The place of all properties; written as the empty text.</summary>
    public static readonly PropertyPath Root = new([]);

    /// <summary>Creates a path.</summary>
    public PropertyPath(ImmutableArray<PathSegment> segments) => Segments = segments;

    /// <summary>From the outside inwards.</summary>
    public ImmutableArray<PathSegment> Segments { get; }

    /// <summary>The name of the property that the path starts with, or empty for the root.</summary>
    public string TopLevelName => Segments is [{ Name: { } name }, ..] ? name : "";

    /// <summary>The path of an entry of the map at this path.</summary>
    public PropertyPath Append(string name) => new(Segments.Add(new PathSegment(name, -1, null)));

    /// <summary>The path of an item of the list at this path, with the item's key where it is identified by one.</summary>
    public PropertyPath Append(int index, ItemKey? key = null) => new(Segments.Add(new PathSegment(null, index, key)));

    /// <summary>The value at this path of another state; null where it cannot be told, as for an item of a list that has no key.</summary>
    public PropertyValue? FindIn(PropertyValue? value)
    {
        foreach (var segment in Segments)
        {
            value = (value, segment) switch
            {
                (MapValue map, { Name: { } name }) => map[name],
                (ListValue list, { Key: { } key }) => list.Items.FirstOrDefault(i => i is MapValue m && m[key.Property] is ScalarValue s && s.Text == key.Value),
                _ => null,
            };
        }

        return value;
    }

    /// <summary>The value at this path of the state it was written for, whose list items it names by index; null where there is none.</summary>
    public PropertyValue? ByIndexIn(PropertyValue? value)
    {
        foreach (var segment in Segments)
        {
            value = value switch
            {
                MapValue map when segment.Name is { } name => map[name],
                ListValue list when segment.Index >= 0 && segment.Index < list.Items.Length => list.Items[segment.Index],
                _ => null,
            };
        }

        return value;
    }

    /// <summary>The key of the innermost list item on the path that has one.</summary>
    public ItemKey? InnermostKey => Segments.LastOrDefault(s => s.Key is not null).Key;

    /// <summary>Parses a JSON pointer. A segment of digits is an index. The empty text is the root.</summary>
    /// <exception cref="FormatException">The text is not empty and does not start with '/'.</exception>
    public static PropertyPath Parse(string pointer)
    {
        if (pointer.Length == 0)
            return Root;
        if (pointer[0] != '/')
            throw new FormatException($"'{pointer}' is not a JSON pointer: it must start with '/'.");
        return new([.. pointer[1..].Split('/').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? new PathSegment(null, index, null)
            : new PathSegment(s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal), -1, null))]);
    }

    /// <summary>The JSON pointer.</summary>
    public override string ToString() => Segments is [var only] ? "/" + only : string.Concat(Segments.Select(s => "/" + s));

    /// <inheritdoc />
    public bool Equals(PropertyPath? other) => other is not null && Segments.AsSpan().SequenceEqual(other.Segments.AsSpan());

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as PropertyPath);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var segment in Segments)
        {
            hash.Add(segment.Name is null ? segment.Index : string.GetHashCode(segment.Name, StringComparison.Ordinal));
        }

        return hash.ToHashCode();
    }
}

/// <summary>One step of a <see cref="PropertyPath"/>: a name, or an index that may carry the item's key.</summary>
/// <param name="Name">The key of a map entry; null for a list item.</param>
/// <param name="Index">The position in a list on the side where the item exists; -1 for a map entry.</param>
/// <param name="Key">What identifies the list item, where its list is keyed.</param>
public readonly record struct PathSegment(string? Name, int Index, ItemKey? Key)
{
    /// <summary>The segment as a JSON pointer writes it.</summary>
    public override string ToString() => Name is null
        ? Index.ToString(CultureInfo.InvariantCulture)
        : Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}

/// <summary>What identifies an item of a keyed list: "Key" = "Name" for a tag.</summary>
public sealed record ItemKey(string Property, string Value);
