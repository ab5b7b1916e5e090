using System.Text;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Tests.Git;

public sealed class GitRepositoryTests : IDisposable
{
    private readonly TemporaryRepository _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public void A_file_is_read_at_the_commit_that_a_branch_a_tag_or_an_id_names()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        var second = _source.Commit("Ben", "second", ("a.txt", "two\n"));
        _source.Branch("release", first);
        _source.Tag("v1", first);
        using var repository = Open();

        Assert.Equal(second, repository.Resolve("main")!.Id);
        Assert.Equal(first, repository.Resolve("release")!.Id);
        Assert.Equal(first, repository.Resolve("v1")!.Id);
        Assert.Equal(first, repository.Resolve(first[..8])!.Id);
        Assert.Equal("one\n", Text(repository, first, "a.txt"));
        Assert.Equal("two\n", Text(repository, second, "a.txt"));
        Assert.Equal(("Ben", "second"), (repository.Resolve("main")!.Author, repository.Resolve("main")!.Summary));
    }

    /// <summary>A reader that comes late, while a server ends, must not take the process with it: the library itself does not look.</summary>
    [Fact]
    public void Who_reads_after_the_end_is_told_so()
    {
        var commit = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        var repository = Open();
        repository.Dispose();
        repository.Dispose();

        Assert.Throws<ObjectDisposedException>(() => repository.Resolve("main"));
        Assert.Throws<ObjectDisposedException>(() => repository.ReadFile(commit, "a.txt"));
        Assert.Throws<ObjectDisposedException>(() => repository.FindApplicationFiles(commit));
        Assert.Throws<ObjectDisposedException>(() => repository.Blame(commit, "a.txt", 1));
        Assert.Throws<ObjectDisposedException>(() => repository.IsGone("main"));
        Assert.Throws<ObjectDisposedException>(() => repository.Retractions(["main"]));
    }

    [Fact]
    public void Of_each_content_of_a_file_the_newest_commit_is_told_in_one_history_or_in_all()
    {
        var one = _source.Commit("Ana", "one", ("a.txt", "one\n"));
        var oneStill = _source.Commit("Ana", "beside", ("b.txt", "b\n"));
        var two = _source.Commit("Ana", "two", ("a.txt", "two\n"));
        _source.Branch("feature", two);
        _source.Branch("main", oneStill);
        using var repository = Open();

        Assert.Equal([oneStill], repository.Versions("main", "a.txt").Select(c => c.Id));
        Assert.Equal([two, oneStill], repository.Versions(null, "a.txt").Select(c => c.Id));
        Assert.Equal([one], repository.Versions(one, "a.txt").Select(c => c.Id));
        Assert.Empty(repository.Versions("main", "none.txt"));
        Assert.Empty(repository.Versions("nobody", "a.txt"));
        var three = _source.Commit("Ana", "three", ("a.txt", "three\n"));
        Assert.True(repository.Update(TestContext.Current.CancellationToken));
        Assert.Equal([three, two, oneStill], repository.Versions(null, "a.txt").Select(c => c.Id));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("")]
    [InlineData("--upload-pack=x")]
    [InlineData("0123456789012345678901234567890123456789")]
    public void What_names_no_commit_resolves_to_nothing(string reference)
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        Assert.Null(repository.Resolve(reference));
    }

    [Fact]
    public void A_tag_of_a_file_and_a_name_that_no_reference_may_have_name_no_commit()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _source.TagFile("file", first, "a.txt");
        using var repository = GitRepository.Open(_source.Source, _source.Mirrors);

        Assert.Null(repository.Resolve("file"));
        Assert.Null(repository.Resolve("a..b"));
        Assert.Null(repository.Resolve("with space~^"));
    }

    [Fact]
    public void A_new_commit_is_seen_after_an_update_and_only_then_is_anything_new()
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        Assert.False(repository.Update(TestContext.Current.CancellationToken));
        var second = _source.Commit("Ana", "second", ("a.txt", "two\n"));
        Assert.True(repository.Update(TestContext.Current.CancellationToken));
        Assert.Equal(second, repository.Resolve("main")!.Id);
    }

    [Fact]
    public void A_branch_that_vanishes_keeps_its_last_commit()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        _source.Branch("release", first);
        using var repository = Open();
        _source.RemoveBranch("release");
        repository.Update(TestContext.Current.CancellationToken);

        Assert.Equal(first, repository.Resolve("release")!.Id);
    }

    [Fact]
    public void The_default_branch_is_what_the_source_points_at()
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        Assert.Equal("main", repository.DefaultBranch);
    }

    [Fact]
    public void Blame_names_who_last_changed_each_line()
    {
        var first = _source.Commit("Ana", "first", ("a.txt", "one\ntwo\nthree\n"));
        var second = _source.Commit("Ben", "second", ("a.txt", "one\nTWO\nthree\n"));
        using var repository = Open();

        Assert.Equal("Ana", repository.Blame(second, "a.txt", 1)!.Author);
        Assert.Equal("Ben", repository.Blame(second, "a.txt", 2)!.Author);
        Assert.Equal("Ana", repository.Blame(first, "a.txt", 2)!.Author);
        Assert.Null(repository.Blame(second, "a.txt", 99));
        Assert.Null(repository.Blame(second, "b.txt", 1));
    }

    [Fact]
    public void Application_files_are_found_in_folders_the_outermost_first()
    {
        var commit = _source.Commit("Ana", "first", ("services/shop/driftboard.yaml", "x"), ("driftboard.yaml", "x"), ("other.yaml", "x"));
        using var repository = Open();

        Assert.Equal(["driftboard.yaml", "services/shop/driftboard.yaml"], repository.FindApplicationFiles(commit));
    }

    [Fact]
    public void A_link_is_not_followed()
    {
        var link = Path.Combine(_source.Source, "link");
        File.CreateSymbolicLink(link, Path.Combine(Path.GetTempPath(), "outside"));
        using (var raw = new LibGit2Sharp.Repository(_source.Source))
            LibGit2Sharp.Commands.Stage(raw, "link");
        var commit = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        Assert.Null(repository.ReadFile(commit, "link"));
        Assert.Null(repository.ReadFile(commit, "missing"));
    }

    [Fact]
    public void A_file_beyond_the_limit_is_cut_one_byte_after_it()
    {
        var commit = _source.Commit("Ana", "first", ("big.txt", new string('x', GitRepository.MaxFileBytes + 10)));
        using var repository = Open();

        Assert.Equal(GitRepository.MaxFileBytes, repository.ReadFile(commit, "big.txt")!.Length);
    }

    [Theory]
    [InlineData("--upload-pack=x")]
    [InlineData("/no/such/folder")]
    public void What_is_no_local_repository_is_refused_with_its_name(string location)
    {
        var error = Assert.Throws<GitSourceException>(() => GitRepository.Open(location, _source.Mirrors));

        Assert.Contains(location, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_ever_checked_out()
    {
        _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        Assert.DoesNotContain(Directory.EnumerateFiles(_source.Mirrors, "*", SearchOption.AllDirectories), f => Path.GetFileName(f) == "a.txt");
    }

    [Fact]
    public async Task Many_threads_read_at_once()
    {
        var commit = _source.Commit("Ana", "first", ("a.txt", "one\n"));
        using var repository = Open();

        var reads = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => Text(repository, commit, "a.txt"), TestContext.Current.CancellationToken)));

        Assert.All(reads, text => Assert.Equal("one\n", text));
    }

    private static string? Text(GitRepository repository, string commit, string path) =>
        repository.ReadFile(commit, path) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private GitRepository Open() => GitRepository.Open(_source.Source, _source.Mirrors);
}
