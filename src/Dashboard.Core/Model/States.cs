using System.Text.Json.Serialization;

namespace Dashboard.Core.Model;

/// <summary>A parameter that a property's rendered value depends on, through Ref, Sub, a mapping's key or a condition.</summary>
/// <param name="Path">The property; everything beneath it depends on the parameter too. <see cref="PropertyPath.Root"/>: the whole resource (its Condition).</param>
/// <param name="Parameter">The parameter's name in the component's own template (of a nested stack: in the outermost template, followed through).</param>
public sealed record ParameterUse(PropertyPath Path, string Parameter);

/// <summary>What a value was made of, where that no longer shows in it: a function, a secret or something unknown has taken its place.</summary>
/// <param name="Path">The property.</param>
/// <param name="To">The reference; null: the export of another stack.</param>
public sealed record ResourceNeed(PropertyPath Path, ReferenceValue? To)
{
    /// <summary>The text of the export, since a function may have made another one of it; null where it is not known, or a secret, or no text.</summary>
    public string? Export { get; init; }
}

/// <summary>A resource as a template says it, rendered for one stack.</summary>
/// <param name="Address">Where it stands in the component.</param>
/// <param name="Type">"AWS::S3::Bucket".</param>
/// <param name="Properties">Rendered as far as it is known; sensitive values are secrets already.</param>
/// <param name="ParameterUses">Which parameters shaped it.</param>
/// <param name="Location">Where the template defines it.</param>
/// <param name="TaintedPaths">Properties that hold or are composed with a secret: readers mask the same places in live properties.</param>
public sealed record RenderedResource(
    ResourceAddress Address,
    string Type,
    MapValue Properties,
    ImmutableArray<ParameterUse> ParameterUses,
    SourceLocation Location,
    ImmutableArray<PropertyPath> TaintedPaths)
{
    /// <summary>Properties that hold or are composed with a secret; list items carry their key where they have one, since a service may return them in another order.</summary>
    public ImmutableArray<PropertyPath> TaintedPaths { get; init; } = Secrets.SecretMasker.WithItemKeys(Properties, TaintedPaths);

    /// <summary>What its values need beyond the references that stand in them; empty where references became text.</summary>
    public ImmutableArray<ResourceNeed> Needs { get; init; } = [];

    /// <summary>Why nothing of its properties is known, so that they are empty; null where they are what its template says.</summary>
    public string? OpenBecause { get; init; }

    /// <summary>What stands for the properties where nothing of them is known; null where they are what its template says.</summary>
    public UnresolvedValue? OpenProperties { get; init; }

    /// <summary>What stands for its condition where nobody can say whether it holds, so that the resource is only taken to exist; null where it holds or there is none.</summary>
    public UnresolvedValue? OpenCondition { get; init; }

    /// <summary>What stands beside the properties (Condition, DependsOn, DeletionPolicy, Metadata, ...); empty unless it was asked for.</summary>
    public MapValue Attributes { get; init; } = MapValue.Empty;
}

/// <summary>Something in a template that makes entries which nobody can list: a loop that cannot be written out, a macro, a snippet that is not at hand.</summary>
/// <param name="Section">Where it stands: "Resources", "Outputs", "Transform".</param>
/// <param name="Name">The key under which it stands; of a nested stack's template behind the stack's address. Empty for the outermost template's own transforms.</param>
/// <param name="Value">Why nobody can list them, and what makes them.</param>
public sealed record OpenEntry(string Section, string Name, UnresolvedValue Value);

/// <summary>An output of a rendered template.</summary>
/// <param name="Name">The output's name.</param>
/// <param name="Value">Rendered as far as it is known.</param>
/// <param name="ExportName">The export's name, or null.</param>
public sealed record RenderedOutput(string Name, PropertyValue Value, PropertyValue? ExportName)
{
    /// <summary>What the template says of it; empty where it says nothing.</summary>
    public string Description { get; init; } = "";
}

/// <summary>The value of a template parameter for one stack.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Value">Its value: a secret where it is NoEcho.</param>
/// <param name="Location">The line of the parameter file, or of the default in the template; null where the deployed stack gave it.</param>
public sealed record ParameterValue(string Name, PropertyValue Value, SourceLocation? Location);

/// <summary>A template rendered for one stack, nested stacks included: one flat list of addresses.</summary>
/// <param name="Resources">Sorted by address. Resources whose condition is false are absent; those of nested stacks follow their AWS::CloudFormation::Stack.</param>
/// <param name="Outputs">Of the outermost template.</param>
/// <param name="Parameters">Every parameter of the outermost template.</param>
/// <param name="Diagnostics">What was wrong; a broken resource never stops the others.</param>
public sealed record RenderedTemplate(
    ImmutableArray<RenderedResource> Resources,
    ImmutableArray<RenderedOutput> Outputs,
    ImmutableArray<ParameterValue> Parameters,
    ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Nothing.</summary>
    public static readonly RenderedTemplate Empty = new([], [], [], []);

    /// <summary>
    /// Why the template may make more resources than are listed: a snippet that is not in the repository, a loop that nobody can write out, or a broken resource stands among
    /// them or among those of a nested stack. Null where they are all listed.
    /// </summary>
    public string? OpenBecause => OpenPlaces.IsEmpty ? null : OpenPlaces.MinBy(s => s.Key).Value;

    /// <summary>Where more may be than is listed, each with why: a stack (<see cref="ResourceAddress.Stack"/> for the outermost) whose template may make more resources, or a resource whose definition is broken.</summary>
    public ImmutableDictionary<ResourceAddress, string> OpenPlaces { get; init; } = ImmutableDictionary<ResourceAddress, string>.Empty;

    /// <summary>What its templates make that nobody can list, in the order of the templates.</summary>
    public ImmutableArray<OpenEntry> OpenEntries { get; init; } = [];

    /// <summary>Entries of sections that are neither resources nor outputs and that change what is deployed ("Globals", "Hooks"), rendered; empty unless it was asked for.</summary>
    public ImmutableArray<(string Section, string Entry, PropertyValue Value)> OtherEntries { get; init; } = [];

    /// <summary>Every condition by name: true, false, or what is not known of it; empty unless it was asked for.</summary>
    public ImmutableSortedDictionary<string, PropertyValue> Conditions { get; init; } = ImmutableSortedDictionary<string, PropertyValue>.Empty;
}

/// <summary>What the repository says of a stack at one commit.</summary>
/// <param name="CommitId">The full commit id.</param>
/// <param name="Template">Rendered with symbolic references, or null where the template does not exist or is unusable at that commit.</param>
/// <param name="TemplateFile">The template's path inside the repository.</param>
/// <param name="Diagnostics">What was wrong with the template or its parameter files.</param>
public sealed record DesiredState(string CommitId, RenderedTemplate? Template, string TemplateFile, ImmutableArray<Diagnostic> Diagnostics);

/// <summary>What the stack was last deployed with.</summary>
/// <param name="StackId">The stack's ARN.</param>
/// <param name="StackStatus">CloudFormation's own word ("UPDATE_COMPLETE").</param>
/// <param name="UpdatedAt">When it was last created or updated.</param>
/// <param name="Symbolic">The deployed template rendered with the deployed parameters; references stay references. Null where it could not be read.</param>
/// <param name="Concrete">The same with references replaced by physical ids and attributes as far as these are known.</param>
/// <param name="Tags">The stack's tags.</param>
public sealed record DeployedState(
    string StackId,
    string StackStatus,
    DateTimeOffset? UpdatedAt,
    RenderedTemplate? Symbolic,
    RenderedTemplate? Concrete,
    ImmutableDictionary<string, string> Tags)
{
    /// <summary>Why its last operation ended as it did, in CloudFormation's words; null where it says nothing.</summary>
    public string? StatusReason { get; init; }
}

/// <summary>How an attempt to read ended.</summary>
public enum ReadOutcome
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>The service says that it does not exist.</summary>
    Missing,

    /// <summary>The credentials may not read it.</summary>
    Denied,

    /// <summary>The service refused for its rate, retries included.</summary>
    Throttled,

    /// <summary>No answer before the deadline.</summary>
    TimedOut,

    /// <summary>Nobody can read this type.</summary>
    TypeNotReadable,

    /// <summary>It has not been its turn yet.</summary>
    NotReadYet,

    /// <summary>An answer that could not be used: a broken reply, an unexpected error.</summary>
    Failed,

    /// <summary>There is no way into the account: none is configured, or the credentials of the configured one do not work.</summary>
    NoAccess,
}

/// <summary>What one reader said of one resource at one instant.</summary>
/// <param name="Outcome">How the read ended.</param>
/// <param name="Properties">The live properties in the schema's own names, secrets masked; null unless read.</param>
/// <param name="ObservedAt">When the service answered (for stored drift results: when CloudFormation looked).</param>
/// <param name="Reader">Who said it: the service ("EC2", "IAM"), "CloudControl", "StoredDrift".</param>
/// <param name="Detail">For people, on anything but a read: the service's error code, the missing permission.</param>
public sealed record ResourceObservation(ReadOutcome Outcome, MapValue? Properties, DateTimeOffset ObservedAt, string Reader, string? Detail = null)
{
    /// <summary>The service's own error code, or what broke on the way to it; null where it was read, or nothing names it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>Declared properties that this reader does not read: it says nothing of them, not even that they are absent.</summary>
    public ImmutableArray<string> Unread { get; init; } = [];

    /// <summary>What other readers said when they were asked for these; in a <see cref="LiveResource"/> they stand among its observations.</summary>
    public ImmutableArray<ResourceObservation> Beside { get; init; } = [];
}

/// <summary>A resource of the deployed stack with everything that was observed of it.</summary>
/// <param name="Address">Where it stands in the component.</param>
/// <param name="Type">Its type.</param>
/// <param name="PhysicalId">As CloudFormation names it; null while there is none.</param>
/// <param name="Observations">Every reader's word; per property the newest wins.</param>
public sealed record LiveResource(ResourceAddress Address, string Type, string? PhysicalId, ImmutableArray<ResourceObservation> Observations);

/// <summary>A live resource that no known stack owns.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Identifier">Its primary identifier.</param>
/// <param name="Properties">Its live properties, secrets masked.</param>
/// <param name="ObservedAt">When the service answered.</param>
public sealed record UnmanagedResource(string Type, string Identifier, MapValue Properties, DateTimeOffset ObservedAt);
