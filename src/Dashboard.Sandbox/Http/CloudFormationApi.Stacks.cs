using System.Xml.Linq;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private object[] CreateStack(CallScope scope, QueryForm form)
    {
        var request = ReadRequest(scope, form, previous: null);
        var stack = cloud.CreateStack(request with { DisableRollback = form.Flag("DisableRollback") || form["OnFailure"] == "DO_NOTHING" });
        return [new XElement("StackId", stack.StackId)];
    }

    private object[] UpdateStack(CallScope scope, QueryForm form)
    {
        var name = form.Require("StackName");
        var previous = Region(scope).Find(name) is { IsDeleted: false } found ? found : throw Invalid($"Stack [{name}] does not exist");
        return [new XElement("StackId", cloud.UpdateStack(ReadRequest(scope, form, previous)).StackId)];
    }

    private object[]? DeleteStack(CallScope scope, QueryForm form)
    {
        cloud.DeleteStack(scope.Account, scope.Region, form.Require("StackName"));
        return null;
    }

    private object[] DescribeStacks(CallScope scope, QueryForm form)
    {
        IEnumerable<SandboxStack> stacks = form.Has("StackName") ? [Stack(scope, form)] : cloud.ListStacks(scope.Account, scope.Region);
        return Page("DescribeStacks", "Stacks", stacks, s => s.StackId, form, s => new object?[]
        {
            new XElement("StackId", s.StackId),
            new XElement("StackName", s.Name),
            Optional("Description", s.Description),
            Members("Parameters", s.Parameters, p => new object[]
            {
                new XElement("ParameterKey", p.Key),
                new XElement("ParameterValue", s.NoEcho.Contains(p.Key) ? SecretFingerprinter.Masked : p.Value),
            }),
            new XElement("CreationTime", Time(s.CreatedAt)),
            Optional("LastUpdatedTime", s.UpdatedAt),
            Optional("DeletionTime", s.DeletedAt),
            new XElement("RollbackConfiguration"),
            new XElement("StackStatus", s.Status),
            Optional("StackStatusReason", s.StatusReason),
            new XElement("DisableRollback", "false"),
            new XElement("NotificationARNs"),
            Members("Capabilities", s.Capabilities, c => c),
            Members("Outputs", s.Outputs, o => new object?[]
            {
                new XElement("OutputKey", o.Key),
                new XElement("OutputValue", o.Value),
                Optional("Description", o.Description),
                Optional("ExportName", o.ExportName),
            }),
            Members("Tags", s.Tags, t => new object[] { new XElement("Key", t.Key), new XElement("Value", t.Value) }),
            new XElement("EnableTerminationProtection", "false"),
            Optional("ParentId", s.ParentId),
            Optional("RootId", s.RootId),
            DriftInformation(s),
        });
    }

    private object[] ListStacks(CallScope scope, QueryForm form)
    {
        var filter = form.List("StackStatusFilter");
        var stacks = Region(scope).Stacks.Values
            .Where(s => filter.IsEmpty || filter.Contains(s.Status))
            .OrderByDescending(s => s.CreatedAt).ThenBy(s => s.StackId, StringComparer.Ordinal);
        return Page("ListStacks", "StackSummaries", stacks, s => s.StackId, form, s => new object?[]
        {
            new XElement("StackId", s.StackId),
            new XElement("StackName", s.Name),
            Optional("TemplateDescription", s.Description),
            new XElement("CreationTime", Time(s.CreatedAt)),
            Optional("LastUpdatedTime", s.UpdatedAt),
            Optional("DeletionTime", s.DeletedAt),
            new XElement("StackStatus", s.Status),
            Optional("StackStatusReason", s.StatusReason),
            Optional("ParentId", s.ParentId),
            Optional("RootId", s.RootId),
            DriftInformation(s),
        });
    }

    private object[] ListExports(CallScope scope, QueryForm form) =>
        Page("ListExports", "Exports", cloud.ListExports(scope.Account, scope.Region), e => e.Name, form, e => new object[]
        {
            new XElement("ExportingStackId", e.StackId),
            new XElement("Name", e.Name),
            new XElement("Value", e.Value),
        });

    private object[] ListImports(CallScope scope, QueryForm form)
    {
        var export = form.Require("ExportName");
        var importers = Region(scope).Standing.Where(s => s.Imports.Contains(export)).Select(s => s.Name).ToList();
        return importers.Count > 0
            ? Page("ListImports", "Imports", importers, i => i, form, i => i)
            : throw Invalid($"Export '{export}' is not imported by any stack.");
    }

    private static XElement DriftInformation(SandboxStack stack) => new(
        "DriftInformation", new XElement("StackDriftStatus", stack.DriftStatus), Optional("LastCheckTimestamp", stack.DriftCheckedAt));

    private StackRequest ReadRequest(CallScope scope, QueryForm form, SandboxStack? previous)
    {
        var tags = form.Structures("Tags").ToImmutableSortedDictionary(t => t.Require("Key"), t => t["Value"] ?? "", StringComparer.Ordinal);
        return new StackRequest
        {
            Account = scope.Account,
            Region = scope.Region,
            StackName = form.Require("StackName"),
            TemplateBody = ReadTemplate(form, previous),
            Parameters = form.Structures("Parameters").ToImmutableSortedDictionary(
                p => p.Require("ParameterKey"), p => ReadValue(p, previous), StringComparer.Ordinal),
            Tags = previous is not null && tags.IsEmpty && !form.Has("Tags") ? previous.Tags : tags,
            Capabilities = form.List("Capabilities"),
        };
    }

    private static string ReadValue(QueryForm parameter, SandboxStack? previous)
    {
        if (!parameter.Flag("UsePreviousValue"))
            return parameter["ParameterValue"] ?? "";
        var key = parameter.Require("ParameterKey");
        return previous?.Parameters.GetValueOrDefault(key)
            ?? throw Invalid($"Invalid input for parameter key {key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template");
    }

    private static SandboxException Invalid(string message) => new("ValidationError", message);
}
