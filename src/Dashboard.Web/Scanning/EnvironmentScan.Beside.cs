using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Sources.Scanning;

namespace Dashboard.Web.Scanning;

/// <content>
/// A stack that is named while the environment is read whole is read beside that and published with what was known before. The whole read takes what was so read once more at its end, before it is published:
/// nothing that is older takes the place of something newer. Where the repository says something else than when that was read, parts of two commits would meet, and the stack waits for the end.
/// </content>
internal sealed partial class EnvironmentScan
{
    // What is read beside a whole read, and what was; null: no whole read lets anything be read beside it. All guarded by _lock.
    private Task _beside = Task.CompletedTask;
    private bool _isBeside;
    private ImmutableHashSet<ScanScope>? _touched;

    /// <summary>Reads what is named while the environment is read whole, one stack after the other.</summary>
    private async Task ReadBesideAsync()
    {
        while (true)
        {
            ImmutableHashSet<ScanScope> scopes;
            (WatchedApplication Application, DeploymentEnvironment Environment) subject;
            lock (_lock)
            {
                // Many are read by the next sweep: one after the other they would hold up the end of this one.
                if (_touched is null || _pending is null || !ScanWork.IsFew(_pending.Scopes) || stop.IsCancellationRequested)
                {
                    _isBeside = false;
                    return;
                }

                scopes = _pending.Scopes;
                _pending = _pending.IsWhole ? _pending with { Scopes = [] } : null;
                _touched = _touched.Union(scopes);
                subject = _subject!.Value;
            }

            try
            {
                foreach (var scope in ScanWork.StepsOf(scopes))
                {
                    if (!IsOfLast(subject))
                        break;
                    var before = _last!;
                    var result = await ReadStackAsync(subject.Application, subject.Environment, before, scope);
                    if (result.Snapshot.CommitId == before.Snapshot.CommitId && IsOfLast(subject))
                        Publish(result);
                }
            }
            catch (Exception e)
            {
                // The whole read takes it once more at its end.
                if (!stop.IsCancellationRequested)
                    context.Logger.LogFailure($"Reading a stack of {key}", e);
            }
        }
    }

    /// <summary>Whether the repository says what it said when the last result was read.</summary>
    private bool IsOfLast((WatchedApplication Application, DeploymentEnvironment Environment) subject)
    {
        lock (_lock)
            return _desiredOfLast is not null && DesiredOf(subject.Application, subject.Environment) == _desiredOfLast;
    }

    /// <summary>Nothing more is read beside the whole read; ends with what was.</summary>
    private async Task<ImmutableHashSet<ScanScope>> EndBesideAsync()
    {
        Task beside;
        ImmutableHashSet<ScanScope> touched;
        lock (_lock)
            (touched, _touched, beside) = (_touched ?? [], null, _beside);
        await beside;
        return touched;
    }

    /// <summary>A whole read with what was read beside it, read once more: what the whole read has of it may be older.</summary>
    private async Task<ScanResult> WithTouchedAsync(WatchedApplication application, DeploymentEnvironment environment, ScanResult whole)
    {
        var result = whole;
        var steps = ScanWork.StepsOf(await EndBesideAsync());
        var left = ImmutableArray<ScanScope>.Empty;
        foreach (var (index, scope) in steps.Index())
        {
            ScanResult next;
            try
            {
                next = await ReadStackAsync(application, environment, result, scope);
            }
            catch (Exception e) when (!stop.IsCancellationRequested)
            {
                // The whole read is not lost for one stack.
                context.Logger.LogFailure($"Reading a stack of {key}", e);
                left = steps[index..];
                Pend(new ScanWork(false, [.. left]));
                break;
            }

            if (next.Snapshot.CommitId != whole.Snapshot.CommitId)
            {
                // A commit came in between: everything is read again at once, with what was named.
                left = steps[index..];
                Pend(ScanWork.Sweep.And(new ScanWork(false, [.. left])));
                break;
            }

            result = next with { Calls = whole.Calls, LiveCalls = whole.LiveCalls };
        }

        return left.IsEmpty ? result : WithNewer(result, left);
    }

    /// <summary>A whole read in which the stacks that were not read once more are as they were read beside it, where that is newer.</summary>
    private ScanResult WithNewer(ScanResult whole, ImmutableArray<ScanScope> left)
    {
        if (_last is not { } last || last.Snapshot.CommitId != whole.Snapshot.CommitId)
            return whole;
        var beside = last.Snapshot.Stacks.Where(s => left.Any(l => l.Stack == s.Key)).ToDictionary(s => s.Key);
        var snapshot = whole.Snapshot with { Stacks = [.. whole.Snapshot.Stacks.Select(s => beside.GetValueOrDefault(s.Key) is { } other && other.CheckedAt > s.CheckedAt ? other : s)] };
        return whole with { Snapshot = snapshot, Evaluation = EnvironmentEvaluator.Evaluate(snapshot, context.Time.GetUtcNow()) };
    }
}
