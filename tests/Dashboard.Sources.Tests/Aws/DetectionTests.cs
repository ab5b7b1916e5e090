using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Tests.Shared;
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

        var stored = await source.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var one = await source.DetectResourceAsync(Scope(Staging), "worker", "Jobs", [], Stop).Soon();

        Assert.True(stored.IsRead, stored.Detail);
        Assert.Empty(stored.Value);
        Assert.Null(one);
        Assert.Equal("NOT_CHECKED", _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftStatus);
    }

    [Fact]
    public async Task With_it_a_stack_is_looked_at_once_an_hour_and_what_failed_is_taken_apart_from_what_did_not()
    {
        using var fault = _aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, Operation: "GetResource", Type: "AWS::SNS::Topic"));
        using var source = Source(isOn: true);

        var stored = await source.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var checkedAt = _aws.Cloud.FindStack(Staging, Region, "worker")!.DriftCheckedAt;
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

    [Fact]
    public async Task A_detection_that_does_not_end_is_waited_for_a_bounded_time_and_taken_up_again()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DetectStackDrift", "<StackDriftDetectionId>d-1</StackDriftDetectionId>");
        aws.OnQuery(
            "DescribeStackDriftDetectionStatus", "<DetectionStatus>DETECTION_IN_PROGRESS</DetectionStatus>",
            "<DetectionStatus>DETECTION_FAILED</DetectionStatus><DetectionStatusReason>{\"Failures\":[{\"Resource\":\"A\",\"FailureReason\":\"AKIAIOSFODNN7EXAMPLE\"},{\"Resource\":\"B\"}]}</DetectionStatusReason>");
        using var source = new AwsLiveStateSource(
            new AwsOptions(System.Collections.Immutable.ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(
                CannedAws.Account, AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { DetectDrift = true }))
            { DetectionWait = TimeSpan.FromSeconds(0.8) },
            Core.Secrets.SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var first = await source.DetectStackAsync(CannedAws.Scope, "s", Stop).Soon();
        var second = await source.DetectStackAsync(CannedAws.Scope, "s", Stop).Soon();

        Assert.Equal((ReadOutcome.TimedOut, "The drift detection had not ended after 0.8 s."), (first.Outcome, first.Detail));
        Assert.Equal(["A no reason is given", "B no reason is given"], second.Value!.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value}"));
        Assert.Single(aws.Asked("DetectStackDrift"));
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

        var stored = await read.GetStoredDriftAsync(Scope(Staging), "worker", static _ => [], Stop).Soon();
        var refused = await new AccessDoctor(read).CheckAsync(target, Stop).Soon();
        var allowed = await new AccessDoctor(detect).CheckAsync(target, Stop).Soon();

        Assert.True(stored.IsRead, stored.Detail);
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

    private AwsLiveStateSource Source(bool isOn, string? role = null)
    {
        var account = AwsAccountOptions.Sandbox(Staging, _aws.Url) with { DetectDrift = isOn };
        return _aws.CreateSource(role is null ? account : account with { RoleArn = $"arn:aws:iam::{Staging}:role/{role}" });
    }
}
