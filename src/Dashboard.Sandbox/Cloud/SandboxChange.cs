namespace Dashboard.Sandbox.Cloud;

/// <summary>Something changed in the cloud, by a deployment or by hand.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="StackName">The outermost stack that owns it; null for a resource that belongs to no stack.</param>
/// <param name="LogicalId">The resource's path of logical ids inside that stack ("Queues/WebQueue"); null for the stack itself.</param>
/// <param name="PhysicalId">The resource's physical id, or the stack's ARN.</param>
public sealed record SandboxChange(string Account, string Region, string? StackName, string? LogicalId, string? PhysicalId);
