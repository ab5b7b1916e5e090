namespace Dashboard.Sandbox.Cloud;

/// <summary>What a fault does to a call.</summary>
public enum SandboxFaultKind
{
    /// <summary>AccessDenied (Cloud Control: AccessDeniedException).</summary>
    Deny,

    /// <summary>Throttling (Cloud Control: ThrottlingException).</summary>
    Throttle,

    /// <summary>The call waits first, then goes on.</summary>
    Delay,

    /// <summary>InvalidClientTokenId (Cloud Control: UnrecognizedClientException), as of a region that the account has not enabled.</summary>
    RefuseToken,
}

/// <summary>Makes calls fail on demand. What is null matches everything.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Account">The account, or null for all.</param>
/// <param name="Region">The region, or null for all.</param>
/// <param name="Operation">"DescribeStacks", "GetResource", or null for all.</param>
/// <param name="Type">The resource type of a Cloud Control call, or null for all (also calls without a type).</param>
/// <param name="Delay">How long a <see cref="SandboxFaultKind.Delay"/> waits.</param>
/// <param name="Times">How many matching calls it hits before it is spent; null: until it is removed.</param>
/// <param name="CallsPerSecond">So many matching calls of each second pass unharmed, as with a service's own limit; 0: none does.</param>
public sealed record SandboxFault(
    SandboxFaultKind Kind,
    string? Account = null,
    string? Region = null,
    string? Operation = null,
    string? Type = null,
    TimeSpan Delay = default,
    int? Times = null,
    int CallsPerSecond = 0);
