using System.Runtime.InteropServices;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>The value of what calls nothing: the same wherever it stands, in every rendering, so that it is made once and shared.</summary>
internal static class ConstantValue
{
    /// <summary>The value of a node that calls nothing; null for an explicit null.</summary>
    public static PropertyValue? Of(TemplateNode node) => node.Constant ?? (node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode scalar => scalar.Constant = new ScalarValue(scalar.Text, scalar.Kind),
        SequenceNode sequence => sequence.Constant = Of(sequence),
        MappingNode mapping => mapping.Constant = Of(mapping),
        _ => null,
    });

    private static ListValue Of(SequenceNode sequence)
    {
        var items = new PropertyValue[sequence.Items.Length];
        var count = 0;
        foreach (var node in sequence.Items)
        {
            if (Of(node) is { } item)
                items[count++] = item;
        }

        if (count < items.Length)
            Array.Resize(ref items, count);
        return new ListValue(ImmutableCollectionsMarshal.AsImmutableArray(items));
    }

    private static MapValue Of(MappingNode mapping)
    {
        var entries = new KeyValuePair<string, PropertyValue>[mapping.Entries.Length];
        var count = 0;
        foreach (var (key, node) in mapping.Entries)
        {
            if (Of(node) is { } value)
                entries[count++] = KeyValuePair.Create(key.Text, value);
        }

        if (count < entries.Length)
            Array.Resize(ref entries, count);
        return MapValue.FromOwned(entries);
    }
}
