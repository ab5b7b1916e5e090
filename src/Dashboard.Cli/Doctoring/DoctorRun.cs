using Dashboard.Cli.Scanning;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Doctoring;

/// <summary>Looks once at how every environment of some repositories is reached.</summary>
internal sealed class DoctorRun(CliHost host, ScanSettings settings, ScanTarget target) : IDisposable
{
    private readonly RepositorySet _repositories = new(host, settings);
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();

    /// <summary>Checks every environment.</summary>
    /// <exception cref="CommandException">No environment bears a name that was asked for.</exception>
    public async Task<DoctorReport> CheckAsync(CancellationToken cancellation)
    {
        var (targets, applications) = Targets(cancellation);
        using var cloud = target.Open(settings, applications, _fingerprinter, host.Time);
        var doctor = cloud.Aws is { } aws ? new AccessDoctor(aws) : new AccessDoctor(cloud.Live, cloud.Accounts);
        using var meter = CallMeter.Begin();
        var found = await Task.WhenAll(targets.Select(async t => new CheckedEnvironment(t.Application, await doctor.CheckAsync(t.Target, cancellation))));
        return new DoctorReport([.. found], [.. _repositories.Diagnostics], [.. _repositories.Failures], meter.Count);
    }

    /// <summary>The policy for all of them, what is to be said beside it, and what kept it from being made.</summary>
    /// <exception cref="CommandException">No environment bears a name that was asked for.</exception>
    public async Task<(ReadPolicy Policy, ImmutableArray<string> Notes, ImmutableArray<string> Failures)> PolicyAsync(CancellationToken cancellation)
    {
        var (targets, applications) = Targets(cancellation);
        using var cloud = target.Open(settings, applications, _fingerprinter, host.Time);
        var readable = cloud.Aws is null ? null : targets.Select(t => t.Target).FirstOrDefault(t => cloud.Accounts.Contains(t.Account) && !t.Regions.IsEmpty);
        var registry = readable is null ? null : new AccountRegion(readable.Account, readable.Regions[0]);
        var doctor = cloud.Aws is { } aws ? new AccessDoctor(aws) : new AccessDoctor(cloud.Live, cloud.Accounts);
        var deployed = await Task.WhenAll(targets.Select(async t => (t.Target.Environment, Found: await doctor.DeployedTypesAsync(t.Target, cancellation))));
        var (policy, problem) = await doctor.PolicyAsync(targets.SelectMany(t => t.Target.Types).Concat(deployed.SelectMany(d => d.Found.Types)), registry, cancellation);

        var detecting = targets.Select(t => t.Target.Account).Where(a => settings.Accounts.GetValueOrDefault(a)?.DetectDrift == true).Distinct().Order(StringComparer.Ordinal).ToList();
        policy = policy with { DetectsDrift = detecting.Count > 0, Queues = [.. settings.Accounts.Values.SelectMany(a => a.Queues).Select(q => q.Arn).Distinct().Order(StringComparer.Ordinal)] };

        var notes = new List<string>();
        if (detecting.Count > 0)
            notes.Add($"DetectDrift is on for {string.Join(", ", detecting)}: the statement DriftDetection lets Driftboard start CloudFormation's drift detection there, which changes no resource.");
        if (problem is not null || registry is null)
            notes.Add($"The registry could not be asked ({(problem ?? "no account is configured").TrimEnd('.')}): what handlers need is taken from the list that this build carries.");
        foreach (var unlisted in deployed.SelectMany(d => d.Found.Problems.Select(p => (Place: $"{d.Environment} {p.Region}", p.Problem))).GroupBy(p => p.Problem, p => p.Place))
            notes.Add($"What is deployed in {string.Join(", ", unlisted)} could not be listed ({unlisted.Key.TrimEnd('.')}): types that no template names, since a macro such as SAM's makes them or since they were removed from it, are missing here. Print the policy again once this one is given.");
        notes.AddRange(policy.NotChecked.Select(t => $"{t.Type}: {t.Refusal}."));
        notes.AddRange(policy.Unknown.Select(t => $"{t.Type}: what reading it needs is not known; 'aws cloudformation describe-type --type RESOURCE --type-name {t.Type}' tells."));
        var (size, parts) = (ReadPolicy.SizeOf(policy.ToJson()), policy.ToManagedPolicies().Length);
        var managed = $"as {parts} managed ones, which --part 1 to --part {parts} print";
        if (size > ReadPolicy.LargestInlinePolicies)
            notes.Add($"The policy has {size} characters without white space, and all inline policies of a role hold {ReadPolicy.LargestInlinePolicies}: give it to the role {managed}.");
        else if (size > ReadPolicy.LargestManagedPolicy)
            notes.Add($"The policy has {size} characters without white space, and a managed policy holds {ReadPolicy.LargestManagedPolicy}: give it to the role as an inline policy, or {managed}.");
        var errors = _repositories.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString());
        return (policy, [.. notes], [.. _repositories.Failures, .. errors]);
    }

    /// <inheritdoc />
    public void Dispose() => _repositories.Dispose();

    private (List<(string Application, AccessTarget Target)> Targets, IEnumerable<ApplicationDefinition> Applications) Targets(CancellationToken cancellation)
    {
        var applications = _repositories.ReadApplications(target, cancellation).ToList();
        var environments = applications.SelectMany(a => a.Application.Environments.Select(e => (a.Repository, a.Application, Environment: e))).ToList();
        if (applications.Count > 0)
            target.RequireNames(environments.Select(e => e.Environment.Name));
        environments.RemoveAll(e => !target.Environments.IsEmpty && !target.Environments.Contains(e.Environment.Name));
        foreach (var followed in environments.GroupBy(e => e.Repository))
            _repositories.DiagnoseRetractions(followed.Key, followed.Select(e => e.Environment));
        return (
            [
                .. environments.Select(e => (e.Application.Name, WithAddedTypes(AccessTargets.Of(e.Repository, e.Application, e.Environment, _fingerprinter)))),
            ],
            applications.Select(a => a.Application));
    }

    /// <summary>With the types that the account's settings list in search of what no stack owns.</summary>
    private AccessTarget WithAddedTypes(AccessTarget found) => settings.Accounts.GetValueOrDefault(found.Account)?.Unmanaged is { IsDefaultOrEmpty: false } added
        ? found with { Types = [.. found.Types.Concat(added).Distinct().Order(StringComparer.Ordinal)] }
        : found;
}
