using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for one stack or for all.</summary>
public sealed class DescribeStacksRequest : AmazonCloudFormationRequest
{
    /// <summary>The stack's name or id; null: every stack that is not deleted. A deleted stack answers to its id only.</summary>
    public string StackName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of stacks.</summary>
public sealed class DescribeStacksResponse : AmazonWebServiceResponse
{
    public List<Stack> Stacks { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static DescribeStacksResponse Read(XElement e) => new()
    {
        Stacks = e.Members("Stacks", Stack.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>Asks for summaries of stacks.</summary>
public sealed class ListStacksRequest : AmazonCloudFormationRequest
{
    /// <summary>Statuses to list; none: all, deleted ones included.</summary>
    public List<string> StackStatusFilter { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of summaries.</summary>
public sealed class ListStacksResponse : AmazonWebServiceResponse
{
    public List<StackSummary> StackSummaries { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListStacksResponse Read(XElement e) => new()
    {
        StackSummaries = e.Members("StackSummaries", StackSummary.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>A stack as it stands.</summary>
public sealed class Stack
{
    public string StackId { get; set; }

    public string StackName { get; set; }

    public string Description { get; set; }

    public StackStatus StackStatus { get; set; }

    public string StackStatusReason { get; set; }

    public DateTime? CreationTime { get; set; }

    /// <summary>Null until the first update.</summary>
    public DateTime? LastUpdatedTime { get; set; }

    public DateTime? DeletionTime { get; set; }

    /// <summary>Of a nested stack: the id of the stack that holds it.</summary>
    public string ParentId { get; set; }

    /// <summary>Of a nested stack: the id of the outermost stack.</summary>
    public string RootId { get; set; }

    public string RoleARN { get; set; }

    public List<Parameter> Parameters { get; set; }

    public List<Output> Outputs { get; set; }

    public List<Tag> Tags { get; set; }

    public List<string> Capabilities { get; set; }

    public List<string> NotificationARNs { get; set; }

    public bool? DisableRollback { get; set; }

    public bool? EnableTerminationProtection { get; set; }

    public int? TimeoutInMinutes { get; set; }

    public StackDriftInformation DriftInformation { get; set; }

    internal static Stack Read(XElement e) => new()
    {
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        Description = e.Text("Description"),
        StackStatus = e.Text("StackStatus"),
        StackStatusReason = e.Text("StackStatusReason"),
        CreationTime = e.Time("CreationTime"),
        LastUpdatedTime = e.Time("LastUpdatedTime"),
        DeletionTime = e.Time("DeletionTime"),
        ParentId = e.Text("ParentId"),
        RootId = e.Text("RootId"),
        RoleARN = e.Text("RoleARN"),
        Parameters = e.Members("Parameters", Parameter.Read),
        Outputs = e.Members("Outputs", Output.Read),
        Tags = e.Members("Tags", Tag.Read),
        Capabilities = e.Texts("Capabilities"),
        NotificationARNs = e.Texts("NotificationARNs"),
        DisableRollback = e.Flag("DisableRollback"),
        EnableTerminationProtection = e.Flag("EnableTerminationProtection"),
        TimeoutInMinutes = e.Number("TimeoutInMinutes"),
        DriftInformation = StackDriftInformation.Read(e.Child("DriftInformation")),
    };
}

/// <summary>A stack in a list.</summary>
public sealed class StackSummary
{
    public string StackId { get; set; }

    public string StackName { get; set; }

    public string TemplateDescription { get; set; }

    public StackStatus StackStatus { get; set; }

    public string StackStatusReason { get; set; }

    public DateTime? CreationTime { get; set; }

    public DateTime? LastUpdatedTime { get; set; }

    public DateTime? DeletionTime { get; set; }

    public string ParentId { get; set; }

    public string RootId { get; set; }

    public StackDriftInformationSummary DriftInformation { get; set; }

    internal static StackSummary Read(XElement e) => new()
    {
        StackId = e.Text("StackId"),
        StackName = e.Text("StackName"),
        TemplateDescription = e.Text("TemplateDescription"),
        StackStatus = e.Text("StackStatus"),
        StackStatusReason = e.Text("StackStatusReason"),
        CreationTime = e.Time("CreationTime"),
        LastUpdatedTime = e.Time("LastUpdatedTime"),
        DeletionTime = e.Time("DeletionTime"),
        ParentId = e.Text("ParentId"),
        RootId = e.Text("RootId"),
        DriftInformation = StackDriftInformationSummary.Read(e.Child("DriftInformation")),
    };
}

/// <summary>A parameter of a stack.</summary>
public sealed class Parameter
{
    public string ParameterKey { get; set; }

    /// <summary>Asterisks where the template says NoEcho; the name in Parameter Store where the type says so.</summary>
    public string ParameterValue { get; set; }

    /// <summary>What was found in Parameter Store, for parameters of such a type.</summary>
    public string ResolvedValue { get; set; }

    public bool? UsePreviousValue { get; set; }

    internal static Parameter Read(XElement e) => new()
    {
        ParameterKey = e.Text("ParameterKey"),
        ParameterValue = e.Text("ParameterValue"),
        ResolvedValue = e.Text("ResolvedValue"),
        UsePreviousValue = e.Flag("UsePreviousValue"),
    };
}

/// <summary>An output of a stack.</summary>
public sealed class Output
{
    public string OutputKey { get; set; }

    public string OutputValue { get; set; }

    public string Description { get; set; }

    public string ExportName { get; set; }

    internal static Output Read(XElement e) => new()
    {
        OutputKey = e.Text("OutputKey"),
        OutputValue = e.Text("OutputValue"),
        Description = e.Text("Description"),
        ExportName = e.Text("ExportName"),
    };
}

/// <summary>A tag of a stack.</summary>
public sealed class Tag
{
    public string Key { get; set; }

    public string Value { get; set; }

    internal static Tag Read(XElement e) => new()
    {
        Key = e.Text("Key"),
        Value = e.Text("Value"),
    };
}
