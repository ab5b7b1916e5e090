namespace Dashboard.Sandbox.Cloud;

/// <summary>A prepared update of a stack, or its creation.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Name">Its name, unique for its stack.</param>
/// <param name="StackId">The stack's ARN.</param>
/// <param name="Description">What its maker says of it, or null.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Changes">What it would do, in order of the logical ids; none: it is FAILED.</param>
public sealed record SandboxChangeSet(string Id, string Name, string StackId, string? Description, DateTimeOffset CreatedAt, ImmutableArray<SandboxResourceChange> Changes)
{
    /// <summary>CREATE_COMPLETE, or FAILED where there is nothing to change.</summary>
    public string Status => Changes.IsEmpty ? "FAILED" : "CREATE_COMPLETE";

    /// <summary>Why it failed, or null.</summary>
    public string? StatusReason => !Changes.IsEmpty ? null : Failure ?? "The submitted information didn't contain changes. Submit different information to create a change set.";

    /// <summary>Whether it is to create the stack, which holds nothing before that.</summary>
    public bool Creates { get; init; }

    /// <summary>AVAILABLE, UNAVAILABLE, EXECUTE_COMPLETE or EXECUTE_FAILED.</summary>
    public string ExecutionStatus { get; init; } = Changes.IsEmpty ? "UNAVAILABLE" : "AVAILABLE";

    /// <summary>Why the stack cannot be created; null where it can.</summary>
    internal string? Failure { get; init; }

    /// <summary>The update itself.</summary>
    internal StackRequest? Request { get; init; }
}

/// <summary>What a change set would do to a resource.</summary>
/// <param name="Action">Add, Modify or Remove.</param>
/// <param name="LogicalId">The resource.</param>
/// <param name="PhysicalId">Its physical id, or null where it is new.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsReplaced">Whether it gets another physical id; null where it is not modified.</param>
/// <param name="Properties">The names of the properties that would change.</param>
public sealed record SandboxResourceChange(string Action, string LogicalId, string? PhysicalId, string Type, bool? IsReplaced, ImmutableArray<string> Properties);
