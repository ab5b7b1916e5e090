using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A resource by its name and by its ARN.</summary>
internal sealed class ResourceName() : ScalarNormaliser(
    "CMP009",
    "Resource by name or ARN",
    "Where a place names another resource, a service may answer with the ARN of what the template names by its name: in one account they are the same. Between environments they are not, since the account in the ARN is what matters.",
    NormaliserSample.Same("AWS::Lambda::Permission", """{"FunctionName":"orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", """{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}"""),
    NormaliserSample.Different("AWS::Lambda::Permission", """{"FunctionName":"orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", """{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:billing:orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}"""),
    NormaliserSample.Different("AWS::Lambda::Permission", """{"FunctionName":"orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", """{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:orders-2","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}"""))
{
    public override bool AreSame(in ScalarPair pair)
    {
        if (!pair.Options.IsLive || !pair.Place.Has(TraitFlags.NamesResource))
            return false;
        var (left, right) = (pair.Left.Text, pair.Right.Text);
        return IsNameOf(left, right) || IsNameOf(right, left);
    }

    /// <summary>
    /// arn:aws:sns:eu-west-1:111111111111:NAME, ...:function:NAME, ...:cluster/NAME. What follows the kind is the whole name: an alias or a version behind it
    /// makes it another thing. IAM alone puts a path between the two.
    /// </summary>
    private static bool IsNameOf(string name, string arn)
    {
        if (name.Length == 0 || name.StartsWith("arn:", StringComparison.Ordinal) || arn.Split(':', 6) is not ["arn", _, var service, _, _, var named])
            return false;
        var kind = named.AsSpan().IndexOfAny(':', '/');
        return named == name || (kind >= 0 && named.AsSpan(kind + 1) is var rest
            && (rest.SequenceEqual(name) || (service == "iam" && rest.EndsWith("/" + name, StringComparison.Ordinal))));
    }
}
