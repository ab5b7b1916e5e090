using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Tests.Shared;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

public sealed class ChangeSetTests
{
    private const string Before = """
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}
          Gone: {Type: AWS::SNS::Topic}
          Same: {Type: AWS::SNS::Topic}
          Moved: {Type: AWS::SQS::Queue, Properties: {QueueName: first}}
        """;

    private const string After = """
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60, DelaySeconds: 5}}
          New: {Type: AWS::SNS::Topic}
          Same: {Type: AWS::SNS::Topic}
          Moved: {Type: AWS::SQS::Queue, Properties: {QueueName: second}}
        """;

    private readonly SandboxCloud _cloud = new();

    public ChangeSetTests() => _cloud.CreateStack(Request(Before));

    [Fact]
    public void It_says_what_would_change_and_changes_nothing()
    {
        var set = _cloud.CreateChangeSet(Request(After), "next");

        Assert.Equal(
            ["Remove Gone", "Modify Jobs DelaySeconds,VisibilityTimeout False", "Modify Moved QueueName True", "Add New"],
            set.Changes.Select(c => $"{c.Action} {c.LogicalId} {string.Join(',', c.Properties)} {c.IsReplaced}".TrimEnd()));
        Assert.Equal(("CREATE_COMPLETE", "AVAILABLE"), (set.Status, set.ExecutionStatus));
        Assert.Equal(["Gone", "Jobs", "Moved", "Same"], _cloud.FindStack(Account, Region, "web")!.Resources.Keys);
    }

    [Fact]
    public void Executing_it_updates_the_stack_once()
    {
        var set = _cloud.CreateChangeSet(Request(After), "next");

        var stack = _cloud.ExecuteChangeSet(Account, Region, "next", "web");

        Assert.Equal(("UPDATE_COMPLETE", After), (stack.Status, stack.TemplateBody));
        Assert.Equal("EXECUTE_COMPLETE", _cloud.GetChangeSet(Account, Region, set.Id, null).ExecutionStatus);
        Assert.Equal("InvalidChangeSetStatus", Assert.Throws<SandboxException>(() => _cloud.ExecuteChangeSet(Account, Region, set.Id, null)).Code);
    }

    [Fact]
    public void One_without_changes_has_failed_and_cannot_be_executed()
    {
        var set = _cloud.CreateChangeSet(Request(Before), "same");

        Assert.Equal(("FAILED", "UNAVAILABLE"), (set.Status, set.ExecutionStatus));
        Assert.Contains("didn't contain changes", set.StatusReason, StringComparison.Ordinal);
        Assert.Equal("InvalidChangeSetStatus", Assert.Throws<SandboxException>(() => _cloud.ExecuteChangeSet(Account, Region, set.Id, null)).Code);
    }

    [Fact]
    public void A_name_is_used_once_and_what_is_not_there_is_refused()
    {
        _cloud.CreateChangeSet(Request(After), "next");

        Assert.Equal("AlreadyExistsException", Assert.Throws<SandboxException>(() => _cloud.CreateChangeSet(Request(After), "next")).Code);
        Assert.Equal("ValidationError", Assert.Throws<SandboxException>(() => _cloud.CreateChangeSet(Request(After) with { StackName = "other" }, "next")).Code);
        _cloud.DeleteChangeSet(Account, Region, "next", "web");
        Assert.Equal("ChangeSetNotFound", Assert.Throws<SandboxException>(() => _cloud.GetChangeSet(Account, Region, "next", "web")).Code);
        Assert.Empty(_cloud.ListChangeSets(Account, Region, "web"));
    }

    [Fact]
    public void One_that_is_to_create_its_stack_leaves_one_that_holds_nothing_until_it_is_executed()
    {
        var request = Request(After) with { StackName = "fresh" };

        var set = _cloud.CreateChangeSet(request, "first", creates: true);
        var other = _cloud.CreateChangeSet(request with { TemplateBody = Before }, "second", creates: true);

        var announced = _cloud.FindStack(Account, Region, "fresh")!;
        Assert.Equal(("REVIEW_IN_PROGRESS", "", 0, set.StackId), (announced.Status, announced.TemplateBody, announced.Resources.Count, other.StackId));
        Assert.Equal(["Add Jobs", "Add Moved", "Add New", "Add Same"], set.Changes.Select(c => $"{c.Action} {c.LogicalId}"));
        Assert.Equal(("CREATE_COMPLETE", "AVAILABLE"), (set.Status, set.ExecutionStatus));
        Assert.Equal("AlreadyExistsException", Assert.Throws<SandboxException>(() => _cloud.CreateStack(request)).Code);
        Assert.Contains("is in REVIEW_IN_PROGRESS state", Assert.Throws<SandboxException>(() => _cloud.CreateChangeSet(request, "third")).Message, StringComparison.Ordinal);

        var made = _cloud.ExecuteChangeSet(Account, Region, "first", "fresh");

        Assert.Equal(("CREATE_COMPLETE", After, set.StackId), (made.Status, made.TemplateBody, made.StackId));
        Assert.Equal(["Jobs", "Moved", "New", "Same"], _cloud.FindStack(Account, Region, "fresh")!.Resources.Keys);
        Assert.Equal(["REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS"], made.Events.Where(e => e.LogicalId == "fresh").Select(e => e.Status).Take(2));
        Assert.Equal("EXECUTE_COMPLETE", _cloud.GetChangeSet(Account, Region, set.Id, null).ExecutionStatus);
        Assert.Equal("InvalidChangeSetStatus", Assert.Throws<SandboxException>(() => _cloud.ExecuteChangeSet(Account, Region, other.Id, null)).Code);
    }

    [Fact]
    public void Deleting_one_that_is_to_create_its_stack_leaves_the_stack_and_one_of_a_stack_that_is_there_is_refused()
    {
        var set = _cloud.CreateChangeSet(Request(After) with { StackName = "fresh" }, "first", creates: true);

        _cloud.DeleteChangeSet(Account, Region, set.Id, null);

        Assert.Equal("REVIEW_IN_PROGRESS", _cloud.FindStack(Account, Region, "fresh")!.Status);
        Assert.Empty(_cloud.ListChangeSets(Account, Region, "fresh"));
        Assert.Equal(
            ("ValidationError", "Stack [web] already exists and cannot be created again with the changeSet [first]."),
            (Assert.Throws<SandboxException>(() => _cloud.CreateChangeSet(Request(After), "first", creates: true)) is var refused ? refused.Code : "", refused.Message));
        _cloud.DeleteStack(Account, Region, "fresh");
        Assert.Null(_cloud.FindStack(Account, Region, "fresh"));
    }

    [Fact]
    public async Task The_aws_command_makes_lists_describes_and_executes_one()
    {
        AwsCommand.Require();
        await using var server = await SandboxServer.StartAsync(_cloud).Soon();

        var made = await server.AwsAsync("cloudformation", "create-change-set", "--stack-name", "web", "--change-set-name", "next", "--change-set-type", "UPDATE", "--template-body", After);
        var listed = await server.AwsAsync("cloudformation", "list-change-sets", "--stack-name", "web");
        var described = await server.AwsAsync("cloudformation", "describe-change-set", "--stack-name", "web", "--change-set-name", "next");
        var executed = await server.AwsAsync("cloudformation", "execute-change-set", "--stack-name", "web", "--change-set-name", "next");
        var type = await server.AwsAsync("cloudformation", "describe-type", "--type", "RESOURCE", "--type-name", "AWS::SQS::Queue");

        Assert.All([made, listed, described, executed, type], r => Assert.True(r.ExitCode == 0, r.Error));
        using var list = JsonDocument.Parse(listed.Output);
        Assert.Equal("next", list.RootElement.GetProperty("Summaries")[0].GetProperty("ChangeSetName").GetString());
        using var description = JsonDocument.Parse(described.Output);
        Assert.Equal(["Remove", "Modify", "Modify", "Add"], description.RootElement.GetProperty("Changes").EnumerateArray().Select(c => c.GetProperty("ResourceChange").GetProperty("Action").GetString()));
        Assert.Equal("UPDATE_COMPLETE", _cloud.FindStack(Account, Region, "web")!.Status);
        using var schema = JsonDocument.Parse(JsonDocument.Parse(type.Output).RootElement.GetProperty("Schema").GetString()!);
        Assert.Equal("sqs:GetQueueAttributes", schema.RootElement.GetProperty("handlers").GetProperty("read").GetProperty("permissions")[0].GetString());
    }

    private static StackRequest Request(string template) => new() { Account = Account, Region = Region, StackName = "web", TemplateBody = template };
}
