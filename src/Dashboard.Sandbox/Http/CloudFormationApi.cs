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

    private static readonly ImmutableSortedDictionary<string, Func<CloudFormationApi, CallScope, QueryForm, object?>> Table = new Dictionary<string, Func<CloudFormationApi, CallScope, QueryForm, object?>>
    {
        ["CreateStack"] = static (api, scope, form) => api.CreateStack(scope, form),
        ["UpdateStack"] = static (api, scope, form) => api.UpdateStack(scope, form),
        ["DeleteStack"] = static (api, scope, form) => api.DeleteStack(scope, form),
        ["DescribeStacks"] = static (api, scope, form) => api.DescribeStacks(scope, form),
        ["ListStacks"] = static (api, scope, form) => api.ListStacks(scope, form),
        ["DescribeStackResources"] = static (api, scope, form) => api.DescribeStackResources(scope, form),
        ["DescribeStackResource"] = static (api, scope, form) => api.DescribeStackResource(scope, form),
        ["ListStackResources"] = static (api, scope, form) => api.ListStackResources(scope, form),
        ["DescribeStackEvents"] = static (api, scope, form) => api.DescribeStackEvents(scope, form),
        ["GetTemplate"] = static (api, scope, form) => api.GetTemplate(scope, form),
        ["GetTemplateSummary"] = static (api, scope, form) => api.GetTemplateSummary(scope, form),
        ["ListStackSets"] = static (api, scope, form) => api.ListStackSets(scope, form),
        ["ListStackInstances"] = static (api, scope, form) => api.ListStackInstances(scope, form),
        ["ListExports"] = static (api, scope, form) => api.ListExports(scope, form),
        ["ListImports"] = static (api, scope, form) => api.ListImports(scope, form),
        ["CreateChangeSet"] = static (api, scope, form) => api.CreateChangeSet(scope, form),
        ["ListChangeSets"] = static (api, scope, form) => api.ListChangeSets(scope, form),
        ["DescribeChangeSet"] = static (api, scope, form) => api.DescribeChangeSet(scope, form),
        ["ExecuteChangeSet"] = static (api, scope, form) => api.ExecuteChangeSet(scope, form),
        ["DeleteChangeSet"] = static (api, scope, form) => api.DeleteChangeSet(scope, form),
        ["DescribeType"] = static (_, _, form) => DescribeType(form),
        ["DetectStackDrift"] = static (api, scope, form) => api.DetectStackDrift(scope, form),
        ["DetectStackResourceDrift"] = static (api, scope, form) => api.DetectStackResourceDrift(scope, form),
        ["DescribeStackDriftDetectionStatus"] = static (api, scope, form) => api.DescribeStackDriftDetectionStatus(scope, form),
        ["DescribeStackResourceDrifts"] = static (api, scope, form) => api.DescribeStackResourceDrifts(scope, form),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => Table.Keys;

    /// <summary>Answers a call.</summary>
    /// <exception cref="SandboxException">The service refuses.</exception>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        var result = Table.TryGetValue(action, out var operation)
            ? operation(this, scope, form)
            : throw new SandboxException("InvalidAction", $"Could not find operation {action} for version 2010-05-15");
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
