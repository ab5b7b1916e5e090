using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Scanning;

/// <summary>What all environments share when they are read.</summary>
/// <param name="Scanner">Reads.</param>
/// <param name="Publisher">Takes what was read.</param>
/// <param name="Tracker">Takes how it goes.</param>
/// <param name="Places">So many environments are read whole at the same time.</param>
/// <param name="Awake">Whether the machine slept, so that nothing could be read.</param>
/// <param name="SpreadOf">How its live reads are spread.</param>
/// <param name="Options">How time is kept: the interval is the unit of backing off.</param>
internal sealed record ScanContext(
    EnvironmentScanner Scanner, BoardPublisher Publisher, ScanTracker Tracker, SemaphoreSlim Places, Wakefulness Awake, Func<EnvironmentScan, DeploymentEnvironment, LiveSpread> SpreadOf, ScanOptions Options, TimeProvider Time, ILogger Logger);

/// <summary>Reads one environment, never whole twice at the same time: what is asked for meanwhile is merged, and read when the turn comes.</summary>
/// <param name="key">The environment.</param>
/// <param name="context">What all environments share.</param>
/// <param name="stop">Ends every read.</param>
internal sealed partial class EnvironmentScan(EnvironmentKey key, ScanContext context, CancellationToken stop)
{
    private const int Unknown = int.MaxValue;

    private static readonly TimeSpan LongestBackOff = TimeSpan.FromHours(1);

    // Guards everything below; _last is written under it.
    private readonly Lock _lock = new();
    private (WatchedApplication Application, DeploymentEnvironment Environment)? _subject;
    private ScanWork? _pending;
    private Task _running = Task.CompletedTask;
    private bool _isRunning;
    private bool _isRetired;

    // What was named and could not be read; of the one running read alone.
    private ImmutableHashSet<ScanScope> _missed = [];

    // What the repository said when the environment was last read whole, begun and ended.
    private string? _desired;
    private string? _desiredOfLast;
    private int _failures;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private volatile ScanResult? _last;
    private volatile int _liveCalls = Unknown;

    /// <summary>The environment.</summary>
    public EnvironmentKey Key => key;

    /// <summary>What was read last; null before the first time.</summary>
    public ScanResult? Last => _last;

    /// <summary>How many calls it takes to read all of its live state; before a sweep has planned it, more than any rate: who has not been looked at yet may need all of its part.</summary>
    public int LiveCalls => _liveCalls;

    /// <summary>Ends when nothing is being read.</summary>
    public Task Completion
    {
        get
        {
            lock (_lock)
                return _running;
        }
    }

    /// <summary>The environment as its application defines it now.</summary>
    public DeploymentEnvironment? Environment
    {
        get
        {
            lock (_lock)
                return _subject?.Environment;
        }
    }

    /// <summary>Whether a sweep should read it: one that fails is left alone for longer each time.</summary>
    public bool IsDue
    {
        get
        {
            lock (_lock)
                return context.Time.GetUtcNow() >= _notBefore;
        }
    }

    /// <summary>Says what the environment is from now on.</summary>
    public void Define(WatchedApplication application, DeploymentEnvironment environment)
    {
        lock (_lock)
            _subject = (application, environment);
    }

    /// <summary>The environment is gone: what is still being read of it is thrown away.</summary>
    public void Retire()
    {
        lock (_lock)
            (_isRetired, _pending) = (true, null);
    }

    /// <summary>Asks for a read. The task ends when nothing is left to read; it never fails.</summary>
    public Task RequestAsync(ScanWork work)
    {
        lock (_lock)
        {
            if (_isRetired || _subject is null)
                return Task.CompletedTask;
            _pending = work.And(_pending);
            if (!_isRunning)
            {
                _isRunning = true;
                _running = Task.Run(RunAsync, CancellationToken.None);
            }
            else if (_touched is not null && _last is not null && !_isBeside && ScanWork.IsFew(_pending.Scopes))
            {
                _isBeside = true;
                _beside = Task.Run(ReadBesideAsync, CancellationToken.None);
            }

            return _running;
        }
    }

    /// <summary>Whether the repository says something else than when the environment was last read whole.</summary>
    public bool IsOutdated()
    {
        lock (_lock)
            return !_isRetired && _desired is not null && _subject is var (application, environment) && DesiredOf(application, environment) != _desired;
    }

    /// <summary>Whether nobody has asked for it yet: a commit, or a repository that was fetched late, has brought it.</summary>
    public bool IsUnread
    {
        get
        {
            lock (_lock)
                return !_isRetired && !_isRunning && _pending is null && _desired is null && _failures == 0;
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            ScanWork work;
            (WatchedApplication Application, DeploymentEnvironment Environment) subject;
            lock (_lock)
            {
                if (_pending is null || stop.IsCancellationRequested)
                {
                    _isRunning = false;
                    return;
                }

                (work, _pending) = (_pending, null);
                subject = _subject!.Value;
            }

            try
            {
                await ReadAsync(subject.Application, subject.Environment, work);
                Succeeded();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
            }
            catch (Exception e)
            {
                // Not at once: what fails is left alone for a while, and the next sweep reads them in any case.
                _missed = _missed.Union(work.Scopes);
                try
                {
                    Failed(e);
                }
                catch (Exception again)
                {
                    // Saying so must not be what ends the reading of this environment for good.
                    context.Logger.LogFailure($"Publishing the failure of {key}", again);
                }
            }
        }
    }

    private async Task ReadAsync(WatchedApplication application, DeploymentEnvironment environment, ScanWork work)
    {
        if (work.Steps() is { } steps && _last is not null && !IsOutdated())
        {
            foreach (var (index, scope) in steps.Index())
            {
                var before = _last;
                var result = await ReadStackAsync(application, environment, before, scope);
                // A commit came in between: parts of two commits make no snapshot.
                if (result.Snapshot.CommitId != before.Snapshot.CommitId)
                {
                    await ReadWholeAsync(application, environment, work with { Scopes = [.. steps[index..]] });
                    return;
                }

                Publish(result);
            }
        }
        else
        {
            await ReadWholeAsync(application, environment, work);
        }
    }

    /// <summary>Reads one stack that a hint or a person named, before whatever a sweep reads.</summary>
    private async Task<ScanResult> ReadStackAsync(WatchedApplication application, DeploymentEnvironment environment, ScanResult before, ScanScope scope)
    {
        CallUrgency.Begin();
        var request = new ScanRequest(application.Repository, application.Definition, environment, before.Snapshot, scope) { Wanted = () => context.Publisher.Awaited(key) };
        return await context.Scanner.ScanAsync(request, null, stop);
    }

    private async Task ReadWholeAsync(WatchedApplication application, DeploymentEnvironment environment, ScanWork work)
    {
        lock (_lock)
            _touched = [];
        try
        {
            await ReadInPlaceAsync(application, environment, work);
        }
        catch
        {
            // What waited for the end has to be read without it.
            Pend(new ScanWork(false, await EndBesideAsync()));
            throw;
        }
    }

    private async Task ReadInPlaceAsync(WatchedApplication application, DeploymentEnvironment environment, ScanWork work)
    {
        await context.Places.WaitAsync(stop);
        context.Tracker.Begin(key);
        try
        {
            lock (_lock)
                _desired = DesiredOf(application, environment);
            var progress = new Progress(p => context.Tracker.Report(key, p));
            var request = new ScanRequest(application.Repository, application.Definition, environment, _last?.Snapshot, Spread: work.IsSpread ? context.SpreadOf(this, environment) : null)
            {
                Touched = work.Scopes.Union(_missed),
                Wanted = () => context.Publisher.Awaited(key),
                Sweep = work.Shared,
                AwakeFor = context.Awake.Look,
            };
            var result = await context.Scanner.ScanAsync(request, progress, stop);
            context.Tracker.Took(result.Calls);
            _liveCalls = result.LiveCalls ?? _liveCalls;
            _missed = [];
            Publish(await WithTouchedAsync(application, environment, result));
            lock (_lock)
                _desiredOfLast = _desired;
        }
        finally
        {
            context.Tracker.End(key);
            context.Places.Release();
        }
    }

    /// <summary>Asks for a read after the one that is running.</summary>
    private void Pend(ScanWork work)
    {
        lock (_lock)
        {
            if (!_isRetired && (work.IsWhole || !work.Scopes.IsEmpty))
                _pending = work.And(_pending);
        }
    }

    private void Publish(ScanResult result)
    {
        lock (_lock)
        {
            if (_isRetired)
                return;
            _last = result;
            // An ephemeral environment is what its stacks make; the last one is gone.
            if (result.Snapshot is { Environment.Tier: EnvironmentTier.Ephemeral, Stacks.IsEmpty: true })
                context.Publisher.Remove(key);
            else
                context.Publisher.Publish(key, result);
        }
    }

    private void Succeeded()
    {
        lock (_lock)
            (_failures, _notBefore) = (0, DateTimeOffset.MinValue);
        context.Tracker.Error(key.ToString(), null);
    }

    private void Failed(Exception failure)
    {
        context.Logger.LogFailure($"Reading {key}", failure);
        lock (_lock)
        {
            _failures++;
            var pause = context.Options.Interval * Math.Pow(2, Math.Min(_failures, 16) - 1);
            _notBefore = context.Time.GetUtcNow() + (pause < LongestBackOff ? pause : LongestBackOff);
            if (!_isRetired)
                context.Publisher.Fail(key, Failures.Describe(failure));
        }

        context.Tracker.Error(key.ToString(), Failures.Describe(failure));
    }

    /// <summary>What the repository says: the definition, and the commits of the environment's own ref and of those that promote into it.</summary>
    private static string DesiredOf(WatchedApplication application, DeploymentEnvironment environment)
    {
        var references = application.Definition.ParityPairs.Where(p => p.To.Name == environment.Name).Select(p => p.From.Ref).Prepend(environment.Ref);
        var definition = System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(application.Definition);
        return $"{definition} {string.Join(' ', references.Select(r => r is null ? null : application.Repository.Resolve(r)?.Id))}";
    }

    /// <summary>Reports at once, on the thread that makes progress: the framework's own posts to a pool, where reports overtake each other.</summary>
    private sealed class Progress(Action<ScanProgress> report) : IProgress<ScanProgress>
    {
        public void Report(ScanProgress value) => report(value);
    }
}
