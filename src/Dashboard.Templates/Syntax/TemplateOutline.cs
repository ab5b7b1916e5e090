namespace Dashboard.Templates.Syntax;

/// <summary>Where the parts of a template stand in its text.</summary>
public static class TemplateOutline
{
    /// <summary>The first and last line of every resource of a template, 1-based: from its logical id to the last line of what it says.</summary>
    /// <param name="template">The template.</param>
    /// <param name="parent">The address of the nested stack that the template belongs to; the default for the outermost one.</param>
    public static ImmutableDictionary<ResourceAddress, (int First, int Last)> ResourceLines(TemplateDocument template, ResourceAddress parent = default)
    {
        if (template.Root is not MappingNode root || root["Resources"] is not MappingNode resources)
            return ImmutableDictionary<ResourceAddress, (int First, int Last)>.Empty;
        return resources.Entries.ToImmutableDictionary(
            entry => parent.Append(entry.Key.Text),
            entry => (entry.Key.Line, Math.Max(entry.Key.Line, entry.Value.EndLine)));
    }
}
