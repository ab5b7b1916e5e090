using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>What a scan of the sample estate costs. More calls than here are a change that somebody must want: accounts have small limits.</summary>
public sealed class SampleEstateCallTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-calls-");

    private readonly SandboxCloud _cloud = new();
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly List<AwsLiveStateSource> _sources = [];
    private GitRepository? _repository;
    private ApplicationDefinition? _application;

    public void Dispose()
    {
        _sources.ForEach(s => s.Dispose());
        _repository?.Dispose();
        SampleRepository.Delete(_folder);
    }

    [Fact]
    public async Task A_scan_makes_the_calls_that_it_must_and_foresees_them()
    {
        await using var server = await DeployAsync();
        var scanner = Scanner(AwsAccountOptions.Sandbox(Production.Account, server.Urls.First()));

        var first = await ScanAsync(scanner, null);
        var second = await ScanAsync(scanner, first);
        var one = await ScanAsync(scanner, second, new ScanScope(second.Snapshot.Stacks[0].Key, second.Snapshot.Stacks[0].Live[0].Address.LogicalId));

        Assert.Equal(Expected, first.Calls.Made.Calls.Select(c => $"{c.Key} {c.Value}"));
        // What is asked once: who we are, how far types may be read, and templates and resources for as long as nothing is deployed.
        Assert.Equal(
            first.Calls.Made.Calls.RemoveRange(["sts:GetCallerIdentity", "cloudformation:DescribeType", "cloudformation:GetTemplate", "cloudformation:ListStackResources"]).SetItem("cloudformation:DescribeStacks", 2), second.Calls.Made.Calls);
        Assert.InRange(first.Calls.Estimated, first.Calls.Made.Total * 0.9, first.Calls.Made.Total * 1.1);
        Assert.InRange(second.Calls.Estimated, second.Calls.Made.Total * 0.95, second.Calls.Made.Total * 1.05);
        Assert.Equal(one.Calls.Made.Total, one.Calls.Estimated);
        Assert.InRange(one.Calls.Made.Total, 1, 5);
    }

    [Fact]
    public async Task A_spread_sweep_reads_the_live_state_of_some_stacks_and_of_every_one_that_was_deployed()
    {
        await using var server = await DeployAsync();
        var scanner = Scanner(AwsAccountOptions.Sandbox(Production.Account, server.Urls.First()));
        var first = await ScanAsync(scanner, null);
        var spread = new LiveSpread(TimeSpan.FromHours(10), TimeSpan.FromMinutes(5), 20);

        var second = await ScanAsync(scanner, first, null, spread);

        var read = ReadAgain(second, first);
        var kept = second.Snapshot.Stacks.Select(s => s.Key).Except(read).ToHashSet();
        Assert.NotEmpty(kept);
        Assert.InRange(read.Count, 1, 4);
        Assert.InRange(second.Calls.Estimated, second.Calls.Made.Total * 0.9, second.Calls.Made.Total * 1.1);
        Assert.All(second.Evaluation.Stacks, s => Assert.Equal(TimeSpan.FromHours(10), s.LiveMaxAge));
        Assert.All(second.Snapshot.Stacks, s => Assert.True(s.CheckedAt > first.Snapshot.TakenAt));
        Assert.Equal(first.Evaluation.Stacks.Select(s => (s.Key, s.Status, s.Drifted, s.Coverage)), second.Evaluation.Stacks.Select(s => (s.Key, s.Status, s.Drifted, s.Coverage)));

        // A deployment of a stack whose turn it is not.
        var target = first.Snapshot.Stacks.First(s => kept.Contains(s.Key) && s.Live.All(r => r.Type != "AWS::CloudFormation::Stack"));
        var now = _cloud.FindStack(Production.Account, target.Key.Region, target.StackName)!;
        _cloud.UpdateStack(new StackRequest
        {
            Account = now.Account,
            Region = now.Region,
            StackName = now.Name,
            Parameters = now.Parameters,
            Capabilities = ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            TemplateBody = now.TemplateBody,
            Tags = now.Tags.SetItem("deployed", "again"),
        });
        var third = await ScanAsync(scanner, second, null, spread with { Calls = 1, MaxAge = TimeSpan.FromDays(30) });
        Assert.True(third.Snapshot.Stacks.Single(s => s.Key == target.Key).Live.All(r => r.Observations.Max(o => o.ObservedAt) > second.Snapshot.TakenAt));

        // What somebody asks for is read, whatever its age.
        Assert.Equal(third.Snapshot.Stacks.Length, ReadAgain(await ScanAsync(scanner, third), third).Count);

        static HashSet<StackKey> ReadAgain(ScanResult result, ScanResult before) =>
            [.. result.Snapshot.Stacks.Where(s => s.Live.Any(r => r.Observations.Max(o => o.ObservedAt) > before.Snapshot.TakenAt)).Select(s => s.Key)];
    }

    [Fact]
    public async Task Where_CloudFormation_looked_for_drift_meanwhile_its_result_is_read_although_it_is_not_the_stacks_turn_and_where_it_never_did_nobody_asks()
    {
        const string Results = "cloudformation:DescribeStackResourceDrifts";
        await using var server = await DeployAsync();
        var scanner = Scanner(AwsAccountOptions.Sandbox(Production.Account, server.Urls.First()));
        var first = await ScanAsync(scanner, null);
        var never = new LiveSpread(TimeSpan.FromDays(30), TimeSpan.FromMinutes(5), 1);
        var second = await ScanAsync(scanner, await ScanAsync(scanner, first, null, never), null, never);
        var asked = second.Calls.Made.Calls.GetValueOrDefault(Results);
        var target = second.Snapshot.Stacks.First(s => s.Live.All(r => r.Observations.Max(o => o.ObservedAt) < first.Snapshot.TakenAt) && s.Live.Count(IsRead) > 1);
        var resource = target.Live.First(IsRead).Address.LogicalId;
        Assert.DoesNotContain("StoredDrift", Readers(second));

        _cloud.DetectResourceDrift(Production.Account, target.Key.Region, target.StackName, resource);
        // A hint of one resource leaves the others' results for the sweep.
        var hinted = await ScanAsync(scanner, second, new ScanScope(target.Key, target.Live.Last(IsRead).Address.LogicalId));
        var third = await ScanAsync(scanner, hinted, null, never);

        Assert.Contains("StoredDrift", Readers(third));
        Assert.Equal(asked + 1, third.Calls.Made.Calls.GetValueOrDefault(Results));
        Assert.Equal(asked, (await ScanAsync(scanner, third, null, never)).Calls.Made.Calls.GetValueOrDefault(Results));

        static bool IsRead(LiveResource resource) => resource.Type != ResourceTypes.NestedStack && resource.Address.Parent.IsStack && resource.Observations.Any(o => o is { Outcome: ReadOutcome.Read, Reader: "CloudControl" });

        IEnumerable<string> Readers(ScanResult scan) => scan.Snapshot.Stacks.Single(s => s.Key == target.Key).Live.SelectMany(r => r.Observations).Select(o => o.Reader);
    }

    [Fact]
    public async Task A_role_with_the_printed_policy_reads_everything_but_what_the_policy_says_it_does_not()
    {
        await using var server = await DeployAsync();
        var types = AccessTargets.Of(_repository!, _application!, Production, _fingerprinter).Types.Where(ReadPolicy.NeedsAccess);
        var policy = new ReadPolicy([.. types.Select(TypeAccess.Of)]);
        _cloud.AddRole(new SandboxRole(Production.Account, "driftboard-read", policy.ToJson()));
        var open = Scanner(AwsAccountOptions.Sandbox(Production.Account, server.Urls.First()));
        var least = Scanner(AwsAccountOptions.Sandbox(Production.Account, server.Urls.First()) with { RoleArn = $"arn:aws:iam::{Production.Account}:role/driftboard-read" });

        var scan = await ScanAsync(least, null);

        Assert.Equal(Outcomes(await ScanAsync(open, null)), Outcomes(scan));
        Assert.All(scan.Snapshot.Stacks, s => Assert.Equal(ReadOutcome.Read, s.Outcome));
        var unread = scan.Snapshot.Stacks.SelectMany(s => s.Live).SelectMany(r => r.Observations.Select(o => (r.Type, o))).Where(o => o.o.Outcome == ReadOutcome.TypeNotReadable && o.o.Detail!.EndsWith("which the read policy denies", StringComparison.Ordinal));
        // The sandbox answers through the types' handlers alone.
        Assert.Equal(policy.Types.Where(t => t.HandlerRefusal is not null).Select(t => t.Type), unread.Select(o => o.Type).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["AWS::SecretsManager::SecretTargetAttachment"], policy.NotChecked.Select(t => t.Type));
        Assert.DoesNotContain(scan.Snapshot.Diagnostics, d => d.Message.Contains("denied", StringComparison.Ordinal));

        static IEnumerable<string> Outcomes(ScanResult scan) => scan.Snapshot.Stacks.SelectMany(s => s.Live.Select(r => $"{s.Key.Component} {r.Address} {string.Join(", ", r.Observations.Select(o => $"{o.Reader} {o.Outcome}"))}"));
    }

    private static readonly string[] Expected =
    [
        "cloudcontrolapi:GetResource 116",
        "cloudcontrolapi:ListResources 50",
        // Nobody ever looked for drift there, so there is no result of it to ask for.
        // Once before and once after; and once more before something is called nobody's for the first time.
        "cloudformation:DescribeStacks 3",
        // Of the types that the catalogue does not have, once for each; these have no handlers, so that is all that is asked of them.
        "cloudformation:DescribeType 3",
        "cloudformation:GetTemplate 11",
        // A nested stack's are known when it is told what others own.
        "cloudformation:ListStackResources 9",
        "sts:GetCallerIdentity 1",
    ];

    private DeploymentEnvironment Production => _application!.Environments.Single(e => e.Tier == EnvironmentTier.Production);

    private async Task<WebApplication> DeployAsync()
    {
        var sample = SampleRepository.Create(Path.Combine(_folder.FullName, "source"));
        SampleEstate.Deploy(_cloud, sample);
        var server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await server.StartAsync(TestContext.Current.CancellationToken).Soon();
        _repository = GitRepository.Open(sample.Path, Path.Combine(_folder.FullName, "mirrors"));
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(sample.MainId, "driftboard.yaml")).Application!;
        return server;
    }

    private EnvironmentScanner Scanner(AwsAccountOptions account)
    {
        var live = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account.Account, account)), _fingerprinter, TimeProvider.System);
        _sources.Add(live);
        return new EnvironmentScanner(live, [account.Account], _fingerprinter, TimeProvider.System);
    }

    private Task<ScanResult> ScanAsync(EnvironmentScanner scanner, ScanResult? before, ScanScope? only = null, LiveSpread? spread = null) =>
        scanner.ScanAsync(new ScanRequest(_repository!, _application!, Production, before?.Snapshot, only, spread), null, TestContext.Current.CancellationToken).Soon();
}
