using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for the change sets of a stack that wait for somebody.</summary>
public sealed class ListChangeSetsRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of change sets.</summary>
public sealed class ListChangeSetsResponse : AmazonWebServiceResponse
{
    public List<ChangeSetSummary> Summaries { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListChangeSetsResponse Read(XElement e) => new()
    {
        Summaries = e.Members("Summaries", ChangeSetSummary.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A change set without its changes.</summary>
public sealed class ChangeSetSummary
{
    public string ChangeSetId { get; set; }

    public string ChangeSetName { get; set; }

    public string StackId { get; set; }

    public string StackName { get; set; }

    public string Description { get; set; }

    public ChangeSetStatus Status { get; set; }

    public string StatusReason { get; set; }

    public ExecutionStatus ExecutionStatus { get; set; }

    public DateTime? CreationTime { get; set; }

    internal static ChangeSetSummary Read(XElement e) => new()
    {
        ChangeSetId = e.Text("ChangeSetId"),
        ChangeSetName = e.Text("ChangeSetName"),
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        Description = e.Text("Description"),
        Status = e.Text("Status"),
        StatusReason = e.Text("StatusReason"),
        ExecutionStatus = e.Text("ExecutionStatus"),
        CreationTime = e.Time("CreationTime"),
    };
}

/// <summary>Asks what a change set would do.</summary>
public sealed class DescribeChangeSetRequest : AmazonCloudFormationRequest
{
    /// <summary>Its name, with <see cref="StackName"/>, or its ARN.</summary>
    public string ChangeSetName { get; set; }

    public string StackName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A change set with a page of its changes.</summary>
public sealed class DescribeChangeSetResponse : AmazonWebServiceResponse
{
    public string ChangeSetId { get; set; }

    public string ChangeSetName { get; set; }

    public string StackId { get; set; }

    public string StackName { get; set; }

    public ChangeSetStatus Status { get; set; }

    public string StatusReason { get; set; }

    public ExecutionStatus ExecutionStatus { get; set; }

    public DateTime? CreationTime { get; set; }

    public List<Change> Changes { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static DescribeChangeSetResponse Read(XElement e) => new()
    {
        ChangeSetId = e.Text("ChangeSetId"),
        ChangeSetName = e.Text("ChangeSetName"),
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        Status = e.Text("Status"),
        StatusReason = e.Text("StatusReason"),
        ExecutionStatus = e.Text("ExecutionStatus"),
        CreationTime = e.Time("CreationTime"),
        Changes = e.Members("Changes", Change.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A change.</summary>
public sealed class Change
{
    public ResourceChange ResourceChange { get; set; }

    internal static Change Read(XElement e) => new() { ResourceChange = e.Child("ResourceChange") is { } change ? ResourceChange.Read(change) : null };
}

/// <summary>What would happen to a resource.</summary>
public sealed class ResourceChange
{
    public ChangeAction Action { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public string ResourceType { get; set; }

    public Replacement Replacement { get; set; }

    public List<ResourceChangeDetail> Details { get; set; }

    internal static ResourceChange Read(XElement e) => new()
    {
        Action = e.Text("Action"),
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        ResourceType = e.Text("ResourceType"),
        Replacement = e.Text("Replacement"),
        Details = e.Members("Details", ResourceChangeDetail.Read),
    };
}

/// <summary>One place of a resource that would change.</summary>
public sealed class ResourceChangeDetail
{
    public ResourceTargetDefinition Target { get; set; }

    internal static ResourceChangeDetail Read(XElement e) => new() { Target = e.Child("Target") is { } target ? ResourceTargetDefinition.Read(target) : null };
}

/// <summary>The place: an attribute, and of properties the name.</summary>
public sealed class ResourceTargetDefinition
{
    public ResourceAttribute Attribute { get; set; }

    public string Name { get; set; }

    internal static ResourceTargetDefinition Read(XElement e) => new() { Attribute = e.Text("Attribute"), Name = e.Text("Name") };
}
