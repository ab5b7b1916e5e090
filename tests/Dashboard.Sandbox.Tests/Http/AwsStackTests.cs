using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>Stacks, and drift found in them.</summary>
public sealed class AwsStackTests : AwsTests
{
    [Fact]
    public async Task A_stack_is_created_listed_read_updated_and_deleted()
    {
        var created = await RunAsync(
            "cloudformation", "create-stack", "--stack-name", "web", "--template-body", Template, "--parameters", "ParameterKey=Timeout,ParameterValue=45",
            "--tags", "Key=team,Value=shop");
        var stackId = created.GetProperty("StackId").GetString();

        var listed = (await RunAsync("cloudformation", "list-stacks")).GetProperty("StackSummaries")[0];
        Assert.Equal((stackId, "web", "CREATE_COMPLETE"), (Text(listed, "StackId"), Text(listed, "StackName"), Text(listed, "StackStatus")));
        Assert.StartsWith("2026-11-02T09:00:00", Text(listed, "CreationTime"), StringComparison.Ordinal);

        var described = (await RunAsync("cloudformation", "describe-stacks", "--stack-name", "web")).GetProperty("Stacks")[0];
        Assert.Equal("45", Text(described.GetProperty("Parameters")[0], "ParameterValue"));
        Assert.Equal("arn:aws:sqs:eu-west-1:111111111111:web-jobs", Text(described.GetProperty("Outputs")[0], "OutputValue"));
        Assert.Equal("shop", Text(described.GetProperty("Tags")[0], "Value"));

        var resources = (await RunAsync("cloudformation", "describe-stack-resources", "--stack-name", "web")).GetProperty("StackResources").EnumerateArray().ToList();
        Assert.Equal(["Jobs AWS::SQS::Queue", "News AWS::SNS::Topic"], resources.Select(r => $"{Text(r, "LogicalResourceId")} {Text(r, "ResourceType")}"));
        Assert.Equal(QueueUrl, Text(resources[0], "PhysicalResourceId"));

        var template = await RunAsync("cloudformation", "get-template", "--stack-name", "web");
        Assert.Equal(Template, template.GetProperty("TemplateBody").GetString());

        await RunAsync("cloudformation", "update-stack", "--stack-name", "web", "--use-previous-template", "--parameters", "ParameterKey=Timeout,ParameterValue=60");
        Assert.Equal("60", Server.Cloud.Live("AWS::SQS::Queue", QueueUrl)["VisibilityTimeout"]!.ToString());

        var events = (await RunAsync("cloudformation", "describe-stack-events", "--stack-name", "web")).GetProperty("StackEvents").EnumerateArray().ToList();
        Assert.Equal(("web", "UPDATE_COMPLETE"), (Text(events[0], "LogicalResourceId"), Text(events[0], "ResourceStatus")));
        Assert.Equal(("web", "CREATE_IN_PROGRESS"), (Text(events[^1], "LogicalResourceId"), Text(events[^1], "ResourceStatus")));

        Assert.Equal((0, ""), (await Server.AwsAsync("cloudformation", "delete-stack", "--stack-name", "web")) is var deleted ? (deleted.ExitCode, deleted.Output) : default);
        Assert.Empty(Server.Cloud.ListStacks(Account, Region));
    }

    [Fact]
    public async Task A_change_by_hand_is_found_by_drift_detection()
    {
        Server.Cloud.CreateStack(Stack("web", Template));

        var progress = (await RunAsync(
            "cloudcontrol", "update-resource", "--cli-input-json",
            $$"""{"TypeName":"AWS::SQS::Queue","Identifier":"{{QueueUrl}}","PatchDocument":"[{\"op\":\"replace\",\"path\":\"/VisibilityTimeout\",\"value\":300}]"}""")).GetProperty("ProgressEvent");
        Assert.Equal(("UPDATE", QueueUrl), (Text(progress, "Operation"), Text(progress, "Identifier")));
        Assert.Equal(
            "SUCCESS",
            Text((await RunAsync("cloudcontrol", "get-resource-request-status", "--request-token", Text(progress, "RequestToken"))).GetProperty("ProgressEvent"), "OperationStatus"));

        var id = Text(await RunAsync("cloudformation", "detect-stack-drift", "--stack-name", "web"), "StackDriftDetectionId");
        Assert.Equal("DETECTION_IN_PROGRESS", Text(await RunAsync("cloudformation", "describe-stack-drift-detection-status", "--stack-drift-detection-id", id), "DetectionStatus"));
        Time.Advance(TimeSpan.FromSeconds(1));
        var done = await RunAsync("cloudformation", "describe-stack-drift-detection-status", "--stack-drift-detection-id", id);
        Assert.Equal(("DETECTION_COMPLETE", "DRIFTED", 1), (Text(done, "DetectionStatus"), Text(done, "StackDriftStatus"), done.GetProperty("DriftedStackResourceCount").GetInt32()));

        var drifts = (await RunAsync("cloudformation", "describe-stack-resource-drifts", "--stack-name", "web")).GetProperty("StackResourceDrifts").EnumerateArray().ToList();
        Assert.Equal(["Jobs MODIFIED", "News IN_SYNC"], drifts.Select(d => $"{Text(d, "LogicalResourceId")} {Text(d, "StackResourceDriftStatus")}"));
        var difference = drifts[0].GetProperty("PropertyDifferences")[0];
        Assert.Equal(
            ("/VisibilityTimeout", "30", "300", "NOT_EQUAL"),
            (Text(difference, "PropertyPath"), Text(difference, "ExpectedValue"), Text(difference, "ActualValue"), Text(difference, "DifferenceType")));
    }
}
