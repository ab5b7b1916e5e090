using Dashboard.Core.Definition;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Reads <c>components</c>.</summary>
internal static class ComponentSection
{
    public static ImmutableArray<ComponentDefinition> Read(Fields root, ImmutableArray<DeploymentEnvironment> environments, Problems problems)
    {
        var components = ImmutableArray.CreateBuilder<ComponentDefinition>();
        foreach (var fields in root.Mappings("components", required: true))
        {
            var component = ReadOne(fields, environments, problems);
            if (component.Name.Length > 0 && components.Any(c => c.Name == component.Name))
                fields.Error("name", $"Found a second component \"{component.Name}\"; a name may stand only once.");
            if (component.Stack.Length > 0 && components.FirstOrDefault(c => c.Stack == component.Stack) is { } other)
                fields.Error("stack", $"Found \"{component.Stack}\", which component \"{other.Name}\" has too; each component needs stacks of its own.");
            if (component.Stack.Length > 0 && SharedBy(component, environments) is [var first, var second, ..])
            {
                fields.Error("stack", $"Found \"{component.Stack}\" without {{environment}}, which is one and the same stack in {first.Name} and {second.Name}: both are in account {first.Account}. Write {{environment}} into it, or name one of them under environments.");
            }

            components.Add(component);
        }

        return components.ToImmutable();
    }

    /// <summary>The lasting environments of one account and region that a component would have one stack in; none where each has its own.</summary>
    private static List<DeploymentEnvironment> SharedBy(ComponentDefinition component, ImmutableArray<DeploymentEnvironment> environments) =>
        component.HasEnvironment ? []
            : environments.Where(e => !e.IsPattern && (component.Environments.IsEmpty || component.Environments.Contains(e.Name)))
                .SelectMany(e => e.Regions.Where(r => component.Regions.IsEmpty || component.Regions.Contains(r)).Select(r => (Environment: e, Place: (e.Account, r))))
                .GroupBy(p => p.Place, p => p.Environment).FirstOrDefault(g => g.Skip(1).Any())?.ToList() ?? [];

    private static ComponentDefinition ReadOne(Fields fields, ImmutableArray<DeploymentEnvironment> environments, Problems problems)
    {
        fields.Allow("name", "template", "published", "parameters", "atDeploy", "stack", "regions", "environments", "owner");
        var name = fields.Text("name", required: true) ?? "";
        if (name.Length > 0)
            ApplicationFileReader.CheckName(fields, "name", name);
        var published = fields.Text("published");
        if (published is not null)
            Placeholders.Check(fields, "published", (ScalarNode)fields["published"]!, "environment", "region", "instance");
        var template = fields.Text("template", required: published is null) ?? "";
        if (template.Length > 0)
        {
            var node = (ScalarNode)fields["template"]!;
            Placeholders.Check(fields, "template", node, "environment");
            Placeholders.CheckPath(fields, "template", node);
        }

        var parameters = fields.Texts("parameters");
        foreach (var file in parameters)
        {
            Placeholders.Check(fields, "parameters", file, "environment", "region", "instance");
            Placeholders.CheckPath(fields, "parameters", file);
        }

        var stack = fields.Text("stack", required: true) ?? "";
        if (stack.Length > 0)
            Placeholders.Check(fields, "stack", (ScalarNode)fields["stack"]!, "environment", "region", "instance");
        var knownRegions = environments.SelectMany(e => e.Regions).Distinct().ToArray();
        var regions = Known(fields, "regions", knownRegions, "no environment's region");
        var names = Known(fields, "environments", [.. environments.Select(e => e.Name)], "no environment");
        return new ComponentDefinition(
            name,
            template,
            [.. parameters.Select(p => p.Text)],
            [.. fields.Texts("atDeploy").Select(p => p.Text)],
            stack,
            regions,
            names,
            fields.Text("owner"),
            problems.At(fields.Node))
        {
            Published = published,
        };
    }

    private static ImmutableArray<string> Known(Fields fields, string field, string[] allowed, string what)
    {
        var nodes = fields.Texts(field);
        foreach (var node in nodes.Where(n => !allowed.Contains(n.Text)))
            fields.Error(node, field, $"Found \"{node.Text}\", which is {what}; allowed are {string.Join(", ", allowed)}.");
        return [.. nodes.Select(n => n.Text)];
    }
}
