using System.Net;
using System.Text;
using System.Xml.Linq;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Sandbox.Tests;

/// <summary>The sandbox on a free port, and ways to call it: raw requests, and the real <c>aws</c> command.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly HttpClient _client = new();

    private SandboxServer(SandboxCloud cloud, WebApplication host)
    {
        (Cloud, _host) = (cloud, host);
        Url = host.Urls.Single();
        _client.BaseAddress = new Uri(Url);
    }

    public SandboxCloud Cloud { get; }

    public string Url { get; }

    public static async Task<SandboxServer> StartAsync(SandboxCloud? cloud = null, Task? filled = null)
    {
        cloud ??= new SandboxCloud();
        var host = SandboxHost.Build(cloud, "http://127.0.0.1:0", filled);
        await host.StartAsync(TestContext.Current.CancellationToken).Soon();
        return new SandboxServer(cloud, host);
    }

    /// <summary>A call of the Query protocol: its status, and the answer without namespaces.</summary>
    public async Task<(HttpStatusCode Status, XElement Answer)> QueryAsync(string service, string action, params (string Name, string Value)[] fields) =>
        await QueryAsync(Some.Account, Some.Region, service, action, fields);

    /// <inheritdoc cref="QueryAsync(string,string,ValueTuple{string,string}[])" />
    public async Task<(HttpStatusCode Status, XElement Answer)> QueryAsync(
        string account, string region, string service, string action, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/")
        {
            Content = new FormUrlEncodedContent(fields.Prepend(("Action", action)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
        };
        Sign(request, account, region, service);
        var (status, body) = await SendAsync(request);
        var answer = XElement.Parse(body, LoadOptions.PreserveWhitespace);
        answer.DescendantsAndSelf().Attributes().Where(a => a.IsNamespaceDeclaration).Remove();
        foreach (var element in answer.DescendantsAndSelf())
            element.Name = element.Name.LocalName;
        return (status, answer);
    }

    /// <summary>A call of CloudFormation in the usual account that must succeed: the text of the answer's elements of a name.</summary>
    public async Task<string[]> CloudFormationAsync(string action, string element, params (string Name, string Value)[] fields)
    {
        var (status, answer) = await QueryAsync("cloudformation", action, fields);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
        return [.. answer.Descendants(element).Select(e => e.Value)];
    }

    /// <summary>A call of Cloud Control.</summary>
    public async Task<(HttpStatusCode Status, MapValue Answer)> CloudControlAsync(string operation, string input, string account = Some.Account)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent(input, Encoding.UTF8, "application/x-amz-json-1.0") };
        request.Headers.Add("X-Amz-Target", "CloudApiService." + operation);
        Sign(request, account, Some.Region, "cloudcontrolapi");
        var (status, body) = await SendAsync(request);
        return (status, (MapValue)JsonValues.Parse(body));
    }

    /// <summary>Any request.</summary>
    public async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpRequestMessage request)
    {
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken).Soon();
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon());
    }

    /// <summary>The real command, in the usual account and region.</summary>
    public Task<(int ExitCode, string Output, string Error)> AwsAsync(params string[] arguments) => AwsCommand.RunAsync(Url, Some.Account, Some.Region, arguments);

    public static void Sign(HttpRequestMessage request, string account, string region, string service) => request.Headers.TryAddWithoutValidation(
        "Authorization", $"AWS4-HMAC-SHA256 Credential=SANDBOX{account}/20260101/{region}/{service}/aws4_request, SignedHeaders=host, Signature=0");

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host.StopAsync(CancellationToken.None).Soon();
        await _host.DisposeAsync();
    }
}
