using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Model;

namespace Dashboard.Web.Live;

/// <summary>What changed since the change before; <see cref="Board"/> is the whole board after it.</summary>
/// <param name="Board">The board after the change.</param>
/// <param name="Stacks">Stacks that changed, appeared or went.</param>
/// <param name="Parity">Pairs whose parity changed.</param>
/// <param name="IsSnapshot">True for the first one of a subscription: everything is new.</param>
public sealed record DriftChange(DriftBoard Board, ImmutableHashSet<StackKey> Stacks, ImmutableHashSet<ParityKey> Parity, bool IsSnapshot);

/// <summary>Holds the current board and tells every subscriber of each change.</summary>
/// <remarks>
/// A subscriber gets a snapshot and then changes, with no gap and no duplicate: registering and copying happen under one lock. What a slow
/// subscriber has not read yet is coalesced into one change, so it costs one board and one set of keys, however slow it is.
/// </remarks>
public sealed class DriftFeed(string serverId, TimeProvider time)
{
    /// <summary>Changes closer together than this reach a subscriber as one.</summary>
    public static readonly TimeSpan Coalesce = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly List<Subscriber> _subscribers = [];
    private DriftBoard _current = DriftBoard.Empty(serverId, time.GetUtcNow());

    /// <summary>The board as it stands.</summary>
    public DriftBoard Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    /// <summary>Publishes a change: the function gets the current board and returns the next one; revision and time are set here.</summary>
    /// <param name="update">Pure; it runs under the feed's lock. Returning the same board publishes nothing.</param>
    public DriftBoard Publish(Func<DriftBoard, DriftBoard> update)
    {
        lock (_lock)
        {
            var previous = _current;
            var next = update(previous);
            if (ReferenceEquals(next, previous))
                return previous;
            next = next with { Revision = previous.Revision + 1, BuiltAt = time.GetUtcNow() };
            _current = next;
            var stacks = ChangedKeys(previous.Stacks, next.Stacks);
            var parity = ChangedKeys(previous.Parity, next.Parity);
            foreach (var subscriber in _subscribers)
                subscriber.Add(next, stacks, parity);
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
            _subscribers.Add(subscriber);
            board = _current;
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
                await Task.Delay(Coalesce, time, cancellation);
            }
        }
        finally
        {
            lock (_lock)
                _subscribers.Remove(subscriber);
        }
    }

    private static ImmutableHashSet<TKey> ChangedKeys<TKey, TValue>(ImmutableDictionary<TKey, TValue> before, ImmutableDictionary<TKey, TValue> after)
        where TKey : notnull
        where TValue : class
    {
        if (ReferenceEquals(before, after))
            return [];
        var changed = ImmutableHashSet.CreateBuilder<TKey>();
        foreach (var (key, value) in after)
        {
            if (!before.TryGetValue(key, out var old) || !ReferenceEquals(old, value))
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
