
namespace Dashboard.Sources.Live;

/// <summary>A cloud as the product reads it: stacks, templates, resources and live properties of one account and region at a time.</summary>
/// <remarks>
/// Nothing throws for what a cloud may answer: denied, throttled, missing and broken replies are results. Only cancellation throws.
/// Implementations own retries, paging, the call rate per account and region, and deadlines. Every secret is masked before a method returns.
/// </remarks>
public interface ILiveStateSource
{
    /// <summary>The time as the cloud has it, which everything that is read is stamped with; null where that is this machine's.</summary>
    Aws.ServiceClock? Clock => null;

    /// <summary>Every stack of the account and region that is not deleted, in order of name; nested stacks included.</summary>
    Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAsync(AccountRegion scope, CancellationToken cancellation);

    /// <summary>The same once more, after something was read: what differs from the first list was deployed meanwhile. Never an answer that was kept.</summary>
    Task<ReadResult<ImmutableArray<LiveStack>>> ListStacksAgainAsync(AccountRegion scope, CancellationToken cancellation) => ListStacksAsync(scope, cancellation);

    /// <summary>One stack, by name or id, as it stands now. <see cref="ReadOutcome.Missing"/> where there is none.</summary>
    Task<ReadResult<LiveStack>> DescribeStackAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation);

    /// <summary>The template that the stack was deployed with.</summary>
    /// <param name="processed">After transforms; otherwise as it was given.</param>
    Task<ReadResult<string>> GetTemplateAsync(AccountRegion scope, string stackNameOrId, bool processed, CancellationToken cancellation);

    /// <summary>The resources of the stack; nested stacks are resources of it and are not entered.</summary>
    Task<ReadResult<ImmutableArray<LiveStackResource>>> ListResourcesAsync(AccountRegion scope, string stackNameOrId, CancellationToken cancellation);

    /// <summary>Stored drift results of the stack, by logical id: what CloudFormation saw when it last looked.</summary>
    /// <param name="taintedPaths">Per logical id, properties to mask.</param>
    Task<ReadResult<ImmutableDictionary<string, ResourceObservation>>> GetStoredDriftAsync(
        AccountRegion scope, string stackNameOrId, Func<string, ImmutableArray<PropertyPath>> taintedPaths, CancellationToken cancellation);

    /// <summary>What the resource's own service answers now. The outcome says what came of it; never throws but for cancellation.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="physicalId">Its physical id.</param>
    /// <param name="declared">Its declared properties, which with the physical id yield the primary identifier where that is compound.</param>
    /// <param name="taintedPaths">Properties to mask.</param>
    Task<ResourceObservation> ReadResourceAsync(
        AccountRegion scope, string type, string physicalId, MapValue declared, ImmutableArray<PropertyPath> taintedPaths, CancellationToken cancellation);

    /// <summary>Which stacks of an account are looked at.</summary>
    StackFilter FilterOf(string account) => StackFilter.All;

    /// <summary>How many calls reading a resource takes, as far as that is known before.</summary>
    /// <param name="scope">Its account and region.</param>
    /// <param name="type">Its type.</param>
    /// <param name="declared">What a template says of it: it tells what has to be asked for, and how often; empty where it is not known.</param>
    int ReadCalls(AccountRegion scope, string type, MapValue declared) => AccessOf(scope, type).Refusal is null ? 1 : 0;

    /// <summary>How far a type may be read there, as far as that is known before anybody asks.</summary>
    Aws.Access.TypeAccess AccessOf(AccountRegion scope, string type) => Aws.Access.TypeAccess.Of(type);

    /// <summary>The same after whoever knows was asked.</summary>
    Task<Aws.Access.TypeAccess> AskAccessAsync(AccountRegion scope, string type, CancellationToken cancellation) => Task.FromResult(AccessOf(scope, type));

    /// <summary>Whether it takes a call to know how far a type may be read there, which is made before its handlers are asked for the first time.</summary>
    /// <param name="scope">The account and region.</param>
    /// <param name="type">The type.</param>
    /// <param name="declared">What a template says of a resource that is to be read; null: the type is to be listed.</param>
    bool AsksRegistry(AccountRegion scope, string type, MapValue? declared) => false;

    /// <summary>Every live resource of a type, with the properties that a list gives (often the identifier alone).</summary>
    Task<ReadResult<ImmutableArray<UnmanagedResource>>> ListLiveResourcesAsync(AccountRegion scope, string type, CancellationToken cancellation);
}

/// <summary>A value, or how the attempt to read it ended.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The value; meaningful only where it was read.</param>
/// <param name="Detail">For people, where it was not: the error's code and message, the missing permission. Never a secret.</param>
public sealed record ReadResult<T>(ReadOutcome Outcome, T? Value, string? Detail = null)
{
    /// <summary>The service's own error code ("AccessDenied"), or what broke on the way to it ("NameResolutionError"); null where there is none.</summary>
    public string? Code { get; init; }

    /// <summary>Whether the value was read.</summary>
    [System.Diagnostics.CodeAnalysis.MemberNotNullWhen(true, nameof(Value))]
    public bool IsRead => Outcome == ReadOutcome.Read;
}

/// <summary>A stack as DescribeStacks tells it.</summary>
/// <param name="StackId">Its ARN.</param>
/// <param name="StackName">Its name.</param>
/// <param name="Status">CloudFormation's own word.</param>
/// <param name="UpdatedAt">When it was last created or updated.</param>
/// <param name="ParentId">The stack that it is nested in, or null.</param>
/// <param name="Parameters">Resolved parameters; "****" where NoEcho.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Tags">Its tags.</param>
public sealed record LiveStack(
    string StackId,
    string StackName,
    string Status,
    DateTimeOffset? UpdatedAt,
    string? ParentId,
    ImmutableDictionary<string, string> Parameters,
    ImmutableArray<LiveOutput> Outputs,
    ImmutableDictionary<string, string> Tags)
{
    /// <summary>Why its last operation ended as it did, in the service's words; null where it says nothing. One that seems to hold a credential is hidden.</summary>
    public string? StatusReason { get; init; }

    /// <summary>When it was made; null where the service does not say.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When CloudFormation last looked for drift in it or in one of its resources; null where it never did, or the service does not say.</summary>
    public DateTimeOffset? DriftCheckedAt { get; init; }

    /// <summary>Whether the service says that CloudFormation never looked for drift in it, so that there is no result to ask for.</summary>
    public bool IsDriftUnchecked { get; init; }
}

/// <summary>An output of a stack.</summary>
public sealed record LiveOutput(string Name, string Value, string? ExportName);

/// <summary>A resource of a stack as ListStackResources tells it.</summary>
public sealed record LiveStackResource(string LogicalId, string? PhysicalId, string Type, string Status);
