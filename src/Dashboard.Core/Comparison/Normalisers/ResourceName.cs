using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A resource by its name and by its ARN.</summary>
internal sealed class ResourceName() : ScalarNormaliser(
    "CMP009",
    "Resource by name or ARN",
    "Where a place names another resource, a service may answer with the ARN of what the template names by its name: in one account they are the same. Between environments they are not, since the account in the ARN is what matters.",
    NormaliserSample.Same("AWS::Lambda::Permission", """{"FunctionName":"orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", """{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}"""),
    NormaliserSample.Different("AWS::Lambda::Permission", """{"FunctionName":"orders","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}""", """{"FunctionName":"arn:aws:lambda:eu-west-1:111111111111:function:orders-2","Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com"}"""))
{
    public override bool AreSame(in ScalarPair pair)
    {
        if (!pair.Options.IsLive || !pair.Place.Has(TraitFlags.NamesResource))
            return false;
        var (left, right) = (pair.Left.Text, pair.Right.Text);
        return IsNameOf(left, right) || IsNameOf(right, left);
    }

    private static bool IsNameOf(string name, string arn) =>
        name.Length > 0 && arn.StartsWith("arn:", StringComparison.Ordinal) && !name.StartsWith("arn:", StringComparison.Ordinal)
        && arn.Length > name.Length && arn.EndsWith(name, StringComparison.Ordinal) && arn[arn.Length - name.Length - 1] is ':' or '/';
}
