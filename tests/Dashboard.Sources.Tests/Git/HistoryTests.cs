using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

/// <summary>What lies between two commits, and which pull request brought it.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly TemporaryRepository _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void The_commits_of_a_release_come_newest_first_with_their_pull_requests()
    {
        var runs = _source.Commit("Ana", "first (#1)", ("a.txt", "one\n"));
        _source.Commit("Ben", "second", ("a.txt", "two\n"));
        var last = _source.Commit("Cem", "third (#3)\n\nbecause", ("a.txt", "three\n"));
        using var repository = Open();

        var range = repository.Between(runs, last, 10);

        Assert.Equal(["Cem third (#3) 3", "Ben second "], range.Commits.Select(c => $"{c.Commit.Author} {c.Commit.Summary} {c.PullRequest}"));
        Assert.True(range is { IsWhole: true, IsForward: true });
        Assert.False(repository.Between(runs, last, 1) is { IsWhole: true } or { Commits.Length: not 1 });
        Assert.Equal(CommitRange.Empty, repository.Between(last, last, 10));
    }

    [Fact]
    public void What_a_merge_brought_bears_the_number_of_the_merge()
    {
        var runs = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _source.Branch("queue", runs);
        var side = _source.CommitOn("queue", "Ben", "a queue");
        var merge = _source.Merge("queue", "Ana", "Merge pull request #142 from ben/queue");
        var after = _source.Commit("Ana", "after", ("b.txt", "b\n"));
        using var repository = Open();

        var range = repository.Between(runs, after, 10);

        Assert.Equal(
            [(after, null), (merge, 142), (side, (int?)142)],
            range.Commits.Select(c => (c.Commit.Id, c.PullRequest)).OrderBy(c => c.Id == after ? 0 : c.Id == merge ? 1 : 2));
    }

    [Fact]
    public void A_release_that_takes_something_back_says_so_and_what_is_no_commit_brings_nothing()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        var second = _source.Commit("Ana", "second", ("a.txt", "two\n"));
        using var repository = Open();

        Assert.Equal(false, repository.Between(second, first, 10).IsForward);
        Assert.Empty(repository.Between(second, first, 10).Commits);
        Assert.Equal(CommitRange.Unknown, repository.Between(new string('0', 40), second, 10));
    }

    [Fact]
    public void A_merge_whose_message_tells_nothing_is_told_by_the_commit_that_it_brought()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        foreach (var branch in new[] { "pr-7", "pr-8", "pr-9" })
            _source.Branch(branch, first);
        _source.CommitOn("pr-7", "Ben", "a queue");
        _source.CommitOn("pr-8", "Ben", "a topic");
        var merge = _source.Merge("pr-7", "Ana", "Faster queues");
        // What was merged once has gone on since, and is to be merged again.
        _source.Merge("pr-8", "Ana", "A topic");
        _source.CommitOn("pr-8", "Ben", "more of it");
        using var repository = Open();

        Assert.Equal(merge, repository.FindMerge("main", "pr-7")?.Id);
        Assert.Null(repository.FindMerge("main", "pr-8"));
        Assert.Null(repository.FindMerge("main", "pr-9"));
        Assert.Null(repository.FindMerge("main", "#7"));
    }

    [Fact]
    public void A_clock_that_was_wrong_hides_no_merge()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _source.Branch("pr-7", first);
        _source.CommitOn("pr-7", "Ben", "a queue");
        var merge = _source.Merge("pr-7", "Ana", "Faster queues");
        _source.Branch("other", merge);
        _source.CommitOn("other", "Ben", "a topic");
        _source.TurnClock(TimeSpan.FromDays(-9));
        _source.Commit("Ana", "by a machine that is nine days behind", ("a.txt", "two\n"));
        _source.TurnClock(TimeSpan.FromDays(9));
        _source.Merge("other", "Ana", "A topic");
        using var repository = Open();

        Assert.Equal(merge, repository.FindMerge("main", "pr-7")?.Id);
    }

    [Fact]
    public void A_branch_that_took_over_what_is_new_has_merged_nothing_by_that()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _source.Branch("other", first);
        _source.CommitOn("other", "Ben", "a queue");
        var second = _source.Commit("Ana", "second", ("a.txt", "two\n"));
        // Nothing of its own yet.
        _source.Branch("pr-7", second);
        _source.MergeInto("other", "main", "Ben", "What is new");
        _source.Merge("other", "Ana", "A queue");
        using var repository = Open();

        Assert.Null(repository.FindMerge("main", "pr-7"));
    }

    [Fact]
    public void A_branch_that_is_gone_and_whose_commits_are_in_another_was_merged()
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        var last = _source.Commit("Ana", "second", ("a.txt", "two\n"));
        _source.Branch("pr-7", last);
        _source.Branch("pr-8", last);
        _source.CommitOn("pr-8", "Ben", "given up");
        using var repository = Open();
        Assert.Null(repository.FindMerge("main", "pr-7"));
        _source.RemoveBranch("pr-7");
        _source.RemoveBranch("pr-8");

        repository.Update(TestContext.Current.CancellationToken);

        Assert.Equal(last, repository.FindMerge("main", "pr-7")?.Id);
        Assert.Null(repository.FindMerge("main", "pr-8"));
    }

    private GitRepository Open() => GitRepository.Open(_source.Source, _source.Mirrors);
}
