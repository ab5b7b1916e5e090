using Dashboard.Sandbox.Cloud.Access;

namespace Dashboard.Sandbox.Cloud;

/// <summary>The embedded cloud: stacks, live resources, exports and template objects, in memory; accounts and regions are isolated from each other.</summary>
/// <remarks>
/// Safe for threads: one lock guards all state, and every record that leaves is immutable. Deployments run inside the lock, so a caller sees a stack
/// before or after one, never in between. Physical ids depend only on (account, region, stack, logical id, generation): two starts give equal ids.
/// </remarks>
/// <param name="time">The clock of every timestamp and delay.</param>
public sealed partial class SandboxCloud(TimeProvider? time = null)
{
    // Guards _regions and _objects. Nothing awaits inside it.
    private readonly Lock _lock = new();
    private Dictionary<(string Account, string Region), RegionState> _regions = [];
    private Dictionary<(string Bucket, string Key), string> _objects = [];
    private readonly ChangeBroadcast _changes = new();
    private readonly FaultTable _faults = new(time ?? TimeProvider.System);

    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>The roles of every account.</summary>
    internal RoleTable Roles { get; } = new(time ?? TimeProvider.System);

    /// <summary>Forgets everything: stacks, resources, objects, roles and faults.</summary>
    public void Reset()
    {
        Become(new SandboxCloud(Time));
        Roles.Clear();
    }

    /// <summary>Adds a role, or replaces it. From then on no other role of its account may be assumed than those that were added.</summary>
    /// <exception cref="SandboxException">MalformedPolicyDocument.</exception>
    public void AddRole(SandboxRole role) => Roles.Add(role);

    /// <summary>Ends every session of every role, whatever time it had left.</summary>
    public void EndSessions() => Roles.EndSessions();

    /// <summary>Takes over everything that another cloud holds, in one step and without faults, so that no reader sees it half done.</summary>
    internal void Become(SandboxCloud other)
    {
        Dictionary<(string Account, string Region), RegionState> regions;
        Dictionary<(string Bucket, string Key), string> objects;
        lock (other._lock)
            (regions, objects) = (new(other._regions), new(other._objects));
        lock (_lock)
        {
            var changes = regions.Keys.Union(_regions.Keys).SelectMany(k =>
                Replaced(k.Account, k.Region, _regions.GetValueOrDefault(k, RegionState.Empty), regions.GetValueOrDefault(k, RegionState.Empty))).ToList();
            (_regions, _objects) = (regions, objects);
            _changes.Publish(changes);
        }

        _faults.Clear();
    }

    /// <summary>Every change from now on. A reader that lags by more than 1,000 changes loses the oldest. Enumerate it once, to its end or until cancelled.</summary>
    public IAsyncEnumerable<SandboxChange> ReadChangesAsync(CancellationToken cancellation = default) => _changes.Subscribe(cancellation);

    /// <summary>Adds a fault; disposing the result removes it.</summary>
    public IDisposable AddFault(SandboxFault fault) => _faults.Add(fault);

    /// <summary>The faults that hit a call.</summary>
    internal ImmutableArray<SandboxFault> HitFaults(string account, string region, string operation, string? type = null) =>
        _faults.Hit(account, region, operation, type);

    /// <summary>Stores a template object, for TemplateURL.</summary>
    /// <returns>Its address: "https://s3.amazonaws.com/bucket/key". The path under the sandbox's own address works too.</returns>
    public string PutObject(string bucket, string key, string body)
    {
        lock (_lock)
            _objects[(bucket, key)] = body;
        return $"https://s3.amazonaws.com/{bucket}/{key}";
    }

    /// <summary>A template object's text, or null.</summary>
    public string? FindObject(string bucket, string key)
    {
        lock (_lock)
            return _objects.GetValueOrDefault((bucket, key));
    }

    /// <summary>The template object at an address: ".../bucket/key" of any host, or "https://bucket.s3.region.amazonaws.com/key".</summary>
    internal string? FindTemplate(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            return null;
        var path = Uri.UnescapeDataString(address.AbsolutePath.TrimStart('/'));
        var dot = address.Host.IndexOf(".s3.", StringComparison.Ordinal);
        if (dot > 0)
            return FindObject(address.Host[..dot], path);
        var slash = path.IndexOf('/');
        return slash > 0 ? FindObject(path[..slash], path[(slash + 1)..]) : null;
    }

    /// <summary>The region as it is now.</summary>
    internal RegionState Read(string account, string region)
    {
        lock (_lock)
            return StateOf(account, region);
    }

    /// <summary>Every region of an account as it is now.</summary>
    internal ImmutableArray<RegionState> ReadAll(string account)
    {
        lock (_lock)
            return [.. _regions.Where(r => r.Key.Account == account).Select(r => r.Value)];
    }

    /// <summary>Replaces a region's state by what a function makes of it, and publishes the changes; an exception leaves it as it was.</summary>
    private T Write<T>(string account, string region, Func<RegionState, (RegionState State, IEnumerable<SandboxChange> Changes, T Result)> change)
    {
        lock (_lock)
        {
            var (state, changes, result) = change(StateOf(account, region));
            _regions[(account, region)] = state;
            _changes.Publish(changes);
            return result;
        }
    }

    /// <summary>What a reader has to look at again when a region is replaced as a whole: every outermost stack, and every resource without a stack.</summary>
    private static IEnumerable<SandboxChange> Replaced(string account, string region, RegionState before, RegionState after)
    {
        var stacks = before.Standing.Concat(after.Standing).Where(s => s.ParentId is null).DistinctBy(s => s.Name)
            .Select(s => new SandboxChange(account, region, s.Name, null, s.StackId));
        var resources = before.Live.Values.Concat(after.Live.Values).Where(l => l.StackId is null).DistinctBy(l => l.Key)
            .Select(l => new SandboxChange(account, region, null, null, l.PhysicalId));
        return stacks.Concat(resources);
    }

    private RegionState StateOf(string account, string region) =>
        Drift.DriftDetector.Settle(_regions.GetValueOrDefault((account, region), RegionState.Empty), Time.GetUtcNow());
}
