using System.Text;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Tests.Scanning;

namespace Dashboard.Sources.Tests.Aws.Queues;

/// <summary>What EventBridge writes, and what others may write into the same queue.</summary>
public sealed class ChangeMessageTests
{
    private const string StackStatus = """
        {"version": "0", "source": "aws.cloudformation", "detail-type": "CloudFormation Stack Status Change", "account": "111111111111", "region": "eu-west-1",
         "resources": ["arn:aws:cloudformation:eu-west-1:111111111111:stack/production-worker/0c1d"],
         "detail": {"stack-id": "arn:aws:cloudformation:eu-west-1:111111111111:stack/production-worker/0c1d", "status-details": {"status": "UPDATE_COMPLETE", "status-reason": ""}}}
        """;

    private const string ApiCall = """
        {"version": "0", "source": "aws.sqs", "detail-type": "AWS API Call via CloudTrail", "account": "111111111111", "region": "eu-west-1",
         "detail": {"eventSource": "sqs.amazonaws.com", "eventName": "SetQueueAttributes", "readOnly": false,
          "requestParameters": {"queueUrl": "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs", "attributes": {"VisibilityTimeout": "300"}}, "responseElements": null}}
        """;

    [Fact]
    public void A_stack_s_change_names_the_stack()
    {
        Assert.True(ChangeMessage.TryRead(StackStatus, out var hint));
        Assert.Equal(("111111111111", "eu-west-1", "production-worker", null), (hint!.Scope.Account, hint.Scope.Region, hint.StackName, hint.LogicalId));
    }

    [Fact]
    public void Whatever_a_message_holds_nothing_is_thrown()
    {
        var turns = new FuzzTurns(3_000);
        foreach (var seed in turns.Seeds())
        {
            var body = Encoding.UTF8.GetString(new RandomReply(seed, "http://127.0.0.1:9").Spoil(Encoding.UTF8.GetBytes(seed % 2 == 0 ? StackStatus : ApiCall), isJson: true));
            turns.Measure(seed, () => body.Length > 400 ? body[..400] : body, () => ChangeMessage.TryRead(body, out _));
        }

        turns.AssertNothingWrong();
    }

    [Fact]
    public void A_resource_s_change_names_both()
    {
        Assert.True(ChangeMessage.TryRead(StackStatus.Replace("\"detail\": {", "\"detail\": {\"logical-resource-id\": \"Jobs\", \"physical-resource-id\": \"jobs\", ", StringComparison.Ordinal), out var hint));
        Assert.Equal(("production-worker", "Jobs", "jobs"), (hint!.StackName, hint.LogicalId, hint.PhysicalId));
    }

    [Fact]
    public void A_call_names_whatever_may_be_an_id()
    {
        Assert.True(ChangeMessage.TryRead(ApiCall, out var hint));
        Assert.Null(hint!.StackName);
        Assert.Equal(["300", "https://sqs.eu-west-1.amazonaws.com/111111111111/jobs"], hint.Names);
    }

    [Theory]
    [InlineData("\"readOnly\": false", "\"readOnly\": true")]
    [InlineData("\"readOnly\": false", "\"readOnly\": false, \"eventCategory\": \"Data\"")]
    [InlineData("\"readOnly\": false", "\"readOnly\": false, \"errorCode\": \"AccessDenied\"")]
    [InlineData("AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail")]
    [InlineData("\"requestParameters\": {", "\"x\": {")]
    [InlineData("SetQueueAttributes", "CreateLogStream")]
    public void A_call_that_changed_nothing_and_other_events_are_no_hint_and_no_poison(string before, string after)
    {
        Assert.True(ChangeMessage.TryRead(ApiCall.Replace(before, after, StringComparison.Ordinal), out var hint));
        Assert.Null(hint);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"source": 1, "account": "1", "region": "x", "detail": {}}""")]
    [InlineData("""{"source": "aws.cloudformation", "account": "1", "region": "x", "detail": []}""")]
    [InlineData("""{"Type": "Notification", "Message": "no event"}""")]
    public void What_is_no_event_is_poison(string body) => Assert.False(ChangeMessage.TryRead(body, out _));

    [Fact]
    public void Nesting_without_end_is_poison_and_a_flood_of_names_is_cut()
    {
        Assert.False(ChangeMessage.TryRead(new string('[', 100_000), out _));
        var many = string.Join(", ", Enumerable.Range(0, 1_000).Select(i => $"\"n{i}\": \"value-{i}\""));
        Assert.True(ChangeMessage.TryRead(ApiCall.Replace("\"queueUrl\"", many + ", \"queueUrl\"", StringComparison.Ordinal), out var hint));
        Assert.Equal(50, hint!.Names.Length);
    }

    [Theory]
    [InlineData("SubscriptionConfirmation")]
    [InlineData("UnsubscribeConfirmation")]
    public void What_SNS_says_of_a_subscription_is_no_poison(string type)
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { Type = type, TopicArn = "arn:aws:sns:eu-west-1:111111111111:changes", Message = "You have chosen to subscribe", SubscribeURL = "https://sns.eu-west-1.amazonaws.com/" });

        Assert.True(ChangeMessage.TryRead(body, out var hint));
        Assert.Null(hint);
    }

    [Fact]
    public void A_notification_of_SNS_is_opened()
    {
        var body = System.Text.Json.JsonSerializer.Serialize(new { Type = "Notification", Message = StackStatus });

        Assert.True(ChangeMessage.TryRead(body, out var hint));
        Assert.Equal("production-worker", hint!.StackName);
    }

    [Theory]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111111111111/driftboard-changes", "arn:aws:sqs:eu-west-1:111111111111:driftboard-changes")]
    [InlineData("https://sqs.cn-north-1.amazonaws.com.cn/111111111111/c.fifo", "arn:aws-cn:sqs:cn-north-1:111111111111:c.fifo")]
    public void A_queue_s_url_tells_its_region_and_arn(string url, string arn) => Assert.Equal(arn, Assert.Single(ChangeQueue.ReadAll(url)!.Value).Arn);

    [Theory]
    [InlineData("http://sqs.eu-west-1.amazonaws.com/111111111111/c")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com.evil.example/111111111111/c")]
    [InlineData("https://example.com/111111111111/c")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/111111111111/c, driftboard")]
    [InlineData("arn:aws:sqs:eu-west-1:111111111111:c")]
    public void Anything_else_is_no_queue(string text) => Assert.Null(ChangeQueue.ReadAll(text));
}
