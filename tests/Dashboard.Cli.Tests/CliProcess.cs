using System.Diagnostics;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests;

/// <summary>The command as a process with an environment of its own.</summary>
internal static class CliProcess
{
    /// <summary>A process starts slowly where many start at once.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Runs it; what is not given of AWS's variables is not there.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        // Beside the tests lie only the libraries that the tests' own framework does not bring.
        var tests = Path.Combine(AppContext.BaseDirectory, "Dashboard.Cli.Tests");
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", "--runtimeconfig", tests + ".runtimeconfig.json", "--depsfile", tests + ".deps.json", Path.Combine(AppContext.BaseDirectory, "driftboard.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(folder, "no-config");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "no-credentials");
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline);
            Assert.Equal("", await error.Soon());
            return (process.ExitCode, await output.Soon());
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
