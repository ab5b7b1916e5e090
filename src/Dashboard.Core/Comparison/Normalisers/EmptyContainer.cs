namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An empty list or map.</summary>
internal static class EmptyContainer
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP020",
        "Empty list or map",
        "An empty list or map says no more than its absence, except inside a JSON document.",
        NormaliserSample.Same("AWS::EC2::SecurityGroup", """{"GroupName":"g","SecurityGroupIngress":[]}""", """{"GroupName":"g"}"""),
        NormaliserSample.Different("Custom::Thing", """{"Doc":"{\"a\":[]}"}""", """{"Doc":"{}"}"""),
        NormaliserSample.Different("Custom::Thing", """{"A":"0"}""", """{"A":[]}"""));
}
