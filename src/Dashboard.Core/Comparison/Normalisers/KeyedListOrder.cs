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
        NormaliserSample.Same(
            "AWS::Batch::JobDefinition",
            """{"ContainerProperties":{"Environment":[{"Name":"A","Value":"1"},{"Name":"B","Value":"2"}]}}""",
            """{"ContainerProperties":{"Environment":[{"Name":"B","Value":"2"},{"Name":"A","Value":"1"}]}}"""),
        NormaliserSample.Same(
            "AWS::S3::Bucket",
            """{"LifecycleConfiguration":{"Rules":[{"Id":"A","Status":"Enabled"},{"Id":"B","Status":"Enabled"}]}}""",
            """{"LifecycleConfiguration":{"Rules":[{"Id":"B","Status":"Enabled"},{"Id":"A","Status":"Enabled"}]}}"""),
        NormaliserSample.Different(
            "AWS::S3::Bucket",
            """{"CorsConfiguration":{"CorsRules":[{"Id":"A","AllowedMethods":["GET"],"AllowedOrigins":["*"]},{"Id":"B","AllowedMethods":["GET"],"AllowedOrigins":["a.example"]}]}}""",
            """{"CorsConfiguration":{"CorsRules":[{"Id":"B","AllowedMethods":["GET"],"AllowedOrigins":["a.example"]},{"Id":"A","AllowedMethods":["GET"],"AllowedOrigins":["*"]}]}}"""),
        NormaliserSample.Different("Custom::Thing", """{"Steps":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Steps":[{"Name":"Deploy"},{"Name":"Build"}]}"""),
        NormaliserSample.Different("AWS::EMR::Cluster", """{"Steps":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Steps":[{"Name":"Deploy"},{"Name":"Build"}]}"""),
        NormaliserSample.Different("AWS::CodePipeline::Pipeline", """{"Stages":[{"Name":"Build"},{"Name":"Deploy"}]}""", """{"Stages":[{"Name":"Deploy"},{"Name":"Build"}]}"""));
}
