using System.Threading.Channels;

namespace Dashboard.Web.Scanning;

/// <summary>Waiting for a signal or for the clock, whichever comes first.</summary>
internal static class Signals
{
    /// <summary>Waits for the next signal, or until the time is over.</summary>
    public static async Task WaitAsync(ChannelReader<bool> signals, TimeSpan longest, TimeProvider time, CancellationToken cancellation)
    {
        using var over = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellation);
        try
        {
            await signals.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
        }
    }
}
