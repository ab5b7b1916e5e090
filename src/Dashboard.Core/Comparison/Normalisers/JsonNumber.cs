using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Spellings of a number in a JSON document.</summary>
internal sealed class JsonNumber() : ScalarNormaliser(
    "CMP006",
    "Number in a JSON document",
    "In a JSON document 1, 1.0 and 1e0 are one number. A number and a text of the same digits are two things there.",
    NormaliserSample.Same("Custom::Thing", """{"Doc":"{\"a\":1.0}"}""", """{"Doc":"{\"a\":1}"}"""),
    NormaliserSample.Same("Custom::Thing", """{"Doc":"{\"a\":12.5e-1,\"b\":2e3}"}""", """{"Doc":"{\"a\":1.25,\"b\":2000}"}"""),
    NormaliserSample.Different("Custom::Thing", """{"Doc":"{\"a\":1e-30}"}""", """{"Doc":"{\"a\":0}"}"""),
    NormaliserSample.Different("Custom::Thing", """{"Doc":"{\"a\":\"1.0\"}"}""", """{"Doc":"{\"a\":\"1\"}"}"""))
{
    public override string? Canonical(ScalarValue value, TraitCursor place) =>
        place.Has(TraitFlags.Json) && !place.Has(TraitFlags.Text) && value.Kind == ScalarKind.Number ? NumberSpelling.Of(value.Text, mayHaveExponent: true) : null;
}
