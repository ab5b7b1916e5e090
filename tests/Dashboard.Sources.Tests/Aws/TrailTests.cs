using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Trail;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Who changed a resource, and when.</summary>
public sealed class TrailTests
{
    private const string Queue = "AWS::SQS::Queue";
    private const string Url = "https://sqs.eu-west-1.amazonaws.com/111111111111/orders";
    private const string Arn = "arn:aws:sqs:eu-west-1:111111111111:orders";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_by_hand_is_told_with_actor_call_and_time_and_stands_beside_what_CloudFormation_did()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        await using var aws = await StartAsync(new SandboxCloud(time));
        aws.DeployQueue(Staging, "worker");
        var jobs = aws.Cloud.FindStack(Staging, Region, "worker")!.Resources["Jobs"];
        time.Advance(TimeSpan.FromHours(2));
        aws.Cloud.ChangeByHand(
            Staging, Region, "worker", "Jobs", """[{"op":"replace","path":"/VisibilityTimeout","value":300}]""",
            new SandboxCaller($"arn:aws:sts::{Staging}:assumed-role/Operations/tomasz.wrona", "console.amazonaws.com"));
        using var source = aws.CreateSource(AwsAccountOptions.Sandbox(Staging, aws.Url), time);

        var trail = await source.ReadTrailAsync(Scope(Staging), new TrailSubject(Queue, jobs.PhysicalId, null, "worker", "Jobs"), Stop).Soon();

        Assert.Equal(
            new TrailEntry(time.GetUtcNow(), TrailSource.CloudTrail, "SetQueueAttributes", new TrailActor("tomasz.wrona", "Operations", $"arn:aws:sts::{Staging}:assumed-role/Operations/tomasz.wrona", "console"), "sqs"),
            trail.ByHand);
        Assert.Equal([(time.GetUtcNow().AddHours(-2), "CREATE_COMPLETE")], trail.Changes.Where(c => c.Source == TrailSource.StackEvents).Select(c => (c.At, c.Call)));
        Assert.Empty(trail.Gaps);
    }

    [Fact]
    public async Task A_denied_trail_says_which_action_is_missing_and_the_stack_still_tells()
    {
        await using var aws = await StartAsync();
        aws.DeployQueue(Staging, "worker");
        aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "LookupEvents"));
        using var source = aws.CreateSource(AwsAccountOptions.Sandbox(Staging, aws.Url));

        var trail = await source.ReadTrailAsync(Scope(Staging), new TrailSubject(Queue, Url, null, "worker", "Jobs"), Stop).Soon();

        Assert.Null(trail.ByHand);
        Assert.Single(trail.Changes);
        var gap = Assert.Single(trail.Gaps);
        Assert.Equal((TrailSource.CloudTrail, ReadOutcome.Denied), (gap.Source, gap.Outcome));
        Assert.StartsWith("cloudtrail:LookupEvents is missing", gap.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_told_it_says_why_that_may_be()
    {
        await using var aws = await StartAsync();
        using var source = aws.CreateSource(AwsAccountOptions.Sandbox(Staging, aws.Url));

        var trail = await source.ReadTrailAsync(Scope(Staging), new TrailSubject(Queue, Url, null, null, null), Stop).Soon();
        var nameless = await source.ReadTrailAsync(Scope(Staging), new TrailSubject(Queue, null, null, null, null), Stop).Soon();
        var foreign = await source.ReadTrailAsync(Scope(Production), new TrailSubject(Queue, Url, null, null, null), Stop).Soon();

        Assert.Empty(trail.Changes);
        Assert.Contains("in the last 90 days", Assert.Single(trail.Gaps).Reason, StringComparison.Ordinal);
        Assert.Contains("no physical id", Assert.Single(nameless.Gaps).Reason, StringComparison.Ordinal);
        Assert.Contains("is not listed under Driftboard:Accounts", Assert.Single(foreign.Gaps).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_changed_this_resource_past_CloudFormation_counts_and_no_parameter_of_a_call_is_kept()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", Page(
            Event("1", "SetQueueAttributes", extra: """ "requestParameters":{"attributes":{"Policy":"CANARY"}},"userAgent":"[aws-cli/2.1]" """),
            Event("2", "GetQueueAttributes", readOnly: true),
            Event("3", "SetQueueAttributes", extra: "\"errorCode\":\"AccessDenied\""),
            Event("4", "SetQueueAttributes", extra: "\"sourceIPAddress\":\"cloudformation.amazonaws.com\""),
            Event("5", "UpdateTable", source: "dynamodb.amazonaws.com", resources: """{"ResourceType":"AWS::DynamoDB::Table","ResourceName":"orders"}"""),
            Event("6", "TagQueue", resources: "", identity: """{"type":"AWSService","invokedBy":"tagging.amazonaws.com"}"""),
            Event("7", "CreateQueue", resources: $$"""{"ResourceName":"{{Arn}}"}""", identity: """{"type":"Root","arn":"arn:aws:iam::111111111111:root"}""", at: 1700000001),
            """{"EventId":"8","EventName":"x"}"""));
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject(Queue, Url, null, null, null), Stop).Soon();

        Assert.Equal(
            ["the account's root user CreateQueue", "m.ito SetQueueAttributes", "tagging.amazonaws.com TagQueue"], trail.Changes.Select(c => $"{c.Actor?.Name} {c.Call}"));
        Assert.DoesNotContain("CANARY", trail.ToString() + string.Concat(trail.Changes), StringComparison.Ordinal);
        Assert.Equal(["orders", Arn, Url], aws.Asked("LookupEvents").Select(r => JsonDocument.Parse(r.Form["LookupAttributes"]).RootElement[0].GetProperty("AttributeValue").GetString()));
        Assert.All(aws.Asked("LookupEvents"), r => Assert.Equal(("cloudtrail", "application/x-amz-json-1.1"), (r.SignedService, r.ContentType)));
    }

    [Fact]
    public async Task An_event_that_only_names_the_resource_and_what_a_service_does_are_told_and_are_no_change_by_hand()
    {
        const string group = """{"ResourceType":"AWS::EC2::SecurityGroup","ResourceName":"sg-1"}""";
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", Page(
            Event("1", "RunInstances", source: "ec2.amazonaws.com", resources: $$"""{"ResourceType":"AWS::EC2::VPC","ResourceName":"vpc-1"},{"ResourceType":"AWS::EC2::Instance","ResourceName":"i-1"},{{group}},{"ResourceType":"AWS::EC2::Subnet","ResourceName":"subnet-1"}""", at: 1700000009),
            Event("2", "RevokeSecurityGroupEgress", source: "ec2.amazonaws.com", resources: group, identity: """{"type":"AssumedRole","arn":"arn:aws:sts::111111111111:assumed-role/Deploy/eks","invokedBy":"eks.amazonaws.com"}""", at: 1700000005),
            Event("3", "AuthorizeSecurityGroupIngress", source: "ec2.amazonaws.com", resources: group + """,{"ResourceType":"AWS::EC2::VPC","ResourceName":"vpc-1"}""")));
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject("AWS::EC2::SecurityGroup", "sg-1", null, null, null), Stop).Soon();

        Assert.Equal(
            [("RunInstances", TrailPart.NamedIn), ("RevokeSecurityGroupEgress", TrailPart.ByService), ("AuthorizeSecurityGroupIngress", TrailPart.Change)], trail.Changes.Select(c => (c.Call, c.Part)));
        Assert.Equal("AuthorizeSecurityGroupIngress", trail.ByHand?.Call);
        Assert.Empty(trail.Gaps);

        aws.On("LookupEvents", Page(Event("4", "CreateGrant", source: "kms.amazonaws.com", resources: """{"ResourceType":"AWS::KMS::Key","ResourceName":"k-1"}""")));
        var key = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject("AWS::KMS::Key", "k-1", null, null, null), Stop).Soon();

        Assert.Null(key.ByHand);
        Assert.Equal(("CreateGrant", TrailPart.NamedIn), (Assert.Single(key.Changes).Call, key.Changes[0].Part));
        Assert.Contains("no change by hand", Assert.Single(key.Gaps).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UpdateFunctionConfiguration20150331v2", "AWS::Lambda::Function", true, true)]
    [InlineData("AddPermission20150331v2", "AWS::Lambda::Function", false, false)]
    [InlineData("AttachRolePolicy", "AWS::IAM::Role", true, true)]
    [InlineData("ModifyVpcAttribute", "AWS::EC2::VPC", false, true)]
    [InlineData("CreateTags", "AWS::EC2::VPC", false, true)]
    [InlineData("CreateSubnet", "AWS::EC2::VPC", false, false)]
    [InlineData("CreateNetworkInterface", "AWS::EC2::SecurityGroup", true, false)]
    [InlineData("PutRetentionPolicy", "AWS::Logs::LogGroup", false, true)]
    [InlineData("CreateLogStream", "AWS::Logs::LogGroup", false, false)]
    [InlineData("UpdateTimeToLive", "AWS::DynamoDB::Table", false, true)]
    [InlineData("Subscribe", "AWS::SNS::Topic", false, false)]
    public void A_call_changes_what_its_name_says(string call, string type, bool namesOthers, bool changes) => Assert.Equal(changes, TrailCalls.Changes(call, type, namesOthers));

    [Fact]
    public async Task A_version_that_CloudFormation_wrote_is_nobodys_and_one_that_CloudTrail_tells_of_is_told_once()
    {
        const string who = "arn:aws:iam::111111111111:user/m.ito";
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", Page(Event("1", "PutParameter", source: "ssm.amazonaws.com", resources: """{"ResourceType":"AWS::SSM::Parameter","ResourceName":"/level"}""", at: 1700001000)));
        aws.On("GetParameterHistory", Reply.Json($$"""
            {"Parameters":[{"Name":"/level","Version":1,"LastModifiedDate":1700000000.5,"LastModifiedUser":"arn:aws:sts::111111111111:assumed-role/Release/pipeline"},
            {"Name":"/level","Version":2,"LastModifiedDate":1700000500.0,"LastModifiedUser":"{{who}}"},{"Name":"/level","Version":3,"LastModifiedDate":1700001000.7,"LastModifiedUser":"{{who}}"}]}
            """));
        aws.OnQuery("DescribeStackEvents", """
            <StackEvents><member><StackId>s</StackId><EventId>e</EventId><StackName>shop</StackName><LogicalResourceId>Level</LogicalResourceId><ResourceType>AWS::SSM::Parameter</ResourceType>
            <Timestamp>2023-11-14T22:13:23Z</Timestamp><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member></StackEvents>
            """);
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject("AWS::SSM::Parameter", "/level", null, "shop", "Level"), Stop).Soon();

        Assert.Empty(trail.Gaps);
        Assert.Equal(["PutParameter", "version 2", "CREATE_COMPLETE"], trail.Changes.Select(c => c.Call));
    }

    [Fact]
    public async Task A_stack_with_more_events_than_are_read_is_not_said_to_have_told_everything()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", Page());
        aws.OnQuery("DescribeStackEvents", "<StackEvents/><NextToken>more</NextToken>");
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject(Queue, Url, null, "shop", "Orders"), Stop).Soon();

        Assert.Equal("The newest 5 pages of the stack's events do not name it; older ones were not looked at.", Assert.Single(trail.Gaps, g => g.Source == TrailSource.StackEvents).Reason);
    }

    [Fact]
    public async Task Pages_are_followed_to_a_bound_and_services_for_all_regions_are_asked_in_the_first_one()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", [.. Enumerable.Range(1, 9).Select(i => Page($"n{i}"))]);
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject("AWS::IAM::Role", "deploy", null, null, null), Stop).Soon();

        Assert.Contains("older ones were not looked at", Assert.Single(trail.Gaps).Reason, StringComparison.Ordinal);
        Assert.Equal(["us-east-1", "us-east-1", "us-east-1"], aws.Asked("LookupEvents").Select(r => r.SignedRegion));
    }

    [Fact]
    public async Task A_session_whose_name_is_a_credential_is_hidden()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("LookupEvents", Page(Event("1", "SetQueueAttributes", identity: """{"type":"IAMUser","arn":"arn:aws:iam::111111111111:user/AKIAIOSFODNN7EXAMPLE"}""")));
        using var source = aws.CreateSource();

        var trail = await source.ReadTrailAsync(CannedAws.Scope, new TrailSubject(Queue, Url, null, null, null), Stop).Soon();

        Assert.Equal("(hidden: it seems to hold a credential)", trail.ByHand?.Actor?.Name);
    }

    [Theory]
    [InlineData("arn:aws:sts::111111111111:assumed-role/Operations/m.ito@example.com", "m.ito@example.com as Operations")]
    [InlineData("arn:aws:iam::111111111111:user/team/m.ito", "m.ito as ")]
    [InlineData("arn:aws:iam::111111111111:root", "the account's root user as ")]
    [InlineData("N/A", " as ")]
    [InlineData(null, " as ")]
    public void An_ARN_names_a_person_and_the_role_taken_on(string? arn, string actor) =>
        Assert.Equal(actor, $"{TrailEvents.ActorOf(arn)?.Name} as {TrailEvents.ActorOf(arn)?.Role}");

    [Theory]
    [InlineData("AWS::S3::Bucket", "logs", "logs arn:aws:s3:::logs")]
    [InlineData("AWS::SSM::Parameter", "/shop/level", "/shop/level arn:aws:ssm:eu-west-1:111111111111:parameter/shop/level")]
    [InlineData("AWS::SNS::Topic", "arn:aws:sns:eu-west-1:111111111111:news", "arn:aws:sns:eu-west-1:111111111111:news news")]
    [InlineData("AWS::EC2::SecurityGroup", "sg-1", "sg-1")]
    [InlineData("AWS::ApiGateway::Stage", "abc|live", "abc live")]
    public void A_resource_is_looked_up_by_every_name_that_a_service_may_have_recorded(string type, string physicalId, string names) =>
        Assert.Equal(names, string.Join(' ', TrailNames.Of(CannedAws.Scope, new TrailSubject(type, physicalId, null, null, null))));

    [Fact]
    public void An_ARN_that_the_resource_itself_tells_is_one_of_its_names()
    {
        var live = MapValue.Create([KeyValuePair.Create("Arn", (PropertyValue)new ScalarValue("arn:aws:states:eu-west-1:111111111111:activity:a"))]);

        Assert.Equal(["a", "arn:aws:states:eu-west-1:111111111111:activity:a"], TrailNames.Of(CannedAws.Scope, new TrailSubject("AWS::StepFunctions::Activity", "a", live, null, null)));
    }

    private static Reply Page(params string[] events) => events is [['n', ..] token]
        ? Reply.Json($$"""{"Events":[],"NextToken":"{{token}}"}""")
        : Reply.Json($$"""{"Events":[{{string.Join(',', events)}}]}""");

    private static string Event(string id, string name, bool readOnly = false, string source = "sqs.amazonaws.com", string? resources = null, string? identity = null, string? extra = null, long at = 1700000000)
    {
        identity ??= """{"type":"IAMUser","userName":"m.ito","arn":"arn:aws:iam::111111111111:user/m.ito"}""";
        var whole = JsonSerializer.Serialize($$"""{"userIdentity":{{identity}}{{(extra is null ? "" : "," + extra)}}}""");
        resources ??= """{"ResourceType":"AWS::SQS::Queue","ResourceName":"orders"}""";
        return $$"""{"EventId":"{{id}}","EventName":"{{name}}","ReadOnly":"{{(readOnly ? "true" : "false")}}","EventTime":{{at}}.0,"EventSource":"{{source}}","Username":"m.ito","Resources":[{{resources}}],"CloudTrailEvent":{{whole}}}""";
    }
}
