using System.Collections.Concurrent;
using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <summary>A commit.</summary>
/// <param name="Id">The full id.</param>
/// <param name="Author">The author's name.</param>
/// <param name="Date">When it was authored.</param>
/// <param name="Summary">The first line of its message.</param>
public sealed record GitCommit(string Id, string Author, DateTimeOffset Date, string Summary)
{
    /// <summary>The author's name, as it may be looked at.</summary>
    public string Author { get; init; } = VisibleText.Line(Author);

    /// <summary>The first line of its message, as it may be looked at.</summary>
    public string Summary { get; init; } = VisibleText.Line(Summary);
}

/// <summary>A watched repository, read from a bare mirror in the data folder: never a checkout. Safe for use from several threads.</summary>
/// <remarks>
/// Reads share one handle under a lock (a blob takes a fraction of a millisecond); fetching has a handle of its own, so that a slow source
/// never holds up a reader. Branches that vanish from the source keep their last commit, and rewritten ones the commit that they had.
/// </remarks>
public sealed partial class GitRepository : IRepositorySource, IDisposable
{
    /// <summary>What stands before a tag's name where nothing but a tag is meant, as for git itself: "tags/v1.2".</summary>
    public const string TagPrefix = "tags/";

    /// <summary>The most that is ever read of a file: one byte more than a template may have, so that a reader can refuse it by its size.</summary>
    public const int MaxFileBytes = (1024 * 1024) + 1;

    private const int MaxTreeDepth = 8;

    private static readonly TimeSpan BranchInterval = TimeSpan.FromMinutes(10);

    private readonly string _mirrorPath;
    private readonly Repository _handle;
    private readonly IGitOrigin _origin;
    private readonly TimeProvider _time;
    private readonly Lock _reading = new();

    // Guarded by _reading.
    private bool _isDisposed;

    private readonly Lock _fetching = new();
    private DateTimeOffset _branchAskedAt;
    private readonly ConcurrentDictionary<(string Commit, string Path), ImmutableArray<GitCommit>> _blames = new();

    static GitRepository() =>
        // A configured path may belong to another user. We run nothing that a repository holds: no hooks, no filters, no checkout.
        GlobalSettings.SetOwnerValidation(false);

    private GitRepository(string location, string mirrorPath, IGitOrigin origin, TimeProvider time)
    {
        Location = location;
        _mirrorPath = mirrorPath;
        _origin = origin;
        _time = time;
        _handle = new Repository(mirrorPath);
        DefaultBranch = BranchOf(_handle.Refs.Head.TargetIdentifier) ?? DefaultBranch;
        HasContent = _handle.Refs.FromGlob(GitOrigin.Branches + "*").Concat(_handle.Refs.FromGlob(KeptNames + "*")).Any();
        _changes = ReadChanges();
        _fetchedAt = ReadFetch();
    }

    /// <inheritdoc />
    public string Location { get; }

    /// <summary>The name of the default branch (what HEAD of the source points at), as of the last update.</summary>
    public string DefaultBranch { get; private set; } = "main";

    /// <summary>Whether the mirror holds anything: something was fetched, now or by an earlier process.</summary>
    public bool HasContent { get; private set; }

    /// <summary>Opens a repository and brings its mirror up to date.</summary>
    /// <param name="location">The path of a local repository, or the address of a remote one: see <see cref="GitLocation"/>.</param>
    /// <param name="mirrors">The folder that holds the bare mirrors; created where it is missing.</param>
    /// <param name="options">How git is run for a remote one.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="GitSourceException">The location is no repository, or cannot be read.</exception>
    public static GitRepository Open(string location, string mirrors, GitOptions? options = null, TimeProvider? time = null) => OpenFetched(location, mirrors, options, time, null, CancellationToken.None);

    private static GitRepository OpenFetched(string location, string mirrors, GitOptions? options, TimeProvider? time, Action<string>? fails, CancellationToken cancellation)
    {
        var repository = OpenMirror(location, mirrors, options, time);
        try
        {
            repository.Update(cancellation);
            return repository;
        }
        catch (GitSourceException e) when (fails is not null && repository.HasContent)
        {
            fails(repository.Describe(e));
            return repository;
        }
        catch
        {
            repository.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The same in a folder whose mirrors several processes use: one of them fetches at a time, and the others wait for it. While the source cannot be read, what an earlier
    /// process fetched stays in use.
    /// </summary>
    /// <param name="location">Its path or address.</param>
    /// <param name="mirrors">The folder of the mirrors; created where it is missing.</param>
    /// <param name="options">How git is run for a remote one.</param>
    /// <param name="time">The clock.</param>
    /// <param name="waits">Told when another process has been fetching for more than a second.</param>
    /// <param name="fails">Told in words that the source could not be read, and how old what stays in use is.</param>
    /// <param name="cancellation">Ends the waiting and the fetching.</param>
    /// <exception cref="GitSourceException">The location is no repository, or cannot be read and never was.</exception>
    public static GitRepository OpenShared(string location, string mirrors, GitOptions? options, TimeProvider? time, Action waits, Action<string> fails, CancellationToken cancellation)
    {
        if (GitLocation.Parse(location, out var problem) is not { } place)
            throw new GitSourceException($"Repository: {problem}");
        try
        {
            Directory.CreateDirectory(mirrors);
            // Whoever is before us may list, fetch and ask for the branch, each as long as it may take.
            using var turn = FileTurn.Wait(Path.Combine(mirrors, place.MirrorName() + ".turn"), 4 * (options ?? GitOptions.Default).Timeout, waits, cancellation);
            return OpenFetched(location, mirrors, options, time, fails, cancellation);
        }
        catch (IOException e) when (FileTurn.IsTaken(e))
        {
            throw new GitSourceException($"Repository '{location}': another Driftboard has been fetching it into '{mirrors}' all the time. Try again once it is done.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GitSourceException($"Repository '{location}': the folder '{mirrors}' cannot be used: {e.Message}", e);
        }
    }

    /// <summary>Opens the mirror of a repository as it is: empty where nothing was fetched yet. Asks no other machine.</summary>
    /// <inheritdoc cref="Open" />
    public static GitRepository OpenMirror(string location, string mirrors, GitOptions? options = null, TimeProvider? time = null)
    {
        if (GitLocation.Parse(location, out var problem) is not { } place)
            throw new GitSourceException($"Repository: {problem}");
        if (!place.IsRemote && !Directory.Exists(place.Text))
            throw new GitSourceException($"Repository '{location}': there is no folder '{place.Text}'.");
        if (!place.IsRemote && !Repository.IsValid(place.Text))
            throw new GitSourceException($"Repository '{location}': the folder '{place.Text}' is not a git repository.");

        var mirror = Path.Combine(mirrors, place.MirrorName());
        try
        {
            Directory.CreateDirectory(mirrors);
            if (!Repository.IsValid(mirror))
                Initialise(mirror, place.Text);
            return new GitRepository(location, mirror, place.IsRemote ? new RemoteOrigin(place, options ?? GitOptions.Default, time ?? TimeProvider.System) : new LocalOrigin(), time ?? TimeProvider.System);
        }
        catch (Exception e) when (e is LibGit2SharpException or IOException or UnauthorizedAccessException)
        {
            throw new GitSourceException($"Repository '{location}': {e.Message}", e);
        }
    }

    /// <inheritdoc />
    public GitCommit? Resolve(string reference)
    {
        if (reference.Length == 0 || reference.StartsWith('-'))
            return null;
        lock (_reading)
        {
            try
            {
                string[] names = [GitOrigin.Branches + reference, GitOrigin.Tags + reference];
                if (reference.StartsWith(TagPrefix, StringComparison.Ordinal))
                    names = ["refs/" + reference, .. names];
                var found = names.Concat(names.Select(KeptName)).Select(n => Mirror.Refs[n]).FirstOrDefault(r => r is not null);
                var commit = found is not null
                    ? found.ResolveToDirectReference()?.Target?.Peel<Commit>()
                    : ObjectId.TryParse(reference, out _) || IsAbbreviatedId(reference) ? Mirror.Lookup<Commit>(reference) : null;
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
        // Where nobody knows which commit it would be of, no file is.
        if (commitId.Length == 0)
            return null;
        lock (_reading)
        {
            if (Mirror.Lookup<Commit>(commitId)?[path] is not { Mode: Mode.NonExecutableFile or Mode.ExecutableFile, Target: Blob blob })
                return null;
            using var content = blob.GetContentStream();
            var bytes = new byte[Math.Min(blob.Size, MaxFileBytes)];
            content.ReadExactly(bytes);
            return bytes;
        }
    }

    /// <inheritdoc />
    public ImmutableArray<string> FindApplicationFiles(string commitId)
    {
        lock (_reading)
        {
            if (Mirror.Lookup<Commit>(commitId) is not { } commit)
                return [];
            var found = new List<string>();
            Collect(commit.Tree, "", 0, found);
            return [.. found.OrderBy(p => p.Count(c => c == '/')).ThenBy(p => p, StringComparer.Ordinal)];
        }
    }

    /// <inheritdoc />
    public GitCommit? Blame(string commitId, string path, int line)
    {
        var lines = _blames.GetOrAdd((commitId, path), key => BlameFile(key.Commit, key.Path));
        return line >= 1 && line <= lines.Length ? lines[line - 1] : null;
    }

    /// <summary>Fetches from the source where that has moved. Whether anything is new.</summary>
    /// <exception cref="GitSourceException">The source cannot be read now; what the mirror holds stays readable.</exception>
    public bool Update(CancellationToken cancellation)
    {
        lock (_fetching)
        {
            try
            {
                using var mirror = new Repository(_mirrorPath);
                var before = Tips(mirror);
                var listed = _origin.List(mirror, cancellation);
                if (HasContent && before.Count == listed.Count && listed.All(l => before.GetValueOrDefault(l.Key) == l.Value))
                {
                    // A default branch may be switched while nothing else moves. It is asked for apart, which costs as much as all the rest.
                    var isSwitched = _time.GetUtcNow() - _branchAskedAt >= BranchInterval && ReadDefaultBranch(mirror, cancellation);
                    NoteFetch();
                    return isSwitched;
                }

                KeepGone(mirror, before, listed);
                _origin.Fetch(mirror, cancellation);
                KeepRewritten(mirror, before);
                ForgetReturned(mirror);
                ReadDefaultBranch(mirror, cancellation);
                HasContent = true;
                ForgetHistory();
                NoteFetch();
                _origin.Tidy(mirror, cancellation);
                return true;
            }
            catch (Exception e) when (e is GitSourceException or LibGit2SharpException or IOException or UnauthorizedAccessException)
            {
                throw new GitSourceException($"Repository '{Location}' could not be fetched: {e.Message}", e);
            }
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_reading)
        {
            _isDisposed = true;
            _handle.Dispose();
        }
    }

    /// <summary>The handle that readers share; only under their lock. The library would look into memory that is gone where somebody reads after the end, and the whole process would end with it.</summary>
    private Repository Mirror
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _handle;
        }
    }

    /// <summary>Whether the default branch is another than before.</summary>
    private bool ReadDefaultBranch(Repository mirror, CancellationToken cancellation)
    {
        var branch = _origin.DefaultBranch(mirror, cancellation);
        _branchAskedAt = _time.GetUtcNow();
        if (branch is null)
            return false;
        var isOther = branch != DefaultBranch;
        mirror.Refs.UpdateTarget("HEAD", GitOrigin.Branches + branch);
        DefaultBranch = branch;
        return isOther;
    }

    private static void Initialise(string mirror, string source)
    {
        using var repository = new Repository(Repository.Init(mirror, isBare: true));
        repository.Network.Remotes.Add("origin", source);
        repository.Network.Remotes.Update("origin", r => r.FetchRefSpecs = [.. GitOrigin.Everything]);
        repository.Refs.UpdateTarget("HEAD", GitOrigin.Branches + "main");
    }

    private static string? BranchOf(string head) => head.StartsWith(GitOrigin.Branches, StringComparison.Ordinal) ? head[GitOrigin.Branches.Length..] : null;

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
                foreach (var hunk in Mirror.Blame(path, new BlameOptions { StartingAt = commitId }))
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
