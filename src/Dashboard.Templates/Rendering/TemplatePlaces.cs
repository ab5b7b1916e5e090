using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>What a walk over a template's nodes must know of functions.</summary>
internal static class TemplatePlaces
{
    /// <summary>Whether a key calls a function.</summary>
    public static bool IsFunction(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>The one name that a value is: <c>!Ref A</c>, or <c>!Sub "${A}"</c>; null for anything else.</summary>
    public static string? SingleName(TemplateNode node) => node switch
    {
        MappingNode { Entries: [{ Key.Text: "Ref", Value: ScalarNode { Text: var name } }] } => name,
        MappingNode { Entries: [{ Key.Text: "Fn::Sub", Value: ScalarNode { Text: var text } }] } => SingleName(text),
        _ => null,
    };

    /// <summary>The name of a text for Fn::Sub that is nothing else.</summary>
    public static string? SingleName(string text)
    {
        if (!text.StartsWith("${", StringComparison.Ordinal))
            return null;
        string? name = null;
        foreach (var part in SubstitutionText.Read(text))
        {
            if (name is not null || part.Kind != SubstitutionKind.Name)
                return null;
            name = part.Text;
        }

        return name;
    }
}
