using Dashboard.Cli.Output;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Comparing;

/// <summary>How one difference reads.</summary>
internal static class DifferenceLine
{
    /// <summary>Longer values are cut: a whole policy helps nobody on one line.</summary>
    private const int LongestValue = 400;

    /// <summary>A property on one line: what happened to it, where, both values, and what bringing it about would do.</summary>
    public static string Write(Paint paint, DifferenceKind kind, string place, ItemKey? key, PropertyValue? left, PropertyValue? right, string effect) =>
        $"{Mark(kind)} {Place(paint, place, key)}  {Values(kind, left, right)}  {effect}";

    /// <summary>"+", "-" or "~".</summary>
    public static string Mark(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Add => "+",
        DifferenceKind.Remove => "-",
        _ => "~",
    };

    /// <summary>A place with the key of its innermost item.</summary>
    public static string Place(Paint paint, string place, ItemKey? itemKey) =>
        VisibleText.Line(place) + (itemKey is { } key ? paint.Dim(VisibleText.Line($" [{key.Property}={key.Value}]")) : "");

    /// <summary>"old -> new", or the one value that there is.</summary>
    public static string Values(DifferenceKind kind, PropertyValue? left, PropertyValue? right) => kind switch
    {
        DifferenceKind.Add => Text(right),
        DifferenceKind.Remove => Text(left),
        _ => $"{Text(left, right)} -> {Text(right, left)}",
    };

    /// <summary>A value on one line.</summary>
    /// <param name="value">The value.</param>
    /// <param name="other">What the other side has: what looks the same is told apart.</param>
    public static string Text(PropertyValue? value, PropertyValue? other = null) => value switch
    {
        null => "(nothing)",
        ScalarValue { Text: "", Kind: ScalarKind.String } => "\"\"",
        _ => Short(value, other),
    };

    /// <summary>What a change would do.</summary>
    public static string Effect(Paint paint, Impact impact) => impact switch
    {
        Impact.Replacement or Impact.ConditionalReplacement => paint.Bad(Effect(impact)),
        _ => paint.Dim(Effect(impact)),
    };

    /// <summary>What a change would do, or that there may be none.</summary>
    public static string Effect(Paint paint, Impact impact, Confidence confidence) => confidence == Confidence.Possible ? paint.Dim("perhaps the same") : Effect(paint, impact);

    /// <summary>What a change would do, in words.</summary>
    public static string Effect(Impact impact) => impact switch
    {
        Impact.Replacement => "replacement",
        Impact.ConditionalReplacement => "may replace",
        Impact.Update => "update",
        Impact.Create => "create",
        Impact.Delete => "delete",
        _ => "impact not known",
    };

    /// <summary>A value; a long one around the first thing in which it differs from the other.</summary>
    private static string Short(PropertyValue value, PropertyValue? other)
    {
        var text = VisibleText.Line(ValueExcerpt.Line(value, other));
        if (text.Length <= LongestValue)
            return text;
        var (start, end) = ValueExcerpt.Of(text, other is null ? null : VisibleText.Line(ValueExcerpt.Line(other, value)), LongestValue);
        return $"{(start > 0 ? "..." : "")}{text[start..end]}{(end < text.Length ? "..." : "")} ({text.Length} characters)";
    }
}
