using Dashboard.Core.Documents;

namespace Dashboard.Cli.Watching;

/// <summary>What a message of the server brought.</summary>
internal enum BoardNews
{
    /// <summary>The state is that of the message.</summary>
    Taken,

    /// <summary>Something is missing before the message: subscribe again.</summary>
    Gap,

    /// <summary>The message is older than the state, or a new board is on its way.</summary>
    Ignored,
}

/// <summary>The server's board as far as it was told. It outlives a connection, so that what changed during an outage is seen as a change.</summary>
internal sealed class BoardState
{
    private readonly Dictionary<CellKey, StackCellDocument> _stacks = [];
    private readonly Dictionary<(string Application, string From, string To), ParitySummaryDocument> _parity = [];
    private string? _serverId;
    private long _revision;
    private bool _awaitsBoard = true;

    /// <summary>Whether a board was ever seen.</summary>
    public bool IsKnown => _serverId is not null;

    /// <summary>A board was asked for: changes that come before it say nothing.</summary>
    public void AwaitBoard() => _awaitsBoard = true;

    /// <summary>Takes a whole board. Nothing of the first one is a change.</summary>
    public IReadOnlyList<WatchDocument> Take(BoardDocument board, DateTimeOffset now)
    {
        var isFirst = !IsKnown;
        var changes = new List<WatchDocument>();
        var gone = _stacks.Keys.Except(board.Stacks.Select(CellKey.Of)).ToList();
        foreach (var key in gone.OrderBy(k => k.ToString(), StringComparer.Ordinal))
        {
            _stacks.Remove(key, out var before);
            changes.Add(new WatchDocument(now, before, null, null, null));
        }

        foreach (var pair in _parity.Keys.Except(board.Parity.Select(KeyOf)).ToList())
            _parity.Remove(pair);
        Merge(board.Stacks, board.Parity, now, changes);
        (_serverId, _revision, _awaitsBoard) = (board.ServerId, board.Revision, false);
        return isFirst ? [] : changes;
    }

    /// <summary>Takes a change, where it follows the state.</summary>
    public (BoardNews News, IReadOnlyList<WatchDocument> Changes) Take(ChangedDocument changed, DateTimeOffset now)
    {
        if (_awaitsBoard || (changed.ServerId == _serverId && changed.Revision <= _revision))
            return (BoardNews.Ignored, []);
        if (changed.ServerId != _serverId || changed.Revision != _revision + 1)
            return (BoardNews.Gap, []);
        var changes = new List<WatchDocument>();
        Merge(changed.Stacks, changed.Parity, now, changes);
        _revision = changed.Revision;
        return (BoardNews.Taken, changes);
    }

    private void Merge(IEnumerable<StackCellDocument> stacks, IEnumerable<ParitySummaryDocument> parity, DateTimeOffset now, List<WatchDocument> changes)
    {
        foreach (var stack in stacks)
        {
            var key = CellKey.Of(stack);
            if (!IsSameVerdict(_stacks.GetValueOrDefault(key), stack))
                changes.Add(new WatchDocument(now, _stacks.GetValueOrDefault(key), stack, null, null));
            _stacks[key] = stack;
        }

        foreach (var pair in parity)
        {
            var key = KeyOf(pair);
            if (_parity.GetValueOrDefault(key)?.Counts != pair.Counts)
                changes.Add(new WatchDocument(now, null, null, _parity.GetValueOrDefault(key), pair));
            _parity[key] = pair;
        }
    }

    private static (string Application, string From, string To) KeyOf(ParitySummaryDocument pair) => (pair.Application, pair.From, pair.To);

    /// <summary>Another look that sees the same is no change, though its ages are others.</summary>
    private static bool IsSameVerdict(StackCellDocument? before, StackCellDocument now) =>
        before is not null && before with { CheckedAt = null, OldestReadAt = null } == now with { CheckedAt = null, OldestReadAt = null };

    private sealed record CellKey(string Application, string Environment, string Component, string Region, string Instance)
    {
        public static CellKey Of(StackCellDocument stack) => new(stack.Application, stack.Environment, stack.Component, stack.Region, stack.Instance);
    }
}
