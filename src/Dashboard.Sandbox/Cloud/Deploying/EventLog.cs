using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>Appends to a stack's events.</summary>
internal sealed class EventLog(SandboxStack stack, DateTimeOffset now)
{
    private readonly ImmutableArray<SandboxEvent>.Builder _all = stack.Events.ToBuilder();

    /// <summary>Every event of the stack, oldest first.</summary>
    public ImmutableArray<SandboxEvent> All => _all.ToImmutable();

    /// <summary>The stack itself entered a status.</summary>
    public void AddStack(string status, string? reason = null) => Add(stack.Name, stack.StackId, ResourceTypes.NestedStack, status, reason);

    /// <summary>A resource entered a status.</summary>
    public void Add(SandboxResource resource, string status, string? reason = null) =>
        Add(resource.LogicalId, resource.PhysicalId, resource.Type, status, reason);

    /// <summary>A resource entered a status.</summary>
    public void Add(string logicalId, string physicalId, string type, string status, string? reason = null) =>
        _all.Add(new SandboxEvent(DeterministicIds.Uuid($"{stack.StackId}/{_all.Count}"), logicalId, physicalId, type, status, reason, now));
}
