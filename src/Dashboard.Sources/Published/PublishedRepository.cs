using System.Collections.Concurrent;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Published;

/// <summary>A repository with what was published of its commits beside its own files.</summary>
/// <param name="repository">The repository.</param>
/// <param name="store">What was published.</param>
public sealed class PublishedRepository(IRepositorySource repository, PublishedStore store) : IRepositorySource
{
    // A commit stays what it is, and each stack that is read asks for all of them.
    private readonly ConcurrentDictionary<string, GitCommit> _commits = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public string Location => repository.Location;

    /// <inheritdoc />
    public string DefaultBranch => repository.DefaultBranch;

    /// <inheritdoc />
    public DateTimeOffset? FetchedAt => repository.FetchedAt;

    /// <inheritdoc />
    public GitCommit? Resolve(string reference) => repository.Resolve(reference);

    /// <inheritdoc />
    public byte[]? ReadFile(string commitId, string path) => path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal)
        ? store.Read(commitId, path[PublishedStore.Prefix.Length..])
        : repository.ReadFile(commitId, path);

    /// <inheritdoc />
    public ImmutableArray<string> FindApplicationFiles(string commitId) => repository.FindApplicationFiles(commitId);

    /// <inheritdoc />
    /// <remarks>What was published is found in no branch's history: it is told of all branches together.</remarks>
    public ImmutableArray<GitCommit> Versions(string? reference, string path)
    {
        if (!path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal))
            return repository.Versions(reference, path);
        if (reference is not null)
            return [];
        var published = store.Find(path[PublishedStore.Prefix.Length..]).Select(p => (Commit: Known(p.CommitId), p.Content)).Where(p => p.Commit is not null);
        return [.. published.OrderByDescending(p => p.Commit!.Date).ThenBy(p => p.Commit!.Id, StringComparer.Ordinal).DistinctBy(p => p.Content).Select(p => p.Commit!)];
    }

    private GitCommit? Known(string commitId)
    {
        if (!_commits.TryGetValue(commitId, out var commit) && repository.Resolve(commitId) is { } found)
            _commits[commitId] = commit = found;
        return commit;
    }

    /// <inheritdoc />
    public GitCommit? FindMerge(string reference, string change) => repository.FindMerge(reference, change);

    /// <inheritdoc />
    public CommitRange Between(string before, string after, int most) => repository.Between(before, after, most);

    /// <inheritdoc />
    public GitCommit? Blame(string commitId, string path, int line) =>
        path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal) ? null : repository.Blame(commitId, path, line);
}
