using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Web.Scanning;

/// <summary>An application with the repository that describes it. The same object for as long as its driftboard.yaml stays the same.</summary>
internal sealed record WatchedApplication(IRepositorySource Repository, ApplicationDefinition Definition);

/// <summary>One configured repository: opened when it can be, kept up to date, its driftboard.yaml files read. Used by one loop at a time.</summary>
internal sealed class WatchedRepository(string location, string mirrors, string? configRef, PublishedStore? published = null) : IDisposable
{
    private readonly Dictionary<string, AppliedFile> _files = new(StringComparer.Ordinal);
    private GitRepository? _repository;
    private IRepositorySource? _source;

    /// <summary>What its driftboard.yaml files say. A file with errors keeps what it said before it had them.</summary>
    public ImmutableArray<WatchedApplication> Applications { get; private set; } = [];

    /// <summary>What is wrong with the repository and its files.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Fetches, and reads the files again where they changed. Never throws: what is wrong becomes a diagnostic, and what was read before stays.</summary>
    public void Refresh()
    {
        try
        {
            if (_repository is null)
                _repository = GitRepository.Open(location, mirrors);
            else
                _repository.Update();
            Diagnostics = Read(_source ??= published is null ? _repository : new PublishedRepository(_repository, published));
        }
        catch (GitSourceException e)
        {
            Diagnostics = [Error("", e.Message), .. Diagnostics.Where(d => d.Location.File != location)];
        }
    }

    public void Dispose() => _repository?.Dispose();

    private ImmutableArray<Diagnostic> Read(IRepositorySource repository)
    {
        var reference = configRef ?? repository.DefaultBranch;
        if (repository.Resolve(reference) is not { } commit)
            return [Error("Driftboard:ConfigRef", $"found '{reference}', which names no branch, tag or commit of {location}.")];
        var paths = repository.FindApplicationFiles(commit.Id);
        foreach (var gone in _files.Keys.Except(paths).ToList())
            _files.Remove(gone);
        if (paths.IsEmpty)
        {
            Applications = [];
            return [Error("", $"There is no driftboard.yaml at {reference} of {location}.")];
        }

        foreach (var path in paths)
        {
            var bytes = repository.ReadFile(commit.Id, path) ?? [];
            var before = _files.GetValueOrDefault(path);
            if (before is not null && before.Bytes.AsSpan().SequenceEqual(bytes))
                continue;
            var file = ApplicationFileReader.Read(path, bytes);
            _files[path] = new AppliedFile(bytes, file.Application is { } read ? new WatchedApplication(repository, read) : before?.Application, file.Diagnostics);
        }

        Applications = [.. paths.Select(p => _files[p].Application).OfType<WatchedApplication>()];
        return [.. paths.SelectMany(p => _files[p].Diagnostics)];
    }

    private Diagnostic Error(string key, string message) => new(DiagnosticSeverity.Error, new SourceLocation(location), key, message);

    private sealed record AppliedFile(byte[] Bytes, WatchedApplication? Application, ImmutableArray<Diagnostic> Diagnostics);
}
