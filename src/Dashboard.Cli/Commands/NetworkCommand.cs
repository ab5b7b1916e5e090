using System.CommandLine;
using Dashboard.Cli.Networks;
using Dashboard.Cli.Output;
using Dashboard.Cli.Scanning;
using Dashboard.Cli.Templates;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard network</c>: what the networks of the environments' accounts are made of.</summary>
internal static class NetworkCommand
{
    private const string Summary = "Shows what the networks of the environments' accounts and regions are made of: facts, without a judgement.";

    private const string Details = """
        It asks EC2, once for each account and region: VPCs, subnets, route tables, network ACLs, security groups,
        network interfaces, peering connections, transit gateways and what hangs on them, VPC endpoints, prefix lists.
        Each part says who told it and when. A part that could not be read says why: it is not taken to be empty.
        What may reach what is not judged here.

        The text names what leads out of a VPC, and what lets others in; --format json holds every fact.

        With --from, the facts are those that 'driftboard record --network' put into a recording.

        Exit codes, the first that applies:
          2  error: a repository, a driftboard.yaml or a setting cannot be used
          3  a part could not be read, or there is no environment
          0  everything was read
        """;

    public static Command Build(CliHost host)
    {
        var repository = Options.Repository();
        var environment = new Option<string[]>("--environment") { HelpName = "NAME", Description = "Only this environment. May be repeated." };
        var settingsFile = Options.Settings();
        var endpoint = Options.Endpoint();
        var from = Options.From();
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("network", Summary, Details) { repository, environment, settingsFile, endpoint, from, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = ScanSettings.Read(host, parsed.GetValue(settingsFile));
            var target = ScanTarget.Read(host, settings, parsed.GetValue(repository) ?? [], parsed.GetValue(environment) ?? [], parsed.GetValue(endpoint), parsed.GetValue(from));
            using var run = new NetworkRun(host, settings, target);
            return Print(host, await run.RunAsync(cancellation), parsed.GetValue(format)!);
        });
        return command;
    }

    private static int Print(CliHost host, NetworkReport report, string format)
    {
        foreach (var failure in report.Failures)
            host.Error.WriteLine(VisibleText.Line(failure));
        LocalRenderer.Print(host.Error, report.Diagnostics);
        if (format == "json")
            host.Output.WriteLine(JsonOutput.Page(NetworkWriter.Networks(report.Networks.Select(n => n.Facts))));
        else
            host.Output.Write(new NetworkText(new Paint(host.IsColored), report).Write());
        return report.Failures.Length > 0 || report.Diagnostics.Any(d => d.Severity == DiagnosticSeverity.Error) ? ExitCode.Error
            : !report.Networks.IsEmpty && report.Networks.All(n => n.Facts.IsWhole) ? ExitCode.Ok
            : ExitCode.NotFullyChecked;
    }
}
