using Dashboard.Sandbox.Estate;
using LibGit2Sharp;

namespace Dashboard.Sandbox.Tests.Estate;

public sealed class SampleRepositoryTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "driftboard-sample-" + Guid.NewGuid().ToString("N"));

    public void Dispose()
    {
        if (!Directory.Exists(_folder))
            return;
        foreach (var file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void The_commit_ids_are_the_same_on_every_machine()
    {
        var first = SampleRepository.Create(Path.Combine(_folder, "one"));
        var second = SampleRepository.Create(Path.Combine(_folder, "two"));

        Assert.Equal(first.Commits, second.Commits);
        Assert.Equal("66a26d24b42a845ea802619649414740641a2b5a", first.MainId);
        Assert.Equal("54bac98815ebaf54b514e9e501870cb7a2d06089", first.ReleaseId);
    }

    [Fact]
    public void The_history_is_long_and_made_by_several_people()
    {
        using var repository = new Repository(SampleRepository.Create(_folder).Path);

        var commits = repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = "refs/heads/main" }).ToList();

        Assert.True(commits.Count >= 25, $"{commits.Count} commits");
        Assert.True(commits.Select(c => c.Author.Name).Distinct().Count() >= 4);
        Assert.Equal(commits.Count, commits.Select(c => c.Message).Distinct().Count());
        Assert.All(commits, c => Assert.Equal(2026, c.Author.When.Year));
        Assert.Equal(commits.OrderByDescending(c => c.Author.When), commits);
        Assert.All(commits, c => Assert.NotEqual(c.Parents.FirstOrDefault()?.Tree, c.Tree));
    }

    [Fact]
    public void Main_holds_a_pending_release()
    {
        var sample = SampleRepository.Create(_folder);
        using var repository = new Repository(sample.Path);

        var pending = repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = sample.MainId, ExcludeReachableFrom = sample.ReleaseId }).ToList();
        var changed = repository.Diff.Compare<TreeChanges>(repository.Lookup<Commit>(sample.ReleaseId).Tree, repository.Lookup<Commit>(sample.MainId).Tree)
            .Select(c => c.Path).Where(p => p.StartsWith("templates/", StringComparison.Ordinal)).ToList();

        Assert.True(pending.Count >= 3);
        Assert.Equal(sample.ReleaseId, repository.ObjectDatabase.FindMergeBase(
            repository.Lookup<Commit>(sample.MainId), repository.Lookup<Commit>(sample.ReleaseId)).Sha);
        Assert.Equal(
            ["templates/buckets.yaml", "templates/database.yaml", "templates/storefront.yaml", "templates/worker-queues.yaml", "templates/worker.yaml"], changed);
    }

    [Fact]
    public void Main_holds_exactly_the_files_of_the_project()
    {
        var sample = SampleRepository.Create(_folder);

        var files = sample.FilesAt(sample.MainId);

        Assert.Equal(EstateFiles.Read(), files);
        Assert.True(files.Count > 30);
        Assert.All(files, f => Assert.Equal(f.Value, File.ReadAllText(Path.Combine(sample.Path, f.Key))));
        Assert.All(files, f => Assert.DoesNotContain('\r', f.Value));
        Assert.All(files, f => Assert.EndsWith("\n", f.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_default_branch_is_main_and_nothing_waits_to_be_committed()
    {
        var sample = SampleRepository.Create(_folder);
        using var repository = new Repository(sample.Path);

        Assert.Equal("main", repository.Head.FriendlyName);
        Assert.False(repository.RetrieveStatus().IsDirty);
    }

    [Fact]
    public void What_a_newcomer_commits_stays()
    {
        var sample = SampleRepository.Create(_folder);
        string mine;
        using (var repository = new Repository(sample.Path))
        {
            File.WriteAllText(Path.Combine(sample.Path, "mine.txt"), "mine\n");
            Commands.Stage(repository, "mine.txt");
            var me = new Signature("Me", "me@example.com", new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero));
            mine = repository.Commit("Mine", me, me).Sha;
        }

        var again = SampleRepository.Create(_folder);

        using var reopened = new Repository(again.Path);
        Assert.Equal(mine, reopened.Branches["main"].Tip.Sha);
        Assert.Equal(sample.Commits, again.Commits);
    }

    [Fact]
    public void An_incomplete_sample_is_built_again()
    {
        var sample = SampleRepository.Create(_folder);
        using (var repository = new Repository(sample.Path))
            repository.Branches.Remove("release");

        var again = SampleRepository.Create(_folder);

        using var reopened = new Repository(again.Path);
        Assert.Equal(sample.ReleaseId, reopened.Branches["release"].Tip.Sha);
    }

    [Fact]
    public void A_folder_that_holds_something_else_is_left_alone()
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "precious.txt");
        File.WriteAllText(file, "precious");

        var error = Assert.Throws<InvalidOperationException>(() => SampleRepository.Create(_folder));

        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(file));
    }
}
