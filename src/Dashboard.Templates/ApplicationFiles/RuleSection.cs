using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.ApplicationFiles;

/// <summary>Reads <c>expect</c>, <c>accept</c> and <c>ignore</c>.</summary>
internal static class RuleSection
{
    private static readonly string[] Shared = ["component", "environment", "resource", "type", "property", "reason", "owner", "expires", "review"];

    public static ImmutableArray<DifferenceRule> Read(
        Fields root, ImmutableArray<DeploymentEnvironment> environments, ImmutableArray<ComponentDefinition> components, Problems problems)
    {
        var rules = new List<DifferenceRule>();
        foreach (var (kind, section) in new[] { (RuleKind.Expect, "expect"), (RuleKind.Accept, "accept"), (RuleKind.Ignore, "ignore") })
        {
            foreach (var fields in root.Mappings(section))
                rules.Add(ReadOne(kind, section, fields, environments, components, problems));
        }

        return [.. rules.OrderBy(r => r.Location.Line)];
    }

    private static DifferenceRule ReadOne(RuleKind kind, string section, Fields fields,
        ImmutableArray<DeploymentEnvironment> environments, ImmutableArray<ComponentDefinition> components, Problems problems)
    {
        fields.Allow(kind == RuleKind.Accept ? [.. Shared, "value", "absent"] : Shared);
        var location = problems.At(fields.Node);
        var component = fields.Text("component");
        if (component is not null && components.All(c => c.Name != component))
            fields.Error("component", $"Found \"{component}\", which is no component; allowed are {string.Join(", ", components.Select(c => c.Name))}.");
        var environment = fields.Text("environment");
        if (environment is not null && !environments.Any(e => Names(e, environment)))
            fields.Error("environment", $"Found \"{environment}\", which is no environment; allowed are {string.Join(", ", environments.Select(e => e.Name))}.");
        var property = fields.Text("property");
        if (property is not null && (!property.StartsWith('/') || property.Length == 1))
            fields.Error("property", $"Found \"{property}\"; allowed is a JSON pointer inside Properties, such as /Tags/0/Value.");
        var resource = fields.Text("resource");
        var type = fields.Text("type");
        if (type is not null && type.Split("::") is not { Length: >= 3 } && !type.StartsWith("Custom::", StringComparison.Ordinal))
            fields.Error("type", $"Found \"{type}\"; allowed is a resource type such as AWS::S3::Bucket.");
        if (component is null && resource is null && type is null && property is null)
            fields.Error("resource", "The rule names nothing; it needs at least one of component, resource, type and property.");
        var isAbsent = kind == RuleKind.Accept && ReadAbsent(fields, property);
        var value = kind == RuleKind.Accept && !isAbsent ? ReadValue(fields) : null;
        var reason = fields.Text("reason", required: true) ?? "";
        var owner = fields.Text("owner", required: true) ?? "";
        var expires = fields.Date("expires");
        var review = fields.Date("review");
        if (IsAbsent(fields["expires"]) && IsAbsent(fields["review"]))
            fields.Error("expires", "The rule has no end; allowed is \"expires\" or \"review\" with a date such as 2027-06-30.");
        return new DifferenceRule(kind, $"{section} at {location}", component, environment, resource, type, property, value, reason, owner, expires, review, location) { IsAbsent = isAbsent };
    }

    /// <summary>Whether it is accepted that a property was removed: <c>absent: true</c> in the place of a value.</summary>
    private static bool ReadAbsent(Fields fields, string? property)
    {
        if (fields["absent"] is not { } node)
            return false;
        if (node is not ScalarNode { Kind: ScalarKind.Boolean, Value: "true" })
            fields.Error("absent", $"Found {(node is ScalarNode { Text: var text } ? $"\"{text}\"" : Fields.Describe(node))}; allowed is true, where the accepted drift is that the property was removed.");
        else if (fields["value"] is not null)
            fields.Error("absent", "The fields \"value\" and \"absent\" stand together; a property that was removed has no value, so allowed is one of them.");
        else if (property is null)
            fields.Error("absent", "The rule names no property; \"absent\" needs one, such as /Tags/[Key=team].");
        else if (!PropertyPattern.Parse(property).NamesOnePlace)
            fields.Error("absent", $"Found the property {property}; \"absent\" needs one place, without \"*\".");
        return true;
    }

    /// <summary>The value that is accepted: a scalar in its own spelling, also an empty one.</summary>
    private static string? ReadValue(Fields fields)
    {
        switch (fields["value"])
        {
            case ScalarNode { Kind: not ScalarKind.Null, Text: var text }:
                return text;
            case null:
                fields.Error("value", "The field \"value\" is missing; an accepted drift is bound to the live value that was accepted, or to \"absent: true\" where the property was removed.");
                return null;
            case var other:
                fields.Error("value", $"Found {Fields.Describe(other)}; allowed is the accepted value as a text, or the field \"absent\" where the property was removed.");
                return null;
        }
    }

    private static bool IsAbsent(TemplateNode? node) => node is null or ScalarNode { Kind: ScalarKind.Null };

    private static bool Names(DeploymentEnvironment environment, string name)
    {
        if (!environment.IsPattern || environment.Name == name)
            return environment.Name == name;
        var parts = environment.Name.Split("{number}");
        return parts.Length == 2 && name.Length > parts[0].Length + parts[1].Length
            && name.StartsWith(parts[0], StringComparison.Ordinal) && name.EndsWith(parts[1], StringComparison.Ordinal)
            && name[parts[0].Length..^parts[1].Length].All(char.IsAsciiDigit);
    }
}
