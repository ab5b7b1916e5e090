using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>What Join and Sub make of literals, with <c>${x}</c> for whatever is no literal.</summary>
internal static class ComposedText
{
    private const string Hole = "${x}";
    private const int MaxLength = 1024 * 1024;

    /// <summary>The text; null where the call is no text of its own.</summary>
    public static string? Of(string function, TemplateNode argument)
    {
        if (argument is ScalarNode whole)
            return function == "Fn::Sub" ? whole.Text : null;
        var text = new StringBuilder();
        return Append(text, function, argument) && text.Length <= MaxLength ? text.ToString() : null;
    }

    /// <summary>A node as one word of a list; null where it is no text, or none that is known.</summary>
    public static string? OfWord(TemplateNode node) => node switch
    {
        ScalarNode scalar => scalar.Text,
        MappingNode { Entries: [{ Key.Text: "Fn::Sub" or "Fn::Join" }] } call => Of(call.Entries[0].Key.Text, call.Entries[0].Value),
        _ => null,
    };

    private static bool Append(StringBuilder text, string function, TemplateNode argument)
    {
        switch (argument)
        {
            case ScalarNode template when function == "Fn::Sub":
                text.Append(template.Text);
                return true;
            case SequenceNode { Items: [ScalarNode template, MappingNode names] } when function == "Fn::Sub":
                foreach (var part in SubstitutionText.Read(template.Text))
                {
                    if (text.Length > MaxLength)
                        return false;
                    if (part.Kind == SubstitutionKind.Text)
                        text.Append(part.Text);
                    else if (names[part.Text] is { } given)
                        Append(text, given);
                    else
                        text.Append("${").Append(part.Text).Append('}');
                }

                return true;
            case SequenceNode { Items: [ScalarNode delimiter, SequenceNode list] } when function == "Fn::Join":
                for (var i = 0; i < list.Items.Length && text.Length <= MaxLength; i++)
                {
                    if (i > 0)
                        text.Append(delimiter.Text);
                    Append(text, list.Items[i]);
                }

                return true;
            default:
                return false;
        }
    }

    private static void Append(StringBuilder text, TemplateNode node)
    {
        if (node is ScalarNode scalar)
            text.Append(scalar.Text);
        else if (TemplatePlaces.SingleName(node) is { } name)
            text.Append("${").Append(name).Append('}');
        else if (!(node is MappingNode { Entries: [{ Key.Text: "Fn::Sub" or "Fn::Join" }] } call && Append(text, call.Entries[0].Key.Text, call.Entries[0].Value)))
            text.Append(Hole);
    }
}
