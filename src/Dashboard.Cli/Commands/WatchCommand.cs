using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Watching;

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

        Exit codes:
          0  ended by Ctrl+C
          2  error
        """;

    public static Command Build(CliHost host)
    {
        var url = new Option<string>("--url") { HelpName = "URL", Description = "The server's address.", DefaultValueFactory = _ => DefaultUrl };
        var format = Options.Format("text", "json");
        var command = new DocumentedCommand("watch", Summary, Details) { url, format };
        command.SetAction((parsed, cancellation) => RunAsync(host, parsed.GetValue(url)!, parsed.GetValue(format)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CliHost host, string url, string format, CancellationToken cancellation)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new CommandException(SafeText.Line($"--url: found \"{url}\"; allowed is an http or https address, such as {DefaultUrl}."));
        var text = new WatchText(new Paint(host.IsColored), host.Time);
        var watcher = new DriftWatcher(
            address,
            host.Time,
            message => host.Error.WriteLine(SafeText.Line(message)),
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
