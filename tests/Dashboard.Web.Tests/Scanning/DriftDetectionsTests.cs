using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Dashboard.Web.Scanning;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dashboard.Web.Tests.Scanning;

/// <summary>CloudFormation's own drift detection, beside the sweeps.</summary>
public sealed class DriftDetectionsTests : IAsyncDisposable
{
    private readonly WatchedEstate _estate = new();
    private readonly GatedDetection _detection;
    private readonly DriftDetections _detections;

    public DriftDetectionsTests()
    {
        _detection = new GatedDetection(_estate.Time);
        _estate.Cloud.Detection = _detection;
        _detections = new DriftDetections(_estate.Publisher, _estate.Cloud, _estate.Time, NullLogger<DriftDetections>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _detections.StopAsync(CancellationToken.None).Soon();
        _detections.Dispose();
        await _estate.DisposeAsync();
    }

    [Fact]
    public async Task A_sweep_ends_while_a_stack_of_each_account_is_looked_at_and_the_next_one_follows_it()
    {
        await StartAsync();
        var (staging, production) = (await _detection.StartedAsync(WatchedEstate.Staging), await _detection.StartedAsync(WatchedEstate.Production));

        // A sweep that had stacks looked at itself would wait for what this test alone ends.
        await _estate.SweepAgainAsync();

        Assert.Equal((WatchedEstate.Staging, WatchedEstate.Production), (staging.Scope.Account, production.Scope.Account));
        Assert.Equal(2, _detection.Running);
        _detection.End(staging, ReadOutcome.Read);
        var second = await _detection.StartedAsync(WatchedEstate.Staging);
        Assert.Equal(["mailer", "worker"], new[] { staging.StackId, second.StackId }.Select(id => id.Split('/')[1]["staging-".Length..]).Order(StringComparer.Ordinal));
        Assert.Equal(2, _detection.Running);
    }

    [Fact]
    public async Task One_that_comes_to_nothing_is_followed_by_another_after_a_while_and_a_failure_ends_nothing()
    {
        _detection.OnlyIn = WatchedEstate.Staging;
        await StartAsync();
        var first = await _detection.StartedAsync(WatchedEstate.Staging);

        _detection.End(first, ReadOutcome.Denied);
        var second = await NextRoundAsync();
        _detection.Fail(second);
        var third = await NextRoundAsync();

        Assert.NotEqual(first.StackId, second.StackId);
        Assert.Equal(first.StackId, third.StackId);
        Assert.All(_detection.Started.Zip(_detection.Started.Skip(1)), s => Assert.True(s.Second - s.First >= DriftDetections.Round, $"{s}"));
        Assert.Equal(3, _detection.Started.Count());
    }

    /// <summary>What is begun in the first round that finds the one before at its end.</summary>
    private async Task<DetectableStack> NextRoundAsync()
    {
        var next = _detection.StartedAsync(WatchedEstate.Staging);
        while (!next.IsCompleted)
        {
            await _estate.Time.WaitedForAsync(DriftDetections.Round);
            _estate.Time.Advance(DriftDetections.Round);
        }

        return await next;
    }

    private async Task StartAsync()
    {
        await _estate.StartAsync();
        await _detections.StartAsync(CancellationToken.None);
    }

    /// <summary>Detections that last until the test ends them; the next one is of the other stack.</summary>
    private sealed class GatedDetection(TimeProvider time) : IDriftDetection
    {
        private readonly ConcurrentQueue<DateTimeOffset> _times = new();
        private readonly ConcurrentDictionary<string, Channel<DetectableStack>> _started = new();
        private readonly ConcurrentDictionary<DetectableStack, TaskCompletionSource<ReadOutcome>> _running = new();
        private readonly ConcurrentDictionary<string, int> _order = new();

        /// <summary>The one account that has detections; null: each.</summary>
        public string? OnlyIn { get; set; }

        public int Running => _running.Count;

        /// <summary>When each was begun.</summary>
        public IEnumerable<DateTimeOffset> Started => _times;

        public Task<DetectableStack> StartedAsync(string account) => StartedIn(account).Reader.ReadAsync().AsTask().Soon();

        public void End(DetectableStack stack, ReadOutcome outcome) => Take(stack).SetResult(outcome);

        public void Fail(DetectableStack stack) => Take(stack).SetException(new FormatException("no"));

        public bool DetectsDrift(string account) => OnlyIn is null || OnlyIn == account;

        public (ReadOutcome Outcome, string? Detail)? ProblemOf(AccountRegion scope, string stackNameOrId) => null;

        public string? NextOf(AccountRegion scope, IEnumerable<DetectableStack> stacks) => stacks.MinBy(s => _order.GetValueOrDefault(s.StackId))?.StackId;

        public async Task<ReadResult<ImmutableDictionary<string, string>>> DetectStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation)
        {
            var stack = new DetectableStack(scope, stackNameOrId, null);
            _times.Enqueue(time.GetUtcNow());
            _order.AddOrUpdate(stackNameOrId, 1, static (_, count) => count + 1);
            var gate = _running[stack] = new TaskCompletionSource<ReadOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
            StartedIn(scope.Account).Writer.TryWrite(stack);
            var outcome = await gate.Task.WaitAsync(cancellation);
            return new(outcome, outcome == ReadOutcome.Read ? ImmutableDictionary<string, string>.Empty : null);
        }

        public DateTimeOffset? RunsSince(AccountRegion scope, string stackId) => null;

        public Task<ResourceObservation?> DetectResourceAsync(AccountRegion scope, string stackNameOrId, string logicalId, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation) =>
            throw new NotSupportedException("A resource is looked at where a hint names it.");

        private Channel<DetectableStack> StartedIn(string account) => _started.GetOrAdd(account, static _ => Channel.CreateUnbounded<DetectableStack>());

        private TaskCompletionSource<ReadOutcome> Take(DetectableStack stack) => _running.TryRemove(stack, out var gate) ? gate : throw new InvalidOperationException($"{stack} is not looked at.");
    }
}
