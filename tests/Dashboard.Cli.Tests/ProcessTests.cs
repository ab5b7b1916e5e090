using System.Diagnostics;
using System.Text;
using Dashboard.Tests.Shared;

namespace Dashboard.Cli.Tests;

/// <summary>What only the real process shows: its bytes and its exit code.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly CommandRunner _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Output_is_UTF_8_without_a_mark_and_with_LF_whatever_the_machine_prefers()
    {
        _cli.File("t.yaml", "Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: Grüße 日本}}}");

        var (exitCode, output, error) = await RunAsync("render", "t.yaml", "--format", "yaml");

        Assert.Equal((ExitCode.Ok, ""), (exitCode, error));
        Assert.Equal("Resources:\n  T:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: \"Grüße 日本\"\nOutputs: {}\n"u8.ToArray(), output);
    }

    [Fact]
    public async Task A_failure_is_one_line_on_standard_error()
    {
        var (exitCode, output, error) = await RunAsync("diff", "left.yaml", "right.yaml");

        Assert.Equal((ExitCode.Error, "left.yaml: there is no such file.\n"), (exitCode, error));
        Assert.Empty(output);
    }

    private async Task<(int ExitCode, byte[] Output, string Error)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "driftboard.dll"), .. arguments])
        {
            WorkingDirectory = _cli.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        start.Environment["LC_ALL"] = "C";
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken).Soon();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).Soon();
        return (process.ExitCode, output.ToArray(), await error.Soon());
    }
}
