using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.CloudFormation.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws;

/// <content>CloudFormation's own detection, started by us in accounts whose settings say so.</content>
public sealed partial class AwsLiveStateSource : IDriftDetection
{
    /// <summary>How long the results of a detection stand before another one is started.</summary>
    private static readonly TimeSpan DetectionStands = TimeSpan.FromHours(1);

    /// <summary>A stack that cannot be looked at just now is asked for again no sooner.</summary>
    private static readonly TimeSpan RefusalStands = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>A scan waits no longer for the detections of other stacks: all that is read of this one waits with it.</summary>
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack), StackDetection> _detections = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Stack), ReadResult<ImmutableDictionary<string, string>>> _undetected = new();

    /// <inheritdoc />
    public bool DetectsDrift(string account) => AccountOf(account)?.Options.DetectDrift == true;

    /// <inheritdoc />
    public (ReadOutcome Outcome, string? Detail)? ProblemOf(AccountRegion scope, string stackNameOrId) =>
        _undetected.TryGetValue((scope, stackNameOrId), out var ended) ? (ended.Outcome, ended.Detail) : null;

    /// <inheritdoc />
    public string? NextOf(AccountRegion scope, IEnumerable<DetectableStack> stacks)
    {
        if (!DetectsDrift(scope.Account) || !TryGetScope(scope, out _, out _))
            return null;
        var now = _time.GetUtcNow();
        return stacks.Select(s => (Stack: s, Own: _detections.GetValueOrDefault((scope, s.StackId))))
            // Before a restart it was we who had it looked at, as like as not. What the list says later may be of a single resource.
            .Where(s => s.Own is { } own ? !Stands(own) : !(s.Stack.CheckedAt < _since && now - s.Stack.CheckedAt < DetectionStands))
            .OrderBy(s => s.Own is { } own ? now - _time.GetElapsedTime(own.At) : s.Stack.CheckedAt ?? DateTimeOffset.MinValue)
            .FirstOrDefault().Stack?.StackId;
    }

    /// <inheritdoc />
    public async Task<ReadResult<ImmutableDictionary<string, string>>> DetectStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
    {
        var nothing = new ReadResult<ImmutableDictionary<string, string>>(ReadOutcome.Read, ImmutableDictionary<string, string>.Empty);
        if (!DetectsDrift(scope.Account))
            return nothing;
        if (!TryGetScope(scope, out var aws, out var problem))
            return Refused<ImmutableDictionary<string, string>>(problem);
        if (_detections.TryGetValue((scope, stackNameOrId), out var last) && Stands(last))
            return last.Result!;
        // One after another in each account and region: a detection asks every service of its stack at once.
        using var turn = await EnterDetectionAsync(aws, cancellation).ConfigureAwait(false);
        var ended = turn is null
            ? new(ReadOutcome.NotReadYet, null, "Those of other stacks came first, and took too long.")
            : await DetectInTimeAsync(aws, (scope, stackNameOrId), cancellation).ConfigureAwait(false);
        if (ended.IsRead)
            _undetected.TryRemove((scope, stackNameOrId), out _);
        else
            _undetected[(scope, stackNameOrId)] = ended;
        return ended;
    }

    /// <inheritdoc />
    public DateTimeOffset? RunsSince(AccountRegion scope, string stackId) => _detections.GetValueOrDefault((scope, stackId)) is { Id: not null } running ? running.StartedAt : null;

    private bool Stands(StackDetection last) => last.Result is { } known && _time.GetElapsedTime(last.At) < (known.IsRead ? DetectionStands : RefusalStands);

    private StackDetection Last((AccountRegion Scope, string Stack) key) => _detections.GetValueOrDefault(key) ?? new StackDetection(null, null, 0);

    /// <summary>Waits for the turn; null: it did not come in time, which says nothing of the stack.</summary>
    private async Task<IDisposable?> EnterDetectionAsync(AwsScope aws, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(_detectionWait < LongestTurn ? _detectionWait : LongestTurn, _time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            return await aws.EnterDetectionAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<ReadResult<ImmutableDictionary<string, string>>> DetectInTimeAsync(AwsScope aws, (AccountRegion Scope, string Stack) key, CancellationToken cancellation)
    {
        using var timer = new CancellationTokenSource(_detectionWait, _time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            var ended = await DetectAsync(aws, key, patience.Token).ConfigureAwait(false);
            var last = Last(key);
            _detections[key] = last with { Id = null, Result = ended, At = _time.GetTimestamp(), Failures = ended.Value ?? last.Failures, FailedAt = ended.IsRead ? last.StartedAt : last.FailedAt };
            return ended;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // One that was begun goes on without us; the next look asks how far it has come, after those of other stacks.
            _detections[key] = Last(key) with { Result = null, At = _time.GetTimestamp() };
            return new(ReadOutcome.TimedOut, null, FormattableString.Invariant($"The drift detection had not ended after {_detectionWait.TotalSeconds:0.###} s."));
        }
    }

    /// <inheritdoc />
    public async Task<ResourceObservation?> DetectResourceAsync(
        AccountRegion scope, string stackNameOrId, string logicalId, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation)
    {
        if (!DetectsDrift(scope.Account) || !TryGetScope(scope, out var aws, out _))
            return null;
        var request = new DetectStackResourceDriftRequest { StackName = stackNameOrId, LogicalResourceId = logicalId };
        var found = await aws.CallAsync(async (client, stop) => (await client.DetectStackResourceDriftAsync(request, stop).ConfigureAwait(false)).StackResourceDrift, cancellation).ConfigureAwait(false);
        return found switch
        {
            { IsRead: true } => Observe(scope.Account, found.Value, _ => taintedPaths),
            // The type has no detection, the stack is being updated, or the resource's service refused: the message says which.
            { Code: "ValidationError" } => null,
            _ => new ResourceObservation(found.Outcome, null, _time.GetUtcNow(), StoredDriftReader, found.Detail),
        };
    }

    /// <summary>Starts a detection, or takes up one that was started before, and asks how far it has come until it ends.</summary>
    private async Task<ReadResult<ImmutableDictionary<string, string>>> DetectAsync(AwsScope aws, (AccountRegion Scope, string Stack) key, CancellationToken patience)
    {
        var id = Last(key).Id;
        if (id is null)
        {
            var now = _time.GetUtcNow();
            var started = await aws.CallAsync(
                async (client, stop) => (await client.DetectStackDriftAsync(new DetectStackDriftRequest { StackName = key.Stack }, stop).ConfigureAwait(false)).StackDriftDetectionId ?? "", patience).ConfigureAwait(false);
            if (!started.IsRead)
                return new(started.Outcome, null, started.Detail) { Code = started.Code };
            id = started.Value;
            _detections[key] = Last(key) with { Id = id, Result = null, At = _time.GetTimestamp(), StartedAt = now };
        }

        for (var pause = TimeSpan.FromSeconds(0.5); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            await Task.Delay(pause, _time, patience).ConfigureAwait(false);
            var status = await aws.CallAsync(
                async (client, stop) => await client.DescribeStackDriftDetectionStatusAsync(new DescribeStackDriftDetectionStatusRequest { StackDriftDetectionId = id }, stop).ConfigureAwait(false), patience).ConfigureAwait(false);
            if (!status.IsRead)
                return new(status.Outcome, null, status.Detail) { Code = status.Code };
            if (status.Value.DetectionStatus?.Value == "DETECTION_IN_PROGRESS")
                continue;
            var failures = FailuresIn(status.Value.DetectionStatusReason);
            return status.Value.DetectionStatus?.Value == "DETECTION_FAILED" && failures.IsEmpty
                ? new(ReadOutcome.Failed, null, $"CloudFormation says that it failed: {ReasonIn(status.Value.DetectionStatusReason)}.")
                : new(ReadOutcome.Read, failures);
        }
    }

    private static string ReasonIn(string? reason) => string.IsNullOrWhiteSpace(reason) || CredentialDetector.HoldsCredential(reason) ? "no reason is given" : reason.Trim().TrimEnd('.');

    // {"Summary":"Failed to detect drift on 1 resource(s)","Failures":[{"Resource":"Queue","FailureReason":"Rate exceeded"}]}
    /// <summary>A detection that FAILED failed for some resources; all others have results.</summary>
    private static ImmutableDictionary<string, string> FailuresIn(string? reason)
    {
        var failures = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        try
        {
            var listed = string.IsNullOrEmpty(reason) ? null : (JsonValues.Parse(reason) as MapValue)?["Failures"] as ListValue;
            foreach (var failure in (listed?.Items ?? []).OfType<MapValue>())
            {
                if (failure["Resource"] is ScalarValue { Text.Length: > 0 } resource)
                    failures[resource.Text] = ReasonIn((failure["FailureReason"] as ScalarValue)?.Text);
            }
        }
        catch (JsonException)
        {
            // Words instead of a document name no resource.
        }

        return failures.ToImmutable();
    }

    /// <summary>What became of the last detection of a stack.</summary>
    /// <param name="Id">Of one that is under way, or null.</param>
    /// <param name="Result">How the last one ended, or null.</param>
    /// <param name="At">When it was started or ended, or was waited for in vain.</param>
    private sealed record StackDetection(string? Id, ReadResult<ImmutableDictionary<string, string>>? Result, long At)
    {
        /// <summary>When the last one was begun.</summary>
        public DateTimeOffset StartedAt { get; init; }

        /// <summary>Why resources could not be looked at, by the last one that came to its end: it is known until the next one has.</summary>
        public ImmutableDictionary<string, string> Failures { get; init; } = ImmutableDictionary<string, string>.Empty;

        /// <summary>When that one was begun.</summary>
        public DateTimeOffset FailedAt { get; init; }
    }
}
