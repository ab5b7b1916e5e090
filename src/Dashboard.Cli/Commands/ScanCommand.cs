using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Scanning;
using Dashboard.Cli.Templates;
using Dashboard.Core.Documents;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard scan</c>: one look at every environment of a repository, without a server.</summary>
internal static class ScanCommand
{
    private const string Summary = "Looks once at every environment of a repository, without a server, and says what has drifted.";

    private const string Details = """
        It reads a git repository with a driftboard.yaml, and the AWS accounts that this is deployed to. Which
        accounts may be read, and how, stands in appsettings.json of the current folder (or the file that --settings
        names) and in environment variables, as for the server. An account that is not listed is not read.
          {"Driftboard": {"Accounts": {"111111111111": {"Profile": "shop-staging"}}}}
          DRIFTBOARD__ACCOUNTS__111111111111__PROFILE=shop-staging

        With --from, nothing but a recording is read, and judged as of the day that it was made: without any cloud,
        and with --repository against what your repository says now.

        Exit codes, the first that applies:
          2  error: a repository, a driftboard.yaml or an environment's ref cannot be used
          1  drift
          3  no drift, but not everything was checked: denied, timed out, a type that nobody can read
             ("partly checked"), a template with errors
          0  in sync
        Pending changes, parity differences and components that are not deployed are shown, and are no drift.
        So are stacks of the accounts and regions that no component claims, and, with --include undeclared,
        properties that hold something else than their default although nothing declares them.

        --unmanaged asks for a list of each type in each region, and for the resources of every stack there.
        --who takes one to three calls of CloudTrail for each drifted resource, which lets two a second through.
        These calls come on top of the expected ones. A recording holds nobody's name, so beside --from it is said to
        be unknown who changed what, and so is what no stack owns, unless 'record --unmanaged' put it there.
        """;

    public static Command Build(CliHost host)
    {
        var repository = Options.Repository();
        var environment = new Option<string[]>("--environment") { HelpName = "NAME", Description = "Only this environment. May be repeated; parity is judged where both sides are scanned." };
        var settingsFile = Options.Settings();
        var endpoint = Options.Endpoint();
        var from = Options.From();
        var format = Options.Format("text", "json");
        var include = new Option<string[]>("--include") { HelpName = "WHAT", Description = "Also told of each resource: undeclared (properties that nothing declares), readers (who told what runs)." };
        include.AcceptOnlyFromAmong("undeclared", "readers");
        var who = new Option<bool>("--who") { Description = "Look up who changed what has drifted, how and when: in CloudTrail, in Parameter Store and in the stack's events." };
        var unmanaged = new Option<bool>("--unmanaged") { Description = "List what no stack owns: of the types in use, and of those that the settings add under Unmanaged." };
        var command = new DocumentedCommand("scan", Summary, Details) { repository, environment, settingsFile, endpoint, from, include, who, unmanaged, format };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = ScanSettings.Read(host, parsed.GetValue(settingsFile));
            var target = ScanTarget.Read(
                host, settings, parsed.GetValue(repository) ?? [], parsed.GetValue(environment) ?? [], parsed.GetValue(endpoint), parsed.GetValue(from));
            return RunAsync(host, settings, target with { AsksWho = parsed.GetValue(who), AsksUnmanaged = parsed.GetValue(unmanaged) }, parsed.GetValue(format)!, Extras(parsed.GetValue(include) ?? []), cancellation);
        });
        return command;
    }

    private static DocumentExtras Extras(string[] names) =>
        (names.Contains("undeclared") ? DocumentExtras.Undeclared : DocumentExtras.None) | (names.Contains("readers") ? DocumentExtras.Readers : DocumentExtras.None);

    /// <summary>Scans, and prints the report.</summary>
    public static async Task<int> RunAsync(
        CliHost host, ScanSettings settings, ScanTarget target, string format, DocumentExtras extras, CancellationToken cancellation, Func<ScanReport, bool>? deviates = null)
    {
        using var run = new ScanRun(host, settings, target);
        var progress = host.ShowsProgress ? new ProgressLine(host.Error) : null;
        ScanReport report;
        try
        {
            report = await run.RunAsync(progress, cancellation);
        }
        finally
        {
            progress?.Clear();
        }

        foreach (var failure in report.Failures)
            host.Error.WriteLine(VisibleText.Line(failure));
        LocalRenderer.Print(host.Error, report.Diagnostics);
        var isDeviating = deviates?.Invoke(report) == true;
        if (format == "json")
            host.Output.WriteLine(JsonOutput.Page(report.ToDocument(extras)));
        else
            host.Output.Write(new ScanText(new Paint(host.IsColored), report, extras).Write());
        return isDeviating && report.ExitCode == ExitCode.Ok ? ExitCode.NotFullyChecked : report.ExitCode;
    }
}
