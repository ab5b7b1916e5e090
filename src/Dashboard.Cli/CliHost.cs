using System.Collections;

namespace Dashboard.Cli;

/// <summary>What a command touches of the world around it, so that a test can give it another one.</summary>
internal sealed record CliHost
{
    /// <summary>Lines to answer.</summary>
    public TextReader Input { get; init; } = TextReader.Null;

    /// <summary>Results.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Diagnostics, progress and what went wrong.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The current folder: relative paths start here, and appsettings.json is looked for in it.</summary>
    public required string Folder { get; init; }

    /// <summary>The data folder where no setting names one; empty where this user has none.</summary>
    public string DataFolder { get; init; } = "";

    /// <summary>Makes an empty folder that nobody else can read, and names it; whoever asks for one deletes it.</summary>
    public Func<string> NewTemporaryFolder { get; init; } = () => Directory.CreateTempSubdirectory("driftboard-").FullName;

    /// <summary>Environment variables.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether results may be coloured.</summary>
    public bool IsColored { get; init; }

    /// <summary>Whether somebody watches the errors, so that progress may be written over itself.</summary>
    public bool ShowsProgress { get; init; }

    /// <summary>The process's own surroundings. Colour is for terminals, and NO_COLOR (https://no-color.org) turns it off.</summary>
    public static CliHost Real(TextReader input, TextWriter output, TextWriter error)
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToImmutableDictionary(v => (string)v.Key, v => (string?)v.Value ?? "", StringComparer.Ordinal);
        var isPlain = variables.GetValueOrDefault("NO_COLOR") is { Length: > 0 } || variables.GetValueOrDefault("TERM") == "dumb";
        return new CliHost
        {
            Input = input,
            Output = output,
            Error = error,
            Folder = Environment.CurrentDirectory,
            DataFolder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } local ? Path.Combine(local, "driftboard") : "",
            Variables = variables,
            IsColored = !isPlain && !Console.IsOutputRedirected,
            ShowsProgress = !Console.IsErrorRedirected && variables.GetValueOrDefault("TERM") != "dumb",
        };
    }

    /// <summary>A path as the user wrote it, as a full one.</summary>
    public string Locate(string path) => Path.GetFullPath(path, Folder);
}
