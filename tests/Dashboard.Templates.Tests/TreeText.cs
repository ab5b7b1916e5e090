using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Writes a tree with every field of every node, so that two readers' trees can be compared and a difference be read.</summary>
internal static class TreeText
{
    /// <summary>The tree that the library's reader makes, or null where it refuses the text.</summary>
    public static string? ByLibrary(string text)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Core.Model.Diagnostic>();
        var builder = new NodeBuilder("t.yaml", diagnostics);
        try
        {
            var isWhole = true;
            YamlSyntax.Read(text, builder, (_, _, _) => isWhole = false);
            return builder.Root is null || !isWhole || diagnostics.Count > 0 ? null : Of(builder.Root);
        }
        catch (SyntaxStop)
        {
            return null;
        }
    }

    /// <summary>The tree that our own reader makes, or null where it hands the text over, and why.</summary>
    public static (string? Tree, string Reason) ByUs(string text)
    {
        try
        {
            return (Of(DirectYaml.Read(text)), "");
        }
        catch (HandOver given)
        {
            return (null, given.Message);
        }
    }

    public static string Of(TemplateNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder to, TemplateNode node, int depth)
    {
        to.Append(' ', depth).Append(CultureInfo.InvariantCulture, $"{node.Line}:{node.Column}-{node.EndLine} ");
        switch (node)
        {
            case ScalarNode scalar:
                to.Append(CultureInfo.InvariantCulture, $"{scalar.Kind} {(scalar.IsPlain ? "plain " : "")}{scalar.Span} \"{scalar.Text.Replace("\n", "\\n", StringComparison.Ordinal)}\"\n");
                break;
            case SequenceNode list:
                to.Append("list\n");
                foreach (var item in list.Items)
                    Write(to, item, depth + 1);
                break;
            case MappingNode mapping:
                to.Append("mapping\n");
                foreach (var (key, value) in mapping.Entries)
                {
                    Write(to, key, depth + 1);
                    Write(to, value, depth + 2);
                }

                break;
        }
    }
}
