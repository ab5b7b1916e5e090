using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>What an API call names leads to the resource, in whatever form the call names it; what names nothing of ours costs nothing.</summary>
public sealed class HintRouterTests : IAsyncDisposable
{
    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Theory]
    [InlineData("{0}")]
    [InlineData("arn:aws:sqs:eu-west-1:222222222222:{0}")]
    [InlineData("https://sqs.eu-west-1.amazonaws.com/222222222222/{0}")]
    public async Task A_call_that_names_a_resource_has_its_stack_read_again(string form)
    {
        await _estate.StartAsync();
        var id = _estate.Cell("production")!.Resources.Single(r => r.Address.LogicalId == "Jobs").PhysicalId!;
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");

        // In another region than the stack's: so tell global services.
        _estate.Hint(new ChangeHint(new AccountRegion(WatchedEstate.Production, "us-east-1"), null, null, null) { Names = ["something", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, id)] });

        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
    }

    [Fact]
    public async Task A_call_that_names_nothing_of_ours_makes_nobody_read()
    {
        await _estate.StartAsync();
        _estate.Cloud.ForgetCalls();

        _estate.Hint(new ChangeHint(new AccountRegion(WatchedEstate.Production, "eu-west-1"), null, null, null) { Names = ["somebody-else"] });
        _estate.Hint(WatchedEstate.Staging, "staging-worker");
        var before = _estate.Cell("staging");
        await _estate.WhenAsync(b => !ReferenceEquals(b.Stacks[WatchedEstate.Key("staging")], before) && _estate.Cloud.Calls.Any());

        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Production, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("999999999999", "eu-west-1", "pr-1-worker")]
    [InlineData(WatchedEstate.Staging, "us-east-1", "pr-1-worker")]
    [InlineData(WatchedEstate.Staging, "eu-west-1", "somebody-elses")]
    public async Task A_stack_that_no_application_names_so_has_nobody_sweep(string account, string region, string stack)
    {
        await _estate.StartAsync();
        _estate.Cloud.ForgetCalls();

        _estate.Hint(new ChangeHint(new AccountRegion(account, region), stack, null, null));
        await ReadStagingAsync();

        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Production, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sweeps_that_hints_ask_for_keep_a_pause_and_the_last_is_not_lost()
    {
        await _estate.StartAsync();
        _estate.Hint(WatchedEstate.Staging, "pr-1-worker");
        await _estate.SweptAsync();
        _estate.Cloud.ForgetCalls();

        for (var i = 2; i < 10; i++)
            _estate.Hint(WatchedEstate.Staging, $"pr-{i}-worker");
        await ReadStagingAsync();
        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Production, StringComparison.Ordinal));
        await _estate.Time.WaitedForAsync(ScanService.HintedSweepPause);
        _estate.Time.Advance(ScanService.HintedSweepPause);
        await _estate.SweptAsync();

        Assert.Single(_estate.Cloud.Calls, c => c == $"List {WatchedEstate.Production}");
    }

    [Fact]
    public async Task Calls_that_name_a_resource_again_and_again_have_its_stack_read_once_in_a_while()
    {
        await _estate.StartAsync();
        var id = _estate.Cell("production")!.Resources.Single(r => r.Address.LogicalId == "Jobs").PhysicalId!;
        var first = _estate.Cell("production");
        Call();
        await _estate.WhenAsync(b => !ReferenceEquals(b.Stacks[WatchedEstate.Key("production")], first));
        _estate.Cloud.ForgetCalls();
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");

        for (var i = 0; i < 10; i++)
            Call();
        await ReadStagingAsync();
        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Production, StringComparison.Ordinal));
        await _estate.Time.WaitedForAsync(ScanService.CallPause);
        _estate.Time.Advance(ScanService.CallPause);
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);

        Assert.Single(_estate.Cloud.Calls, c => c == "Read 222222222222 production-worker");

        void Call() => _estate.Hint(new ChangeHint(new AccountRegion(WatchedEstate.Production, "eu-west-1"), null, null, null) { Names = [id] });
    }

    [Fact]
    public void A_nested_stack_is_of_the_stack_that_holds_it()
    {
        var stack = new StackSnapshot(
            WatchedEstate.Key("production"), WatchedEstate.Production, "production-worker", ReadOutcome.Read, null, ImmutableDictionary<string, DesiredState>.Empty, null,
            [
                new LiveResource(new ResourceAddress("Queues"), "AWS::CloudFormation::Stack", "arn:aws:cloudformation:eu-west-1:222222222222:stack/production-worker-Queues-1AB2C/0c1d", []),
                new LiveResource(new ResourceAddress("Jobs"), "AWS::SQS::Queue", "arn:aws:sqs:eu-west-1:222222222222:stack/jobs/0c1d", []),
            ],
            [], DateTimeOffset.UnixEpoch);

        Assert.True(HintRouter.Holds(stack, "production-worker-Queues-1AB2C"));
        Assert.False(HintRouter.Holds(stack, "production-worker-Queues"));
        Assert.False(HintRouter.Holds(stack, "jobs"));
    }

    /// <summary>The hint loop has taken all hints before when it acts on this one, which concerns another account.</summary>
    private async Task ReadStagingAsync()
    {
        _estate.Cloud.Change(WatchedEstate.Staging, "staging-worker", "77");
        _estate.Hint(WatchedEstate.Staging, "staging-worker", "Jobs");
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].Status == Status.Modified);
    }

    [Fact]
    public async Task What_is_wrong_with_a_source_of_hints_is_shown_for_as_long_as_it_is()
    {
        await _estate.StartAsync();

        _estate.Tell("It is gone.");
        await _estate.WhenAsync(b => b.Diagnostics.Any(d => d is { Severity: DiagnosticSeverity.Warning, Key: "changes", Message: "It is gone." }));
        _estate.Tell(null);
        var board = await _estate.WhenAsync(b => b.Diagnostics.All(d => d.Key != "changes"));
        Assert.Null(board.Scan.Error);
    }
}
