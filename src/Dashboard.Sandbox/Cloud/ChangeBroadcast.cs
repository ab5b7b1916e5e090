using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Dashboard.Sandbox.Cloud;

/// <summary>Hands every change to every reader; a slow reader loses the oldest ones and holds nobody up.</summary>
internal sealed class ChangeBroadcast
{
    private const int Capacity = 1000;

    // Guards the list only; writing to a bounded channel that drops never waits.
    private readonly Lock _lock = new();
    private ImmutableList<Channel<SandboxChange>> _readers = [];

    /// <summary>Hands changes to all current readers.</summary>
    public void Publish(IEnumerable<SandboxChange> changes)
    {
        ImmutableList<Channel<SandboxChange>> readers;
        lock (_lock)
            readers = _readers;
        foreach (var change in changes)
        {
            foreach (var reader in readers)
                reader.Writer.TryWrite(change);
        }
    }

    /// <summary>Every change from the call on, not only from the first read on.</summary>
    public IAsyncEnumerable<SandboxChange> Subscribe(CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<SandboxChange>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
            _readers = _readers.Add(channel);
        return Read(channel, cancellation);
    }

    private async IAsyncEnumerable<SandboxChange> Read(Channel<SandboxChange> channel, [EnumeratorCancellation] CancellationToken cancellation)
    {
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancellation))
                yield return change;
        }
        finally
        {
            lock (_lock)
                _readers = _readers.Remove(channel);
        }
    }
}
