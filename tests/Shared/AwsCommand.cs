using System.Diagnostics;

namespace Dashboard.Tests.Shared;

/// <summary>The real <c>aws</c> command against an endpoint of ours.</summary>
internal static class AwsCommand
{
    /// <summary>Skips a test where the command is missing; with CI=true it fails instead.</summary>
    public static void Require() => Needed.Require(IsInstalled() ? null : "The aws command is not installed.");

    /// <summary>Runs the command in an account of the sandbox; returns its exit code, output and errors.</summary>
    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string endpoint, string account, string region, params string[] arguments) =>
        RunAsAsync(endpoint, ["SANDBOX" + account, "x"], region, arguments);

    /// <summary>Runs the command with credentials: key, secret and, for a role's session, its token.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsAsync(string endpoint, string[] credentials, string region, params string[] arguments)
    {
        var start = new ProcessStartInfo("aws") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "--endpoint-url", endpoint, "--region", region, "--output", "json" }.Concat(arguments))
            start.ArgumentList.Add(argument);
        start.Environment["AWS_ACCESS_KEY_ID"] = credentials[0];
        start.Environment["AWS_SECRET_ACCESS_KEY"] = credentials[1];
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(Path.GetTempPath(), "driftboard-no-aws-config");
        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(Path.GetTempPath(), "driftboard-no-aws-credentials");
        start.Environment["AWS_PAGER"] = "";
        start.Environment.Remove("AWS_SESSION_TOKEN");
        if (credentials.Length > 2)
            start.Environment["AWS_SESSION_TOKEN"] = credentials[2];
        start.Environment.Remove("AWS_PROFILE");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, await output, await error);
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "aws.exe" : "aws")));
}
