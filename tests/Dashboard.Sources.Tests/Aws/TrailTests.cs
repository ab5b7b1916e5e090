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
        Assert.Contains("is not configured", Assert.Single(foreign.Gaps).Reason, StringComparison.Ordinal);
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
