using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;

namespace Dashboard.Cli.Scanning;

/// <summary>An environment that was scanned, with the repository that it was judged by.</summary>
internal sealed record ScannedEnvironment(IRepositorySource Repository, EnvironmentSnapshot Snapshot, EnvironmentEvaluation Evaluation, int EstimatedCalls);

/// <summary>Who changed a drifted resource.</summary>
internal sealed record ResourceTrail(StackEvaluation Stack, ResourceEvaluation Resource, ChangeTrail Trail);

/// <summary>Everything that one scan saw.</summary>
/// <param name="ScannedAt">When it ended.</param>
/// <param name="Environments">In promotion order, application by application.</param>
/// <param name="Parity">Of every pair of which both were scanned.</param>
/// <param name="Diagnostics">Of driftboard.yaml, environments and rules.</param>
/// <param name="Failures">What could not be scanned at all, in words.</param>
/// <param name="Calls">The calls that it took.</param>
internal sealed record ScanReport(
    DateTimeOffset ScannedAt,
    ImmutableArray<ScannedEnvironment> Environments,
    ImmutableArray<ParityEvaluation> Parity,
    ImmutableArray<Diagnostic> Diagnostics,
    ImmutableArray<string> Failures,
    ScanCalls Calls)
{
    /// <summary>Whether something could not be used: a repository, a driftboard.yaml, an environment's ref.</summary>
    public bool HasFailed => Failures.Length > 0 || Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>Who changed what has drifted; null where that was not asked for.</summary>
    public ImmutableArray<ResourceTrail>? Trails { get; init; }

    /// <summary>What no stack owns; null where that was not asked for.</summary>
    public ImmutableArray<AccountInventory>? Inventories { get; init; }

    private readonly OriginFinder _origins = new();

    /// <summary>Every stack.</summary>
    public IEnumerable<StackEvaluation> Stacks => Environments.SelectMany(e => e.Evaluation.Stacks);

    /// <summary>Stacks of the accounts and regions that nothing claims.</summary>
    public ImmutableArray<ListedStack> Unclaimed { get; init; } = [];

    /// <summary>A stack by the parts of its key that vary within its environment: "tenant@us-east-1/acme".</summary>
    public string NameOf(StackKey key)
    {
        var name = key.Component;
        if (Stacks.Any(s => s.Key.Application == key.Application && s.Key.Environment == key.Environment && s.Key.Region != key.Region))
            name += "@" + key.Region;
        return key.Instance.Length == 0 ? name : $"{name}/{key.Instance}";
    }

    /// <summary>A stack by the parts of its key that vary among all: "production/worker", behind its application where there are several.</summary>
    public string PlaceOf(StackKey key) =>
        $"{(Stacks.Any(s => s.Key.Application != key.Application) ? key.Application + "/" : "")}{key.Environment}/{NameOf(key)}";

    /// <summary>Stacks in which something has drifted.</summary>
    public IEnumerable<StackEvaluation> Drifted => Stacks.Where(s => s.Drifted > 0);

    /// <summary>
    /// Stacks of which not everything is known: something was not checked, or the repository's own word could not be read whole. One that is not
    /// deployed has nothing to check.
    /// </summary>
    public IEnumerable<StackEvaluation> NotFullyChecked =>
        Stacks.Where(s => (s.Status != Status.NotDeployed && (s.Coverage.Compared < s.Coverage.Total || !s.IsDesiredKnown))
            || s.Status is not (Status.InSync or Status.NotDeployed or Status.Modified or Status.Deleted or Status.Unmanaged)
            || HasErrors(s));

    /// <summary>Error before drift before not fully checked; where nothing at all was compared, nothing is in sync.</summary>
    public int ExitCode => HasFailed ? Cli.ExitCode.Error
        : Drifted.Any() ? Cli.ExitCode.Different
        : NotFullyChecked.Any() || !Stacks.Any(s => s.Coverage.Compared > 0) ? Cli.ExitCode.NotFullyChecked
        : Cli.ExitCode.Ok;

    /// <summary>The report as its document.</summary>
    /// <param name="extras">What is told of each resource beside its verdict.</param>
    public ScanDocument ToDocument(DocumentExtras extras) => new(
        ScannedAt,
        [.. Environments.SelectMany(e => e.Evaluation.Stacks.Select(s => DocumentWriter.Stack(s, (r, d) => OriginOf(e, s, r, d), extras)))],
        [.. Parity.Select(static p => DocumentWriter.Summary(p, keptSince: null))],
        [.. Failures, .. Diagnostics.Concat(Stacks.SelectMany(s => s.Diagnostics)).Distinct().Select(Told).Distinct()],
        new CallsDocument(Calls.Estimated, Calls.Made.Total, Calls.Made.Throttled, Calls.Made.Calls, Calls.Made.Retried, Calls.Lookups))
    {
        Unclaimed = DocumentWriter.Unclaimed(Unclaimed),
        Unmanaged = Inventories is { } inventories ? InventoryWriter.Unmanaged(inventories).Accounts : null,
        Changes = Trails is { } trails ? [.. trails.Select(t => TrailWriter.Changes(t.Stack, t.Resource, t.Trail))] : null,
    };

    /// <summary>Where the repository sets what differs, and who wrote that line; null where it says nothing of it.</summary>
    public OriginDocument? OriginOf(ScannedEnvironment environment, StackEvaluation stack, ResourceEvaluation resource, Difference difference) =>
        _origins.Find(environment.Repository, environment.Snapshot, stack, resource.Address, difference.Path);

    /// <summary>A diagnostic, with whose it is where there are several it could be of.</summary>
    private string Told(Diagnostic diagnostic) =>
        diagnostic.Application is { } application && Environments.Any(e => e.Snapshot.Application.Name != application) ? $"{application}: {diagnostic}" : diagnostic.ToString();

    private static bool HasErrors(StackEvaluation stack) => stack.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error);
}
