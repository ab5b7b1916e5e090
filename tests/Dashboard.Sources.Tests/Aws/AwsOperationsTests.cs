using System.Collections.Immutable;
using Amazon.CloudFormation;
using Amazon.CloudFormation.Model;
using Amazon.Runtime;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Trail;
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
    [InlineData("cloudformation", null, "Action=DescribeStacks&Version=2010-05-15", "DescribeStacks")]
    [InlineData("cloudformation", null, "Action=DetectStackDrift&Version=2010-05-15", null)]
    [InlineData("cloudformation", null, "Action=DeleteStack&StackName=Action%3DDescribeStacks", null)]
    [InlineData("cloudformation", null, "Action=DescribeStacks&Action=DeleteStack", null)]
    [InlineData("cloudformation", null, "", null)]
    [InlineData("ec2", null, "Action=DescribeStacks", null)]
    [InlineData("ec2", null, "Action=DescribeSubnets", "DescribeSubnets")]
    [InlineData("ec2", null, "Action=DescribeSubnets&Action=DeleteSubnet", null)]
    [InlineData("ec2", null, "Action=DeleteSubnet", null)]
    [InlineData("iam", null, "Action=GetRole&RoleName=r", "GetRole")]
    [InlineData("iam", null, "Action=CreateAccessKey", null)]
    [InlineData("iam", null, "Action=SimulatePrincipalPolicy&PolicySourceArn=a", "SimulatePrincipalPolicy")]
    [InlineData("iam", null, "Action=SimulateCustomPolicy", null)]
    [InlineData("cloudcontrolapi", "CloudApiService.GetResource", "", "GetResource")]
    [InlineData("cloudcontrolapi", "CloudApiService.DeleteResource", "", null)]
    [InlineData("cloudcontrolapi", "CloudApiService.GetResource,CloudApiService.DeleteResource", "", null)]
    [InlineData("secretsmanager", "secretsmanager.DescribeSecret", "", "DescribeSecret")]
    [InlineData("secretsmanager", "secretsmanager.GetSecretValue", "Action=DescribeStacks", null)]
    [InlineData("sqs", "AmazonSQS.ReceiveMessage", "", null)]
    [InlineData("kms", "TrentService.Decrypt", "", null)]
    public void A_request_is_let_through_by_its_service_and_its_target_or_only_action(string service, string? target, string body, string? name) =>
        Assert.Equal(name, AwsOperations.NameOf(new AwsRequest(service, false, "/", "", target, body)));

    [Theory]
    [InlineData("DetectStackDrift", true)]
    [InlineData("DetectStackResourceDrift", true)]
    [InlineData("DescribeStackDriftDetectionStatus", true)]
    [InlineData("DetectStackSetDrift", false)]
    [InlineData("UpdateStack", false)]
    public void A_detection_is_let_through_only_where_the_account_says_so(string action, bool may)
    {
        var request = new AwsRequest("cloudformation", false, "/", "", null, $"Action={action}&Version=2010-05-15");

        Assert.Null(AwsOperations.NameOf(request));
        Assert.Equal(may ? action : null, AwsOperations.NameOf(request, detectsDrift: true));
    }

    [Theory]
    [InlineData("s3", "/logs", "?policy", "GetBucketPolicy")]
    [InlineData("s3", "/", "?versioning", "GetBucketVersioning")]
    [InlineData("s3", "/logs", "", null)]
    [InlineData("s3", "/logs/secret.txt", "", null)]
    [InlineData("s3", "/logs/secret.txt", "?policy", null)]
    [InlineData("s3", "/logs", "?policy&versions", null)]
    [InlineData("s3", "/logs", "?list-type=2", null)]
    [InlineData("lambda", "/2015-03-31/functions/f/configuration", "", "GetFunctionConfiguration")]
    [InlineData("lambda", "/2015-03-31/functions/f", "", null)]
    [InlineData("lambda", "/2015-03-31/functions/f/invocations/configuration", "", null)]
    public void A_request_without_a_form_is_let_through_by_its_address(string service, string path, string search, string? name)
    {
        Assert.Equal(name, AwsOperations.NameOf(new AwsRequest(service, true, path, search, null, "")));
        Assert.Null(AwsOperations.NameOf(new AwsRequest(service, false, path, search, null, "")));
    }

    [Fact]
    public void Every_operation_of_the_readers_only_reads_and_no_data()
    {
        Assert.All(AwsOperations.Readers, o => Assert.Matches("^(Describe|Get|List)[A-Z]", o.Name));
        Assert.All(AwsOperations.Readers, o => Assert.False(DataPlane.IsDenied(o.Permission), o.Permission));
        Assert.Equal(AwsOperations.Readers.Length, AwsOperations.Readers.DistinctBy(o => (o.Service, o.Name)).Count());
    }

    [Fact]
    public void The_operations_that_may_leave_the_process_are_these()
    {
        var all = AwsOperations.CloudFormation.Select(o => "cloudformation:" + o)
            .Concat(AwsOperations.Detection.Select(o => $"cloudformation:{o}, where the account's settings start detections"))
            .Concat(AwsOperations.SecurityToken.Select(o => "sts:" + o))
            .Concat(AwsOperations.Targets.Select(t => t.Split('.')[1]).Select(o => $"cloudcontrolapi:{o} (cloudformation:{o})"))
            .Concat(AwsOperations.QueueTargets.Select(t => $"sqs:{t.Split('.')[1]}, of the queues that the account's settings name"))
            .Concat(AwsOperations.Reading.Select(o => $"{o.Service}:{o.Name}" + (o.Permission == $"{o.Service}:{o.Name}" ? "" : $" ({o.Permission})")));

        Assert.Equal(File.ReadAllLines(Path.Combine(RepositoryRoot.Find(), "tests", "Dashboard.Sources.Tests", "Aws", "reading-operations.txt")), all.Order(StringComparer.Ordinal));
        // Another set of them would be missing above.
        Assert.Equal(
            ["CloudFormation", "Detection", "QueueTargets", "Readers", "Reading", "SecurityToken", "Simulation", "Targets"],
            typeof(AwsOperations).GetFields().Select(f => f.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_operation_that_reads_does_so_by_its_name_or_is_known_to_do_nothing() =>
        Assert.All(AwsOperations.Reading.Except([AwsOperations.Simulation]), o => Assert.Matches("^(Describe|Get|List|Lookup)[A-Z]", o.Name));

    [Fact]
    public void What_tells_who_changed_something_only_reads_too()
    {
        Assert.Equal(["cloudtrail:LookupEvents", "ssm:GetParameterHistory"], TrailOperations.All.Select(o => o.Permission));
        Assert.Equal("LookupEvents", AwsOperations.NameOf(new AwsRequest("cloudtrail", false, "/", "", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents", "")));
        Assert.Null(AwsOperations.NameOf(new AwsRequest("cloudtrail", false, "/", "", "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.StopLogging", "")));
        Assert.Null(AwsOperations.NameOf(new AwsRequest("ssm", false, "/", "", "AmazonSSM.GetParametersByPath", "")));
    }

    [Fact]
    public async Task An_operation_that_is_not_on_the_list_never_leaves_the_process()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d</StackDriftDetectionId>");
        using var http = new AwsHttp();
        using var account = new AwsAccount(
            AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url), new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty), http, new ServiceClock(TimeProvider.System));
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
