namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A JSON document in a text.</summary>
internal static class JsonText
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP028",
        "JSON in a text",
        "Two texts that hold a JSON object or array are compared as what they hold; so are a text and an object where the schema or the name says that a document stands there. Layout and the order of keys say nothing.",
        NormaliserSample.Same("Custom::Thing", """{"Doc":"{\"a\": 1,\n \"b\": [1, 2]}"}""", """{"Doc":"{\"b\":[1,2],\"a\":1}"}"""),
        NormaliserSample.Different("Custom::Thing", """{"Doc":"[1,2]"}""", """{"Doc":"[2,1]"}"""));
}
