using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Benchmarks.Estates;

/// <summary>One template of a stack as an environment has it: what the repository says, what was deployed, what runs; texts only.</summary>
/// <param name="Desired">The template in the repository.</param>
/// <param name="Deployed">The deployed template, JSON.</param>
/// <param name="Live">Properties by logical id, JSON.</param>
internal sealed record EstateTemplate(string Name, byte[] Desired, byte[] Deployed, byte[] Live);

/// <summary>A stack in one environment, and what is known to differ in it.</summary>
internal sealed record EstateStack(StackKey Key, ImmutableArray<EstateTemplate> Templates, ImmutableHashSet<string> Changed, ImmutableHashSet<string> Drifted);

/// <summary>An estate of stacks made out of real templates, in which it is known what differs.</summary>
/// <remarks>
/// A stack is a group of templates with some 46 resources. In 5 % of the stacks one property of the deployed template was changed; 3 % of the resources have one property
/// changed by hand. Everywhere else deployed and live state are spelled another way: keys and tags in another order, numbers as texts.
/// </remarks>
internal sealed class Estate
{
    private const int ResourcesPerStack = 46;
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    private readonly Random _random = new(20261125);
    private readonly ImmutableArray<TemplateDocument> _documents;

    private Estate(ImmutableArray<TemplateDocument> documents) => _documents = documents;

    /// <summary>Makes the stacks of two environments.</summary>
    public static (ImmutableArray<EstateStack> Staging, ImmutableArray<EstateStack> Production) Make(string folder, int stacks)
    {
        var documents = Corpus.Templates(folder).Select(t => TemplateReader.Read(t.File, t.Bytes))
            .Where(d => d.Root is MappingNode && d.Diagnostics.IsEmpty && Corpus.Resources(d) > 0 && !d.Text.Contains("Fn::Transform", StringComparison.Ordinal)).ToImmutableArray();
        var estate = new Estate(documents);
        var groups = estate.Groups(stacks);
        return ([.. groups.Select((g, i) => estate.Stack("staging", i, g))], [.. groups.Select((g, i) => estate.Stack("production", i, g))]);
    }

    /// <summary>What a stack's templates are rendered with.</summary>
    public static RenderRequest Request(TemplateDocument document, StackKey key) => new()
    {
        Template = document,
        Stack = key,
        Account = key.Environment == "production" ? "222222222222" : "111111111111",
        Region = key.Region,
        StackName = $"{key.Environment}-{key.Component}",
        KnownAttribute = static (address, attribute) => new ScalarValue($"{address.Path}-{attribute}"),
        Import = static name => new ScalarValue("export-" + name),
        Fingerprinter = Fingerprinter,
    };

    private List<ImmutableArray<TemplateDocument>> Groups(int stacks)
    {
        var groups = new List<ImmutableArray<TemplateDocument>>(stacks);
        var next = 0;
        while (groups.Count < stacks)
        {
            var group = ImmutableArray.CreateBuilder<TemplateDocument>();
            for (var resources = 0; resources < ResourcesPerStack - 4; next++)
            {
                var document = _documents[next % _documents.Length];
                if (group.Contains(document))
                    break;
                group.Add(document);
                resources += Corpus.Resources(document);
            }

            groups.Add(group.ToImmutable());
        }

        return groups;
    }

    private EstateStack Stack(string environment, int number, ImmutableArray<TemplateDocument> documents)
    {
        var key = new StackKey("estate", environment, $"component-{number}", "eu-west-1");
        var changed = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var drifted = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
        var isChanged = _random.Next(100) < 5;
        var templates = documents.Select((d, i) => Template(d, key, isChanged && i == 0, changed, drifted)).ToImmutableArray();
        return new EstateStack(key, templates, changed.ToImmutable(), drifted.ToImmutable());
    }

    private EstateTemplate Template(TemplateDocument document, StackKey key, bool isChanged, ImmutableHashSet<string>.Builder changed, ImmutableHashSet<string>.Builder drifted)
    {
        var plain = (MapValue)Edited.Value(document.Root!);
        if (isChanged && Changeable(plain) is { } id)
        {
            changed.Add($"{document.File}#{id}");
            plain = Changed(plain, id);
        }

        var deployed = Encoding.UTF8.GetBytes(Spelled(plain));
        var rendered = TemplateRenderer.Render(Request(TemplateReader.Read(document.File, deployed), key) with { Mode = ReferenceMode.Concrete, RevealSecrets = true });
        var live = new Dictionary<string, PropertyValue>(StringComparer.Ordinal);
        foreach (var resource in rendered.Resources)
        {
            var properties = WithoutWriteOnly(resource.Type, resource.Properties);
            if (_random.Next(100) < 3 && Drifted(resource.Type, properties) is { } other)
            {
                drifted.Add($"{document.File}#{resource.Address}");
                properties = other;
            }

            live[resource.Address.ToString()] = properties;
        }

        return new EstateTemplate(document.File, Encoding.UTF8.GetBytes(document.Text), deployed, Encoding.UTF8.GetBytes(Spelled(MapValue.Create(live))));
    }

    /// <summary>A resource with a text among its properties that is surely no more than a text.</summary>
    private static string? Changeable(MapValue template) => FirstWithText(template["Resources"] as MapValue);

    private static string? FirstWithText(MapValue? resources)
    {
        foreach (var (id, resource) in resources?.Entries ?? [])
        {
            // What has a condition may not exist at all.
            if (resource is MapValue map && map["Condition"] is null && TextOf(map) is not null)
                return id;
        }

        return null;
    }

    private static string? TextOf(MapValue resource)
    {
        var cursor = resource["Type"] is ScalarValue type ? TraitsCatalog.Get(type.Text).Root : null;
        foreach (var (name, value) in (resource["Properties"] as MapValue)?.Entries ?? [])
        {
            if (IsPlain(name, value, cursor))
                return name;
        }

        return null;
    }

    private static bool IsPlain(string name, PropertyValue value, TraitCursor? cursor) =>
        value is ScalarValue { Kind: ScalarKind.String, Text: { Length: > 2 } text } && char.IsAsciiLetter(text[0]) && !text.Contains("{{", StringComparison.Ordinal)
        && cursor?.Child(name) is { } place
        && !place.Has(TraitFlags.ReadOnly | TraitFlags.WriteOnly | TraitFlags.Bool | TraitFlags.Int | TraitFlags.Num | TraitFlags.Sensitive | TraitFlags.SecretRisk | TraitFlags.Transformed);

    private static MapValue Changed(MapValue template, string id)
    {
        var resources = (MapValue)template["Resources"]!;
        var resource = (MapValue)resources[id]!;
        var properties = (MapValue)resource["Properties"]!;
        var name = TextOf(resource)!;
        return template.With("Resources", resources.With(id, resource.With("Properties", properties.With(name, new ScalarValue(properties[name]!.ToString() + "-changed")))));
    }

    private static MapValue? Drifted(string type, MapValue properties)
    {
        var cursor = TraitsCatalog.Get(type).Root;
        foreach (var (name, value) in properties.Entries)
        {
            if (IsPlain(name, value, cursor))
                return properties.With(name, new ScalarValue(((ScalarValue)value).Text + "-by-hand"));
        }

        return null;
    }

    private static MapValue WithoutWriteOnly(string type, MapValue properties)
    {
        var cursor = TraitsCatalog.Get(type).Root;
        return MapValue.Create(properties.Entries.Where(e => !cursor.Child(e.Key).Has(TraitFlags.WriteOnly)));
    }

    /// <summary>JSON with its keys the other way round, tags too, and numbers as texts half of the time.</summary>
    private string Spelled(PropertyValue value)
    {
        var text = new StringBuilder();
        Spell(text, value, "");
        return text.ToString();
    }

    private void Spell(StringBuilder text, PropertyValue value, string name)
    {
        switch (value)
        {
            case MapValue map:
                text.Append('{');
                for (var i = map.Entries.Length - 1; i >= 0; i--)
                {
                    text.Append(JsonValues.Write(new ScalarValue(map.Entries[i].Key))).Append(": ");
                    Spell(text, map.Entries[i].Value, map.Entries[i].Key);
                    text.Append(i > 0 ? ", " : "");
                }

                text.Append('}');
                break;
            case ListValue list:
                text.Append('[');
                for (var i = 0; i < list.Items.Length; i++)
                {
                    text.Append(i > 0 ? ", " : "");
                    Spell(text, list.Items[name == "Tags" ? list.Items.Length - 1 - i : i], name);
                }

                text.Append(']');
                break;
            default:
                text.Append(value is ScalarValue { Kind: ScalarKind.Number } number && _random.Next(2) == 0 ? $"\"{number.Text}\"" : JsonValues.Write(value));
                break;
        }
    }
}
