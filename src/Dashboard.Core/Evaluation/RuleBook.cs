using System.Globalization;
using Dashboard.Core.Definition;

namespace Dashboard.Core.Evaluation;

/// <summary>The rules of an application as they hold at an instant.</summary>
internal sealed class RuleBook
{
    private readonly ImmutableArray<(DifferenceRule Rule, PropertyPattern Property)> _holding;
    private readonly ImmutableArray<(DifferenceRule Rule, PropertyPattern Property)> _ended;
    private readonly ImmutableArray<DifferenceRule> _all;
    private readonly DateTimeOffset _asOf;

    /// <param name="application">Whose rules.</param>
    /// <param name="environments">Rules for any of these, and those for no environment in particular.</param>
    /// <param name="kinds">Which rules.</param>
    /// <param name="asOf">Rules that have ended by then are in the book, but hold no more.</param>
    public RuleBook(ApplicationDefinition application, ImmutableArray<string> environments, ImmutableArray<RuleKind> kinds, DateTimeOffset asOf)
    {
        _asOf = asOf;
        _all = [.. application.Rules.Where(r => kinds.Contains(r.Kind) && (r.Environment is null || environments.Contains(r.Environment)))];
        _holding = [.. _all.Where(r => r.HoldsAt(asOf)).Select(r => (r, PropertyPattern.Parse(r.Property)))];
        _ended = [.. _all.Where(r => !r.HoldsAt(asOf)).Select(r => (r, PropertyPattern.Parse(r.Property)))];
    }

    /// <summary>The first instant after the book's own at which a rule stops holding.</summary>
    public DateTimeOffset? NextExpiry => _all
        .Where(r => r.Expires is { } end && end < DateOnly.MaxValue)
        .Select(r => (DateTimeOffset?)new DateTimeOffset(r.Expires!.Value.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero))
        .Where(end => end > _asOf)
        .Min();

    /// <summary>The rules that hold.</summary>
    public IEnumerable<DifferenceRule> Holding => _holding.Select(h => h.Rule);

    /// <summary>The first rule that allows a drift.</summary>
    /// <param name="component">The component.</param>
    /// <param name="address">The resource.</param>
    /// <param name="type">Its type.</param>
    /// <param name="difference">The drift.</param>
    /// <param name="live">Everything that runs of the resource.</param>
    public DifferenceRule? Allowing(string component, ResourceAddress address, string type, Difference difference, MapValue? live) => Allowing(_holding, component, address, type, difference, live);

    /// <summary>The first rule that would allow a drift, had it not ended.</summary>
    public DifferenceRule? EndedFor(string component, ResourceAddress address, string type, Difference difference, MapValue? live) => Allowing(_ended, component, address, type, difference, live);

    private static DifferenceRule? Allowing(ImmutableArray<(DifferenceRule, PropertyPattern)> rules, string component, ResourceAddress address, string type, Difference difference, MapValue? live)
    {
        foreach (var (rule, property) in rules)
        {
            if (!IsFor(rule, component, address, type) || !property.Covers(difference.Path))
                continue;
            if (rule.IsAbsent)
            {
                if (difference.Actual is null && property.IsAbsentIn(live))
                    return rule;
                continue;
            }

            if (rule.Kind != RuleKind.Accept || rule.Value is not { } value
                || AcceptedValue.Names(value, difference.Actual) || AcceptedValue.Names(value, property.ValueIn(live)))
                return rule;
        }

        return null;
    }

    /// <summary>The first rule that expects a parity difference.</summary>
    public DifferenceRule? Expecting(string component, ResourceAddress address, string type, PropertyPath path) => Expecting(_holding, component, address, type, path);

    /// <summary>The first rule that would expect a parity difference, had it not ended.</summary>
    public DifferenceRule? EndedFor(string component, ResourceAddress address, string type, PropertyPath path) => Expecting(_ended, component, address, type, path);

    private static DifferenceRule? Expecting(ImmutableArray<(DifferenceRule, PropertyPattern)> rules, string component, ResourceAddress address, string type, PropertyPath path)
    {
        foreach (var (rule, property) in rules)
        {
            if (IsFor(rule, component, address, type) && property.Covers(path))
                return rule;
        }

        return null;
    }

    /// <summary>Rules that have ended, that ask for a review, and that match nothing.</summary>
    /// <param name="used">Rules that matched.</param>
    /// <param name="isAnySubject">Whether the application has a resource that a rule speaks of; null where not everything was read, so that nothing can be said.</param>
    public IEnumerable<Diagnostic> Diagnose(IReadOnlySet<DifferenceRule> used, Func<DifferenceRule, bool>? isAnySubject)
    {
        foreach (var rule in _all)
        {
            if (!rule.HoldsAt(_asOf))
                yield return Warn(rule, $"expired after {Day(rule.Expires)} and hides nothing any more; remove it, or give it a new end");
            else if (rule.Review is { } review && DateOnly.FromDateTime(_asOf.UtcDateTime) >= review)
                yield return Warn(rule, $"is due for review since {Day(review)}; it still holds");
            if (isAnySubject is null || used.Contains(rule) || !rule.HoldsAt(_asOf))
                continue;
            // A rule for any environment may well find its match in another one.
            if (rule.Environment is not null || rule.Kind == RuleKind.Expect || !isAnySubject(rule))
                yield return MatchesNothing(rule);
        }
    }

    /// <summary>That a rule has become useless.</summary>
    public static Diagnostic MatchesNothing(DifferenceRule rule) => Warn(rule, "matches nothing");

    /// <summary>Whether a rule speaks of a resource.</summary>
    public static bool IsFor(DifferenceRule rule, string component, ResourceAddress address, string type) =>
        (rule.Component is null || rule.Component == component)
        && (rule.Resource is null || rule.Resource == address.ToString())
        && (rule.Type is null || rule.Type == type);

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static Diagnostic Warn(DifferenceRule rule, string message) =>
        new(DiagnosticSeverity.Warning, rule.Location, rule.Kind switch { RuleKind.Accept => "accept", RuleKind.Ignore => "ignore", _ => "expect" }, "the rule " + message);
}
