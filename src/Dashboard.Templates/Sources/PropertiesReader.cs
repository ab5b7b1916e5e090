using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Reads a resource's properties from JSON or YAML, as a service returns them or as a rendering prints them.</summary>
/// <remarks>What a rendering left open ({"Ref": ...}, {"Fn::Unresolved": reason}, {"Fn::Secret": true}) is open here too; secrets are fingerprinted as the readers do.</remarks>
public static class PropertiesReader
{
    /// <summary>The properties of a document; null where it is no mapping.</summary>
    public static MapValue? Read(TemplateDocument document, string type, SecretFingerprinter fingerprinter) =>
        document.Root is MappingNode root && new SourceValues(ImmutableHashSet<ScalarNode>.Empty, fingerprinter).Of(root) is MapValue map ? Read(map, type, fingerprinter) : null;

    /// <summary>Properties that are values already.</summary>
    public static MapValue Read(PropertyValue properties, string type, SecretFingerprinter fingerprinter) =>
        YamlDocuments.Attach(type, SecretMasker.Mask(type, Opened(properties) as MapValue ?? MapValue.Empty, [], fingerprinter));

    private static PropertyValue Opened(PropertyValue value) => value switch
    {
        CallValue { Function: "Fn::Unresolved", Arguments: [ScalarValue reason] } => new UnresolvedValue(reason.Text),
        CallValue { Function: "Fn::Secret" } => SecretValue.Unknowable,
        MapValue { Entries: [{ Key: "Fn::Sub", Value: var text }] } when Substituted(text) is { } parts => CompositeValue.Concatenate(parts),
        MapValue { Entries: [{ Key: "Fn::Join", Value: ListValue { Items: [ScalarValue { Text: "" }, ListValue { Items: var items }] } }] } when items.All(i => i is ScalarValue or MapValue) =>
            CompositeValue.Concatenate(items.Select(Part)),
        MapValue { Entries: [{ Key: var name, Value: var argument }] } when name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal) =>
            name == "Fn::Secret" ? SecretValue.Unknowable : new UnresolvedValue(name == "Fn::Unresolved" ? ValueText.Format(argument) : $"{name} {ValueText.Format(argument)} is not known"),
        MapValue map => MapValue.Create(map.Entries.Select(e => KeyValuePair.Create(e.Key, Opened(e.Value)))),
        ListValue list => new ListValue([.. list.Items.Select(Opened)]),
        _ => value,
    };

    /// <summary>A text with what is known of it; null where it is written in no form of Fn::Sub.</summary>
    private static IEnumerable<PropertyValue>? Substituted(PropertyValue argument)
    {
        var (text, given) = argument switch
        {
            ScalarValue scalar => (scalar.Text, null),
            ListValue { Items: [ScalarValue scalar] } => (scalar.Text, null),
            ListValue { Items: [ScalarValue scalar, MapValue map] } => (scalar.Text, map),
            _ => (null, null),
        };
        return text is null ? null : SubstitutionText.Read(text).Select(p =>
            p.Kind == SubstitutionKind.Text ? new ScalarValue(p.Text)
            : given?[p.Text] is { } value ? Part(value)
            : new UnresolvedValue($"{p.Text} is not known"));
    }

    /// <summary>A part of a text.</summary>
    private static PropertyValue Part(PropertyValue value) => Opened(value) is not (ListValue or MapValue) and var part ? part : new UnresolvedValue($"{ValueText.Format(value)} is not known");
}
