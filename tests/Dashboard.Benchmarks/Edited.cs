using System.Collections.Immutable;
using Dashboard.Core.Values;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks;

/// <summary>Makes another spelling of a template, with one change in it.</summary>
internal static class Edited
{
    /// <summary>The same template with its keys the other way round, its tags too, its numbers as texts, and the text of one resource's property changed.</summary>
    public static TemplateDocument Of(TemplateDocument document, int seed)
    {
        var left = seed % 7;
        return document with { Root = Of(document.Root!, "", ref left) };
    }

    /// <summary>A node as a plain value, functions as mappings.</summary>
    public static PropertyValue Value(TemplateNode node) => node switch
    {
        ScalarNode scalar => new ScalarValue(scalar.Text),
        SequenceNode list => new ListValue([.. list.Items.Select(Value)]),
        MappingNode map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Value(e.Value)))),
        _ => ScalarValue.Null,
    };

    private static TemplateNode Of(TemplateNode node, string name, ref int left)
    {
        switch (node)
        {
            case ScalarNode { Kind: ScalarKind.Number } number:
                return new ScalarNode(number.Text, ScalarKind.String, node.Line, node.Column);
            case ScalarNode { Text: { Length: > 3 } text } when name is "Description" or "Value" or "Name" && left-- == 0:
                return new ScalarNode(text + "x", ScalarKind.String, node.Line, node.Column);
            case SequenceNode list:
                var items = ImmutableArray.CreateBuilder<TemplateNode>();
                foreach (var item in list.Items)
                    items.Add(Of(item, name, ref left));
                if (name == "Tags")
                    items.Reverse();
                return new SequenceNode(items.ToImmutable(), node.Line, node.Column);
            case MappingNode map:
                var entries = ImmutableArray.CreateBuilder<MappingEntry>();
                foreach (var (key, value) in map.Entries)
                    entries.Add(new MappingEntry(key, Of(value, key.Text, ref left)));
                entries.Reverse();
                return new MappingNode(entries.ToImmutable(), node.Line, node.Column);
            default:
                return node;
        }
    }
}
