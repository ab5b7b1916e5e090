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

    /// <summary>The operation of a request that only reads, by its X-Amz-Target header or else by the form that is its body; null of any other.</summary>
    public static string? NameOf(string? target, string body)
    {
        if (target is not null)
            return Targets.Contains(target) ? target[(target.IndexOf('.') + 1)..] : null;
        var actions = body.Split('&').Where(p => p.StartsWith("Action=", StringComparison.Ordinal)).ToArray();
        return actions is [var only] && Actions.Contains(only["Action=".Length..]) ? only["Action=".Length..] : null;
    }
}
