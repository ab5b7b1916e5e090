using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for stored drift results.</summary>
public sealed class DescribeStackResourceDriftsRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public List<string> StackResourceDriftStatusFilters { get; set; }

    /// <summary>1 to 100.</summary>
    public int? MaxResults { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of results; resources that were not checked are absent.</summary>
public sealed class DescribeStackResourceDriftsResponse : AmazonWebServiceResponse
{
    public List<StackResourceDrift> StackResourceDrifts { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static DescribeStackResourceDriftsResponse Read(XElement e) => new()
    {
        StackResourceDrifts = e.Members("StackResourceDrifts", StackResourceDrift.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>What the last detection found of a resource.</summary>
public sealed class StackResourceDrift
{
    public string StackId { get; set; }

    public string LogicalResourceId { get; set; }

    public string PhysicalResourceId { get; set; }

    public List<PhysicalResourceIdContextKeyValuePair> PhysicalResourceIdContext { get; set; }

    public string ResourceType { get; set; }

    public StackResourceDriftStatus StackResourceDriftStatus { get; set; }

    public string DriftStatusReason { get; set; }

    /// <summary>As the template says, as JSON.</summary>
    public string ExpectedProperties { get; set; }

    /// <summary>As they were, as JSON; null of a deleted resource. Only properties that the template names.</summary>
    public string ActualProperties { get; set; }

    public List<PropertyDifference> PropertyDifferences { get; set; }

    /// <summary>When the detection looked.</summary>
    public DateTime? Timestamp { get; set; }

    internal static StackResourceDrift Read(XElement e) => e is null ? null : new()
    {
        StackId = e.Text("StackId"),
        LogicalResourceId = e.Text("LogicalResourceId"),
        PhysicalResourceId = e.Text("PhysicalResourceId"),
        PhysicalResourceIdContext = e.Members("PhysicalResourceIdContext", PhysicalResourceIdContextKeyValuePair.Read),
        ResourceType = e.Text("ResourceType"),
        StackResourceDriftStatus = e.Text("StackResourceDriftStatus"),
        DriftStatusReason = e.Text("DriftStatusReason"),
        ExpectedProperties = e.Text("ExpectedProperties"),
        ActualProperties = e.Text("ActualProperties"),
        PropertyDifferences = e.Members("PropertyDifferences", PropertyDifference.Read),
        Timestamp = e.Time("Timestamp"),
    };
}

/// <summary>A further part of the identity of a resource whose physical id alone does not identify it.</summary>
public sealed class PhysicalResourceIdContextKeyValuePair
{
    public string Key { get; set; }

    public string Value { get; set; }

    internal static PhysicalResourceIdContextKeyValuePair Read(XElement e) => new()
    {
        Key = e.Text("Key"),
        Value = e.Text("Value"),
    };
}

/// <summary>A property that drifted.</summary>
public sealed class PropertyDifference
{
    public string PropertyPath { get; set; }

    public string ExpectedValue { get; set; }

    public string ActualValue { get; set; }

    public DifferenceType DifferenceType { get; set; }

    internal static PropertyDifference Read(XElement e) => new()
    {
        PropertyPath = e.Text("PropertyPath"),
        ExpectedValue = e.Text("ExpectedValue"),
        ActualValue = e.Text("ActualValue"),
        DifferenceType = e.Text("DifferenceType"),
    };
}

/// <summary>Starts a detection.</summary>
public sealed class DetectStackDriftRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    /// <summary>Resources to look at; none: all.</summary>
    public List<string> LogicalResourceIds { get; set; }
}

/// <summary>A detection that was started.</summary>
public sealed class DetectStackDriftResponse : AmazonWebServiceResponse
{
    public string StackDriftDetectionId { get; set; }

    internal static DetectStackDriftResponse Read(XElement e) => new()
    {
        StackDriftDetectionId = e.Text("StackDriftDetectionId"),
    };
}

/// <summary>Asks how far a detection has come.</summary>
public sealed class DescribeStackDriftDetectionStatusRequest : AmazonCloudFormationRequest
{
    public string StackDriftDetectionId { get; set; }
}

/// <summary>How far a detection has come.</summary>
public sealed class DescribeStackDriftDetectionStatusResponse : AmazonWebServiceResponse
{
    public string StackDriftDetectionId { get; set; }

    public string StackId { get; set; }

    /// <summary>FAILED: at least one resource failed; the others have results.</summary>
    public StackDriftDetectionStatus DetectionStatus { get; set; }

    public string DetectionStatusReason { get; set; }

    public StackDriftStatus StackDriftStatus { get; set; }

    /// <summary>Null until the detection is complete.</summary>
    public int? DriftedStackResourceCount { get; set; }

    /// <summary>When the detection started.</summary>
    public DateTime? Timestamp { get; set; }

    internal static DescribeStackDriftDetectionStatusResponse Read(XElement e) => new()
    {
        StackDriftDetectionId = e.Text("StackDriftDetectionId"),
        StackId = e.Text("StackId"),
        DetectionStatus = e.Text("DetectionStatus"),
        DetectionStatusReason = e.Text("DetectionStatusReason"),
        StackDriftStatus = e.Text("StackDriftStatus"),
        DriftedStackResourceCount = e.Number("DriftedStackResourceCount"),
        Timestamp = e.Time("Timestamp"),
    };
}

/// <summary>Looks at one resource now.</summary>
public sealed class DetectStackResourceDriftRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string LogicalResourceId { get; set; }
}

/// <summary>What was found.</summary>
public sealed class DetectStackResourceDriftResponse : AmazonWebServiceResponse
{
    public StackResourceDrift StackResourceDrift { get; set; }

    internal static DetectStackResourceDriftResponse Read(XElement e) => new()
    {
        StackResourceDrift = StackResourceDrift.Read(e.Child("StackResourceDrift")),
    };
}

/// <summary>What the last detection said of a stack.</summary>
public sealed class StackDriftInformation
{
    public StackDriftStatus StackDriftStatus { get; set; }

    public DateTime? LastCheckTimestamp { get; set; }

    internal static StackDriftInformation Read(XElement e) => e is null ? null : new()
    {
        StackDriftStatus = e.Text("StackDriftStatus"),
        LastCheckTimestamp = e.Time("LastCheckTimestamp"),
    };
}

/// <summary>What the last detection said of a stack.</summary>
public sealed class StackDriftInformationSummary
{
    public StackDriftStatus StackDriftStatus { get; set; }

    public DateTime? LastCheckTimestamp { get; set; }

    internal static StackDriftInformationSummary Read(XElement e) => e is null ? null : new()
    {
        StackDriftStatus = e.Text("StackDriftStatus"),
        LastCheckTimestamp = e.Time("LastCheckTimestamp"),
    };
}

/// <summary>What the last detection said of a resource.</summary>
public sealed class StackResourceDriftInformation
{
    public StackResourceDriftStatus StackResourceDriftStatus { get; set; }

    public DateTime? LastCheckTimestamp { get; set; }

    internal static StackResourceDriftInformation Read(XElement e) => e is null ? null : new()
    {
        StackResourceDriftStatus = e.Text("StackResourceDriftStatus"),
        LastCheckTimestamp = e.Time("LastCheckTimestamp"),
    };
}

/// <summary>What the last detection said of a resource.</summary>
public sealed class StackResourceDriftInformationSummary
{
    public StackResourceDriftStatus StackResourceDriftStatus { get; set; }

    public DateTime? LastCheckTimestamp { get; set; }

    internal static StackResourceDriftInformationSummary Read(XElement e) => e is null ? null : new()
    {
        StackResourceDriftStatus = e.Text("StackResourceDriftStatus"),
        LastCheckTimestamp = e.Time("LastCheckTimestamp"),
    };
}
