namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>The order of a set.</summary>
internal static class SetOrder
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP025",
        "Order of a set",
        "Where the schema says that the order of a list carries no meaning, or that a list of texts holds nothing twice, its order says nothing. Commands, entry points and layers are kept in order whatever the schema says. What And, Or and Equals take means the same in any order.",
        NormaliserSample.Same("AWS::IAM::Role", """{"ManagedPolicyArns":["arn:a","arn:b"]}""", """{"ManagedPolicyArns":["arn:b","arn:a"]}"""),
        NormaliserSample.Different("AWS::Lambda::Function", """{"Layers":["l1","l2"]}""", """{"Layers":["l2","l1"]}"""),
        NormaliserSample.Different("AWS::IAM::Role", """{"ManagedPolicyArns":["a","a"]}""", """{"ManagedPolicyArns":["a"]}"""));
}
