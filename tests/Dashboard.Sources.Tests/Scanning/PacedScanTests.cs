using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>How fast a whole scan calls while its cloud throttles, and how long it waits for one that hangs: by a clock that moves only where the scan waits.</summary>
public sealed class PacedScanTests : IDisposable
{
    private const double Rate = 10;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    private readonly TemporaryRepository _source = new();
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private GitRepository? _repository;
    private ApplicationDefinition _application = null!;

    public void Dispose()
    {
        _repository?.Dispose();
        _source.Dispose();
    }

    [Fact]
    public async Task Row_12_throttling_halves_the_rate_of_a_scans_calls_and_it_grows_back_within_the_time_that_it_takes()
    {
        const int Before = 60;
        var time = new JumpingTime(Start);
        await using var aws = await CannedAws.StartAsync();
        Deploy(aws, 560, ["AWS::SQS::Queue"]);
        aws.On("GetResource", [.. Enumerable.Repeat(Read, Before), Reply.JsonError("ThrottlingException"), Read]);
        var sent = Listen(aws, time);

        var scan = await ScanAsync(aws, time, 1, Rate);

        var gaps = sent.Zip(sent.Skip(1), (one, next) => next - one).ToList();
        // A second's worth was saved; from then on the rate holds, to the throttled call itself.
        Assert.All(gaps[(int)Rate..Before], g => AssertRate(Rate, g));
        AssertRate(Rate / 2, gaps[Before + 1]);
        var full = sent.FindIndex(at => at >= sent[Before] + (CallGate.Regrowth / 2));
        Assert.InRange(full, Before + 200, sent.Count - 50);
        // It grows with the time, so each call comes a little sooner than the one before (timers count whole milliseconds), and never by a leap.
        Assert.All(gaps[(Before + 1)..full].Zip(gaps[(Before + 2)..full]), g => Assert.InRange((g.First - g.Second).TotalMilliseconds, -1.5, 3));
        Assert.All(gaps[(full + 1)..], g => AssertRate(Rate, g));
        Assert.Equal((560, 1), (sent.Count, scan.Calls.Made.Throttled));
        var unknown = Assert.Single(scan.Evaluation.Stacks.Single().Resources, r => r.Status == Status.Unknown);
        Assert.Equal(StatusReason.Throttled, unknown.Reason);
    }

    [Fact]
    public async Task Row_12_where_every_second_call_is_throttled_the_rate_falls_to_its_floor_and_nothing_is_drift()
    {
        var time = new JumpingTime(Start);
        await using var aws = await CannedAws.StartAsync();
        Deploy(aws, 120, ["AWS::SQS::Queue"]);
        aws.On("GetResource", [.. Enumerable.Range(0, 120).Select(i => i % 2 == 0 ? Read : Reply.JsonError("ThrottlingException"))]);
        var sent = Listen(aws, time);

        var scan = await ScanAsync(aws, time, 1, Rate);

        var stack = scan.Evaluation.Stacks.Single();
        Assert.Equal((0, new Coverage(60, 120)), (stack.Drifted, stack.Coverage));
        Assert.Equal(60, stack.Resources.Count(r => r.Reason == StatusReason.Throttled));
        // From the fourth throttled call on nothing is asked faster than an eighth, which grows by an eightieth in a second until the next one.
        Assert.All(sent.Skip(20).Zip(sent.Skip(21), (one, next) => next - one), g => Assert.InRange(1 / g.TotalSeconds, Rate * CallGate.Slowest * 0.99, Rate * CallGate.Slowest * 1.4));
    }

    [Fact]
    public async Task Row_13_a_service_that_hangs_costs_a_scan_of_many_resources_the_one_deadline()
    {
        const int Parallel = 4;
        var time = new FakeTimeProvider(Start);
        await using var aws = await CannedAws.StartAsync();
        Deploy(aws, 200, ["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::SSM::Parameter", "AWS::KMS::Key"]);
        aws.On("GetResource", Read with { Hangs = true, Head = true });
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        aws.OnRequest = request =>
        {
            if (request.Operation == "GetResource" && Interlocked.Increment(ref asked) == Parallel)
                waiting.SetResult();
        };

        var scanning = ScanAsync(aws, time, Parallel, 100_000);
        await waiting.Task.Soon();
        // The clock stands still from here on: were any more to wait, the scan would never end.
        time.Advance(Deadline);
        var scan = await scanning;

        Assert.Equal(Parallel, asked);
        Assert.All(scan.Evaluation.Stacks.Single().Resources, r => Assert.Equal((Status.Unknown, StatusReason.TimedOut), (r.Status, r.Reason)));
        Assert.Equal(Start + Deadline, time.GetUtcNow());
    }

    [Fact]
    public async Task Row_13_where_every_service_but_CloudFormation_hangs_a_scan_takes_the_one_deadline()
    {
        const int Parallel = 4;
        string[] operations = ["GetQueueAttributes", "GetTopicAttributes", "DescribeKey", "DescribeParameters", "GetResource"];
        var time = new FakeTimeProvider(Start);
        await using var aws = await CannedAws.StartAsync();
        // Of Cloud Control two types: one that hangs says nothing of it as a whole.
        Deploy(aws, 210, ["AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::KMS::Key", "AWS::SSM::Parameter", "AWS::Route53::HealthCheck", "AWS::Cognito::UserPool"]);
        foreach (var operation in operations.Concat(["ListResources", "ListQueues", "ListTopics", "ListKeys", "ListAliases"]))
            aws.On(operation, new Reply(System.Net.HttpStatusCode.OK, "") { Hangs = true });
        var waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var asked = 0;
        aws.OnRequest = request =>
        {
            if (request.SignedService is not ("cloudformation" or "sts") && Interlocked.Increment(ref asked) == operations.Length * Parallel)
                waiting.SetResult();
        };

        var scanning = ScanAsync(aws, time, new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000, ParallelCalls = Parallel });
        await waiting.Task.Soon();
        // The clock stands still from here on: were any more to wait, the scan would never end.
        time.Advance(Deadline);
        var scan = await scanning;

        Assert.Equal(operations.Length * Parallel, asked);
        Assert.Equal(operations.Order(StringComparer.Ordinal), aws.Requests.Where(r => r.SignedService is not ("cloudformation" or "sts")).Select(r => r.Operation).Distinct().Order(StringComparer.Ordinal));
        Assert.All(scan.Evaluation.Stacks.Single().Resources, r => Assert.Equal((Status.Unknown, StatusReason.TimedOut), (r.Status, r.Reason)));
        Assert.Equal(Start + Deadline, time.GetUtcNow());
    }

    private static Reply Read => Reply.Resource("x", """{"Description": "as it should be"}""");

    private static void AssertRate(double expected, TimeSpan gap) => Assert.InRange(1 / gap.TotalSeconds, expected * 0.98, expected * 1.02);

    /// <summary>When each resource was asked for.</summary>
    private static List<TimeSpan> Listen(CannedAws aws, TimeProvider time)
    {
        var sent = new List<TimeSpan>();
        aws.OnRequest = request =>
        {
            if (request.Operation == "GetResource")
                sent.Add(time.GetUtcNow() - Start);
        };
        return sent;
    }

    private void Deploy(CannedAws aws, int resources, string[] types)
    {
        const string Definition = """
            version: 1
            application: shop
            environments:
              - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
            components:
              - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
            """;
        string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"R{i:D4}");
        var template = "Resources:\n" + string.Concat(Enumerable.Range(0, resources).Select(i => $"  {Name(i)}: {{Type: '{types[i % types.Length]}'}}\n"));
        _source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("worker.yaml", template));
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        aws.OnQuery(
            "DescribeStacks",
            "<Stacks><member><StackId>arn:aws:cloudformation:eu-west-1:111111111111:stack/staging-worker/1</StackId><StackName>staging-worker</StackName><StackStatus>CREATE_COMPLETE</StackStatus><CreationTime>2026-01-01T00:00:00Z</CreationTime></member></Stacks>");
        aws.OnQuery("GetTemplate", $"<TemplateBody>{template}</TemplateBody>");
        aws.OnQuery("ListStackResources", $"<StackResourceSummaries>{string.Concat(Enumerable.Range(0, resources).Select(i =>
            $"<member><LogicalResourceId>{Name(i)}</LogicalResourceId><PhysicalResourceId>arn:{Name(i)}</PhysicalResourceId><ResourceType>{types[i % types.Length]}</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>"))}</StackResourceSummaries>");
        aws.OnQuery("DescribeStackResourceDrifts", "<StackResourceDrifts/>");
        aws.On("ListResources", Reply.Json("""{"TypeName":"T","ResourceDescriptions":[]}"""));
    }

    private Task<ScanResult> ScanAsync(CannedAws aws, TimeProvider time, int parallel, double rate) =>
        ScanAsync(aws, time, AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { CallsPerSecond = rate, ParallelCalls = parallel });

    private async Task<ScanResult> ScanAsync(CannedAws aws, TimeProvider time, AwsAccountOptions account)
    {
        using var live = aws.CreateSource(time, Deadline, fingerprinter: _fingerprinter, account: account);
        return await new EnvironmentScanner(live, [CannedAws.Account], _fingerprinter, time)
            .ScanAsync(new ScanRequest(_repository!, _application, _application.Environments[0]), null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    /// <summary>A clock that stands still while anybody works, and moves to the end of a wait as soon as one begins. What is no wait but a deadline never comes.</summary>
    private sealed class JumpingTime(DateTimeOffset start) : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _now);

        public override DateTimeOffset GetUtcNow() => start + TimeSpan.FromTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime >= TimeSpan.Zero && dueTime < Deadline)
            {
                var due = GetTimestamp() + dueTime.Ticks;
                for (var now = GetTimestamp(); now < due; now = GetTimestamp())
                    Interlocked.CompareExchange(ref _now, due, now);
                // Never within this call: who waits does not have its timer yet.
                ThreadPool.QueueUserWorkItem(_ => callback(state));
            }

            return new Timer();
        }

        private sealed class Timer : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
