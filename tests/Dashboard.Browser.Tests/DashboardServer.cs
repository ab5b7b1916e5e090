using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Tests.Shared;

namespace Dashboard.Browser.Tests;

/// <summary>The product as a newcomer starts it: a process of its own with the sandbox, a data folder that goes with it, and two free ports.</summary>
/// <param name="more">Arguments beside the addresses and the data folder.</param>
public sealed class DashboardServer(params string[] more) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    private readonly string _data = Directory.CreateTempSubdirectory("driftboard-data-").FullName;
    private readonly int _port = FreePort();
    private readonly int _sandboxPort = FreePort();
    private Process? _process;

    /// <summary>Where the screens are.</summary>
    public string Url => $"http://127.0.0.1:{_port}";

    /// <summary>Where the embedded cloud is.</summary>
    public string SandboxUrl => $"http://127.0.0.1:{_sandboxPort}";

    /// <summary>Environment variables that it is started with, beside those of the test.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>Whether it was started and not ended by us.</summary>
    public bool IsStarted => _process is not null;

    /// <summary>Starts the process and waits until it serves.</summary>
    public async Task StartAsync()
    {
        var assembly = BuildOutput("Dashboard.Web");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in new[] { assembly, "--urls", Url, "--sandbox-urls", SandboxUrl, "--data", _data }.Concat(more))
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["DRIFTBOARD__SCAN__CALLSPERSECOND"] = "500";
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var output = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var serving = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) =>
        {
            output.Enqueue(line.Data ?? "");
            if (line.Data?.Contains(Url, StringComparison.Ordinal) == true)
                serving.TrySetResult();
        };
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.Exited += (_, _) => serving.TrySetException(new InvalidOperationException($"The server ended at once:\n{string.Join('\n', output)}"));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
        try
        {
            await serving.Task.WaitAsync(StartTimeout);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"The server printed no address within {StartTimeout}:\n{string.Join('\n', output)}");
        }
    }

    /// <summary>Ends the process the hard way, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
            return;
        _process = null;
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync().Soon();
        process.Dispose();
    }

    /// <summary>Stops the process where it stands: it holds its connections and says nothing. Not on Windows.</summary>
    public Task FreezeAsync() => SignalAsync("STOP");

    /// <summary>Lets a frozen process go on.</summary>
    public Task ThawAsync() => SignalAsync("CONT");

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-" + signal, _process!.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync().Soon();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>The assembly that the solution's build put into a project's own folder, in this test's configuration.</summary>
    private static string BuildOutput(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var (framework, configuration) = (here.Name, here.Parent!.Name);
        return Path.Combine(RepositoryRoot.Find(), "src", project, "bin", configuration, framework, project + ".dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
