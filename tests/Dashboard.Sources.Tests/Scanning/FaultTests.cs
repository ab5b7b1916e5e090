using System.Collections.Concurrent;
using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Xunit.Sdk;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>
/// The whole sample estate, read through a proxy that breaks some of the calls. Whatever breaks: the scan ends, nothing is said of a resource
/// that a scan without faults does not say, but that it is not known; and the next scan without faults says everything.
/// </summary>
public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-faults-");
    private readonly SandboxCloud _cloud = new();
    private readonly SkippingTime _time = new();
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private WebApplication _sandbox = null!;
    private FaultProxy _proxy = null!;
    private GitRepository _repository = null!;
    private ApplicationDefinition _application = null!;

    private DeploymentEnvironment Production => _application.Environments.Single(e => e.Tier == EnvironmentTier.Production);

    public async ValueTask InitializeAsync()
    {
        var sample = SampleRepository.Create(Path.Combine(_folder.FullName, "source"));
        SampleEstate.Deploy(_cloud, sample);
        _sandbox = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken).Soon();
        _proxy = await FaultProxy.StartAsync(_sandbox.Urls.First());
        _repository = GitRepository.Open(sample.Path, Path.Combine(_folder.FullName, "mirrors"));
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(sample.MainId, "driftboard.yaml")).Application!;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _sandbox.DisposeAsync().AsTask().Soon();
        _repository.Dispose();
        SampleRepository.Delete(_folder);
    }

    [Theory]
    [MemberData(nameof(Faults.All), MemberType = typeof(Faults))]
    public async Task What_breaks_is_not_known_and_nothing_else_changes(string fault, int oneIn)
    {
        // A loaded machine is no fault: only what never ends is not waited for.
        using var patient = Live(Patience);
        using var live = Live(fault is "hangs" or "trickles" or "drips" ? Deadline : Patience);
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(new EnvironmentScanner(patient, [Production.Account], _fingerprinter, TimeProvider.System), null);

        for (var turn = 0; turn < 2; turn++)
        {
            var random = new Random((turn * 1000) + fault.Length);
            _proxy.Fault = call => Faults.BreakAsync(fault, call);
            // Who we are is asked once; without that nothing can be read at all, which another test looks at.
            _proxy.Hits = (_, operation) =>
            {
                lock (random)
                    return operation != "GetCallerIdentity" && random.Next(oneIn) == 0;
            };
            // With and without something to fall back on.
            var scan = await ScanAsync(scanner, turn == 0 ? null : control);
            Faults.AssertSaysNothingElse(control, scan);
            Assert.True(_proxy.Hit > 0);
        }

        _proxy.Hits = static (_, _) => false;
        // A service that throttled again and again is left alone for so long.
        _time.Skip(CallFuse.Rest);
        Assert.Equal(Says(control), Says(await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Row_14_spoilt_answers_end_no_scan_and_where_they_are_no_documents_change_nothing(bool areNoDocuments)
    {
        using var live = Live(Patience);
        var control = await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null);
        var turns = new FuzzTurns(30, mostMegabytes: 1_000);
        var spoilt = 0;
        foreach (var seed in turns.Seeds())
        {
            // Nothing that one turn was told hides anything from the next.
            using var asking = Live(Patience);
            var calls = new ConcurrentQueue<string>();
            Faults.SpoilSome(_proxy, seed, oneIn: 6, areNoDocuments, calls);
            var scan = await turns.MeasureAsync(seed, () => string.Join('\n', calls), () => ScanAsync(new EnvironmentScanner(asking, [Production.Account], _fingerprinter, TimeProvider.System), seed % 2 == 0 ? null : control));
            try
            {
                if (scan is not null && areNoDocuments)
                    Faults.AssertSaysNothingElse(control, scan);
                else if (scan is not null)
                    Faults.AssertRepeatsNothing(scan);
            }
            catch (XunitException wrong)
            {
                turns.Wrong(seed, $"{wrong.Message}\n{string.Join('\n', calls)}");
            }

            spoilt += calls.Count;
        }

        _proxy.Hits = static (_, _) => false;
        _time.Skip(CallFuse.Rest);
        Assert.Equal(Says(control), Says(await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null)));
        Assert.DoesNotContain(_proxy.Asked, a => a.Contains(RandomReply.Outside, StringComparison.Ordinal));
        // Of the sixty answers to a scan some ten; now and then none.
        Assert.InRange(spoilt, turns.Count, int.MaxValue);
        turns.AssertNothingWrong();
    }

    [Fact]
    public async Task Row_14_a_spoilt_answer_to_whatever_else_CloudFormation_and_CloudTrail_are_asked_ends_nothing()
    {
        const string Region = "eu-west-1";
        using var live = Live(Patience);
        using var hinted = Live(Patience, detectsDrift: true);
        var scope = new AccountRegion(Production.Account, Region);
        var control = await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null);
        var resource = control.Snapshot.Stacks.SelectMany(s => s.Live.Select(r => (Stack: s, Resource: r))).First(r => r.Resource.Type == "AWS::SQS::Queue" && r.Resource.PhysicalId is not null);
        var stack = resource.Stack.StackName;
        _cloud.CreateStackSet(Production.Account, Region, "everywhere", "Resources: {Jobs: {Type: 'AWS::SQS::Queue'}}", (Production.Account, Region));
        var set = _cloud.CreateChangeSet(new StackRequest { Account = Production.Account, Region = Region, StackName = "waiting", TemplateBody = "Resources: {Jobs: {Type: 'AWS::SQS::Queue'}}" }, "first", creates: true);
        var subject = new TrailSubject(resource.Resource.Type, resource.Resource.PhysicalId, null, stack, resource.Resource.Address.LogicalId);
        await Faults.AssertAnswersAsync(
            _proxy,
            600,
            ("trail", async () => string.Join('\n', (await live.ReadTrailAsync(scope, subject, Stop).Soon()).Gaps.Select(g => g.Reason))),
            ("events", async () => (await live.ReadEventsAsync(scope, stack, null, Stop).Soon()).Detail),
            ("change sets", async () => (await live.ListChangeSetsAsync(scope, "waiting", Stop).Soon()).Detail),
            ("change set", async () => (await live.ReadChangeSetAsync(scope, set.Id, Stop).Soon()).Detail),
            ("stack sets", async () => (await live.ListStackSetsAsync(scope, Stop).Soon()).Detail),
            ("importers", async () => (await live.ListImportersAsync(scope, "nobody", Stop).Soon()).Detail),
            ("type", async () =>
            {
                // What is known of a type is not asked for again.
                using var asking = Live(Patience);
                return (await asking.DescribeTypeAsync(scope, resource.Resource.Type, Stop).Soon()).Detail;
            }
        ),
            ("drift", async () => (await live.GetStoredDriftAsync(scope, stack, static _ => [], Stop).Soon()).Detail),
            ("drift detection", async () =>
            {
                // What was looked at is not looked at again within the hour; and nobody waits for the pauses.
                using var detecting = Live(Patience, detectsDrift: true, time: new HurriedTime());
                return (await detecting.DetectStackAsync(scope, stack, Stop).Soon()).Detail;
            }
        ),
            ("one resource's drift", async () => (await hinted.DetectResourceAsync(scope, stack, resource.Resource.Address.LogicalId, [], Stop).Soon())?.Detail),
            ("stack", async () => (await live.DescribeStackAsync(scope, stack, Stop).Soon()).Detail),
            ("template", async () => (await live.GetTemplateAsync(scope, stack, processed: true, Stop).Soon()).Detail),
            ("list", async () => (await live.ListLiveResourcesAsync(scope, "AWS::S3::Bucket", Stop).Soon()).Detail));
    }

    [Theory]
    [InlineData("DescribeStacks")]
    [InlineData("GetTemplate")]
    [InlineData("ListStackResources")]
    [InlineData("DescribeStackResourceDrifts")]
    [InlineData("GetResource")]
    [InlineData("ListResources")]
    public async Task Row_16_an_action_that_nobody_allows_is_named_where_it_is_missing(string operation)
    {
        using var live = Live(Patience);
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(scanner, null);
        _proxy.Hits = (_, asked) => asked == operation;
        // Cloud Control's actions stand under CloudFormation's name, too.
        var action = $"cloudformation:{operation}";
        var says = $"User: arn:aws:sts::{Production.Account}:assumed-role/driftboard-read/scan is not authorized to perform: {action} on resource: * because no identity-based policy allows the {action} action";
        _proxy.Fault = call => call.RefuseAsync(call.IsJson ? 400 : 403, call.IsJson ? "AccessDeniedException" : "AccessDenied", says);

        var scan = await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null);

        Faults.AssertSaysNothingElse(control, scan);
        if (operation is not ("DescribeStackResourceDrifts" or "ListResources"))
            Assert.All(scan.Evaluation.Stacks, s => Assert.True(s.Status is not Status.InSync, $"{s.Key} {s.Status}"));
        if (operation is "DescribeStacks" or "GetTemplate" or "ListStackResources")
            Assert.All(scan.Evaluation.Stacks, s => Assert.Equal((Status.Unknown, StatusReason.Denied), (s.Status, s.Reason)));
        // What CloudFormation has stored, and what stands in no template, is of no resource that is known.
        var denied = scan.Evaluation.Stacks.SelectMany(s => s.Resources).Where(r => r.Reason == StatusReason.Denied).ToList();
        Assert.Equal(operation is not ("DescribeStackResourceDrifts" or "ListResources"), denied.Count > 0);
        Assert.All(denied, r => Assert.Equal(action, AwsErrors.MissingAction(r.Detail)));
    }

    [Fact]
    public async Task Row_13_a_type_whose_handler_hangs_is_not_known_and_every_other_type_is_read()
    {
        const string Hanging = "AWS::SQS::Queue";
        using var live = Live(Deadline, parallel: 2);
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(scanner, null);
        _proxy.Hits = static (_, operation) => operation is "GetResource" or "ListResources";
        _proxy.Fault = static call => call.Body.Contains($"\"{Hanging}\"", StringComparison.Ordinal) ? Faults.BreakAsync("hangs", call) : call.PassOnAsync();

        var scan = await ScanAsync(scanner, null);

        Faults.AssertSaysNothingElse(control, scan);
        // Some of the others need an attribute of what hangs; that they were read themselves is another matter.
        var late = scan.Evaluation.Stacks.SelectMany(s => s.Resources).Where(r => r.Reason == StatusReason.TimedOut).ToList();
        Assert.NotEmpty(late);
        Assert.All(late, r => Assert.Equal(Hanging, r.Type));
    }

    [Fact]
    public async Task Row_13_a_service_that_hangs_costs_a_scan_one_deadline()
    {
        const int Parallel = 4;
        using var live = Live(Deadline, Parallel);
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(scanner, null);
        var reads = _proxy.Asked.Count(o => o is "GetResource" or "ListResources");
        _proxy.Hits = static (_, operation) => operation is "GetResource" or "ListResources";
        _proxy.Fault = static call => Faults.BreakAsync("hangs", call);

        var scan = await ScanAsync(scanner, null);

        Faults.AssertSaysNothingElse(control, scan);
        Assert.True(reads > 4 * Parallel, $"{reads} reads");
        Assert.InRange(_proxy.Hit, 2, Parallel);
    }

    private static IEnumerable<string> Says(ScanResult scan) =>
        scan.Evaluation.Stacks.SelectMany(s => s.Resources.Select(r => $"{s.Key} {s.Status} {s.Coverage} {r.Address} {r.Type} {r.Status} {string.Join(", ", r.Differences.Select(d => d.Path))}"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AwsLiveStateSource Live(TimeSpan deadline, int parallel = 16, bool detectsDrift = false, TimeProvider? time = null) => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Production.Account, AwsAccountOptions.Sandbox(Production.Account, _proxy.Url) with { CallsPerSecond = 100_000, ParallelCalls = parallel, DetectDrift = detectsDrift }), CallDeadline: deadline) { MaxRetries = 1 },
        _fingerprinter,
        time ?? _time);

    private Task<ScanResult> ScanAsync(EnvironmentScanner scanner, ScanResult? before) =>
        scanner.ScanAsync(new ScanRequest(_repository, _application, Production, before?.Snapshot), null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

    /// <summary>The real clock, by which nobody waits longer than some milliseconds for a second.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, dueTime > TimeSpan.Zero && dueTime < TimeSpan.FromSeconds(10) ? dueTime / 50 : dueTime, period);
    }

    /// <summary>The real clock, which may be put forward: what waits goes on waiting, and what has passed is longer ago.</summary>
    private sealed class SkippingTime : TimeProvider
    {
        private long _skipped;

        public void Skip(TimeSpan time) => Interlocked.Add(ref _skipped, (long)(time.TotalSeconds * TimestampFrequency));

        public override long GetTimestamp() => System.GetTimestamp() + Interlocked.Read(ref _skipped);
    }
}
