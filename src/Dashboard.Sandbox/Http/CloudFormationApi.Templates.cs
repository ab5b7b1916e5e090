using System.Xml.Linq;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Deploying;
using Dashboard.Sandbox.Cloud.Types;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sandbox.Http;

internal sealed partial class CloudFormationApi
{
    private const int LargestTemplateBody = 51_200;

    /// <summary>Both stages hold the text as it was given: the sandbox runs no macros.</summary>
    private object[] GetTemplate(CallScope scope, QueryForm form)
    {
        var stage = form["TemplateStage"] ?? "Original";
        if (stage is not ("Original" or "Processed"))
            throw Invalid($"1 validation error detected: Value '{stage}' at 'templateStage' failed to satisfy constraint: Member must satisfy enum value set: [Original, Processed]");
        return
        [
            new XElement("TemplateBody", Stack(scope, form).TemplateBody),
            Members("StagesAvailable", (string[])["Original", "Processed"], s => s),
        ];
    }

    private object[] GetTemplateSummary(CallScope scope, QueryForm form)
    {
        var body = form.Has("StackName") ? Stack(scope, form).TemplateBody : ReadTemplate(form, previous: null);
        if (TemplateReader.Read("template", body).Root is not MappingNode root)
            throw Invalid("Template format error: the template is no mapping");
        var parameters = (root["Parameters"] as MappingNode)?.Entries.Select(e => (e.Key.Text, Node: e.Value as MappingNode)) ?? [];
        var types = (root["Resources"] as MappingNode)?.Entries.Select(e => StackPlan.Text((e.Value as MappingNode)?["Type"])).OfType<string>() ?? [];
        return
        [
            Members("Parameters", parameters, p => Parameter(p.Text, p.Node)),
            .. Optional("Description", StackPlan.Text(root["Description"])) is { } description ? [description] : Array.Empty<object>(),
            Members("Capabilities", StackPlan.RequiredCapabilities(root), c => c),
            Members("ResourceTypes", types.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), t => t),
            new XElement("Version", StackPlan.Text(root["AWSTemplateFormatVersion"]) ?? "2010-09-09"),
        ];
    }

    /// <summary>Of a type's schema that alone which the sandbox knows: its name, its primary identifier, and what its handlers ask for.</summary>
    private static object[] DescribeType(QueryForm form)
    {
        var name = form.Require("TypeName");
        if (form["Type"] is not (null or "RESOURCE") || !ReadableTypes.IsRegistered(name))
            throw new SandboxException("TypeNotFoundException", $"The type '{name}' cannot be found.", 404);
        var handlers = PermissionCatalog.Find(name);
        // A type that the catalogue lacks is read and listed as well, and asks for nothing.
        KeyValuePair<string, PropertyValue>[] named = !ReadableTypes.CanRead(name) ? []
            : handlers is { List.IsEmpty: true } ? [new("read", Handler(handlers.Read))]
            : [new("read", Handler(handlers?.Read ?? [])), new("list", Handler(handlers?.List ?? []))];
        var schema = MapValue.Create(
        [
            new("typeName", new ScalarValue(name)),
            new("primaryIdentifier", Texts(TraitsCatalog.Get(name).PrimaryIdentifier.Select(p => "/properties" + p))),
            new("handlers", MapValue.Create(named)),
        ]);
        return [new XElement("TypeName", name), new XElement("Type", "RESOURCE"), new XElement("Schema", JsonValues.Write(schema))];
    }

    private static MapValue Handler(IEnumerable<string> actions) => MapValue.Create([new("permissions", Texts(actions))]);

    private static ListValue Texts(IEnumerable<string> texts) => new([.. texts.Select(t => (PropertyValue)new ScalarValue(t))]);

    private static object?[] Parameter(string name, MappingNode? declaration)
    {
        var noEcho = declaration is not null && NoEcho.IsSetOn(declaration);
        var fallback = StackPlan.Text(declaration?["Default"]);
        return
        [
            new XElement("ParameterKey", name),
            Optional("DefaultValue", noEcho && fallback is not null ? SecretFingerprinter.Masked : fallback),
            new XElement("ParameterType", StackPlan.Text(declaration?["Type"]) ?? "String"),
            new XElement("NoEcho", noEcho ? "true" : "false"),
            Optional("Description", StackPlan.Text(declaration?["Description"])),
        ];
    }

    private string ReadTemplate(QueryForm form, SandboxStack? previous)
    {
        if (form["TemplateBody"] is { } body)
        {
            return body.Length <= LargestTemplateBody
                ? body
                : throw Invalid("1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to 51200");
        }

        if (form["TemplateURL"] is { } url)
            return cloud.FindTemplate(url) ?? throw Invalid("S3 error: Access Denied. The TemplateURL must name an object that was put into the sandbox.");
        if (previous is not null && form.Flag("UsePreviousTemplate"))
            return previous.TemplateBody;
        throw Invalid("Either Template URL or Template Body must be specified.");
    }
}
