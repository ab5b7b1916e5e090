using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Writes a tree with every field of every node, so that two readers' trees can be compared and a difference be read.</summary>
internal static class TreeText
{
    /// <summary>The tree that the library's YAML reader makes, or null where it refuses the text or has something to say of it.</summary>
    public static string? ByLibrary(string text) => Built((builder, warn) => YamlSyntax.Read(text, builder, warn));

    /// <summary>The tree that the library's JSON reader makes, or null where it refuses the text or has something to say of it.</summary>
    public static string? ByJsonLibrary(string text) => Built((builder, _) => JsonSyntax.Read(text, builder));

    /// <summary>The tree that our own YAML reader makes, or null where it hands the text over, and why.</summary>
    public static (string? Tree, string Reason) ByUs(string text) => Direct(() => DirectYaml.Read(text));

    /// <summary>The tree that our own JSON reader makes, or null where it hands the text over.</summary>
    public static string? ByOurJson(string text) => Direct(() => DirectJson.Read(text)).Tree;

    public static string Of(TemplateNode node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    private static string? Built(Action<NodeBuilder, Action<int, int, string>> read)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Core.Model.Diagnostic>();
        var builder = new NodeBuilder("t.yaml", diagnostics);
        try
        {
            var isWhole = true;
            read(builder, (_, _, _) => isWhole = false);
            return builder.Root is null || !isWhole || diagnostics.Count > 0 ? null : Of(builder.Root);
        }
        catch (SyntaxStop)
        {
            return null;
        }
    }

    private static (string? Tree, string Reason) Direct(Func<TemplateNode> read)
    {
        try
        {
            return (Of(read()), "");
        }
        catch (HandOver given)
        {
            return (null, given.Message);
        }
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
