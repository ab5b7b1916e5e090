using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>What to scan.</summary>
/// <param name="Repository">The application's repository.</param>
/// <param name="Application">Its definition.</param>
/// <param name="Environment">One environment; of ephemeral ones, one that <see cref="EnvironmentScanner.FindEnvironmentsAsync"/> found.</param>
/// <param name="Previous">The snapshot before, from which what is not read again is kept.</param>
/// <param name="Only">Where a hint said that something changed: only this stack is read again. Null: everything.</param>
public sealed record ScanRequest(
    GitRepository Repository, ApplicationDefinition Application, DeploymentEnvironment Environment, EnvironmentSnapshot? Previous = null, ScanScope? Only = null);

/// <summary>A part of an environment to read again.</summary>
/// <param name="Stack">The stack.</param>
/// <param name="LogicalId">One resource of it, or null: all of them.</param>
public sealed record ScanScope(StackKey Stack, string? LogicalId);

/// <summary>How far a scan has come.</summary>
public sealed record ScanProgress(string Environment, int Done, int Total);

/// <summary>An environment observed and judged.</summary>
public sealed record ScanResult(EnvironmentSnapshot Snapshot, EnvironmentEvaluation Evaluation);

/// <summary>Observes one environment (git, live), takes the snapshot and has it judged, in one call: no loop, no storage, no publishing.</summary>
/// <param name="live">The cloud.</param>
/// <param name="accounts">The accounts that may be read; others are not, whatever a repository says.</param>
/// <param name="fingerprinter">Makes the secrets.</param>
/// <param name="time">The clock.</param>
public sealed class EnvironmentScanner(ILiveStateSource live, ImmutableHashSet<string> accounts, SecretFingerprinter fingerprinter, TimeProvider time)
{
    /// <summary>The environments to scan now: the lasting ones, and each ephemeral one that a matching stack makes.</summary>
    public Task<ImmutableArray<DeploymentEnvironment>> FindEnvironmentsAsync(ApplicationDefinition application, CancellationToken cancellation) =>
        throw new NotImplementedException($"{live}{accounts}{fingerprinter}{time}");

    /// <summary>Observes and judges.</summary>
    public Task<ScanResult> ScanAsync(ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation) => throw new NotImplementedException();
}
