using Dashboard.Cli.Scanning;
using Dashboard.Core.Documents;
using Dashboard.Sources.Recordings;

namespace Dashboard.Cli.Recordings;

/// <summary>What was recorded.</summary>
/// <param name="Report">The scan.</param>
/// <param name="Secrets">How many different secrets were replaced.</param>
/// <param name="Deviations">Where the recording says something else than the scan did, in words.</param>
internal sealed record RecordResult(ScanReport Report, int Secrets, ImmutableArray<string> Deviations)
{
    /// <summary>Whether anything was recorded: where no environment could be scanned, nothing is written.</summary>
    public bool IsWritten => !(Report.Environments.IsEmpty && Report.HasFailed);
}

/// <summary>Scans, writes down what was read, and reads it back: a recording that says something else than the scan is worth little to whoever gets it.</summary>
internal sealed class RecordRun(CliHost host, ScanSettings settings, ScanTarget target, string folder, bool isAnonymous)
{
    /// <summary>Records.</summary>
    /// <exception cref="RecordingException">The folder cannot be used.</exception>
    public async Task<RecordResult> RunAsync(IProgress<Sources.Scanning.ScanProgress>? progress, CancellationToken cancellation)
    {
        var log = new ScanLog();
        using var run = new ScanRun(host, settings, target, log);
        var report = await run.RunAsync(progress, cancellation);
        if (new RecordResult(report, 0, []) is { IsWritten: false } nothing)
            return nothing;
        // Origins are looked up when a report is written; that is how they come into the recording.
        _ = report.ToDocument(DocumentExtras.None);
        var verdicts = ScanVerdicts.Of(report);
        var facts = new RecordingFacts(
            report.ScannedAt,
            report.Calls,
            [.. log.Accounts.Order(StringComparer.Ordinal)],
            [.. report.Environments.Select(e => e.Snapshot.Environment.Name).Distinct()],
            verdicts,
            [.. report.Environments.SelectMany(e => e.Snapshot.Stacks).SelectMany(s => s.Live.Where(r => r.PhysicalId is not null).Select(r => (r.Type, r.PhysicalId!)).Concat(s.Unmanaged.Select(u => (u.Type, u.Identifier))))]);
        var secrets = await new RecordingWriter(log.Live!, log.Repositories, log.Fingerprinter, isAnonymous) { Networks = log.Networks, Unmanaged = report.Inventories ?? [] }.WriteAsync(folder, facts);
        return new RecordResult(report, secrets, Deviations(verdicts, await ReplayAsync(Recording.Read(folder), cancellation)));
    }

    /// <summary>Where the verdicts are others than those of the day.</summary>
    public static ImmutableArray<string> Deviations(ImmutableArray<string> recorded, ImmutableArray<string> replayed) =>
    [
        .. recorded.Except(replayed).Select(v => $"recorded: {v}"),
        .. replayed.Except(recorded).Select(v => $"replayed: {v}"),
    ];

    private async Task<ImmutableArray<string>> ReplayAsync(Recording recording, CancellationToken cancellation)
    {
        using var run = new ScanRun(host, ScanSettings.None, new ScanTarget([], [], null, recording));
        return ScanVerdicts.Of(await run.RunAsync(null, cancellation));
    }
}
