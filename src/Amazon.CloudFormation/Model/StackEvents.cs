using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks what happened to a stack.</summary>
public sealed class DescribeStackEventsRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of events, newest first.</summary>
public sealed class DescribeStackEventsResponse : AmazonWebServiceResponse
{
    public List<StackEvent> StackEvents { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static DescribeStackEventsResponse Read(XElement e) => new()
    {
        StackEvents = e.Members("StackEvents", StackEvent.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>Something that happened to a resource of a stack, or to the stack itself.</summary>
public sealed class StackEvent
{
    public string EventId { get; set; }

    public string StackId { get; set; }

    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public string ResourceType { get; set; }

    public ResourceStatus ResourceStatus { get; set; }

    public string ResourceStatusReason { get; set; }

    public string ClientRequestToken { get; set; }

    public DateTime? Timestamp { get; set; }

    internal static StackEvent Read(XElement e) => new()
    {
        EventId = e.Text("EventId"),
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        ResourceType = e.Text("ResourceType"),
        ResourceStatus = e.Text("ResourceStatus"),
        ResourceStatusReason = e.Text("ResourceStatusReason"),
        ClientRequestToken = e.Text("ClientRequestToken"),
        Timestamp = e.Time("Timestamp"),
    };
}
