using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>What CloudFormation makes of a template before it deploys it.</summary>
public static class TemplateTransforms
{
    /// <summary>Whether the deployed template has another form after its transforms than before.</summary>
    public static bool HasAny(TemplateDocument template) => template.Root is MappingNode root && (root["Transform"] is not null || MentionsInline(template));

    /// <summary>
    /// Whether the transforms only put snippets in their places (AWS::Include, with or without AWS::LanguageExtensions): then the processed template is comparable with
    /// what the repository's own snippets make of its template. What a macro makes is not.
    /// </summary>
    public static bool OnlyInclude(TemplateDocument template)
    {
        if (template.Root is not MappingNode root || !IncludeExpander.IsNeeded(template))
            return false;
        var names = (root["Transform"] is { } section ? IncludeExpander.Names(section) : []).Concat(MentionsInline(template) ? IncludeExpander.Transforms(root) : []).ToHashSet(StringComparer.Ordinal);
        return names.Remove(IncludeExpander.Macro) && names.All(n => n == "AWS::LanguageExtensions");
    }

    private static bool MentionsInline(TemplateDocument template) =>
        template.Text.Contains("Fn::Transform", StringComparison.Ordinal) || template.Text.Contains("!Transform", StringComparison.Ordinal);
}
