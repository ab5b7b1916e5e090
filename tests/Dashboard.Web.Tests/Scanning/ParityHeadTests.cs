using Dashboard.Core.Evaluation;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Scanning;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>A pair after a commit, while one of its environments was read against the new head and the other not yet.</summary>
public sealed class ParityHeadTests : IAsyncDisposable
{
    private static readonly ParityKey Pair = new("shop", "staging", "production");

    private readonly WatchedEstate _estate = new();

    public ValueTask DisposeAsync() => _estate.DisposeAsync();

    [Theory]
    [InlineData(WatchedEstate.Production, "staging")]
    [InlineData(WatchedEstate.Staging, "production")]
    public async Task What_is_pending_stays_pending_while_one_environment_waits_to_be_read_against_the_new_head(string waiting, string first)
    {
        await WithPendingAsync();
        var before = await JudgedAsync();
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _estate.Cloud.Before = (_, account, stop) => account == waiting ? open.Task.WaitAsync(stop) : Task.CompletedTask;
        var head = _estate.Commit(("README.md", "changes no template"));

        await _estate.PollAsync();
        await ReadAsync(first);

        // Whoever asks for the pair waits for the end of what is being published.
        var kept = await JudgedAsync();
        Assert.Equal(before, kept! with { KeptSince = null });
        Assert.Equal((1, 0), (_estate.Feed.Current.Parity[Pair].Counts.Pending, _estate.Feed.Current.Parity[Pair].Counts.Unexplained));
        Assert.Equal(_estate.Time.GetUtcNow(), _estate.Feed.Current.KeptParity[Pair]);

        open.SetResult();
        var board = await _estate.WhenAsync(b => b.KeptParity.IsEmpty);
        Assert.Equal((1, 0), (board.Parity[Pair].Counts.Pending, board.Parity[Pair].Counts.Unexplained));
        Assert.Equal(head, Assert.Single(board.Parity[Pair].Items, i => i.Pile == ParityPile.Pending).CommitId);
    }

    [Theory]
    [InlineData(WatchedEstate.Production, "staging")]
    [InlineData(WatchedEstate.Staging, "production")]
    public async Task Where_one_environment_cannot_be_read_any_more_the_judgement_is_kept_with_its_age_until_it_can(string failing, string other)
    {
        await WithPendingAsync();
        _estate.Cloud.Before = (operation, account, _) => account == failing && operation == "Read" ? throw new InvalidOperationException() : Task.CompletedTask;
        _estate.Commit(("README.md", "changes no template"));
        await _estate.PollAsync();
        var since = (await _estate.WhenAsync(b => b.KeptParity.ContainsKey(Pair))).KeptParity[Pair];
        await ReadAsync(other);

        await _estate.SweepAgainAsync();
        await ReadAsync(other);

        Assert.Equal((1, 0), (_estate.Feed.Current.Parity[Pair].Counts.Pending, _estate.Feed.Current.Parity[Pair].Counts.Unexplained));
        Assert.Equal(since, _estate.Feed.Current.KeptParity[Pair]);
        Assert.Contains(_estate.Feed.Current.Diagnostics, d => d.Message.Contains("could not be read", StringComparison.Ordinal));

        _estate.Cloud.Before = static (_, _, _) => Task.CompletedTask;
        await _estate.Service.RequestScanAsync("shop", null, null);
        await _estate.WhenAsync(b => b.KeptParity.IsEmpty && b.Parity[Pair].Counts is { Pending: 1, Unexplained: 0 });
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
