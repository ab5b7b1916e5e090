using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Moto;

/// <summary>The estate of estate.yaml in two accounts and regions of the emulator, and the repository that says so.</summary>
internal sealed class MotoEstate : IDisposable
{
    public const string Staging = "333333333333";
    public const string Production = "444444444444";

    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "333333333333", regions: [eu-west-1], ref: main}
          - {name: production, account: "444444444444", regions: [us-east-1], ref: main}
        components:
          - {name: estate, template: estate.yaml, parameters: ["{environment}.json"], stack: "{environment}-estate"}
        """;

    private readonly TemporaryRepository _source = new();
    private readonly GitRepository _repository;
    private readonly ApplicationDefinition _application;
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly AwsLiveStateSource _live;
    private readonly string _url;

    /// <param name="url">The emulator.</param>
    /// <param name="text">Another template than estate.yaml; null: that one.</param>
    /// <param name="more">Other files of the repository.</param>
    public MotoEstate(string url, string? text = null, params (string Path, string? Text)[] more)
    {
        _url = url;
        var template = text ?? File.ReadAllText(Path.Combine(RepositoryRoot.Find(), "tests", "Dashboard.Sources.Tests", "Aws", "Moto", "estate.yaml"));
        _source.Commit("Ana", "first", [("driftboard.yaml", Definition), ("estate.yaml", template), ("staging.json", """{"Prefix": "staging"}"""), ("production.json", """{"Prefix": "production"}"""), .. more]);
        _repository = GitRepository.Open(_source.Source, _source.Mirrors);
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(_repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        _live = Source(url);
    }

    public string TemplateFile => Path.Combine(_source.Source, "estate.yaml");

    public void Dispose()
    {
        _live.Dispose();
        _repository.Dispose();
        _source.Dispose();
    }

    /// <summary>A source that reads both accounts at an address: the emulator's, or that of something that stands before it.</summary>
    public AwsLiveStateSource Source(string url, TimeSpan? deadline = null)
    {
        AwsAccountOptions Account(string id) => new(id, null, $"arn:aws:iam::{id}:role/driftboard-read", "shop-1", url) { AccessKeyId = "AKIAHOME", SecretKey = "x" };
        return new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, Account(Staging)).Add(Production, Account(Production)), 5000, deadline) { ParallelCalls = 8, MaxRetries = 0 },
            _fingerprinter,
            TimeProvider.System);
    }

    /// <summary>Creates the stack of an environment with the real command, as a role of its account.</summary>
    public async Task DeployAsync(string environment)
    {
        var keys = await KeysAsync(environment);
        await AwsAsync(keys, environment, "cloudformation", "create-stack", "--stack-name", $"{environment}-estate", "--template-body", $"file://{TemplateFile}", "--capabilities", "CAPABILITY_NAMED_IAM",
            "--parameters", $"ParameterKey=Prefix,ParameterValue={environment}");
    }

    /// <summary>Keys that act in the environment's account.</summary>
    public async Task<string[]> KeysAsync(string environment)
    {
        var account = environment == "staging" ? Staging : Production;
        var keys = await AwsCommand.RunAsync(
            _url, account, Region(environment), "sts", "assume-role", "--role-arn", $"arn:aws:iam::{account}:role/deploy",
            "--role-session-name", "tests", "--query", "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]", "--output", "text");
        Assert.True(keys.ExitCode == 0, keys.Error);
        return keys.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The real command with these keys in the environment's region.</summary>
    public async Task<string> AwsAsync(string[] keys, string environment, params string[] arguments)
    {
        var (exitCode, output, error) = await AwsCommand.RunAsAsync(_url, keys, Region(environment), arguments);
        Assert.True(exitCode == 0, $"aws {string.Join(' ', arguments)}: {error}");
        return output;
    }

    /// <summary>Scans an environment; the evaluation of its one stack.</summary>
    public async Task<(StackEvaluation Stack, ScanCalls Calls)> ScanAsync(string environment)
    {
        var result = await ScanAsync(environment, null);
        return (Assert.Single(result.Evaluation.Stacks), result.Calls);
    }

    /// <summary>The whole result, with what the last one knew.</summary>
    public Task<ScanResult> ScanAsync(string environment, EnvironmentSnapshot? previous) => ScanAsync(environment, previous, _live);

    /// <summary>The same through another source.</summary>
    public async Task<ScanResult> ScanAsync(string environment, EnvironmentSnapshot? previous, AwsLiveStateSource live)
    {
        var scanner = new EnvironmentScanner(live, [Staging, Production], _fingerprinter, TimeProvider.System);
        return await scanner.ScanAsync(
            new ScanRequest(_repository, _application, _application.Environments.Single(e => e.Name == environment)) { Previous = previous }, null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
    }

    /// <summary>Of each resource how many calls its reading is expected to take, and how many it takes.</summary>
    public async Task<ImmutableArray<(string Resource, int Foreseen, int Made)>> CountReadsAsync(string environment)
    {
        var snapshot = (await ScanAsync(environment, null)).Snapshot.Stacks.Single();
        var scope = ScopeOf(snapshot);
        var counted = ImmutableArray.CreateBuilder<(string, int, int)>();
        foreach (var (resource, physicalId) in Readable(snapshot))
        {
            using var meter = CallMeter.Begin();
            await _live.ReadResourceAsync(scope, resource.Type, physicalId, resource.Declared, [], TestContext.Current.CancellationToken).Soon();
            counted.Add(($"{resource.Address} {resource.Type}", _live.ReadCalls(scope, resource.Type, resource.Declared), meter.Count.Total));
        }

        return counted.ToImmutable();
    }

    /// <summary>Of each type that has a reader of its own, the permissions that were taken when its resources were read, and then listed as its own service lists them.</summary>
    public async Task<ImmutableSortedDictionary<string, ImmutableHashSet<string>>> PermissionsAsync(string environment)
    {
        var snapshot = (await ScanAsync(environment, null)).Snapshot.Stacks.Single();
        var scope = ScopeOf(snapshot);
        var taken = ImmutableSortedDictionary.CreateBuilder<string, ImmutableHashSet<string>>(StringComparer.Ordinal);
        foreach (var type in Readable(snapshot).GroupBy(r => r.Resource.Type).Where(t => TypeReaders.Find(t.Key) is not null))
        {
            using var meter = CallMeter.Begin();
            foreach (var (resource, physicalId) in type)
                await _live.ReadResourceAsync(scope, resource.Type, physicalId, resource.Declared, [], TestContext.Current.CancellationToken).Soon();
            if (TypeListers.Find(type.Key) is not null)
                await _live.ListAsync(scope, type.Key, TestContext.Current.CancellationToken).Soon();
            taken[type.Key] = [.. meter.Count.Calls.Keys.Select(c => c.Split(':')).Select(c => AwsOperations.PermissionOf(c[0], c[1])!)];
        }

        return taken.ToImmutable();
    }

    /// <summary>The resources that run, as the reader is asked for them.</summary>
    public static IEnumerable<(EstimatedResource Resource, string PhysicalId)> Readable(StackSnapshot snapshot) =>
        from resource in EstimatedResource.Of(snapshot)
        let physicalId = snapshot.Live.Single(r => r.Address == resource.Address).PhysicalId
        where physicalId is not null
        select (resource, physicalId);

    public static AccountRegion ScopeOf(StackSnapshot snapshot) => new(snapshot.Account, snapshot.Key.Region);

    /// <summary>"{Bucket}" in an argument stands for that resource's physical id, "{Address.AllocationId}" for a live property.</summary>
    public static string Filled(string argument, StackEvaluation stack) => Regex.Replace(argument, @"\{([A-Z][A-Za-z]+)(?:\.([A-Za-z]+))?\}", m =>
    {
        var resource = stack.Resources.Single(r => r.Address.LogicalId == m.Groups[1].Value);
        return m.Groups[2].Success ? ((ScalarValue)resource.Live![m.Groups[2].Value]!).Text : resource.PhysicalId!;
    });

    private static string Region(string environment) => environment == "staging" ? "eu-west-1" : "us-east-1";
}
