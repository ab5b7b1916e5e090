using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Reflection;
using System.Text.RegularExpressions;
using Dashboard.Cli.Commands;
using Dashboard.Core.Values;

namespace Dashboard.Cli;

/// <summary>The commands, and what they end with. Never a stack trace.</summary>
internal static partial class CommandLine
{
    private const string Summary = "Compares live infrastructure with the templates in your repository. It only reads: nothing is ever deployed or reverted.";

    /// <summary>Runs a command line.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliHost host, CancellationToken cancellation)
    {
        try
        {
            host = host with { IsColored = host.IsColored && !arguments.Contains(Options.NoColor.Name) };
            var parsed = Build(host).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Action is null or ParseErrorAction)
                return Explain(parsed, host);
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = host.Output, Error = host.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            host.Error.WriteLine("driftboard: stopped before it was done.");
        }
        catch (CommandException problem)
        {
            host.Error.WriteLine(problem.Message);
        }
        catch (Exception unexpected)
        {
            host.Error.WriteLine(VisibleText.Line($"driftboard: unexpected {unexpected.GetType().Name}: {unexpected.Message}"));
        }

        return ExitCode.Error;
    }

    private static Command Build(CliHost host)
    {
        // A plain command, since RootCommand takes its name from the file of the process.
        var root = new Command("driftboard", Summary)
        {
            RenderCommand.Build(host),
            DiffCommand.Build(host),
            CompareCommand.Build(host),
            ScanCommand.Build(host),
            WatchCommand.Build(host),
            NetworkCommand.Build(host),
            DoctorCommand.Build(host),
            PublishCommand.Build(host),
            RecordCommand.Build(host),
            ReplayCommand.Build(host),
        };
        root.Options.Add(Options.NoColor);
        root.Options.Add(new HelpOption { Action = new DetailedHelp(host) });
        root.Options.Add(new VersionOption { Action = new ShowVersion(host) });
        return root;
    }

    /// <summary>One line for each error, and where to read on.</summary>
    private static int Explain(ParseResult parsed, CliHost host)
    {
        foreach (var error in parsed.Errors.DistinctBy(e => e.Message))
            host.Error.WriteLine(VisibleText.Line("driftboard: " + Spaces().Replace(error.Message, " ")));
        host.Error.WriteLine($"Try '{Name(parsed.CommandResult)} --help'.");
        return ExitCode.Error;
    }

    private static string Name(CommandResult result) => result.Parent is CommandResult parent ? $"{Name(parent)} {result.Command.Name}" : result.Command.Name;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    private sealed class ShowVersion(CliHost host) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            host.Output.WriteLine($"driftboard {version}");
            return ExitCode.Ok;
        }
    }
}
