using System.Collections.Immutable;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Dashboard.Web.Hosting;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>The whole product over an account that lets CloudFormation look for drift.</summary>
public sealed class DetectingHostTests : IAsyncLifetime
{
    private const string Account = "111111111111";
    private const string Region = "eu-west-1";

    private readonly string _data = Directory.CreateTempSubdirectory("driftboard-detecting-").FullName;
    private readonly TemporaryRepository _source = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication _sandbox = null!;
    private DriftboardHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        const string Template = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {VisibilityTimeout: 30}}}";
        _source.Commit(
            "Ana", "first", ("worker.yaml", Template),
            ("driftboard.yaml", $"version: 1\napplication: shop\nenvironments:\n  - {{name: staging, account: \"{Account}\", regions: [{Region}], ref: main}}\ncomponents:\n  - {{name: worker, template: worker.yaml, stack: \"{{environment}}-worker\"}}\n"));
        _cloud.CreateStack(new StackRequest { Account = Account, Region = Region, StackName = "staging-worker", TemplateBody = Template });
        _cloud.ChangeByHand(Account, Region, "staging-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");
        _sandbox = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken).Soon();
        var line = CommandLine.Parse(["--urls", "http://127.0.0.1:0", "--data", _data, "--repository", _source.Source, "--sandbox", "false"]);
        line = line with
        {
            Settings = line.Settings.Add("Driftboard:Scan:IntervalSeconds", "5")
                .Add($"Driftboard:Accounts:{Account}:Endpoint", _sandbox.Urls.First()).Add($"Driftboard:Accounts:{Account}:DetectDrift", "true"),
        };
        // Credentials come from the environment, which is the whole process's.
        var account = AwsAccountOptions.Sandbox(Account, _sandbox.Urls.First()) with { DetectDrift = true };
        _host = await DriftboardHost.StartAsync(line, TextWriter.Null, services => services.AddSingleton(s => new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Account, account)), SecretFingerprinter.CreateRandom(), s.GetRequiredService<TimeProvider>()))).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _sandbox.DisposeAsync();
        _source.Dispose();
        foreach (var file in Directory.EnumerateFiles(_data, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task CloudFormation_looks_beside_the_sweeps_and_a_sweep_after_that_asks_what_it_found()
    {
        await WhenAsync(b => b.Scan.Calls is { } calls && calls.Made.Calls.ContainsKey("cloudformation:DescribeStackResourceDrifts")).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal("DRIFTED", _cloud.FindStack(Account, Region, "staging-worker")!.DriftStatus);
    }

    private async Task WhenAsync(Func<DriftBoard, bool> condition)
    {
        await foreach (var change in _host.Services.GetRequiredService<DriftFeed>().SubscribeAsync(TestContext.Current.CancellationToken))
        {
            if (condition(change.Board))
                return;
        }
    }
}
