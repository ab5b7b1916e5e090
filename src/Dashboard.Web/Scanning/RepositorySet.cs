using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Published;
using Dashboard.Sources.Recordings;

namespace Dashboard.Web.Scanning;

/// <summary>Every watched repository. Used by one loop at a time; what it offers is immutable.</summary>
internal sealed class RepositorySet : IDisposable
{
    private readonly ImmutableArray<WatchedRepository> _repositories;

    /// <param name="locations">Paths and addresses of the repositories.</param>
    /// <param name="mirrors">The folder of their mirrors.</param>
    /// <param name="configRef">Where driftboard.yaml is read from; null: the default branch.</param>
    /// <param name="published">What pipelines published; null: nothing.</param>
    /// <param name="git">How git is run; null: without credentials of our own.</param>
    /// <param name="time">The clock.</param>
    public RepositorySet(ImmutableArray<string> locations, string mirrors, string? configRef, PublishedStore? published = null, GitOptions? git = null, TimeProvider? time = null)
    {
        ConfigRef = configRef;
        _repositories = [.. locations.Select(l => new WatchedRepository(l, mirrors, configRef, published, git ?? GitOptions.Default, time ?? TimeProvider.System))];
    }

    /// <summary>The repositories of a recording.</summary>
    public RepositorySet(Recording recording, string? configRef)
    {
        ConfigRef = configRef;
        _repositories = [.. recording.Repositories.Select(r => new WatchedRepository(r.Location, "", configRef, null, GitOptions.Default, recording.Clock, r))];
    }

    /// <summary>Paths of the local ones.</summary>
    public IEnumerable<string> Folders => _repositories.Where(r => r.IsLocal).Select(r => r.Location);

    /// <summary>Those at addresses.</summary>
    public IEnumerable<WatchedRepository> Remotes => _repositories.Where(r => r.IsRemote);

    /// <summary>Says that a repository may have something new to read; one word is enough for any number of them.</summary>
    public Channel<bool> News { get; } = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Where driftboard.yaml is read from; null: the default branch.</summary>
    public string? ConfigRef { get; }

    /// <summary>Reads all of them, local ones after a fetch; returns every application, and what is wrong.</summary>
    public (ImmutableArray<WatchedApplication> Applications, ImmutableArray<Diagnostic> Diagnostics) Refresh()
    {
        var applications = ImmutableArray.CreateBuilder<WatchedApplication>();
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var repository in _repositories)
        {
            repository.Refresh();
            diagnostics.AddRange(repository.Diagnostics);
            foreach (var application in repository.Applications)
            {
                if (applications.FirstOrDefault(a => a.Definition.Name == application.Definition.Name) is { } first)
                {
                    diagnostics.Add(application.Own(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(FileOf(application)), "application",
                        $"Found '{application.Definition.Name}', which {FileOf(first)} of {first.Repository.Location} describes already; each application is described once.")));
                    continue;
                }

                applications.Add(application);
            }
        }

        return (applications.ToImmutable(), diagnostics.ToImmutable());
    }

    public void Dispose()
    {
        foreach (var repository in _repositories)
            repository.Dispose();
    }

    private static string FileOf(WatchedApplication application) =>
        application.Definition.Folder.Length == 0 ? "driftboard.yaml" : application.Definition.Folder + "/driftboard.yaml";
}
