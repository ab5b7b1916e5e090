using Dashboard.Cli.Scanning;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Networks;

/// <summary>The networks of an account and region, with the environments that are there.</summary>
internal sealed record EnvironmentNetwork(ImmutableArray<string> Environments, NetworkFacts Facts);

/// <summary>What was read.</summary>
/// <param name="Networks">In order of account and region.</param>
/// <param name="Diagnostics">Of every driftboard.yaml.</param>
/// <param name="Failures">What could not be used at all, in words.</param>
internal sealed record NetworkReport(ImmutableArray<EnvironmentNetwork> Networks, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<string> Failures);

/// <summary>Reads the networks of the environments of some repositories.</summary>
internal sealed class NetworkRun(CliHost host, ScanSettings settings, ScanTarget target) : IDisposable
{
    private readonly RepositorySet _repositories = new(host, settings);

    /// <summary>Reads each account and region once, however many environments are there.</summary>
    /// <exception cref="CommandException">No environment bears a name that was asked for.</exception>
    public async Task<NetworkReport> RunAsync(CancellationToken cancellation)
    {
        var applications = _repositories.ReadApplications(target, cancellation).ToList();
        foreach (var (repository, _) in applications)
            _repositories.DiagnoseRetractions(repository, []);
        var (fingerprinter, time) = (SecretFingerprinter.CreateRandom(), new ServiceClock(target.Clock(host)));
        using var cloud = target.Open(settings, applications.Select(a => a.Application), fingerprinter, time);
        var scanner = new EnvironmentScanner(cloud.Live, cloud.Accounts, fingerprinter, time.Local);
        var environments = new List<(string Application, DeploymentEnvironment Environment)>();
        foreach (var (_, application) in applications)
            environments.AddRange((await scanner.FindEnvironmentsAsync(application, cancellation)).Select(e => (application.Name, e)));
        if (applications.Count > 0)
            target.RequireNames(environments.Select(e => e.Environment.Name));
        var scopes = environments.Where(e => target.Environments.IsEmpty || target.Environments.Contains(e.Environment.Name))
            .SelectMany(e => e.Environment.Regions.Select(r => (Scope: new AccountRegion(e.Environment.Account, r), Name: $"{e.Application} {e.Environment.Name}")))
            .GroupBy(s => s.Scope).OrderBy(g => g.Key.ToString(), StringComparer.Ordinal).ToList();
        var reader = new NetworkFactsReader(cloud.Networks, cloud.Accounts, time);
        var facts = await reader.ReadAsync(scopes.Select(s => s.Key), cancellation);
        return new NetworkReport(
            [.. scopes.Zip(facts, (scope, found) => new EnvironmentNetwork([.. scope.Select(s => s.Name).Distinct()], found))],
            [.. _repositories.Diagnostics],
            [.. _repositories.Failures]);
    }

    /// <inheritdoc />
    public void Dispose() => _repositories.Dispose();
}
