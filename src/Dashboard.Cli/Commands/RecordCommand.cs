using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Recordings;
using Dashboard.Cli.Scanning;
using Dashboard.Cli.Templates;
using Dashboard.Core.Values;
using Dashboard.Sources.Recordings;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard record</c>: a scan with everything that it read, secrets replaced, as files that can be sent.</summary>
internal static class RecordCommand
{
    private const string Summary = "Scans, and writes everything that was read into a folder, without its secrets: a case that can be sent and replayed.";

    private const string Details = """
        The folder holds plain JSON: the listed stacks, templates, parameters, resources and live properties, every
        failure, and of the repository the files that were read at the commits that were compared, with the authors of
        the lines in question. Each secret is a number ("driftboard-secret-7"), the same wherever it stands; neither it
        nor anything that was computed from it is written. Of stacks that no environment claims, only the name and the
        exports are kept, and of their resources the ids. What cannot be read is left out, since what is secret in it is not known.

        --network and --unmanaged add what others made, too: the networks of the accounts, and the resources that no
        stack owns. Other accounts are numbers in both ("account-1"), and so are, in networks, the ids of what is theirs.

        Read it before you send it: names, addresses and texts of your own stay as they are. --anonymous replaces
        account ids and authors, too.

        Exit codes, the first that applies:
          2  error: a repository, a driftboard.yaml or an environment's ref cannot be used, or the folder holds something
          3  the recording says something else than the scan did: it is told where
          0  recorded
        """;

    public static Command Build(CliHost host)
    {
        var folder = new Argument<string>("DIR") { Description = "A new or an empty folder." };
        var repository = Options.Repository();
        var environment = new Option<string[]>("--environment") { HelpName = "NAME", Description = "Only this environment. May be repeated." };
        var settingsFile = Options.Settings();
        var endpoint = Options.Endpoint();
        var network = new Option<bool>("--network") { Description = "Record what the networks of the accounts are made of, too, whoever made them: 'driftboard network --from DIR' shows it." };
        var unmanaged = new Option<bool>("--unmanaged") { Description = "Record what no stack owns in the accounts, too, whoever made it: 'driftboard replay DIR' and the page of what nothing claims show it." };
        var anonymous = new Option<bool>("--anonymous") { Description = "Replace account ids by made-up ones and authors by numbers, the same everywhere." };
        var command = new DocumentedCommand("record", Summary, Details) { folder, repository, environment, settingsFile, endpoint, network, unmanaged, anonymous };
        command.SetAction((parsed, cancellation) =>
        {
            var settings = ScanSettings.Read(host, parsed.GetValue(settingsFile));
            var target = ScanTarget.Read(host, settings, parsed.GetValue(repository) ?? [], parsed.GetValue(environment) ?? [], parsed.GetValue(endpoint)) with { AsksNetwork = parsed.GetValue(network), AsksUnmanaged = parsed.GetValue(unmanaged) };
            var run = new RecordRun(host, settings, target, host.Locate(parsed.GetValue(folder)!), parsed.GetValue(anonymous));
            return RunAsync(host, run, parsed.GetValue(folder)!, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, RecordRun run, string folder, CancellationToken cancellation)
    {
        var progress = host.ShowsProgress ? new ProgressLine(host.Error) : null;
        RecordResult result;
        try
        {
            result = await run.RunAsync(progress, cancellation);
        }
        catch (RecordingException problem)
        {
            throw new CommandException(string.Join('\n', problem.Message.Split('\n').Select(VisibleText.Line)));
        }
        finally
        {
            progress?.Clear();
        }

        foreach (var failure in result.Report.Failures)
            host.Error.WriteLine(VisibleText.Line(failure));
        LocalRenderer.Print(host.Error, result.Report.Diagnostics);
        if (!result.IsWritten)
        {
            host.Error.WriteLine(VisibleText.Line($"No environment was read, so nothing was recorded into {folder}."));
            return ExitCode.Error;
        }

        var environments = Words.Count(result.Report.Environments.Length, "environment", "environments");
        var stacks = Words.Count(result.Report.Stacks.Count(), "stack", "stacks");
        var resources = Words.Count(result.Report.Stacks.Sum(s => s.Resources.Length), "resource", "resources");
        var secrets = Words.Count(result.Secrets, "secret was", "secrets were");
        host.Output.WriteLine(VisibleText.Line($"Recorded {environments}, {stacks} and {resources} into {folder}; {secrets} replaced."));
        host.Output.WriteLine(VisibleText.Line($"Read it before you send it. 'driftboard replay {folder}' shows what it says."));
        if (result.Deviations.Length > 0)
            host.Error.WriteLine("The recording says something else than the scan did, since something that it rests on was left out or replaced:");
        foreach (var deviation in result.Deviations)
            host.Error.WriteLine(VisibleText.Line("  " + deviation));
        return result.Report.HasFailed ? ExitCode.Error
            : result.Deviations.Length > 0 ? ExitCode.NotFullyChecked
            : ExitCode.Ok;
    }
}
