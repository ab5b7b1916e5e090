using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Benchmarks;

/// <summary>A cloud with accounts to fill, to change and to read.</summary>
internal interface IAccountsCloud : IAsyncDisposable
{
    /// <summary>What it is called.</summary>
    string Name { get; }

    /// <summary>How many resources a stack gets: in threes.</summary>
    int ResourcesPerStack { get; }

    /// <summary>Whether a template's tags of a topic become the topic's.</summary>
    bool KeepsTopicTags { get; }

    /// <summary>How an account of it is reached.</summary>
    AwsAccountOptions Account(string account);

    /// <summary>Makes a stack.</summary>
    Task DeployAsync(string account, string region, string name, string template);

    /// <summary>Sets the visibility timeout of a queue, past its stack.</summary>
    Task ChangeQueueAsync(string account, string region, string url, int timeout);
}

/// <summary>The sandbox, in this process.</summary>
internal sealed class SandboxAccounts : IAccountsCloud
{
    private readonly SandboxCloud _cloud = new();
    private readonly WebApplication _server;

    private SandboxAccounts() => _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");

    public string Name => "the sandbox";

    public int ResourcesPerStack => 30;

    public bool KeepsTopicTags => true;

    public static async Task<SandboxAccounts> StartAsync()
    {
        var accounts = new SandboxAccounts();
        await accounts._server.StartAsync();
        return accounts;
    }

    public AwsAccountOptions Account(string account) => AwsAccountOptions.Sandbox(account, _server.Urls.First());

    public Task DeployAsync(string account, string region, string name, string template)
    {
        _cloud.CreateStack(new StackRequest { Account = account, Region = region, StackName = name, TemplateBody = template });
        return Task.CompletedTask;
    }

    public Task ChangeQueueAsync(string account, string region, string url, int timeout)
    {
        _cloud.UpdateResource(account, region, "AWS::SQS::Queue", url, $$"""[{"op":"replace","path":"/VisibilityTimeout","value":{{timeout}}}]""");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

/// <summary>moto, an emulator that others wrote, in a process of its own: an account for whoever assumes a role there.</summary>
internal sealed partial class MotoAccounts : IAccountsCloud
{
    private readonly Process _process;
    private readonly string _url;
    private readonly HttpClient _http = new();
    private readonly Dictionary<string, string> _keys = [];

    private MotoAccounts(Process process, string url) => (_process, _url) = (process, url);

    public string Name => "moto";

    public int ResourcesPerStack => 6;

    public bool KeepsTopicTags => false;

    public static async Task<MotoAccounts> StartAsync()
    {
        var start = new ProcessStartInfo("moto_server", ["-H", "127.0.0.1", "-p", "0"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["PYTHONUNBUFFERED"] = "1";
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Look(line.Data);
        process.ErrorDataReceived += (_, line) => Look(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new MotoAccounts(process, await address.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        // " * Running on http://127.0.0.1:36753", and then a line for each request, which must be read or it stops.
        void Look(string? line)
        {
            if (line?.IndexOf("Running on http://", StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(line[(at + "Running on ".Length)..].Trim());
        }
    }

    public AwsAccountOptions Account(string account) => new(account, null, RoleOf(account), null, _url) { AccessKeyId = "AKIAHOME", SecretKey = "x", ParallelCalls = 8 };

    public Task DeployAsync(string account, string region, string name, string template) =>
        AskAsync(account, region, "cloudformation", new() { ["Action"] = "CreateStack", ["Version"] = "2010-05-15", ["StackName"] = name, ["TemplateBody"] = template });

    public Task ChangeQueueAsync(string account, string region, string url, int timeout) => AskAsync(account, region, "sqs", new()
    {
        ["Action"] = "SetQueueAttributes",
        ["Version"] = "2012-11-05",
        ["QueueUrl"] = url,
        ["Attribute.1.Name"] = "VisibilityTimeout",
        ["Attribute.1.Value"] = timeout.ToString(CultureInfo.InvariantCulture),
    });

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string RoleOf(string account) => $"arn:aws:iam::{account}:role/benchmark";

    private async Task<string> AskAsync(string account, string region, string service, Dictionary<string, string> form)
    {
        if (!_keys.TryGetValue(account, out var key))
        {
            var session = await SendAsync("AKIAHOME", region, "sts", new() { ["Action"] = "AssumeRole", ["Version"] = "2011-06-15", ["RoleArn"] = RoleOf(account), ["RoleSessionName"] = "benchmark" });
            _keys[account] = key = AccessKey().Match(session).Groups[1].Value;
        }

        return await SendAsync(key, region, service, form);
    }

    /// <summary>It looks at the key and at no signature; now and then it stumbles, and is asked once more.</summary>
    private async Task<string> SendAsync(string key, string region, string service, Dictionary<string, string> form, bool isAgain = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Authorization = new AuthenticationHeaderValue("AWS4-HMAC-SHA256", $"Credential={key}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=x");
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        return reply.StatusCode == HttpStatusCode.OK ? text
            : (int)reply.StatusCode >= 500 && !isAgain ? await SendAsync(key, region, service, form, isAgain: true)
            : throw new InvalidOperationException($"{form["Action"]}: {reply.StatusCode} {text}");
    }

    [GeneratedRegex("<AccessKeyId>([^<]+)<")]
    private static partial Regex AccessKey();
}
