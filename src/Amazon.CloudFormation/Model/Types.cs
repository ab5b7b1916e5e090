using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks the registry about an extension.</summary>
public sealed class DescribeTypeRequest : AmazonCloudFormationRequest
{
    public RegistryType Type { get; set; }

    /// <summary>"AWS::SQS::Queue".</summary>
    public string TypeName { get; set; }
}

/// <summary>An extension of the registry.</summary>
public sealed class DescribeTypeResponse : AmazonWebServiceResponse
{
    public string TypeName { get; set; }

    /// <summary>A text that holds JSON.</summary>
    public string Schema { get; set; }

    internal static DescribeTypeResponse Read(XElement e) => new()
    {
        TypeName = e.Text("TypeName"),
        Schema = e.Text("Schema"),
    };
}
