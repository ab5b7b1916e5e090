using System.Globalization;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>CloudFormation: form-encoded requests, XML answers, version 2010-05-15.</summary>
internal sealed partial class CloudFormationApi(SandboxCloud cloud)
{
    /// <summary>The namespace of every answer.</summary>
    public const string Xmlns = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private const int PageSize = 100;

    /// <summary>Answers a call.</summary>
    /// <exception cref="SandboxException">The service refuses.</exception>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        var result = action switch
        {
            "CreateStack" => CreateStack(scope, form),
            "UpdateStack" => UpdateStack(scope, form),
            "DeleteStack" => DeleteStack(scope, form),
            "DescribeStacks" => DescribeStacks(scope, form),
            "ListStacks" => ListStacks(scope, form),
            "DescribeStackResources" => DescribeStackResources(scope, form),
            "DescribeStackResource" => DescribeStackResource(scope, form),
            "ListStackResources" => ListStackResources(scope, form),
            "DescribeStackEvents" => DescribeStackEvents(scope, form),
            "GetTemplate" => GetTemplate(scope, form),
            "GetTemplateSummary" => GetTemplateSummary(scope, form),
            "ListStackSets" => ListStackSets(scope, form),
            "ListStackInstances" => ListStackInstances(scope, form),
            "ListExports" => ListExports(scope, form),
            "ListImports" => ListImports(scope, form),
            "CreateChangeSet" => CreateChangeSet(scope, form),
            "ListChangeSets" => ListChangeSets(scope, form),
            "DescribeChangeSet" => DescribeChangeSet(scope, form),
            "ExecuteChangeSet" => ExecuteChangeSet(scope, form),
            "DeleteChangeSet" => DeleteChangeSet(scope, form),
            "DescribeType" => DescribeType(form),
            "DetectStackDrift" => DetectStackDrift(scope, form),
            "DetectStackResourceDrift" => DetectStackResourceDrift(scope, form),
            "DescribeStackDriftDetectionStatus" => DescribeStackDriftDetectionStatus(scope, form),
            "DescribeStackResourceDrifts" => DescribeStackResourceDrifts(scope, form),
            _ => throw new SandboxException("InvalidAction", $"Could not find operation {action} for version 2010-05-15"),
        };
        return Reply.OfXml(
            new XElement(action + "Response",
                result is null ? null : new XElement(action + "Result", result),
                new XElement("ResponseMetadata", new XElement("RequestId", requestId))),
            Xmlns);
    }

    private RegionState Region(CallScope scope) => cloud.Read(scope.Account, scope.Region);

    private SandboxStack Stack(CallScope scope, QueryForm form) => SandboxCloud.RequireStack(Region(scope), form.Require("StackName"));

    private static string Time(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    /// <summary>An element, or nothing where there is no value.</summary>
    private static XElement? Optional(string name, string? value) => value is null ? null : new XElement(name, value);

    private static XElement? Optional(string name, DateTimeOffset? value) => value is null ? null : new XElement(name, Time(value.Value));

    private static XElement Members<T>(string name, IEnumerable<T> items, Func<T, object?> content) =>
        new(name, items.Select(i => new XElement("member", content(i))));

    private static object[] Page<T>(string operation, string name, IEnumerable<T> items, Func<T, string> key, QueryForm form, Func<T, object?> content, int size = PageSize)
    {
        var (page, next) = Paging.Cut(operation, items, key, form["NextToken"], size);
        return next is null ? [Members(name, page, content)] : [Members(name, page, content), new XElement("NextToken", next)];
    }
}
