using LibGit2Sharp;

namespace Dashboard.Sources.Tests.Git;

/// <summary>A repository in a temporary folder, removed with the test.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-git-").FullName;
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public TemporaryRepository()
    {
        Directory.CreateDirectory(Source);
        Repository.Init(Source);
        using var repository = new Repository(Source);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
    }

    public string Source => Path.Combine(_root, "source");

    public string Mirrors => Path.Combine(_root, "mirrors");

    /// <summary>The commit that everything began with.</summary>
    public string First { get; private set; } = "";

    public string Commit(string author, string message, params (string Path, string? Text)[] files)
    {
        using var repository = new Repository(Source);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(Source, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            if (text is null)
                File.Delete(file);
            else
                File.WriteAllText(file, text);
            Commands.Stage(repository, path);
        }

        _now = _now.AddHours(1);
        var signature = new Signature(author, $"{author.ToLowerInvariant()}@example.com", _now);
        var commit = repository.Commit(message, signature, signature).Sha;
        First = First.Length == 0 ? commit : First;
        return commit;
    }

    public void Branch(string name, string commit)
    {
        using var repository = new Repository(Source);
        repository.Refs.Add($"refs/heads/{name}", commit, "test", allowOverwrite: true);
    }

    /// <summary>A commit without changes on another branch than the one that is checked out.</summary>
    public string CommitOn(string branch, string author, string message)
    {
        using var repository = new Repository(Source);
        var tip = repository.Branches[branch].Tip;
        return Write(repository, branch, author, message, tip.Tree, tip);
    }

    /// <summary>Merges a branch that changes nothing into the one that is checked out.</summary>
    public string Merge(string branch, string author, string message)
    {
        using var repository = new Repository(Source);
        return Write(repository, "main", author, message, repository.Head.Tip.Tree, repository.Head.Tip, repository.Branches[branch].Tip);
    }

    /// <summary>The next commits are made on a machine whose clock is behind.</summary>
    public void TurnClock(TimeSpan by) => _now += by;

    /// <summary>Merges a branch into another one, which takes over its files.</summary>
    public string MergeInto(string target, string branch, string author, string message)
    {
        using var repository = new Repository(Source);
        var (into, from) = (repository.Branches[target].Tip, repository.Branches[branch].Tip);
        return Write(repository, target, author, message, from.Tree, into, from);
    }

    private string Write(Repository repository, string branch, string author, string message, Tree tree, params Commit[] parents)
    {
        _now = _now.AddHours(1);
        var signature = new Signature(author, $"{author.ToLowerInvariant()}@example.com", _now);
        var commit = repository.ObjectDatabase.CreateCommit(signature, signature, message, tree, parents, prettifyMessage: false);
        repository.Refs.Add($"refs/heads/{branch}", commit.Sha, "test", allowOverwrite: true);
        return commit.Sha;
    }

    public void Tag(string name, string commit)
    {
        using var repository = new Repository(Source);
        repository.Tags.Add(name, commit, new Signature("A", "a@example.com", _now), "annotated");
    }

    /// <summary>A tag of a file, which names no commit.</summary>
    public void TagFile(string name, string commit, string path)
    {
        using var repository = new Repository(Source);
        repository.Refs.Add($"refs/tags/{name}", repository.Lookup<Commit>(commit)[path].Target.Id);
    }

    public void RemoveBranch(string name)
    {
        using var repository = new Repository(Source);
        repository.Refs.Remove($"refs/heads/{name}");
    }

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }
}
