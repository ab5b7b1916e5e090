using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>A key by its id and by its ARN.</summary>
internal sealed class KmsKey() : ScalarNormaliser(
    "CMP008",
    "KMS key by id or ARN",
    "A service answers with the ARN of a key that the template names by its id. An alias is another matter: which key it stands for is not said by either side, so it cannot be verified.",
    NormaliserSample.Same("AWS::SQS::Queue", """{"KmsMasterKeyId":"1234abcd-12ab-34cd-56ef-1234567890ab"}""", """{"KmsMasterKeyId":"arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"}"""),
    NormaliserSample.Different("AWS::EFS::FileSystem", """{"KmsKeyId":"arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"}""", """{"KmsKeyId":"arn:aws:kms:eu-west-1:222222222222:key/9999abcd-12ab-34cd-56ef-1234567890ab"}"""),
    NormaliserSample.Different("AWS::SQS::Queue", """{"KmsMasterKeyId":"alias/payments/main"}""", """{"KmsMasterKeyId":"arn:aws:kms:eu-west-1:111111111111:alias/orders/main"}"""),
    NormaliserSample.Different("AWS::SQS::Queue", """{"KmsMasterKeyId":"1234abcd-12ab-34cd-56ef-1234567890ab"}""", """{"KmsMasterKeyId":"arn:aws:kms:eu-west-1:111111111111:key/9999abcd-12ab-34cd-56ef-1234567890ab"}"""))
{
    public override bool AreSame(in ScalarPair pair) =>
        pair.Options.IsLive && pair.Place.Has(TraitFlags.KmsKey) && IsArn(pair.Left.Text) != IsArn(pair.Right.Text) && Named(pair.Left.Text) == Named(pair.Right.Text);

    /// <summary>Whether one side names an alias and the other a key.</summary>
    public static bool CannotTell(in ScalarPair pair) => pair.Options.IsLive && pair.Place.Has(TraitFlags.KmsKey) && IsAlias(pair.Left.Text) != IsAlias(pair.Right.Text);

    private static bool IsArn(string text) => text.StartsWith("arn:", StringComparison.Ordinal);

    private static bool IsAlias(string text) =>
        text.StartsWith("alias/", StringComparison.Ordinal) || (IsArn(text) && text.Contains(":alias/", StringComparison.Ordinal));

    /// <summary>"key/1234" and "alias/payments/main": the end of an ARN, or what stands for it.</summary>
    private static string Named(string text) =>
        IsArn(text) ? text[(text.LastIndexOf(':') + 1)..] : IsAlias(text) || text.StartsWith("key/", StringComparison.Ordinal) ? text : "key/" + text;
}
