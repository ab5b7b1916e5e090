using System.Diagnostics;

namespace Dashboard.Browser.Tests;

/// <summary>A shell script that runs until the test ends, with some commands of ours in the place of the machine's.</summary>
internal sealed class ShellScript : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-script-");
    private readonly Process _process;

    private ShellScript(string script, string argument, (string Name, string Script)[] commands)
    {
        foreach (var (name, text) in commands.Append(("script", script)))
        {
            var file = Path.Combine(_folder.FullName, name);
            File.WriteAllText(file, text.StartsWith("#!", StringComparison.Ordinal) ? text : $"#!/bin/sh\n{text}\n");
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo(Path.Combine(_folder.FullName, "script"), [argument]) { RedirectStandardOutput = true };
        start.Environment["PATH"] = $"{_folder.FullName}:{Environment.GetEnvironmentVariable("PATH")}";
        _process = Process.Start(start)!;
    }

    public StreamReader StandardOutput => _process.StandardOutput;

    public static ShellScript Start(string script, string argument, params (string Name, string Script)[] commands) => new(script, argument, commands);

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _folder.Delete(recursive: true);
    }
}
