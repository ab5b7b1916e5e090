using System.Globalization;

namespace Dashboard.Core.Evaluation;

/// <summary>The property of a rule: a JSON pointer whose segments may be "*", an index, or "[Key=Name]". It covers everything beneath it.</summary>
public sealed class PropertyPattern
{
    private readonly ImmutableArray<string> _segments;

    private PropertyPattern(ImmutableArray<string> segments) => _segments = segments;

    /// <summary>Reads a pattern; null or empty covers the whole resource.</summary>
    public static PropertyPattern Parse(string? text) => new([.. Split(text ?? "")]);

    /// <summary>Whether the pattern covers a path: it leads to the path or to a place above it.</summary>
    public bool Covers(PropertyPath path)
    {
        if (path.Segments.Length < _segments.Length)
            return false;
        for (var i = 0; i < _segments.Length; i++)
        {
            if (!Matches(_segments[i], path.Segments[i]))
                return false;
        }

        return true;
    }

    /// <summary>Whether the pattern leads to one place of a resource at most.</summary>
    public bool NamesOnePlace => !_segments.IsEmpty && !_segments.Contains("*");

    /// <summary>The value that the pattern leads to, where it leads to exactly one.</summary>
    public PropertyValue? ValueIn(PropertyValue? value)
    {
        foreach (var segment in _segments)
            value = ValueAt(value, segment);
        return value;
    }

    /// <summary>Whether nothing is at the one place that the pattern names; false where that is not known.</summary>
    public bool IsAbsentIn(PropertyValue? value)
    {
        if (value is null || !NamesOnePlace)
            return false;
        foreach (var segment in _segments)
        {
            // Beneath a secret, or what could not be worked out, nobody knows what there is.
            if (value is not (MapValue or ListValue or ScalarValue))
                return false;
            value = ValueAt(value, segment);
            if (value is null)
                return true;
        }

        return false;
    }

    private static PropertyValue? ValueAt(PropertyValue? value, string segment) => value switch
    {
        MapValue map => map[segment],
        ListValue list when int.TryParse(segment, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < list.Items.Length => list.Items[index],
        ListValue list when KeyOf(segment) is { } key => list.Items.FirstOrDefault(i => ((i as MapValue)?[key.Property] as ScalarValue)?.Text == key.Value),
        _ => null,
    };

    private static bool Matches(string pattern, PathSegment segment)
    {
        if (pattern == "*")
            return true;
        if (segment.Name is { } name)
            return pattern == name;
        if (KeyOf(pattern) is { } key)
            return segment.Key == key;
        return int.TryParse(pattern, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index == segment.Index;
    }

    /// <summary>"[Key=Name]".</summary>
    private static ItemKey? KeyOf(string segment) =>
        segment.Length > 3 && segment[0] == '[' && segment[^1] == ']' && segment.IndexOf('=', StringComparison.Ordinal) is > 1 and var equals
            ? new ItemKey(segment[1..equals], segment[(equals + 1)..^1])
            : null;

    /// <summary>Splits at slashes outside brackets, since a key may hold one; "Tags[Key=Name]" is the same as "Tags/[Key=Name]".</summary>
    private static List<string> Split(string text)
    {
        var segments = new List<string>();
        var start = text.StartsWith('/') ? 1 : 0;
        var inside = false;
        for (var i = start; i <= text.Length; i++)
        {
            var isEnd = i == text.Length;
            if (!isEnd && text[i] == '[' && !inside)
            {
                inside = true;
                if (i > start)
                {
                    Add(text[start..i]);
                    start = i;
                }
            }
            else if (!isEnd && text[i] == ']' && (i + 1 == text.Length || text[i + 1] == '/'))
            {
                inside = false;
            }
            else if (isEnd || (text[i] == '/' && !inside))
            {
                if (i > start)
                    Add(text[start..i]);
                start = i + 1;
            }
        }

        return segments;

        void Add(string segment) => segments.Add(segment[0] == '['
            ? segment
            : segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
    }
}
