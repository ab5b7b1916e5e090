using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>What a scan of the sample estate costs. More calls than here are a change that somebody must want: accounts have small limits.</summary>
public sealed class SampleEstateCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-calls-");

    public void Dispose() => SampleRepository.Delete(_folder);

    [Fact]
    public async Task A_scan_makes_the_calls_that_it_must_and_foresees_them()
    {
        var cloud = new SandboxCloud();
        var sample = SampleRepository.Create(Path.Combine(_folder.FullName, "source"));
        SampleEstate.Deploy(cloud, sample);
        await using var server = SandboxHost.Build(cloud, "http://127.0.0.1:0");
        await server.StartAsync(TestContext.Current.CancellationToken).Soon();
        var accounts = SampleEstate.Accounts.ToImmutableDictionary(a => a, a => AwsAccountOptions.Sandbox(a, server.Urls.First()));
        var fingerprinter = SecretFingerprinter.CreateRandom();
        using var live = new AwsLiveStateSource(new AwsOptions(accounts), fingerprinter, TimeProvider.System);
        using var repository = GitRepository.Open(sample.Path, Path.Combine(_folder.FullName, "mirrors"));
        var application = ApplicationFileReader.Read("driftboard.yaml", repository.ReadFile(sample.MainId, "driftboard.yaml")).Application!;
        var scanner = new EnvironmentScanner(live, [.. accounts.Keys], fingerprinter, TimeProvider.System);
        var production = application.Environments.Single(e => e.Tier == EnvironmentTier.Production);

        var first = await ScanAsync(null);
        var second = await ScanAsync(first);
        var one = await ScanAsync(second, new ScanScope(second.Snapshot.Stacks[0].Key, second.Snapshot.Stacks[0].Live[0].Address.LogicalId));

        Assert.Equal(Expected, first.Calls.Made.Calls.Select(c => $"{c.Key} {c.Value}"));
        Assert.Equal(first.Calls.Made.Calls.Remove("sts:GetCallerIdentity"), second.Calls.Made.Calls);
        Assert.InRange(first.Calls.Estimated, first.Calls.Made.Total * 0.9, first.Calls.Made.Total * 1.1);
        Assert.InRange(second.Calls.Estimated, second.Calls.Made.Total * 0.95, second.Calls.Made.Total * 1.05);
        Assert.Equal(one.Calls.Made.Total, one.Calls.Estimated);
        Assert.InRange(one.Calls.Made.Total, 1, 5);

        Task<ScanResult> ScanAsync(ScanResult? before, ScanScope? only = null) =>
            scanner.ScanAsync(new ScanRequest(repository, application, production, before?.Snapshot, only), null, TestContext.Current.CancellationToken).Soon();
    }

    private static readonly string[] Expected =
    [
        "cloudcontrolapi:GetResource 133",
        "cloudcontrolapi:ListResources 59",
        "cloudformation:DescribeStackResourceDrifts 9",
        "cloudformation:DescribeStacks 1",
        "cloudformation:GetTemplate 9",
        "cloudformation:ListStackResources 10",
        "sts:GetCallerIdentity 1",
    ];
}
