namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>An access policy.</summary>
internal static class AccessPolicy
{
    public static readonly ShapeNormaliser Rule = new(
        "CMP029",
        "Access policy",
        "An access policy is compared by what it says: statements are a multiset, actions ignore letter case, and lists of actions, resources, principals and condition values are sets. Its version, its effects and who is meant by a principal are never folded; that a principal by its unique id, or an origin access identity by its canonical user, is the one that the other side names by its ARN cannot be verified.",
        NormaliserSample.Same(
            "AWS::IAM::Role",
            """{"AssumeRolePolicyDocument":"{\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"sts:TagSession\",\"STS:AssumeRole\"],\"Principal\":\"*\"}}"}""",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Principal":"*","Action":["sts:AssumeRole","sts:TagSession"],"Effect":"Allow"}]}}"""),
        NormaliserSample.Different(
            "AWS::IAM::Role",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":"*"}]}}""",
            """{"AssumeRolePolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":"*"}}]}}"""));
}
