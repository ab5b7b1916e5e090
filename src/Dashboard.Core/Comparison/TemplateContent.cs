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

    /// <summary>The content of a rendered template: its resources, by address, and its outputs. What shaped them is no content of its own any more.</summary>
    public static TemplateContent Of(RenderedTemplate template)
    {
        var resources = new SortedDictionary<string, PropertyValue>(StringComparer.Ordinal);
        // A broken template may name a resource twice, and then the last one stands.
        foreach (var resource in template.Resources)
            resources[resource.Address.ToString()] = resource.Attributes.With("Type", new ScalarValue(resource.Type)).With("Properties", resource.Properties);
        var outputs = new SortedDictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var output in template.Outputs)
            outputs[output.Name] = Output(output);
        return new TemplateContent([Section(Resources, resources), Section("Outputs", outputs)]);
    }

    /// <summary>Sorts sections as a report names them.</summary>
    public static TemplateContent Sorted(IEnumerable<TemplateSection> sections) =>
        new([.. sections.OrderBy(s => Order.IndexOf(s.Name) is >= 0 and var at ? at : int.MaxValue).ThenBy(s => s.Name, StringComparer.Ordinal)]);

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

    /// <summary>The type of a resource; empty where it has none.</summary>
    public string Type => Value is MapValue map && map["Type"] is ScalarValue type ? type.Text : "";
}
