using Dashboard.Core.Model;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Events, change sets and importers of stacks, from the sandbox.</summary>
public sealed class HistoryTests : IAsyncLifetime
{
    private const string Before = """
        Parameters: {Timeout: {Type: Number, Default: 30}}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: !Ref Timeout, QueueName: jobs}}
        Outputs: {Arn: {Value: !GetAtt Jobs.Arn, Export: {Name: jobs-arn}}}
        """;

    private const string After = """
        Parameters: {Timeout: {Type: Number, Default: 30}}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60, QueueName: other}}
          News: {Type: AWS::SNS::Topic}
        Outputs: {Arn: {Value: !GetAtt Jobs.Arn, Export: {Name: jobs-arn}}}
        """;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private SandboxAws _aws = null!;
    private AwsLiveStateSource _source = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _aws = await StartAsync(new SandboxCloud(_time));
        _aws.Cloud.CreateStack(Request("worker", Before));
        _source = _aws.CreateSource(AwsAccountOptions.Sandbox(Staging, _aws.Url));
    }

    public async ValueTask DisposeAsync()
    {
        _source.Dispose();
        await _aws.DisposeAsync();
    }

    [Fact]
    public async Task Events_come_newest_first_and_no_further_back_than_was_asked_for()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _aws.Cloud.UpdateStack(Request("worker", Before.Replace("Default: 30", "Default: 45", StringComparison.Ordinal)));

        var all = await _source.ReadEventsAsync(Scope(Staging), "worker", null, Stop).Soon();
        var late = await _source.ReadEventsAsync(Scope(Staging), "worker", _time.GetUtcNow(), Stop).Soon();
        var none = await _source.ReadEventsAsync(Scope(Staging), "no-such", null, Stop).Soon();

        Assert.True(all.IsRead, all.Detail);
        Assert.Equal(("worker", "UPDATE_COMPLETE", "AWS::CloudFormation::Stack"), (all.Value[0].LogicalId, all.Value[0].Status, all.Value[0].Type));
        Assert.Equal(("worker", "CREATE_IN_PROGRESS", "User Initiated"), (all.Value[^1].LogicalId, all.Value[^1].Status, all.Value[^1].Reason));
        Assert.Equal(all.Value.Where(e => e.At == _time.GetUtcNow()), late.Value);
        Assert.InRange(late.Value.Length, 1, all.Value.Length - 1);
        Assert.Equal(ReadOutcome.Missing, none.Outcome);
    }

    [Fact]
    public async Task A_failed_operation_names_the_resources_at_which_it_failed_the_first_one_first()
    {
        await using var aws = await CannedAws.StartAsync();
        static string Member(string id, string status, string reason, int minute) =>
            $"<member><EventId>{minute}</EventId><LogicalResourceId>{id}</LogicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>{status}</ResourceStatus><ResourceStatusReason>{reason}</ResourceStatusReason><Timestamp>2026-01-01T00:{minute:00}:00Z</Timestamp></member>";
        aws.OnQuery(
            "DescribeStackEvents",
            "<StackEvents>" + Member("s", "UPDATE_ROLLBACK_COMPLETE", "", 9) + Member("Late", "UPDATE_FAILED", "Limit exceeded", 7) + Member("Other", "UPDATE_FAILED", "Resource update cancelled", 6) + Member("First", "UPDATE_FAILED", "Invalid", 5)
            + Member("s", "UPDATE_FAILED", "all of it", 5) + Member("Before", "UPDATE_FAILED", "of the last time", 1) + "</StackEvents>");
        using var source = aws.CreateSource();

        var failed = await FailedOperation.ReadAsync(source, CannedAws.Scope, "s", new DateTimeOffset(2026, 1, 1, 0, 4, 0, TimeSpan.Zero), "UPDATE_ROLLBACK_COMPLETE", _time, Stop).Soon();

        Assert.Equal(["First Invalid", "Late Limit exceeded"], failed.Events.Select(e => $"{e.LogicalId} {e.Reason}"));
        Assert.Null(failed.Reason);
    }

    [Fact]
    public async Task A_reason_that_quotes_a_credential_is_hidden()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery(
            "DescribeStackEvents",
            """
            <StackEvents>
            <member><EventId>1</EventId><LogicalResourceId>Key</LogicalResourceId><ResourceStatus>UPDATE_FAILED</ResourceStatus><ResourceStatusReason>Invalid: AKIAIOSFODNN7EXAMPLE</ResourceStatusReason><Timestamp>2026-01-01T00:00:00Z</Timestamp></member>
            <member><EventId/><LogicalResourceId/></member>
            </StackEvents>
            """);
        using var source = aws.CreateSource();

        var events = await source.ReadEventsAsync(CannedAws.Scope, "s", null, Stop).Soon();

        Assert.Equal("(hidden: it seems to hold a credential)", Assert.Single(events.Value).Reason);
    }

    [Fact]
    public async Task Change_sets_are_listed_newest_first_with_what_they_would_do()
    {
        _aws.Cloud.CreateChangeSet(Request("worker", Before), "nothing");
        _time.Advance(TimeSpan.FromMinutes(1));
        _aws.Cloud.CreateChangeSet(Request("worker", After), "next");

        var sets = await _source.ListChangeSetsAsync(Scope(Staging), "worker", Stop).Soon();
        var changes = await _source.ReadChangeSetAsync(Scope(Staging), sets.Value[0].Id, Stop).Soon();
        var missing = await _source.ReadChangeSetAsync(Scope(Staging), "arn:aws:cloudformation:eu-west-1:111111111111:changeSet/no/1", Stop).Soon();

        Assert.Equal([("next", "CREATE_COMPLETE", "AVAILABLE"), ("nothing", "FAILED", "UNAVAILABLE")], sets.Value.Select(s => (s.Name, s.Status, s.ExecutionStatus)));
        Assert.Equal(_time.GetUtcNow(), sets.Value[0].CreatedAt);
        Assert.Equal(
            ["Modify Jobs True QueueName,VisibilityTimeout", "Add News  "],
            changes.Value.Select(c => $"{c.Action} {c.LogicalId} {c.Replacement} {string.Join(',', c.Places)}"));
        Assert.Equal(ReadOutcome.Missing, missing.Outcome);
    }

    [Fact]
    public async Task The_stacks_that_import_an_export_are_named_and_nobody_is_no_failure()
    {
        _aws.Cloud.CreateStack(Request("reader", "Resources: {P: {Type: 'AWS::SSM::Parameter', Properties: {Type: String, Value: !ImportValue jobs-arn}}}"));

        var importers = await _source.ListImportersAsync(Scope(Staging), "jobs-arn", Stop).Soon();
        var nobody = await _source.ListImportersAsync(Scope(Staging), "no-such", Stop).Soon();

        Assert.Equal(["reader"], importers.Value);
        Assert.True(nobody.IsRead, nobody.Detail);
        Assert.Empty(nobody.Value);
    }

    private static StackRequest Request(string name, string template) => new() { Account = Staging, Region = Region, StackName = name, TemplateBody = template };
}
