using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Templates.ApplicationFiles;

namespace Dashboard.Cli.Scanning;

/// <summary>The repositories that a command reads: those at addresses from mirrors that stay in the data folder, folders from mirrors that go with them.</summary>
/// <param name="host">Its surroundings.</param>
/// <param name="settings">Where driftboard.yaml is read from, and where pipelines publish.</param>
/// <param name="log">Keeps what is read, or null.</param>
internal sealed class RepositorySet(CliHost host, ScanSettings settings, ScanLog? log = null) : IDisposable
{
    private readonly List<GitRepository> _repositories = [];
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _failures = [];
    private readonly Lazy<string> _mirrors = new(host.NewTemporaryFolder);

    /// <summary>Of every driftboard.yaml that was read.</summary>
    public IReadOnlyCollection<Diagnostic> Diagnostics => _diagnostics;

    /// <summary>What could not be read at all, in words.</summary>
    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>The applications of what a command looks at: of its repositories, or else of those that its recording holds.</summary>
    public IEnumerable<(IRepositorySource Repository, ApplicationDefinition Application)> ReadApplications(ScanTarget target, CancellationToken cancellation) =>
        target is { From: { } recording, Repositories.IsEmpty: true }
            ? recording.Repositories.SelectMany(r => ReadApplications(r, r.DefaultBranch)) : target.Repositories.SelectMany(r => ReadApplications(r, cancellation));

    /// <summary>Says what a repository's source took back of the branches and tags that environments follow: what is gone is an error, though the mirror keeps it.</summary>
    public void DiagnoseRetractions(IRepositorySource source, IEnumerable<DeploymentEnvironment> environments)
    {
        if (_repositories.FirstOrDefault(r => r.Location == source.Location) is not { } repository)
            return;
        foreach (var reference in environments.Select(e => e.Ref).OfType<string>().Append(settings.ConfigRef ?? repository.DefaultBranch).Distinct().Order(StringComparer.Ordinal))
        {
            var severity = repository.IsGone(reference) ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;
            _diagnostics.AddRange(repository.Retractions([reference]).Select(r => new Diagnostic(severity, new SourceLocation(repository.Location), "", r)).Except(_diagnostics).ToList());
        }
    }

    private IEnumerable<(IRepositorySource Repository, ApplicationDefinition Application)> ReadApplications(string path, CancellationToken cancellation)
    {
        GitRepository repository;
        try
        {
            repository = GitLocation.LooksRemote(path) && SharedMirrors() is { } shared
                ? GitRepository.OpenShared(
                    path,
                    shared,
                    settings.Git,
                    host.Time,
                    () => host.Error.WriteLine($"{path}: another Driftboard is fetching it; waiting until it is done."),
                    failure => _diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(path), "", failure)),
                    cancellation)
                : GitRepository.Open(path, _mirrors.Value, settings.Git, host.Time);
        }
        catch (GitSourceException problem)
        {
            _failures.Add(problem.Message);
            yield break;
        }

        _repositories.Add(repository);
        var reference = settings.ConfigRef ?? repository.DefaultBranch;
        var source = new PublishedRepository(repository, new PublishedStore(settings.DataFolder));
        foreach (var found in ReadApplications(log?.Follow(source, reference) ?? source, reference))
            yield return found;
    }

    /// <summary>The folder of mirrors that every command of this user shares, and no server; null where there is no data folder that can be used.</summary>
    private string? SharedMirrors()
    {
        try
        {
            return settings.DataFolder.Length == 0 ? null : new PublishedStore(settings.DataFolder).PrepareFolder("command-mirrors");
        }
        catch (PublishException)
        {
            return null;
        }
    }

    private IEnumerable<(IRepositorySource Repository, ApplicationDefinition Application)> ReadApplications(IRepositorySource repository, string reference)
    {
        var path = repository.Location;
        if (repository.Resolve(reference) is not { } commit)
        {
            _failures.Add($"{path}: there is no branch, tag or commit '{reference}' to read driftboard.yaml from.");
            yield break;
        }

        var files = repository.FindApplicationFiles(commit.Id);
        if (files.IsEmpty)
            _failures.Add($"{path}: there is no driftboard.yaml at '{reference}'.");
        foreach (var file in files)
        {
            var read = ApplicationFileReader.Read(file, repository.ReadFile(commit.Id, file) ?? []);
            _diagnostics.AddRange(read.Diagnostics);
            if (read.Application is { } application)
                yield return (repository, application);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var repository in _repositories)
            repository.Dispose();
        if (!_mirrors.IsValueCreated)
            return;
        try
        {
            // Git writes its objects read-only, which some systems refuse to delete.
            foreach (var file in new DirectoryInfo(_mirrors.Value).EnumerateFiles("*", SearchOption.AllDirectories))
                file.Attributes = FileAttributes.Normal;
            Directory.Delete(_mirrors.Value, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            host.Error.WriteLine($"{_mirrors.Value}: this temporary folder could not be deleted: {e.Message}");
        }
    }
}
