using System.Globalization;
using Dashboard.Core.Definition;

namespace Dashboard.Web.Presentation;

/// <summary>Says what a rule of driftboard.yaml is.</summary>
internal static class RuleWords
{
    /// <summary>When it ends: "until 2027-06-30", "review 2027-06-30" or "no end".</summary>
    public static string EndOf(DifferenceRule rule) => rule.Expires is { } end ? "until " + Day(end) : rule.Review is { } review ? "review " + Day(review) : "no end";

    /// <summary>Its reason, and in brackets its id, owner and end.</summary>
    public static string Of(DifferenceRule rule) => $"{rule.Reason} ({rule.Id}, {rule.Owner}, {EndOf(rule)})";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
