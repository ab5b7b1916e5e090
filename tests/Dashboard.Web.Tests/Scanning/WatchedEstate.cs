using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Sources.Published;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Scanning;
using LibGit2Sharp;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>A scan service over a repository of its own and a scripted cloud: staging and pull requests in one account, production in another.</summary>
internal sealed class WatchedEstate : IChangeHints, IAsyncDisposable
{
    public const string Staging = "111111111111";
    public const string Production = "222222222222";

    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan Poll = TimeSpan.FromSeconds(7);

    public const string Application = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: production, account: "222222222222", regions: [eu-west-1], ref: release}
          - {name: "pr-{number}", tier: ephemeral, account: "111111111111", regions: [eu-west-1], like: staging}
        components:
          - {name: worker, template: worker.yaml, parameters: ["{environment}.json"], stack: "{environment}-worker"}
          - {name: mailer, template: worker.yaml, parameters: ["{environment}.json"], stack: "{environment}-mailer"}
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("driftboard-estate-").FullName;
    private readonly Channel<ChangeHint> _hints = Channel.CreateUnbounded<ChangeHint>();
    private readonly RepositorySet _repositories;
    private readonly BoardPublisher _publisher;
    private Exception? _hintFailure;
    private volatile string? _problem;
    private Action? _problemChanged;
    private DateTimeOffset _now = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    /// <param name="application">The definition.</param>
    /// <param name="isWatchingFiles">Whether the file system tells of commits: it does so in real time, before or after the moment that a test lets the poll come due.</param>
    /// <param name="callsPerSecond">The rate of each account; null: there is none.</param>
    /// <param name="liveMaxAge">How old a live read may get by plan, in every environment.</param>
    public WatchedEstate(string? application = null, bool isWatchingFiles = false, TimeSpan? liveMaxAge = null, double? callsPerSecond = null)
    {
        Cloud = new ScriptedCloud(Time);
        Directory.CreateDirectory(Source);
        Repository.Init(Source);
        using (var repository = new Repository(Source))
            repository.Refs.UpdateTarget("HEAD", "refs/heads/main");
        var first = Commit(("driftboard.yaml", application ?? Application), ("worker.yaml", ScriptedCloud.Template), ("staging.json", Timeout(30)), ("production.json", Timeout(30)));
        Branch("release", first);
        foreach (var component in new[] { "worker", "mailer" })
        {
            Cloud.Deploy(Staging, $"staging-{component}", "30");
            Cloud.Deploy(Production, $"production-{component}", "30");
        }

        // The feed keeps real time: its short windows are no part of what these tests steer.
        Feed = new DriftFeed("server", TimeProvider.System);
        var fingerprinter = SecretFingerprinter.CreateRandom();
        Published = new PublishedStore(Path.Combine(_root, "data"));
        _repositories = new RepositorySet([Source], Path.Combine(_root, "mirrors"), null, Published);
        _publisher = new BoardPublisher(Feed, Time, NullLogger<BoardPublisher>.Instance);
        Commits = new KnownCommits(_publisher);
        Service = new ScanService(
            _repositories,
            new EnvironmentScanner(Cloud, [Staging, Production], fingerprinter, Time),
            _publisher,
            new ScanTracker(Feed, Time, Interval),
            [this],
            ScanPreparation.None,
            new ScanOptions(Interval, Poll)
            {
                IsWatchingFiles = isWatchingFiles,
                LiveMaxAges = liveMaxAge is { } age ? new LiveMaxAges(age, age, age, age) : LiveMaxAges.Default,
                CallsPerSecond = _ => callsPerSecond ?? double.PositiveInfinity,
            },
            Time,
            new Log(this));
    }

    public ObservedTime Time { get; } = new();

    public ScriptedCloud Cloud { get; }

    public DriftFeed Feed { get; }

    public PublishedStore Published { get; }

    public ScanService Service { get; }

    public BoardPublisher Publisher => _publisher;

    public KnownCommits Commits { get; }

    public StackDetails Details => new(_publisher, Commits);

    /// <summary>Reviews of this estate; who imports an export is told by <paramref name="importers"/>.</summary>
    public Reviews Reviews(IExportImporters importers) => new(_publisher, _repositories, Details, Cloud, importers, Time, NullLogger<Reviews>.Instance);

    public List<string> Logged { get; } = [];

    public string Source => Path.Combine(_root, "source");

    public static string Timeout(int seconds) => $$"""{"Timeout": "{{seconds}}"}""";

    public static StackKey Key(string environment, string component = "worker") => new("shop", environment, component, "eu-west-1");

    public StackEvaluation? Cell(string environment, string component = "worker") => Feed.Current.Stacks.GetValueOrDefault(Key(environment, component));

    public string Commit(params (string Path, string Text)[] files) => CommitAs("change", files);

    public string CommitAs(string message, params (string Path, string Text)[] files)
    {
        using var repository = new Repository(Source);
        foreach (var (path, text) in files)
        {
            File.WriteAllText(Path.Combine(Source, path), text);
            Commands.Stage(repository, path);
        }

        _now = _now.AddHours(1);
        var signature = new Signature("Ana", "ana@example.com", _now);
        return repository.Commit(message, signature, signature).Sha;
    }

    public void Branch(string name, string commit)
    {
        using var repository = new Repository(Source);
        repository.Refs.Add($"refs/heads/{name}", commit, "test", allowOverwrite: true);
    }

    /// <summary>Starts the service and waits for the end of its first sweep.</summary>
    public async Task<WatchedEstate> StartAsync()
    {
        await Service.StartAsync(CancellationToken.None);
        await SweptAsync();
        return this;
    }

    /// <summary>Ends with the board that first fulfils a condition.</summary>
    public async Task<DriftBoard> WhenAsync(Func<DriftBoard, bool> condition, [CallerArgumentExpression(nameof(condition))] string text = "")
    {
        try
        {
            return await FindAsync().Soon();
        }
        catch (TimeoutException)
        {
            var cells = string.Join(", ", Feed.Current.Stacks.Values.Select(s => $"{s.Key} {s.Status} {s.PendingChanges}/{s.Drifted}"));
            throw new TimeoutException($"Not within {Timeouts.Default}: {text}. {Feed.Current.Scan}; {cells}; {string.Join(", ", Feed.Current.Diagnostics)}; log: {string.Join(", ", Logged)}");
        }

        async Task<DriftBoard> FindAsync()
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            await foreach (var change in Feed.SubscribeAsync(stop.Token))
            {
                if (condition(change.Board))
                    return change.Board;
            }

            throw new InvalidOperationException("The feed ended.");
        }
    }

    /// <summary>Waits until the sweep loop has begun to wait for the next interval.</summary>
    public Task SweptAsync() => Time.WaitedForAsync(Interval);

    /// <summary>Lets one poll of the repositories come due.</summary>
    public async Task PollAsync()
    {
        await Time.WaitedForAsync(Poll);
        Time.Advance(Poll);
    }

    /// <summary>Lets time pass as it passes where nobody sleeps: the service looks at the clock again and again.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += ScanService.RuleInterval)
        {
            await Time.WaitedForAsync(ScanService.RuleInterval);
            Time.Advance(ScanService.RuleInterval);
        }
    }

    /// <summary>Lets one interval pass and waits for the end of the sweep that it brings.</summary>
    public async Task SweepAgainAsync()
    {
        Time.Advance(Interval);
        await SweptAsync();
    }

    public void Hint(string account, string? stackName, string? logicalId = null) =>
        _hints.Writer.TryWrite(new ChangeHint(new AccountRegion(account, "eu-west-1"), stackName, logicalId, null));

    public void Hint(ChangeHint hint) => _hints.Writer.TryWrite(hint);

    /// <summary>Says what stands in the way of hints; null: nothing.</summary>
    public void Tell(string? problem)
    {
        _problem = problem;
        _problemChanged?.Invoke();
    }

    string? IChangeHints.Problem => _problem;

    event Action? IChangeHints.ProblemChanged
    {
        add => _problemChanged += value;
        remove => _problemChanged -= value;
    }

    public void BreakHints(Exception failure) => Volatile.Write(ref _hintFailure, failure);

    async IAsyncEnumerable<ChangeHint> IChangeHints.ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var hint in _hints.Reader.ReadAllAsync(cancellation))
        {
            if (Interlocked.Exchange(ref _hintFailure, null) is { } failure)
                throw failure;
            yield return hint;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Service.StopAsync(CancellationToken.None).Soon();
        Service.Dispose();
        _repositories.Dispose();
        foreach (var file in Directory.EnumerateFiles(_root, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_root, recursive: true);
    }

    private sealed class Log(WatchedEstate owner) : ILogger<ScanService>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner.Logged)
                owner.Logged.Add(formatter(state, exception));
        }
    }
}
