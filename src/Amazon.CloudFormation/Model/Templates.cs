using System.Xml.Linq;
using Amazon.CloudFormation.Internal;
using Amazon.Runtime;

namespace Amazon.CloudFormation.Model;

/// <summary>Asks for a template.</summary>
public sealed class GetTemplateRequest : AmazonCloudFormationRequest
{
    public string StackName { get; set; }

    public string ChangeSetName { get; set; }

    /// <summary>As given (the default), or after transforms.</summary>
    public TemplateStage TemplateStage { get; set; }
}

/// <summary>A template.</summary>
public sealed class GetTemplateResponse : AmazonWebServiceResponse
{
    /// <summary>The text with its own line ends.</summary>
    public string TemplateBody { get; set; }

    public List<string> StagesAvailable { get; set; }

    internal static GetTemplateResponse Read(XElement e) => new()
    {
        TemplateBody = e.Text("TemplateBody"),
        StagesAvailable = e.Texts("StagesAvailable"),
    };
}
