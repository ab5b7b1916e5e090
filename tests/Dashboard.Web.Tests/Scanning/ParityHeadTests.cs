using Dashboard.Core.Evaluation;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>A pair after a commit, while one of its environments was read against the new head and the other not yet.</summary>
public sealed class ParityHeadTests : IAsyncDisposable
{
    private static readonly ParityKey Pair = new("shop", "staging", "production");

    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Fact]
    public async Task What_is_pending_stays_pending_while_the_second_environment_waits_to_be_read_against_the_new_head()
    {
        await WithPendingAsync();
        var before = await JudgedAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _estate.Cloud.Before = (_, account, stop) => account == WatchedEstate.Production ? open.Task.WaitAsync(stop) : Task.CompletedTask;
        var head = _estate.Commit(("README.md", "changes no template"));

        await _estate.PollAsync();
        await ReadAsync("staging");

        // Whoever asks for the pair waits for the end of what is being published.
        var kept = await JudgedAsync();
        Assert.Equal(before, kept! with { KeptSince = null });
        Assert.Equal((1, 0), (_estate.Feed.Current.Parity[Pair].Counts.Pending, _estate.Feed.Current.Parity[Pair].Counts.Unexplained));
        // As old as what it rests on: the commit came later.
        Assert.Equal(before!.To.Result!.Snapshot.TakenAt, _estate.Feed.Current.KeptParity[Pair]);
        Assert.True(before.To.Result.Snapshot.TakenAt < _estate.Time.GetUtcNow());

        open.SetResult();
        var board = await _estate.WhenAsync(b => b.KeptParity.IsEmpty && b.Parity[Pair].Items.Any(i => i.CommitId == head));
        Assert.Equal((1, 0), (board.Parity[Pair].Counts.Pending, board.Parity[Pair].Counts.Unexplained));
        Assert.Equal(head, Assert.Single(board.Parity[Pair].Items, i => i.Pile == ParityPile.Pending).CommitId);
    }

    [Fact]
    public async Task Where_the_second_environment_is_read_first_after_a_commit_the_pair_is_judged_at_the_commit_before()
    {
        await WithPendingAsync();
        var before = _estate.Feed.Current.Parity[Pair];
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _estate.Cloud.Before = (_, account, stop) => account == WatchedEstate.Staging ? open.Task.WaitAsync(stop) : Task.CompletedTask;
        var head = _estate.Commit(("README.md", "changes no template"));

        await _estate.PollAsync();
        await ReadAsync("production");
        await JudgedAsync();

        Assert.Empty(_estate.Feed.Current.KeptParity);
        Assert.Same(before, _estate.Feed.Current.Parity[Pair]);

        open.SetResult();
        var board = await _estate.WhenAsync(b => b.Parity[Pair].Items.Any(i => i.CommitId == head));
        Assert.Equal((1, 0), (board.Parity[Pair].Counts.Pending, board.Parity[Pair].Counts.Unexplained));
    }

    [Theory]
    [InlineData(WatchedEstate.Production, "staging")]
    [InlineData(WatchedEstate.Staging, "production")]
    public async Task Where_one_environment_cannot_be_read_any_more_the_pair_has_the_age_of_its_last_reading_until_it_can(string failing, string other)
    {
        await WithPendingAsync();
        _estate.Cloud.Before = (operation, account, _) => account == failing && operation == "Read" ? throw new InvalidOperationException() : Task.CompletedTask;
        _estate.Commit(("README.md", "changes no template"));
        await _estate.PollAsync();
        var since = failing == WatchedEstate.Production ? (await _estate.WhenAsync(b => b.KeptParity.ContainsKey(Pair))).KeptParity[Pair] : _estate.Time.GetUtcNow();
        await ReadAsync(other);

        await _estate.SweepAgainAsync();
        await ReadAsync(other);

        // The second environment is judged at the commit of the first one's last reading; of its own last reading the pair keeps its judgement.
        var board = failing == WatchedEstate.Staging ? await _estate.WhenAsync(b => b.KeptParity.IsEmpty) : _estate.Feed.Current;
        Assert.Equal((1, 0), (board.Parity[Pair].Counts.Pending, board.Parity[Pair].Counts.Unexplained));
        Assert.Equal(failing == WatchedEstate.Staging ? null : since, board.KeptSince(Pair));
        Assert.True(ParityAges.Of(board, Pair, since + (WatchedEstate.Interval * 5.1)).IsStale);
        Assert.Contains(board.Diagnostics, d => d.Message.Contains("could not be read", StringComparison.Ordinal));
        await _estate.SweepAgainAsync();
        await ReadAsync(other);
        await JudgedAsync();
        Assert.Equal(failing == WatchedEstate.Staging ? null : since, _estate.Feed.Current.KeptSince(Pair));
        if (failing == WatchedEstate.Staging)
        {
            // A change by hand that a hint tells of is in the parity at once.
            _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "300");
            _estate.Hint(WatchedEstate.Production, "production-worker");
            await _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Drifted > 0);
            await JudgedAsync();
            Assert.Empty(_estate.Feed.Current.KeptParity);
            _estate.Cloud.Change(WatchedEstate.Production, "production-worker", "30");
        }

        _estate.Cloud.Before = static (_, _, _) => Task.CompletedTask;
        await _estate.Service.RequestScanAsync("shop", null, null);
        await _estate.WhenAsync(b => b.KeptParity.IsEmpty && b.Parity[Pair].Counts is { Pending: 1, Unexplained: 0 });
    }

    [Theory]
    [InlineData("release")]
    [InlineData("main")]
    public async Task On_a_trunk_with_a_commit_at_every_reading_of_either_the_pair_is_judged_with_each_reading_of_the_second(string reference)
    {
        using var arrived = new SemaphoreSlim(0);
        using var open = new SemaphoreSlim(0);
        await using var estate = new WatchedEstate(WatchedEstate.Application.Replace("ref: release", "ref: " + reference, StringComparison.Ordinal));
        estate.Commit(("staging.json", WatchedEstate.Timeout(60)), ("production.json", WatchedEstate.Timeout(60)));
        estate.Cloud.Deploy(WatchedEstate.Staging, "staging-worker", "60");
        estate.Cloud.Deploy(WatchedEstate.Staging, "staging-mailer", "30");
        await estate.StartAsync();
        await estate.WhenAsync(b => b.Parity.TryGetValue(Pair, out var parity) && parity.Counts is { Pending: 1, Unexplained: 0 });
        estate.Cloud.Before = async (operation, account, stop) =>
        {
            // Once for each reading, after it has looked which commits to render.
            if (account != WatchedEstate.Production || operation != "List")
                return;
            arrived.Release();
            await open.WaitAsync(stop);
        };
        await CommitAsync(1);

        for (var round = 2; round < 6; round++)
        {
            // Production has begun to be read at the commit before; staging is read at this one before that has ended.
            await arrived.WaitAsync(TestContext.Current.CancellationToken).Soon();
            var head = await CommitAsync(round);
            await estate.WhenAsync(b => b.KeptParity.ContainsKey(Pair) && b.Stacks[WatchedEstate.Key("staging")].CommitId == head);
            open.Release();

            var board = await estate.WhenAsync(b => !b.KeptParity.ContainsKey(Pair) && b.Parity[Pair].Items.Any(i => i.Pile == ParityPile.Pending && i.CommitId == head));

            Assert.Equal((1, 0), (board.Parity[Pair].Counts.Pending, board.Parity[Pair].Counts.Unexplained));
            var judged = await Task.Run(() => estate.Publisher.Judged(Pair), TestContext.Current.CancellationToken).Soon();
            Assert.Equal(head, judged!.From.Result!.Snapshot.CommitId);
            Assert.Equal(reference == "main", judged.To.Result!.Snapshot.CommitId == head);
        }

        estate.Cloud.Before = static (_, _, _) => Task.CompletedTask;
        open.Release();

        async Task<string> CommitAsync(int round)
        {
            // Another value in a template's own file each time: no two of these heads say the same.
            var commit = estate.Commit(("worker.yaml", ScriptedCloud.Template + $"\nDescription: {round}"));
            await estate.PollAsync();
            return commit;
        }
    }

    /// <summary>Staging runs what main says, and production what it said before.</summary>
    private async Task WithPendingAsync()
    {
        _estate.Commit(("staging.json", WatchedEstate.Timeout(60)), ("production.json", WatchedEstate.Timeout(60)));
        _estate.Cloud.Deploy(WatchedEstate.Staging, "staging-worker", "60");
        _estate.Cloud.Deploy(WatchedEstate.Staging, "staging-mailer", "30");
        await _estate.StartAsync();
        await _estate.WhenAsync(b => b.Parity.TryGetValue(Pair, out var parity) && parity.Counts is { Pending: 1, Unexplained: 0 });
    }

    /// <summary>Ends when an environment was read at the present time.</summary>
    private Task<DriftBoard> ReadAsync(string environment) => _estate.WhenAsync(b => b.Stacks[WatchedEstate.Key(environment)].CheckedAt == _estate.Time.GetUtcNow());

    private Task<JudgedPair?> JudgedAsync() => Task.Run(() => _estate.Publisher.Judged(Pair), TestContext.Current.CancellationToken).Soon();
}
