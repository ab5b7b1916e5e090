namespace Dashboard.Core.Values;

/// <summary>One of two values on one line, long ones around the first thing in which they differ: two lines that look the same tell nobody anything.</summary>
public static class ValueExcerpt
{
    /// <summary>At least so much of what both begin with stands before what differs; of a long line a tenth.</summary>
    private const int LeastContext = 12;

    /// <summary>The whole value on one line, as far as its own text has only one; of a script in Base64 the script, quoted.</summary>
    /// <param name="value">The value.</param>
    /// <param name="other">What the other side has: what looks the same is told apart.</param>
    public static string Line(PropertyValue value, PropertyValue? other = null) =>
        VisibleText.Lines(ScriptText.Of(value) is { } script ? "Base64 of " + JsonValues.Quote(script) : ValueText.Format(value, other));

    /// <summary>Where the part of a text begins that is shown of it, and where it ends: never within a character of two code units.</summary>
    /// <param name="text">The text.</param>
    /// <param name="other">The other side's; null: there is none, and the beginning tells the most.</param>
    /// <param name="most">So many letters are shown.</param>
    public static (int Start, int End) Of(string text, string? other, int most)
    {
        if (text.Length <= most)
            return (0, text.Length);
        var same = other is null ? 0 : text.AsSpan().CommonPrefixLength(other);
        var context = Math.Max(LeastContext, most / 10);
        var start = same > most - context ? Math.Min(same - context, text.Length - most) : 0;
        start -= start > 0 && char.IsLowSurrogate(text[start]) ? 1 : 0;
        var end = Math.Min(text.Length, start + most);
        end -= end < text.Length && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return (start, end);
    }
}
