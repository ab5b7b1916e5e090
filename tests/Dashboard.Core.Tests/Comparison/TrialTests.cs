using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using static Dashboard.Core.Tests.Write;

namespace Dashboard.Core.Tests.Comparison;

/// <summary>A list of which too many items have moved: of what is left nothing is sure, and other lists are none the worse for it.</summary>
public sealed class TrialTests
{
    private const string Bucket = "AWS::S3::Bucket";

    [Fact]
    public void Many_items_that_share_no_form_are_perhaps_different_and_the_next_list_is_compared_as_ever()
    {
        var result = ResourceComparer.Compare(Bucket, Properties(150, "old", "4e1c2c9a-1", "4e1c2c9a-2"), Properties(150, "new", "other", Arn("4e1c2c9a-1"), Arn("4e1c2c9a-2")), ComparisonOptions.Drift);

        var (analytics, rest) = (result.Differences.Where(d => d.Path.TopLevelName == "AnalyticsConfigurations").ToList(), result.Differences.Where(d => d.Path.TopLevelName != "AnalyticsConfigurations"));
        Assert.NotEmpty(analytics);
        Assert.All(analytics, d => Assert.Equal(Confidence.Possible, d.Confidence));
        Assert.Equal([(DifferenceKind.Add, Confidence.Confirmed)], rest.Select(d => (d.Kind, d.Confidence)));
    }

    [Fact]
    public void Few_items_that_are_different_are_so_for_certain()
    {
        var result = ResourceComparer.Compare(Bucket, Properties(20, "old"), Properties(20, "new"), ComparisonOptions.Drift);

        Assert.NotEmpty(result.Differences);
        Assert.All(result.Differences, d => Assert.Equal(Confidence.Confirmed, d.Confidence));
    }

    private static string Arn(string key) => "arn:aws:kms:eu-west-1:111111111111:key/" + key;

    private static MapValue Properties(int count, string prefix, params string[] keys) => MapValue.Of(
        ("AnalyticsConfigurations", new ListValue([.. Enumerable.Range(0, count).Select(i => MapValue.Of(("Prefix", Text($"{prefix}{i}"))))])),
        ("BucketEncryption", MapValue.Of(("ServerSideEncryptionConfiguration", new ListValue(
            [.. keys.Select(k => MapValue.Of(("ServerSideEncryptionByDefault", MapValue.Of(("KMSMasterKeyID", Text(k)), ("SSEAlgorithm", Text("aws:kms"))))))])))));
}
