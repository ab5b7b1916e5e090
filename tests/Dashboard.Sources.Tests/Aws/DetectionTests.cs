using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>CloudFormation's own drift detection, started by us where the settings say so.</summary>
public sealed class DetectionTests : IAsyncLifetime
{
    private const string Template = """
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 30}}
          News: {Type: AWS::SNS::Topic, Properties: {DisplayName: news}}
        """;

    private SandboxAws _aws = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _aws = await StartAsync();
        _aws.Cloud.CreateStack(new StackRequest { Account = Staging, Region = Region, StackName = "worker", TemplateBody = Template });
        _aws.Cloud.ChangeByHand(Staging, Region, "worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");
    }

    public ValueTask DisposeAsync() => _aws.DisposeAsync();

    [Fact]
    public async Task Without_the_setting_nothing_is_started()
    {
        using var source = Source(isOn: false);

        var looked = await source.DetectStackAsync(Scope(Staging), "worker", Stop).Soon();
        var stored = await source.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var one = await source.DetectResourceAsync(Scope(Staging), "worker", "Jobs", [], Stop).Soon();

        Assert.Empty(looked.Value!);
        Assert.True(stored.IsRead, stored.Detail);
        Assert.Empty(stored.Value);
        Assert.Null(one);
        Assert.Null(source.NextOf(Scope(Staging), [new DetectableStack(Scope(Staging), "worker", null)]));
        Assert.Equal("NOT_CHECKED", _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftStatus);
    }

    [Fact]
    public async Task With_it_a_stack_is_looked_at_once_an_hour_and_what_failed_is_taken_apart_from_what_did_not()
    {
        using var fault = _aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, Operation: "GetResource", Type: "AWS::SNS::Topic"));
        using var source = Source(isOn: true);

        await source.DetectStackAsync(Scope(Staging), "worker", Stop).Soon();
        var stored = await source.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var checkedAt = _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftCheckedAt;
        await source.DetectStackAsync(Scope(Staging), "worker", Stop).Soon();
        var again = await source.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();

        Assert.Equal(["Jobs", "News"], stored.Value!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((ReadOutcome.Read, "StoredDrift"), (stored.Value["Jobs"].Outcome, stored.Value["Jobs"].Reader));
        Assert.Equal("300", ((ScalarValue)stored.Value["Jobs"].Properties!["VisibilityTimeout"]!).Text);
        Assert.InRange(stored.Value["Jobs"].ObservedAt, checkedAt!.Value.AddSeconds(-1), checkedAt.Value.AddSeconds(1));
        Assert.Equal((ReadOutcome.Failed, "CloudFormation could not look at it: Rate exceeded."), (stored.Value["News"].Outcome, stored.Value["News"].Detail));
        Assert.Equal(ReadOutcome.Failed, again.Value!["News"].Outcome);
        Assert.Equal(checkedAt, _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftCheckedAt);
    }

    [Fact]
    public async Task A_touched_resource_is_looked_at_alone_and_at_once()
    {
        using var source = Source(isOn: true);

        var jobs = await source.DetectResourceAsync(Scope(Staging), "worker", "Jobs", [], Stop).Soon();
        var none = await source.DetectResourceAsync(Scope(Staging), "worker", "Gone", [], Stop).Soon();

        Assert.Equal("300", ((ScalarValue)jobs!.Properties!["VisibilityTimeout"]!).Text);
        Assert.Null(none);
        Assert.Equal("NOT_CHECKED", _aws.Cloud.FindStack(Staging, Region, "worker")!.Resources["News"].DriftStatus);
    }

    [Theory]
    [InlineData("Failed to detect drift on resource [Jobs].", "CloudFormation says that it failed: Failed to detect drift on resource [Jobs].")]
    [InlineData("AKIAIOSFODNN7EXAMPLE", "CloudFormation says that it failed: no reason is given.")]
    [InlineData("{}", "CloudFormation says that it failed: {}.")]
    public async Task A_detection_that_failed_and_names_no_resource_is_a_failure(string reason, string said)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery("DescribeStackDriftDetectionStatus", $"<DetectionStatus>DETECTION_FAILED</DetectionStatus><DetectionStatusReason>{reason}</DetectionStatusReason>");
        using var source = aws.CreateSource(account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { DetectDrift = true, CallsPerSecond = 100_000 });

        var looked = await source.DetectStackAsync(CannedAws.Scope, "worker", Stop).Soon();

        Assert.Equal((ReadOutcome.Failed, said), (looked.Outcome, looked.Detail));
    }

    [Fact]
    public async Task A_detection_that_does_not_end_is_waited_for_a_bounded_time_and_taken_up_again()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery("DescribeStackDriftDetectionStatus",
        [
            .. Enumerable.Repeat("<DetectionStatus>DETECTION_IN_PROGRESS</DetectionStatus>", 3),
            "<DetectionStatus>DETECTION_FAILED</DetectionStatus><DetectionStatusReason>{\"Failures\":[{\"Resource\":\"A\",\"FailureReason\":\"AKIAIOSFODNN7EXAMPLE\"},{\"Resource\":\"B\"}]}</DetectionStatusReason>",
        ]);
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(6));

        var waiting = source.DetectStackAsync(CannedAws.Scope, "s", Stop);
        await time.PassAsync(6);
        var first = await waiting.Soon();
        var next = source.NextOf(CannedAws.Scope, [new DetectableStack(CannedAws.Scope, "s", null), new DetectableStack(CannedAws.Scope, "other", time.GetUtcNow().AddHours(-1))]);
        waiting = source.DetectStackAsync(CannedAws.Scope, "s", Stop);
        await time.PassAsync(0.5);
        var second = await waiting.Soon();

        Assert.Equal((ReadOutcome.TimedOut, "The drift detection had not ended after 6 s."), (first.Outcome, first.Detail));
        Assert.Equal("other", next);
        Assert.Null(source.ProblemOf(CannedAws.Scope, "s"));
        Assert.Equal(["A no reason is given", "B no reason is given"], second.Value!.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}"));
        Assert.Single(aws.Asked("DetectStackDrift"));
    }

    [Fact]
    public async Task The_deadline_of_a_detection_begins_when_its_turn_has_come()
    {
        const string Running = "<DetectionStatus>DETECTION_IN_PROGRESS</DetectionStatus>";
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery("DescribeStackDriftDetectionStatus", [.. Enumerable.Repeat(Running, 14 + 8), "<DetectionStatus>DETECTION_COMPLETE</DetectionStatus>"]);
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(60));

        var first = source.DetectStackAsync(CannedAws.Scope, "first", Stop);
        await time.PassAsync(40);
        var second = source.DetectStackAsync(CannedAws.Scope, "second", Stop);
        await time.PassAsync(20);
        var ended = await first.Soon();
        await time.PassAsync(32);

        Assert.Equal(ReadOutcome.TimedOut, ended.Outcome);
        Assert.Equal((ReadOutcome.TimedOut, "The drift detection had not ended after 60 s."), source.ProblemOf(CannedAws.Scope, "first"));
        Assert.True((await second.Soon()).IsRead);
        Assert.Null(source.ProblemOf(CannedAws.Scope, "second"));
        Assert.Equal(2, aws.Asked("DetectStackDrift").Count());
    }

    [Fact]
    public async Task Next_is_what_was_never_looked_at_or_longest_ago_and_what_was_refused_is_left_alone_for_a_while()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery("DescribeStackDriftDetectionStatus", "<DetectionStatus>DETECTION_COMPLETE</DetectionStatus>");
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(60));
        DetectableStack[] stacks = [Of("yesterday", time.GetUtcNow().AddDays(-1)), Of("never", null), Of("today", time.GetUtcNow().AddHours(-3))];

        var order = new List<string?>();
        for (var i = 0; i < stacks.Length; i++)
            order.Add(await DetectNextAsync());
        var none = source.NextOf(CannedAws.Scope, stacks);
        time.Advance(TimeSpan.FromHours(1));
        aws.On("DetectStackDrift", Reply.Error("Throttling"));
        order.Add(await RefusedNextAsync());
        var other = source.NextOf(CannedAws.Scope, stacks);
        time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(["never", "yesterday", "today", "never"], order);
        Assert.Null(none);
        Assert.Equal("yesterday", other);
        // It came to nothing later than the others were looked at.
        Assert.Equal("never", source.NextOf(CannedAws.Scope, [stacks[1]]));
        Assert.Equal("yesterday", source.NextOf(CannedAws.Scope, stacks));

        static DetectableStack Of(string id, DateTimeOffset? checkedAt) => new(CannedAws.Scope, id, checkedAt);

        async Task<string?> DetectNextAsync()
        {
            var next = source.NextOf(CannedAws.Scope, stacks)!;
            var detecting = source.DetectStackAsync(CannedAws.Scope, next, Stop);
            await time.PassAsync(0.5);
            Assert.True((await detecting.Soon()).IsRead);
            return next;
        }

        async Task<string?> RefusedNextAsync()
        {
            var next = source.NextOf(CannedAws.Scope, stacks)!;
            Assert.False((await source.DetectStackAsync(CannedAws.Scope, next, Stop).Soon()).IsRead);
            return next;
        }
    }

    [Fact]
    public async Task One_that_cannot_even_be_begun_in_time_is_none_and_others_come_first()
    {
        await using var aws = await CannedAws.StartAsync();
        var stuck = new Reply(System.Net.HttpStatusCode.OK, "") { Hangs = true };
        aws.On("DetectStackDrift", Reply.Query("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>"), stuck);
        aws.OnQuery("DescribeStackDriftDetectionStatus", "<DetectionStatus>DETECTION_COMPLETE</DetectionStatus>");
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(20));
        var detecting = source.DetectStackAsync(CannedAws.Scope, "known", Stop);
        await time.PassAsync(0.5);
        Assert.True((await detecting.Soon()).IsRead);
        time.Advance(TimeSpan.FromHours(1));
        DetectableStack[] stacks = [new(CannedAws.Scope, "known", null), new(CannedAws.Scope, "new", null), new(CannedAws.Scope, "other", time.GetUtcNow().AddHours(-2))];

        foreach (var stack in new[] { "known", "new" })
        {
            var begun = aws.Asked("DetectStackDrift").Count();
            var reached = new TaskCompletionSource();
            aws.OnRequest = r => _ = r.Operation == "DetectStackDrift" && aws.Asked("DetectStackDrift").Count() > begun && reached.TrySetResult();
            detecting = source.DetectStackAsync(CannedAws.Scope, stack, Stop);
            await reached.Task.Soon();
            time.Advance(TimeSpan.FromSeconds(20));
            Assert.Equal(ReadOutcome.TimedOut, (await detecting.Soon()).Outcome);
        }

        Assert.Equal("other", source.NextOf(CannedAws.Scope, stacks));
        Assert.Equal("known", source.NextOf(CannedAws.Scope, stacks[..2]));
        Assert.Null(source.RunsSince(CannedAws.Scope, "new"));
    }

    [Fact]
    public async Task What_could_not_be_looked_at_is_known_until_the_next_detection_has_ended_and_is_as_old_as_it_is()
    {
        await using var aws = await CannedAws.StartAsync();
        const string Drift = "<StackResourceDrifts><member><LogicalResourceId>A</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><StackResourceDriftStatus>IN_SYNC</StackResourceDriftStatus><ActualProperties>{}</ActualProperties><Timestamp>{0}</Timestamp></member></StackResourceDrifts>";
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery(
            "DescribeStackDriftDetectionStatus",
            "<DetectionStatus>DETECTION_FAILED</DetectionStatus><DetectionStatusReason>{\"Failures\":[{\"Resource\":\"A\",\"FailureReason\":\"Rate exceeded\"}]}</DetectionStatusReason>",
            "<DetectionStatus>DETECTION_IN_PROGRESS</DetectionStatus>",
            "<DetectionStatus>DETECTION_COMPLETE</DetectionStatus>");
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(20));
        // The service tells the time.
        await source.DescribeStackAsync(CannedAws.Scope, "s", Stop).Soon();
        var started = source.Clock.GetUtcNow();
        async Task<Core.Model.ResourceObservation> StoredAsync(DateTimeOffset at)
        {
            aws.OnQuery("DescribeStackResourceDrifts", Drift.Replace("{0}", at.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));
            return (await source.GetStoredDriftAsync(CannedAws.Scope, "s", static _ => [], Stop).Soon()).Value!["A"];
        }

        var detecting = source.DetectStackAsync(CannedAws.Scope, "s", Stop);
        await time.PassAsync(0.5);
        await detecting.Soon();
        time.Advance(TimeSpan.FromHours(1));
        detecting = source.DetectStackAsync(CannedAws.Scope, "s", Stop);
        await time.PassAsync(0.5);
        var meanwhile = await StoredAsync(started.AddHours(-1));
        var since = await StoredAsync(started.AddMinutes(30));
        var running = source.RunsSince(CannedAws.Scope, "s");
        await time.PassAsync(1);
        await detecting.Soon();
        var after = await StoredAsync(started.AddHours(-1));

        Assert.Equal((ReadOutcome.Failed, "CloudFormation could not look at it: Rate exceeded."), (meanwhile.Outcome, meanwhile.Detail));
        Assert.InRange(meanwhile.ObservedAt, started.AddMinutes(-1), started.AddMinutes(1));
        Assert.Equal(ReadOutcome.Read, since.Outcome);
        Assert.NotNull(running);
        Assert.Equal(ReadOutcome.Read, after.Outcome);
        Assert.Null(source.RunsSince(CannedAws.Scope, "s"));
    }

    [Fact]
    public async Task What_was_looked_at_within_the_hour_before_a_restart_is_not_looked_at_again()
    {
        await using var aws = await CannedAws.StartAsync();
        var time = new PausingTime();
        using var source = Canned(aws, time, TimeSpan.FromSeconds(20));
        DetectableStack[] stacks = [new(CannedAws.Scope, "s", time.GetUtcNow().AddMinutes(-50))];

        Assert.Null(source.NextOf(CannedAws.Scope, stacks));
        time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("s", source.NextOf(CannedAws.Scope, stacks));
    }

    /// <summary>A clock that moves to the end of each pause between two questions, when somebody has begun to wait for it.</summary>
    private sealed class PausingTime : FakeTimeProvider
    {
        private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > TimeSpan.Zero && dueTime <= TimeSpan.FromSeconds(5))
                _pauses.Writer.TryWrite(dueTime);
            return timer;
        }

        /// <summary>Lets pauses pass until at least so many seconds have.</summary>
        public async Task PassAsync(double seconds)
        {
            for (var end = GetUtcNow().AddSeconds(seconds); GetUtcNow() < end;)
                Advance(await _pauses.Reader.ReadAsync(Stop).AsTask().Soon());
        }
    }

    [Fact]
    public async Task A_role_that_may_not_start_one_keeps_the_old_results_and_the_doctor_names_the_action()
    {
        var policy = new ReadPolicy([.. new[] { "AWS::SNS::Topic", "AWS::SQS::Queue" }.Select(TypeAccess.Of)]);
        _aws.Cloud.AddRole(new SandboxRole(Staging, "read", policy.ToJson()));
        _aws.Cloud.AddRole(new SandboxRole(Staging, "detect", (policy with { DetectsDrift = true }).ToJson()));
        using var read = Source(isOn: true, "read");
        using var detect = Source(isOn: true, "detect");
        var target = new AccessTarget("staging", Staging, [Region], [], static (_, name) => name == "worker", static _ => "worker");

        await read.DetectStackAsync(Scope(Staging), "worker", Stop).Soon();
        var stored = await read.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var refused = await new AccessDoctor(read).CheckAsync(target, Stop).Soon();
        var allowed = await new AccessDoctor(detect).CheckAsync(target, Stop).Soon();

        Assert.True(stored.IsRead, stored.Detail);
        Assert.Equal(ReadOutcome.Denied, read.ProblemOf(Scope(Staging), "worker")?.Outcome);
        Assert.Equal(["cloudformation:DetectStackDrift"], refused.Missing);
        Assert.Empty(allowed.Missing);
        Assert.Equal("DRIFTED", _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftStatus);
    }

    [Fact]
    public void The_policy_names_the_detection_only_where_it_is_on()
    {
        var policy = new ReadPolicy([]);

        Assert.DoesNotContain("DetectStackDrift", policy.ToJson(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse((policy with { DetectsDrift = true }).ToJson());
        Assert.Equal(
            ["cloudformation:DescribeStackDriftDetectionStatus", "cloudformation:DetectStackDrift", "cloudformation:DetectStackResourceDrift"],
            document.RootElement.GetProperty("Statement").EnumerateArray().Single(s => s.GetProperty("Sid").GetString() == "DriftDetection").GetProperty("Action").EnumerateArray().Select(a => a.GetString()));
    }

    private static AwsLiveStateSource Canned(CannedAws aws, TimeProvider time, TimeSpan wait) => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(CannedAws.Account, AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { DetectDrift = true })) { DetectionWait = wait, MaxRetries = 0 },
        SecretFingerprinter.CreateRandom(),
        time);

    private AwsLiveStateSource Source(bool isOn, string? role = null)
    {
        var account = AwsAccountOptions.Sandbox(Staging, _aws.Url) with { DetectDrift = isOn };
        return _aws.CreateSource(role is null ? account : account with { RoleArn = $"arn:aws:iam::{Staging}:role/{role}" });
    }
}
