using System.CommandLine;
using Dashboard.Cli.Doctoring;
using Dashboard.Cli.Output;
using Dashboard.Cli.Scanning;
using Dashboard.Cli.Templates;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws.Access;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard doctor</c>: what keeps the environments from being read, and the least that reading them needs.</summary>
internal static class DoctorCommand
{
    private const string Summary = "Checks how each environment is reached: credentials, clock, regions, and every permission that a scan needs.";

    private const string Details = """
        It tries, once for each kind of call and each resource type in use, what a scan does, and names every action
        that is missing. It only reads, and shows nothing of what it read.

        --policy prints the least IAM policy that reads the types in use: those of the repository's templates. What
        each type's handlers ask for is read from the registry of the first account that can be asked, or else from a
        list that this build carries. Reads of data (secrets, objects, items, messages, log events, decryption) are
        denied; a type that needs one of them is not read at all, and is listed as "not checked: policy".

        Where it is larger than a managed policy may be, --part 1, --part 2 and so on print it as several.

        With --from it says what a recording tells of permissions; credentials and the clock stay unchecked.

        Exit codes, the first that applies:
          2  error: a repository, a driftboard.yaml or a setting cannot be used
          1  a check failed
          3  no check failed, but not everything could be tried
          0  everything is as it should be, or the policy was printed
        """;

    public static Command Build(CliHost host)
    {
        var repository = Options.Repository();
        var environment = new Option<string[]>("--environment") { HelpName = "NAME", Description = "Only this environment. May be repeated." };
        var settingsFile = Options.Settings();
        var endpoint = Options.Endpoint();
        var from = Options.From();
        var policy = new Option<bool>("--policy") { Description = "Print the least policy that reads the types in use, as JSON, instead of checking." };
        var part = new Option<int?>("--part") { HelpName = "N", Description = "With --policy: one part of it, of as many as managed policies hold." };
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("doctor", Summary, Details) { repository, environment, settingsFile, endpoint, from, policy, part, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var settings = ScanSettings.Read(host, parsed.GetValue(settingsFile));
            var target = ScanTarget.Read(host, settings, parsed.GetValue(repository) ?? [], parsed.GetValue(environment) ?? [], parsed.GetValue(endpoint), parsed.GetValue(from));
            using var run = new DoctorRun(host, settings, target);
            return parsed.GetValue(policy) ? await PrintPolicyAsync(host, run, parsed.GetValue(part), cancellation) : await CheckAsync(host, run, parsed.GetValue(format)!, cancellation);
        });
        return command;
    }

    private static async Task<int> CheckAsync(CliHost host, DoctorRun run, string format, CancellationToken cancellation)
    {
        var report = await run.CheckAsync(cancellation);
        Complain(host, report.Failures);
        LocalRenderer.Print(host.Error, report.Diagnostics);
        if (format == "json")
            host.Output.WriteLine(JsonOutput.Page(report.ToDocument()));
        else
            host.Output.Write(new DoctorText(new Paint(host.IsColored), report).Write());
        return report.ExitCode;
    }

    private static async Task<int> PrintPolicyAsync(CliHost host, DoctorRun run, int? part, CancellationToken cancellation)
    {
        var (policy, notes, failures) = await run.PolicyAsync(cancellation);
        Complain(host, failures);
        if (failures.Length > 0)
            return ExitCode.Error;
        Complain(host, notes);
        host.Output.WriteLine(part is { } number ? PartOf(policy, number) : policy.ToJson());
        return ExitCode.Ok;
    }

    private static string PartOf(ReadPolicy policy, int number)
    {
        var parts = policy.ToManagedPolicies();
        return number >= 1 && number <= parts.Length ? parts[number - 1] : throw new CommandException($"--part {number}: the policy has {parts.Length} {(parts.Length == 1 ? "part" : "parts")}.");
    }

    private static void Complain(CliHost host, IEnumerable<string> lines)
    {
        foreach (var line in lines)
            host.Error.WriteLine(VisibleText.Line(line));
    }
}
