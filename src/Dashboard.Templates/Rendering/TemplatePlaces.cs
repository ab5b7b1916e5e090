using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>What a walk over a template's nodes must know of functions and names.</summary>
internal static class TemplatePlaces
{
    /// <summary>Whether a key calls a function.</summary>
    public static bool IsFunction(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>The name that the value at a key bears: the key, or what stands beside it (<c>{Name: DB_PASSWORD, Value: x}</c>), or what the whole is called.</summary>
    public static string NameOf(MappingNode mapping, string key, string whole)
    {
        if (!NamedValues.IsValueKey(key))
            return key;
        if (mapping["Type"] is ScalarNode { Text: var type } && NamedValues.IsPointerType(type))
            return "";
        foreach (var nameKey in NamedValues.NameKeys)
        {
            if (mapping[nameKey] is ScalarNode { Kind: not ScalarKind.Null, Text: var name })
                return name;
        }

        return whole;
    }

    /// <summary>The name that an item of a list bears.</summary>
    public static string NameOfItem(SequenceNode list, int index, string whole) =>
        index == 0 ? whole : NamedValues.NameOfItem((list.Items[index - 1] as ScalarNode)?.Text, (list.Items[index] as ScalarNode)?.Text, whole);

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
