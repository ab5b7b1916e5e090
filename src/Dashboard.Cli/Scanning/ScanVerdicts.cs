using System.Globalization;
using Dashboard.Cli.Output;
using Dashboard.Core.Documents;
using Dashboard.Core.Evaluation;

namespace Dashboard.Cli.Scanning;

/// <summary>What a scan said, a line for each stack and each pair: two scans that say the same have the same lines.</summary>
internal static class ScanVerdicts
{
    /// <summary>The lines.</summary>
    public static ImmutableArray<string> Of(ScanReport report) => [.. report.Stacks.Select(Line), .. report.Parity.Select(Line)];

    private static string Line(StackEvaluation stack)
    {
        var differences = stack.Resources.SelectMany(r => r.Differences).Count() + stack.OutputChanges.Length;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{stack.Key}: {Words.Status(DocumentWriter.Name(stack.Status), stack.Reason is { } reason ? DocumentWriter.Name(reason) : null)}, {stack.Coverage.Compared} of {stack.Coverage.Total} compared, {stack.Drifted} drifted, {stack.PendingChanges} to release, {(stack.PendingUnknown > 0 ? $"{stack.PendingUnknown} perhaps, " : "")}{differences} differences");
    }

    private static string Line(ParityEvaluation parity) => $"{parity.Application} {parity.From} <> {parity.To}: {Words.Parity(DocumentWriter.Summary(parity, keptSince: null).Counts)}";
}
