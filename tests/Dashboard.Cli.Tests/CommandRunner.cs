using System.Collections.Immutable;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests;

/// <summary>What a command came to.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>Runs commands in process, in a temporary folder of its own.</summary>
internal sealed class CommandRunner : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("driftboard-cli-").FullName;

    /// <summary>Where commands put what they need for a while: theirs alone, so that what is left over can be seen.</summary>
    public string TemporaryFolder { get; } = Directory.CreateTempSubdirectory("driftboard-cli-temporary-").FullName;

    public ImmutableDictionary<string, string> Variables { get; set; } = ImmutableDictionary<string, string>.Empty;

    public bool IsColored { get; init; }

    /// <summary>What commands read from standard input.</summary>
    public string Input { get; set; } = "";

    public bool ShowsProgress { get; init; }

    /// <summary>Writes a file; returns its name.</summary>
    public string File(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, text);
        return name;
    }

    public async Task<CommandResult> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var exitCode = await CommandLine.RunAsync(arguments, Host(output, error), TestContext.Current.CancellationToken).Soon();
        return new CommandResult(exitCode, output.ToString(), error.ToString());
    }

    public CliHost Host(TextWriter output, TextWriter error) =>
        new()
        {
            Input = new StringReader(Input),
            Output = output,
            Error = error,
            Folder = Folder,
            NewTemporaryFolder = () => Directory.CreateDirectory(Path.Combine(TemporaryFolder, Path.GetRandomFileName())).FullName,
            Variables = Variables,
            IsColored = IsColored,
            ShowsProgress = ShowsProgress,
        };

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        Directory.Delete(TemporaryFolder, recursive: true);
    }
}
