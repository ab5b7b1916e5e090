using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] CreateChangeSet(CallScope scope, QueryForm form)
    {
        var type = form["ChangeSetType"] ?? "UPDATE";
        if (type is not ("CREATE" or "UPDATE"))
            throw Invalid($"The sandbox makes change sets of type CREATE and UPDATE, and none of type {type}.");
        var creates = type == "CREATE";
        var made = cloud.CreateChangeSet(ReadRequest(scope, form, creates ? null : Stack(scope, form)), form.Require("ChangeSetName"), form["Description"], creates);
        return [new XElement("Id", made.Id), new XElement("StackId", made.StackId)];
    }

    private object[] ListChangeSets(CallScope scope, QueryForm form)
    {
        var stack = Stack(scope, form);
        return Page("ListChangeSets:" + stack.StackId, "Summaries", cloud.ListChangeSets(scope.Account, scope.Region, stack.StackId), c => c.Id, form, c => ChangeSet(scope, c));
    }

    private object[] DescribeChangeSet(CallScope scope, QueryForm form)
    {
        var set = cloud.GetChangeSet(scope.Account, scope.Region, form.Require("ChangeSetName"), form["StackName"]);
        var changes = Page("DescribeChangeSet:" + set.Id, "Changes", set.Changes, c => c.LogicalId, form, c => new object?[]
        {
            new XElement("Type", "Resource"),
            new XElement("ResourceChange",
                new XElement("Action", c.Action),
                new XElement("LogicalResourceId", c.LogicalId),
                Optional("PhysicalResourceId", c.PhysicalId),
                new XElement("ResourceType", c.Type),
                Optional("Replacement", c.IsReplaced is { } replaced ? (replaced ? "True" : "False") : null),
                Members("Scope", c.Properties.IsEmpty ? [] : (string[])["Properties"], s => s),
                Members("Details", c.Properties, p => new object[]
                {
                    new XElement("Target", new XElement("Attribute", "Properties"), new XElement("Name", p), new XElement("RequiresRecreation", c.IsReplaced == true ? "Conditionally" : "Never")),
                    new XElement("Evaluation", "Static"),
                    new XElement("ChangeSource", "DirectModification"),
                })),
        });
        return [.. ChangeSet(scope, set).OfType<object>(), .. changes];
    }

    private object[]? ExecuteChangeSet(CallScope scope, QueryForm form)
    {
        cloud.ExecuteChangeSet(scope.Account, scope.Region, form.Require("ChangeSetName"), form["StackName"]);
        return [];
    }

    private object[]? DeleteChangeSet(CallScope scope, QueryForm form)
    {
        cloud.DeleteChangeSet(scope.Account, scope.Region, form.Require("ChangeSetName"), form["StackName"]);
        return [];
    }

    private object?[] ChangeSet(CallScope scope, SandboxChangeSet set) =>
    [
        new XElement("ChangeSetId", set.Id),
        new XElement("ChangeSetName", set.Name),
        new XElement("StackId", set.StackId),
        Optional("StackName", Region(scope).Find(set.StackId)?.Name),
        Optional("Description", set.Description),
        new XElement("CreationTime", Time(set.CreatedAt)),
        new XElement("Status", set.Status),
        Optional("StatusReason", set.StatusReason),
        new XElement("ExecutionStatus", set.ExecutionStatus),
    ];
}
