using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Live;

public sealed class DriftFeedTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly DriftFeed _feed;

    public DriftFeedTests() => _feed = new DriftFeed("server", _time);

    [Fact]
    public async Task A_subscriber_gets_a_snapshot_and_then_each_change()
    {
        Set("worker", 1);
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);

        var snapshot = await NextAsync(changes);
        Set("storefront", 2);
        var change = await NextAsync(changes);

        Assert.True(snapshot.IsSnapshot);
        Assert.Equal(["worker"], snapshot.Stacks.Select(s => s.Component));
        Assert.False(change.IsSnapshot);
        Assert.Equal(["storefront"], change.Stacks.Select(s => s.Component));
        Assert.Equal([1, 2], [snapshot.Board.Revision, change.Board.Revision]);
    }

    [Fact]
    public async Task Changes_close_together_become_one_revision()
    {
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);
        Set("a", 1);
        Assert.Equal(["a"], (await NextAsync(changes)).Stacks.Select(s => s.Component));

        Set("b", 1);
        Set("c", 1);
        Set("b", 2);
        var next = NextAsync(changes);
        Assert.False(next.IsCompleted);
        _time.Advance(DriftFeed.Coalesce);
        var change = await next;

        Assert.Equal(["b", "c"], change.Stacks.Select(s => s.Component).Order());
        Assert.Equal((2, 2), (change.Board.Revision, change.Board.Stacks[Key("b")].Drifted));
    }

    [Fact]
    public async Task Whoever_watches_a_pair_hears_when_its_judgement_is_kept_and_when_it_is_judged_anew()
    {
        var pair = new ParityKey("shop", "staging", "production");
        var parity = new ParityEvaluation("shop", "staging", "production", default, [], [], null);
        _feed.Publish(b => b with { Parity = b.Parity.Add(pair, parity) });
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);

        _feed.Publish(b => b with { KeptParity = b.KeptParity.Add(pair, _time.GetUtcNow()) });
        var kept = await NextAsync(changes);
        _time.Advance(DriftFeed.Coalesce);
        _feed.Publish(b => b with { KeptParity = b.KeptParity.Clear() });
        var anew = await NextAsync(changes);

        Assert.Equal([pair], kept.Parity);
        Assert.Equal([pair], anew.Parity);
        Assert.Equal((true, false), (kept.Board.KeptSince(pair) is not null, anew.Board.KeptSince(pair) is not null));
    }

    [Fact]
    public async Task A_board_that_somebody_has_seen_is_never_another_one_under_the_same_revision()
    {
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);
        Set("a", 1);
        Set("a", 2);

        var seen = _feed.Current;
        Set("a", 3);

        Assert.Equal((2, 2), (seen.Revision, seen.Stacks[Key("a")].Drifted));
        Assert.Equal((3, 3), (_feed.Current.Revision, _feed.Current.Stacks[Key("a")].Drifted));
    }

    [Fact]
    public async Task A_slow_reader_gets_everything_it_missed_as_one_change_with_a_gap_in_the_revisions()
    {
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);

        for (var i = 0; i < 50; i++)
        {
            Set($"c{i % 5}", i + 1);
            _time.Advance(DriftFeed.Coalesce);
        }

        var change = await NextAsync(changes);
        Assert.Equal((50, 5), (change.Board.Revision, change.Stacks.Count));
    }

    [Fact]
    public async Task What_the_scanner_is_doing_is_told_but_is_no_revision()
    {
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);
        Set("a", 1);
        await NextAsync(changes);
        var builtAt = _feed.Current.BuiltAt;
        _time.Advance(TimeSpan.FromSeconds(1));

        _feed.Publish(b => b with { Scan = b.Scan with { IsRunning = true } });
        var change = await NextAsync(changes);

        Assert.Equal((1, true, builtAt), (change.Board.Revision, change.Board.Scan.IsRunning, change.Board.BuiltAt));
        Assert.Empty(change.Stacks);
    }

    [Fact]
    public void An_equal_board_publishes_nothing()
    {
        var before = Set("a", 1);

        Assert.Same(before, _feed.Publish(b => b with { Stacks = b.Stacks }));
    }

    [Fact]
    public async Task A_stack_that_goes_is_among_the_changes()
    {
        Set("a", 1);
        await using var changes = _feed.SubscribeAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await NextAsync(changes);

        _feed.Publish(b => b with { Stacks = b.Stacks.Remove(Key("a")) });
        var change = await NextAsync(changes);

        Assert.Equal(["a"], change.Stacks.Select(s => s.Component));
        Assert.Empty(change.Board.Stacks);
    }

    [Fact]
    public async Task Under_load_the_named_changes_alone_make_the_same_board()
    {
        var feed = new DriftFeed("server", TimeProvider.System);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => RebuildAsync(feed), Cancellation)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 1; i <= 500; i++)
                Set(feed, $"{writer}-{i % 7}", i);
        }, Cancellation))).Soon();
        Set(feed, "last", 1);

        var expected = feed.Current.Stacks.Values.ToDictionary(s => s.Key, s => s.Drifted);
        Assert.All(await Task.WhenAll(readers).Soon(), cells => Assert.Equal(expected, cells));
    }

    private static async Task<Dictionary<StackKey, int>> RebuildAsync(DriftFeed feed)
    {
        var cells = new Dictionary<StackKey, int>();
        await foreach (var change in feed.SubscribeAsync(Cancellation))
        {
            foreach (var key in change.Stacks)
                cells[key] = change.Board.Stacks[key].Drifted;
            if (cells.ContainsKey(Key("last")))
                break;
        }

        return cells;
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static async Task<DriftChange> NextAsync(IAsyncEnumerator<DriftChange> changes)
    {
        Assert.True(await changes.MoveNextAsync().Soon());
        return changes.Current;
    }

    private DriftBoard Set(string component, int drifted) => Set(_feed, component, drifted);

    private static DriftBoard Set(DriftFeed feed, string component, int drifted) =>
        feed.Publish(b => b with { Stacks = b.Stacks.SetItem(Key(component), Stack(component, drifted)) });

    private static StackKey Key(string component) => new("shop", "staging", component, "eu-west-1");

    private static StackEvaluation Stack(string component, int drifted) => new(
        Key(component), "111111111111", component, Status.InSync, null, null, 0, drifted, new Coverage(1, 1), null, null, null, [], []);
}
