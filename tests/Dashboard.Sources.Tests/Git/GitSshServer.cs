using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Git;

/// <summary>A real git host on loopback over ssh: OpenSSH's own server, started for each connection as inetd does, with keys of its own.</summary>
internal sealed class GitSshServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/sshd";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _folder;
    private readonly Task _serving;

    private GitSshServer(string folder)
    {
        _folder = folder;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The key that may read, and one that nobody knows.</summary>
    public string Key => Path.Combine(_folder, "reader");

    /// <inheritdoc cref="Key" />
    public string OtherKey => Path.Combine(_folder, "stranger");

    /// <summary>What a client knows of hosts: this one's key.</summary>
    public string KnownHosts => Path.Combine(_folder, "known_hosts");

    /// <summary>The address of a folder of this machine.</summary>
    public string Url(string folder) => $"ssh://{Environment.UserName}@127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{folder}";

    /// <summary>Starts one; a test without the server is skipped here.</summary>
    /// <param name="folder">An empty folder for its keys.</param>
    public static async Task<GitSshServer> StartAsync(string folder)
    {
        Needed.Require(File.Exists(Program) ? null : $"{Program} is not there: OpenSSH's server is not installed.");
        // As root it wants this folder, which its own service makes.
        Needed.Require(Environment.UserName != "root" || Directory.Exists("/run/sshd") ? null : "/run/sshd is not there, where the ssh server that root starts locks itself in.");
        foreach (var key in new[] { "host", "reader", "stranger" })
            await RunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, key));
        File.Copy(Path.Combine(folder, "reader.pub"), Path.Combine(folder, "authorized_keys"));
        await File.WriteAllTextAsync(
            Path.Combine(folder, "sshd_config"),
            $"""
            HostKey {folder}/host
            AuthorizedKeysFile {folder}/authorized_keys
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            StrictModes no
            PidFile none

            """);
        var server = new GitSshServer(folder);
        var host = (await File.ReadAllTextAsync(Path.Combine(folder, "host.pub"))).Split(' ');
        await File.WriteAllTextAsync(server.KnownHosts, $"[127.0.0.1]:{((IPEndPoint)server._listener.LocalEndpoint).Port} {host[0]} {host[1]}\n");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.Soon();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
                sessions.Add(SessionAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task SessionAsync(TcpClient client)
    {
        using var connection = client;
        using var process = Process.Start(new ProcessStartInfo(Program, ["-i", "-e", "-f", Path.Combine(_folder, "sshd_config")]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var stream = connection.GetStream();
        // What it has to tell its administrator must not stop it.
        var complaints = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var sent = stream.CopyToAsync(process.StandardInput.BaseStream, _stop.Token);
        try
        {
            await process.StandardOutput.BaseStream.CopyToAsync(stream, _stop.Token);
            await process.WaitForExitAsync(_stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            process.Kill(entireProcessTree: true);
        }

        connection.Close();
        await Task.WhenAll(sent, complaints).ContinueWith(static t => t.Exception, TaskScheduler.Default);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.WaitForExitAsync().Soon();
        Assert.Equal(0, process.ExitCode);
    }
}
