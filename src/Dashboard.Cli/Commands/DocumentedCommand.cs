using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Dashboard.Cli.Commands;

/// <summary>A command with more to say in its own help than the list of commands has room for.</summary>
internal sealed class DocumentedCommand(string name, string summary, string details) : Command(name, summary)
{
    /// <summary>What its results mean, what it reads, and its exit codes.</summary>
    public string Details { get; } = details;
}

/// <summary>The usual help, and beneath it a command's own details.</summary>
internal sealed class DetailedHelp(CliHost host) : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        _usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command)
            host.Output.WriteLine(command.Details);
        return ExitCode.Ok;
    }
}
