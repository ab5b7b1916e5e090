namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>One item without its list.</summary>
internal static class SingleOrList
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP027",
        "One item without its list",
        "In a policy a statement, an action, a resource, a principal and a condition value may stand alone or in a list of one, and a repeated one says nothing. Elsewhere a text and a list of one are two things.",
        NormaliserSample.Same(
            "AWS::IAM::Role",
            """{"AssumeRolePolicyDocument":{"Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}}""",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Principal":{"Service":["ec2.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}}"""),
        NormaliserSample.Different("Custom::Thing", """{"A":"5"}""", """{"A":["5"]}"""));
}
