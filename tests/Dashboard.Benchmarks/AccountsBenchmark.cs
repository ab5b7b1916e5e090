using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dashboard.Core.Definition;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using LibGit2Sharp;

namespace Dashboard.Benchmarks;

/// <summary>What it takes to read two accounts through the wire: at first, again when nothing has changed, and after one change by hand.</summary>
/// <remarks>The sandbox runs in the same process and answers as fast as it can; moto is a process of its own. The seconds are ours and theirs, without any network and without the budget of calls that an account has.</remarks>
internal static class AccountsBenchmark
{
    private const string Region = "eu-west-1";

    /// <summary>What one account and region gives to one service, by default.</summary>
    private const double Budget = AwsOptions.DefaultCallsPerSecond;

    private static readonly string[] Accounts = ["111111111111", "222222222222"];
    private static readonly string[] Environments = ["staging", "production"];

    public static async Task<int> RunAsync(string[] args)
    {
        var stacks = args is [var text, ..] ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : 2000;
        var folder = Directory.CreateTempSubdirectory("driftboard-accounts-");
        try
        {
            await using IAccountsCloud cloud = args is [_, "moto"] ? await MotoAccounts.StartAsync() : await SandboxAccounts.StartAsync();
            await RunAsync(cloud, folder, stacks / 2);
            return 0;
        }
        finally
        {
            foreach (var file in folder.EnumerateFiles("*", SearchOption.AllDirectories))
                file.Attributes = FileAttributes.Normal;
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(IAccountsCloud cloud, DirectoryInfo folder, int components)
    {
        var source = Path.Combine(folder.FullName, "source");
        Write(source, components, cloud);
        for (var component = 0; component < components; component++)
        {
            for (var i = 0; i < 2; i++)
                await cloud.DeployAsync(Accounts[i], Region, $"{Environments[i]}-c{component}", Template(component, cloud));
        }

        using var repository = GitRepository.Open(source, Path.Combine(folder.FullName, "mirrors"));
        var application = ApplicationFileReader.Read("driftboard.yaml", repository.ReadFile(repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        var options = Accounts.ToImmutableDictionary(a => a, a => cloud.Account(a) with { CallsPerSecond = 1_000_000 });
        var fingerprinter = SecretFingerprinter.CreateRandom();
        using var live = new AwsLiveStateSource(new AwsOptions(options), fingerprinter, TimeProvider.System);
        var scanner = new EnvironmentScanner(live, [.. Accounts], fingerprinter, TimeProvider.System);
        var before = Memory();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{components * 2:N0} stacks, {components * 2 * cloud.ResourcesPerStack:N0} resources in two accounts of {cloud.Name}; before the first scan {before:N0} MB are held"));

        var first = await ScanAsync(scanner, repository, application, [null, null]);
        Report("first scan", first, Memory() - before);
        var again = await ScanAsync(scanner, repository, application, [.. first.Results]);
        Report("again, unchanged", again, Memory() - before);

        var changed = again.Results[1].Snapshot.Stacks[components / 2];
        var queue = changed.Live.First(r => r.Type == "AWS::SQS::Queue");
        await cloud.ChangeQueueAsync(Accounts[1], Region, queue.PhysicalId!, 777);
        var watch = Stopwatch.StartNew();
        var one = await scanner.ScanAsync(
            new ScanRequest(repository, application, application.Environments[1], again.Results[1].Snapshot, new ScanScope(changed.Key, queue.Address.LogicalId)), null, CancellationToken.None);
        Report("one change, told by a hint", new Round([one], watch.Elapsed), Memory() - before);
        if (one.Evaluation.Stacks.Sum(s => s.Drifted) != 1 || first.Drifted + again.Drifted != 0)
            throw new InvalidOperationException($"found {first.Drifted}, {again.Drifted} and {one.Evaluation.Stacks.Sum(s => s.Drifted)} drifts; there were 0, 0 and 1");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the process had {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:N0} MB at most"));
    }

    private static async Task<Round> ScanAsync(EnvironmentScanner scanner, GitRepository repository, ApplicationDefinition application, ImmutableArray<ScanResult?> previous)
    {
        var watch = Stopwatch.StartNew();
        var results = await Task.WhenAll(application.Environments.Select((e, i) => scanner.ScanAsync(new ScanRequest(repository, application, e, previous[i]?.Snapshot), null, CancellationToken.None)));
        return new Round([.. results], watch.Elapsed);
    }

    private static void Report(string name, Round round, double megabytes)
    {
        var calls = round.Results.Select(r => r.Calls.Made).ToList();
        // Each account and region has its own budget for each service: the slowest of them is what one waits for.
        var slowest = calls.SelectMany(c => c.Calls.GroupBy(k => k.Key.Split(':')[0]).Select(g => g.Sum(k => k.Value))).DefaultIfEmpty(0).Max();
        var kinds = calls.SelectMany(c => c.Calls).GroupBy(c => c.Key).OrderByDescending(g => g.Sum(c => c.Value)).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Key} {g.Sum(c => c.Value):N0}"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: {round.Elapsed.TotalSeconds:N2} s, {calls.Sum(c => c.Total):N0} calls (estimated {round.Results.Sum(r => r.Calls.Estimated):N0}; at {Budget} a second {TimeSpan.FromSeconds(slowest / Budget):h\\:mm\\:ss}), {round.Results.Sum(r => r.Evaluation.Stacks.Sum(s => s.Coverage.Compared)):N0} resources compared, {megabytes:N0} MB held"));
        Console.WriteLine("  " + string.Join(", ", kinds));
    }

    private static double Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true) / 1e6;
    }

    private static void Write(string source, int components, IAccountsCloud cloud)
    {
        Repository.Init(source);
        using var repository = new Repository(source);
        var tree = new TreeDefinition();
        var application = new StringBuilder($"version: 1\napplication: estate\nenvironments:\n");
        for (var i = 0; i < 2; i++)
            application.Append(CultureInfo.InvariantCulture, $"  - {{name: {Environments[i]}, account: \"{Accounts[i]}\", regions: [{Region}], ref: main}}\n");
        application.Append("components:\n");
        for (var component = 0; component < components; component++)
        {
            application.Append(CultureInfo.InvariantCulture, $"  - {{name: c{component}, template: templates/c{component}.yaml, stack: \"{{environment}}-c{component}\"}}\n");
            Add($"templates/c{component}.yaml", Template(component, cloud));
        }

        Add("driftboard.yaml", application.ToString());
        var author = new Signature("Ravi Menon", "ravi@example.com", new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var commit = repository.ObjectDatabase.CreateCommit(author, author, "Everything", repository.ObjectDatabase.CreateTree(tree), [], prettifyMessage: false);
        repository.Refs.Add("refs/heads/main", commit.Sha, allowOverwrite: true);
        repository.Refs.UpdateTarget("HEAD", "refs/heads/main");

        void Add(string path, string text)
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
            tree.Add(path, repository.ObjectDatabase.CreateBlob(stream), Mode.NonExecutableFile);
        }
    }

    /// <summary>As many queues as topics and log groups, of another size in every component.</summary>
    private static string Template(int component, IAccountsCloud cloud)
    {
        var text = new StringBuilder("Resources:\n");
        for (var i = 0; i < cloud.ResourcesPerStack / 3; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"  Queue{i}:\n    Type: AWS::SQS::Queue\n    Properties:\n      VisibilityTimeout: {30 + (component % 60)}\n      MessageRetentionPeriod: {86400 + i}\n      Tags: [{{Key: component, Value: c{component}}}]\n");
            text.Append(CultureInfo.InvariantCulture, $"  Topic{i}:\n    Type: AWS::SNS::Topic\n    Properties:\n      DisplayName: !Sub \"${{AWS::StackName}} {i}\"\n");
            if (cloud.KeepsTopicTags)
                text.Append(CultureInfo.InvariantCulture, $"      Tags: [{{Key: queue, Value: !GetAtt Queue{i}.Arn}}]\n");
            text.Append(CultureInfo.InvariantCulture, $"  Logs{i}:\n    Type: AWS::Logs::LogGroup\n    Properties:\n      RetentionInDays: {(component % 2 == 0 ? 30 : 90)}\n");
        }

        return text.ToString();
    }

    private sealed record Round(ImmutableArray<ScanResult> Results, TimeSpan Elapsed)
    {
        public int Drifted => Results.Sum(r => r.Evaluation.Stacks.Sum(s => s.Drifted));
    }
}
