namespace Dashboard.Sandbox.Cloud;

/// <summary>The faults that are set just now.</summary>
internal sealed class FaultTable(TimeProvider time)
{
    // Guards the list and the counts in it.
    private readonly Lock _lock = new();
    private readonly List<Armed> _armed = [];

    /// <summary>Adds a fault; disposing the result removes it.</summary>
    public IDisposable Add(SandboxFault fault)
    {
        var armed = new Armed(this, fault);
        lock (_lock)
            _armed.Add(armed);
        return armed;
    }

    /// <summary>Removes all faults.</summary>
    public void Clear()
    {
        lock (_lock)
            _armed.Clear();
    }

    /// <summary>The faults that hit a call; each use counts.</summary>
    public ImmutableArray<SandboxFault> Hit(string account, string region, string operation, string? type)
    {
        lock (_lock)
        {
            var second = time.GetUtcNow().ToUnixTimeSeconds();
            var hits = _armed.Where(a => Matches(a.Fault, account, region, operation, type) && a.IsOver(second)).ToList();
            foreach (var hit in hits.Where(h => h.Remaining is not null && --h.Remaining == 0))
                _armed.Remove(hit);
            return [.. hits.Select(h => h.Fault)];
        }
    }

    private static bool Matches(SandboxFault fault, string account, string region, string operation, string? type) =>
        (fault.Account is null || fault.Account == account)
        && (fault.Region is null || fault.Region == region)
        && (fault.Operation is null || fault.Operation == operation)
        && (fault.Type is null || fault.Type == type);

    private sealed class Armed(FaultTable table, SandboxFault fault) : IDisposable
    {
        public SandboxFault Fault { get; } = fault;

        public int? Remaining { get; set; } = fault.Times;

        private long _second;
        private int _passed;

        /// <summary>Whether a call of this second is one too many; counts it.</summary>
        public bool IsOver(long second)
        {
            if (second != _second)
                (_second, _passed) = (second, 0);
            return ++_passed > Fault.CallsPerSecond;
        }

        public void Dispose()
        {
            lock (table._lock)
                table._armed.Remove(this);
        }
    }
}
