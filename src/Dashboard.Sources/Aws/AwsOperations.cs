namespace Dashboard.Sources.Aws;

/// <summary>Everything that this product may ask of AWS. A request that is not listed never leaves the process.</summary>
internal static class AwsOperations
{
    /// <summary>Actions of CloudFormation.</summary>
    public static readonly ImmutableHashSet<string> CloudFormation =
    [
        "DescribeStacks", "ListStackResources", "GetTemplate", "DescribeStackResourceDrifts", "DescribeType",
        "DescribeStackEvents", "ListImports", "ListChangeSets", "DescribeChangeSet",
    ];

    /// <summary>Actions of STS, to learn who we are and to take on a role.</summary>
    public static readonly ImmutableHashSet<string> SecurityToken = ["GetCallerIdentity", "AssumeRole"];

    /// <summary>Targets of the JSON services: Cloud Control.</summary>
    public static readonly ImmutableHashSet<string> Targets = ["CloudApiService.GetResource", "CloudApiService.ListResources"];

    /// <summary>The permissions that these take in the account that is read. Cloud Control's stand under CloudFormation's name, and a role is taken on elsewhere.</summary>
    public static IEnumerable<string> Permissions =>
        CloudFormation.Concat(Targets.Select(t => t.Split('.')[1])).Select(o => "cloudformation:" + o).Append("sts:GetCallerIdentity");

    /// <summary>The operation of a request that only reads, by its X-Amz-Target header or else by the form that is its body; null of any other.</summary>
    public static string? NameOf(string? target, string body)
    {
        if (target is not null)
            return Targets.Contains(target) ? target[(target.IndexOf('.') + 1)..] : null;
        var actions = body.Split('&').Where(p => p.StartsWith("Action=", StringComparison.Ordinal)).Select(p => p["Action=".Length..]).ToArray();
        return actions is [var only] && (CloudFormation.Contains(only) || SecurityToken.Contains(only)) ? only : null;
    }
}
