using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;

namespace Dashboard.Cli.Doctoring;

/// <summary>An environment of an application with what was found of its access.</summary>
internal sealed record CheckedEnvironment(string Application, AccessReport Access);

/// <summary>Everything that was checked.</summary>
/// <param name="Environments">Application by application, in promotion order.</param>
/// <param name="Diagnostics">Of every driftboard.yaml.</param>
/// <param name="Failures">What could not be read at all, in words.</param>
/// <param name="Calls">The calls that it took.</param>
internal sealed record DoctorReport(ImmutableArray<CheckedEnvironment> Environments, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<string> Failures, CallCount Calls)
{
    /// <summary>Every check.</summary>
    public IEnumerable<AccessCheck> Checks => Environments.SelectMany(e => e.Access.Checks);

    /// <summary>Every missing action, once.</summary>
    public ImmutableArray<string> Missing => [.. Checks.SelectMany(c => c.Missing).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Types in use that stay unread because the read policy denies what that needs, or since AWS has no read handler of them.</summary>
    public IEnumerable<TypeAccess> NotChecked => Environments.SelectMany(e => e.Access.Access).Where(t => t.Refusal is not null).DistinctBy(t => t.Type).OrderBy(t => t.Type, StringComparer.Ordinal);

    /// <summary>Error before a failed check before one that could not be made; advice that could not be given is none of these.</summary>
    public int ExitCode => Failures.Length > 0 || Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? Cli.ExitCode.Error
        : Checks.Any(c => c.Verdict == CheckVerdict.Failed) ? Cli.ExitCode.Different
        : Checks.Any(c => c is { Verdict: CheckVerdict.NotChecked, IsAdvisory: false }) || Environments.IsEmpty ? Cli.ExitCode.NotFullyChecked
        : Cli.ExitCode.Ok;

    /// <summary>The report as its document.</summary>
    public DoctorDocument ToDocument() => new(
        [
            .. Environments.Select(e => new AccessDocument(
                e.Application, e.Access.Environment, e.Access.Account,
                [.. e.Access.Checks.Select(c => new AccessCheckDocument(c.Name, Name(c.Verdict), c.Message, c.Remedy, c.Missing))])),
        ],
        Missing,
        [.. NotChecked.Select(t => new TypeAccessDocument(t.Type, t.Denied))],
        [.. Failures, .. Diagnostics.Select(d => d.ToString())],
        new CallsDocument(Calls.Total, Calls.Total, Calls.Throttled, Calls.Calls, Calls.Retried));

    private static string Name(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.Warning => "warning",
        CheckVerdict.Failed => "failed",
        _ => "notChecked",
    };
}
