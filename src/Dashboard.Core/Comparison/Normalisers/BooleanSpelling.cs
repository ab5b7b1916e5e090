using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Spellings of true and false at a boolean.</summary>
internal sealed class BooleanSpelling() : ScalarNormaliser(
    "CMP002",
    "Spelling of a boolean",
    "Where the schema calls a place a boolean, the letter case of true and false says nothing; neither does it anywhere where both sides are written as booleans, without quotes. Texts (an environment variable) are not touched.",
    NormaliserSample.Same("AWS::SQS::Queue", """{"FifoQueue":"True"}""", """{"FifoQueue":true}"""),
    NormaliserSample.Different("AWS::Lambda::Function", """{"Environment":{"Variables":{"A":"TRUE"}}}""", """{"Environment":{"Variables":{"A":"true"}}}"""))
{
    public override string? Canonical(ScalarValue value, TraitCursor place) =>
        (value.Kind == ScalarKind.Boolean || place.Has(TraitFlags.Bool)) && !place.Has(TraitFlags.Int | TraitFlags.Num) && bool.TryParse(value.Text, out var flag) && value.Text.Length == (flag ? 4 : 5)
            ? flag ? "true" : "false"
            : null;
}
