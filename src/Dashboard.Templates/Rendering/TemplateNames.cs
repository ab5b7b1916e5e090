using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Tells what the values of a template are called: by the literal parts of a name, and by what the template itself says of its holes (defaults, allowed values, mappings, what a loop goes through).</summary>
internal sealed class TemplateNames
{
    /// <summary>Of more texts than this that a name may be, the first are judged.</summary>
    private const int MaxTexts = 50;

    /// <summary>A longer name is judged by its end.</summary>
    private const int MaxLength = 1000;

    private static readonly ImmutableArray<string> Unknown = [NamedValues.Hole];

    private readonly MappingNode? _parameters;
    private readonly MappingNode? _mappings;
    private readonly ImmutableDictionary<string, ImmutableArray<string>> _loops;

    /// <summary>The names of a template, outside of its loops.</summary>
    public TemplateNames(MappingNode template)
        : this(template["Parameters"] as MappingNode, template["Mappings"] as MappingNode, ImmutableDictionary<string, ImmutableArray<string>>.Empty)
    {
    }

    private TemplateNames(MappingNode? parameters, MappingNode? mappings, ImmutableDictionary<string, ImmutableArray<string>> loops) =>
        (_parameters, _mappings, _loops) = (parameters, mappings, loops);

    /// <summary>Walks the body of a loop with the names that hold there, and goes back to those outside.</summary>
    public static void Within(ref TemplateNames names, TemplateNode variable, TemplateNode collection, Action walk)
    {
        var outside = names;
        names = outside.Inside(variable, collection);
        walk();
        names = outside;
    }

    private TemplateNames Inside(TemplateNode variable, TemplateNode collection)
    {
        if (variable is not ScalarNode { Text: { Length: > 0 } name })
            return this;
        IEnumerable<string> values = collection is SequenceNode list ? list.Items.SelectMany(i => Texts(i)) : Texts(collection).SelectMany(t => t.Split(','));
        return new TemplateNames(_parameters, _mappings, _loops.SetItem(name, Bounded(values.Select(v => v.Trim()).Prepend(NamedValues.Hole))));
    }

    /// <summary>The name that the value at a key bears: the key, or what stands beside it (<c>{Name: DB_PASSWORD, Value: x}</c>), or what the whole is called.</summary>
    public string NameOf(MappingNode mapping, string key, string whole)
    {
        if (!NamedValues.IsValueKey(key))
            return _loops.IsEmpty ? key : NamedValues.Telling(Spelled(key))!;
        if (mapping["Type"] is ScalarNode { Text: var type } && NamedValues.IsPointerType(type))
            return "";
        foreach (var nameKey in NamedValues.NameKeys)
        {
            if (mapping[nameKey] is { } node && Text(node) is { } name)
                return name;
        }

        return whole;
    }

    /// <summary>The name that an item of a list bears.</summary>
    public string NameOfItem(SequenceNode list, int index, string whole) =>
        index == 0 ? whole : NamedValues.NameOfItem(Option(list.Items[index - 1]), Option(list.Items[index]), whole);

    /// <summary>An item as what may be an option: a text, or what begins as one.</summary>
    private string? Option(TemplateNode node) => node switch
    {
        ScalarNode => Text(node),
        MappingNode { Entries: [{ Key.Text: "Fn::Sub", Value: ScalarNode or SequenceNode { Items: [ScalarNode, ..] } }] call }
            when ((call[0].Value as ScalarNode) ?? (ScalarNode)((SequenceNode)call[0].Value).Items[0]).Text.StartsWith("--", StringComparison.Ordinal) => Text(node),
        MappingNode { Entries: [{ Key.Text: "Fn::Join", Value: SequenceNode { Items: [_, SequenceNode { Items: [ScalarNode { Text: ['-', '-', ..] }, ..] }] } }] } => Text(node),
        _ => null,
    };

    /// <summary>The text of a name: of several that it may be, one that tells; null where it is no text.</summary>
    private string? Text(TemplateNode node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode scalar when _loops.IsEmpty => scalar.Text,
        ScalarNode scalar => NamedValues.Telling(Spelled(scalar.Text)),
        MappingNode { Entries: [{ Key.Text: var function }] } when TemplatePlaces.IsFunction(function) => NamedValues.Telling(Texts(node)),
        _ => null,
    };

    /// <summary>What a node may come to: first what is literal of it, then what it is by the defaults.</summary>
    private ImmutableArray<string> Texts(TemplateNode node) => node switch
    {
        ScalarNode { Kind: not ScalarKind.Null } scalar => Spelled(scalar.Text),
        MappingNode { Entries: [{ Key.Text: var function, Value: var argument }] } => Texts(function, argument),
        _ => Unknown,
    };

    private ImmutableArray<string> Texts(string function, TemplateNode argument) => (function, argument) switch
    {
        ("Ref", ScalarNode name) => Values(name.Text),
        ("Fn::Sub", ScalarNode text) => Substituted(text.Text, null),
        ("Fn::Sub", SequenceNode { Items: [ScalarNode text, MappingNode names] }) => Substituted(text.Text, names),
        ("Fn::Join", SequenceNode { Items: [ScalarNode delimiter, SequenceNode list] }) =>
            Joined(list.Items.SelectMany((item, i) => i == 0 ? [Texts(item)] : new[] { [delimiter.Text], Texts(item) })),
        ("Fn::If", SequenceNode { Items: [_, var then, var otherwise] }) => Bounded(Texts(then).Concat(Texts(otherwise))),
        ("Fn::Select", SequenceNode { Items: [_, SequenceNode list] }) => Bounded(list.Items.SelectMany(i => Texts(i))),
        ("Fn::FindInMap", SequenceNode { Items: [ScalarNode mapping, var first, var second, ..] }) => Bounded(
            Entries(_mappings?[mapping.Text], first).SelectMany(e => Entries(e, second)).OfType<ScalarNode>().Select(v => v.Text).Prepend(NamedValues.Hole)),
        _ => Unknown,
    };

    private ImmutableArray<string> Substituted(string text, MappingNode? names) => Joined(SubstitutionText.Read(text).Select(part =>
        part.Kind == SubstitutionKind.Text ? Spelled(part.Text) : names?[part.Text] is { } given ? Texts(given) : Values(part.Text)));

    /// <summary>A text with what loops write into it.</summary>
    private ImmutableArray<string> Spelled(string text)
    {
        ImmutableArray<string> texts = [text];
        foreach (var (variable, values) in _loops)
        {
            string[] holes = ["${" + variable + "}", "&{" + variable + "}"];
            if (holes.Any(h => text.Contains(h, StringComparison.Ordinal)))
                texts = Bounded(values.SelectMany(v => texts.Select(t => holes.Aggregate(t, (filled, hole) => filled.Replace(hole, v, StringComparison.Ordinal)))));
        }

        return texts;
    }

    /// <summary>What a name of a parameter or a loop stands for. The default of a parameter in the store only says where the value is.</summary>
    private ImmutableArray<string> Values(string name)
    {
        if (_loops.TryGetValue(name, out var values))
            return values;
        if (_parameters?[name] is not MappingNode declaration || (declaration["Type"] as ScalarNode)?.Text.StartsWith("AWS::SSM::Parameter::Value", StringComparison.Ordinal) == true)
            return Unknown;
        IEnumerable<TemplateNode> allowed = declaration["AllowedValues"] is SequenceNode list ? list.Items : [];
        return Bounded(allowed.Prepend(declaration["Default"]).OfType<ScalarNode>().Select(v => v.Text).Prepend(NamedValues.Hole));
    }

    /// <summary>What texts one after the other may come to: the first of each, the defaults, and each other one beside the first ones.</summary>
    private static ImmutableArray<string> Joined(IEnumerable<ImmutableArray<string>> parts)
    {
        var each = parts.ToArray();
        string Filled(int at, int with) => string.Concat(each.Select((p, i) => p[i == at ? with : 0]));
        string[] first = [Filled(-1, 0), string.Concat(each.Select(p => p[Math.Min(1, p.Length - 1)]))];
        return Bounded(first.Concat(each.SelectMany((p, i) => Enumerable.Range(1, p.Length - 1).Select(k => Filled(i, k)))));
    }

    private static IEnumerable<TemplateNode> Entries(TemplateNode? node, TemplateNode key) => node is not MappingNode mapping ? []
        : key is ScalarNode { Text: var name } ? mapping[name] is { } value ? [value] : []
        : mapping.Entries.Select(e => e.Value);

    private static ImmutableArray<string> Bounded(IEnumerable<string> texts) =>
        [.. texts.Select(t => t.Length > MaxLength ? t[^MaxLength..] : t).Distinct(StringComparer.Ordinal).Take(MaxTexts).DefaultIfEmpty(NamedValues.Hole)];
}
