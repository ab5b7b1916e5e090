using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>CloudFormation's drift detection as a scan has it looked for, and what it says of it.</summary>
public sealed class DetectionScanTests : WorkerScan
{
    [Theory]
    [InlineData(ReadOutcome.Denied, "Give the role or user the policy that 'driftboard doctor --policy' prints, or take Driftboard:Accounts:111111111111:DetectDrift away.")]
    [InlineData(ReadOutcome.TimedOut, "Where it goes on, a later read has its results; if that is said again and again, have somebody else start it.")]
    [InlineData(ReadOutcome.Throttled, "It is tried again; if that is said again and again, lower Driftboard:Scan:CallsPerSecond.")]
    public async Task A_detection_that_came_to_nothing_is_said_with_what_to_do(ReadOutcome outcome, string remedy)
    {
        Cloud.Undetected = (outcome, "because.");
        var scan = await ScanAsync(Scanner());
        var touched = await Scanner().ScanAsync(Request() with { Previous = scan.Snapshot, Only = new ScanScope(scan.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();
        Cloud.Undetected = null;
        var after = await ScanAsync(Scanner());

        var said = $"CloudFormation's drift detection in eu-west-1 came to nothing for staging-worker: because. {remedy}";
        Assert.Contains(scan.Evaluation.Diagnostics, d => d.Severity == DiagnosticSeverity.Warning && d.Message == said);
        Assert.Contains(touched.Evaluation.Diagnostics, d => d.Message == said);
        Assert.DoesNotContain(after.Evaluation.Diagnostics, d => d.Message == said);
    }

    [Fact]
    public async Task What_a_detection_found_is_news_after_its_end_also_where_the_list_told_of_it_at_its_start()
    {
        var begun = Time.GetUtcNow();
        Cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        Cloud.SetDriftChecked("staging-worker", begun);
        Cloud.Detecting = begun;
        var during = await ScanAsync(Scanner());
        Cloud.Detecting = null;
        var after = await ScanAsync(Scanner());

        // What is known of a stack is compared with what its list says then.
        Assert.Null(Known(during));
        Assert.Equal(begun, Known(after));

        static DateTimeOffset? Known(ScanResult scan) => StackReader.StacksOf(Assert.Single(scan.Snapshot.Stacks)).Single().DriftCheckedAt;
    }

    [Fact]
    public async Task A_touched_resource_is_looked_at_before_its_service_is_asked_which_has_the_newer_word_then()
    {
        var scan = await ScanAsync(Scanner());
        Cloud.Calls.Clear();

        await Scanner().ScanAsync(Request() with { Previous = scan.Snapshot, Only = new ScanScope(scan.Snapshot.Stacks[0].Key, "Jobs") }, null, Cancellation).Soon();

        Assert.Equal(["DetectResource Jobs", $"Read AWS::SQS::Queue {QueueId}"], Cloud.Calls.Where(c => c.StartsWith("DetectResource", StringComparison.Ordinal) || c.StartsWith("Read ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("UPDATE_ROLLBACK_FAILED", true)]
    [InlineData("DELETE_FAILED", false)]
    [InlineData("UPDATE_IN_PROGRESS", false)]
    public async Task Drift_is_looked_for_and_missed_only_where_CloudFormation_looks(string status, bool isDetected)
    {
        Cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        Cloud.SetStatus("staging-worker", status);

        var scan = await Scanner().ScanAsync(Request() with { AwaitsDetection = true }, null, Cancellation).Soon();

        Assert.Equal(isDetected, EnvironmentScanner.Deployed(scan.Snapshot).Any());
        Assert.Equal(isDetected, Cloud.Calls.Exists(c => c.StartsWith("Detect ", StringComparison.Ordinal)));
        Assert.Equal(isDetected, scan.Evaluation.Diagnostics.Any(d => d.Message.Contains("drift detection", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Only_a_scan_that_is_to_wait_for_it_has_CloudFormation_look_for_drift_before_it_reads()
    {
        Cloud.Undetected = (ReadOutcome.TimedOut, "because.");
        var stack = (await ScanAsync(Scanner())).Snapshot.Stacks[0].Deployed!.StackId;
        Assert.DoesNotContain($"Detect {stack}", Cloud.Calls);

        await Scanner().ScanAsync(Request() with { AwaitsDetection = true }, null, Cancellation).Soon();

        var detected = Cloud.Calls.IndexOf($"Detect {stack}");
        Assert.True(detected >= 0);
        Assert.Contains($"GetStoredDrift {stack}", Cloud.Calls[detected..]);
        Assert.Contains(Cloud.Calls[detected..], c => c.StartsWith("Read AWS::SQS::Queue", StringComparison.Ordinal));
    }
}
