namespace Dashboard.Sources.Live;

/// <summary>Something that happened to a stack or to a resource of it.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="At">When.</param>
/// <param name="LogicalId">The resource; the stack's own name where it happened to the stack.</param>
/// <param name="PhysicalId">Its physical id, or null while there is none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Status">CloudFormation's own word ("UPDATE_FAILED").</param>
/// <param name="Reason">CloudFormation's words on why, or null; hidden where a credential seems to stand in them.</param>
/// <param name="Token">The operation that it belongs to, or null.</param>
public sealed record LiveStackEvent(string Id, DateTimeOffset At, string LogicalId, string? PhysicalId, string Type, string Status, string? Reason, string? Token);

/// <summary>A change set of a stack: somebody has prepared a release, and may execute it.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Name">Its name.</param>
/// <param name="Status">CloudFormation's own word ("CREATE_COMPLETE", "FAILED").</param>
/// <param name="Reason">Why it failed, or null.</param>
/// <param name="ExecutionStatus">"AVAILABLE" where it may be executed, "EXECUTE_COMPLETE" where it was.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record LiveChangeSet(string Id, string Name, string Status, string? Reason, string ExecutionStatus, DateTimeOffset? CreatedAt);

/// <summary>What a change set would do to a resource. Values are not asked for: they may be secrets.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="PhysicalId">Its physical id, or null where it is new.</param>
/// <param name="Type">Its type.</param>
/// <param name="Action">"Add", "Modify", "Remove", "Import".</param>
/// <param name="Replacement">"True", "False" or "Conditional" where it is modified; else null.</param>
/// <param name="Places">What would change, in ordinal order: names of properties, and other attributes such as "Tags".</param>
public sealed record LiveResourceChange(string LogicalId, string? PhysicalId, string Type, string Action, string? Replacement, ImmutableArray<string> Places);
