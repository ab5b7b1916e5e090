using Dashboard.Core.Comparison;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Reads what a template says, before anybody knows its parameters: references stay references, conditions and mappings stay what they are.</summary>
/// <remarks>Forms that always mean the same become one: GetAtt with a dot or a list, Sub and Join and Ref, AWS::NoValue and absence, a call and what it always comes to. Secrets are fingerprinted.</remarks>
public static class TemplateContentReader
{
    /// <summary>The content of a template with everything that is wrong in it; null where the text is no mapping at all. What is broken is compared as it stands.</summary>
    public static (TemplateContent? Content, ImmutableArray<Diagnostic> Diagnostics) Read(TemplateDocument template, SecretFingerprinter fingerprinter)
    {
        if (template.Root is not MappingNode root)
            return (null, template.Root is null ? template.Diagnostics : template.Diagnostics.Add(Error(template, template.Root, "", "A template must be a mapping.")));
        var secrets = SecretFinder.Find(root);
        var values = new SourceValues(secrets, fingerprinter, new ConstantCalls(template, secrets, fingerprinter));
        return (
            TemplateContent.Sorted(root.Entries.Select(e => Section(e.Key.Text, e.Value, values)).Where(s => !s.Entries.IsEmpty)),
            [.. template.Diagnostics, .. Broken(template, root)]);
    }

    /// <summary>Resources without a type: they are compared all the same, but nothing is known of them.</summary>
    private static IEnumerable<Diagnostic> Broken(TemplateDocument template, MappingNode root)
    {
        if (root["Resources"] is not MappingNode resources)
        {
            yield return Error(template, root, TemplateContent.Resources, "The template has no Resources.");
            yield break;
        }

        foreach (var (key, node) in resources.Entries)
        {
            if (!key.Text.StartsWith("Fn::", StringComparison.Ordinal) && (node as MappingNode)?["Type"] is not ScalarNode { Text.Length: > 0 })
                yield return Error(template, key, $"{TemplateContent.Resources}/{key.Text}", "A resource must be a mapping with a Type.");
        }
    }

    private static Diagnostic Error(TemplateDocument template, TemplateNode at, string key, string message) =>
        new(DiagnosticSeverity.Error, new SourceLocation(template.File, at.Line, at.Column), key, message);

    private static TemplateSection Section(string name, TemplateNode node, SourceValues values)
    {
        // One macro and a list of one macro are the same.
        if (name == "Transform" && node is not (SequenceNode or ScalarNode { Kind: ScalarKind.Null }))
            node = new SequenceNode([node], node.Line, node.Column) { EndLine = node.EndLine };
        if (node is not MappingNode mapping)
            return new TemplateSection(name, values.Of(node) is { } whole and not ScalarValue { Kind: ScalarKind.Null } ? [new TemplateEntry("", whole)] : []);
        var entries = new List<TemplateEntry>(mapping.Entries.Length);
        foreach (var (key, said) in values.Entries(mapping, isArgument: false))
            entries.Add(new TemplateEntry(key, name == TemplateContent.Resources ? WithDocuments(said) : said));

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new TemplateSection(name, [.. entries]);
    }

    private static PropertyValue WithDocuments(PropertyValue resource) =>
        resource is MapValue map && map["Type"] is ScalarValue { Text: var type } && map["Properties"] is MapValue properties && YamlDocuments.Attach(type, properties) is var attached
            && !ReferenceEquals(attached, properties)
            ? map.With("Properties", attached)
            : resource;
}
