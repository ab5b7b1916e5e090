using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

public sealed class EnvironmentScannerTests : IDisposable
{
    private const string Application = """
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
          - name: "pr-{number}"
            tier: ephemeral
            account: "111111111111"
            regions: [eu-west-1]
            like: staging
        components:
          - name: worker
            template: templates/worker.yaml
            parameters: ["parameters/worker.{environment}.json"]
            stack: "{environment}-worker"
        """;

    private const string Template = """
        Parameters:
          Timeout: {Type: Number}
          Token: {Type: String, NoEcho: true}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: !Ref Timeout
          Handler:
            Type: AWS::Lambda::Function
            Properties:
              FunctionName: !Sub "${AWS::StackName}-handler"
              Handler: index.handler
              Environment:
                Variables:
                  QUEUE: !GetAtt Jobs.Arn
        """;

    private const string QueueId = "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-jobs";
    private const string QueueArn = "arn:aws:sqs:eu-west-1:111111111111:staging-worker-jobs";

    private readonly TemporaryRepository _source = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly FakeCloud _cloud;
    private readonly LiveStack _stack;
    private readonly GitRepository _repository;
    private readonly ApplicationDefinition _application;

    public EnvironmentScannerTests()
    {
        _source.Commit("Ana", "first", ("driftboard.yaml", Application), ("templates/worker.yaml", Template), ("parameters/worker.staging.json", """{"Timeout": "30"}"""));
        _cloud = new FakeCloud(_fingerprinter, _time);
        _stack = AddWorker("staging", QueueId, QueueArn);
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
    }

    public void Dispose()
    {
        _repository.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task What_runs_as_the_repository_says_is_in_sync_with_full_coverage()
    {
        var stack = await ScanStackAsync();

        Assert.Equal((Status.InSync, new Coverage(2, 2), 0, 0), (stack.Status, stack.Coverage, stack.PendingChanges, stack.Drifted));
        Assert.Equal(_time.GetUtcNow(), stack.OldestReadAt);
    }

    [Fact]
    public async Task Stacks_of_the_account_that_nothing_claims_are_listed_unless_the_filter_leaves_them_out()
    {
        var other = _cloud.AddStack("billing", Template);
        _cloud.AddStack("billing-nested", Template, parentId: other.StackId);
        _cloud.AddStack("sandbox-1", Template);
        _cloud.Filter = StackFilter.Read("staging-*, billing*", null)!;

        var snapshot = await ScanAsync(Scanner());

        Assert.Equal(["billing False", "staging-worker True"], snapshot.Snapshot.Listed.Select(s => $"{s.StackName} {s.IsClaimed}"));
        Assert.Equal(["billing"], ListedStack.Unclaimed([snapshot.Snapshot]).Select(s => s.StackName));
    }

    [Theory]
    // The second sweep begins in time, and comes to the last of two resources only after so many minutes.
    [InlineData(20, null)]
    [InlineData(56, "live reads in eu-west-1 got 61 minutes old and are to get no older than 60. If that is said again and nothing else was wrong, the calls that they take do not fit into that time: raise Driftboard:Scan:LiveMaxAgeMinutes:Staging, or, as far as AWS lets more calls through, Driftboard:Scan:CallsPerSecond.")]
    public async Task A_sweep_that_takes_longer_than_the_planned_age_allows_says_how_old_reads_got_and_what_to_do(int minutes, string? said)
    {
        var spread = new LiveSpread(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(5), 1000);
        var scanner = Scanner();
        var first = await scanner.ScanAsync(Request() with { Spread = spread }, null, Cancellation).Soon();
        var reads = 0;
        _cloud.OnRead = () => _time.Advance(reads++ == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(minutes));
        _time.Advance(spread.Interval);

        var slow = await scanner.ScanAsync(Request() with { Spread = spread, Previous = first.Snapshot }, null, Cancellation).Soon();
        var hinted = await scanner.ScanAsync(Request() with { Previous = slow.Snapshot, Only = new ScanScope(slow.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();
        var whole = await scanner.ScanAsync(Request() with { Previous = slow.Snapshot }, null, Cancellation).Soon();

        Assert.Empty(Said(first));
        Assert.Equal(said is null ? [] : [said], Said(slow));
        // Reading one resource for a hint changes nothing of that; a look at everything by hand makes no plan that could be broken.
        Assert.Equal(Said(slow), Said(hinted));
        Assert.Empty(Said(whole));

        static IEnumerable<string> Said(ScanResult scan) =>
            scan.Snapshot.Diagnostics.Where(d => d is { Severity: DiagnosticSeverity.Warning, Key: "staging", Location.File: "account 111111111111" }).Select(d => d.Message);
    }

    [Fact]
    public async Task What_a_plan_left_unread_for_too_long_is_said()
    {
        var scanner = Scanner();
        var spread = new LiveSpread(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(5), 0);
        AddWorker("two", "https://two", "arn:two");
        var first = await scanner.ScanAsync(Request() with { Spread = spread }, null, Cancellation).Soon();
        _time.Advance(TimeSpan.FromMinutes(90));

        var late = await scanner.ScanAsync(Request() with { Spread = spread, Previous = first.Snapshot }, null, Cancellation).Soon();

        Assert.Contains(late.Snapshot.Diagnostics, d => d.Message.StartsWith("live reads in eu-west-1 got 90 minutes old and are to get no older than 60", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_by_hand_is_drift_at_its_property()
    {
        _cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));

        var stack = await ScanStackAsync();

        var difference = Assert.Single(stack.Resources.SelectMany(r => r.Differences));
        Assert.Equal((Status.Modified, "/VisibilityTimeout", "30", "300"), (stack.Status, difference.Path.ToString(), difference.Expected!.ToString(), difference.Actual!.ToString()));
    }

    [Fact]
    public async Task A_commit_that_is_not_released_is_a_pending_change_and_no_drift()
    {
        _source.Commit("Ben", "slower", ("parameters/worker.staging.json", """{"Timeout": "60"}"""));
        _repository.Update(TestContext.Current.CancellationToken);

        var stack = await ScanStackAsync();

        var difference = Assert.Single(stack.Resources.SelectMany(r => r.Differences));
        Assert.Equal((Status.InSync, 1, DifferenceBetween.DesiredDeployed, "60", "30"), (stack.Status, stack.PendingChanges, difference.Between, difference.Expected!.ToString(), difference.Actual!.ToString()));
    }

    [Theory]
    [InlineData("samconfig.toml", "staging", "60")]
    [InlineData("samconfig.toml", "default", "60")]
    [InlineData("samconfig.toml#{environment}", "staging", "60")]
    [InlineData("samconfig.toml#stage-eu", "stage-eu", "60")]
    [InlineData("samconfig.toml#{environment}", "default", null)]
    public async Task Parameters_come_from_the_environment_of_samconfig_that_is_named(string parameters, string section, string? expected)
    {
        _source.Commit("Ben", "sam", ("samconfig.toml", $"[{section}.deploy.parameters]\nparameter_overrides = \"Timeout=60\"\n[other.deploy.parameters]\nparameter_overrides = \"Timeout=90\"\n"));
        _repository.Update(TestContext.Current.CancellationToken);

        var application = _application with { Components = [_application.Components[0] with { Parameters = [parameters] }] };
        var scan = await Scanner().ScanAsync(Request() with { Application = application }, null, Cancellation).Soon();

        var difference = Assert.Single(scan.Evaluation.Stacks).Resources.SelectMany(r => r.Differences).SingleOrDefault();
        Assert.Equal(expected, difference?.Expected!.ToString());
    }

    [Fact]
    public async Task A_resource_that_is_gone_is_deleted()
    {
        _cloud.Set("AWS::SQS::Queue", QueueId, null);

        var stack = await ScanStackAsync();

        Assert.Equal(Status.Deleted, stack.Resources.Single(r => r.Address.Path == "Jobs").Status);
    }

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
        _source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("templates/queues.yaml", nested.Replace("30", "60", StringComparison.Ordinal)), ("parameters/worker.pr-7.json", "{}"));
        _repository.Update(TestContext.Current.CancellationToken);
        var stack = _cloud.AddStack("pr-7-worker", outer);
        var child = _cloud.AddStack("pr-7-worker-Queues", nested, parentId: stack.StackId);
        _cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackId, null);
        _cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(_application, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment), null, Cancellation).Soon();

        var pending = Assert.Single(scan.Evaluation.Stacks.Single().Resources, r => r.PendingChanges > 0);
        Assert.Equal(("Queues/Jobs", "/VisibilityTimeout"), (pending.Address.Path, Assert.Single(pending.Differences).Path.ToString()));
    }

    [Fact]
    public async Task A_nested_stack_that_a_cloud_names_instead_of_giving_its_ARN_is_there_and_is_not_unclaimed()
    {
        const string nested = "Resources: {Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}}";
        const string outer = "Resources: {Queues: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: queues.yaml}}}";
        _source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("templates/queues.yaml", nested), ("parameters/worker.pr-7.json", "{}"));
        _repository.Update(TestContext.Current.CancellationToken);
        var stack = _cloud.AddStack("pr-7-worker", outer);
        var child = _cloud.AddStack("pr-7-worker-Queues", nested);
        _cloud.AddStack("somebody-elses", nested);
        _cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackName, null);
        _cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(_application, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment), null, Cancellation).Soon();

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
        _source.Commit("Ben", "includes", ("templates/worker.yaml", template), ("templates/snippets/queue.yaml", snippet), ("parameters/worker.pr-7.json", "{}"));
        _repository.Update(TestContext.Current.CancellationToken);
        var stack = _cloud.AddStack("pr-7-worker", template);
        _cloud.SetProcessed(stack, """{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30, "DelaySeconds": 5}}}}""");
        _cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", "q-7", """{"QueueUrl": "q-7", "VisibilityTimeout": 30, "DelaySeconds": 7}""");
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(_application, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment), null, Cancellation).Soon();

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
        _source.Commit("Ben", "includes", ("templates/worker.yaml", template), ("parameters/worker.pr-7.json", "{}"));
        _repository.Update(TestContext.Current.CancellationToken);
        var stack = _cloud.AddStack("pr-7-worker", template);
        _cloud.SetProcessed(
            stack,
            """
            {"Resources": {"Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 60, "DelaySeconds": 5}}, "Made": {"Type": "AWS::SQS::Queue"},
              "Other": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}}}}
            """);
        _cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", "q-7", """{"QueueUrl": "q-7", "VisibilityTimeout": 60, "DelaySeconds": 5}""");
        _cloud.AddResource(stack, "Made", "AWS::SQS::Queue", "q-8", """{"QueueUrl": "q-8"}""");
        _cloud.AddResource(stack, "Other", "AWS::SQS::Queue", "q-9", """{"QueueUrl": "q-9", "VisibilityTimeout": 30}""");
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(_application, Cancellation).Soon()).Single(e => e.Name == "pr-7");

        var scan = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment), null, Cancellation).Soon();

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
        _source.Commit("Ben", "nested", ("templates/worker.yaml", outer), ("parameters/worker.pr-7.json", "{}"));
        _repository.Update(TestContext.Current.CancellationToken);
        var stack = _cloud.AddStack("pr-7-worker", outer);
        var child = _cloud.AddStack("pr-7-worker-Queues", nested, parentId: stack.StackId);
        _cloud.AddResource(stack, "Queues", "AWS::CloudFormation::Stack", child.StackId, null);
        _cloud.AddResource(stack, "Own", "AWS::SQS::Queue", "q-8", "{}");
        _cloud.AddResource(child, "Jobs", "AWS::SQS::Queue", "q-7", Queue(30));
        var scanner = Scanner();
        var environment = (await scanner.FindEnvironmentsAsync(_application, Cancellation).Soon()).Single(e => e.Name == "pr-7");
        var first = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment), null, Cancellation).Soon();
        var before = Assert.Single(first.Evaluation.Stacks);
        _cloud.Refusals[$"GetTemplate:{child.StackId}"] = ReadOutcome.Throttled;
        _cloud.Deploy(child);

        var again = await scanner.ScanAsync(new ScanRequest(_repository, _application, environment, first.Snapshot, new ScanScope(before.Key, "Own")), null, Cancellation).Soon();

        Assert.Equal(Status.InSync, before.Status);
        Assert.Equal((Status.Unknown, StatusReason.Throttled), (again.Evaluation.Stacks[0].Status, again.Evaluation.Stacks[0].Reason));
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, StatusReason.Denied)]
    [InlineData(ReadOutcome.NoAccess, StatusReason.NoAccess)]
    [InlineData(ReadOutcome.Throttled, StatusReason.Throttled)]
    [InlineData(ReadOutcome.TimedOut, StatusReason.TimedOut)]
    public async Task What_could_not_be_read_is_unknown_with_its_reason_and_never_in_sync(ReadOutcome outcome, StatusReason reason)
    {
        _cloud.Refusals["Read:AWS::Lambda::Function"] = outcome;

        var stack = await ScanStackAsync();

        Assert.Equal((Status.Unknown, reason, new Coverage(1, 2)), (stack.Status, stack.Reason, stack.Coverage));
    }

    [Theory]
    [InlineData("ListStacks")]
    [InlineData("GetTemplate")]
    [InlineData("ListResources")]
    public async Task A_stack_that_may_not_be_read_is_unknown(string operation)
    {
        _cloud.Refusals[operation] = ReadOutcome.Denied;

        var stack = await ScanStackAsync();

        Assert.Equal((Status.Unknown, StatusReason.Denied), (stack.Status, stack.Reason));
    }

    [Fact]
    public async Task An_account_that_is_not_configured_is_not_asked()
    {
        var scan = await ScanAsync(new EnvironmentScanner(_cloud, [], _fingerprinter, _time));

        Assert.Equal((Status.Unknown, StatusReason.NoAccess), (scan.Evaluation.Stacks[0].Status, scan.Evaluation.Stacks[0].Reason));
        Assert.Contains("is not listed under Driftboard:Accounts. Add \"", scan.Evaluation.Stacks[0].Detail, StringComparison.Ordinal);
        Assert.Empty(_cloud.Calls);
    }

    [Fact]
    public async Task A_hint_reads_only_the_touched_resource_again()
    {
        var first = await ScanAsync(Scanner());
        _cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));
        _cloud.Calls.Clear();

        var again = await Scanner().ScanAsync(Request() with { Previous = first.Snapshot, Only = new ScanScope(first.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();

        Assert.Equal(Status.Modified, again.Evaluation.Stacks[0].Status);
        Assert.Equal([$"Read AWS::SQS::Queue {QueueId}"], _cloud.Calls.Where(c => c.StartsWith("Read ", StringComparison.Ordinal)));
        Assert.DoesNotContain(_cloud.Calls, c => c.StartsWith("ListLive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_added_by_hand_is_shown_in_the_stack_that_its_name_names()
    {
        _cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-debug", """{"QueueName":"staging-worker-debug"}""");
        _cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/elsewhere", """{"QueueName":"elsewhere"}""");

        var stack = await ScanStackAsync();

        var added = Assert.Single(stack.Resources, r => r.Status == Status.Unmanaged);
        Assert.EndsWith("staging-worker-debug", added.PhysicalId, StringComparison.Ordinal);
        Assert.Equal((Status.Unmanaged, 1), (stack.Status, stack.Drifted));
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, "denied")]
    [InlineData(ReadOutcome.Throttled, "throttled")]
    [InlineData(ReadOutcome.TimedOut, "not answered in time")]
    public async Task A_resource_added_by_hand_stays_where_its_type_cannot_be_listed_any_more(ReadOutcome outcome, string word)
    {
        _cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-debug", """{"QueueName":"staging-worker-debug"}""");
        var scanner = Scanner();
        var first = await ScanAsync(scanner);
        _cloud.Refusals["ListLive:AWS::SQS::Queue"] = outcome;

        var again = await scanner.ScanAsync(Request() with { Previous = first.Snapshot }, null, Cancellation).Soon();

        Assert.Equal(Status.Unmanaged, Assert.Single(again.Evaluation.Stacks).Status);
        Assert.Contains(again.Evaluation.Diagnostics, d => d.ToString().StartsWith("account 111111111111: staging: resources", StringComparison.Ordinal) && d.Message.Contains($"AWS::SQS::Queue: listing them was {word}", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Evaluation.Diagnostics, d => d.Location.File.StartsWith("account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ephemeral_environment_is_found_by_its_stacks_and_judged_like_its_model()
    {
        AddWorker("pr-142", QueueId.Replace("staging", "pr-142", StringComparison.Ordinal), QueueArn.Replace("staging", "pr-142", StringComparison.Ordinal));

        var environments = await Scanner().FindEnvironmentsAsync(_application, Cancellation).Soon();
        var found = Assert.Single(environments, e => e.Tier == EnvironmentTier.Ephemeral);
        var scan = await Scanner().ScanAsync(Request() with { Environment = found }, null, Cancellation).Soon();

        Assert.Equal(("pr-142", "main"), (found.Name, found.Ref));
        Assert.Equal(Status.InSync, Assert.Single(scan.Evaluation.Stacks).Status);
    }

    [Fact]
    public async Task A_component_without_a_stack_is_not_deployed()
    {
        var empty = new FakeCloud(_fingerprinter, _time);

        var scan = await ScanAsync(new EnvironmentScanner(empty, ["111111111111"], _fingerprinter, _time));

        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing), (scan.Evaluation.Stacks[0].Status, scan.Evaluation.Stacks[0].Reason));
    }

    [Fact]
    public async Task A_difference_is_traced_to_its_line_and_author()
    {
        _cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));
        var scan = await ScanAsync(Scanner());
        var stack = scan.Evaluation.Stacks[0];

        var steps = new OriginFinder().Explain(_repository, scan.Snapshot, stack, new ResourceAddress("Jobs"), PropertyPath.Parse("/VisibilityTimeout"));

        Assert.Equal(("templates/worker.yaml", 8, "Ana"), (steps[0].Origin.File, steps[0].Origin.Line, steps[0].Origin.Author));
        Assert.Contains(steps, s => s.Kind == "parameter" && s.Origin.File == "parameters/worker.staging.json");
    }

    [Fact]
    public async Task What_no_template_declares_of_a_parameter_file_is_hidden_and_all_of_it_where_a_template_cannot_be_read()
    {
        const string file = "parameters/worker.staging.json";
        _source.Commit("Ben", "left over", (file, """{"Timeout": "30", "Master": "red-fox"}"""));
        _repository.Update(TestContext.Current.CancellationToken);
        var scan = await ScanAsync(Scanner());
        var (stack, address) = (scan.Evaluation.Stacks[0], new ResourceAddress("Jobs"));
        var broken = _source.Commit("Ben", "broken", ("templates/worker.yaml", "Parameters: {Timeout"));
        _repository.Update(TestContext.Current.CancellationToken);

        Assert.Equal("""{"Timeout": "30", "Master": "(secret)"}""", new OriginFinder().File(_repository, scan.Snapshot, stack, address, file, null)!.Text);
        Assert.Equal("(not shown: the secrets in it could not be told from the rest)", new OriginFinder().File(_repository, scan.Snapshot, stack, address, file, broken)!.Text);
    }

    [Fact]
    public async Task A_parameter_file_is_shown_without_its_secrets_and_no_file_that_sets_nothing_is()
    {
        _source.Commit("Ben", "token", ("parameters/worker.staging.json", "{\n  \"Timeout\": \"30\",\n  \"Token\": \"blue-whale\"\n}\n"), ("notes.json", """{"Timeout": "30"}"""));
        _repository.Update(TestContext.Current.CancellationToken);
        var scan = await ScanAsync(Scanner());
        var (stack, address) = (scan.Evaluation.Stacks[0], new ResourceAddress("Jobs"));

        var file = new OriginFinder().File(_repository, scan.Snapshot, stack, address, "parameters/worker.staging.json", null)!;

        Assert.Equal("{\n  \"Timeout\": \"30\",\n  \"Token\": \"(secret)\"\n}\n", file.Text);
        Assert.Equal("templates/worker.yaml", new OriginFinder().File(_repository, scan.Snapshot, stack, address, "templates/worker.yaml", null)!.File);
        Assert.Null(new OriginFinder().File(_repository, scan.Snapshot, stack, address, "notes.json", null));
        Assert.Null(new OriginFinder().File(_repository, scan.Snapshot, stack, address, "parameters/worker.staging.json", new string('0', 40)));
        Assert.Equal("token", Assert.Single(new OriginFinder().Explain(_repository, scan.Snapshot, stack, address, PropertyPath.Parse("/VisibilityTimeout")), s => s.Kind == "parameter").Origin.Summary);
    }

    [Theory]
    [InlineData("!Ref Token", "blue-whale")]
    [InlineData("!Sub 'before ${Token} after'", "before blue-whale after")]
    [InlineData("!GetAtt Inner.Outputs.Word", "blue-whale")]
    public async Task A_NoEcho_value_that_another_stack_exports_is_hidden_where_it_is_imported_in_a_plain_place(string made, string value)
    {
        var exporter = $$"""
            Parameters: {Token: {Type: String, NoEcho: true}, Color: {Type: String} }
            Resources: {Inner: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: x} } }
            Outputs:
              Word: {Value: {{made}}, Export: {Name: shared-word} }
              Color: {Value: !Ref Color, Export: {Name: shared-color} }
            """;
        _cloud.AddStack("inner", "Parameters: {Token: {Type: String, NoEcho: true}}\nResources: {}\nOutputs: {Word: {Value: !Ref Token}}", [("Token", "****")], null, new LiveOutput("Word", "blue-whale", null));
        _cloud.AddStack("shared", exporter, [("Token", "****"), ("Color", "green")], null, new LiveOutput("Word", value, "shared-word"), new LiveOutput("Color", "green", "shared-color"));
        const string importer = """
            Resources:
              Jobs:
                Type: AWS::SQS::Queue
                Properties: {VisibilityTimeout: 30}
              Handler:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: h, Handler: !ImportValue shared-color, Description: !ImportValue shared-word}
            """;
        _source.Commit("Ana", "imports", ("templates/worker.yaml", importer));
        _repository.Update(TestContext.Current.CancellationToken);
        _cloud.SetTemplate(_stack, importer);
        _cloud.Set("AWS::Lambda::Function", "staging-worker-handler", $$"""{"FunctionName":"h","Handler":"green","Description":"{{value}}"}""");

        var same = await ScanAsync(Scanner());
        _cloud.Set("AWS::Lambda::Function", "staging-worker-handler", """{"FunctionName":"h","Handler":"green","Description":"red-herring"}""");
        var changed = await ScanAsync(Scanner());

        Assert.Equal(Status.InSync, same.Evaluation.Stacks[0].Status);
        var difference = Assert.Single(changed.Evaluation.Stacks[0].Resources.SelectMany(r => r.Differences));
        Assert.Equal("/Description", difference.Path.ToString());
        Assert.All([same, changed], scan =>
        {
            var handler = scan.Snapshot.Stacks[0].Live.Single(r => r.Address.Path == "Handler").Observations[0].Properties!;
            Assert.IsType<SecretValue>(handler["Description"]);
            Assert.Equal(new ScalarValue("green"), handler["Handler"]);
            Assert.IsType<SecretValue>(scan.Snapshot.Stacks[0].Deployed!.Concrete!.Resources.Single(r => r.Address.Path == "Handler").Properties["Description"]);
        });
    }

    [Fact]
    public async Task A_template_that_made_an_export_is_read_once_for_each_deployment_and_every_output_is_secret_where_it_cannot_be_read()
    {
        var shared = _cloud.AddStack(
            "shared", "Parameters: {Token: {Type: String, NoEcho: true}}\nResources: {}\nOutputs: {Word: {Value: !Ref Token, Export: {Name: w}}}", [("Token", "****")], null, new LiveOutput("Word", "blue-whale", "w"));
        var exports = new SecretExports(_cloud, _fingerprinter);
        var scope = new AccountRegion("111111111111", "eu-west-1");

        _cloud.Refusals[$"GetTemplate:{shared.StackId}"] = ReadOutcome.Denied;
        var refused = await exports.ReadAsync(scope, [shared], Cancellation).Soon();
        _cloud.Refusals.Clear();
        var first = await exports.ReadAsync(scope, [shared], Cancellation).Soon();
        var again = await exports.ReadAsync(scope, [shared], Cancellation).Soon();

        Assert.All([refused, first, again], e => Assert.IsType<SecretValue>(e["w"]));
        Assert.Equal(2, _cloud.Calls.Count(c => c == $"GetTemplate {shared.StackId}"));
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, "Give the role or user the policy that 'driftboard doctor --policy' prints, or take Driftboard:Accounts:111111111111:DetectDrift away.")]
    [InlineData(ReadOutcome.TimedOut, "Where it goes on, a later read has its results; if that is said again and again, have somebody else start it.")]
    [InlineData(ReadOutcome.Throttled, "It is tried again; if that is said again and again, lower Driftboard:Scan:CallsPerSecond.")]
    public async Task A_detection_that_came_to_nothing_is_said_with_what_to_do(ReadOutcome outcome, string remedy)
    {
        _cloud.Undetected = (outcome, "because.");
        var scan = await ScanAsync(Scanner());
        var touched = await Scanner().ScanAsync(Request() with { Previous = scan.Snapshot, Only = new ScanScope(scan.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();
        _cloud.Undetected = null;
        var after = await ScanAsync(Scanner());

        var said = $"CloudFormation's drift detection in eu-west-1 came to nothing for staging-worker: because. {remedy}";
        Assert.Contains(scan.Evaluation.Diagnostics, d => d.Severity == DiagnosticSeverity.Warning && d.Message == said);
        Assert.Contains(touched.Evaluation.Diagnostics, d => d.Message == said);
        Assert.DoesNotContain(after.Evaluation.Diagnostics, d => d.Message == said);
    }

    [Fact]
    public async Task What_a_detection_found_is_news_after_its_end_also_where_the_list_told_of_it_at_its_start()
    {
        var begun = _time.GetUtcNow();
        _cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        _cloud.SetDriftChecked("staging-worker", begun);
        _cloud.Detecting = begun;
        var during = await ScanAsync(Scanner());
        _cloud.Detecting = null;
        var after = await ScanAsync(Scanner());

        // What is known of a stack is compared with what its list says then.
        Assert.Null(Known(during));
        Assert.Equal(begun, Known(after));

        static DateTimeOffset? Known(ScanResult scan) => StackReader.StacksOf(Assert.Single(scan.Snapshot.Stacks)).Single().DriftCheckedAt;
    }

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", true)]
    [InlineData("DELETE_FAILED", false)]
    [InlineData("UPDATE_IN_PROGRESS", false)]
    public async Task Drift_is_looked_for_and_missed_only_where_CloudFormation_looks(string status, bool isDetected)
    {
        _cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        _cloud.SetStatus("staging-worker", status);

        var scan = await Scanner().ScanAsync(Request() with { AwaitsDetection = true }, null, Cancellation).Soon();

        Assert.Equal(isDetected, EnvironmentScanner.Deployed(scan.Snapshot).Any());
        Assert.Equal(isDetected, _cloud.Calls.Exists(c => c.StartsWith("Detect ", StringComparison.Ordinal)));
        Assert.Equal(isDetected, scan.Evaluation.Diagnostics.Any(d => d.Message.Contains("drift detection", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_a_scan_that_is_to_wait_for_it_has_CloudFormation_look_for_drift_before_it_reads()
    {
        _cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        var stack = (await ScanAsync(Scanner())).Snapshot.Stacks[0].Deployed!.StackId;
        Assert.DoesNotContain($"Detect {stack}", _cloud.Calls);

        await Scanner().ScanAsync(Request() with { AwaitsDetection = true }, null, Cancellation).Soon();

        var detected = _cloud.Calls.IndexOf($"Detect {stack}");
        Assert.True(detected >= 0);
        Assert.Contains($"GetStoredDrift {stack}", _cloud.Calls[detected..]);
        Assert.Contains(_cloud.Calls[detected..], c => c.StartsWith("Read AWS::SQS::Queue", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_cancelled_scan_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scanner().ScanAsync(Request(), null, cancelled.Token).Soon());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static string Queue(int timeout, string arn = QueueArn) => $$"""{"VisibilityTimeout": {{timeout}}, "Arn": "{{arn}}"}""";

    private LiveStack AddWorker(string environment, string queueId, string queueArn)
    {
        var stack = _cloud.AddStack($"{environment}-worker", Template, [("Timeout", "30"), ("Token", "****")]);
        _cloud.AddResource(stack, "Jobs", "AWS::SQS::Queue", queueId, Queue(30, queueArn));
        _cloud.AddResource(stack, "Handler", "AWS::Lambda::Function", $"{environment}-worker-handler",
            $$"""{"FunctionName":"{{environment}}-worker-handler","Handler":"index.handler","Environment":{"Variables":{"QUEUE":"{{queueArn}}"} } }""");
        return stack;
    }

    private EnvironmentScanner Scanner() => new(_cloud, ["111111111111"], _fingerprinter, _time);

    private ScanRequest Request() => new(_repository, _application, _application.Environments.First(e => e.Name == "staging"));

    private Task<ScanResult> ScanAsync(EnvironmentScanner scanner) => scanner.ScanAsync(Request(), null, Cancellation).Soon();

    private async Task<StackEvaluation> ScanStackAsync() => Assert.Single((await ScanAsync(Scanner())).Evaluation.Stacks);
}
