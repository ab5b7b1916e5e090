using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Network;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Trail;

namespace Dashboard.Sources.Aws;

/// <summary>Everything that this product may ask of AWS. A request that is not listed never leaves the process.</summary>
internal static class AwsOperations
{
    /// <summary>Actions of CloudFormation.</summary>
    public static readonly ImmutableHashSet<string> CloudFormation =
    [
        "DescribeStacks", "ListStackResources", "GetTemplate", "DescribeStackResourceDrifts", "DescribeType",
        "DescribeStackEvents", "ListStackSets", "ListStackInstances", "ListImports", "ListChangeSets", "DescribeChangeSet",
    ];

    /// <summary>Actions of CloudFormation that start drift detections and follow them: only in accounts whose settings say so.</summary>
    public static readonly ImmutableHashSet<string> Detection = ["DetectStackDrift", "DetectStackResourceDrift", "DescribeStackDriftDetectionStatus"];

    /// <summary>Actions of STS, to learn who we are and to take on a role.</summary>
    public static readonly ImmutableHashSet<string> SecurityToken = ["GetCallerIdentity", "AssumeRole"];

    /// <summary>Targets of the JSON services: Cloud Control.</summary>
    public static readonly ImmutableHashSet<string> Targets = ["CloudApiService.GetResource", "CloudApiService.ListResources"];

    /// <summary>Targets of SQS for the queues that an account's settings name, and for no other: to take messages, and to delete what was taken.</summary>
    public static readonly ImmutableHashSet<string> QueueTargets = ["AmazonSQS.ReceiveMessage", "AmazonSQS.DeleteMessageBatch"];

    /// <summary>What IAM would let somebody do: it does nothing of it, and tells the doctor whether credentials reach further than they ought to.</summary>
    public static readonly ReadOperation Simulation = ReadOperation.Query("iam", "SimulatePrincipalPolicy");

    /// <summary>Operations of the services that types are read from, in order of service and name.</summary>
    public static readonly ImmutableArray<ReadOperation> Readers =
        [.. TypeReaders.All.SelectMany(r => r.Operations).Distinct().OrderBy(o => o.Service, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal)];

    /// <summary>The same with all that is asked beside resources: who changed something, what runs, what networks are made of, and what credentials may do.</summary>
    public static readonly ImmutableArray<ReadOperation> Reading = [.. Readers.Concat(TrailOperations.All).Concat(TypeListers.Operations).Concat(NetworkOperations.All).Append(Simulation).Distinct()];

    private static readonly ILookup<string, ReadOperation> ReadingByService = Reading.ToLookup(o => o.Service);

    /// <summary>The permissions that CloudFormation, Cloud Control, CloudTrail, IAM and STS take in the account that is read. Cloud Control's stand under CloudFormation's name, and a role is taken on elsewhere.</summary>
    public static IEnumerable<string> Permissions =>
        CloudFormation.Concat(Targets.Select(t => t.Split('.')[1])).Select(o => "cloudformation:" + o).Append("sts:GetCallerIdentity").Append(TrailOperations.Lookup.Permission).Append(Simulation.Permission);

    /// <summary>The permission that an operation takes by itself; null of those for a queue of changes. Cloud Control's take those of the type's handlers, too.</summary>
    /// <param name="service">The name that its requests are signed for.</param>
    /// <param name="operation">The operation.</param>
    public static string? PermissionOf(string service, string operation) => service switch
    {
        "cloudformation" or "cloudcontrolapi" => "cloudformation:" + operation,
        var other => ReadingByService[other].FirstOrDefault(o => o.Name == operation)?.Permission,
    };

    /// <summary>The operations that take a permission, CloudFormation's own among them; none of what only handlers call.</summary>
    public static IEnumerable<ReadOperation> Taking(string permission) => permission.Split(':') is ["cloudformation", var action]
        ? CloudFormation.Contains(action) ? [ReadOperation.Query("cloudformation", action)] : []
        : Reading.Where(o => o.Permission == permission);

    /// <summary>The operation of a request that may leave the process; null of any other.</summary>
    /// <param name="request">The request.</param>
    /// <param name="detectsDrift">Whether drift detections are started in the account.</param>
    public static string? NameOf(AwsRequest request, bool detectsDrift = false) => request.Service switch
    {
        "cloudformation" => request.Action is { } action && (CloudFormation.Contains(action) || (detectsDrift && Detection.Contains(action))) ? action : null,
        "sts" => request.Action is { } action && SecurityToken.Contains(action) ? action : null,
        "cloudcontrolapi" => request.Target is { } target && Targets.Contains(target) ? target[(target.IndexOf('.') + 1)..] : null,
        var service => ReadingByService[service].FirstOrDefault(o => o.Matches(request))?.Name,
    };
}
