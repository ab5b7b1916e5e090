using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

public sealed class EnvironmentScannerTests : WorkerScan
{
    [Fact]
    public async Task What_runs_as_the_repository_says_is_in_sync_with_full_coverage()
    {
        var stack = await ScanStackAsync();

        Assert.Equal((Status.InSync, new Coverage(2, 2), 0, 0), (stack.Status, stack.Coverage, stack.PendingChanges, stack.Drifted));
        Assert.Equal(Time.GetUtcNow(), stack.OldestReadAt);
    }

    [Fact]
    public async Task Stacks_of_the_account_that_nothing_claims_are_listed_unless_the_filter_leaves_them_out()
    {
        var other = Cloud.AddStack("billing", Template);
        Cloud.AddStack("billing-nested", Template, parentId: other.StackId);
        Cloud.AddStack("sandbox-1", Template);
        Cloud.Filter = StackFilter.Read("staging-*, billing*", null)!;

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
        Cloud.OnRead = () => Time.Advance(reads++ == 0 ? TimeSpan.Zero : TimeSpan.FromMinutes(minutes));
        Time.Advance(spread.Interval);

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
        Time.Advance(TimeSpan.FromMinutes(90));

        var late = await scanner.ScanAsync(Request() with { Spread = spread, Previous = first.Snapshot }, null, Cancellation).Soon();

        Assert.Contains(late.Snapshot.Diagnostics, d => d.Message.StartsWith("live reads in eu-west-1 got 90 minutes old and are to get no older than 60", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_by_hand_is_drift_at_its_property()
    {
        Cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));

        var stack = await ScanStackAsync();

        var difference = Assert.Single(stack.Resources.SelectMany(r => r.Differences));
        Assert.Equal((Status.Modified, "/VisibilityTimeout", "30", "300"), (stack.Status, difference.Path.ToString(), difference.Expected!.ToString(), difference.Actual!.ToString()));
    }

    [Fact]
    public async Task A_commit_that_is_not_released_is_a_pending_change_and_no_drift()
    {
        Source.Commit("Ben", "slower", ("parameters/worker.staging.json", """{"Timeout": "60"}"""));
        Repository.Update(TestContext.Current.CancellationToken);

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
        Source.Commit("Ben", "sam", ("samconfig.toml", $"[{section}.deploy.parameters]\nparameter_overrides = \"Timeout=60\"\n[other.deploy.parameters]\nparameter_overrides = \"Timeout=90\"\n"));
        Repository.Update(TestContext.Current.CancellationToken);

        var application = Definition with { Components = [Definition.Components[0] with { Parameters = [parameters] }] };
        var scan = await Scanner().ScanAsync(Request() with { Application = application }, null, Cancellation).Soon();

        var difference = Assert.Single(scan.Evaluation.Stacks).Resources.SelectMany(r => r.Differences).SingleOrDefault();
        Assert.Equal(expected, difference?.Expected!.ToString());
    }

    [Fact]
    public async Task A_resource_that_is_gone_is_deleted()
    {
        Cloud.Set("AWS::SQS::Queue", QueueId, null);

        var stack = await ScanStackAsync();

        Assert.Equal(Status.Deleted, stack.Resources.Single(r => r.Address.Path == "Jobs").Status);
    }

    [Theory]
    [InlineData(ReadOutcome.Denied, StatusReason.Denied)]
    [InlineData(ReadOutcome.NoAccess, StatusReason.NoAccess)]
    [InlineData(ReadOutcome.Throttled, StatusReason.Throttled)]
    [InlineData(ReadOutcome.TimedOut, StatusReason.TimedOut)]
    public async Task What_could_not_be_read_is_unknown_with_its_reason_and_never_in_sync(ReadOutcome outcome, StatusReason reason)
    {
        Cloud.Refusals["Read:AWS::Lambda::Function"] = outcome;

        var stack = await ScanStackAsync();

        Assert.Equal((Status.Unknown, reason, new Coverage(1, 2)), (stack.Status, stack.Reason, stack.Coverage));
    }

    [Theory]
    [InlineData("ListStacks")]
    [InlineData("GetTemplate")]
    [InlineData("ListResources")]
    public async Task A_stack_that_may_not_be_read_is_unknown(string operation)
    {
        Cloud.Refusals[operation] = ReadOutcome.Denied;

        var stack = await ScanStackAsync();

        Assert.Equal((Status.Unknown, StatusReason.Denied), (stack.Status, stack.Reason));
    }

    [Fact]
    public async Task An_account_that_is_not_configured_is_not_asked()
    {
        var scan = await ScanAsync(new EnvironmentScanner(Cloud, [], Fingerprinter, Time));

        Assert.Equal((Status.Unknown, StatusReason.NoAccess), (scan.Evaluation.Stacks[0].Status, scan.Evaluation.Stacks[0].Reason));
        Assert.Contains("is not listed under Driftboard:Accounts. Add \"", scan.Evaluation.Stacks[0].Detail, StringComparison.Ordinal);
        Assert.Empty(Cloud.Calls);
    }

    [Fact]
    public async Task A_hint_reads_only_the_touched_resource_again()
    {
        var first = await ScanAsync(Scanner());
        Cloud.Set("AWS::SQS::Queue", QueueId, Queue(300));
        Cloud.Calls.Clear();

        var again = await Scanner().ScanAsync(Request() with { Previous = first.Snapshot, Only = new ScanScope(first.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();

        Assert.Equal(Status.Modified, again.Evaluation.Stacks[0].Status);
        Assert.Equal([$"Read AWS::SQS::Queue {QueueId}"], Cloud.Calls.Where(c => c.StartsWith("Read ", StringComparison.Ordinal)));
        Assert.DoesNotContain(Cloud.Calls, c => c.StartsWith("ListLive", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_added_by_hand_is_shown_in_the_stack_that_its_name_names()
    {
        Cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-debug", """{"QueueName":"staging-worker-debug"}""");
        Cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/elsewhere", """{"QueueName":"elsewhere"}""");

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
        Cloud.Set("AWS::SQS::Queue", "https://sqs.eu-west-1.amazonaws.com/111111111111/staging-worker-debug", """{"QueueName":"staging-worker-debug"}""");
        var scanner = Scanner();
        var first = await ScanAsync(scanner);
        Cloud.Refusals["ListLive:AWS::SQS::Queue"] = outcome;

        var again = await scanner.ScanAsync(Request() with { Previous = first.Snapshot }, null, Cancellation).Soon();

        Assert.Equal(Status.Unmanaged, Assert.Single(again.Evaluation.Stacks).Status);
        Assert.Contains(again.Evaluation.Diagnostics, d => d.ToString().StartsWith("account 111111111111: staging: resources", StringComparison.Ordinal) && d.Message.Contains($"AWS::SQS::Queue: listing them was {word}", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Evaluation.Diagnostics, d => d.Location.File.StartsWith("account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_ephemeral_environment_is_found_by_its_stacks_and_judged_like_its_model()
    {
        AddWorker("pr-142", QueueId.Replace("staging", "pr-142", StringComparison.Ordinal), QueueArn.Replace("staging", "pr-142", StringComparison.Ordinal));

        var environments = await Scanner().FindEnvironmentsAsync(Definition, Cancellation).Soon();
        var found = Assert.Single(environments, e => e.Tier == EnvironmentTier.Ephemeral);
        var scan = await Scanner().ScanAsync(Request() with { Environment = found }, null, Cancellation).Soon();

        Assert.Equal(("pr-142", "main"), (found.Name, found.Ref));
        Assert.Equal(Status.InSync, Assert.Single(scan.Evaluation.Stacks).Status);
    }

    [Theory]
    [InlineData("staging")]
    [InlineData("staging, \"pr-{number}\"")]
    public async Task A_stack_of_one_name_makes_no_ephemeral_environment_and_belongs_to_none(string environments)
    {
        AddWorker("pr-142", QueueId, QueueArn);
        Cloud.AddStack("shop-shared", Template);
        var text = $$"""
              - {name: shared, template: templates/worker.yaml, stack: shop-shared, environments: [{{environments}}]}
              - {name: open, template: templates/worker.yaml, stack: shop-open}
            """;
        Cloud.AddStack("shop-open", Template);
        var commit = Source.Commit("Ana", "shared", ("driftboard.yaml", Encoding.UTF8.GetString(Repository.ReadFile(Repository.Resolve("main")!.Id, "driftboard.yaml")!) + "\n" + text));
        Repository.Update(TestContext.Current.CancellationToken);
        var application = ApplicationFileReader.Read("driftboard.yaml", Repository.ReadFile(commit, "driftboard.yaml")).Application!;

        var found = (await Scanner().FindEnvironmentsAsync(application, Cancellation).Soon()).Where(e => e.Tier == EnvironmentTier.Ephemeral).ToList();
        var scan = await Scanner().ScanAsync(new ScanRequest(Repository, application, found[0]), null, Cancellation).Soon();

        Assert.Equal(["pr-142"], found.Select(e => e.Name));
        Assert.Equal(["worker"], scan.Evaluation.Stacks.Select(s => s.Key.Component));
    }

    [Fact]
    public async Task A_stack_that_two_patterns_fit_is_of_the_one_that_says_more()
    {
        const string text = """
            version: 1
            application: shop
            environments:
              - {name: prod, tier: production, account: "111111111111", regions: [eu-west-1], ref: main}
              - {name: prod-eu, tier: production, account: "111111111111", regions: [eu-west-1], ref: main}
            components:
              - {name: worker, template: templates/worker.yaml, stack: "{environment}-worker"}
              - {name: tenant, template: templates/worker.yaml, stack: "{environment}-{instance}"}
            """;
        foreach (var name in new[] { "prod-worker", "prod-acme", "prod-eu-worker", "prod-eu-acme" })
            Cloud.AddStack(name, Template);
        var commit = Source.Commit("Ana", "regions", ("driftboard.yaml", text));
        Repository.Update(TestContext.Current.CancellationToken);
        var application = ApplicationFileReader.Read("driftboard.yaml", Repository.ReadFile(commit, "driftboard.yaml")).Application!;

        var keys = new List<string>();
        foreach (var environment in application.Environments)
        {
            var scan = await Scanner().ScanAsync(new ScanRequest(Repository, application, environment), null, Cancellation).Soon();
            keys.AddRange(scan.Evaluation.Stacks.Select(s => $"{s.StackName}: {s.Key.Environment} {s.Key.Component} {s.Key.Instance}"));
        }

        Assert.Equal(["prod-acme: prod tenant acme", "prod-eu-acme: prod-eu tenant acme", "prod-eu-worker: prod-eu worker ", "prod-worker: prod worker "], keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_component_without_a_stack_is_not_deployed()
    {
        var empty = new FakeCloud(Fingerprinter, Time);

        var scan = await ScanAsync(new EnvironmentScanner(empty, ["111111111111"], Fingerprinter, Time));

        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing), (scan.Evaluation.Stacks[0].Status, scan.Evaluation.Stacks[0].Reason));
    }

    [Fact]
    public async Task A_cancelled_scan_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Scanner().ScanAsync(Request(), null, cancelled.Token).Soon());
    }
}
