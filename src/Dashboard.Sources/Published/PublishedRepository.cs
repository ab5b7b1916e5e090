using Dashboard.Sources.Git;

namespace Dashboard.Sources.Published;

/// <summary>A repository with what was published of its commits beside its own files.</summary>
/// <param name="repository">The repository.</param>
/// <param name="store">What was published.</param>
public sealed class PublishedRepository(IRepositorySource repository, PublishedStore store) : IRepositorySource
{
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
    public ImmutableArray<GitCommit> Versions(string? reference, string path) =>
        !path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal) ? repository.Versions(reference, path)
        : reference is not null ? []
        :
        [
            .. store.Find(path[PublishedStore.Prefix.Length..])
                .Select(p => (Commit: repository.Resolve(p.CommitId), p.Content)).Where(p => p.Commit is not null)
                .OrderByDescending(p => p.Commit!.Date).ThenBy(p => p.Commit!.Id, StringComparer.Ordinal).DistinctBy(p => p.Content).Select(p => p.Commit!),
        ];

    /// <inheritdoc />
    public GitCommit? FindMerge(string reference, string change) => repository.FindMerge(reference, change);

    /// <inheritdoc />
    public CommitRange Between(string before, string after, int most) => repository.Between(before, after, most);

    /// <inheritdoc />
    public GitCommit? Blame(string commitId, string path, int line) =>
        path.StartsWith(PublishedStore.Prefix, StringComparison.Ordinal) ? null : repository.Blame(commitId, path, line);
}
