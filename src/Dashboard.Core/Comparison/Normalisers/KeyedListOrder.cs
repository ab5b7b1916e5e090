namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The order of keyed items.</summary>
internal static class KeyedListOrder
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP026",
        "Order of items with keys",
        "Items that are identified by a property of their own (a name, an id, a key) are found by it. Lists that run in order, such as the stages of a pipeline, keep it; of a type that has no public schema nobody can say, and another order there is a possible difference.",
        NormaliserSample.Same(
            "AWS::ECS::TaskDefinition",
            """{"ContainerDefinitions":[{"Name":"A","Image":"a"},{"Name":"B","Image":"b"}]}""",
            """{"ContainerDefinitions":[{"Name":"B","Image":"b"},{"Name":"A","Image":"a"}]}"""),
        NormaliserSample.Different("Custom::Thing", """{"Steps":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Steps":[{"Name":"Deploy"},{"Name":"Build"}]}"""),
        NormaliserSample.Different("AWS::EMR::Cluster", """{"Steps":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Steps":[{"Name":"Deploy"},{"Name":"Build"}]}"""),
        NormaliserSample.Different("AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Stages":[{"Name":"Deploy"},{"Name":"Build"}]}"""));
}
