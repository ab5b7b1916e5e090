using System.Collections.Concurrent;
using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws;

/// <summary>The call rates of one account: a gate for each region and service, shared by everything that calls there, tries that the SDK repeats included.</summary>
/// <param name="callsPerSecond">The rate of a gate.</param>
/// <param name="parallel">Calls at once through a gate.</param>
/// <param name="time">The clock.</param>
/// <param name="keepsServiceLimits">Whether a service that lets less through is asked no faster: an emulator has no such limits.</param>
internal sealed class CallBudget(double callsPerSecond, int parallel, TimeProvider time, bool keepsServiceLimits = true) : IDisposable
{
    private readonly ConcurrentDictionary<(string Region, string Service), Lazy<CallGate>> _gates = new();

    /// <summary>The gate of a service, by the name that its requests are signed for ("cloudformation", "cloudcontrolapi", "sts").</summary>
    public CallGate Gate(string region, string service) =>
        _gates.GetOrAdd((region, service), key => new(() => new CallGate(RateOf(key.Service), parallel, time))).Value;

    private double RateOf(string service) => keepsServiceLimits && WireService.LimitOf(service) is { } limit ? Math.Min(callsPerSecond, limit) : callsPerSecond;

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
            gate.Value.Dispose();
    }
}

/// <summary>A turn that was taken before a call began, so that waiting for it does not count against the call's deadline. Its first request uses it up.</summary>
internal sealed class CallTurn
{
    private static readonly AsyncLocal<CallTurn?> Current = new();

    private int _used;

    /// <summary>What the turn was used for first: "DescribeSubnets"; null before that.</summary>
    public string? Operation { get; private set; }

    /// <summary>Everything that is called from here on, in this flow of execution, belongs to this turn.</summary>
    public static CallTurn Begin() => Current.Value = new CallTurn();

    /// <summary>Notes what the flow sends; only the first request is stopped, not a try that is made again.</summary>
    /// <exception cref="UnansweredException">It would have no answer.</exception>
    public static async Task EnterAsync(CallFuse fuse, string operation, CancellationToken cancellation)
    {
        if (Current.Value is not { Operation: null } turn)
            return;
        await fuse.EnterAsync(operation, cancellation).ConfigureAwait(false);
        turn.Operation = operation;
    }

    /// <summary>Whether the flow has a turn left, which is then used up.</summary>
    public static bool TryUse() => Current.Value is { } turn && Interlocked.Exchange(ref turn._used, 1) == 0;
}
