using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>The embedded cloud on a free port, and sources that read it as an account's settings say.</summary>
internal sealed class SandboxAws : IAsyncDisposable
{
    public const string Staging = "111111111111";
    public const string Production = "222222222222";
    public const string Region = "eu-west-1";

    private readonly WebApplication _host;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-profiles-");

    private SandboxAws(SandboxCloud cloud, WebApplication host) => (Cloud, _host) = (cloud, host);

    public SandboxCloud Cloud { get; }

    public string Url => _host.Urls.Single();

    public static async Task<SandboxAws> StartAsync(SandboxCloud? cloud = null)
    {
        cloud ??= new SandboxCloud();
        var host = SandboxHost.Build(cloud, "http://127.0.0.1:0");
        await host.StartAsync(TestContext.Current.CancellationToken).Soon();
        return new SandboxAws(cloud, host);
    }

    /// <summary>Writes a file of profiles.</summary>
    public string Profiles(string text)
    {
        var path = Path.Combine(_folder.FullName, Path.GetRandomFileName());
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A source that reads one account as its settings say, here.</summary>
    public AwsLiveStateSource CreateSource(AwsAccountOptions account, TimeProvider? time = null) => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account.Account, account with { Endpoint = Url }), 1000) { MaxRetries = 0 },
        SecretFingerprinter.CreateRandom(),
        time ?? TimeProvider.System);

    /// <summary>Deploys a stack with one queue.</summary>
    public void DeployQueue(string account, string stack) => Cloud.CreateStack(new StackRequest
    {
        Account = account,
        Region = Region,
        StackName = stack,
        TemplateBody = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 30}}}",
    });

    public static AccountRegion Scope(string account) => new(account, Region);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None).Soon();
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
