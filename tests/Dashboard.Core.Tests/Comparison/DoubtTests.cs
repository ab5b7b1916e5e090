using System.Text.Json;
using Dashboard.Core.Comparison;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>What may be the same, or cannot be told, says why.</summary>
public sealed class DoubtTests
{
    [Theory]
    [InlineData("AWS::SNS::Subscription", """{"FilterPolicy":{"price":[1]}}""", """{"FilterPolicy":{"price":["1"]}}""", "CMP001")]
    [InlineData("Custom::Thing", """{"L":["a","b","c"]}""", """{"L":["c","a","b"]}""", "CMP025")]
    [InlineData("Vendor::X::Y", """{"Steps":[{"Name":"a"},{"Name":"b"}]}""", """{"Steps":[{"Name":"b"},{"Name":"a"}]}""", "CMP026")]
    [InlineData("AWS::ECS::Service", """{"DeploymentController":{"Type":"ECS"}}""", "{}", "CMP022")]
    [InlineData("AWS::DynamoDB::Table", """{"SSESpecification":{"SSEEnabled":false}}""", "{}", "CMP022")]
    [InlineData("Custom::Thing", """{"Spec":{"On":false,"Size":"0"}}""", "{}", "CMP022")]
    public void A_possible_difference_names_its_rule_and_says_why(string type, string left, string right, string rule)
    {
        var difference = Assert.Single(Compare(type, left, right, ComparisonOptions.Drift).Differences);

        Assert.Equal((Confidence.Possible, rule), (difference.Confidence, difference.Normalisers[^1]));
        Assert.NotNull(difference.Detail);
    }

    [Theory]
    [InlineData("AWS::ECS::TaskDefinition", """{"ContainerDefinitions":[{"Name":"a","Image":"i","StopTimeout":30}]}""", """{"ContainerDefinitions":[{"Name":"a","Image":"i"}]}""", "30", "60")]
    [InlineData("AWS::AutoScaling::AutoScalingGroup", """{"MinSize":"1","MaxSize":"2","DefaultInstanceWarmup":500}""", """{"MinSize":"1","MaxSize":"2"}""", "500", "300")]
    public void What_a_service_is_known_to_leave_out_may_be_there_and_what_it_says_otherwise_is_a_difference(string type, string with, string without, string value, string other)
    {
        var removed = Assert.Single(Compare(type, with, without, ComparisonOptions.Drift).Differences);
        Assert.Equal((DifferenceKind.Remove, Confidence.Possible), (removed.Kind, removed.Confidence));
        Assert.Contains("known to leave out", removed.Detail, StringComparison.Ordinal);

        Assert.Equal(Confidence.Confirmed, Assert.Single(Compare(type, with, with.Replace(value, other, StringComparison.Ordinal), ComparisonOptions.Drift).Differences).Confidence);
        Assert.Equal(Confidence.Confirmed, Assert.Single(Compare(type, with, without, ComparisonOptions.Templates).Differences).Confidence);
    }

    [Theory]
    [InlineData("AWS::S3::Bucket", "Delete", Confidence.Possible)]
    [InlineData("AWS::RDS::DBCluster", "Snapshot", Confidence.Possible)]
    [InlineData("AWS::RDS::DBCluster", "Delete", Confidence.Confirmed)]
    [InlineData("AWS::RDS::DBInstance", "Delete", Confidence.Confirmed)]
    [InlineData("AWS::RDS::DBInstance", "Snapshot", Confidence.Possible)]
    [InlineData("AWS::S3::Bucket", "Retain", Confidence.Confirmed)]
    public void A_deletion_policy_that_is_the_default_says_no_more_than_none(string type, string policy, Confidence expected)
    {
        var (with, without) = (MapValue.Of(("DeletionPolicy", new ScalarValue(policy))), MapValue.Empty);

        Assert.Equal(expected, Assert.Single(ResourceComparer.CompareWhole(type, with, without, ComparisonOptions.Sources).Differences).Confidence);
        Assert.Equal(expected == Confidence.Possible, ResourceComparer.CompareWhole(type, with, without, ComparisonOptions.Pending).Differences.IsEmpty);
    }

    [Theory]
    [InlineData("DeletionPolicy", "Snapshot", "{}", "{}", Confidence.Possible)]
    [InlineData("DeletionPolicy", "Delete", "{}", "{}", Confidence.Confirmed)]
    [InlineData("DeletionPolicy", "Delete", """{"DBClusterIdentifier":"main"}""", """{"DBClusterIdentifier":"main"}""", Confidence.Possible)]
    [InlineData("DeletionPolicy", "Snapshot", """{"DBClusterIdentifier":"main"}""", """{"DBClusterIdentifier":"main"}""", Confidence.Confirmed)]
    [InlineData("DeletionPolicy", "Snapshot", """{"DBClusterIdentifier":"main"}""", "{}", Confidence.Confirmed)]
    [InlineData("UpdateReplacePolicy", "Delete", "{}", "{}", Confidence.Possible)]
    [InlineData("UpdateReplacePolicy", "Snapshot", "{}", "{}", Confidence.Confirmed)]
    public void A_database_that_belongs_to_no_cluster_takes_a_snapshot_where_nothing_is_said(string attribute, string policy, string left, string right, Confidence expected)
    {
        var (with, without) = (MapValue.Of((attribute, new ScalarValue(policy)), ("Properties", JsonValues.Parse(left))), MapValue.Of(("Properties", JsonValues.Parse(right))));

        Confidence Found(MapValue one, MapValue other) =>
            ResourceComparer.CompareWhole("AWS::RDS::DBInstance", one, other, ComparisonOptions.Sources).Differences.Single(d => d.Path.TopLevelName == attribute).Confidence;
        Assert.Equal((expected, expected), (Found(with, without), Found(without, with)));
        Assert.Equal(expected == Confidence.Possible, ResourceComparer.CompareWhole("AWS::RDS::DBInstance", with, without, ComparisonOptions.Pending).Differences.IsEmpty);
    }

    [Theory]
    [InlineData("""{"AWS":"arn:aws:iam::111111111111:role/app"}""", """{"AWS":"AROAIIAV5PSYOD4D4L3PM"}""", "/PolicyDocument/Statement/0/Principal/AWS")]
    [InlineData("""{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}""", """{"CanonicalUser":"79a59d"}""", "/PolicyDocument/Statement/0/Principal")]
    [InlineData("""{"CanonicalUser":"79a59d","AWS":"111111111111"}""", """{"AWS":["111111111111","arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"]}""", "/PolicyDocument/Statement/0/Principal")]
    public void Who_is_meant_by_another_kind_of_name_cannot_be_verified(string left, string right, string path)
    {
        var result = Compare("AWS::S3::BucketPolicy", Policy(left), Policy(right), ComparisonOptions.Drift);

        Assert.Empty(result.Differences);
        var open = Assert.Single(result.Unverified);
        Assert.Equal((path, StatusReason.Unresolved), (open.Path.ToString(), open.Reason));
    }

    [Theory]
    [InlineData("""{"AWS":"arn:aws:iam::111111111111:user/app"}""", """{"AWS":"AROAIIAV5PSYOD4D4L3PM"}""")]
    [InlineData("""{"AWS":"AROAIIAV5PSYOD4D4L3PX"}""", """{"AWS":"AROAIIAV5PSYOD4D4L3PM"}""")]
    [InlineData("""{"AWS":"arn:aws:iam::111111111111:root"}""", """{"CanonicalUser":"79a59d"}""")]
    [InlineData("\"*\"", """{"AWS":"111111111111"}""")]
    [InlineData("""{"AWS":["111111111111","arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"]}""", """{"CanonicalUser":"79a59d","AWS":"222222222222"}""")]
    public void Another_principal_is_another(string left, string right) => Assert.NotEmpty(Compare("AWS::S3::BucketPolicy", Policy(left), Policy(right), ComparisonOptions.Drift).Differences);

    [Fact]
    public void The_key_of_a_build_project_is_no_secret_and_is_compared_as_a_key()
    {
        const string id = "1234abcd-12ab-34cd-56ef-1234567890ab", type = "AWS::CodeBuild::Project";
        var masked = SecretMasker.Mask(type, (MapValue)JsonValues.Parse($$"""{"EncryptionKey":"{{id}}"}"""), [], SecretFingerprinter.CreateRandom());

        Assert.Equal(new ScalarValue(id), masked["EncryptionKey"]);
        Assert.True(CredentialDetector.IsSecret(TraitsCatalog.Get("AWS::Lambda::Function").Root.Child("EncryptionKey"), "EncryptionKey", id));
        Assert.Empty(Compare(type, $$"""{"EncryptionKey":"{{id}}"}""", $$"""{"EncryptionKey":"arn:aws:kms:eu-west-1:111111111111:key/{{id}}"}""", ComparisonOptions.Drift).Differences);
        Assert.Empty(Compare(type, """{"EncryptionKey":"alias/x"}""", """{"EncryptionKey":"arn:aws:kms:eu-west-1:111111111111:alias/x"}""", ComparisonOptions.Drift).Differences);
    }

    /// <summary>Where letters alone do not tell two values apart, a document writes what they are.</summary>
    [Fact]
    public void A_number_and_a_text_of_the_same_digits_are_written_as_what_they_are()
    {
        var difference = Assert.Single(ComparisonWriter.Resource("Custom::Thing", Compare("Custom::Thing", """{"Doc":"{\"a\":1}"}""", """{"Doc":"{\"a\":\"1\"}"}""", ComparisonOptions.Drift), []).Differences!);

        Assert.Equal((JsonValueKind.Number, JsonValueKind.String), (difference.Left!.Value.ValueKind, difference.Right!.Value.ValueKind));
    }

    private static string Policy(string principal) =>
        """{"PolicyDocument":{"Statement":[{"Effect":"Allow","Principal":""" + principal + ""","Action":"s3:GetObject","Resource":"*"}]}}""";

    private static ComparisonResult Compare(string type, string left, string right, ComparisonOptions options) =>
        ResourceComparer.Compare(type, (MapValue)JsonValues.Parse(left), (MapValue)JsonValues.Parse(right), options);
}
