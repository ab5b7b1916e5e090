using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What is worked out of a board once, for all readers: it lives as long as the board does. Safe to use from any thread.</summary>
/// <param name="make">Works it out; pure.</param>
internal sealed class BoardMemo<TKey, TValue>(Func<DriftBoard, TKey, TValue> make)
    where TKey : notnull
{
    /// <summary>Keys hold what readers type: more than these on one board are worked out each time.</summary>
    private const int Most = 64;

    private readonly ConditionalWeakTable<DriftBoard, ConcurrentDictionary<TKey, TValue>> _boards = [];

    public TValue Of(DriftBoard board, TKey key)
    {
        var known = _boards.GetOrCreateValue(board);
        if (known.TryGetValue(key, out var value))
            return value;
        value = make(board, key);
        if (known.Count < Most)
            known.TryAdd(key, value);
        return value;
    }
}
