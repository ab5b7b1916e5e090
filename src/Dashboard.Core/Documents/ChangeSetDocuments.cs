namespace Dashboard.Core.Documents;

/// <summary>The change sets of a stack that wait for somebody to execute them: what /api/v1/stacks/.../changesets answers.</summary>
/// <param name="Application">The stack's application.</param>
/// <param name="Environment">Its environment.</param>
/// <param name="Component">Its component.</param>
/// <param name="Region">Its region.</param>
/// <param name="Instance">Its instance, or empty.</param>
/// <param name="AskedAt">When CloudFormation was asked.</param>
/// <param name="ChangeSets">Newest first.</param>
/// <param name="Reason">Why they could not be listed; null where they could.</param>
public sealed record ChangeSetsDocument(
    string Application,
    string Environment,
    string Component,
    string Region,
    string Instance,
    DateTimeOffset AskedAt,
    IReadOnlyList<ChangeSetDocument> ChangeSets,
    string? Reason);

/// <summary>A change set that waits.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Status">CloudFormation's own word: "CREATE_COMPLETE".</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Changes">What it would do, in order of the logical ids.</param>
/// <param name="Reason">Why its changes could not be read; null where they could.</param>
public sealed record ChangeSetDocument(string Name, string Status, DateTimeOffset? CreatedAt, IReadOnlyList<ResourceChangeDocument> Changes, string? Reason);

/// <summary>What a change set would do to a resource. Values are not asked for: they may be secrets.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="Type">Its type.</param>
/// <param name="Action">"Add", "Modify", "Remove", "Import".</param>
/// <param name="Replacement">"True", "False" or "Conditional" where it is modified; else null.</param>
/// <param name="Properties">What would change: names of properties, and other attributes such as "Tags".</param>
public sealed record ResourceChangeDocument(string LogicalId, string Type, string Action, string? Replacement, IReadOnlyList<string> Properties);
