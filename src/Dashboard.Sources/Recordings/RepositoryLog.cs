using System.Collections.Concurrent;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Recordings;

/// <summary>Passes every question on to a repository and keeps the answer.</summary>
/// <param name="repository">The repository.</param>
/// <param name="configRef">Where driftboard.yaml is read from: to a recording, that is its default branch.</param>
public sealed class RepositoryLog(IRepositorySource repository, string configRef) : IRepositorySource
{
    /// <summary>The commits of references.</summary>
    internal ConcurrentDictionary<string, GitCommit> References { get; } = new(StringComparer.Ordinal);

    /// <summary>Places of driftboard.yaml by commit.</summary>
    internal ConcurrentDictionary<string, ImmutableArray<string>> ApplicationFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>Files that are there.</summary>
    internal ConcurrentDictionary<(string Commit, string Path), byte[]> Files { get; } = new();

    /// <summary>The versions of files: by reference, which is empty for all of them, and path.</summary>
    internal ConcurrentDictionary<(string Reference, string Path), ImmutableArray<GitCommit>> AllVersions { get; } = new();

    /// <summary>The merges that were found.</summary>
    internal ConcurrentDictionary<(string Reference, string Change), GitCommit> Merges { get; } = new();

    /// <summary>Who wrote which line.</summary>
    internal ConcurrentDictionary<(string Commit, string Path, int Line), GitCommit> Blames { get; } = new();

    /// <inheritdoc />
    public string Location => repository.Location;

    /// <inheritdoc />
    public string DefaultBranch => configRef;

    /// <inheritdoc />
    public DateTimeOffset? FetchedAt => repository.FetchedAt;

    /// <inheritdoc />
    public GitCommit? Resolve(string reference) => repository.Resolve(reference) is { } commit ? References.GetOrAdd(reference, commit) : null;

    /// <inheritdoc />
    public byte[]? ReadFile(string commitId, string path) => repository.ReadFile(commitId, path) is { } bytes ? Files.GetOrAdd((commitId, path), bytes) : null;

    /// <inheritdoc />
    public ImmutableArray<string> FindApplicationFiles(string commitId) => ApplicationFiles.GetOrAdd(commitId, repository.FindApplicationFiles);

    /// <inheritdoc />
    public ImmutableArray<GitCommit> Versions(string? reference, string path) => AllVersions.GetOrAdd((reference ?? "", path), _ => repository.Versions(reference, path));

    /// <inheritdoc />
    public GitCommit? FindMerge(string reference, string change) => repository.FindMerge(reference, change) is { } commit ? Merges.GetOrAdd((reference, change), commit) : null;

    /// <inheritdoc />
    public CommitRange Between(string before, string after, int most) => repository.Between(before, after, most);

    /// <inheritdoc />
    public GitCommit? Blame(string commitId, string path, int line) => repository.Blame(commitId, path, line) is { } commit ? Blames.GetOrAdd((commitId, path, line), commit) : null;
}
