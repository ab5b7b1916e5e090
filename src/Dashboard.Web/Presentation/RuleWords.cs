using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;

namespace Dashboard.Web.Presentation;

/// <summary>Says what a rule of driftboard.yaml is.</summary>
internal static class RuleWords
{
    /// <summary>When it ends: "until 2027-06-30", "review 2027-06-30" or "no end".</summary>
    public static string EndOf(DifferenceRule rule) => rule.Expires is { } end ? "until " + Day(end) : rule.Review is { } review ? "review " + Day(review) : "no end";

    /// <summary>What a rule does to a drift.</summary>
    public static string Does(DifferenceRule rule) => $"{(rule.Kind == RuleKind.Ignore ? "left to the platform" : "accepted")} ({rule.Id})";

    /// <summary>Its reason, and in brackets its id, owner and end.</summary>
    public static string Of(DifferenceRule rule) => $"{rule.Reason} ({rule.Id}, {rule.Owner}, {EndOf(rule)})";

    /// <summary>The rules that allowed something of a resource until they ended.</summary>
    public static IEnumerable<DifferenceRule> EndedOf(ResourceEvaluation resource) => resource.Ended.Select(a => a.Rule).Distinct();

    /// <summary>"ACC-7 until 2026-10-31, which is over: who it was for".</summary>
    public static string Ended(DifferenceRule rule) => $"{rule.Id} {EndOf(rule)}, which is over: {rule.Reason}";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
