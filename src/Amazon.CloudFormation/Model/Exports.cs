using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for the exports of the region.</summary>
public sealed class ListExportsRequest : AmazonCloudFormationRequest
{
    public string NextToken { get; set; }
}

/// <summary>A page of exports.</summary>
public sealed class ListExportsResponse : AmazonWebServiceResponse
{
    public List<Export> Exports { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListExportsResponse Read(XElement e) => new()
    {
        Exports = e.Members("Exports", Export.Read),
        NextToken = e.Text("NextToken"),
    };
}

/// <summary>An exported output.</summary>
public sealed class Export
{
    public string ExportingStackId { get; set; }

    public string Name { get; set; }

    public string Value { get; set; }

    internal static Export Read(XElement e) => new()
    {
        ExportingStackId = e.Text("ExportingStackId"),
        Name = e.Text("Name"),
        Value = e.Text("Value"),
    };
}

/// <summary>Asks which stacks import an export.</summary>
public sealed class ListImportsRequest : AmazonCloudFormationRequest
{
    public string ExportName { get; set; }

    public string NextToken { get; set; }
}

/// <summary>A page of importing stacks.</summary>
public sealed class ListImportsResponse : AmazonWebServiceResponse
{
    /// <summary>Their names.</summary>
    public List<string> Imports { get; set; }

    /// <summary>Where the next page starts; null on the last one.</summary>
    public string NextToken { get; set; }

    internal static ListImportsResponse Read(XElement e) => new()
    {
        Imports = e.Texts("Imports"),
        NextToken = e.Text("NextToken"),
    };
}
