namespace Dashboard.Core.Model;

/// <summary>The whole key of a stack: a component in an environment, a region and, where there are several, an instance.</summary>
/// <param name="Application">The application's name, from its driftboard.yaml.</param>
/// <param name="Environment">The environment's name; for an ephemeral one the name with its number ("pr-142").</param>
/// <param name="Component">The component's name.</param>
/// <param name="Region">The AWS region, such as "eu-west-1".</param>
/// <param name="Instance">Empty for most; the instance where one component is deployed several times.</param>
public sealed record StackKey(string Application, string Environment, string Component, string Region, string Instance = "")
{
    /// <summary>"shop/production/storefront/eu-west-1" with "/instance" where there is one.</summary>
    public override string ToString() =>
        Instance.Length == 0 ? $"{Application}/{Environment}/{Component}/{Region}" : $"{Application}/{Environment}/{Component}/{Region}/{Instance}";
}

/// <summary>An account and a region: the scope in which AWS isolates everything.</summary>
/// <param name="Account">Twelve digits, kept as text.</param>
/// <param name="Region">The AWS region.</param>
public sealed record AccountRegion(string Account, string Region)
{
    /// <summary>"222222222222/eu-west-1".</summary>
    public override string ToString() => $"{Account}/{Region}";
}

/// <summary>A path of logical ids inside a component: "WebQueue", or "Queues/WebQueue" inside the nested stack "Queues". Empty: the stack itself.</summary>
public readonly record struct ResourceAddress(string Path) : IComparable<ResourceAddress>
{
    /// <summary>The stack itself.</summary>
    public static readonly ResourceAddress Stack = new("");

    /// <summary>Whether this is the stack itself rather than a resource in it.</summary>
    public bool IsStack => string.IsNullOrEmpty(Path);

    /// <summary>The last logical id of the path.</summary>
    public string LogicalId => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The nested stack that holds the resource, or the stack itself.</summary>
    public ResourceAddress Parent => Path.LastIndexOf('/') is >= 0 and var slash ? new(Path[..slash]) : Stack;

    /// <summary>The address of a resource in the nested stack at this address (or in the stack itself).</summary>
    public ResourceAddress Append(string logicalId) => new(IsStack ? logicalId : Path + "/" + logicalId);

    /// <inheritdoc />
    public int CompareTo(ResourceAddress other) => string.CompareOrdinal(Path, other.Path);

    /// <summary>The path.</summary>
    public override string ToString() => Path ?? "";
}

/// <summary>A resource, identified independently of its physical id: what a <see cref="ReferenceValue"/> points at.</summary>
/// <param name="Stack">The stack that owns it.</param>
/// <param name="Address">Its address; <see cref="ResourceAddress.Stack"/> for the stack itself (pseudo parameters).</param>
public sealed record ResourceOwner(StackKey Stack, ResourceAddress Address)
{
    /// <summary>"shop/production/storefront/eu-west-1:WebQueue".</summary>
    public override string ToString() => $"{Stack}:{Address}";
}
