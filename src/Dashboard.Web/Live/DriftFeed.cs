using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>What changed since the change before; <see cref="Board"/> is the whole board after it.</summary>
/// <param name="Board">The board after the change.</param>
/// <param name="Stacks">Stacks that changed, appeared or went.</param>
/// <param name="Parity">Pairs whose parity changed, is kept from now on, or was judged anew.</param>
/// <param name="IsSnapshot">True for the first one of a subscription: everything is new.</param>
public sealed record DriftChange(DriftBoard Board, ImmutableHashSet<StackKey> Stacks, ImmutableHashSet<ParityKey> Parity, bool IsSnapshot);

/// <summary>Holds the current board and tells every subscriber of each change.</summary>
/// <remarks>
/// A subscriber gets a snapshot and then changes, with no gap and no duplicate: registering and copying happen under one lock. Changes that come
/// closer together than <see cref="Coalesce"/> become one revision, and every subscriber that keeps up sees each revision: one that sees a gap was
/// too slow. What it had not read yet is merged into one change, so it costs one board and one set of keys, however slow it is
/// (docs/decisions/0007-what-a-revision-is.md).
/// </remarks>
public sealed class DriftFeed(string serverId, TimeProvider time)
{
    /// <summary>Changes closer together than this reach a subscriber as one.</summary>
    public static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(100);

    // Guards everything below.
    private readonly Lock _lock = new();
    private readonly List<Subscriber> _subscribers = [];
    private DriftBoard _announced = DriftBoard.Empty(serverId, time.GetUtcNow());
    private DriftBoard? _pending;
    private ITimer? _window;

    /// <summary>The board as it stands.</summary>
    public DriftBoard Current
    {
        get
        {
            lock (_lock)
            {
                // Whoever has seen a board must not meet another one under the same revision.
                Announce();
                return _announced;
            }
        }
    }

    /// <summary>Publishes a change: the function gets the current board and returns the next one; revision and time are set here.</summary>
    /// <remarks>The revision rises unless only <see cref="DriftBoard.Scan"/> changes: what the scanner is doing is no news of the environments.</remarks>
    /// <param name="update">Pure; it runs under the feed's lock. Returning an equal board publishes nothing.</param>
    public DriftBoard Publish(Func<DriftBoard, DriftBoard> update)
    {
        lock (_lock)
        {
            var previous = _pending ?? _announced;
            var next = update(previous);
            if (next == previous)
                return previous;
            var now = time.GetUtcNow();
            var isNews = next with { Scan = previous.Scan } != previous;
            var revision = isNews ? _announced.Revision + 1 : previous.Revision;
            _pending = next = Sightings.Next(previous, next, now) with
            {
                Revision = revision,
                BuiltAt = isNews ? now : previous.BuiltAt,
            };
            if (_window is null)
                Announce();
            return next;
        }
    }

    /// <summary>A snapshot first, then every change, until cancelled.</summary>
    public async IAsyncEnumerable<DriftChange> SubscribeAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var subscriber = new Subscriber();
        DriftBoard board;
        lock (_lock)
        {
            Announce();
            _subscribers.Add(subscriber);
            board = _announced;
        }

        try
        {
            yield return new DriftChange(board, [.. board.Stacks.Keys], [.. board.Parity.Keys], IsSnapshot: true);
            while (true)
            {
                await subscriber.Signal.WaitAsync(cancellation);
                DriftChange change;
                lock (_lock)
                    change = subscriber.Take();
                yield return change;
            }
        }
        finally
        {
            lock (_lock)
                _subscribers.Remove(subscriber);
        }
    }

    /// <summary>Makes what is pending the announced board and hands it on. Changes within the next <see cref="Coalesce"/> wait for its end.</summary>
    private void Announce()
    {
        if (_pending is not { } next)
            return;
        var stacks = ChangedKeys(_announced.Stacks, next.Stacks, ReferenceEquals);
        var parity = ChangedKeys(_announced.Parity, next.Parity, ReferenceEquals).Union(ChangedKeys(_announced.KeptParity, next.KeptParity, static (one, other) => one == other));
        (_announced, _pending) = (next, null);
        foreach (var subscriber in _subscribers)
            subscriber.Add(next, stacks, parity);
        if (_subscribers.Count > 0)
            _window ??= time.CreateTimer(static feed => ((DriftFeed)feed!).EndWindow(), this, Coalesce, Timeout.InfiniteTimeSpan);
    }

    private void EndWindow()
    {
        lock (_lock)
        {
            _window?.Dispose();
            _window = null;
            Announce();
        }
    }

    private static ImmutableHashSet<TKey> ChangedKeys<TKey, TValue>(ImmutableDictionary<TKey, TValue> before, ImmutableDictionary<TKey, TValue> after, Func<TValue, TValue, bool> areSame)
        where TKey : notnull
    {
        if (ReferenceEquals(before, after))
            return [];
        var changed = ImmutableHashSet.CreateBuilder<TKey>();
        foreach (var (key, value) in after)
        {
            if (!before.TryGetValue(key, out var old) || !areSame(old, value))
                changed.Add(key);
        }

        changed.UnionWith(before.Keys.Where(key => !after.ContainsKey(key)));
        return changed.ToImmutable();
    }

    /// <summary>What one subscriber has not read yet. Guarded by the feed's lock; the signal is its own.</summary>
    private sealed class Subscriber
    {
        private DriftBoard? _board;
        private ImmutableHashSet<StackKey> _stacks = [];
        private ImmutableHashSet<ParityKey> _parity = [];

        public SemaphoreSlim Signal { get; } = new(0);

        public void Add(DriftBoard board, ImmutableHashSet<StackKey> stacks, ImmutableHashSet<ParityKey> parity)
        {
            if (_board is null)
                Signal.Release();
            _board = board;
            _stacks = _stacks.Union(stacks);
            _parity = _parity.Union(parity);
        }

        public DriftChange Take()
        {
            var change = new DriftChange(_board!, _stacks, _parity, IsSnapshot: false);
            (_board, _stacks, _parity) = (null, [], []);
            return change;
        }
    }
}
