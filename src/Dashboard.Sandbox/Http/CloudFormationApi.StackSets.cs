using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] ListStackSets(CallScope scope, QueryForm form)
    {
        var sets = form["Status"] is null or "ACTIVE" ? Region(scope).StackSets.Values : [];
        return Page("ListStackSets", "Summaries", sets, s => s.Name, form, s => new object[]
        {
            new XElement("StackSetName", s.Name), new XElement("StackSetId", s.Id), new XElement("Status", "ACTIVE"), new XElement("PermissionModel", "SELF_MANAGED"), new XElement("DriftStatus", "NOT_CHECKED"),
        });
    }

    private object[] ListStackInstances(CallScope scope, QueryForm form)
    {
        var name = form.Require("StackSetName");
        var set = Region(scope).StackSets.Values.FirstOrDefault(s => s.Name == name || s.Id == name)
            ?? throw new SandboxException("StackSetNotFoundException", $"StackSet {name} not found", 404);
        return Page("ListStackInstances:" + set.Id, "Summaries", set.Instances, i => $"{i.Account}/{i.Region}", form, i => new object[]
        {
            new XElement("StackSetId", set.Id), new XElement("Account", i.Account), new XElement("Region", i.Region), new XElement("StackId", i.StackId), new XElement("Status", "CURRENT"),
            new XElement("StackInstanceStatus", new XElement("DetailedStatus", "SUCCEEDED")), new XElement("DriftStatus", "NOT_CHECKED"),
        });
    }
}
