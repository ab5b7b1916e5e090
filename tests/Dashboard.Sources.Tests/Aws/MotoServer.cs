using System.Diagnostics;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Tests.Shared;

[assembly: AssemblyFixture(typeof(MotoServer))]

namespace Dashboard.Sources.Tests.Aws;

/// <summary>moto (https://docs.getmoto.org), an AWS emulator that is not ours: started by the first test that asks, once for all of them.</summary>
public sealed class MotoServer : IAsyncDisposable
{
    private readonly int? _openCalls;

    /// <summary>The one that every test shares: it checks no signature and no permission.</summary>
    public MotoServer()
    {
    }

    private MotoServer(int openCalls) => _openCalls = openCalls;

    /// <summary>One of a test's own, which after so many calls checks signatures and IAM policies.</summary>
    internal static MotoServer WithAuthorization(int openCalls) => new(openCalls);

    /// <summary>Python starts slowly on a busy machine.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();

    // Both guarded by _lock.
    private Process? _process;
    private Task<string>? _url;

    /// <summary>Its address. Skips the test where moto is not installed; with CI=true it fails instead.</summary>
    public Task<string> UrlAsync()
    {
        Needed.Require(IsInstalled() ? null : "moto_server is not installed (pip install 'moto[server]').");
        lock (_lock)
            return _url ??= StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not { } process)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Deadline);
        process.Dispose();
    }

    private async Task<string> StartAsync()
    {
        var start = new ProcessStartInfo("moto_server") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "-H", "127.0.0.1", "-p", "0" })
            start.ArgumentList.Add(argument);
        start.Environment["PYTHONUNBUFFERED"] = "1";
        if (_openCalls is { } count)
            start.Environment["INITIAL_NO_AUTH_ACTION_COUNT"] = count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Process.Start(start)!;
        // It says " * Running on http://127.0.0.1:36753", and then one line for each request, which must be read or it stops.
        _process.OutputDataReceived += (_, line) => Look(line.Data);
        _process.ErrorDataReceived += (_, line) => Look(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        return await address.Task.WaitAsync(Deadline);

        void Look(string? line)
        {
            if (line?.IndexOf("Running on http://", StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(line[(at + "Running on ".Length)..].Trim());
        }
    }

    private static bool IsInstalled() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(folder => File.Exists(Path.Combine(folder, "moto_server")));
}
