using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>A difference in one line of a list.</summary>
public static class DifferenceTexts
{
    /// <summary>"30 → 900", "deployed → gone".</summary>
    public static string Line(Difference difference) => difference.Path.Segments.IsEmpty ? Whole(difference) : $"{Expected(difference)} → {Actual(difference)}";

    /// <summary>The same with each value in at most so many letters.</summary>
    public static string Short(Difference difference, int most)
    {
        if (difference.Path.Segments.IsEmpty)
            return Whole(difference);
        var (expected, actual) = (Expected(difference), Actual(difference));
        return $"{ShortText.Differing(expected, actual, most)} → {ShortText.Differing(actual, expected, most)}";
    }

    /// <summary>Of a whole resource.</summary>
    public static string Whole(Difference difference) => (difference.Between, difference.Kind) switch
    {
        (DifferenceBetween.DeployedLive, DifferenceKind.Remove) => "deployed → gone",
        (DifferenceBetween.DeployedLive, _) => "not in any template → exists",
        (_, DifferenceKind.Remove) => "in the repository → not deployed",
        _ => "not in the repository → deployed",
    };

    /// <summary>The first side.</summary>
    public static string Expected(Difference difference) => OneLine(difference.Expected, difference.Actual);

    /// <summary>The second side; of two secrets that differ nobody is told how.</summary>
    public static string Actual(Difference difference) =>
        difference is { Expected: SecretValue, Actual: SecretValue } ? "(another secret)" : OneLine(difference.Actual, difference.Expected);

    /// <summary>One of two values on one line.</summary>
    /// <param name="value">The value; null: there is none.</param>
    /// <param name="other">The other one.</param>
    public static string OneLine(PropertyValue? value, PropertyValue? other) => value switch
    {
        null => "absent",
        ScalarValue { Text: "", Kind: ScalarKind.String } => "\"\"",
        _ => ValueExcerpt.Line(value, other).ReplaceLineEndings(" "),
    };
}
