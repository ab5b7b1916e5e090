namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The order of a set.</summary>
internal static class SetOrder
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP025",
        "Order of a set",
        "Where the schema says that the order of a list carries no meaning, or that a list of texts holds nothing twice, its order says nothing. Neither does the order of a list of ids, ARNs or names of resources, where no schema says that it counts: security groups and subnets are never in an order. Commands, entry points, layers and the upstreams of a repository are kept in order whatever the schema says. What And, Or and Equals take means the same in any order, and so does what a loop goes through: it makes entries, and never a list.",
        NormaliserSample.Same("AWS::IAM::Role", """{"ManagedPolicyArns":["arn:a","arn:b"]}""", """{"ManagedPolicyArns":["arn:b","arn:a"]}"""),
        NormaliserSample.Same("AWS::Lambda::Function", """{"VpcConfig":{"SubnetIds":["subnet-1","subnet-2"]}}""", """{"VpcConfig":{"SubnetIds":["subnet-2","subnet-1"]}}"""),
        NormaliserSample.Same(
            "AWS::Lambda::Function",
            """{"Environment":{"Variables":{"Fn::ForEach::Levels":["Part",["Web","Jobs"],{"${Part}Level":"info"}]}}}""",
            """{"Environment":{"Variables":{"Fn::ForEach::Levels":["Part",["Jobs","Web"],{"${Part}Level":"info"}]}}}""",
            ComparisonOptions.Sources),
        NormaliserSample.Different("AWS::CodeArtifact::Repository", """{"Upstreams":["first","second"]}""", """{"Upstreams":["second","first"]}"""),
        NormaliserSample.Different("AWS::Lambda::Function", """{"Layers":["l1","l2"]}""", """{"Layers":["l2","l1"]}"""),
        NormaliserSample.Different("AWS::IAM::Role", """{"ManagedPolicyArns":["a","a"]}""", """{"ManagedPolicyArns":["a"]}"""));
}
