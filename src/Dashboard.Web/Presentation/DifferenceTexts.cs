using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;

namespace Dashboard.Web.Presentation;

/// <summary>A difference in one line of a list.</summary>
public static class DifferenceTexts
{
    /// <summary>"30 → 900", "deployed → gone".</summary>
    public static string Line(Difference difference) => difference.Path.Segments.IsEmpty ? Whole(difference) : $"{Expected(difference)} → {Actual(difference)}";

    /// <summary>Of a whole resource.</summary>
    public static string Whole(Difference difference) => (difference.Between, difference.Kind) switch
    {
        (DifferenceBetween.DeployedLive, DifferenceKind.Remove) => "deployed → gone",
        (DifferenceBetween.DeployedLive, _) => "not in any template → exists",
        (_, DifferenceKind.Remove) => "in the repository → not deployed",
        _ => "not in the repository → deployed",
    };

    /// <summary>The first side.</summary>
    public static string Expected(Difference difference) => difference.Expected?.ToString() ?? "absent";

    /// <summary>The second side; of two secrets that differ nobody is told how.</summary>
    public static string Actual(Difference difference) =>
        difference is { Expected: SecretValue, Actual: SecretValue } ? "(another secret)" : difference.Actual?.ToString() ?? "absent";
}
