using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Presentation;

namespace Dashboard.Web.Scanning;

/// <summary>Looks through the accounts once for all who ask: it lists every stack's resources, which in a large account takes minutes.</summary>
internal sealed class AccountInventories(BoardPublisher board, ILiveStateSource live, TimeProvider time) : IAccountInventories
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();

    // All guarded by _lock.
    private Task<ImmutableArray<AccountInventory>>? _known;
    private long _startedAt;
    private ImmutableArray<AccountInventory> _last = [];

    /// <inheritdoc />
    public ImmutableArray<AccountInventory> Known
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<AccountInventory>> AskAsync(bool again, CancellationToken cancellation)
    {
        ImmutableArray<EnvironmentSnapshot> environments = [.. board.Environments.Values.Select(e => e.Result?.Snapshot).OfType<EnvironmentSnapshot>()];
        // What was recorded costs nothing to look up, and more of it is asked for with each environment that was judged.
        if (live is IRecordedInventories)
            return Keep(await InventoryReader.ReadAsync(live, time, environments, cancellation));
        return environments.IsEmpty ? [] : await Find(environments, again).WaitAsync(cancellation);
    }

    private ImmutableArray<AccountInventory> Keep(ImmutableArray<AccountInventory> found)
    {
        lock (_lock)
            return _last = found;
    }

    private Task<ImmutableArray<AccountInventory>> Find(ImmutableArray<EnvironmentSnapshot> environments, bool again)
    {
        lock (_lock)
        {
            if (_known is { IsFaulted: false } known && (!known.IsCompleted || time.GetElapsedTime(_startedAt) < (again ? Least : Kept)))
                return known;
            _startedAt = time.GetTimestamp();
            // Whoever goes leaves the answer to the others; each call has a deadline of its own.
            return _known = Task.Run(async () => Keep(await InventoryReader.ReadAsync(live, time, environments, CancellationToken.None)), CancellationToken.None);
        }
    }
}
