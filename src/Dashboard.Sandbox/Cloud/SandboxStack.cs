namespace Dashboard.Sandbox.Cloud;

/// <summary>A stack at one instant: immutable.</summary>
public sealed record SandboxStack
{
    /// <summary>The account, twelve digits.</summary>
    public required string Account { get; init; }

    /// <summary>The region.</summary>
    public required string Region { get; init; }

    /// <summary>The stack's name.</summary>
    public required string Name { get; init; }

    /// <summary>The stack's ARN.</summary>
    public required string StackId { get; init; }

    /// <summary>CloudFormation's word: "CREATE_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_COMPLETE".</summary>
    public required string Status { get; init; }

    /// <summary>Why the status is what it is, where there is a reason.</summary>
    public string? StatusReason { get; init; }

    /// <summary>The template's text, exactly as it was given.</summary>
    public required string TemplateBody { get; init; }

    /// <summary>The template's Description.</summary>
    public string? Description { get; init; }

    /// <summary>Every parameter with its value in plain text (this is the cloud), defaults filled in.</summary>
    public ImmutableSortedDictionary<string, string> Parameters { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The parameters that are NoEcho: the service answers "****" for them.</summary>
    public ImmutableHashSet<string> NoEcho { get; init; } = [];

    /// <summary>The stack's tags.</summary>
    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The capabilities that were given.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>By logical id, sorted; deleted ones are absent.</summary>
    public ImmutableSortedDictionary<string, SandboxResource> Resources { get; init; } =
        ImmutableSortedDictionary.Create<string, SandboxResource>(StringComparer.Ordinal);

    /// <summary>The outputs.</summary>
    public ImmutableArray<SandboxOutput> Outputs { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    public ImmutableArray<SandboxEvent> Events { get; init; } = [];

    /// <summary>The ARN of the stack that this one is nested in.</summary>
    public string? ParentId { get; init; }

    /// <summary>The ARN of the outermost stack, where this one is nested.</summary>
    public string? RootId { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was last updated, if ever.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary>When it was deleted.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The last drift result: IN_SYNC, DRIFTED, UNKNOWN or NOT_CHECKED.</summary>
    public string DriftStatus { get; init; } = "NOT_CHECKED";

    /// <summary>When drift was last looked for.</summary>
    public DateTimeOffset? DriftCheckedAt { get; init; }

    /// <summary>The exports of other stacks that its template imports.</summary>
    internal ImmutableArray<string> Imports { get; init; } = [];

    /// <summary>Whether it has been deleted (its ARN still answers).</summary>
    public bool IsDeleted => DeletedAt is not null;
}

/// <summary>A resource of a stack at one instant: immutable.</summary>
public sealed record SandboxResource
{
    /// <summary>Its name in the template.</summary>
    public required string LogicalId { get; init; }

    /// <summary>Its type.</summary>
    public required string Type { get; init; }

    /// <summary>What Ref returns.</summary>
    public required string PhysicalId { get; init; }

    /// <summary>The primary identifier, as Cloud Control wants it (parts joined by "|"); often not the physical id.</summary>
    public required string Identifier { get; init; }

    /// <summary>CloudFormation's word.</summary>
    public required string Status { get; init; }

    /// <summary>When it last changed through CloudFormation.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Counts replacements, from 1.</summary>
    public int Generation { get; init; } = 1;

    /// <summary>The last drift result: IN_SYNC, MODIFIED, DELETED or NOT_CHECKED.</summary>
    public string DriftStatus { get; init; } = "NOT_CHECKED";

    /// <summary>When drift was last looked for.</summary>
    public DateTimeOffset? DriftCheckedAt { get; init; }

    /// <summary>The last drift result in full; null where the resource was not checked.</summary>
    internal Drift.ResourceDrift? Drift { get; init; }

    /// <summary>The properties as they were deployed, rendered in plain text.</summary>
    internal MapValue Declared { get; init; } = MapValue.Empty;

    /// <summary>Places of <see cref="Declared"/> that hold, or are composed with, a NoEcho parameter.</summary>
    internal ImmutableArray<PropertyPath> Masked { get; init; } = [];

    /// <summary>The template keeps the live resource when the stack lets it go.</summary>
    internal bool Retain { get; init; }
}

/// <summary>An output of a stack.</summary>
/// <param name="Key">Its name in the template.</param>
/// <param name="Value">Its value.</param>
/// <param name="Description">Its description, if any.</param>
/// <param name="ExportName">The name that it is exported under, if any.</param>
public sealed record SandboxOutput(string Key, string Value, string? Description, string? ExportName);

/// <summary>An export of an account and region.</summary>
/// <param name="Name">The export's name: unique in its account and region.</param>
/// <param name="Value">Its value.</param>
/// <param name="StackId">The ARN of the stack that exports it.</param>
public sealed record SandboxExport(string Name, string Value, string StackId);

/// <summary>Something that happened to a stack or one of its resources.</summary>
/// <param name="Id">Unique in the cloud.</param>
/// <param name="LogicalId">The resource, or the stack's own name.</param>
/// <param name="PhysicalId">Its physical id; empty while there is none.</param>
/// <param name="Type">Its type; "AWS::CloudFormation::Stack" for the stack itself.</param>
/// <param name="Status">The status that it entered.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Timestamp">When.</param>
public sealed record SandboxEvent(string Id, string LogicalId, string PhysicalId, string Type, string Status, string? Reason, DateTimeOffset Timestamp);

/// <summary>A resource as its own service shows it, hand-made changes included.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">The primary identifier; parts joined by "|".</param>
/// <param name="Properties">Everything that the service returns; write-only properties are absent.</param>
public sealed record SandboxLiveResource(string Type, string Identifier, MapValue Properties);
