using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
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

/// <summary>Row 18: this machine's clock is wrong. What the services stamp and what is stamped here are of one clock all the same.</summary>
public sealed class ClockTests : IAsyncLifetime
{
    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
        """;

    private const string Template = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 30}}}";

    private readonly FakeTimeProvider _there = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, 300, TimeSpan.Zero));
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly TemporaryRepository _source = new();
    private readonly WrongClock _here;
    private SandboxAws _sandbox = null!;

    public ClockTests() => _here = new WrongClock(_there);

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxAws.StartAsync(new SandboxCloud(_there));
        _source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("worker.yaml", Template));
        _sandbox.Cloud.CreateStack(new StackRequest { Account = SandboxAws.Staging, Region = SandboxAws.Region, StackName = "staging-worker", TemplateBody = Template });
        _there.Advance(TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task Row_18_a_result_that_was_stored_before_a_change_never_hides_it_whatever_the_clock_says(int hours)
    {
        _here.Offset = TimeSpan.FromHours(hours);
        Detect();
        Change(300);
        using var live = Source();

        var scan = await ScanAsync(live);

        var stack = Assert.Single(scan.Evaluation.Stacks);
        Assert.Equal((Status.Modified, 1), (stack.Status, stack.Drifted));
        Assert.InRange(scan.Snapshot.TakenAt, _there.GetUtcNow().AddSeconds(-1), _there.GetUtcNow().AddSeconds(1));
        // As a reader sees it: now minus then, both by one clock.
        Assert.InRange(live.Clock.GetUtcNow() - stack.Resources.Single().ObservedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(live.Clock.GetUtcNow() - scan.Snapshot.Stacks[0].CheckedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        var said = scan.Evaluation.Diagnostics.Where(d => d.Key == "clock").Select(d => d.Message);
        Assert.Equal(
            hours == 0 ? [] : [$"This machine's clock is 120 min {(hours > 0 ? "ahead of" : "behind")} the service's: ages are counted by the service's, but signatures may be refused. Set the clock, and keep it set (NTP)."], said);
    }

    [Theory]
    [InlineData(-2)]
    [InlineData(2)]
    public async Task Row_18_a_clock_that_jumps_between_two_scans_makes_nothing_younger_and_no_later_word_older(int hours)
    {
        using var live = Source();
        var first = await ScanAsync(live);
        _there.Advance(TimeSpan.FromMinutes(5));
        _here.Offset = TimeSpan.FromHours(hours);

        // Before any service answers again, a jump back is told by what has passed; after a jump forward, what is old looks no younger than it is.
        Assert.True(live.Clock.GetUtcNow() - first.Evaluation.Stacks.Single().OldestReadAt!.Value >= TimeSpan.FromMinutes(5));
        Detect();
        Change(300);
        var second = await ScanAsync(live, first);
        _here.Offset = TimeSpan.Zero;
        Change(30);
        _there.Advance(TimeSpan.FromMinutes(1));
        var third = await ScanAsync(live, second);

        Assert.Equal([Status.InSync, Status.Modified, Status.InSync], new[] { first, second, third }.Select(s => s.Evaluation.Stacks.Single().Status));
        Assert.InRange(live.Clock.GetUtcNow() - third.Evaluation.Stacks.Single().OldestReadAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Equal([false, true, false], new[] { first, second, third }.Select(s => s.Evaluation.Diagnostics.Any(d => d.Key == "clock")));
    }

    [Theory]
    [InlineData("DescribeStacks", -2)]
    [InlineData("GetTemplate", -2)]
    [InlineData("ListStackResources", -2)]
    [InlineData("DescribeStackResourceDrifts", -2)]
    [InlineData("GetResource", -2)]
    [InlineData("ListResources", -2)]
    [InlineData("GetTemplate", 2)]
    [InlineData("GetResource", 2)]
    public async Task Row_18_a_clock_that_jumps_while_a_call_of_a_scan_is_under_way_makes_no_age_wrong(string operation, int hours)
    {
        await using var proxy = await FaultProxy.StartAsync(_sandbox.Url);
        var account = AwsAccountOptions.Sandbox(SandboxAws.Staging, proxy.Url) with { CallsPerSecond = 100_000 };
        using var live = new AwsLiveStateSource(new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account.Account, account)) { MaxRetries = 0 }, _fingerprinter, _here);
        Detect();
        Change(300);
        proxy.Hits = (_, asked) =>
        {
            // Every call takes a while, by both clocks.
            _there.Advance(TimeSpan.FromMilliseconds(100));
            if (asked == operation)
                _here.Offset = TimeSpan.FromHours(hours);
            return false;
        };

        var scan = await ScanAsync(live);
        var next = await ScanAsync(live, scan);

        Assert.Equal(TimeSpan.FromHours(hours), _here.Offset);
        foreach (var told in new[] { scan, next })
        {
            var stack = Assert.Single(told.Evaluation.Stacks);
            Assert.Equal((Status.Modified, 1), (stack.Status, stack.Drifted));
            // A service tells the time in whole seconds: what is left of one is no age, on any screen.
            Assert.InRange(told.Snapshot.TakenAt, _there.GetUtcNow().AddSeconds(-5), _there.GetUtcNow().AddSeconds(1));
            Assert.InRange(live.Clock.GetUtcNow() - stack.Resources.Single().ObservedAt!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(5));
            Assert.InRange(live.Clock.GetUtcNow() - told.Snapshot.Stacks[0].CheckedAt!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromSeconds(5));
        }

        Assert.Contains(next.Evaluation.Diagnostics, d => d.Key == "clock");
    }

    [Theory]
    [InlineData(4.9, false)]
    [InlineData(-4.9, false)]
    [InlineData(5.1, true)]
    [InlineData(-5.1, true)]
    public async Task Row_18_more_than_five_minutes_are_said(double minutes, bool isSaid)
    {
        _here.Offset = TimeSpan.FromMinutes(minutes);
        using var live = Source();

        Assert.Equal(isSaid, (await ScanAsync(live)).Evaluation.Diagnostics.Any(d => d.Key == "clock"));
    }

    [Fact]
    public void Row_18_a_clock_that_is_right_to_the_second_is_left_as_it_is()
    {
        var clock = new ServiceClock(_here);
        var before = clock.GetUtcNow();
        Assert.Null(clock.Skew);

        for (var i = 0; i < 20; i++)
        {
            var sent = _there.GetTimestamp();
            _there.Advance(TimeSpan.FromMilliseconds(130));
            var answered = _there.GetUtcNow();
            _there.Advance(TimeSpan.FromMilliseconds(130));
            clock.Learn(answered.AddTicks(-(answered.Ticks % TimeSpan.TicksPerSecond)), sent, _there.GetTimestamp());
            _there.Advance(TimeSpan.FromMilliseconds(77));
        }

        Assert.Equal(TimeSpan.Zero, clock.Skew);
        Assert.Equal(_there.GetUtcNow(), clock.GetUtcNow());
        Assert.True(clock.GetUtcNow() > before);
    }

    [Theory]
    [InlineData(-2, true)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task Row_18_an_endpoint_with_a_wrong_clock_is_wrong_for_itself_alone(int hours, bool isFirst)
    {
        // An endpoint of another account, say an emulator on a machine whose clock nobody keeps.
        var elsewhere = new FakeTimeProvider(_there.GetUtcNow().AddHours(hours));
        await using var other = await SandboxAws.StartAsync(new SandboxCloud(elsewhere));
        other.Cloud.CreateStack(new StackRequest { Account = SandboxAws.Production, Region = SandboxAws.Region, StackName = "production-worker", TemplateBody = Template });
        other.Cloud.DetectStackDrift(SandboxAws.Production, SandboxAws.Region, "production-worker", []);
        elsewhere.Advance(TimeSpan.FromSeconds(5));
        var accounts = new[] { AwsAccountOptions.Sandbox(SandboxAws.Staging, _sandbox.Url), AwsAccountOptions.Sandbox(SandboxAws.Production, other.Url) };
        using var live = new AwsLiveStateSource(new AwsOptions(accounts.ToImmutableDictionary(a => a.Account), 1000) { MaxRetries = 0 }, _fingerprinter, _here);
        Detect();
        Change(300);
        if (isFirst)
            await AskOtherAsync();

        var scan = await ScanAsync(live);
        var stored = await AskOtherAsync();

        Assert.Equal((Status.Modified, 1), (scan.Evaluation.Stacks.Single().Status, scan.Evaluation.Stacks.Single().Drifted));
        Assert.InRange(live.Clock.GetUtcNow() - scan.Evaluation.Stacks.Single().OldestReadAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(live.Clock.Skew!.Value.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.InRange((live.AccountOf(SandboxAws.Production)!.Clock.Skew!.Value - TimeSpan.FromHours(hours)).Duration(), TimeSpan.Zero, TimeSpan.FromMinutes(1));
        // What it has stamped itself is told by the same clock as everything else.
        Assert.InRange(live.Clock.GetUtcNow() - stored.Value!["Jobs"].ObservedAt, TimeSpan.FromSeconds(-2), TimeSpan.FromMinutes(1));

        Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> AskOtherAsync() => live.GetStoredDriftAsync(
            new AccountRegion(SandboxAws.Production, SandboxAws.Region), "production-worker", _ => [], TestContext.Current.CancellationToken).Soon();
    }

    private void Detect()
    {
        _sandbox.Cloud.DetectStackDrift(SandboxAws.Staging, SandboxAws.Region, "staging-worker", []);
        _there.Advance(TimeSpan.FromSeconds(5));
    }

    private void Change(int timeout) =>
        _sandbox.Cloud.ChangeByHand(SandboxAws.Staging, SandboxAws.Region, "staging-worker", "Jobs", $$"""[{"op": "replace", "path": "/VisibilityTimeout", "value": {{timeout}}}]""");

    private AwsLiveStateSource Source() => _sandbox.CreateSource(AwsAccountOptions.Sandbox(SandboxAws.Staging, _sandbox.Url), _here);

    private async Task<ScanResult> ScanAsync(AwsLiveStateSource live, ScanResult? before = null)
    {
        using var repository = GitRepository.Open(_source.Source, _source.Mirrors);
        var application = ApplicationFileReader.Read("driftboard.yaml", repository.ReadFile(repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        return await new EnvironmentScanner(live, [SandboxAws.Staging], _fingerprinter, _here)
            .ScanAsync(new ScanRequest(repository, application, application.Environments[0], before?.Snapshot), null, TestContext.Current.CancellationToken).Soon();
    }

    /// <summary>A clock that differs from the services' by as much as it is set to; what has passed it tells rightly, and its timers are real.</summary>
    private sealed class WrongClock(FakeTimeProvider there) : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override long TimestampFrequency => there.TimestampFrequency;

        public override DateTimeOffset GetUtcNow() => there.GetUtcNow() + Offset;

        public override long GetTimestamp() => there.GetTimestamp();
    }
}
