using System.Text;
using Dashboard.Sources.Git;

namespace Dashboard.Sources.Recordings;

/// <summary>Answers as a repository once did. A file that was not read then is not there.</summary>
internal sealed class RecordedRepository : IRepositorySource
{
    private readonly RepositoryDocument _document;
    private readonly Dictionary<(string Commit, string Path), byte[]> _files = [];
    private readonly Dictionary<(string Commit, string Path, int Line), GitCommit> _blames = [];

    public RecordedRepository(RepositoryDocument document, IEnumerable<FileDocument> files)
    {
        _document = document;
        foreach (var file in files)
        {
            foreach (var version in file.Versions)
            {
                if (version.Lines is { } lines)
                {
                    var bytes = Encoding.UTF8.GetBytes(string.Join('\n', lines));
                    foreach (var commit in version.Commits)
                        _files[(commit, file.Path)] = bytes;
                }

                foreach (var blame in version.Blame)
                    _blames[(blame.Commit, file.Path, blame.Line)] = Commit(blame.By);
            }
        }
    }

    /// <inheritdoc />
    public string Location => _document.Name;

    /// <inheritdoc />
    public string DefaultBranch => _document.DefaultBranch;

    /// <inheritdoc />
    public GitCommit? Resolve(string reference) => _document.References.GetValueOrDefault(reference) is { } row ? Commit(row) : null;

    /// <inheritdoc />
    public byte[]? ReadFile(string commitId, string path) => _files.GetValueOrDefault((commitId, path));

    /// <inheritdoc />
    public ImmutableArray<string> FindApplicationFiles(string commitId) => [.. _document.ApplicationFiles.GetValueOrDefault(commitId) ?? []];

    /// <inheritdoc />
    public ImmutableArray<GitCommit> Versions(string? reference, string path) =>
        [.. (_document.Versions.FirstOrDefault(v => v.Reference == (reference ?? "") && v.Path == path)?.Commits ?? []).Select(Commit)];

    /// <inheritdoc />
    public GitCommit? FindMerge(string reference, string change) =>
        _document.Merges.FirstOrDefault(m => m.Reference == reference && m.Change == change) is { } merge ? Commit(merge.Commit) : null;

    /// <inheritdoc />
    public CommitRange Between(string before, string after, int most) => before == after ? CommitRange.Empty : CommitRange.Unknown;

    /// <inheritdoc />
    public GitCommit? Blame(string commitId, string path, int line) => _blames.GetValueOrDefault((commitId, path, line));

    private static GitCommit Commit(CommitRow row) => new(row.Id, row.Author, row.Date, "");
}
