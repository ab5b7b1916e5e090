using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Finds where a template's text says what a comparison names.</summary>
public static class NodeLocator
{
    /// <summary>The place of a path, or of its nearest ancestor that the text has; null where the template has no such entry.</summary>
    /// <param name="template">The template.</param>
    /// <param name="section">"Resources".</param>
    /// <param name="entry">The entry of the section; empty for a section that is no mapping.</param>
    /// <param name="path">From the entry.</param>
    public static SourceLocation? Find(TemplateDocument template, string section, string entry, PropertyPath path)
    {
        if (Enter(template.Root, section) is not { } inSection)
            return null;
        var at = inSection;
        if (entry.Length > 0)
        {
            if (Enter(inSection.Value, entry) is not { } inEntry)
                return null;
            at = inEntry;
        }

        foreach (var segment in path.Segments)
        {
            if (Enter(at.Value, segment) is not { } next)
                break;
            at = next;
        }

        return new SourceLocation(template.File, at.At.Line, at.At.Column);
    }

    private static (TemplateNode At, TemplateNode Value)? Enter(TemplateNode? node, PathSegment segment) => segment.Name is { } name ? Enter(node, name)
        : node is SequenceNode list && segment.Index < list.Items.Length ? (list.Items[segment.Index], list.Items[segment.Index])
        : null;

    private static (TemplateNode At, TemplateNode Value)? Enter(TemplateNode? node, string key)
    {
        foreach (var entry in (node as MappingNode)?.Entries ?? [])
        {
            if (entry.Key.Text == key)
                return (entry.Key, entry.Value);
        }

        return null;
    }
}
