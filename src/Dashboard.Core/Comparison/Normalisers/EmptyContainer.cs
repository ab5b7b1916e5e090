namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An empty list or map.</summary>
internal static class EmptyContainer
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP020",
        "Empty list or map",
        "An empty list or map says no more than its absence, except inside a JSON document, and where it is a choice: to allow by default is not to block.",
        NormaliserSample.Same("AWS::EC2::SecurityGroup", """{"GroupName":"g","SecurityGroupIngress":[]}""", """{"GroupName":"g"}"""),
        NormaliserSample.Different("AWS::WAFv2::WebACL", """{"DefaultAction":{"Allow":{}}}""", """{"DefaultAction":{"Block":{}}}"""),
        NormaliserSample.Different("Custom::Thing", """{"Doc":"{\"a\":[]}"}""", """{"Doc":"{}"}"""),
        NormaliserSample.Different("Custom::Thing", """{"A":"0"}""", """{"A":[]}"""));
}
