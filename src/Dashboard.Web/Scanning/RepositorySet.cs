using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Published;

namespace Dashboard.Web.Scanning;

/// <summary>Every watched repository. Used by one loop at a time; what it offers is immutable.</summary>
internal sealed class RepositorySet : IDisposable
{
    private readonly ImmutableArray<WatchedRepository> _repositories;

    /// <param name="locations">Paths of the repositories.</param>
    /// <param name="mirrors">The folder of their mirrors.</param>
    /// <param name="configRef">Where driftboard.yaml is read from; null: the default branch.</param>
    /// <param name="published">What pipelines published; null: nothing.</param>
    public RepositorySet(ImmutableArray<string> locations, string mirrors, string? configRef, PublishedStore? published = null)
    {
        (Locations, ConfigRef) = (locations, configRef);
        _repositories = [.. locations.Select(l => new WatchedRepository(l, mirrors, configRef, published))];
    }

    /// <summary>Their configured paths.</summary>
    public ImmutableArray<string> Locations { get; }

    /// <summary>Where driftboard.yaml is read from; null: the default branch.</summary>
    public string? ConfigRef { get; }

    /// <summary>Fetches all of them; returns every application, and what is wrong.</summary>
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
                    diagnostics.Add(new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(FileOf(application)), "application",
                        $"Found '{application.Definition.Name}', which {FileOf(first)} of {first.Repository.Location} describes already; each application is described once."));
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
