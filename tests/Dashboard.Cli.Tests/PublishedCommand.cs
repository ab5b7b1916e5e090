using System.Diagnostics;
using System.Text;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests;

/// <summary>The command as it is published, compiled ahead of time; DRIFTBOARD_PUBLISHED names its file. Without it a test is skipped, but not in CI.</summary>
internal static class PublishedCommand
{
    /// <summary>The file; skips the test where it is not known, or fails it in CI.</summary>
    public static string Path()
    {
        var path = Environment.GetEnvironmentVariable("DRIFTBOARD_PUBLISHED");
        Needed.Require(string.IsNullOrEmpty(path) ? "DRIFTBOARD_PUBLISHED does not name the published command." : null);
        return System.IO.Path.GetFullPath(path!, RepositoryRoot.Find());
    }

    /// <summary>Runs it in a folder.</summary>
    public static async Task<CommandResult> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path(), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().Soon();
            return new CommandResult(process.ExitCode, await output.Soon(), await error.Soon());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
