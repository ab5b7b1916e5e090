using System.Collections.Concurrent;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Scanning;

/// <summary>One look at several environments: what they have in common (the stacks of an account and region, what runs there of a type) is asked for once.</summary>
/// <remarks>
/// The first list of stacks that an environment takes may be another's: whatever moved since is seen by the second, which never begins before the environment was read.
/// Those who wait for a second list at the same time get the same one.
/// </remarks>
public sealed class ScanSweep
{
    private readonly ConcurrentDictionary<AccountRegion, SharedListing> _listings = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string Type), Lazy<Task<ReadResult<ImmutableArray<UnmanagedResource>>>>> _lists = new();
    private readonly ConcurrentDictionary<CandidateKey, Lazy<Task<ResourceObservation>>> _reads = new();
    private readonly ConcurrentDictionary<AccountRegion, Lazy<ImmutableHashSet<CandidateKey>?>> _plans = new();
    private readonly ConcurrentDictionary<(AccountRegion Scope, string What), bool> _foreseen = new();

    /// <summary>The stacks of an account and region as anybody listed them last in this sweep.</summary>
    internal Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(ILiveStateSource live, AccountRegion scope, CancellationToken cancellation) =>
        Of(scope).FirstAsync(() => live.ListStacksAsync(scope, cancellation));

    /// <summary>The same as they are listed from now on.</summary>
    internal Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAgainAsync(ILiveStateSource live, AccountRegion scope, CancellationToken cancellation) =>
        Of(scope).AgainAsync(() => live.ListStacksAgainAsync(scope, cancellation));

    /// <summary>What runs there of a type, whoever made it.</summary>
    internal Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveAsync(ILiveStateSource live, AccountRegion scope, string type, CancellationToken cancellation) =>
        _lists.GetOrAdd((scope, type), _ => new(() => live.ListLiveResourcesAsync(scope, type, cancellation))).Value;

    /// <summary>A resource that no stack owns.</summary>
    internal Task<ResourceObservation> ReadAsync(CandidateKey key, Func<Task<ResourceObservation>> read) => _reads.GetOrAdd(key, _ => new(read)).Value;

    /// <summary>Which resources that no stack owns are read again in this sweep, decided by whoever comes first; null: all of them.</summary>
    internal ImmutableHashSet<CandidateKey>? PlanOf(AccountRegion scope, Func<ImmutableHashSet<CandidateKey>?> choose) => _plans.GetOrAdd(scope, _ => new(choose)).Value;

    /// <summary>Whether nobody has counted a shared call before: who comes first counts it.</summary>
    internal bool Foresees(AccountRegion scope, string what) => _foreseen.TryAdd((scope, what), true);

    /// <summary>The same of the call that tells how far a type may be read, which all regions of an account share.</summary>
    internal bool ForeseesType(string account, string type) => _foreseen.TryAdd((new AccountRegion(account, ""), type), true);

    private SharedListing Of(AccountRegion scope) => _listings.GetOrAdd(scope, static _ => new());

    private sealed class SharedListing
    {
        private readonly Lock _lock = new();

        // All guarded by _lock.
        private Task<ReadResult<ImmutableArray<LiveStack>>>? _latest;
        private Task<ReadResult<ImmutableArray<LiveStack>>>? _running;
        private Task<ReadResult<ImmutableArray<LiveStack>>>? _next;

        public Task<ReadResult<ImmutableArray<LiveStack>>> FirstAsync(Func<Task<ReadResult<ImmutableArray<LiveStack>>>> list)
        {
            lock (_lock)
            {
                if (IsRead(_running))
                    _latest = _running;
                // One that failed is asked for again by the next.
                return _latest is { } known && (!known.IsCompleted || IsRead(known)) ? known : _latest = list();
            }
        }

        public Task<ReadResult<ImmutableArray<LiveStack>>> AgainAsync(Func<Task<ReadResult<ImmutableArray<LiveStack>>>> list)
        {
            lock (_lock)
            {
                if (_running is null or { IsCompleted: true } && _next is null)
                {
                    if (IsRead(_running))
                        _latest = _running;
                    return _running = list();
                }

                // Never within the lock: it takes the lock itself.
                var running = _running!;
                return _next ??= Task.Run(() => AfterAsync(running, list));
            }
        }

        private async Task<ReadResult<ImmutableArray<LiveStack>>> AfterAsync(Task running, Func<Task<ReadResult<ImmutableArray<LiveStack>>>> list)
        {
            await running.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
            Task<ReadResult<ImmutableArray<LiveStack>>> now;
            lock (_lock)
            {
                if (IsRead(_running))
                    _latest = _running;
                _next = null;
                now = _running = list();
            }

            return await now.ConfigureAwait(false);
        }

        private static bool IsRead(Task<ReadResult<ImmutableArray<LiveStack>>>? task) => task is { IsCompletedSuccessfully: true, Result.IsRead: true };
    }
}

/// <summary>A resource that no stack owns, as its list names it.</summary>
internal readonly record struct CandidateKey(AccountRegion Scope, string Type, string Identifier);
