using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Queues;

/// <summary>The queue and its rules, deployed as they stand in docs/access, in an event bus that others wrote: it judges the patterns, and what it delivers is read.</summary>
public sealed class ChangeRuleTests(MotoServer moto)
{
    private const string Region = "eu-west-1";
    private const string Account = "123456789012";
    private const string Call = "AWS API Call via CloudTrail";

    /// <summary>What happens, and the stack or the name that it is to be a hint of; null where it is to come to nobody.</summary>
    private static readonly (string Source, string DetailType, string Detail, string? Hint)[] Events =
    [
        ("aws.cloudformation", "CloudFormation Stack Status Change", Stack("""{"status-details": {"status": "UPDATE_COMPLETE", "status-reason": ""}, "client-request-token": ""}""", "production-shop"), "production-shop"),
        ("aws.cloudformation", "CloudFormation Resource Status Change", Stack("""{"logical-resource-id": "Jobs", "physical-resource-id": "jobs-1", "resource-type": "AWS::SQS::Queue", "properties": "{}"}""", "production-jobs"), "production-jobs Jobs"),
        ("aws.cloudformation", "CloudFormation Drift Detection Status Change", Stack("""{"stack-drift-detection-id": "b78ac9b0", "status-details": {"stack-drift-status": "DRIFTED", "detection-status": "DETECTION_COMPLETE"}}""", "production-drift"), "production-drift"),
        ("aws.sqs", Call, """{"eventName": "SetQueueAttributes", "readOnly": false, "requestParameters": {"queueUrl": "told-jobs"}}""", "told-jobs"),
        ("aws.sqs", Call, """{"eventName": "SetQueueAttributes", "readOnly": false, "requestParameters": {"queueUrl": "refused"}, "errorCode": "AccessDenied"}""", null),
        ("aws.sqs", Call, """{"eventName": "TagQueue", "readOnly": false, "eventCategory": "Management", "requestParameters": {"queueUrl": "tagged"}}""", "tagged"),
        ("aws.s3", Call, """{"eventName": "PutObject", "readOnly": false, "eventCategory": "Data", "requestParameters": {"bucketName": "data"}}""", null),
        ("aws.sqs", Call, """{"eventName": "GetQueueAttributes", "readOnly": true, "requestParameters": {"queueUrl": "read"}}""", null),
        ("aws.sts", Call, """{"eventName": "AssumeRole", "readOnly": false, "requestParameters": {"roleArn": "noise"}}""", null),
        ("aws.s3", "Object Created", """{"bucket": {"name": "elsewhere"}}""", null),
        ("aws.cloudformation", "CloudFormation StackSet Status Change", """{"stack-set-arn": "arn:aws:cloudformation:eu-west-1:123456789012:stackset/none/1"}""", null),
    ];

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public async Task The_rules_deliver_what_changes_something_and_each_delivery_is_a_hint(string apiCalls)
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        var name = $"rules-{apiCalls}-{Guid.NewGuid():N}";
        await AwsAsync(
            url, "cloudformation", "create-stack", "--stack-name", name, "--template-body", await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "access", "change-queue.yaml"), TestContext.Current.CancellationToken),
            "--parameters", $"ParameterKey=QueueName,ParameterValue={name}", $"ParameterKey=ApiCalls,ParameterValue={apiCalls}");

        // The queues of both cases stand on one bus, and each may be told of the other's events, too.
        foreach (var batch in Events.Chunk(10))
            await AwsAsync(url, "events", "put-events", "--entries", JsonSerializer.Serialize(batch.Select(e => new { e.Source, e.DetailType, e.Detail })));

        var hints = await TakeAsync(url, name);
        Assert.Equal(Events.Where(e => e.Hint is not null && (apiCalls == "true" || e.DetailType != Call)).Select(e => e.Hint!).Order(StringComparer.Ordinal), hints.Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>Everything that stands in the queue, as hints.</summary>
    private static async Task<List<string>> TakeAsync(string url, string name)
    {
        var hints = new List<string>();
        while (true)
        {
            // The command says nothing at all of a queue that is empty.
            var received = await AwsAsync(url, "sqs", "receive-message", "--queue-url", $"{url}/{Account}/{name}", "--max-number-of-messages", "10", "--wait-time-seconds", "0");
            if (received.Length == 0)
                return hints;
            foreach (var message in JsonNode.Parse(received)!["Messages"]!.AsArray())
            {
                var body = JsonNode.Parse(message!["Body"]!.GetValue<string>())!.AsObject();
                // The emulator leaves out the account, which EventBridge writes into every event.
                Assert.True(body.TryAdd("account", Account));
                Assert.True(ChangeMessage.TryRead(body.ToJsonString(), out var hint), body.ToJsonString());
                Assert.NotNull(hint);
                Assert.Equal((Account, Region), (hint.Scope.Account, hint.Scope.Region));
                hints.Add(hint.StackName is { } stack ? $"{stack} {hint.LogicalId}".TrimEnd() : Assert.Single(hint.Names));
            }
        }
    }

    private static string Stack(string detail, string name)
    {
        var members = JsonNode.Parse(detail)!.AsObject();
        members["stack-id"] = $"arn:aws:cloudformation:{Region}:{Account}:stack/{name}/0c1d";
        return members.ToJsonString();
    }

    private static async Task<string> AwsAsync(string url, params string[] arguments)
    {
        var (exitCode, output, error) = await AwsCommand.RunAsAsync(url, ["AKIAHOME", "x"], Region, arguments);
        Assert.True(exitCode == 0, error);
        return output.Trim();
    }
}
