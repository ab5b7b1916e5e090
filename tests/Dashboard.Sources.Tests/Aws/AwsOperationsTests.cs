using System.Collections.Immutable;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Amazon.Runtime;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

public sealed class AwsOperationsTests
{
    [Fact]
    public void Every_operation_that_may_be_sent_reads_or_takes_on_a_role()
    {
        Assert.All(
            AwsOperations.CloudFormation.Union(AwsOperations.SecurityToken.Remove("AssumeRole")).Union(AwsOperations.Targets.Select(t => t.Replace("CloudApiService.", "", StringComparison.Ordinal))),
            operation => Assert.Matches("^(Describe|Get|List)[A-Z]", operation));
        Assert.DoesNotContain("DetectStackDrift", AwsOperations.CloudFormation);
        Assert.DoesNotContain(AwsOperations.Targets, t => !t.StartsWith("CloudApiService.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "Action=DescribeStacks&Version=2010-05-15", "DescribeStacks")]
    [InlineData(null, "Action=DetectStackDrift&Version=2010-05-15", null)]
    [InlineData(null, "Action=DeleteStack&StackName=Action%3DDescribeStacks", null)]
    [InlineData(null, "Action=DescribeStacks&Action=DeleteStack", null)]
    [InlineData(null, "", null)]
    [InlineData("CloudApiService.GetResource", "", "GetResource")]
    [InlineData("CloudApiService.DeleteResource", "", null)]
    [InlineData("CloudApiService.GetResource,CloudApiService.DeleteResource", "", null)]
    [InlineData("secretsmanager.GetSecretValue", "Action=DescribeStacks", null)]
    public void A_request_is_let_through_by_its_target_or_its_only_action(string? target, string body, string? name) =>
        Assert.Equal(name, AwsOperations.NameOf(target, body));

    [Fact]
    public async Task An_operation_that_is_not_on_the_list_never_leaves_the_process()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d</StackDriftDetectionId>");
        using var http = new AwsHttp();
        using var account = new AwsAccount(
            AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url), new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty), http, TimeProvider.System);
        using var client = new AmazonCloudFormationClient(
            new BasicAWSCredentials("SANDBOX111111111111", "sandbox"), account.Configure(new AmazonCloudFormationConfig(), CannedAws.Region));

        await Assert.ThrowsAnyAsync<NotSupportedException>(
            () => client.DetectStackDriftAsync(new DetectStackDriftRequest { StackName = "s" }, TestContext.Current.CancellationToken).Soon());

        Assert.Empty(aws.Requests);
    }

    [Fact]
    public void The_text_of_the_options_shows_no_secret_key() =>
        Assert.DoesNotContain(
            "CANARY", new AwsAccountOptions("111111111111") { AccessKeyId = "a", SecretKey = "CANARY" }.ToString(), StringComparison.Ordinal);
}
