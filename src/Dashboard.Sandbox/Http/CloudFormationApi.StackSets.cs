using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] ListStackSets(CallScope scope, QueryForm form)
    {
        var sets = form["Status"] is null or "ACTIVE" ? StackSets(scope, form) : [];
        return Page("ListStackSets:" + form["CallAs"], "Summaries", sets, s => s.Name, form, s => new object[]
        {
            new XElement("StackSetName", s.Name), new XElement("StackSetId", s.Id), new XElement("Status", "ACTIVE"), new XElement("PermissionModel", s.IsServiceManaged ? "SERVICE_MANAGED" : "SELF_MANAGED"), new XElement("DriftStatus", "NOT_CHECKED"),
        });
    }

    /// <summary>What the account administers itself, or as a delegate of its organization's management account.</summary>
    private IEnumerable<SandboxStackSet> StackSets(CallScope scope, QueryForm form) => form["CallAs"] switch
    {
        null or "SELF" => Region(scope).StackSets.Values,
        "DELEGATED_ADMIN" => Region(scope).DelegatedStackSets is { IsEmpty: false } sets ? sets.Values : throw Invalid("Account used is not a delegated administrator"),
        var other => throw Invalid($"1 validation error detected: Value '{other}' at 'callAs' failed to satisfy constraint: Member must satisfy enum value set: [SELF, DELEGATED_ADMIN]"),
    };

    private object[] ListStackInstances(CallScope scope, QueryForm form)
    {
        var name = form.Require("StackSetName");
        var set = StackSets(scope, form).FirstOrDefault(s => s.Name == name || s.Id == name)
            ?? throw new SandboxException("StackSetNotFoundException", $"StackSet {name} not found", 404);
        return Page("ListStackInstances:" + set.Id, "Summaries", set.Instances, i => $"{i.Account}/{i.Region}", form, i => new object[]
        {
            new XElement("StackSetId", set.Id), new XElement("Account", i.Account), new XElement("Region", i.Region), new XElement("StackId", i.StackId), new XElement("Status", "CURRENT"),
            new XElement("StackInstanceStatus", new XElement("DetailedStatus", "SUCCEEDED")), new XElement("DriftStatus", "NOT_CHECKED"),
        });
    }
}
