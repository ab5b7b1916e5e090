using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>One account for a lasting environment, twelve ephemeral ones, and stacks of other teams.</summary>
public sealed class SharedAccountTests : IAsyncLifetime
{
    private const int Ephemeral = 12;
    private const int Environments = Ephemeral + 1;

    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: "pr-{number}", tier: ephemeral, account: "111111111111", regions: [eu-west-1], like: staging}
        components:
          - {name: app, template: app.yaml, stack: "{environment}-app"}
        """;

    private const string Template = """
        Resources:
          Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 30}}
          Later: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 60}}
          News: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: news}}
          Level: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: info}}
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly TemporaryRepository _source = new();
    private SandboxAws _sandbox = null!;
    private GitRepository _repository = null!;
    private ApplicationDefinition _application = null!;
    private AwsLiveStateSource _live = null!;
    private EnvironmentScanner _scanner = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxAws.StartAsync(new SandboxCloud(_time));
        _source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("app.yaml", Template));
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        foreach (var name in Enumerable.Range(1, Ephemeral).Select(i => $"pr-{i}").Append("staging"))
            Deploy($"{name}-app", Template);
        _live = _sandbox.CreateSource(AwsAccountOptions.Sandbox(SandboxAws.Staging, _sandbox.Url), new RealTimers(_time));
        _scanner = new EnvironmentScanner(_live, [SandboxAws.Staging], _fingerprinter, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _live.Dispose();
        _repository.Dispose();
        _source.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task What_environments_of_an_account_have_in_common_is_asked_for_once_in_a_sweep_and_foreseen()
    {
        Deploy("others", Queues(60));

        var first = await SweepAsync(null);
        var second = await SweepAsync(first);

        Assert.Equal(Environments, first.Results.Length);
        Assert.All(first.Results.Concat(second.Results).SelectMany(r => r.Evaluation.Stacks), s => Assert.Equal((Status.InSync, 4), (s.Status, s.Coverage.Compared)));
        // Each resource of ours once, and none of those that somebody else's stack owns.
        Assert.Equal(Environments * 4, Calls(first, "cloudcontrolapi:GetResource"));
        Assert.Equal(3, Calls(first, "cloudcontrolapi:ListResources"));
        Assert.Equal(Environments + 1, Calls(first, "cloudformation:ListStackResources"));
        Assert.InRange(Calls(first, "cloudformation:DescribeStacks"), 2, Environments + 1);
        Assert.Equal(Environments * 4, Calls(second, "cloudcontrolapi:GetResource"));
        Assert.Equal(0, Calls(second, "cloudformation:ListStackResources"));
        // How many of them share a second look at the list depends on when each comes to it.
        Assert.InRange(first.Estimated, first.Made.Total * 0.85, first.Made.Total * 1.15);
        Assert.InRange(second.Estimated, second.Made.Total * 0.85, second.Made.Total * 1.15);
    }

    [Fact]
    public async Task What_others_own_never_hides_what_somebody_made_by_hand()
    {
        Deploy("others", Queues(60));
        MakeQueue("staging-app-made-by-hand");

        var sweep = await SweepAsync(null);

        var found = sweep.Results.SelectMany(r => r.Evaluation.Stacks).SelectMany(s => s.Resources.Where(r => r.Status == Status.Unmanaged).Select(r => (s.Key.Environment, r.PhysicalId)));
        Assert.Equal("staging", Assert.Single(found).Environment);
        Assert.DoesNotContain(sweep.Results.SelectMany(r => r.Evaluation.Diagnostics), d => d.Location.File.StartsWith("account", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_cap_cuts_off_is_counted_and_what_bears_the_name_of_a_stack_is_not_cut_off()
    {
        for (var i = 0; i < 70; i++)
            MakeQueue(string.Create(CultureInfo.InvariantCulture, $"aaa-{i:00}"));
        MakeQueue("staging-app-made-by-hand");

        var staging = (await SweepAsync(null)).Results.Single(r => r.Snapshot.Environment.Name == "staging");

        Assert.Equal(Status.Unmanaged, Assert.Single(staging.Evaluation.Stacks).Resources.Single(r => r.PhysicalId!.EndsWith("made-by-hand", StringComparison.Ordinal)).Status);
        Assert.Equal(
            "21 more AWS::SQS::Queue that no stack owns were not looked at: 50 of a type are, those first whose name begins with that of a stack.",
            Assert.Single(staging.Evaluation.Diagnostics, d => d.Key == "staging").Message);
    }

    [Fact]
    public async Task What_no_stack_owns_is_read_again_when_its_turn_comes_where_reads_are_spread()
    {
        for (var i = 0; i < 40; i++)
            MakeQueue(string.Create(CultureInfo.InvariantCulture, $"staging-app-hand-{i:00}"));
        var spread = new LiveSpread(TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), 1);
        var last = await SweepAsync(null);
        var reads = new List<int>();
        for (var i = 0; i < 11; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(5));
            last = await SweepAsync(last, spread);
            reads.Add(Calls(last, "cloudcontrolapi:GetResource"));
            Assert.InRange(last.Estimated, last.Made.Total * 0.6, last.Made.Total * 1.4);
            var unmanaged = last.Results.SelectMany(r => r.Snapshot.Stacks).SelectMany(s => s.Unmanaged).ToList();
            Assert.Equal(40, unmanaged.Count);
            Assert.All(unmanaged, u => Assert.True(_time.GetUtcNow() - u.ObservedAt <= spread.MaxAge));
        }

        // 52 resources of stacks and 40 that stand in none: some in each sweep, all within the hour, never all at once.
        Assert.All(reads, r => Assert.InRange(r, 1, 70));
        Assert.True(reads.Sum() < 11 * 60, string.Join(" ", reads));
    }

    private static string Queues(int count) => "Resources: {" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"Q{i}: {{Type: 'AWS::SQS::Queue', Properties: {{QueueName: 'aaa-{i}'}}}}")) + "}";

    private void Deploy(string stack, string template) =>
        _sandbox.Cloud.CreateStack(new StackRequest { Account = SandboxAws.Staging, Region = SandboxAws.Region, StackName = stack, TemplateBody = template });

    private void MakeQueue(string name) =>
        _sandbox.Cloud.CreateResource(SandboxAws.Staging, SandboxAws.Region, "AWS::SQS::Queue", (MapValue)JsonValues.Parse($$"""{"QueueName": "{{name}}"}"""));

    private static int Calls(Swept sweep, string call) => sweep.Made.Calls.GetValueOrDefault(call);

    /// <summary>All environments side by side, as a scan and the server do.</summary>
    private async Task<Swept> SweepAsync(Swept? before, LiveSpread? spread = null)
    {
        using var meter = CallMeter.Begin();
        var sweep = new ScanSweep();
        var environments = await _scanner.FindEnvironmentsAsync(_application, [], sweep, Stop).Soon();
        var searched = meter.Count.Total;
        var results = await Task.WhenAll(environments.Select(e => _scanner.ScanAsync(
            new ScanRequest(_repository, _application, e, before?.Results.Single(r => r.Snapshot.Environment.Name == e.Name).Snapshot, Spread: spread) { Sweep = sweep }, null, Stop))).Soon();
        return new Swept([.. results], searched + results.Sum(r => r.Calls.Estimated), meter.Count);
    }

    private sealed record Swept(ImmutableArray<ScanResult> Results, int Estimated, CallCount Made);

    /// <summary>Tells the time of another, and has timers that go on.</summary>
    private sealed class RealTimers(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override long GetTimestamp() => time.GetTimestamp();
    }
}
