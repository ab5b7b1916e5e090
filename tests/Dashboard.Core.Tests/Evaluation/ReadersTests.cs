using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using static Dashboard.Core.Tests.Evaluation.Scene;

namespace Dashboard.Core.Tests.Evaluation;

/// <summary>Several readers of one resource: what each of them tells, and what it says nothing of.</summary>
public sealed class ReadersTests
{
    private const string Function = "AWS::Lambda::Function";
    private const string Declared = """{"MemorySize":192,"CodeSigningConfigArn":"arn:signing"}""";

    private static readonly DateTimeOffset Old = Now.AddHours(-3);

    [Fact]
    public void What_the_newest_reader_does_not_read_another_one_tells_with_its_own_time()
    {
        var resource = Judge(
            Own("""{"MemorySize":192}"""),
            new ResourceObservation(ReadOutcome.Read, Write.Map("""{"MemorySize":1,"CodeSigningConfigArn":"arn:other"}"""), Old, "StoredDrift"));

        Assert.Equal("/CodeSigningConfigArn arn:signing -> arn:other", Assert.Single(resource.Differences.Select(d => $"{d.Path} {d.Expected} -> {d.Actual}")));
        Assert.Equal(["Lambda", "StoredDrift"], resource.Readers);
        Assert.Equal(new ValueSource("StoredDrift", Old), Assert.Single(resource.ToldByOthers, t => t.Key == "CodeSigningConfigArn").Value);
        Assert.Equal(Old, resource.ObservedAt);
    }

    [Fact]
    public void What_no_reader_tells_cannot_be_verified_and_says_why()
    {
        var resource = Judge(Own("""{"MemorySize":192}"""), new ResourceObservation(ReadOutcome.Denied, null, Now, "CloudControl", "AccessDenied: no"));

        Assert.Equal((Status.Unknown, StatusReason.Unresolved), (resource.Status, resource.Reason));
        var unverified = Assert.Single(resource.Unverified);
        Assert.Equal(("/CodeSigningConfigArn", "Lambda does not tell it; CloudControl: AccessDenied: no"), (unverified.Path.ToString(), unverified.Detail));
        Assert.Empty(resource.Differences);
    }

    /// <summary>CloudFormation's own look some time ago proves nothing of what runs now, where that may not be read; what it found is still to be looked at.</summary>
    [Theory]
    [InlineData(ReadOutcome.Denied, Status.Unknown, StatusReason.Denied)]
    [InlineData(ReadOutcome.Throttled, Status.Unknown, StatusReason.Throttled)]
    [InlineData(ReadOutcome.TimedOut, Status.Unknown, StatusReason.TimedOut)]
    [InlineData(ReadOutcome.Failed, Status.Unknown, null)]
    [InlineData(ReadOutcome.TypeNotReadable, Status.InSync, null)]
    public void What_only_CloudFormation_looked_at_is_in_sync_only_where_nobody_can_read_it(ReadOutcome outcome, Status status, StatusReason? reason)
    {
        var refused = new ResourceObservation(outcome, null, Now, "CloudControl", "lambda:GetFunction is not allowed");

        var same = Judge(refused, new ResourceObservation(ReadOutcome.Read, Write.Map(Declared), Old, "StoredDrift"));
        Assert.Equal((status, reason), (same.Status, same.Reason));
        Assert.Equal(status == Status.InSync ? null : "lambda:GetFunction is not allowed; when CloudFormation looked at it itself, at 2026-05-04 09:00 UTC, nothing was changed", same.Detail);

        var other = Judge(refused, new ResourceObservation(ReadOutcome.Read, Write.Map("""{"MemorySize":1,"CodeSigningConfigArn":"arn:signing"}"""), Old, "StoredDrift"));
        Assert.Equal(Status.Modified, other.Status);
        Assert.Equal(Old, other.ObservedAt);
    }

    [Fact]
    public void What_the_newest_reader_reads_and_leaves_out_is_gone_whatever_older_ones_said()
    {
        var newest = Own("{}");
        var resource = Judge(
            newest with { Unread = [] },
            new ResourceObservation(ReadOutcome.Read, Write.Map(Declared), Old, "StoredDrift"));

        Assert.Equal(["/CodeSigningConfigArn", "/MemorySize"], resource.Differences.Select(d => d.Path.ToString()));
        Assert.Equal(["Lambda"], resource.Readers);
        Assert.Equal(Now, resource.ObservedAt);
    }

    private static ResourceObservation Own(string properties) => new(ReadOutcome.Read, Write.Map(properties), Now, "Lambda") { Unread = ["CodeSigningConfigArn"] };

    private static ResourceEvaluation Judge(params ResourceObservation[] observations)
    {
        var scene = new Scene();
        scene.Staging().Add("F", Function, Declared).Observed("F", observations);
        return scene.Verdict().Resources[0];
    }
}
