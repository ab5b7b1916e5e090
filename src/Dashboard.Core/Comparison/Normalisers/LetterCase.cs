using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Letter case where it carries no meaning.</summary>
internal sealed class LetterCase() : ScalarNormaliser(
    "CMP004",
    "Letter case",
    "At places that are known to ignore letter case (by schema, and the actions of a policy) it says nothing. Everywhere else it does.",
    NormaliserSample.Same("AWS::AmazonMQ::Broker", """{"DeploymentMode":"single_instance"}""", """{"DeploymentMode":"SINGLE_INSTANCE"}"""),
    NormaliserSample.Different("Custom::Thing", """{"A":"Text"}""", """{"A":"text"}"""))
{
    public override string? Canonical(ScalarValue value, TraitCursor place) =>
        place.Has(TraitFlags.Caseless) && !place.Has(TraitFlags.Json) ? value.Text.ToLowerInvariant() : null;
}
