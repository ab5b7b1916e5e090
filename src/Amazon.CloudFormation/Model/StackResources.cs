using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for the resources of a stack.</summary>
public sealed class ListStackResourcesRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of resources.</summary>
public sealed class ListStackResourcesResponse : AmazonWebServiceResponse
{
    public List<StackResourceSummary> StackResourceSummaries { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListStackResourcesResponse Read(XElement e) => new()
    {
        StackResourceSummaries = e.Members("StackResourceSummaries", StackResourceSummary.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A resource in a list.</summary>
public sealed class StackResourceSummary
{
    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public string ResourceType { get; set; }

    public ResourceStatus ResourceStatus { get; set; }

    public string ResourceStatusReason { get; set; }

    public DateTime? LastUpdatedTimestamp { get; set; }

    public StackResourceDriftInformationSummary DriftInformation { get; set; }

    internal static StackResourceSummary Read(XElement e) => new()
    {
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        ResourceType = e.Text("ResourceType"),
        ResourceStatus = e.Text("ResourceStatus"),
        ResourceStatusReason = e.Text("ResourceStatusReason"),
        LastUpdatedTimestamp = e.Time("LastUpdatedTimestamp"),
        DriftInformation = StackResourceDriftInformationSummary.Read(e.Child("DriftInformation")),
    };
}

/// <summary>Asks for the resources of a stack, or of the stack that owns a physical resource.</summary>
public sealed class DescribeStackResourcesRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }
}

/// <summary>At most 100 resources.</summary>
public sealed class DescribeStackResourcesResponse : AmazonWebServiceResponse
{
    public List<StackResource> StackResources { get; set; }

    internal static DescribeStackResourcesResponse Read(XElement e) => new()
    {
        StackResources = e.Members("StackResources", StackResource.Read),
    };
}

/// <summary>A resource of a stack.</summary>
public sealed class StackResource
{
    public string StackId { get; set; }

    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public string ResourceType { get; set; }

    public ResourceStatus ResourceStatus { get; set; }

    public string ResourceStatusReason { get; set; }

    public string Description { get; set; }

    public DateTime? Timestamp { get; set; }

    public StackResourceDriftInformation DriftInformation { get; set; }

    internal static StackResource Read(XElement e) => new()
    {
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        ResourceType = e.Text("ResourceType"),
        ResourceStatus = e.Text("ResourceStatus"),
        ResourceStatusReason = e.Text("ResourceStatusReason"),
        Description = e.Text("Description"),
        Timestamp = e.Time("Timestamp"),
        DriftInformation = StackResourceDriftInformation.Read(e.Child("DriftInformation")),
    };
}

/// <summary>Asks for one resource.</summary>
public sealed class DescribeStackResourceRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }
}

/// <summary>One resource.</summary>
public sealed class DescribeStackResourceResponse : AmazonWebServiceResponse
{
    public StackResourceDetail StackResourceDetail { get; set; }

    internal static DescribeStackResourceResponse Read(XElement e) => new()
    {
        StackResourceDetail = StackResourceDetail.Read(e.Child("StackResourceDetail")),
    };
}

/// <summary>A resource with its metadata.</summary>
public sealed class StackResourceDetail
{
    public string StackId { get; set; }

    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public string ResourceType { get; set; }

    public ResourceStatus ResourceStatus { get; set; }

    public string ResourceStatusReason { get; set; }

    public string Description { get; set; }

    /// <summary>The template's Metadata of the resource, as JSON.</summary>
    public string Metadata { get; set; }

    public DateTime? LastUpdatedTimestamp { get; set; }

    public StackResourceDriftInformation DriftInformation { get; set; }

    internal static StackResourceDetail Read(XElement e) => e is null ? null : new()
    {
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        ResourceType = e.Text("ResourceType"),
        ResourceStatus = e.Text("ResourceStatus"),
        ResourceStatusReason = e.Text("ResourceStatusReason"),
        Description = e.Text("Description"),
        Metadata = e.Text("Metadata"),
        LastUpdatedTimestamp = e.Time("LastUpdatedTimestamp"),
        DriftInformation = StackResourceDriftInformation.Read(e.Child("DriftInformation")),
    };
}
