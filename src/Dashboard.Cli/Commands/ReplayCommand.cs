using System.CommandLine;
using Dashboard.Cli.Recordings;
using Dashboard.Cli.Scanning;
using Dashboard.Core.Documents;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard replay</c>: what a recording says, as on the day that it was made.</summary>
internal static class ReplayCommand
{
    private const string Summary = "Shows what a recording says: the verdicts of the day that it was made, without any cloud or repository.";

    private const string Details = """
        The recorded answers are judged anew, as of the day that they were recorded, by the same code that judges live
        ones. Where this build says something else than the one that recorded, it is told. What no stack owns is shown
        where 'record --unmanaged' put it there. 'scan --from', 'doctor --from' and 'watch --from' read recordings, too.

        Exit codes: those of 'scan'; 3 also where this build finds nothing and says something else than the one that recorded.
        """;

    public static Command Build(CliHost host)
    {
        var folder = new Argument<string>("DIR") { Description = "A recording that 'driftboard record' made." };
        var environment = new Option<string[]>("--environment") { HelpName = "NAME", Description = "Only this environment. May be repeated; parity is judged where both sides are shown." };
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("replay", Summary, Details) { folder, environment, format };
        command.SetAction((parsed, cancellation) =>
        {
            var target = ScanTarget.Read(host, ScanSettings.None, [], parsed.GetValue(environment) ?? [], null, parsed.GetValue(folder));
            target = target with { AsksUnmanaged = target.From!.HoldsUnmanaged };
            return ScanCommand.RunAsync(host, ScanSettings.None, target, parsed.GetValue(format)!, DocumentExtras.None, cancellation, report => Deviates(host, target, report));
        });
        return command;
    }

    /// <summary>Whether this build says something else than the one that recorded, which is then told. Of a part of a recording nobody said anything then.</summary>
    private static bool Deviates(CliHost host, ScanTarget target, ScanReport report)
    {
        if (!target.Environments.IsEmpty)
            return false;
        var deviations = RecordRun.Deviations(target.From!.Verdicts, ScanVerdicts.Of(report));
        if (deviations.Length > 0)
            host.Error.WriteLine("This build says something else than the one that recorded:");
        foreach (var deviation in deviations)
            host.Error.WriteLine(VisibleText.Line("  " + deviation));
        return deviations.Length > 0;
    }
}
