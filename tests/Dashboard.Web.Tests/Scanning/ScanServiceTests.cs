using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

public sealed class ScanServiceTests : IAsyncDisposable
{
    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task The_first_sweep_reads_every_environment_and_judges_parity()
    {
        await _estate.StartAsync();

        var board = _estate.Feed.Current;
        Assert.Equal(["staging", "production"], board.Environments.Select(e => e.Name));
        Assert.Equal(["worker", "mailer"], board.Components.Select(c => c.Name));
        Assert.All(board.Stacks.Values, s => Assert.Equal(Status.InSync, s.Status));
        Assert.Equal(4, board.Stacks.Count);
        Assert.NotNull(board.Environments[0].CommitId);
        Assert.Equal((2, 0), (board.Parity[new ParityKey("shop", "staging", "production")].Counts.Equal, board.Parity[new ParityKey("shop", "staging", "production")].Counts.Unexplained));
        Assert.Equal((false, 4, 4, null), (board.Scan.IsRunning, board.Scan.Done, board.Scan.Total, board.Scan.Error));
        Assert.Equal(_estate.Time.GetUtcNow(), board.Scan.LastFinishedAt);
    }

    [Fact]
    public async Task Before_anything_is_read_every_cell_says_that_it_is_being_read()
    {
        var gate = new TaskCompletionSource();
        _estate.Cloud.Before = async (operation, _, stop) => await (operation == "GetTemplate" ? gate.Task.WaitAsync(stop) : Task.CompletedTask);
        await _estate.Service.StartAsync(CancellationToken.None);

        var board = await _estate.WhenAsync(b => b.Scan.IsRunning);
        Assert.Equal(4, board.Stacks.Count);
        Assert.All(board.Stacks.Values, s => Assert.Equal((Status.Scanning, StatusReason.NotReadYet), (s.Status, s.Reason)));

        gate.SetResult();
        await _estate.WhenAsync(b => b.Stacks.Values.All(s => s.Status == Status.InSync));
    }

    [Fact]
    public async Task An_environment_appears_as_soon_as_it_is_read_while_another_still_is()
    {
        var gate = new TaskCompletionSource();
        _estate.Cloud.Before = async (operation, account, stop) => await (operation == "GetTemplate" && account == WatchedEstate.Production ? gate.Task.WaitAsync(stop) : Task.CompletedTask);
        await _estate.Service.StartAsync(CancellationToken.None);

        await _estate.WhenAsync(b => b.Stacks.GetValueOrDefault(WatchedEstate.Key("staging"))?.Status == Status.InSync);
        Assert.Equal(Status.Scanning, _estate.Cell("production")!.Status);
        gate.SetResult();
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.InSync);
    }

    [Fact]
    public async Task A_reader_that_throws_stops_neither_the_service_nor_the_other_environments()
    {
        _estate.Cloud.Before = (operation, account, _) => operation == "GetTemplate" && account == WatchedEstate.Production ? throw new FormatException("hunter2 is no number") : Task.CompletedTask;
        await _estate.StartAsync();

        Assert.Equal(Status.InSync, _estate.Cell("staging")!.Status);
        var broken = _estate.Cell("production")!;
        Assert.Equal((Status.Unknown, StatusReason.StackUnreadable), (broken.Status, broken.Reason));
        Assert.Equal("shop/production: an unexpected FormatException; the log says where", _estate.Feed.Current.Scan.Error);
        Assert.Contains(_estate.Feed.Current.Diagnostics, d => d.Key == "environments.production");
        Assert.Contains(_estate.Logged, l => l.Contains("FormatException", StringComparison.Ordinal));
        Assert.DoesNotContain(_estate.Logged.Append(_estate.Feed.Current.ToString()), l => l.Contains("hunter2", StringComparison.Ordinal));

        _estate.Cloud.Before = static (_, _, _) => Task.CompletedTask;
        await _estate.SweepAgainAsync();

        Assert.Equal(Status.InSync, _estate.Cell("production")!.Status);
        Assert.Null(_estate.Feed.Current.Scan.Error);
        Assert.DoesNotContain(_estate.Feed.Current.Diagnostics, d => d.Key == "environments.production");
    }

    [Fact]
    public async Task An_environment_that_keeps_failing_is_left_alone_for_longer_each_time()
    {
        var attempts = 0;
        _estate.Cloud.Before = (operation, account, _) =>
        {
            if (operation != "GetTemplate" || account != WatchedEstate.Production)
                return Task.CompletedTask;
            Interlocked.Increment(ref attempts);
            throw new InvalidOperationException();
        };
        var seen = new List<int>();
        await _estate.StartAsync();
        var perScan = attempts;
        for (var sweep = 0; sweep < 6; sweep++)
        {
            await _estate.SweepAgainAsync();
            seen.Add(attempts / perScan);
        }

        // Read at 0; then after 1, 2 and 4 intervals.
        Assert.Equal([2, 2, 3, 3, 3, 3], seen);
    }

    [Fact]
    public async Task What_was_read_before_a_failure_stays_with_its_age()
    {
        await _estate.StartAsync();
        var before = _estate.Cell("production");
        _estate.Cloud.Before = (_, account, _) => account == WatchedEstate.Production ? throw new InvalidOperationException() : Task.CompletedTask;

        await _estate.SweepAgainAsync();

        Assert.Same(before, _estate.Cell("production"));
        Assert.NotEqual(before!.CheckedAt, _estate.Cell("staging")!.CheckedAt);
    }

    [Fact]
    public async Task A_sweep_finds_a_change_that_nobody_hinted_at()
    {
        await _estate.StartAsync();
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");

        await _estate.SweepAgainAsync();

        Assert.Equal((Status.Modified, 1), (_estate.Cell("production")!.Status, _estate.Cell("production")!.Drifted));
    }

    [Fact]
    public async Task From_one_sweep_to_the_next_it_is_an_interval_however_long_the_first_one_takes()
    {
        await _estate.StartAsync();

        await SweepAsync(WatchedEstate.Interval, takes: TimeSpan.FromMinutes(2), left: TimeSpan.FromMinutes(3));
        await SweepAsync(TimeSpan.FromMinutes(3), takes: TimeSpan.FromMinutes(10), left: TimeSpan.FromSeconds(30));

        async Task SweepAsync(TimeSpan after, TimeSpan takes, TimeSpan left)
        {
            var hasPassed = 0;
            _estate.Cloud.Before = (operation, _, _) =>
            {
                if (operation == "List" && Interlocked.Exchange(ref hasPassed, 1) == 0)
                    _estate.Time.Advance(takes);
                return Task.CompletedTask;
            };
            _estate.Time.Advance(after);
            await _estate.Time.WaitedForAsync(left);
        }
    }

    [Fact]
    public async Task Live_reads_that_got_older_than_planned_are_said_of_each_environment_until_they_are_not()
    {
        await using var estate = new WatchedEstate(liveMaxAge: WatchedEstate.Interval - TimeSpan.FromMinutes(1));
        await estate.StartAsync();
        Assert.DoesNotContain(estate.Feed.Current.Diagnostics, IsTooOld);

        await estate.PassAsync(WatchedEstate.Interval);
        await estate.SweptAsync();

        Assert.Equal(["production", "staging"], estate.Feed.Current.Diagnostics.Where(IsTooOld).Select(d => d.Key).Order(StringComparer.Ordinal));
        Assert.All(estate.Feed.Current.Diagnostics.Where(IsTooOld), d => Assert.StartsWith("live reads in eu-west-1 got 5 minutes old and are to get no older than 4: everything is read every 5 minutes alone.", d.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_grew_old_while_the_machine_slept_is_read_first_and_said_only_if_it_is_too_old_after_that()
    {
        await using var estate = new WatchedEstate(liveMaxAge: WatchedEstate.Interval - TimeSpan.FromMinutes(1));
        await estate.StartAsync();
        estate.Cloud.ForgetCalls();

        estate.Time.Advance(TimeSpan.FromHours(8));
        await estate.SweptAsync();

        Assert.Equal(4, estate.Cloud.Calls.Count(c => c.StartsWith("Read ", StringComparison.Ordinal)));
        Assert.DoesNotContain(estate.Feed.Current.Diagnostics, IsTooOld);

        await estate.PassAsync(WatchedEstate.Interval);
        await estate.SweptAsync();

        Assert.Contains(estate.Feed.Current.Diagnostics, IsTooOld);
    }

    [Fact]
    public async Task A_sleep_in_the_middle_of_a_sweep_is_none_of_the_plans_either()
    {
        await using var estate = new WatchedEstate(liveMaxAge: TimeSpan.FromHours(1));
        var hasSlept = 0;
        estate.Cloud.Before = (operation, _, _) =>
        {
            // Everything was read; what was read is hours old now.
            if (operation == "ListLive" && Interlocked.Exchange(ref hasSlept, 1) == 0)
                estate.Time.Advance(TimeSpan.FromHours(8));
            return Task.CompletedTask;
        };
        await estate.Service.StartAsync(CancellationToken.None);

        await estate.WhenAsync(b => b.Scan.LastFinishedAt is not null);

        Assert.DoesNotContain(estate.Feed.Current.Diagnostics, IsTooOld);
    }

    [Fact]
    public async Task Environments_of_one_account_share_its_rate_and_a_small_one_leaves_the_rest_to_the_others()
    {
        const string Application = """
            version: 1
            application: shop
            environments:
              - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
              - {name: preview, tier: development, account: "111111111111", regions: [eu-west-1], ref: main}
              - {name: elsewhere, tier: development, account: "111111111111", regions: [eu-west-2], ref: main}
            components:
              - {name: worker, template: worker.yaml, parameters: ["staging.json"], stack: "{environment}-worker"}
              - {name: mailer, template: worker.yaml, parameters: ["staging.json"], stack: "{environment}-mailer", environments: [staging, elsewhere]}
              - {name: biller, template: worker.yaml, parameters: ["staging.json"], stack: "{environment}-biller", environments: [staging, elsewhere]}
              - {name: shipper, template: worker.yaml, parameters: ["staging.json"], stack: "{environment}-shipper", environments: [staging, elsewhere]}
            """;
        // Half of it in an interval are eight calls; reading the live state of a stack takes two.
        await using var estate = new WatchedEstate(Application, callsPerSecond: 16 / WatchedEstate.Interval.TotalSeconds);
        foreach (var component in new[] { "biller", "shipper" })
            estate.Cloud.Deploy(WatchedEstate.Staging, $"staging-{component}", "30");
        estate.Cloud.Deploy(WatchedEstate.Staging, "preview-worker", "30");
        foreach (var component in new[] { "worker", "mailer", "biller", "shipper" })
            estate.Cloud.Deploy(WatchedEstate.Staging, $"elsewhere-{component}", "30", "eu-west-2");
        await estate.StartAsync();
        // The first plan knows of each environment what it takes; the ones after it know that of the others.
        await estate.SweepAgainAsync();
        estate.Cloud.ForgetCalls();

        await estate.SweepAgainAsync();

        // What another region lets through is its own.
        Assert.Equal(
            [("elsewhere", 4), ("preview", 1), ("staging", 3)],
            estate.Cloud.Calls.Where(c => c.StartsWith("Read ", StringComparison.Ordinal)).GroupBy(c => c.Split(' ')[2].Split('-')[0]).Select(g => (g.Key, g.Count())).Order());
    }

    [Theory]
    [InlineData(100, new int[0], 100)]
    [InlineData(100, new[] { 10 }, 90)]
    [InlineData(100, new[] { 500 }, 50)]
    [InlineData(100, new[] { 500, 10, 0 }, 45)]
    [InlineData(100, new[] { 40, 40, 40 }, 25)]
    [InlineData(100, new[] { 30, 30 }, 40)]
    public void Who_needs_less_than_an_equal_part_leaves_the_rest_to_the_others(int calls, int[] others, int part)
    {
        var options = new ScanOptions(WatchedEstate.Interval, WatchedEstate.Poll) { CallsPerSecond = _ => 2 * calls / WatchedEstate.Interval.TotalSeconds };

        Assert.Equal(part, options.SpreadOf(new DeploymentEnvironment("staging", EnvironmentTier.Staging, WatchedEstate.Staging, ["eu-west-1"], "main", null, null, 0), others).Calls);
    }

    private static bool IsTooOld(Diagnostic diagnostic) => diagnostic.Message.StartsWith("live reads in ", StringComparison.Ordinal);

    [Fact]
    public async Task A_hint_reads_the_touched_resource_alone_and_tells_of_its_stack_alone()
    {
        await _estate.StartAsync();
        var others = _estate.Feed.Current.Stacks.Remove(WatchedEstate.Key("production"));
        _estate.Cloud.ForgetCalls();
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");

        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);

        Assert.All(others, other => Assert.Same(other.Value, board.Stacks[other.Key]));
        Assert.Equal(["Read 222222222222 production-worker"], _estate.Cloud.Calls.Where(c => c.StartsWith("Read ", StringComparison.Ordinal)));
        Assert.DoesNotContain(_estate.Cloud.Calls, c => c.Contains(WatchedEstate.Staging, StringComparison.Ordinal) || c.Contains("mailer", StringComparison.Ordinal));
        var parity = await _estate.WhenAsync(b => b.Parity.Values.Single().Counts.Equal == 1);
        Assert.Equal(1, parity.Parity.Values.Single().Counts.Unexplained);
    }

    [Fact]
    public async Task A_hint_of_a_resource_without_a_stack_reads_the_account_whole()
    {
        await _estate.StartAsync();
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker-debug", "30");

        _estate.Hint(WatchedEstate.Production, null);

        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Unmanaged);
        Assert.Equal(1, board.Stacks[WatchedEstate.Key("production")].Drifted);
    }

    [Fact]
    public async Task Hints_of_many_stacks_at_once_are_read_once()
    {
        await _estate.StartAsync();
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _estate.Cloud.Before = async (_, account, stop) =>
        {
            if (account == WatchedEstate.Production && entered.TrySetResult())
                await gate.Task.WaitAsync(stop);
        };
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        await entered.Task.Soon();
        _estate.Cloud.ForgetCalls();

        for (var i = 0; i < 20; i++)
        {
            _estate.Cloud.Change(WatchedEstate.Production, "production-mailer", "99");
            _estate.Hint(WatchedEstate.Production, "production-mailer", "Jobs");
        }

        // The hint loop has taken all of them when it acts on this one, which concerns another account.
        _estate.Cloud.Change(WatchedEstate.Staging, "staging-worker", "99");
        _estate.Hint(WatchedEstate.Staging, "staging-worker", "Jobs");
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].Status == Status.Modified);
        gate.SetResult();
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production", "mailer")].Status == Status.Modified);

        Assert.Single(_estate.Cloud.Calls, c => c == "Read 222222222222 production-mailer");
    }

    [Fact]
    public async Task One_environment_is_never_read_twice_at_the_same_time()
    {
        await _estate.StartAsync();
        var reading = new Dictionary<string, int>();
        var most = 0;
        _estate.Cloud.Before = async (operation, account, _) =>
        {
            // Listing live resources ends a whole read; each environment has an account of its own here.
            lock (reading)
            {
                if (operation == "List")
                    most = Math.Max(most, reading[account] = reading.GetValueOrDefault(account) + 1);
                else if (operation == "ListLive")
                    reading[account] = 0;
            }

            await Task.Yield();
        };

        for (var i = 0; i < 10; i++)
        {
            await _estate.Service.RequestScanAsync(null, "staging", null);
            await _estate.Service.RequestScanAsync(null, "production", null);
        }

        _estate.Cloud.Change(WatchedEstate.Staging, "staging-worker", "99");
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "99");
        await _estate.Service.RequestScanAsync(null, "staging", null);
        await _estate.Service.RequestScanAsync(null, "production", null);
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].Drifted + b.Stacks[WatchedEstate.Key("production")].Drifted == 2);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task A_hint_that_comes_while_its_environment_is_read_is_read_after_it()
    {
        await _estate.StartAsync();
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _estate.Cloud.Before = async (operation, account, stop) =>
        {
            // The whole read has seen the queue already when it is held up here.
            if (operation == "ListLive" && account == WatchedEstate.Production && entered.TrySetResult())
                await gate.Task.WaitAsync(stop);
        };
        await _estate.Service.RequestScanAsync(null, "production", null);
        await entered.Task.Soon();

        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        gate.SetResult();

        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
    }

    [Fact]
    public async Task What_a_hint_names_is_asked_for_before_what_a_sweep_reads()
    {
        var urgent = new System.Collections.Concurrent.ConcurrentQueue<bool>();
        _estate.Cloud.Before = (operation, _, _) =>
        {
            if (operation == "Read")
                urgent.Enqueue(CallUrgency.IsUrgent);
            return Task.CompletedTask;
        };
        await _estate.StartAsync();
        Assert.Equal([false, false, false, false], urgent);
        urgent.Clear();

        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
        await _estate.SweepAgainAsync();

        Assert.Equal([true, false, false, false, false], urgent);
    }

    [Fact]
    public async Task A_hint_is_seen_while_its_environment_is_read_whole_and_not_undone_by_what_that_has_read_before()
    {
        await _estate.StartAsync();
        var gate = await HoldProductionAsync();

        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);

        Assert.True(board.Scan.IsRunning);
        gate.SetResult();
        await _estate.WhenAsync(b => !b.Scan.IsRunning);
        Assert.Equal(Status.Modified, _estate.Cell("production")!.Status);
    }

    [Fact]
    public async Task A_hint_waits_for_the_whole_read_where_parts_of_two_commits_would_meet()
    {
        await _estate.StartAsync();
        var gate = await HoldProductionAsync();
        var commit = _estate.Commit(("production.json", WatchedEstate.Timeout(45)));
        _estate.Branch("release", commit);
        await _estate.PollAsync();
        await _estate.Time.WaitedForAsync(WatchedEstate.Poll);

        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        _estate.Hint(WatchedEstate.Production, "production-worker", "Jobs");
        // The hint loop has taken it when it acts on this one.
        _estate.Cloud.Change(WatchedEstate.Staging, "staging-worker", "99");
        _estate.Hint(WatchedEstate.Staging, "staging-worker", "Jobs");
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].Drifted == 1);
        Assert.Equal(0, _estate.Cell("production")!.Drifted);
        gate.SetResult();

        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Drifted == 1);
        Assert.Equal(commit, board.Environments[1].CommitId);
    }

    /// <summary>Has production be read whole, and holds that when all of its stacks were read.</summary>
    private async Task<TaskCompletionSource> HoldProductionAsync()
    {
        var gate = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        _estate.Cloud.Before = async (operation, account, stop) =>
        {
            if (operation == "ListLive" && account == WatchedEstate.Production && entered.TrySetResult())
                await gate.Task.WaitAsync(stop);
        };
        await _estate.Service.RequestScanAsync(null, "production", null);
        await entered.Task.Soon();
        return gate;
    }

    [Fact]
    public async Task When_hints_break_off_everything_is_looked_at()
    {
        await _estate.StartAsync();
        _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
        _estate.BreakHints(new InvalidOperationException());

        _estate.Hint(WatchedEstate.Staging, "staging-worker", "Jobs");

        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.Modified);
        await _estate.WhenAsync(b => b.Scan.Error == "changes: an unexpected InvalidOperationException; the log says where");
    }

    [Fact]
    public async Task A_scan_on_demand_reads_what_was_asked_for()
    {
        await _estate.StartAsync();
        _estate.Cloud.ForgetCalls();
        _estate.Cloud.Change(WatchedEstate.Staging, "staging-mailer", "99");
        _estate.Cloud.Change(WatchedEstate.Staging, "staging-worker", "99");

        // Another application's environment of the same name is not read: what is asked for one environment is done in order.
        await _estate.Service.RequestScanAsync("elsewhere", "staging", "worker");
        await _estate.Service.RequestScanAsync(WatchedEstate.Key("staging").Application, "staging", "mailer");
        var board = await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging", "mailer")].Status == Status.Modified);

        Assert.Equal(Status.InSync, board.Stacks[WatchedEstate.Key("staging")].Status);
        await _estate.Service.RequestScanAsync(null, null, null);
        await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("staging")].Status == Status.Modified);
    }

    [Fact]
    public async Task The_origin_of_a_value_is_found_and_so_is_the_template()
    {
        await _estate.StartAsync();

        var steps = await _estate.Details.ExplainAsync(WatchedEstate.Key("staging"), new ResourceAddress("Jobs"), PropertyPath.Parse("/VisibilityTimeout"), Cancellation).Soon();
        var template = await _estate.Details.TemplateAsync(WatchedEstate.Key("staging"), ResourceAddress.Stack, Cancellation).Soon();

        Assert.Contains(steps, s => s is { Kind: "parameter", Origin: { File: "staging.json", Author: "Ana" } });
        Assert.Equal(("worker.yaml", ScriptedCloud.Template), (template?.File, template?.Text));
        Assert.Null(await _estate.Details.OriginAsync(WatchedEstate.Key("nowhere"), new ResourceAddress("Jobs"), PropertyPath.Root, Cancellation).Soon());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
