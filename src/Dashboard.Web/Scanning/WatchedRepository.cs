using System.Collections.Immutable;
using System.Globalization;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Web.Scanning;

/// <summary>An application with the repository that describes it. The same object for as long as its driftboard.yaml stays the same.</summary>
internal sealed record WatchedApplication(IRepositorySource Repository, ApplicationDefinition Definition)
{
    /// <summary>The same, said to be of this application.</summary>
    public Diagnostic Own(Diagnostic diagnostic) => diagnostic with { Application = Definition.Name, Repository = Repository.Location };
}

/// <summary>One configured repository: opened when it can be, kept up to date, its driftboard.yaml files read.</summary>
/// <param name="location">Its path or address.</param>
/// <param name="mirrors">The folder of the mirrors.</param>
/// <param name="configRef">Where driftboard.yaml is read from; null: the default branch.</param>
/// <param name="published">What pipelines published; null: nothing.</param>
/// <param name="git">How git is run.</param>
/// <param name="time">The clock.</param>
/// <param name="recorded">A recording of it, which is all that is read; null: there is none.</param>
/// <remarks>One loop refreshes, another may fetch: reading the files of a repository never waits for a host that is slow.</remarks>
internal sealed class WatchedRepository(string location, string mirrors, string? configRef, PublishedStore? published, GitOptions git, TimeProvider time, IRepositorySource? recorded = null) : IDisposable
{
    private readonly Dictionary<string, AppliedFile> _files = new(StringComparer.Ordinal);

    // Guards the opening.
    private readonly Lock _opening = new();
    private GitRepository? _repository;
    private IRepositorySource? _source;

    // Written by the loop that fetches.
    private volatile string? _failure;
    private volatile bool _isFetched;

    /// <summary>Whether it stands at an address: then it is fetched by a loop of its own.</summary>
    public bool IsRemote { get; } = recorded is null && GitLocation.LooksRemote(location);

    /// <summary>Whether it stands in a folder here.</summary>
    public bool IsLocal => recorded is null && !IsRemote;

    /// <summary>Its path or address.</summary>
    public string Location => location;

    /// <summary>What its driftboard.yaml files say. A file with errors keeps what it said before it had them.</summary>
    public ImmutableArray<WatchedApplication> Applications { get; private set; } = [];

    /// <summary>What is wrong with the repository and its files.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; private set; } = [];

    /// <summary>Reads the files again where they changed; of a local repository, after a fetch. Never throws: what is wrong becomes a diagnostic, and what was read before stays.</summary>
    public void Refresh()
    {
        if (recorded is not null)
        {
            Diagnostics = Read(recorded);
            return;
        }

        try
        {
            var repository = OpenMirror();
            if (!IsRemote)
                repository.Update(CancellationToken.None);
            ImmutableArray<Diagnostic> failure = _failure is { } words ? [Error("", words)] : [];
            if (IsRemote && failure.IsEmpty && !_isFetched && repository.FetchedAt is { } before)
                failure = [Note(string.Create(CultureInfo.InvariantCulture, $"{location} has not been fetched since {before.UtcDateTime:yyyy-MM-dd HH:mm} UTC: what was there then is in use until it is."))];
            if (!repository.HasContent)
            {
                Diagnostics = failure.IsEmpty ? [Note($"{location} is being fetched for the first time.")] : failure;
                return;
            }

            _source ??= published is null ? repository : new PublishedRepository(repository, published);
            Diagnostics = [.. failure, .. Read(_source), .. repository.Retractions(References(repository)).Select(Note)];
        }
        catch (GitSourceException e)
        {
            Diagnostics = [Error("", e.Message), .. Diagnostics.Where(d => d.Location.File != location)];
        }
    }

    /// <summary>Fetches from the address. Whether there is something to read or to say: a failure becomes a diagnostic with the next refresh.</summary>
    public FetchResult Fetch(CancellationToken cancellation)
    {
        var (before, isFirst) = (_failure, !_isFetched);
        try
        {
            var hasMoved = OpenMirror().Update(cancellation);
            _isFetched = true;
            _failure = null;
            return new FetchResult(true, hasMoved || isFirst || before is not null);
        }
        catch (GitSourceException e)
        {
            // Said until a fetch succeeds; it is not there where the mirror itself cannot be opened.
            _failure = _repository?.Describe(e) ?? e.Message;
            return new FetchResult(false, _failure != before);
        }
    }

    public void Dispose() => _repository?.Dispose();

    private GitRepository OpenMirror()
    {
        lock (_opening)
            return _repository ??= GitRepository.OpenMirror(location, mirrors, git, time);
    }

    /// <summary>The branches and tags that anything here follows.</summary>
    private IEnumerable<string> References(GitRepository repository) =>
        Applications.SelectMany(a => a.Definition.Environments.Select(e => e.Ref)).OfType<string>().Append(configRef ?? repository.DefaultBranch);

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
            var application = file.Application is { } read ? new WatchedApplication(repository, read) : before?.Application;
            _files[path] = new AppliedFile(bytes, application, [.. file.Diagnostics.Select(d => application?.Own(d) ?? d with { Repository = location })]);
        }

        Applications = [.. paths.Select(p => _files[p].Application).OfType<WatchedApplication>()];
        return [.. paths.SelectMany(p => _files[p].Diagnostics)];
    }

    private Diagnostic Note(string message) => Own(new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation(location), "", message));

    private Diagnostic Error(string key, string message) => Own(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(location), key, message));

    /// <summary>What is wrong with the repository concerns each application in it: where it holds one alone, it is that one's.</summary>
    private Diagnostic Own(Diagnostic diagnostic) => Applications is [var only] ? only.Own(diagnostic) : diagnostic with { Repository = location };

    private sealed record AppliedFile(byte[] Bytes, WatchedApplication? Application, ImmutableArray<Diagnostic> Diagnostics);
}

/// <summary>How a fetch went.</summary>
/// <param name="IsFetched">Whether the source was read.</param>
/// <param name="IsNews">Whether the board has something to show of it: new commits, another failure, or the end of one.</param>
internal sealed record FetchResult(bool IsFetched, bool IsNews);
