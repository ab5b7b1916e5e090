using System.Collections.Concurrent;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>The resources of stacks, whosever they are: listed once for each deployment, since only that changes them.</summary>
internal sealed class StackResourceLists(ILiveStateSource live)
{
    /// <summary>For memory alone.</summary>
    private const int MaxKept = 10_000;

    private readonly ConcurrentDictionary<(AccountRegion Scope, string StackId), Kept> _kept = new();

    /// <summary>The resources of a stack as it was listed.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="isFresh">Whether they are listed in any case: somebody said that the stack changed.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ReadResult<ImmutableArray<LiveStackResource>>> ReadAsync(AccountRegion scope, LiveStack stack, bool isFresh, CancellationToken cancellation)
    {
        if (!CanBeKept(stack))
            return await live.ListResourcesAsync(scope, stack.StackId, cancellation).ConfigureAwait(false);
        var key = (scope, stack.StackId);
        if (isFresh || !_kept.TryGetValue(key, out var kept) || !kept.IsOf(stack))
        {
            if (_kept.Count >= MaxKept)
                _kept.Clear();
            var mine = new Kept(stack.UpdatedAt, stack.Status, new(() => live.ListResourcesAsync(scope, stack.StackId, cancellation)));
            kept = isFresh ? _kept[key] = mine : _kept.AddOrUpdate(key, mine, (_, other) => other.IsOf(stack) ? other : mine);
        }

        var read = await kept.List.Value.ConfigureAwait(false);
        if (!read.IsRead)
            _kept.TryRemove(KeyValuePair.Create(key, kept));
        return read;
    }

    /// <summary>Whether they are known.</summary>
    public bool Knows(AccountRegion scope, LiveStack stack) => CanBeKept(stack) && _kept.TryGetValue((scope, stack.StackId), out var kept) && kept.IsOf(stack);

    /// <summary>Whether they were asked for, in whatever deployment.</summary>
    public bool HasSeen(AccountRegion scope, LiveStack stack) => _kept.ContainsKey((scope, stack.StackId));

    private static bool CanBeKept(LiveStack stack) => stack.UpdatedAt is not null && StackPhases.Of(stack.Status) == StackPhase.Settled;

    private sealed record Kept(DateTimeOffset? UpdatedAt, string Status, Lazy<Task<ReadResult<ImmutableArray<LiveStackResource>>>> List)
    {
        public bool IsOf(LiveStack stack) => UpdatedAt == stack.UpdatedAt && Status == stack.Status;
    }
}
