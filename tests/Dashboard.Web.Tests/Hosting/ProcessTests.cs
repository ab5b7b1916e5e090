using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Tests.Shared;

namespace Dashboard.Web.Tests.Hosting;

/// <summary>The program as a process of its own: how it refuses to start, and that its assets are there wherever it is started from.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly string[] Assets = ["css/app.css", "_content/MudBlazor/MudBlazor.min.css"];

    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-process-").FullName;

    private string Data => Path.Combine(_root, "data");

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_taken_port_is_one_message_and_exit_code_2()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var screens = await RunAsync("--urls", $"http://127.0.0.1:{port}", "--sandbox-urls", "http://127.0.0.1:0", "--data", Data);
        var sandbox = await RunAsync("--urls", "http://127.0.0.1:0", "--sandbox-urls", $"http://127.0.0.1:{port}", "--data", Data);

        AssertOneMessage(screens, $"Urls: Driftboard cannot listen on http://127.0.0.1:{port}:", "--urls");
        AssertOneMessage(sandbox, $"Driftboard:Sandbox:Urls: the embedded cloud cannot listen on http://127.0.0.1:{port}:", "--sandbox-urls");
    }

    [Fact]
    public async Task A_data_folder_that_another_process_holds_is_one_message_and_exit_code_2()
    {
        using (Web.Hosting.DataFolder.Open(Data))
            AssertOneMessage(await RunAsync("--urls", "http://127.0.0.1:0", "--sandbox-urls", "http://127.0.0.1:0", "--data", Data), "another Driftboard already uses the folder", "--data FOLDER");
    }

    [Fact]
    public async Task A_user_who_never_had_any_data_gets_a_folder_for_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes the folder with the user.");
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var home = Directory.CreateDirectory(Path.Combine(_root, "home")).FullName;

        var run = await RunProcessAsync("dotnet", [Assembly(), "--urls", "http://127.0.0.1:0", "--sandbox-urls", $"http://127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}"], _root, home);

        // It came as far as the taken port.
        AssertOneMessage(run, "Driftboard:Sandbox:Urls");
        Assert.NotEmpty(Directory.GetDirectories(home, "driftboard", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_wrong_configuration_is_one_list_and_exit_code_2()
    {
        var (code, output, error) = await RunAsync("--urls", "http://0.0.0.0:5080", "--colour", "--data", Data);

        Assert.Equal((2, ""), (code, output));
        Assert.Equal(3, error.TrimEnd().Split('\n').Length);
        Assert.Contains("--colour: there is no such option", error, StringComparison.Ordinal);
        Assert.Contains("ssh -L 5080:127.0.0.1:5080", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    [Fact]
    public async Task Help_is_printed_with_exit_code_0()
    {
        var (code, output, error) = await RunAsync("--help");

        Assert.Equal((0, ""), (code, error));
        Assert.Contains("--repository PATH|URL", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Started_from_the_root_folder_the_build_serves_its_assets() => await AssertServesAssetsAsync(Assembly(), "/");

    [Fact]
    public async Task Published_and_started_from_elsewhere_it_serves_its_assets()
    {
        var folder = Path.Combine(_root, "published");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var project = Path.Combine(RepositoryRoot.Find(), "src", "Dashboard.Web");
        var (code, output, error) = await RunProcessAsync("dotnet", ["publish", project, "-c", configuration, "--no-build", "-o", folder, "-v", "q", "-nologo"], RepositoryRoot.Find());
        Assert.True(code == 0, output + error);

        await AssertServesAssetsAsync(Path.Combine(folder, "Dashboard.Web.dll"), _root);
    }

    private static void AssertOneMessage((int Code, string Output, string Error) run, params string[] parts)
    {
        Assert.Equal((2, ""), (run.Code, run.Output));
        var message = Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    private async Task AssertServesAssetsAsync(string assembly, string folder)
    {
        using var process = Start("dotnet", [assembly, "--urls", "http://127.0.0.1:0", "--sandbox-urls", "http://127.0.0.1:0", "--data", Data], folder);
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
            if (line is null)
                Assert.Fail(await errors.WaitAsync(Patience));
            using var http = new HttpClient { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..]) };
            foreach (var asset in Assets)
            {
                foreach (var encoding in new[] { "identity", "br", "gzip" })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, asset) { Headers = { { "Accept-Encoding", encoding } } };
                    using var response = await http.SendAsync(request, TestContext.Current.CancellationToken).Soon();
                    Assert.Equal((asset, encoding, HttpStatusCode.OK), (asset, encoding, response.StatusCode));
                    Assert.NotEmpty(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken).Soon());
                }
            }

            Assert.Equal("ok", await http.GetStringAsync("healthz", TestContext.Current.CancellationToken).Soon());
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).Soon();
        }
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunProcessAsync("dotnet", [Assembly(), .. arguments], _root);

    private static async Task<(int Code, string Output, string Error)> RunProcessAsync(string program, IEnumerable<string> arguments, string folder, string? home = null)
    {
        using var process = Start(program, arguments, folder, home);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string program, IEnumerable<string> arguments, string folder, string? home = null)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        if (home is not null)
        {
            start.Environment["HOME"] = home;
            start.Environment.Remove("XDG_DATA_HOME");
        }

        return Process.Start(start)!;
    }

    /// <summary>The assembly in the web project's own output folder, where dotnet run finds it.</summary>
    private static string Assembly()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(RepositoryRoot.Find(), "src", "Dashboard.Web", "bin", here.Parent!.Name, here.Name, "Dashboard.Web.dll");
    }
}
