namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A character beyond ASCII.</summary>
internal static class MaskedText
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP030",
        "Character that GetTemplate masks",
        "CloudFormation returns a question mark for a character beyond ASCII. Where everything else of a text agrees, the difference is possible and not confirmed.",
        NormaliserSample.Same("Custom::Thing", """{"D":"Caf? ?"}""", """{"D":"Café ☕"}"""),
        NormaliserSample.Different("Custom::Thing", """{"D":"Caf?"}""", """{"D":"Cafe"}"""));
}
