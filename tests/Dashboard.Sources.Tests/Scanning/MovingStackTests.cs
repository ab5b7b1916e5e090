using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Stacks that are deployed, made and deleted while they are scanned. Where nobody changes anything by hand whatever is called drift is false, and where somebody does whatever else is.</summary>
public sealed partial class MovingStackTests : IAsyncLifetime
{
    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
          - {name: mail, template: mail.yaml, stack: "{environment}-mail"}
        """;

    private readonly TemporaryRepository _source = new();
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly HashSet<string> _moving = new(StringComparer.Ordinal);
    private SandboxAws _sandbox = null!;
    private FaultProxy _proxy = null!;
    private GitRepository _repository = null!;
    private ApplicationDefinition _application = null!;
    private AwsLiveStateSource _live = null!;

    private SandboxCloud Cloud => _sandbox.Cloud;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxAws.StartAsync();
        _proxy = await FaultProxy.StartAsync(_sandbox.Url);
        _source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("worker.yaml", Worker(0)), ("mail.yaml", Worker(0)));
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        _live = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(SandboxAws.Staging, AwsAccountOptions.Sandbox(SandboxAws.Staging, _proxy.Url) with { CallsPerSecond = 100_000, ParallelCalls = 4 })) { MaxRetries = 0 },
            _fingerprinter, TimeProvider.System);
        _proxy.Fault = SayMovingAsync;
        foreach (var name in Names)
            Cloud.CreateStack(Request(name, 0));
    }

    public async ValueTask DisposeAsync()
    {
        _live.Dispose();
        _repository.Dispose();
        _source.Dispose();
        await _proxy.DisposeAsync();
        await _sandbox.DisposeAsync();
    }

    private const string ByHand = "mail Kept Modified /DisplayName: kept -> by hand";

    private static readonly string[] Names = ["staging-worker", "staging-mail"];

    /// <summary>How many races there are of each kind. Those of a run by hand are the first of the thousand that .ci/run makes.</summary>
    private static int Races => int.TryParse(Environment.GetEnvironmentVariable("DRIFTBOARD_RACES"), CultureInfo.InvariantCulture, out var races) ? races : 60;

    [Theory]
    [InlineData(19, false)]
    [InlineData(2026, false)]
    [InlineData(7, true)]
    public async Task Row_19_what_is_deployed_while_it_is_scanned_is_no_drift_and_what_was_changed_by_hand_stays_one(int seed, bool isByHand)
    {
        var random = new Random(seed);
        var version = 0;
        var (moved, found) = (0, 0);
        ChangeByHand();
        for (var race = 0; race < Races; race++)
        {
            var moves = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (At: random.Next(1, 40), Move: random.Next(5), Name: Names[random.Next(Names.Length)])).ToLookup(m => m.At);
            Begin((call) =>
            {
                foreach (var (_, move, name) in moves[call])
                    Make(move, name, ++version);
            });

            var scan = await ScanAsync();
            var drifted = scan.Evaluation.Stacks.SelectMany(s => s.Resources.Where(r => r.IsDrifted).Select(r => $"{s.Key.Component} {r.Address} {r.Status} {string.Join(", ", r.Differences.Where(d => d.Between == DifferenceBetween.DeployedLive).Select(d => $"{d.Path}: {d.Expected} -> {d.Actual}"))}")).ToList();
            Assert.True(drifted.All(d => isByHand && d == ByHand), $"race {race}: {string.Join("; ", drifted)}");
            found += drifted.Count;
            moved += scan.Evaluation.Stacks.Count(s => s.Reason == StatusReason.StackMoving);
            // All that was begun ends.
            Begin(static _ => { });
            foreach (var name in Names)
                Make(4, name, ++version);
            ChangeByHand();
        }

        Assert.True(moved > 0);
        Assert.Equal(isByHand, found > 0);
        var quiet = await ScanAsync();
        Assert.All(quiet.Evaluation.Stacks, s => Assert.Equal((isByHand && s.Key.Component == "mail" ? Status.Modified : Status.InSync, new Coverage(4, 4)), (s.Status, s.Coverage)));

        // What a race deleted and made anew has lost it.
        void ChangeByHand()
        {
            if (isByHand)
                Cloud.ChangeByHand(SandboxAws.Staging, SandboxAws.Region, "staging-mail", "Kept", """[{"op": "replace", "path": "/DisplayName", "value": "by hand"}]""");
        }
    }

    /// <summary>What CloudFormation may say of a stack whose resources are as its template says, and what is said of it then.</summary>
    public static TheoryData<string, Status, StatusReason?> States => new()
    {
        { "CREATE_COMPLETE", Status.InSync, null },
        { "UPDATE_ROLLBACK_COMPLETE", Status.InSync, null },
        { "IMPORT_COMPLETE", Status.InSync, null },
        { "IMPORT_ROLLBACK_COMPLETE", Status.InSync, null },
        { "CREATE_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving },
        { "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving },
        { "UPDATE_ROLLBACK_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving },
        { "DELETE_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving },
        { "IMPORT_IN_PROGRESS", Status.Unknown, StatusReason.StackMoving },
        { "CREATE_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "UPDATE_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "UPDATE_ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "DELETE_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "IMPORT_ROLLBACK_FAILED", Status.Unknown, StatusReason.StackBroken },
        { "TOMORROW_COMPLETE", Status.Unknown, StatusReason.StackBroken },
        { "ROLLBACK_COMPLETE", Status.NotDeployed, StatusReason.StackMissing },
        { "REVIEW_IN_PROGRESS", Status.NotDeployed, StatusReason.StackMissing },
    };

    [Theory]
    [MemberData(nameof(States))]
    public async Task Row_22_what_CloudFormation_says_of_a_stack_is_its_status(string word, Status status, StatusReason? reason)
    {
        SayState(_proxy, word);

        var scan = await ScanAsync();

        Assert.Equal(2, scan.Evaluation.Stacks.Length);
        Assert.All(scan.Evaluation.Stacks, s => AssertState(word, status, reason, s));
    }

    /// <summary>Has a proxy say a word of every stack.</summary>
    internal static void SayState(FaultProxy proxy, string word)
    {
        proxy.Hits = static (_, operation) => operation is "DescribeStacks" or "ListStacks";
        proxy.Fault = async call => await call.AnswerAsync(200, "text/xml", Regex.Replace(Encoding.UTF8.GetString((await call.Forward()).Body), "<StackStatus>[A-Z_]+<", $"<StackStatus>{word}<"));
    }

    /// <summary>What is said of it, and nothing proven where nothing is.</summary>
    internal static void AssertState(string word, Status status, StatusReason? reason, StackEvaluation stack)
    {
        Assert.Equal((word, status, reason, 0), (word, stack.Status, stack.Reason, stack.Drifted));
        Assert.Equal((word, status == Status.InSync ? stack.Coverage.Total : 0), (word, stack.Coverage.Compared));
        if (reason is StatusReason.StackMoving or StatusReason.StackBroken)
            Assert.Contains(word, stack.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_19_a_stack_that_is_deployed_once_while_it_is_read_is_read_again()
    {
        Begin(call =>
        {
            if (call == 4)
                Cloud.UpdateStack(Request("staging-worker", 7));
        });

        var scan = await ScanAsync();

        var stack = scan.Evaluation.Stacks.Single(s => s.Key.Component == "worker");
        Assert.Equal((Status.InSync, 0), (stack.Status, stack.Drifted));
        Assert.True(stack.PendingChanges > 0);
    }

    [Fact]
    public async Task Row_19_a_stack_that_is_deployed_again_and_again_is_moving()
    {
        var version = 0;
        // Versions of the same resources, whichever of them is read last.
        Begin(_ => Cloud.UpdateStack(Request("staging-worker", 3 * ++version)));

        var scan = await ScanAsync();

        var stack = scan.Evaluation.Stacks.Single(s => s.Key.Component == "worker");
        Assert.Equal((Status.Unknown, StatusReason.StackMoving, 0, new Coverage(0, 4)), (stack.Status, stack.Reason, stack.Drifted, stack.Coverage));
        Assert.Equal("the stack was deployed again each time that it was read", stack.Detail);
        Assert.Equal(Status.InSync, scan.Evaluation.Stacks.Single(s => s.Key.Component == "mail").Status);
    }

    [Fact]
    public async Task Row_19_a_stack_that_vanishes_while_it_is_read_is_not_deployed_and_nothing_of_it_was_deleted_by_hand()
    {
        Begin(call =>
        {
            if (call == 9)
                Cloud.DeleteStack(SandboxAws.Staging, SandboxAws.Region, "staging-worker");
        });

        var scan = await ScanAsync();

        var stack = scan.Evaluation.Stacks.Single(s => s.Key.Component == "worker");
        Assert.Equal((Status.NotDeployed, StatusReason.StackMissing, 0), (stack.Status, stack.Reason, stack.Drifted));
        Assert.Equal(["staging-mail"], scan.Snapshot.Listed.Select(l => l.StackName));
    }

    [Fact]
    public async Task Row_19_a_stack_that_was_seen_to_move_is_moving_where_the_list_that_would_confirm_it_fails()
    {
        var lists = 0;
        _proxy.Fault = static call => call.RefuseAsync(400, "Throttling");
        _proxy.Hits = (_, operation) =>
        {
            lock (_moving)
            {
                lists += operation == "DescribeStacks" ? 1 : 0;
                if (lists == 1 && operation != "DescribeStacks" && _moving.Add("once"))
                    Cloud.UpdateStack(Request("staging-worker", 7));
                return operation == "DescribeStacks" && lists > 2;
            }
        };

        var scan = await ScanAsync();

        var stack = scan.Evaluation.Stacks.Single(s => s.Key.Component == "worker");
        Assert.Equal((Status.Unknown, StatusReason.StackMoving), (stack.Status, stack.Reason));
        Assert.Equal(Status.InSync, scan.Evaluation.Stacks.Single(s => s.Key.Component == "mail").Status);
    }

    [Theory]
    [InlineData("settled", true, false)]
    [InlineData("moving", false, true)]
    [InlineData("unlisted", false, true)]
    public async Task Row_19_what_stands_in_no_template_is_left_out_only_where_it_may_be_the_work_of_a_stack_that_moved_and_that_is_said(string others, bool isShown, bool isSaid)
    {
        Cloud.CreateStack(Request("others", 0));
        Cloud.CreateResource(SandboxAws.Staging, SandboxAws.Region, "AWS::SQS::Queue", (MapValue)JsonValues.Parse("""{"QueueName": "staging-worker-debug"}"""));
        var hasMoved = false;
        if (others == "unlisted")
            _proxy.Fault = static call => call.RefuseAsync(400, "Throttling");
        _proxy.Hits = (_, operation) =>
        {
            lock (_moving)
            {
                // The list of what runs comes after the stacks were listed again.
                if (operation == "ListResources" && !hasMoved)
                {
                    hasMoved = true;
                    if (others == "settled")
                        Cloud.UpdateStack(Request("others", 7));
                    else
                        _moving.Add("others");
                }

                return operation == "DescribeStacks" && _moving.Count > 0;
            }
        };

        var scan = await ScanAsync();

        Assert.True(hasMoved);
        Assert.Equal(isShown, scan.Evaluation.Stacks.Any(s => s.Resources.Any(r => r.Status == Status.Unmanaged)));
        Assert.Equal(isSaid, scan.Evaluation.Diagnostics.Any(d => d.Key == "staging" && d.Message.Contains("may be missed in", StringComparison.Ordinal)));
    }

    /// <summary>Does something when the next call comes, and each one after it.</summary>
    private void Begin(Action<int> onCall)
    {
        var calls = 0;
        _proxy.Hits = (_, operation) =>
        {
            lock (_moving)
            {
                onCall(++calls);
                return operation == "DescribeStacks" && _moving.Count > 0;
            }
        };
    }

    private void Make(int move, string name, int version)
    {
        var stack = Cloud.FindStack(SandboxAws.Staging, SandboxAws.Region, name);
        switch (move)
        {
            case 0 when stack is not null:
                Cloud.UpdateStack(Request(name, version));
                break;
            case 1 when stack is not null:
                _moving.Remove(name);
                Cloud.DeleteStack(SandboxAws.Staging, SandboxAws.Region, name);
                break;
            case 2 when stack is null:
                Cloud.CreateStack(Request(name, version));
                break;
            case 3 when stack is not null && _moving.Add(name):
                // A deployment that has reached one resource and is on its way to the next.
                Cloud.ChangeByHand(SandboxAws.Staging, SandboxAws.Region, name, "Jobs", $$"""[{"op": "replace", "path": "/VisibilityTimeout", "value": {{version + 1000}}}]""");
                break;
            case 4:
                // One that began and was rolled back has its time, too.
                var hasBegun = _moving.Remove(name) && stack is not null;
                if (hasBegun && stack!.TemplateBody == Worker(0))
                    Cloud.UpdateStack(Request(name, version));
                if (stack is null)
                    Cloud.CreateStack(Request(name, 0));
                else if (hasBegun || stack.TemplateBody != Worker(0))
                    Cloud.UpdateStack(Request(name, 0));
                // The deployment that was under way sets what it had reached.
                Cloud.ChangeByHand(SandboxAws.Staging, SandboxAws.Region, name, "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 0}]""");
                break;
        }
    }

    private static StackRequest Request(string name, int version) => new() { Account = SandboxAws.Staging, Region = SandboxAws.Region, StackName = name, TemplateBody = Worker(version) };

    /// <summary>Versions differ in a value, in a name (which replaces the resource), and in a resource more or less.</summary>
    private static string Worker(int version)
    {
        var more = version % 3 == 1 ? "\n  More: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: more}}" : "";
        return $$"""
            Resources:
              Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: {{version}} } }
              Level: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Name: !Sub "/${AWS::StackName}/level-{{version % 2}}", Value: 'v{{version}}'} }
              Alarms: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: 'alarms {{version}}'} }
              Kept: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: kept} }
            """ + more;
    }

    private async Task SayMovingAsync(ProxiedCall call)
    {
        var body = Encoding.UTF8.GetString((await call.Forward()).Body);
        lock (_moving)
        {
            foreach (var name in _moving)
                body = Regex.Replace(body, $"(<StackName>{name}</StackName>(?:(?!</member>).)*?<StackStatus>)[A-Z_]+", "$1UPDATE_IN_PROGRESS", RegexOptions.Singleline);
        }

        await call.AnswerAsync(200, "text/xml", body);
    }

    private Task<ScanResult> ScanAsync() => new EnvironmentScanner(_live, [SandboxAws.Staging], _fingerprinter, TimeProvider.System)
        .ScanAsync(new ScanRequest(_repository, _application, _application.Environments[0]), null, TestContext.Current.CancellationToken).Soon();
}
