namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The order of keyed items.</summary>
internal static class KeyedListOrder
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP026",
        "Order of items with keys",
        "Items that are identified by a property of their own (a name, an id, a key) are found by it. Lists that run in order, such as the stages of a pipeline, keep it.",
        NormaliserSample.Same(
            "Custom::Thing",
            """{"Env":[{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}]}""",
            """{"Env":[{"Name":"B","Value":"2"},{"Name":"A","Value":"1"}]}"""),
        NormaliserSample.Different("AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Stages":[{"Name":"Deploy"},{"Name":"Build"}]}"""));
}
