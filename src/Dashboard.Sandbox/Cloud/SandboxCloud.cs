namespace Dashboard.Sandbox.Cloud;

/// <summary>The embedded cloud: stacks, live resources, exports and template objects, in memory; accounts and regions are isolated from each other.</summary>
/// <remarks>
/// Safe for threads: one lock guards all state, and every record that leaves is immutable. Deployments run inside the lock, so a caller sees a stack
/// before or after one, never in between. Physical ids depend only on (account, region, stack, logical id, generation): two starts give equal ids.
/// </remarks>
/// <param name="time">The clock of every timestamp and delay.</param>
public sealed partial class SandboxCloud(TimeProvider? time = null)
{
    /// <summary>The clock.</summary>
    internal TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Forgets everything: stacks, resources, objects and faults.</summary>
    public void Reset() => throw new NotImplementedException();

    /// <summary>Every change from now on. A reader that lags by more than 1,000 changes loses the oldest.</summary>
    public IAsyncEnumerable<SandboxChange> ReadChangesAsync(CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Creates a stack.</summary>
    /// <exception cref="SandboxException">AlreadyExistsException, ValidationError, InsufficientCapabilitiesException. A resource that fails is no
    /// exception: the stack ends in ROLLBACK_COMPLETE.</exception>
    public SandboxStack CreateStack(StackRequest request) => throw new NotImplementedException();

    /// <summary>Updates a stack: only what differs between the two rendered templates is written, so hand-made changes elsewhere stay.</summary>
    /// <exception cref="SandboxException">ValidationError: no such stack, or "No updates are to be performed."</exception>
    public SandboxStack UpdateStack(StackRequest request) => throw new NotImplementedException();

    /// <summary>Deletes a stack and its resources; nothing happens where there is none.</summary>
    /// <exception cref="SandboxException">ValidationError: another stack imports one of its exports.</exception>
    public void DeleteStack(string account, string region, string stackName) => throw new NotImplementedException();

    /// <summary>A stack by name or ARN (deleted ones by ARN only), or null.</summary>
    public SandboxStack? FindStack(string account, string region, string nameOrId) => throw new NotImplementedException();

    /// <summary>Every stack that is not deleted, nested ones included, by name.</summary>
    public ImmutableArray<SandboxStack> ListStacks(string account, string region) => throw new NotImplementedException();

    /// <summary>Every export, by name.</summary>
    public ImmutableArray<SandboxExport> ListExports(string account, string region) => throw new NotImplementedException();

    /// <summary>Stores a template object, for TemplateURL.</summary>
    /// <returns>Its address: "https://s3.amazonaws.com/bucket/key". The path under the sandbox's own address works too.</returns>
    public string PutObject(string bucket, string key, string body) => throw new NotImplementedException();

    /// <summary>A template object's text, or null.</summary>
    public string? FindObject(string bucket, string key) => throw new NotImplementedException();

    /// <summary>A live resource, as Cloud Control reads it.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException, UnsupportedActionException, TypeNotFoundException.</exception>
    public SandboxLiveResource GetResource(string account, string region, string type, string identifier) => throw new NotImplementedException();

    /// <summary>The live resources of a type, by identifier.</summary>
    /// <exception cref="SandboxException">UnsupportedActionException, TypeNotFoundException.</exception>
    public ImmutableArray<SandboxLiveResource> ListResources(string account, string region, string type) => throw new NotImplementedException();

    /// <summary>Creates a live resource that belongs to no stack.</summary>
    /// <exception cref="SandboxException">AlreadyExistsException, UnsupportedActionException, TypeNotFoundException.</exception>
    public SandboxLiveResource CreateResource(string account, string region, string type, MapValue properties) => throw new NotImplementedException();

    /// <summary>Changes a live resource by hand: what drift is made of.</summary>
    /// <param name="account">The account.</param>
    /// <param name="region">The region.</param>
    /// <param name="type">The resource type.</param>
    /// <param name="identifier">The primary identifier.</param>
    /// <param name="patchDocument">A JSON patch (RFC 6902): [{"op": "replace", "path": "/VisibilityTimeout", "value": 300}].</param>
    /// <exception cref="SandboxException">ResourceNotFoundException, ValidationException.</exception>
    public SandboxLiveResource UpdateResource(string account, string region, string type, string identifier, string patchDocument) =>
        throw new NotImplementedException();

    /// <summary>Deletes a live resource by hand.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException.</exception>
    public void DeleteResource(string account, string region, string type, string identifier) => throw new NotImplementedException();

    /// <summary>Changes a resource of a stack by hand, found by its path of logical ids ("WebQueue", or "Queues/WebQueue" in a nested stack).</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException, ValidationException.</exception>
    public SandboxLiveResource ChangeByHand(string account, string region, string stackName, string address, string patchDocument) =>
        throw new NotImplementedException();

    /// <summary>Deletes a resource of a stack by hand, found by its path of logical ids.</summary>
    /// <exception cref="SandboxException">ResourceNotFoundException.</exception>
    public void DeleteByHand(string account, string region, string stackName, string address) => throw new NotImplementedException();

    /// <summary>Adds a fault; disposing the result removes it.</summary>
    public IDisposable AddFault(SandboxFault fault) => throw new NotImplementedException();
}
