using Dashboard.Core.Evaluation;
using Dashboard.Tests.Shared;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>Hints of an environment whose live reads do not fit into a sweep.</summary>
public sealed class SpreadHintTests : IAsyncDisposable
{
    // Half of the rate in an interval are eight calls; reading the live state of a stack takes two, so a sweep reads four of the twelve.
    private const int InSweep = 4;

    private readonly WatchedEstate _estate;

    public SpreadHintTests()
    {
        _estate = new WatchedEstate(
            $$"""
            version: 1
            application: shop
            environments:
              - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
              - {name: production, account: "222222222222", regions: [eu-west-1], ref: main}
            components:
              - {name: worker, template: worker.yaml, parameters: ["production.json"], stack: "{environment}-worker", environments: [production]}
            {{string.Join('\n', Enumerable.Range(1, 12).Select(i => $"  - {{name: {Component(i)}, template: worker.yaml, parameters: [\"staging.json\"], stack: \"{{environment}}-{Component(i)}\", environments: [staging]}}"))}}
            """,
            callsPerSecond: 16 / WatchedEstate.Interval.TotalSeconds);
        for (var i = 1; i <= 12; i++)
            _estate.Cloud.Deploy(WatchedEstate.Staging, $"staging-{Component(i)}", "30");
    }

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task Many_hints_at_once_read_what_they_touch_and_no_more_beside_it_than_a_sweep_does()
    {
        await _estate.StartAsync();
        var gate = await HoldAsync();

        for (var i = 8; i <= 12; i++)
        {
            _estate.Cloud.Change(WatchedEstate.Staging, $"staging-{Component(i)}", "99");
            _estate.Hint(WatchedEstate.Staging, $"staging-{Component(i)}", "Jobs");
        }

        await HintsAreTakenAsync();
        gate.SetResult();
        await _estate.WhenAsync(b => Enumerable.Range(8, 5).All(i => b.Stacks[WatchedEstate.Key("staging", Component(i))].Status == Status.Modified));

        Assert.Equal([1, 2, 3, 4, 7, 8, 9, 10, 11, 12], StagingReads());
        Assert.Equal(InSweep + 6, StagingReads().Count);
    }

    [Fact]
    public async Task A_hint_that_comes_with_a_commit_reads_what_it_touches_and_no_more_beside_it_than_a_sweep_does()
    {
        await _estate.StartAsync();
        var gate = await HoldAsync();
        var commit = _estate.Commit(("staging.json", WatchedEstate.Timeout(45)));
        await _estate.PollAsync();
        await _estate.Time.WaitedForAsync(WatchedEstate.Poll);

        _estate.Cloud.Change(WatchedEstate.Staging, $"staging-{Component(12)}", "99");
        _estate.Hint(WatchedEstate.Staging, $"staging-{Component(12)}", "Jobs");
        await HintsAreTakenAsync();
        gate.SetResult();
        await _estate.WhenAsync(b => b.Environments[0].CommitId == commit && b.Stacks[WatchedEstate.Key("staging", Component(12))].Drifted == 1);

        Assert.Equal([1, 2, 3, 4, 7, 12], StagingReads());
    }

    /// <summary>Has a hint of the seventh stack begin to be read, and holds it there.</summary>
    private async Task<TaskCompletionSource> HoldAsync()
    {
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _estate.Cloud.Before = async (_, account, stop) =>
        {
            if (account == WatchedEstate.Staging && entered.TrySetResult())
                await gate.Task.WaitAsync(stop);
        };
        _estate.Hint(WatchedEstate.Staging, $"staging-{Component(7)}", "Jobs");
        await entered.Task.Soon();
        _estate.Cloud.ForgetCalls();
        return gate;
    }

    /// <summary>Ends when the hint loop, which takes one after the other, has acted on all that were told of so far.</summary>
    private async Task HintsAreTakenAsync()
    {
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "99");
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Drifted == 1);
    }

    private static string Component(int number) => $"c{number:00}";

    private List<int> StagingReads() =>
        [.. _estate.Cloud.Calls.Where(c => c.StartsWith("Read 111111111111 staging-c", StringComparison.Ordinal)).Select(c => int.Parse(c[^2..], System.Globalization.CultureInfo.InvariantCulture)).Order()];
}
