using System.Collections.Concurrent;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Scanning;

/// <summary>One scan of every environment, without a server. Dispose it once the report is written: origins are looked up in its repositories.</summary>
/// <param name="host">Its surroundings.</param>
/// <param name="settings">How accounts are reached.</param>
/// <param name="target">What is scanned.</param>
/// <param name="log">Keeps what is read, or null.</param>
internal sealed class ScanRun(CliHost host, ScanSettings settings, ScanTarget target, ScanLog? log = null) : IDisposable
{
    private const int MostTrails = 100;

    private readonly RepositorySet _repositories = new(host, settings, log);
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly SecretFingerprinter _fingerprinter = log?.Fingerprinter ?? SecretFingerprinter.CreateRandom();
    private readonly ServiceClock _time = new(target.Clock(host));

    /// <summary>Scans.</summary>
    /// <exception cref="CommandException">No environment bears a name that was asked for.</exception>
    public async Task<ScanReport> RunAsync(IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        var applications = _repositories.ReadApplications(target, cancellation).ToList();
        using var cloud = target.Open(settings, applications.Select(a => a.Application), _fingerprinter, _time);
        var scanner = new EnvironmentScanner(log?.Follow(cloud) ?? cloud.Live, cloud.Accounts, _fingerprinter, _time.Local);

        using var meter = CallMeter.Begin();
        var sweep = new ScanSweep();
        var requests = new List<ScanRequest>();
        foreach (var (repository, application) in applications)
            requests.AddRange((await scanner.FindEnvironmentsAsync(application, [.. target.Environments], sweep, cancellation)).Select(e => new ScanRequest(repository, application, e) { Sweep = sweep, AwaitsDetection = true }));
        requests = Chosen(requests, applications.Count > 0);
        foreach (var followed in requests.GroupBy(r => r.Repository))
            _repositories.DiagnoseRetractions(followed.Key, followed.Select(r => r.Environment));

        SayRenamed(applications.Select(a => a.Application));
        var searched = meter.Count.Total;
        var scanned = await Task.WhenAll(requests.Select(r => ScanAsync(scanner, r, progress, cancellation)));
        ImmutableArray<ScannedEnvironment> environments = [.. scanned.OfType<ScannedEnvironment>()];
        var scannedCalls = meter.Count.Total;
        var trails = target.AsksWho ? await TrailsAsync(cloud.Aws, environments, cancellation) : (ImmutableArray<ResourceTrail>?)null;
        var inventories = target.AsksUnmanaged ? await InventoryReader.ReadAsync(cloud.Live, _time, [.. environments.Select(e => e.Snapshot)], cancellation) : (ImmutableArray<AccountInventory>?)null;
        if (target.AsksNetwork && log is not null)
        {
            var scopes = environments.SelectMany(e => e.Snapshot.Environment.Regions.Select(r => new AccountRegion(e.Snapshot.Environment.Account, r))).Distinct();
            log.Networks = await new NetworkFactsReader(cloud.Networks, cloud.Accounts, _time).ReadAsync(scopes, cancellation);
        }

        var now = _time.GetUtcNow();
        var identities = IdentityMapBuilder.Build(environments.Select(e => e.Snapshot));
        ImmutableArray<ParityEvaluation> parity = [.. applications.SelectMany(a => Parity(a.Application, environments, identities, now))];
        return new ScanReport(
            now,
            environments,
            parity,
            [
                .. _repositories.Diagnostics.Concat(environments.SelectMany(e => e.Evaluation.Diagnostics.Select(d => d with { Application = e.Snapshot.Application.Name }))).Concat(parity.SelectMany(p => p.Diagnostics))
                    .Concat(ParityEvaluator.DiagnoseUnmatched(applications.Select(a => a.Application), parity)).Distinct(),
            ],
            [.. _repositories.Failures.Concat(_failures).Order(StringComparer.Ordinal)],
            target is { From.Calls: var recorded, Environments.IsEmpty: true, Repositories.IsEmpty: true } ? recorded : new ScanCalls(searched + environments.Sum(e => e.EstimatedCalls), meter.Count) { Lookups = meter.Count.Total - scannedCalls })
        {
            Trails = trails,
            Inventories = inventories,
            // What an environment claims is claimed, whether it was asked for, and could be scanned, or not.
            Unclaimed = [.. ListedStack.Unclaimed(environments.Select(e => e.Snapshot)).Where(s => !applications.Any(a => EnvironmentScanner.MayBeOf(a.Application, s.Scope, s.StackName)))],
        };
    }

    /// <summary>An anonymous recording has other account ids than the repository: without a word of that, nothing would be compared and nobody would know why.</summary>
    private void SayRenamed(IEnumerable<ApplicationDefinition> applications)
    {
        var own = applications.SelectMany(a => a.Environments).Select(e => e.Account).Distinct().Order(StringComparer.Ordinal).ToList();
        if (target is not { Repositories.IsEmpty: false, From: { IsAnonymous: true } recording } || own.Count == 0 || own.TrueForAll(recording.Accounts.Contains))
            return;
        _failures.Enqueue(
            $"{string.Join(", ", own.Where(a => !recording.Accounts.Contains(a)))}: the recording was made with --anonymous, so its accounts have made-up ids ({string.Join(", ", recording.Accounts.Order(StringComparer.Ordinal))}), "
            + "and nothing of it can be told to be of these. Record without --anonymous to compare with a repository, or leave --repository out to see what the recording says.");
    }

    /// <summary>Who changed what has drifted, one after another: the rate is the service's.</summary>
    private async Task<ImmutableArray<ResourceTrail>> TrailsAsync(AwsLiveStateSource? trails, ImmutableArray<ScannedEnvironment> environments, CancellationToken cancellation)
    {
        var drifted = environments.SelectMany(e => e.Evaluation.Stacks).SelectMany(s => s.Resources.Where(r => r.IsDrifted).Select(r => (Stack: s, Resource: r))).ToList();
        var found = ImmutableArray.CreateBuilder<ResourceTrail>();
        foreach (var (stack, resource) in drifted.Take(MostTrails))
        {
            var (scope, subject) = TrailSubjects.Of(stack, resource);
            found.Add(new ResourceTrail(stack, resource, trails is not null
                ? await trails.ReadTrailAsync(scope, subject, cancellation)
                : new ChangeTrail([], [new(TrailSource.CloudTrail, ReadOutcome.NotReadYet, "A recording holds nobody's name.")], _time.GetUtcNow())));
        }

        foreach (var (stack, resource) in drifted.Skip(MostTrails))
            found.Add(new ResourceTrail(stack, resource, new ChangeTrail([], [new(TrailSource.CloudTrail, ReadOutcome.NotReadYet, FormattableString.Invariant($"Only the first {MostTrails} drifted resources are looked up; name one --environment."))], _time.GetUtcNow())));
        return found.ToImmutable();
    }

    /// <inheritdoc />
    public void Dispose() => _repositories.Dispose();

    private List<ScanRequest> Chosen(List<ScanRequest> requests, bool hasApplications)
    {
        if (target is { Environments.IsEmpty: true, Repositories.IsEmpty: true, From: { } recording })
            return [.. requests.Where(r => recording.Environments.Contains(r.Environment.Name))];
        if (target.Environments.IsEmpty || !hasApplications)
            return requests;
        target.RequireNames(requests.Select(r => r.Environment.Name));
        return [.. requests.Where(r => target.Environments.Contains(r.Environment.Name))];
    }

    /// <summary>One environment that fails never stops the others.</summary>
    private async Task<ScannedEnvironment?> ScanAsync(EnvironmentScanner scanner, ScanRequest request, IProgress<ScanProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            var result = await scanner.ScanAsync(request, progress, cancellation);
            return new ScannedEnvironment(request.Repository, result.Snapshot, result.Evaluation, result.Calls.Estimated);
        }
        catch (Exception problem) when (!cancellation.IsCancellationRequested)
        {
            // An unexpected message may quote what was being worked on; only our own say what may be said.
            var reason = problem is GitSourceException ? problem.Message : $"an unexpected {problem.GetType().Name}";
            _failures.Enqueue($"{request.Application.Name}/{request.Environment.Name}: {reason}");
            return null;
        }
    }

    private static IEnumerable<ParityEvaluation> Parity(
        ApplicationDefinition application, ImmutableArray<ScannedEnvironment> environments, IdentityMap identities, DateTimeOffset asOf)
    {
        foreach (var (from, to) in application.ParityPairs)
        {
            if (Find(from.Name) is { } left && Find(to.Name) is { } right)
                yield return ParityEvaluator.Evaluate(left.Evaluation, right.Evaluation, identities, asOf);
        }

        // The definition itself, since two repositories may hold applications of one name.
        ScannedEnvironment? Find(string name) =>
            environments.FirstOrDefault(e => ReferenceEquals(e.Snapshot.Application, application) && e.Snapshot.Environment.Name == name);
    }
}
