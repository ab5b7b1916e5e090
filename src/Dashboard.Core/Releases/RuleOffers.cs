using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Releases;

/// <summary>What a rule of driftboard.yaml would speak of.</summary>
/// <param name="Kind">What it would do.</param>
/// <param name="Component">The component.</param>
/// <param name="Environment">The environment: of a parity difference, the one that is promoted into.</param>
/// <param name="Resource">The address of the resource.</param>
/// <param name="Property">The property as rules name it; null: the whole resource.</param>
/// <param name="Value">For <see cref="RuleKind.Accept"/>: the live value.</param>
public sealed record RuleDraft(RuleKind Kind, string Component, string Environment, string Resource, string? Property, string? Value)
{
    /// <summary>For <see cref="RuleKind.Accept"/>: that the property was removed and has no value.</summary>
    public bool IsAbsent { get; init; }
}

/// <summary>What a person adds to a draft. A rule needs all of it.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who answers for it.</param>
/// <param name="Expires">The last day on which it holds.</param>
public sealed record RuleTerms(string Reason, string Owner, DateOnly Expires);

/// <summary>A rule that would settle a difference, or why none can.</summary>
/// <param name="Draft">The rule; null where there is none.</param>
/// <param name="Refusal">Why there is none, and what to do instead; null where there is one.</param>
public sealed record RuleOffer(RuleDraft? Draft, string? Refusal);

/// <summary>Finds the rule that settles a difference: the narrowest one that covers it, and proven to.</summary>
public static class RuleOffers
{
    /// <summary>The rule that declares a parity difference.</summary>
    /// <param name="item">The difference.</param>
    /// <param name="environment">The environment that is promoted into.</param>
    /// <param name="isAccepted">Whether a rule that comes with this one accepts what was changed by hand there.</param>
    public static RuleOffer Declare(ParityItem item, string environment, bool isAccepted = false)
    {
        if (item.Pile == ParityPile.Unverifiable)
            return No("what cannot be verified is no difference; make it readable instead");
        if (item.Pile is ParityPile.Equal or ParityPile.Declared)
            return No(item.Pile == ParityPile.Equal ? "the two are equal" : "it is declared already");
        // A declaration holds for every value to come; what was done by hand is accepted with its value. Only what was deleted has none.
        if (item.IsByHand && !isAccepted && !IsDeleted(item))
            return No("it was changed by hand: put it back, or accept it as it is (of a secret: ignore it)");
        return Property(item.Path) is (true, var property)
            ? new RuleOffer(new RuleDraft(RuleKind.Expect, item.Component, environment, item.Address.ToString(), property, null), null)
            : No("no pattern names this place");
    }

    private static bool IsDeleted(ParityItem item) =>
        item.Path.Segments.Length == 0 && (item.Left is null || item.Right is null) && !item.Address.Path.StartsWith(ResourceEvaluator.UnmanagedMark);

    /// <summary>The rule that accepts a drift, bound to the value that runs now, or to there being none.</summary>
    public static RuleOffer Accept(StackKey stack, ResourceEvaluation resource, Difference drift)
    {
        if (drift.Between != DifferenceBetween.DeployedLive)
            return No("only what was changed by hand can be accepted");
        if (drift.Actual is null && drift.Path.Segments.Length == 0)
            return No("the resource is gone: there is no value to accept");
        if (Property(drift.Path) is not (true, var property))
            return No("no pattern names this place");
        if (drift.Actual is not { } running)
        {
            return PropertyPattern.Parse(property).IsAbsentIn(resource.Live)
                ? new RuleOffer(new RuleDraft(RuleKind.Accept, stack.Component, stack.Environment, resource.Address.ToString(), property, null) { IsAbsent = true }, null)
                : No("an item without a key is gone, and no rule tells it from the item in its place; ignore the property instead");
        }

        return Spelling(running) is { } value
            ? new RuleOffer(new RuleDraft(RuleKind.Accept, stack.Component, stack.Environment, resource.Address.ToString(), property, value), null)
            : No("its value is a secret or holds one, and a secret never stands in a file; ignore the property instead");
    }

    /// <summary>The rule that leaves a property to the platform, whatever value it has.</summary>
    public static RuleOffer Ignore(StackKey stack, ResourceEvaluation resource, Difference drift)
    {
        if (drift.Between != DifferenceBetween.DeployedLive)
            return No("only live values can be ignored");
        return Property(drift.Path) is (true, var property)
            ? new RuleOffer(new RuleDraft(RuleKind.Ignore, stack.Component, stack.Environment, resource.Address.ToString(), property, null), null)
            : No("no pattern names this place");
    }

    /// <summary>The text by which an accept rule names a value: its short form where it has one, its text, or its JSON; null where none does.</summary>
    private static string? Spelling(PropertyValue value)
    {
        if (HoldsSecret(value))
            return null;
        var spellings = new[]
        {
            AcceptedValue.ShortForm(value), (value as ScalarValue)?.Text, value is MapValue or ListValue ? Documents.DocumentWriter.Value(value, null, PropertyPath.Root).GetRawText() : null,
            value is ScalarValue { Kind: ScalarKind.Null } ? "null" : null,
        };
        return spellings.FirstOrDefault(s => s is not null && AcceptedValue.Names(s, value));
    }

    private static bool HoldsSecret(PropertyValue value) => value switch
    {
        ScalarValue => false,
        MapValue map => map.Entries.Any(e => HoldsSecret(e.Value)),
        ListValue list => list.Items.Any(HoldsSecret),
        // Live values are plain: whatever else stands here stands for something that must not be written down.
        _ => true,
    };

    /// <summary>A path as rules write it: items by their key where they have one, since an index names another item tomorrow.</summary>
    private static (bool IsFound, string? Property) Property(PropertyPath path)
    {
        if (path.Segments.Length == 0)
            return (true, null);
        // In a rule a star is any name.
        if (path.Segments.Any(s => s.Name == "*"))
            return (false, null);
        var written = new[] { Write(path, s => s.Key is { } key ? $"[{key.Property}={key.Value}]" : s.ToString()), path.ToString() };
        return written.FirstOrDefault(w => PropertyPattern.Parse(w).Covers(path) && !PropertyPattern.Parse(w).Covers(Above(path))) is { } found ? (true, found) : (false, null);
    }

    private static string Write(PropertyPath path, Func<PathSegment, string> segment) => string.Concat(path.Segments.Select(s => "/" + segment(s)));

    private static PropertyPath Above(PropertyPath path) => new(path.Segments.RemoveAt(path.Segments.Length - 1));

    private static RuleOffer No(string refusal) => new(null, refusal);
}
