using Dashboard.Core.Comparison;

namespace Dashboard.Core.Traits;

/// <summary>Finds the texts of a resource that hold a document in a language that only the readers know, and keeps beside each what it holds.</summary>
public static class EmbeddedDocuments
{
    /// <summary>The properties with a <see cref="ScalarValue.Document"/> wherever the type takes YAML; the properties themselves where it takes none, as almost every type.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="properties">Its properties, secrets masked: what is in a document can be seen.</param>
    /// <param name="read">What a text holds; null where it is no mapping and no list.</param>
    public static MapValue Attach(string type, MapValue properties, Func<string, PropertyValue?> read) =>
        YamlPlaces.Of(type).IsEmpty ? properties : (MapValue)Attach(properties, TraitsCatalog.Get(type).Root, read);

    private static PropertyValue Attach(PropertyValue value, TraitCursor cursor, Func<string, PropertyValue?> read)
    {
        switch (value)
        {
            case ScalarValue { Kind: ScalarKind.String } scalar when cursor.Has(TraitFlags.Yaml) && read(scalar.Text) is { } document:
                return scalar.With(document);
            case CompositeValue composite when cursor.Has(TraitFlags.Yaml) && TextWithHoles.Read(composite, isJson: false, read) is { } document:
                return composite.With(document);
            case MapValue map:
                foreach (var (key, entry) in map.Entries)
                {
                    if (Attach(entry, cursor.Child(key), read) is var attached && !ReferenceEquals(attached, entry))
                        map = map.With(key, attached);
                }

                return map;
            case ListValue list:
                var items = list.Items.Select(i => Attach(i, cursor.Item(), read)).ToImmutableArray();
                return items.Where((item, i) => !ReferenceEquals(item, list.Items[i])).Any() ? new ListValue(items) : list;
            default:
                return value;
        }
    }
}
