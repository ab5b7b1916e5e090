using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Dashboard.Tests.Shared;

namespace Dashboard.Sandbox.Tests;

/// <summary>The sandbox alone, started as a process.</summary>
public sealed class ProgramTests : IDisposable
{
    /// <summary>A process starts slowly where many start at once.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-program-");

    public void Dispose() => Sandbox.Estate.SampleRepository.Delete(_folder);

    [Fact]
    public async Task It_deploys_the_sample_and_says_how_to_use_it()
    {
        using var process = Start("--urls", "http://127.0.0.1:0", "--data", _folder.FullName);
        try
        {
            var said = "";
            while (!said.Contains("update-resource", StringComparison.Ordinal))
                said += (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Deadline, TestContext.Current.CancellationToken) ?? throw new InvalidOperationException($"It ended after: {said}")) + "\n";

            var address = said.Split("listens on ")[1].Split(".\n")[0];
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("Action=ListStacks") };
            SandboxServer.Sign(request, Some.Other, Some.Region, "cloudformation");
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken).Soon();
            Assert.Contains("production-shop-storefront", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon(), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(_folder.FullName, "sample", "shop", "driftboard.yaml")));
            Assert.Contains("SANDBOX222222222222", said, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).Soon();
        }
    }

    [Fact]
    public async Task A_taken_port_is_one_message_and_exit_code_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";

        var (exitCode, output, error) = await RunAsync("--urls", url, "--data", _folder.FullName);

        Assert.Equal((2, ""), (exitCode, output));
        Assert.Equal([$"Failed to bind to address {url}: address already in use."], error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("listens on loopback only; found 'http://0.0.0.0:0'", "--urls", "http://0.0.0.0:0")]
    [InlineData("Usage:", "--urls")]
    [InlineData("Usage:", "--nonsense", "x")]
    public async Task What_it_is_not_made_for_is_refused(string message, params string[] arguments)
    {
        var (exitCode, _, error) = await RunAsync(arguments);

        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Arguments_are_read()
    {
        Assert.Equal(new SandboxArguments("http://127.0.0.1:5081", null), SandboxArguments.Read([]));
        Assert.Equal(new SandboxArguments("http://[::1]:1", "d"), SandboxArguments.Read(["--data", "d", "--urls", "http://[::1]:1"]));
        Assert.Null(SandboxArguments.Read(["--data", ""]));
        Assert.Null(SandboxArguments.Read(["http://127.0.0.1:1"]));
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        return (process.ExitCode, await output.Soon(), error);
    }

    private static Process Start(params string[] arguments)
    {
        var assembly = Assembly.Load("Dashboard.Sandbox").Location;
        return Process.Start(new ProcessStartInfo("dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
