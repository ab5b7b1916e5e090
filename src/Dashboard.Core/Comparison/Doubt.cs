using Dashboard.Core.Comparison.Normalisers;
using Dashboard.Core.Evaluation;

namespace Dashboard.Core.Comparison;

/// <summary>Why a difference may be none.</summary>
/// <param name="Rule">The id of the rule that folds it where more is known; null where it is none of these.</param>
/// <param name="Detail">For people.</param>
internal sealed record Doubt(string? Rule, string Detail)
{
    public static readonly Doubt OfKind = new("CMP001", "the two are spelled alike, one as a text; whether the service tells them apart is not known");
    public static readonly Doubt OfTransform = new(SchemaTransform.Instance.Id, "the service makes something of the value, and what is not known here");
    public static readonly Doubt OfDefault = new(DefaultValue.Rule.Id, "it is the default that holds where nothing is said");
    public static readonly Doubt OfDefaults = new(DefaultValue.Rule.Id, "it holds nothing but defaults, which a service may leave out");
    public static readonly Doubt OfNothing = new(DefaultValue.Rule.Id, "it reads like nothing, which a service may leave out or fill in");
    public static readonly Doubt OfGap = new(null, "a value that the service is known to leave out although it is set");
    public static readonly Doubt OfOrder = new(SetOrder.Rule.Id, "the items are the same in another order, and whether it matters is not known");
    public static readonly Doubt OfKeyedOrder = new(KeyedListOrder.Rule.Id, "the items are the same in another order, and whether it matters is not known");
    public static readonly Doubt OfMoves = new(null, "too many items have moved to tell which belong together");
    public static readonly Doubt OfCall = new(null, "the two are worked out in different ways, and may come to the same");

    /// <summary>A difference that may be none.</summary>
    public LeafDifference On(LeafDifference difference) => difference with
    {
        Confidence = Confidence.Possible,
        Detail = Detail,
        Normalisers = Rule is null || difference.Normalisers.Contains(Rule) ? difference.Normalisers : difference.Normalisers.Add(Rule),
    };
}
