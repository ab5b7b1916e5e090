namespace Dashboard.Core.Comparison;

/// <summary>What two templates are compared by: their sections, each with its entries.</summary>
/// <param name="Sections">In the order in which a report names them; see <see cref="Order"/>.</param>
public sealed record TemplateContent(ImmutableArray<TemplateSection> Sections)
{
    /// <summary>The sections of a template, resources first, in the order of a report. Sections of other names come after these.</summary>
    public static readonly ImmutableArray<string> Order =
        ["Resources", "Outputs", "Parameters", "Conditions", "Mappings", "Rules", "Transform", "Metadata", "Description", "AWSTemplateFormatVersion"];

    /// <summary>The section that holds resources.</summary>
    public const string Resources = "Resources";

    /// <summary>The content of a rendered template: its resources, by address, its outputs, and what may make more of them. What shaped them is no content of its own any more.</summary>
    public static TemplateContent Of(RenderedTemplate template)
    {
        var resources = new SortedDictionary<string, PropertyValue>(StringComparer.Ordinal);
        // A broken template may name a resource twice, and then the last one stands.
        foreach (var resource in template.Resources)
            resources[resource.Address.ToString()] = Resource(resource);
        var outputs = new SortedDictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var output in template.Outputs)
            outputs[output.Name] = Output(output);
        var sections = new Dictionary<string, SortedDictionary<string, PropertyValue>>(StringComparer.Ordinal) { [Resources] = resources, ["Outputs"] = outputs };
        foreach (var (section, entry, value) in template.OtherEntries.Concat(template.OpenEntries.Select(e => (e.Section, e.Name, (PropertyValue)e.Value))))
        {
            if (!sections.TryGetValue(section, out var entries))
                sections[section] = entries = new(StringComparer.Ordinal);
            entries[entry] = value;
        }

        return Sorted(sections.Select(s => Section(s.Key, s.Value)));
    }

    /// <summary>Sorts sections as a report names them.</summary>
    public static TemplateContent Sorted(IEnumerable<TemplateSection> sections) =>
        new([.. sections.OrderBy(s => Order.IndexOf(s.Name) is >= 0 and var at ? at : int.MaxValue).ThenBy(s => s.Name, StringComparer.Ordinal)]);

    private static MapValue Resource(RenderedResource resource)
    {
        var whole = resource.Attributes.With("Type", new ScalarValue(resource.Type)).With("Properties", (PropertyValue?)resource.OpenProperties ?? resource.Properties);
        return resource.OpenCondition is { } open ? whole.With("Condition", open) : whole;
    }

    private static TemplateSection Section(string name, SortedDictionary<string, PropertyValue> entries) => new(name, [.. entries.Select(e => new TemplateEntry(e.Key, e.Value))]);

    private static MapValue Output(RenderedOutput output)
    {
        var value = MapValue.Of(("Value", output.Value));
        return output.ExportName is { } name ? value.With("Export", MapValue.Of(("Name", name))) : value;
    }
}

/// <summary>A section of a template.</summary>
/// <param name="Name">"Resources".</param>
/// <param name="Entries">Sorted ordinally by name, each name once. A section that is no mapping (Description) is one entry without a name.</param>
public sealed record TemplateSection(string Name, ImmutableArray<TemplateEntry> Entries);

/// <summary>An entry of a section: a resource, an output, a mapping.</summary>
/// <param name="Name">Its name: a logical id, or an address where stacks are nested.</param>
/// <param name="Value">All that the entry says; of a resource a map with "Type", "Properties" and the attributes.</param>
public sealed record TemplateEntry(string Name, PropertyValue Value)
{
    /// <summary>Of a loop over values that are spelled out, the entries that it makes, sorted by name; default where the entry is none, or what it goes through is not known.</summary>
    public ImmutableArray<TemplateEntry> Made { get; init; }

    /// <summary>Why it may stand for other entries, or for none; null where it is one entry that is there.</summary>
    public UnresolvedValue? Open => Value as UnresolvedValue ?? (Value as MapValue)?["Condition"] as UnresolvedValue;

    /// <summary>The type of a resource; empty where it has none.</summary>
    public string Type => Value is MapValue map && map["Type"] is ScalarValue type ? type.Text : "";
}
