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
        var calls = new ConstantCalls(template, secrets, fingerprinter);
        var values = new SourceValues(secrets, fingerprinter, SecretNames.Of(root).Declared, calls);
        var sections = root.Entries.Select(e => Section(e.Key.Text, e.Value, values)).Where(s => !s.Entries.IsEmpty);
        return (
            TemplateContent.Sorted(LoopExpander.IsNeeded(template) ? WithLoops(sections, root, calls, fingerprinter) : sections),
            [.. template.Diagnostics, .. Broken(template, root)]);
    }

    /// <summary>The sections with what each loop makes beside it, where that is the same in every environment.</summary>
    private static IEnumerable<TemplateSection> WithLoops(IEnumerable<TemplateSection> sections, MappingNode root, ConstantCalls calls, SecretFingerprinter fingerprinter)
    {
        var made = root.Entries.Where(e => e.Key.Text is TemplateContent.Resources or "Outputs" or "Conditions").Select(e => e.Value).OfType<MappingNode>()
            .ToDictionary(s => (TemplateNode)s, s => s.Entries.Select(e => (Loop: e.Key, Made: calls.WrittenOut(e))).Where(l => l.Made is not null).ToDictionary(l => l.Loop.Text, l => l.Made!, StringComparer.Ordinal), (IEqualityComparer<TemplateNode>)ReferenceEqualityComparer.Instance);
        // What is a secret is asked of what the loops make, too.
        var written = new MappingNode([.. root.Entries.Select(e => made.GetValueOrDefault(e.Value) is { Count: > 0 } loops ? e with { Value = Written((MappingNode)e.Value, loops) } : e)], root.Line, root.Column) { EndLine = root.EndLine };
        var values = new SourceValues(SecretFinder.Find(written).Union(calls.Secrets).ToHashSet(), fingerprinter, SecretNames.Of(written).Declared, calls);
        return sections.Select(s => root[s.Name] is { } node && made.GetValueOrDefault(node) is { Count: > 0 } loops
            ? s with { Entries = [.. s.Entries.Select(e => loops.TryGetValue(e.Name, out var mapping) ? e with { Made = Section(s.Name, mapping, values).Entries } : e)] }
            : s);
    }

    private static MappingNode Written(MappingNode section, Dictionary<string, MappingNode> loops) =>
        new([.. section.Entries.SelectMany(e => loops.TryGetValue(e.Key.Text, out var mapping) ? mapping.Entries.AsEnumerable() : [e])], section.Line, section.Column) { EndLine = section.EndLine };

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
