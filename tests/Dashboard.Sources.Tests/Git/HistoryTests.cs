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

    private GitRepository Open() => GitRepository.Open(_source.Source, _source.Mirrors);
}
