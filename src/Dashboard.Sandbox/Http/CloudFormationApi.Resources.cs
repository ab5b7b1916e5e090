using System.Globalization;
using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] DescribeStackResources(CallScope scope, QueryForm form)
    {
        var stack = form.Has("StackName") ? Stack(scope, form) : StackOf(scope, form.Require("PhysicalResourceId"));
        var resources = stack.Resources.Values.AsEnumerable();
        if (form["LogicalResourceId"] is { } logicalId)
            resources = [SandboxCloud.RequireResource(stack, logicalId)];
        return
        [
            Members("StackResources", resources, r => new object?[]
            {
                new XElement("StackName", stack.Name),
                new XElement("StackId", stack.StackId),
                new XElement("LogicalResourceId", r.LogicalId),
                new XElement("PhysicalResourceId", r.PhysicalId),
                new XElement("ResourceType", r.Type),
                new XElement("Timestamp", Time(r.Timestamp)),
                new XElement("ResourceStatus", r.Status),
                DriftInformation(r),
            }),
        ];
    }

    private object[] DescribeStackResource(CallScope scope, QueryForm form)
    {
        var stack = Stack(scope, form);
        var resource = SandboxCloud.RequireResource(stack, form.Require("LogicalResourceId"));
        return
        [
            new XElement("StackResourceDetail",
                new XElement("StackName", stack.Name),
                new XElement("StackId", stack.StackId),
                new XElement("LogicalResourceId", resource.LogicalId),
                new XElement("PhysicalResourceId", resource.PhysicalId),
                new XElement("ResourceType", resource.Type),
                new XElement("LastUpdatedTimestamp", Time(resource.Timestamp)),
                new XElement("ResourceStatus", resource.Status),
                new XElement("Metadata", "{}"),
                DriftInformation(resource)),
        ];
    }

    private object[] ListStackResources(CallScope scope, QueryForm form)
    {
        var stack = Stack(scope, form);
        return Page("ListStackResources:" + stack.StackId, "StackResourceSummaries", stack.Resources.Values, r => r.LogicalId, form, r => new object?[]
        {
            new XElement("LogicalResourceId", r.LogicalId),
            new XElement("PhysicalResourceId", r.PhysicalId),
            new XElement("ResourceType", r.Type),
            new XElement("LastUpdatedTimestamp", Time(r.Timestamp)),
            new XElement("ResourceStatus", r.Status),
            DriftInformation(r),
        });
    }

    private object[] DescribeStackEvents(CallScope scope, QueryForm form)
    {
        var name = form.Require("StackName");
        var stack = Region(scope).Find(name) ?? throw Invalid($"Stack [{name}] does not exist");
        return Page("DescribeStackEvents:" + stack.StackId, "StackEvents", stack.Events.Reverse(), e => e.Id, form, e => new object?[]
        {
            new XElement("EventId", e.Id),
            new XElement("StackId", stack.StackId),
            new XElement("StackName", stack.Name),
            new XElement("LogicalResourceId", e.LogicalId),
            new XElement("PhysicalResourceId", e.PhysicalId),
            new XElement("ResourceType", e.Type),
            new XElement("Timestamp", Time(e.Timestamp)),
            new XElement("ResourceStatus", e.Status),
            Optional("ResourceStatusReason", e.Reason),
        });
    }

    private SandboxStack StackOf(CallScope scope, string physicalId) =>
        Region(scope).Standing.FirstOrDefault(s => s.Resources.Values.Any(r => r.PhysicalId == physicalId))
        ?? throw Invalid(string.Create(CultureInfo.InvariantCulture, $"Stack for {physicalId} does not exist"));

    private static XElement DriftInformation(SandboxResource resource) => new(
        "DriftInformation", new XElement("StackResourceDriftStatus", resource.DriftStatus), Optional("LastCheckTimestamp", resource.DriftCheckedAt));
}
