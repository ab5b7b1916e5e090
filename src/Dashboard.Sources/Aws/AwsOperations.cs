namespace Dashboard.Sources.Aws;

/// <summary>Everything that this product may ask of AWS. A request that is not listed never leaves the process.</summary>
internal static class AwsOperations
{
    /// <summary>Actions of the query services: CloudFormation, and STS to learn who we are and to take on a role.</summary>
    public static readonly ImmutableHashSet<string> Actions =
    [
        "DescribeStacks", "ListStacks", "ListStackResources", "DescribeStackResource", "DescribeStackResources", "DescribeStackEvents",
        "GetTemplate", "DescribeStackResourceDrifts", "DescribeStackDriftDetectionStatus", "ListExports",
        "GetCallerIdentity", "AssumeRole",
    ];

    /// <summary>Targets of the JSON services: Cloud Control.</summary>
    public static readonly ImmutableHashSet<string> Targets = ["CloudApiService.GetResource", "CloudApiService.ListResources"];

    /// <summary>Whether a request, by its X-Amz-Target header or else by the form that is its body, only reads.</summary>
    public static bool IsAllowed(string? target, string body)
    {
        if (target is not null)
            return Targets.Contains(target);
        var actions = body.Split('&').Where(p => p.StartsWith("Action=", StringComparison.Ordinal)).ToArray();
        return actions.Length == 1 && Actions.Contains(actions[0]["Action=".Length..]);
    }
}
