using System.Collections.Concurrent;
using System.Globalization;
using LibGit2Sharp;

namespace Dashboard.Sources.Git;

/// <content>What the history of a repository tells.</content>
public sealed partial class GitRepository
{
    private const int MaxCommits = 2000;
    private const int MaxCachedHistories = 500;
    private const char AllReferences = '*';

    // Before the id of a commit that a merge brought: no branch has it in its name.
    private const char Joined = '^';

    // Keyed by what is looked through: a commit's own history never changes, that of all references does with every fetch that moves one.
    private readonly ConcurrentDictionary<(string Tip, string Path), ImmutableArray<GitCommit>> _versions = new();

    // Counts the fetches that moved a reference.
    private int _generation;

    private readonly ConcurrentDictionary<string, ImmutableDictionary<string, GitCommit>> _merges = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public ImmutableArray<GitCommit> Versions(string? reference, string path)
    {
        // A walk that began before a fetch is kept as what it is: of the references as they were.
        var tip = reference is null ? string.Create(CultureInfo.InvariantCulture, $"{AllReferences}{Volatile.Read(ref _generation)}") : Resolve(reference)?.Id;
        if (tip is null)
            return [];
        if (_versions.Count > MaxCachedHistories)
            _versions.Clear();
        return _versions.GetOrAdd((tip, path), key => FindVersions(key.Tip, key.Path));
    }

    /// <inheritdoc />
    public GitCommit? FindMerge(string reference, string change)
    {
        if (Resolve(reference)?.Id is not { } tip)
            return null;
        if (_merges.Count > MaxCachedHistories)
            _merges.Clear();
        var merges = _merges.GetOrAdd(tip, FindMerges);
        return merges.GetValueOrDefault(change) ?? (change.StartsWith('#') ? null : FindJoin(tip, change, merges));
    }

    /// <summary>A merge of a branch whose message tells nothing of it: a merge commit of the last commit that it had; or the branch is gone, and its last commit is in the history.</summary>
    private GitCommit? FindJoin(string tip, string branch, ImmutableDictionary<string, GitCommit> merges)
    {
        if (Resolve(branch) is not { } last)
            return null;
        if (merges.GetValueOrDefault(Joined + last.Id) is { } join)
            return join;
        if (!IsGone(branch))
            return null;
        using var repository = new Repository(_mirrorPath);
        return repository.Lookup<Commit>(last.Id) is { } first && repository.Lookup<Commit>(tip) is { } head && IsIn(repository, first, head) ? last : null;
    }

    /// <summary>Whether a commit is another one, or in its history.</summary>
    private static bool IsIn(Repository repository, Commit commit, Commit history) => repository.ObjectDatabase.FindMergeBase(commit, history)?.Sha == commit.Sha;

    private ImmutableDictionary<string, GitCommit> FindMerges(string tip) => Walk(tip, commits =>
    {
        var merges = ImmutableDictionary.CreateBuilder<string, GitCommit>(StringComparer.Ordinal);
        Commit? head = null;
        foreach (var commit in commits)
        {
            head ??= commit;
            // The newest one counts, which comes first.
            foreach (var change in MergeMessage.Read(commit.Message).Where(c => !merges.ContainsKey(c)))
                merges.Add(change, ToCommit(commit));
        }

        // What a branch took over from another one says nothing of it: only merges on the line of first parents are into this one.
        var left = MaxCommits;
        for (var commit = head; commit is not null && left > 0; commit = commit.Parents.FirstOrDefault(), left--)
        {
            foreach (var parent in MergeMessage.Read(commit.Message).Any() ? [] : commit.Parents.Skip(1))
                merges.TryAdd(Joined + parent.Sha, ToCommit(commit));
        }

        return merges.ToImmutable();
    });

    private ImmutableArray<GitCommit> FindVersions(string tip, string path) => Walk(tip, commits =>
    {
        var seen = new HashSet<ObjectId>();
        return commits.Where(c => c[path] is { TargetType: TreeEntryTargetType.Blob, Target: var blob } && seen.Add(blob.Id)).Select(ToCommit).ToImmutableArray();
    });

    /// <summary>Goes through the newest commits with a handle of its own, so that readers do not wait.</summary>
    private T Walk<T>(string tip, Func<IEnumerable<Commit>, T> look)
    {
        using var repository = new Repository(_mirrorPath);
        object from = tip[0] != AllReferences ? tip : new[] { GitOrigin.Branches, GitOrigin.Tags, Kept }.SelectMany(p => repository.Refs.FromGlob(p + "*")).ToList();
        return look(repository.Commits.QueryBy(new CommitFilter { IncludeReachableFrom = from, SortBy = CommitSortStrategies.Time }).Take(MaxCommits));
    }

    private void ForgetHistory()
    {
        Interlocked.Increment(ref _generation);
        foreach (var key in _versions.Keys.Where(k => k.Tip[0] == AllReferences))
            _versions.TryRemove(key, out _);
    }
}
