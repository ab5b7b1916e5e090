using Dashboard.Sandbox.Cloud.Deploying;
using Dashboard.Sandbox.Cloud.Drift;
using Dashboard.Sandbox.Cloud.Types;

namespace Dashboard.Sandbox.Cloud;

public sealed partial class SandboxCloud
{
    /// <summary>Starts CloudFormation's drift detection of a stack.</summary>
    /// <returns>The detection's id.</returns>
    internal string DetectStackDrift(string account, string region, string nameOrId, ImmutableArray<string> only) => Write<string>(account, region, state =>
    {
        var stack = RequireStack(state, nameOrId);
        var detection = DriftDetector.Start(state, stack, only, Time.GetUtcNow(), type => ReadFailure(account, region, type));
        return (state with { Detections = state.Detections.SetItem(detection.Id, detection) }, [], detection.Id);
    });

    /// <summary>Looks at one resource at once.</summary>
    internal (SandboxStack Stack, SandboxResource Resource) DetectResourceDrift(string account, string region, string nameOrId, string logicalId) =>
        Write<(SandboxStack, SandboxResource)>(account, region, state =>
        {
            var stack = RequireStack(state, nameOrId);
            DriftDetector.RequireState(stack);
            var resource = RequireResource(stack, logicalId);
            if (!ReadableTypes.CanRead(resource.Type))
                throw StackPlan.Invalid($"Resource type {resource.Type} does not support drift detection");
            if (ReadFailure(account, region, resource.Type) is { } failure)
                throw StackPlan.Invalid($"Failed to detect drift on resource [{logicalId}]: {failure}");
            var now = Time.GetUtcNow();
            resource = DriftDetector.With(resource, DriftDetector.Detect(state, stack, resource, now));
            // The stack's own time is that of the last look at it or at one of its resources.
            stack = stack with { Resources = stack.Resources.SetItem(logicalId, resource), DriftCheckedAt = now };
            return (state.With(stack), [], (stack, resource));
        });

    /// <summary>A stack that must exist.</summary>
    internal static SandboxStack RequireStack(RegionState state, string nameOrId) =>
        state.Find(nameOrId) ?? throw StackPlan.Invalid($"Stack with id {nameOrId} does not exist");

    /// <summary>A resource that must exist.</summary>
    internal static SandboxResource RequireResource(SandboxStack stack, string logicalId) => stack.Resources.GetValueOrDefault(logicalId)
        ?? throw StackPlan.Invalid($"Resource {logicalId} does not exist for stack {stack.Name}");

    private string? ReadFailure(string account, string region, string type) => HitFaults(account, region, "GetResource", type).Select(f => f.Kind switch
    {
        SandboxFaultKind.Deny => "Access denied for the read handler's operation",
        SandboxFaultKind.Throttle => "Rate exceeded",
        _ => null,
    }).FirstOrDefault(r => r is not null);
}
