using System.CommandLine;
using Dashboard.Cli.Output;
using Dashboard.Cli.Scanning;
using Dashboard.Core.Values;
using Dashboard.Sources.Published;

namespace Dashboard.Cli.Commands;

/// <summary><c>driftboard publish</c>: keeps what a pipeline made of a commit, so that it is what the repository says.</summary>
internal static class PublishCommand
{
    private const string Summary = "Keeps the templates that a pipeline made of a commit (cdk.out, or a packaged template), as what the repository says at that commit.";

    private const string Details = """
        Of a cdk.out, the template of every stack is kept, stages included, and of its assets those that are templates:
        nested stacks name these by the object that they are uploaded as. A template as 'sam package' or 'aws
        cloudformation package' writes it is kept under its path as it is given here.

        A component of driftboard.yaml uses them with
          published: "Shop-{environment}.template.json"   # the file in cdk.out, or the stack's name, or the given path
        in the place of "template". With "template" beside it, that one is the source of a packaged template: nested
        templates that the packager uploaded under a name of its own are read from where the source names them.

        They are kept by commit in the data folder: --data, or Driftboard:Data as for the server, which sees them with its
        next scan. Publishing again replaces templates of the same name.

        Exit codes:
          2  error: something cannot be read, or the data folder cannot be used; nothing was published
          0  published
        """;

    public static Command Build(CliHost host)
    {
        var paths = new Argument<string[]>("PATH") { Description = "A cdk.out, or a packaged template.", Arity = ArgumentArity.OneOrMore };
        var commit = new Option<string>("--commit") { HelpName = "SHA", Description = "The full id of the commit that it was made of.", Required = true };
        var data = new Option<string?>("--data") { HelpName = "DIR", Description = "The data folder. Default: the server's." };
        var settingsFile = Options.Settings();
        var command = new DocumentedCommand("publish", Summary, Details) { paths, commit, data, settingsFile };
        command.SetAction(parsed => Run(host, parsed.GetValue(paths)!, parsed.GetValue(commit)!, parsed.GetValue(data), parsed.GetValue(settingsFile)));
        return command;
    }

    private static int Run(CliHost host, string[] paths, string commit, string? data, string? settingsFile)
    {
        commit = commit.ToLowerInvariant();
        if (!PublishedStore.IsCommit(commit))
            throw new CommandException(VisibleText.Line($"--commit: found \"{commit}\"; allowed is the full id of a commit, such as 'git rev-parse HEAD' prints."));
        var folder = data is not null ? host.Locate(data) : ScanSettings.Read(host, settingsFile).DataFolder;
        if (folder.Length == 0)
            throw new CommandException("--data: found nothing, and this user has no folder for application data; allowed is a folder.");
        try
        {
            var templates = PublishedReader.Read(paths.Select(p => (p, host.Locate(p))));
            var replaced = new PublishedStore(folder).Publish(commit, templates);
            host.Output.WriteLine(VisibleText.Line($"Published {Words.Count(templates.Files.Count, "template", "templates")} for commit {commit[..7]}: {string.Join(", ", templates.Files.Keys)}."));
            if (replaced.Length > 0)
                host.Output.WriteLine(VisibleText.Line($"Replaced by another content: {string.Join(", ", replaced)}."));
            return ExitCode.Ok;
        }
        catch (PublishException problem)
        {
            throw new CommandException(VisibleText.Line(problem.Message));
        }
    }
}
