using System.Collections.Immutable;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Releases;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Review;
using Dashboard.Web.Scanning;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>Reviews over a repository and a cloud: what is made of them, and what a patch does when it is committed.</summary>
public sealed class ReviewsTests
{
    private const string Delayed = "Parameters: {Timeout: {Type: Number}}\nResources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: !Ref Timeout, DelaySeconds: 5}}}";

    private static readonly ParityKey Pair = new("shop", "staging", "production");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_release_is_reviewed_with_its_commits_and_their_authors()
    {
        await using var estate = new WatchedEstate();
        var commit = estate.Commit(("worker.yaml", Delayed));
        await estate.StartAsync();
        var reviews = estate.Reviews(new Importers());

        var facts = (await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!;

        Assert.Equal(commit, facts.Review.FromCommit);
        Assert.Equal("Ana change", string.Join(' ', Assert.Single(facts.Commits.Commits).Commit.Author, facts.Commits.Commits[0].Commit.Summary));
        Assert.Equal(["worker/Jobs/DelaySeconds", "mailer/Jobs/DelaySeconds"], facts.Review.Changes.Select(c => $"{c.Stack.Component}/{c.Address}{c.Difference.Path}"));
        var view = ReviewView.Of(facts, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);
        Assert.Equal(("worker.yaml:2", commit, "Ana", true), view.LineOf(facts.Review.Changes[0]) is { } line ? (line.Location.ToString(), line.CommitId, line.Author, line.IsOfRelease) : default);
        Assert.True(facts.Stacks.All(s => s.Calls > 0));
        Assert.Contains(facts.Review.Unrehearsed, u => u.Text.StartsWith("staging does not run the commit", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_release_begins_at_what_runs_however_far_the_refs_are()
    {
        await using var estate = new WatchedEstate();
        var commit = estate.Commit(("worker.yaml", Delayed));
        estate.Branch("release", commit);
        await estate.StartAsync();

        var facts = (await estate.Reviews(new Importers()).ReviewAsync(Pair, null, Cancellation).Soon())!;
        var view = ReviewView.Of(facts, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);

        Assert.Equal((commit, commit), (facts.Review.FromCommit, facts.Review.ToCommit));
        Assert.Equal(commit, Assert.Single(facts.Commits.Commits).Commit.Id);
        Assert.NotEqual(commit, facts.Begin);
        Assert.Equal((ReleaseStage.Before, "promoted, not deployed yet: worker, mailer still to come", null), (view.Stage, view.StageText, view.After));
    }

    [Fact]
    public async Task What_was_deployed_from_a_release_stays_in_its_scope()
    {
        await using var estate = new WatchedEstate();
        estate.Commit(("production.json", WatchedEstate.Timeout(60)));
        await estate.StartAsync();
        var reviews = estate.Reviews(new Importers());
        Assert.Equal("not deployed yet: worker, mailer still to come", (await View()).StageText);

        estate.Time.Advance(TimeSpan.FromSeconds(1));
        estate.Cloud.Deploy(WatchedEstate.Production, "production-worker", "60");
        estate.Hint(WatchedEstate.Production, "production-worker");
        await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].PendingChanges == 1);

        var view = await View();
        Assert.Equal(["worker True", "mailer False"], view.Components.Select(c => $"{c.Name} {c.IsTaken}"));
        Assert.Equal((ReleaseStage.UnderWay, "under way: 1 of 2 components deployed (worker); still to come: mailer"), (view.Stage, view.StageText));

        async Task<ReviewView> View() => ReviewView.Of((await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deployment_by_hand_that_was_put_back_is_no_part_of_the_release(bool isPromoted)
    {
        await using var estate = new WatchedEstate();
        var commit = estate.Commit(("read.me", "x"));
        if (isPromoted)
            estate.Branch("release", commit);
        await estate.StartAsync();
        var reviews = estate.Reviews(new Importers());

        await DeployAsync("45", 1);
        Assert.Contains((await View()).Components, c => c is { Name: "mailer", IsTouched: true });
        await DeployAsync("30", 0);

        Assert.All((await View()).Facts.Review.Components, c => Assert.False(c.IsInScope));

        async Task DeployAsync(string timeout, int pending)
        {
            estate.Time.Advance(TimeSpan.FromSeconds(1));
            estate.Cloud.Deploy(WatchedEstate.Production, "production-mailer", timeout);
            estate.Hint(WatchedEstate.Production, "production-mailer");
            await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production", "mailer")].PendingChanges == pending);
        }

        async Task<ReviewView> View() => ReviewView.Of((await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);
    }

    [Fact]
    public async Task An_address_stays_with_its_release_when_the_ref_moves_on_and_when_it_is_deployed()
    {
        var later = Delayed.Replace("DelaySeconds: 5", "DelaySeconds: 9", StringComparison.Ordinal);
        await using var estate = new WatchedEstate(WatchedEstate.Application + "\nrevision: {stackTag: git-commit}");
        var before = estate.Commit(("read.me", "x"));
        estate.Branch("release", before);
        var release = estate.Commit(("worker.yaml", Delayed));
        var head = estate.Commit(("worker.yaml", later));
        await estate.StartAsync();
        var pinned = PinnedRelease.Parse($"{before[..7]}..{release[..7]}");

        // No ref names it, so nobody has rendered it yet; what there is meanwhile is said to be another.
        var meanwhile = await ViewAsync(estate.Reviews(new Importers()));
        Assert.Equal((PinnedOutcome.Awaited, head), (meanwhile.Facts.Pinned, meanwhile.Facts.Review.FromCommit));

        await estate.SweepAgainAsync();
        var planned = await ViewAsync(estate.Reviews(new Importers()));
        Assert.Equal((PinnedOutcome.Reviewed, release, head), (planned.Facts.Pinned, planned.Facts.Review.FromCommit, planned.Facts.Head));
        Assert.Equal(["worker 5", "mailer 5"], planned.Facts.Review.Changes.Select(c => $"{c.Stack.Component} {c.Difference.Expected}"));
        Assert.Equal((ReleaseStage.Before, $"{before[..7]}..{release[..7]}"), (planned.Stage, planned.Range));
        Assert.Equal([release], planned.Facts.Commits.Commits.Select(c => c.Commit.Id));

        await DeployAsync("worker", Delayed, "30", 0);
        var halfWay = await ViewAsync(estate.Reviews(new Importers()));
        Assert.Equal((ReleaseStage.UnderWay, "under way: 1 of 2 components deployed (worker); still to come: mailer"), (halfWay.Stage, halfWay.StageText));

        await DeployAsync("mailer", Delayed, "30", 0);
        var done = await ViewAsync(estate.Reviews(new Importers()));
        // The cloud of these tests has no property for the delay, which is a drift of its own.
        Assert.Equal((ReleaseStage.Done, "production was deployed with exactly this commit"), (done.Stage, done.After?.Split(';')[0]));
        Assert.Equal(["worker True", "mailer True"], done.Components.Select(c => $"{c.Name} {c.IsTaken}"));

        // What was deployed after it is no exception of this release.
        await DeployAsync("worker", later, "30", 1, head);
        var after = await ViewAsync(estate.Reviews(new Importers()));
        Assert.Equal($"production has gone on (worker runs {head[..7]}): production runs this commit except 1 change (worker / Jobs /DelaySeconds)", after.After?.Split(';')[0]);

        async Task DeployAsync(string component, string template, string timeout, int pending, string? tag = null)
        {
            estate.Time.Advance(TimeSpan.FromSeconds(1));
            var at = estate.Time.GetUtcNow();
            estate.Cloud.Deploy(WatchedEstate.Production, $"production-{component}", timeout, template: template, commit: tag);
            estate.Hint(WatchedEstate.Production, $"production-{component}");
            // Its own ref still names the commit before, so what is released looks like a change to be taken back.
            await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production", component)] is { PendingChanges: 1 } stack && stack.CheckedAt >= at);
            Assert.Equal(pending, (await ViewAsync(estate.Reviews(new Importers()))).Facts.Review.Changes.Count(c => c.Stack.Component == component));
        }

        async Task<ReviewView> ViewAsync(Reviews reviews) =>
            ReviewView.Of((await reviews.ReviewAsync(Pair, pinned, Cancellation).Soon())!, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_release_of_a_commit_that_is_not_there_is_no_other_release(bool isEndThere)
    {
        await using var estate = new WatchedEstate();
        var commit = estate.Commit(("read.me", "x"));
        await estate.StartAsync();

        var facts = await estate.Reviews(new Importers()).ReviewAsync(Pair, PinnedRelease.Parse($"0000000..{(isEndThere ? commit[..7] : "1111111")}"), Cancellation).Soon();

        Assert.Equal(PinnedOutcome.Unknown, facts!.Pinned);
    }

    [Fact]
    public async Task What_nobody_can_tell_of_a_release_does_not_count_as_deployed()
    {
        await using var estate = new WatchedEstate();
        var before = estate.Commit(("worker.yaml", Delayed));
        estate.Branch("release", before);
        // Whether the other value of the environment is what runs, only whoever gives it at the deployment knows.
        var open = Delayed.Replace("DelaySeconds: 5", "DelaySeconds: 9, MaximumMessageSize: '{{resolve:ssm:/size}}'", StringComparison.Ordinal);
        var release = estate.Commit(("worker.yaml", open));
        foreach (var component in new[] { "worker", "mailer" })
            estate.Cloud.Deploy(WatchedEstate.Production, $"production-{component}", "30", template: open.Replace("'{{resolve:ssm:/size}}'", "1024", StringComparison.Ordinal));
        await estate.StartAsync();

        var facts = (await estate.Reviews(new Importers()).ReviewAsync(Pair, PinnedRelease.Parse($"{before[..7]}..{release[..7]}"), Cancellation).Soon())!;

        Assert.Equal((PinnedOutcome.Reviewed, 0), (facts.Pinned, facts.Review.Changes.Length));
        Assert.Equal(["worker", "mailer"], facts.Review.Untold.Select(u => u.Stack.Component).Distinct());
        Assert.All(facts.Review.Components, c => Assert.Equal((true, false), (c.IsTouched, c.IsTaken)));
    }

    [Fact]
    public async Task A_release_that_spells_the_same_in_another_way_brings_nothing_and_nothing_of_it_counts_as_deployed()
    {
        await using var estate = new WatchedEstate();
        var before = estate.Commit(("worker.yaml", Delayed));
        estate.Branch("release", before);
        var release = estate.Commit(("worker.yaml", Delayed.Replace("DelaySeconds: 5", "DelaySeconds: '5'", StringComparison.Ordinal)));
        foreach (var component in new[] { "worker", "mailer" })
            estate.Cloud.Deploy(WatchedEstate.Production, $"production-{component}", "30", template: Delayed);
        await estate.StartAsync();
        var (reviews, pinned) = (estate.Reviews(new Importers()), PinnedRelease.Parse($"{before[..7]}..{release[..7]}"));

        var facts = (await reviews.ReviewAsync(Pair, pinned, Cancellation).Soon())!;
        var view = ReviewView.Of(facts, false, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);

        Assert.Equal((PinnedOutcome.Reviewed, release), (facts.Pinned, facts.Review.FromCommit));
        Assert.All(facts.Review.Components, c => Assert.False(c.IsInScope));
        Assert.Equal((ReleaseStage.Before, (string?)null), (view.Stage, view.StageText));
    }

    [Theory]
    [InlineData("54bac98..66a26d2", "54bac98", "66a26d2")]
    [InlineData("not known..66a26d2", null, "66a26d2")]
    [InlineData("54bac98..main", null, null)]
    [InlineData("main..66a26d2", null, null)]
    [InlineData("..66a26d2", null, null)]
    [InlineData("54bac98..none", null, null)]
    [InlineData("66a26d2", null, null)]
    [InlineData("", null, null)]
    public void A_release_is_named_by_the_commits_that_its_address_has(string text, string? begin, string? end) =>
        Assert.Equal(end is null ? null : new PinnedRelease(begin, end), PinnedRelease.Parse(text));

    [Fact]
    public void A_release_is_rendered_for_as_long_as_somebody_reviews_it_and_no_more_than_a_few_of_them()
    {
        var time = new FakeTimeProvider();
        var interval = TimeSpan.FromMinutes(5);
        var releases = new ReviewedReleases(time, () => interval);
        foreach (var commit in new[] { "a", "b", "c", "d" })
            releases.Ask(Pair, "x", commit);

        Assert.Equal(["b", "c", "d", "x"], releases.CommitsOf(new EnvironmentKey("shop", "staging")).Distinct().Order());
        Assert.Empty(releases.CommitsOf(new EnvironmentKey("shop", "development")));
        Assert.Equal((false, true), (releases.Holds(Pair, "x", "a"), releases.Holds(Pair, "x", "d")));

        time.Advance(ReviewedReleases.LeastKept);
        releases.Ask(Pair, "x", "b");
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(["b", "x"], releases.CommitsOf(new EnvironmentKey("shop", "production")).Distinct().Order());

        // What is asked for lasts until both environments were read again, however seldom that is.
        interval = TimeSpan.FromHours(2);
        time.Advance(TimeSpan.FromHours(3.5));
        Assert.True(releases.Holds(Pair, "x", "b"));
        time.Advance(TimeSpan.FromHours(1));
        Assert.False(releases.Holds(Pair, "x", "b"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_release_does_not_begin_at_a_commit_above_it_whose_template_is_the_same(bool isBranchOfAnEnvironment)
    {
        await using var estate = new WatchedEstate(isBranchOfAnEnvironment
            ? WatchedEstate.Application.Replace("  - {name: staging,", "  - {name: development, account: \"111111111111\", regions: [eu-west-1], ref: topic}\n  - {name: staging,", StringComparison.Ordinal)
            : WatchedEstate.Application);
        var commit = estate.Commit(("worker.yaml", Delayed));
        estate.Branch("topic", estate.Commit(("read.me", "x")));
        estate.Branch("main", commit);
        // Half-way: the new template runs, with parameters that are still another's.
        estate.Cloud.Deploy(WatchedEstate.Production, "production-worker", "45", template: Delayed);
        await estate.StartAsync();

        var facts = (await estate.Reviews(new Importers()).ReviewAsync(Pair, null, Cancellation).Soon())!;

        Assert.Equal((commit, facts.Review.ToCommit, true), (facts.Review.FromCommit, facts.Begin, facts.Commits.IsForward));
        Assert.Equal([commit], facts.Commits.Commits.Select(c => c.Commit.Id));
    }

    [Fact]
    public async Task What_could_not_be_told_before_and_needs_no_release_was_not_deployed()
    {
        await using var estate = new WatchedEstate();
        estate.Cloud.Deny(WatchedEstate.Production);
        await estate.StartAsync();
        var reviews = estate.Reviews(new Importers());
        var before = (await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!;
        Assert.Contains(before.Review.Components, c => c.IsTouched);
        Assert.Empty(before.Review.Changes);

        estate.Cloud.Deny(WatchedEstate.Production, isDenied: false);
        estate.Time.Advance(TimeSpan.FromSeconds(1));
        await estate.Service.RequestScanAsync("shop", null, null);
        await estate.WhenAsync(b => b.Stacks[WatchedEstate.Key("production")].Status == Status.InSync && b.Stacks[WatchedEstate.Key("production", "mailer")].Status == Status.InSync);

        var after = (await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!;
        Assert.Equal(["worker False False", "mailer False False"], after.Review.Components.Select(c => $"{c.Name} {c.IsTouched} {c.IsTaken}"));
    }

    [Fact]
    public async Task A_review_is_made_once_until_either_environment_is_judged_anew()
    {
        await using var estate = await new WatchedEstate().StartAsync();
        var reviews = estate.Reviews(new Importers());

        var first = await reviews.ReviewAsync(Pair, null, Cancellation).Soon();
        Assert.Same(first, await reviews.ReviewAsync(Pair, null, Cancellation).Soon());
        estate.Cloud.Change(WatchedEstate.Production, "production-worker", "900");
        estate.Hint(WatchedEstate.Production, "production-worker");
        await estate.WhenAsync(b => b.Parity[Pair].Counts.Unexplained == 1);

        Assert.NotSame(first, await reviews.ReviewAsync(Pair, null, Cancellation).Soon());
        Assert.Null(await reviews.ReviewAsync(new ParityKey("shop", "production", "staging"), null, Cancellation).Soon());
    }

    [Fact]
    public async Task A_patch_that_is_committed_declares_the_difference_and_accepts_the_drift()
    {
        await using var estate = await new WatchedEstate().StartAsync();
        estate.Cloud.Change(WatchedEstate.Production, "production-worker", "900");
        estate.Hint(WatchedEstate.Production, "production-worker");
        await estate.WhenAsync(b => b.Parity[Pair].Counts.Unexplained == 1 && b.Stacks[WatchedEstate.Key("production")].Drifted == 1);
        var reviews = estate.Reviews(new Importers());
        var facts = (await reviews.ReviewAsync(Pair, null, Cancellation).Soon())!;
        var view = ReviewView.Of(facts, true, estate.Time.GetUtcNow(), WatchedEstate.Interval, _ => null);
        var (rules, refusals) = RuleChoice.Offers(view, new ReviewState(Rules: "expect.all,accept.all", Reason: "It is meant", Owner: "me"), estate.Time.GetUtcNow());
        Assert.Empty(refusals);

        var patch = (await reviews.PatchAsync("shop", rules, Cancellation).Soon())!;
        Assert.Null(patch.Problem);
        Assert.Null(await reviews.PatchAsync("nobody", rules, Cancellation).Soon());
        estate.Commit(("driftboard.yaml", Apply(WatchedEstate.Application, patch.Diff!)));
        await estate.PollAsync();

        var board = await estate.WhenAsync(b => b.Parity.TryGetValue(Pair, out var p) && p.Counts is { Declared: 1, Unexplained: 0 } && b.Stacks[WatchedEstate.Key("production")].Drifted == 0);
        Assert.Equal(["Accept", "Expect"], board.Stacks[WatchedEstate.Key("production")].Resources.SelectMany(r => r.Allowed).Select(a => a.Rule.Kind.ToString())
            .Concat(board.Parity[Pair].Items.Select(i => i.Rule?.Kind.ToString()).OfType<string>()));
    }

    [Theory]
    [InlineData(ReadOutcome.Read, "other-stack", false, true)]
    [InlineData(ReadOutcome.Read, null, false, false)]
    [InlineData(ReadOutcome.Denied, null, false, true)]
    public async Task An_export_in_use_is_an_obstacle(ReadOutcome outcome, string? importer, bool isCertain, bool isObstacle)
    {
        // The cloud's stacks export nothing, so the export is put beside them: what is asked, and what is made of the answer, is the same.
        await using var estate = await new WatchedEstate().StartAsync();
        var importers = new Importers { Answer = new(outcome, importer is null ? [] : [importer], outcome == ReadOutcome.Read ? null : "AccessDenied") };
        var reviews = estate.Reviews(importers);

        var obstacles = await reviews.ExportsInUseAsync([new ExportAtRisk(WatchedEstate.Key("production"), WatchedEstate.Production, "shop-jobs", IsRemoved: false)]).Soon();

        Assert.Equal([$"{WatchedEstate.Production}/eu-west-1 shop-jobs"], importers.Asked);
        Assert.Equal(isObstacle, obstacles.Count == 1);
        Assert.All(obstacles, o => Assert.Equal((isCertain, true), (o.IsCertain, o.Text.Contains(importer ?? "AccessDenied", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_tick_survives_a_restart_and_a_broken_file_means_that_nothing_was_looked_at()
    {
        var folder = Directory.CreateTempSubdirectory("driftboard-ticks-");
        try
        {
            var file = Path.Combine(folder.FullName, "ticks.json");
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
            using var ticks = new ReviewTicks(file, time, NullLogger<ReviewTicks>.Instance);
            var heard = 0;
            ticks.Changed += () => heard++;

            Assert.Null(await ticks.SetAsync(["a", "c"], true).Soon());
            Assert.Null(await ticks.SetAsync(["b"], true).Soon());
            Assert.Null(await ticks.SetAsync(["b"], false).Soon());
            using var again = new ReviewTicks(file, time, NullLogger<ReviewTicks>.Instance);
            await File.WriteAllTextAsync(file + "old", """{"812b6a687a": "2026-03-01T09:00:00+00:00", "812b6a687a812b6a687a": "2026-03-01T09:00:00+00:00"}""", Cancellation);
            using var old = new ReviewTicks(file + "old", time, NullLogger<ReviewTicks>.Instance);
            Assert.Equal((null, true), (old.Of("812b6a687a"), old.Of("812b6a687a812b6a687a") is not null));
            await File.WriteAllTextAsync(file + "x", "{ broken", Cancellation);
            using var broken = new ReviewTicks(file + "x", time, NullLogger<ReviewTicks>.Instance);
            using var nowhere = new ReviewTicks(Path.Combine(folder.FullName, "no", "where"), time, NullLogger<ReviewTicks>.Instance);

            Assert.Equal((time.GetUtcNow(), time.GetUtcNow(), null, 3), (again.Of("a"), again.Of("c"), again.Of("b"), heard));
            Assert.Null(broken.Of("a"));
            Assert.StartsWith("The tick could not be kept", await nowhere.SetAsync(["a"], true).Soon(), StringComparison.Ordinal);
            Assert.Null(nowhere.Of("a"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Applies a diff that only adds lines.</summary>
    private static string Apply(string text, string diff)
    {
        var lines = text.Split('\n').ToList();
        var at = 0;
        foreach (var line in diff.Split('\n').Skip(2))
        {
            if (line.StartsWith("@@ -", StringComparison.Ordinal))
                at = int.Parse(line.Split('+')[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture) - 1;
            else if (line.StartsWith('+'))
                lines.Insert(at++, line[1..]);
            else if (line.StartsWith(' '))
                Assert.Equal(lines[at++].TrimEnd('\r'), line[1..].TrimEnd('\r'));
            else if (line.StartsWith('-'))
                lines.RemoveAt(at);
        }

        return string.Join('\n', lines);
    }

    private sealed class Importers : IExportImporters
    {
        public ReadResult<ImmutableArray<string>> Answer { get; init; } = new(ReadOutcome.Read, []);

        public List<string> Asked { get; } = [];

        public Task<ReadResult<ImmutableArray<string>>> OfAsync(AccountRegion scope, string export, CancellationToken cancellation)
        {
            Asked.Add($"{scope} {export}");
            return Task.FromResult(Answer);
        }
    }
}
