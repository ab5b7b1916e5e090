using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <summary>A commit.</summary>
/// <param name="Id">The full id.</param>
/// <param name="Author">The author's name.</param>
/// <param name="Date">When it was authored.</param>
/// <param name="Summary">The first line of its message.</param>
public sealed record GitCommit(string Id, string Author, DateTimeOffset Date, string Summary);

/// <summary>A watched repository, read from a bare mirror in the data folder: never a checkout. Safe for use from several threads.</summary>
/// <remarks>
/// Reads share one handle under a lock (a blob takes a fraction of a millisecond); fetching has a handle of its own, so that a slow source
/// never holds up a reader. Branches that vanish from the source keep their last commit.
/// </remarks>
public sealed partial class GitRepository : IDisposable
{
    /// <summary>The most that is ever read of a file: one byte more than a template may have, so that a reader can refuse it by its size.</summary>
    public const int MaxFileBytes = (1024 * 1024) + 1;

    private const int MaxTreeDepth = 8;

    private readonly string _mirrorPath;
    private readonly Repository _repository;
    private readonly Lock _reading = new();
    private readonly Lock _fetching = new();
    private readonly ConcurrentDictionary<(string Commit, string Path), ImmutableArray<GitCommit>> _blames = new();

    static GitRepository() =>
        // A configured path may belong to another user. We run nothing that a repository holds: no hooks, no filters, no checkout.
        GlobalSettings.SetOwnerValidation(false);

    private GitRepository(string location, string mirrorPath)
    {
        Location = location;
        _mirrorPath = mirrorPath;
        _repository = new Repository(mirrorPath);
    }

    /// <summary>The location as configured.</summary>
    public string Location { get; }

    /// <summary>The name of the default branch (what HEAD of the source points at), as of the last update.</summary>
    public string DefaultBranch { get; private set; } = "main";

    /// <summary>Opens a repository and brings its mirror up to date.</summary>
    /// <param name="location">The path of a local repository.</param>
    /// <param name="mirrors">The folder that holds the bare mirrors; created where it is missing.</param>
    /// <exception cref="GitSourceException">The location is no repository, or cannot be read.</exception>
    public static GitRepository Open(string location, string mirrors)
    {
        if (location.Contains("://", StringComparison.Ordinal) || location.StartsWith('-'))
            throw new GitSourceException($"Repository '{location}': only local paths are read so far. Clone it, and give the clone's path.");
        var source = Path.GetFullPath(location);
        if (!Directory.Exists(source))
            throw new GitSourceException($"Repository '{location}': there is no folder '{source}'.");
        if (!Repository.IsValid(source))
            throw new GitSourceException($"Repository '{location}': the folder '{source}' is not a git repository.");

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..16];
        var mirror = Path.Combine(mirrors, $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(source))}-{name}.git");
        try
        {
            Directory.CreateDirectory(mirrors);
            if (!Repository.IsValid(mirror))
                Initialise(mirror, source);
            var repository = new GitRepository(location, mirror);
            repository.Update();
            return repository;
        }
        catch (Exception e) when (e is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            throw new GitSourceException($"Repository '{location}': {e.Message}", e);
        }
    }

    /// <summary>The commit that a branch, tag or commit id names now; null where there is none.</summary>
    public GitCommit? Resolve(string reference)
    {
        if (reference.Length == 0 || reference.StartsWith('-'))
            return null;
        lock (_reading)
        {
            try
            {
                var found = _repository.Refs[$"refs/heads/{reference}"] ?? _repository.Refs[$"refs/tags/{reference}"];
                var commit = found is not null
                    ? found.ResolveToDirectReference()?.Target?.Peel<Commit>()
                    : ObjectId.TryParse(reference, out _) || IsAbbreviatedId(reference) ? _repository.Lookup<Commit>(reference) : null;
                return commit is null ? null : ToCommit(commit);
            }
            catch (LibGit2SharpException)
            {
                // A tag of a file or folder, an abbreviation of two commits, a name that no reference may have: none of them names a commit.
                return null;
            }
        }
    }

    /// <summary>The bytes of a file at a commit, at most <see cref="MaxFileBytes"/>; null where there is none, or where it is a link or a submodule.</summary>
    public byte[]? ReadFile(string commitId, string path)
    {
        lock (_reading)
        {
            if (_repository.Lookup<Commit>(commitId)?[path] is not { Mode: Mode.NonExecutableFile or Mode.ExecutableFile, Target: Blob blob })
                return null;
            using var content = blob.GetContentStream();
            var bytes = new byte[Math.Min(blob.Size, MaxFileBytes)];
            content.ReadExactly(bytes);
            return bytes;
        }
    }

    /// <summary>Every driftboard.yaml at a commit, the outermost first: "driftboard.yaml", "services/shop/driftboard.yaml".</summary>
    public ImmutableArray<string> FindApplicationFiles(string commitId)
    {
        lock (_reading)
        {
            if (_repository.Lookup<Commit>(commitId) is not { } commit)
                return [];
            var found = new List<string>();
            Collect(commit.Tree, "", 0, found);
            return [.. found.OrderBy(p => p.Count(c => c == '/')).ThenBy(p => p, StringComparer.Ordinal)];
        }
    }

    /// <summary>Who last changed a line of a file as of a commit; null where that cannot be told.</summary>
    /// <param name="line">1-based.</param>
    public GitCommit? Blame(string commitId, string path, int line)
    {
        var lines = _blames.GetOrAdd((commitId, path), key => BlameFile(key.Commit, key.Path));
        return line >= 1 && line <= lines.Length ? lines[line - 1] : null;
    }

    /// <summary>Fetches from the source. Whether any ref moved.</summary>
    /// <exception cref="GitSourceException">The source cannot be read now; what the mirror holds stays readable.</exception>
    public bool Update()
    {
        lock (_fetching)
        {
            try
            {
                using var repository = new Repository(_mirrorPath);
                var before = Tips(repository);
                var remote = repository.Network.Remotes["origin"];
                repository.Network.Fetch(remote.Name, remote.FetchRefSpecs.Select(r => r.Specification), new FetchOptions { TagFetchMode = TagFetchMode.None });
                var head = repository.Network.ListReferences(remote).FirstOrDefault(r => r.CanonicalName == "HEAD");
                if (head is SymbolicReference { TargetIdentifier: var target } && target.StartsWith("refs/heads/", StringComparison.Ordinal))
                    DefaultBranch = target["refs/heads/".Length..];
                return !before.SetEquals(Tips(repository));
            }
            catch (LibGit2SharpException e)
            {
                throw new GitSourceException($"Repository '{Location}' could not be fetched: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_reading)
            _repository.Dispose();
    }

    private static void Initialise(string mirror, string source)
    {
        using var repository = new Repository(Repository.Init(mirror, isBare: true));
        repository.Network.Remotes.Add("origin", source, "+refs/heads/*:refs/heads/*");
        repository.Network.Remotes.Update("origin", r => r.FetchRefSpecs = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"]);
    }

    private static HashSet<string> Tips(Repository repository) => [.. repository.Refs.Select(r => $"{r.CanonicalName} {r.TargetIdentifier}")];

    private static bool IsAbbreviatedId(string text) => text.Length is >= 7 and <= 40 && text.All(char.IsAsciiHexDigitLower);

    private static void Collect(Tree tree, string folder, int depth, List<string> found)
    {
        foreach (var entry in tree)
        {
            if (entry is { Name: "driftboard.yaml" or "driftboard.yml", Mode: Mode.NonExecutableFile or Mode.ExecutableFile })
                found.Add(folder + entry.Name);
            else if (depth < MaxTreeDepth && entry is { TargetType: TreeEntryTargetType.Tree, Target: Tree child })
                Collect(child, $"{folder}{entry.Name}/", depth + 1, found);
        }
    }

    private static GitCommit ToCommit(Commit commit) => new(commit.Sha, commit.Author.Name, commit.Author.When, commit.MessageShort);

    private ImmutableArray<GitCommit> BlameFile(string commitId, string path)
    {
        lock (_reading)
        {
            try
            {
                var lines = ImmutableArray.CreateBuilder<GitCommit>();
                foreach (var hunk in _repository.Blame(path, new BlameOptions { StartingAt = commitId }))
                    lines.AddRange(Enumerable.Repeat(ToCommit(hunk.FinalCommit), hunk.LineCount));
                return lines.ToImmutable();
            }
            catch (LibGit2SharpException)
            {
                return [];
            }
        }
    }
}

/// <summary>A repository could not be opened or read.</summary>
public sealed class GitSourceException(string message, Exception? inner = null) : Exception(message, inner);
