using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Scanning;
using Dashboard.Cli.Templates;
using Dashboard.Cli.Watching;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard watch</c>: every change of a running server, as it happens.</summary>
internal static class WatchCommand
{
    private const string DefaultUrl = "http://127.0.0.1:5080";

    private const string Summary = "Follows a running server and prints every change as it happens.";

    private const string Details = """
        A line for every stack whose verdict changes, and for every change of parity. A server that does not
        answer is waited for, for ever; what changed meanwhile is printed once it is back.

        With --format json each line is a document with "at" and either "previous" and "stack" (null where the
        stack is new or gone), or "previousParity" and "parity".

        With --from, the stacks and pairs of a recording are printed as new ones, and the command ends.

        Exit codes:
          0  ended by Ctrl+C, or the recording was printed
          2  error
        """;

    public static Command Build(CliHost host)
    {
        var url = new Option<string>("--url") { HelpName = "URL", Description = "The server's address.", DefaultValueFactory = _ => DefaultUrl };
        var from = Options.From();
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("watch", Summary, Details) { url, from, format };
        command.SetAction((parsed, cancellation) =>
        {
            if (parsed.GetValue(from) is not { } folder)
                return RunAsync(host, parsed.GetValue(url)!, parsed.GetValue(format)!, cancellation);
            return parsed.GetResult(url) is { Implicit: false }
                ? throw new CommandException("--url: found beside --from; allowed is one of them: a recording stands in the place of a server.")
                : ReplayAsync(host, folder, parsed.GetValue(format)!, cancellation);
        });
        return command;
    }

    /// <summary>A recording has one moment: every stack and pair is new in it, and nothing follows.</summary>
    private static async Task<int> ReplayAsync(CliHost host, string folder, string format, CancellationToken cancellation)
    {
        var target = ScanTarget.Read(host, ScanSettings.None, [], [], null, folder);
        using var run = new ScanRun(host, ScanSettings.None, target);
        var report = await run.RunAsync(null, cancellation);
        var text = new WatchText(new Paint(host.IsColored), host.Time);
        var changes = report.Stacks.Select(s => new WatchDocument(report.ScannedAt, null, DocumentWriter.Cell(s), null, null))
            .Concat(report.Parity.Select(p => new WatchDocument(report.ScannedAt, null, null, null, DocumentWriter.Summary(p, keptSince: null))));
        foreach (var change in changes)
            host.Output.WriteLine(format == "json" ? JsonOutput.Line(change) : text.Write(change));
        foreach (var failure in report.Failures)
            host.Error.WriteLine(VisibleText.Line(failure));
        LocalRenderer.Print(host.Error, report.Diagnostics);
        return report.Failures.IsEmpty && report.Diagnostics.All(d => d.Severity != DiagnosticSeverity.Error) ? ExitCode.Ok : ExitCode.Error;
    }

    private static async Task<int> RunAsync(CliHost host, string url, string format, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CommandException(VisibleText.Line($"--url: found \"{url}\"; allowed is an http or https address, such as {DefaultUrl}."));
        var text = new WatchText(new Paint(host.IsColored), host.Time);
        var watcher = new DriftWatcher(
            address,
            host.Time,
            message => host.Error.WriteLine(VisibleText.Line(message)),
            change => host.Output.WriteLine(format == "json" ? JsonOutput.Line(change) : text.Write(change)));
        try
        {
            await watcher.RunAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Ctrl+C: the way that a watch ends.
        }

        return ExitCode.Ok;
    }
}
