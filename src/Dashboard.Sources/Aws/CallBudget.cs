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
    /// <summary>Where roles are taken on: whatever is read waits for the one call that does, so one without an answer says it of all.</summary>
    public const string TokenService = "sts";

    private readonly ConcurrentDictionary<(string Region, string Service), Lazy<CallGate>> _gates = new();

    /// <summary>The gate of a service, by the name that its requests are signed for ("cloudformation", "cloudcontrolapi", "sts").</summary>
    public CallGate Gate(string region, string service) =>
        _gates.GetOrAdd((region, service), key => new(() => new CallGate(RateOf(key.Service), parallel, time, key.Service == TokenService ? 1 : CallFuse.Most))).Value;

    private double RateOf(string service) => keepsServiceLimits && WireService.LimitOf(service) is { } limit ? Math.Min(callsPerSecond, limit) : callsPerSecond;

    public void Dispose()
    {
        foreach (var gate in _gates.Values)
            gate.Value.Dispose();
    }
}

/// <summary>A turn that was taken before a call began, so that waiting for it does not count against the call's deadline. Its first request uses it up.</summary>
/// <remarks>A call within a call (a role that is taken on anew while a resource is read) has a turn of its own.</remarks>
internal sealed class CallTurn
{
    private static readonly AsyncLocal<CallTurn?> Current = new();

    private readonly CallFuse _fuse;
    private readonly Lock _lock = new();
    private int _used;

    // Guarded by _lock.
    private bool _isClosed;

    private CallTurn(CallFuse fuse) => _fuse = fuse;

    /// <summary>What the turn was used for first; null before that.</summary>
    public CallKind? Kind { get; private set; }

    /// <summary>Whether the call waits for new credentials, since its service has said that the session has ended.</summary>
    public bool IsRenewing { get; private set; }

    /// <summary>Notes that the flow's call is made once more with new credentials.</summary>
    public static void Renew()
    {
        if (Current.Value is { } turn)
            turn.IsRenewing = true;
    }

    /// <summary>Everything that is called from here on, in this flow of execution, belongs to this turn.</summary>
    /// <param name="fuse">The fuse of the service that it was taken for, which the caller entered.</param>
    public static CallTurn Begin(CallFuse fuse) => Current.Value = new CallTurn(fuse);

    /// <summary>Notes what the flow sends; only the first request is stopped, not a try that is made again.</summary>
    /// <exception cref="UnansweredException">It would have no answer.</exception>
    public static async Task EnterAsync(CallFuse fuse, CallKind kind, CancellationToken cancellation)
    {
        if (Current.Value is not { } turn || turn._fuse != fuse)
            return;
        turn.IsRenewing = false;
        if (turn.Kind is not null)
            return;
        await fuse.EnterAsync(kind, cancellation).ConfigureAwait(false);
        if (turn.TryTake(kind))
            return;
        fuse.Withdraw(kind);
        throw new OperationCanceledException("Nobody waits for this call any more.", cancellation);
    }

    /// <summary>What the turn was used for, as its call has ended: whatever of it still goes on, since it waited for something else, sends nothing more.</summary>
    public CallKind? Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            return Kind;
        }
    }

    private bool TryTake(CallKind kind)
    {
        lock (_lock)
        {
            if (!_isClosed)
                Kind = kind;
            return !_isClosed;
        }
    }

    /// <summary>Whether the flow has a turn left of the service with this fuse, which is then used up.</summary>
    public static bool TryUse(CallFuse fuse) => Current.Value is { } turn && turn._fuse == fuse && Interlocked.Exchange(ref turn._used, 1) == 0;
}
