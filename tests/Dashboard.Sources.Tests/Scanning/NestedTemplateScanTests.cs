using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>What templates take from other files: nested stacks, snippets.</summary>
public sealed class NestedTemplateScanTests : WorkerScan
{
    [Theory]
    [InlineData("queues.yaml")]
    [InlineData("https://s3.amazonaws.com/templates-111111111111/main/templates/queues.yaml")]
    public async Task A_nested_template_is_found_in_the_repository_by_its_path(string url)
    {
        const string nested = """
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties: {VisibilityTimeout: 30}
            """;
        var outer = $$"""
            Resources:
              Queues:
                Type: AWS::CloudFormation::Stack
                Properties: {TemplateURL: "{{url}}"}
            """;
        Source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("templates/queues.yaml", nested.Replace("30", "60", StringComparison.Ordinal)), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", outer);
        var child = Cloud.AddStack("pr-7-worker-Queues", nested, parentId: stack.StackId);
        Cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackId, null);
        Cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();

        var pending = Assert.Single(scan.Evaluation.Stacks.Single().Resources, r => r.PendingChanges > 0);
        Assert.Equal(("Queues/Jobs", "/VisibilityTimeout"), (pending.Address.Path, Assert.Single(pending.Differences).Path.ToString()));
    }

    [Fact]
    public async Task A_nested_stack_that_a_cloud_names_instead_of_giving_its_ARN_is_there_and_is_not_unclaimed()
    {
        const string nested = "Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}}";
        const string outer = "Resources: {Queues: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: queues.yaml}}}";
        Source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("templates/queues.yaml", nested), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", outer);
        var child = Cloud.AddStack("pr-7-worker-Queues", nested);
        Cloud.AddStack("somebody-elses", nested);
        Cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackName, null);
        Cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();

        Assert.Equal(["Queues InSync", "Queues/Jobs InSync"], scan.Evaluation.Stacks.Single().Resources.Select(r => $"{r.Address.Path} {r.Status}"));
        var unclaimed = ListedStack.Unclaimed([scan.Snapshot]).Select(s => s.StackName).ToList();
        Assert.Contains("somebody-elses", unclaimed);
        Assert.DoesNotContain("pr-7-worker-Queues", unclaimed);
    }

    [Theory]
    [InlineData("snippets/queue.yaml")]
    [InlineData("s3://templates-111111111111/main/templates/snippets/queue.yaml")]
    public async Task What_a_template_includes_is_found_in_the_repository_and_compared_with_what_was_deployed(string location)
    {
        const string snippet = "VisibilityTimeout: 60\nDelaySeconds: 5\n";
        var template = $$"""
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties:
                  Fn::Transform: {Name: AWS::Include, Parameters: {Location: "{{location}}"} }
            """;
        Source.Commit("Ben", "includes", ("templates/worker.yaml", template), ("templates/snippets/queue.yaml", snippet), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", template);
        Cloud.SetProcessed(stack, """{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30, "DelaySeconds": 5}}}}""");
        Cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", "q-7", """{"QueueUrl": "q-7", "VisibilityTimeout": 30, "DelaySeconds": 7}""");
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();

        var jobs = Assert.Single(scan.Evaluation.Stacks.Single().Resources);
        Assert.Equal(
            ["DeployedLive /DelaySeconds 5 7", "DesiredDeployed /VisibilityTimeout 60 30"],
            jobs.Differences.Select(d => $"{d.Between} {d.Path} {d.Expected} {d.Actual}").Order(StringComparer.Ordinal));
        Assert.Empty(jobs.Unverified);
    }

    [Fact]
    public async Task A_snippet_that_the_repository_does_not_hold_is_said_and_everything_else_is_compared()
    {
        const string template =
            """
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties:
                  VisibilityTimeout: 60
                  Fn::Transform: {Name: AWS::Include, Parameters: {Location: "s3://elsewhere/queue.yaml"} }
              Fn::Transform: {Name: AWS::Include, Parameters: {Location: "s3://elsewhere/more.yaml"} }
              Other: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60} }
            """;
        Source.Commit("Ben", "includes", ("templates/worker.yaml", template), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", template);
        Cloud.SetProcessed(
            stack,
            """
            {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60, "DelaySeconds": 5}}, "Made": {"Type": "AWS::SQS::Queue"},
              "Other": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}}}
            """);
        Cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", "q-7", """{"QueueUrl": "q-7", "VisibilityTimeout": 60, "DelaySeconds": 5}""");
        Cloud.AddResource(stack, "Made", "AWS::SQS::Queue", "q-8", """{"QueueUrl": "q-8"}""");
        Cloud.AddResource(stack, "Other", "AWS::SQS::Queue", "q-9", """{"QueueUrl": "q-9", "VisibilityTimeout": 30}""");
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();

        var resources = scan.Evaluation.Stacks.Single().Resources;
        Assert.Equal(
            ["Other DesiredDeployed /VisibilityTimeout 60 30"],
            resources.SelectMany(r => r.Differences.Select(d => $"{r.Address} {d.Between} {d.Path} {d.Expected} {d.Actual}")));
        Assert.Equal(
            ["Jobs /Fn::Transform macro AWS::Include of s3://elsewhere/queue.yaml", "Made  whether the repository still has it: what AWS::Include makes is not known (line 7)"],
            resources.SelectMany(r => r.Unverified.Select(u => $"{r.Address} {u.Path} {u.Detail}")).Order(StringComparer.Ordinal));
        Assert.Equal(
            [6, 7],
            scan.Snapshot.Stacks.Single().Desired.Values.Single().Diagnostics.Where(d => d.Location.File.EndsWith("worker.yaml", StringComparison.Ordinal)).Select(d => d.Location.Line).Distinct().Order());
    }

    [Fact]
    public async Task A_nested_stack_that_cannot_be_read_any_more_does_not_keep_its_green_through_a_hint()
    {
        const string nested = "Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}}";
        const string outer = "Resources: {Queues: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: 'https://s3.amazonaws.com/b/unknown.yaml'}}, Own: {Type: AWS::SQS::Queue}}";
        Source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", outer);
        var child = Cloud.AddStack("pr-7-worker-Queues", nested, parentId: stack.StackId);
        Cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackId, null);
        Cloud.AddResource(stack, "Own", "AWS::SQS::Queue", "q-8", "{}");
        Cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");
        var first = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();
        var before = Assert.Single(first.Evaluation.Stacks);
        Cloud.Refusals[$"GetTemplate:{child.StackId}"] = ReadOutcome.Throttled;
        Cloud.Deploy(child);

        var again = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment, first.Snapshot, new ScanScope(before.Key, "Own")), null, Cancellation).Soon();

        Assert.Equal(Status.InSync, before.Status);
        Assert.Equal((Status.Unknown, StatusReason.Throttled), (again.Evaluation.Stacks[0].Status, again.Evaluation.Stacks[0].Reason));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(ReadOutcome.Throttled)]
    public async Task What_a_nested_stack_owns_is_its_own_also_where_its_template_could_not_be_read(ReadOutcome? refusal)
    {
        const string nested = "Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}}";
        const string outer = "Resources: {Queues: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: queues.yaml}}, Own: {Type: AWS::SQS::Queue}}";
        Source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("templates/queues.yaml", nested), ("parameters/worker.pr-7.json", "{}"));
        Repository.Update(TestContext.Current.CancellationToken);
        var stack = Cloud.AddStack("pr-7-worker", outer);
        var child = Cloud.AddStack("pr-7-worker-Queues", nested, parentId: stack.StackId);
        Cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackId, null);
        Cloud.AddResource(stack, "Own", "AWS::SQS::Queue", "q-8", "{}");
        Cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        Cloud.Listed["AWS::SQS::Queue"] = ["q-7", "q-8", "q-9"];
        if (refusal is { } outcome)
            Cloud.Refusals[$"GetTemplate:{child.StackId}"] = outcome;
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(Definition, Cancellation).Soon()).Single(e => e.Name == "pr-7");
        var scan = await scanner.ScanAsync(new ScanRequest(Repository, Definition, environment), null, Cancellation).Soon();
        Cloud.Calls.Clear();

        var inventory = Assert.Single(await InventoryReader.ReadAsync(Cloud, Time, [scan.Snapshot], Cancellation).Soon());

        Assert.Equal(["q-9"], inventory.Resources.Where(r => r.Type == "AWS::SQS::Queue").Select(r => r.Identifier));
        // What was read is not asked for once more.
        Assert.Equal(refusal is not null, Cloud.Calls.Exists(c => c.StartsWith("ListResources", StringComparison.Ordinal) && c.Contains(child.StackId, StringComparison.Ordinal)));
    }
}
