using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>The scanner's loops: full sweeps by the clock, new commits, hints of changes, and rules that end. None of them ever ends the host.</summary>
/// <param name="repositories">What is watched.</param>
/// <param name="scanner">Reads an environment.</param>
/// <param name="publisher">Takes what was read.</param>
/// <param name="tracker">Takes how it goes.</param>
/// <param name="hints">What says that something may have changed; every cloud that can.</param>
/// <param name="prepared">Ends when the clouds can be read.</param>
internal sealed class ScanService(
    RepositorySet repositories,
    EnvironmentScanner scanner,
    BoardPublisher publisher,
    ScanTracker tracker,
    IEnumerable<IChangeHints> hints,
    ScanPreparation prepared,
    ScanOptions options,
    TimeProvider time,
    ILogger<ScanService> logger) : BackgroundService, IScanControls
{
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(1);

    /// <summary>A new result may bring an earlier end of a rule; so often is looked, which costs next to nothing.</summary>
    internal static readonly TimeSpan RuleInterval = TimeSpan.FromSeconds(10);

    /// <summary>However many hints speak of stacks that nobody has seen yet: sweeps for them are no closer together.</summary>
    internal static readonly TimeSpan HintedSweepPause = TimeSpan.FromSeconds(30);

    /// <summary>However many API calls name its resources: a stack is read for them no more often.</summary>
    internal static readonly TimeSpan CallPause = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    // As a part of the interval, after a sweep that took longer than one.
    private const int ShortestPause = 10;

    private readonly ConcurrentDictionary<EnvironmentKey, EnvironmentScan> _scans = new();
    private readonly Wakefulness _awake = new(time);
    private readonly SemaphoreSlim _places = new(options.ParallelEnvironments);

    // The repositories and the set of environments change under it.
    private readonly SemaphoreSlim _reconciling = new(1);
    private readonly Channel<bool> _sweeps = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private ImmutableArray<WatchedApplication> _applications = [];
    private bool _wantsAll;

    /// <inheritdoc />
    public Task RequestScanAsync(string? application, string? environment, string? component)
    {
        if (application is null && environment is null && component is null)
        {
            // Whoever asks wants to see what is there now.
            Volatile.Write(ref _wantsAll, true);
            _sweeps.Writer.TryWrite(true);
            return Task.CompletedTask;
        }

        foreach (var scan in _scans.Values.Where(s => (application is null || s.Key.Application == application) && (environment is null || s.Key.Name == environment)))
        {
            var stacks = component is null ? [] : (scan.Last?.Snapshot.Stacks ?? []).Where(s => s.Key.Component == component).ToList();
            if (stacks.Count == 0)
                _ = scan.RequestAsync(component is null ? ScanWork.Whole : ScanWork.Sweep);
            foreach (var stack in stacks)
                _ = scan.RequestAsync(ScanWork.Of(stack.Key, null));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _places.Dispose();
        _reconciling.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host starts while the first sweep runs, not after it.
        await Task.Yield();
        await Task.WhenAll(
        [
            KeepRunningAsync("sweep", SweepLoopAsync, stoppingToken),
            KeepRunningAsync("repositories", CommitLoopAsync, stoppingToken),
            KeepRunningAsync("rules", ExpiryLoopAsync, stoppingToken),
            .. hints.Select(h => KeepRunningAsync("changes", stop => HintLoopAsync(h, stop), stoppingToken)),
        ]);
        await Task.WhenAll(_scans.Values.Select(s => s.Completion));
    }

    private async Task KeepRunningAsync(string what, Func<CancellationToken, Task> loop, CancellationToken stop)
    {
        for (var pause = FirstBackOff; !stop.IsCancellationRequested; pause = pause * 2 < LongestBackOff ? pause * 2 : LongestBackOff)
        {
            try
            {
                await prepared.Ready.WaitAsync(stop);
                await loop(stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogFailure($"The scanner ({what})", e);
                tracker.Error(what, Failures.Describe(e));
                await Task.Delay(pause, time, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task SweepLoopAsync(CancellationToken stop)
    {
        while (true)
        {
            _awake.Look();
            tracker.BeginSweep();
            var started = time.GetTimestamp();
            var shared = new ScanSweep();
            using (var meter = CallMeter.Begin())
            {
                await ReconcileAsync(isDiscovering: true, shared, stop);
                tracker.Searched(meter.Count);
            }

            var work = (Interlocked.Exchange(ref _wantsAll, false) ? ScanWork.Whole : ScanWork.Sweep) with { Shared = shared };
            // All of them at one instant: see docs/decisions/0029-when-environments-are-read.md.
            await Task.WhenAll(_scans.Values.Where(s => s.IsDue).Select(s => s.RequestAsync(work)));
            tracker.EndSweep();
            tracker.Error("sweep", null);
            // From beginning to beginning it is an interval, or what is read now and then would grow older than was planned; one that takes longer is followed by a pause all the same.
            var left = options.Interval - time.GetElapsedTime(started);
            var least = options.Interval / ShortestPause;
            await Signals.WaitAsync(_sweeps.Reader, left > least ? left : least, time, stop);
        }
    }

    private async Task CommitLoopAsync(CancellationToken stop)
    {
        using var signal = new CommitSignal(options.IsWatchingFiles ? repositories.Folders : [], repositories.News);
        while (true)
        {
            await signal.WaitAsync(options.Poll, time, stop);
            await ReconcileAsync(isDiscovering: false, new ScanSweep(), stop);
            foreach (var scan in _scans.Values.Where(s => s.IsOutdated() || s.IsUnread))
                _ = scan.RequestAsync(ScanWork.Sweep);
            tracker.Error("repositories", null);
        }
    }

    private async Task HintLoopAsync(IChangeHints source, CancellationToken stop)
    {
        void Tell() => publisher.SetNotice(source.Name, source.Problem);
        tracker.Error("changes", null);
        Tell();
        source.ProblemChanged += Tell;
        var calls = new HintPace<StackKey>(CallPause, time, stop);
        var sweeps = new HintPace<string>(HintedSweepPause, time, stop);
        try
        {
            await foreach (var hint in source.ReadAllAsync(stop))
            {
                var routes = HintRouter.Route(hint, _scans.Values);
                foreach (var (scan, work) in routes)
                {
                    // A call may be one of many, all day long; a deployment ends.
                    if (!hint.Names.IsDefaultOrEmpty && work.Scopes.Select(s => s.Stack).Distinct().ToList() is [var stack])
                        calls.Ask(stack, work, paced => _ = scan.RequestAsync(paced));
                    else
                        _ = scan.RequestAsync(work);
                }

                if (routes.IsEmpty && HintRouter.MayBeNew(hint, _applications))
                    sweeps.Ask("", ScanWork.Sweep, _ => _sweeps.Writer.TryWrite(true));
            }
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // Hints were missed, so everything is looked at.
            _sweeps.Writer.TryWrite(true);
            throw;
        }
        finally
        {
            source.ProblemChanged -= Tell;
        }
    }

    private async Task ExpiryLoopAsync(CancellationToken stop)
    {
        while (true)
        {
            var wait = publisher.NextExpiry - time.GetUtcNow() is { } left && left < RuleInterval ? left : RuleInterval;
            await Task.Delay(wait > ShortestWait ? wait : ShortestWait, time, stop);
            _awake.Look();
            if (publisher.IsOutdated)
                publisher.Reevaluate();
        }
    }

    /// <summary>Brings repositories and the set of environments up to date.</summary>
    /// <param name="isDiscovering">Whether to look for ephemeral environments; done in any case where an application's definition changed.</param>
    /// <param name="sweep">Takes what is asked for on the way.</param>
    private async Task ReconcileAsync(bool isDiscovering, ScanSweep sweep, CancellationToken stop)
    {
        await _reconciling.WaitAsync(stop);
        try
        {
            var (applications, diagnostics) = await Task.Run(repositories.Refresh, stop);
            publisher.SetApplications(applications, diagnostics);
            if (!isDiscovering && applications.SequenceEqual(_applications))
                return;
            _applications = applications;
            foreach (var gone in _scans.Keys.Where(k => applications.All(a => a.Definition.Name != k.Application)).ToList())
                Retire(gone);
            foreach (var application in applications)
            {
                var known = _scans.Keys.Where(k => k.Application == application.Definition.Name).Select(k => k.Name).ToList();
                Define(application, [.. application.Definition.Environments.Where(e => !e.IsPattern)], isComplete: false, stop);
                Define(application, await scanner.FindEnvironmentsAsync(application.Definition, known, sweep, stop), isComplete: true, stop);
            }
        }
        finally
        {
            _reconciling.Release();
        }
    }

    /// <param name="isComplete">Whether environments that are not named are gone; otherwise they may yet be found.</param>
    private void Define(WatchedApplication application, ImmutableArray<DeploymentEnvironment> environments, bool isComplete, CancellationToken stop)
    {
        var context = new ScanContext(scanner, publisher, tracker, _places, _awake, SpreadOf, options, time, logger);
        foreach (var environment in environments)
        {
            var key = new EnvironmentKey(application.Definition.Name, environment.Name);
            _scans.GetOrAdd(key, k => new EnvironmentScan(k, context, stop)).Define(application, environment);
        }

        var others = _scans.Values.Where(s => s.Key.Application == application.Definition.Name && environments.All(e => e.Name != s.Key.Name)).ToList();
        if (isComplete)
            others.ForEach(s => Retire(s.Key));
        publisher.SetEnvironments(application, isComplete ? environments : [.. environments, .. others.Select(s => s.Environment).OfType<DeploymentEnvironment>()]);
    }

    /// <summary>The spread of an environment that has its part of the rate beside the others of its account and regions.</summary>
    private LiveSpread SpreadOf(EnvironmentScan scan, DeploymentEnvironment environment) => options.SpreadOf(
        environment,
        [
            .. from other in _scans.Values
               where other != scan && other.Environment is { } sharing && sharing.Account == environment.Account && sharing.Regions.Any(environment.Regions.Contains)
               select other.LiveCalls,
        ]);

    private void Retire(EnvironmentKey key)
    {
        if (_scans.TryRemove(key, out var scan))
            scan.Retire();
        tracker.Error(key.ToString(), null);
    }
}

/// <summary>What has to be done before anything can be read.</summary>
/// <param name="Ready">Ends when it is done. Where it fails, the scanner says so and tries no read.</param>
internal sealed record ScanPreparation(Task Ready)
{
    /// <summary>Nothing.</summary>
    public static readonly ScanPreparation None = new(Task.CompletedTask);
}
