using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for the stack sets that the account administers in the region.</summary>
public sealed class ListStackSetsRequest : AmazonCloudFormationRequest
{
    /// <summary>"ACTIVE" or "DELETED"; null: both.</summary>
    public string Status { get; set; }

    /// <summary>As whom: itself where nothing is given, or as a delegated administrator of its organization's management account.</summary>
    public CallAs CallAs { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of stack sets.</summary>
public sealed class ListStackSetsResponse : AmazonWebServiceResponse
{
    public List<StackSetSummary> Summaries { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListStackSetsResponse Read(XElement e) => new()
    {
        Summaries = e.Members("Summaries", StackSetSummary.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A stack set.</summary>
public sealed class StackSetSummary
{
    public string StackSetName { get; set; }

    public string StackSetId { get; set; }

    public string Description { get; set; }

    internal static StackSetSummary Read(XElement e) => new()
    {
        StackSetName = e.Text("StackSetName"),
        StackSetId = e.Text("StackSetId"),
        Description = e.Text("Description"),
    };
}

/// <summary>Asks for the instances of a stack set.</summary>
public sealed class ListStackInstancesRequest : AmazonCloudFormationRequest
{
    public string StackSetName { get; set; }

    /// <summary>As whom: itself where nothing is given, or as a delegated administrator of its organization's management account.</summary>
    public CallAs CallAs { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of instances.</summary>
public sealed class ListStackInstancesResponse : AmazonWebServiceResponse
{
    public List<StackInstanceSummary> Summaries { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListStackInstancesResponse Read(XElement e) => new()
    {
        Summaries = e.Members("Summaries", StackInstanceSummary.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A stack of a stack set in one account and region.</summary>
public sealed class StackInstanceSummary
{
    public string StackSetId { get; set; }

    public string Region { get; set; }

    public string Account { get; set; }

    /// <summary>The stack's ARN; null while there is none.</summary>
    public string StackId { get; set; }

    internal static StackInstanceSummary Read(XElement e) => new()
    {
        StackSetId = e.Text("StackSetId"),
        Region = e.Text("Region"),
        Account = e.Text("Account"),
        StackId = e.Text("StackId"),
    };
}
