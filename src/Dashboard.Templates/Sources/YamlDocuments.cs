using System.Buffers;
using Dashboard.Core.Traits;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Reads YAML documents that stand in texts of a resource.</summary>
public static class YamlDocuments
{
    /// <summary>What numbers of any base, of minutes and seconds, and dates are written with.</summary>
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789abcdefABCDEFxXoOtTzZ_.:+- ");

    /// <summary>The properties, with what their YAML texts hold beside these.</summary>
    public static MapValue Attach(string type, MapValue properties) => EmbeddedDocuments.Attach(type, properties, Read);

    /// <summary>The mapping or list that a text holds; null where it holds none, or is no single YAML document.</summary>
    public static PropertyValue? Read(string text) =>
        TemplateReader.Read("", text) is { Diagnostics.IsEmpty: true, Root: MappingNode or SequenceNode } document ? Value(document.Root) : null;

    private static PropertyValue Value(TemplateNode node) => node switch
    {
        MappingNode mapping => MapValue.Create(mapping.Entries.Select(e => KeyValuePair.Create(e.Key.Text, Value(e.Value)))),
        SequenceNode list => new ListValue([.. list.Items.Select(Value)]),
        ScalarNode { Kind: ScalarKind.Null } => ScalarValue.Null,
        ScalarNode scalar => new ScalarValue(scalar.Text, Kind(scalar)),
        _ => ScalarValue.Null,
    };

    /// <summary>What older YAML takes for a boolean, a date or a number in another base is none in newer YAML: such a text without quotes is not the quoted one, whoever reads it.</summary>
    private static ScalarKind Kind(ScalarNode scalar)
    {
        if (scalar.Kind != ScalarKind.String || !scalar.IsPlain)
            return scalar.Kind;
        return scalar.Text.ToUpperInvariant() is "YES" or "NO" or "ON" or "OFF" or "Y" or "N" ? ScalarKind.Boolean
            : scalar.Text is [(>= '0' and <= '9') or '.' or '+' or '-', ..] && !scalar.Text.AsSpan().ContainsAnyExcept(NumberCharacters) ? ScalarKind.Number
            : ScalarKind.String;
    }
}
