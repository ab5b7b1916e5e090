using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Letter case where it carries no meaning.</summary>
internal sealed class LetterCase() : ScalarNormaliser(
    "CMP004",
    "Letter case",
    "At places that are known to ignore letter case (by schema, the names of hosts, and the actions and condition keys of a policy) it says nothing. Everywhere else it does.",
    NormaliserSample.Same("AWS::AmazonMQ::Broker", """{"DeploymentMode":"single_instance"}""", """{"DeploymentMode":"SINGLE_INSTANCE"}"""),
    NormaliserSample.Same("AWS::CloudFront::Distribution", """{"DistributionConfig":{"Aliases":["A.example.org"]}}""", """{"DistributionConfig":{"Aliases":["a.example.org"]}}"""),
    NormaliserSample.Same("AWS::ApiGateway::DomainName", """{"DomainName":"Api.example.org"}""", """{"DomainName":"api.example.org"}""", ComparisonOptions.Templates),
    NormaliserSample.Different("AWS::CloudFront::Distribution", """{"DistributionConfig":{"Comment":"A.example.org"}}""", """{"DistributionConfig":{"Comment":"a.example.org"}}"""),
    NormaliserSample.Same("AWS::S3::BucketPolicy", Condition("aws:SecureTransport", "true"), Condition("aws:securetransport", "true")),
    NormaliserSample.Different("AWS::S3::BucketPolicy", Condition("aws:SecureTransport", "true"), Condition("aws:securetransport", "false")),
    NormaliserSample.Different("Custom::Thing", """{"A":"Text"}""", """{"A":"text"}"""))
{
    /// <summary>The rule, for the keys of a map.</summary>
    public static readonly LetterCase Instance = new();

    public override string? Canonical(ScalarValue value, TraitCursor place) =>
        place.Has(TraitFlags.Caseless) && !place.Has(TraitFlags.Json) ? value.Text.ToLowerInvariant() : null;

    private static string Condition(string key, string value) =>
        $$$$"""{"Bucket":"b","PolicyDocument":{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"{{{{key}}}}":"{{{{value}}}}"}}}]}}""";
}
