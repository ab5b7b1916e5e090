using System.Globalization;
using System.Text;
using Dashboard.Core.Secrets;
using Dashboard.Templates.Intrinsics;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Sources;

/// <summary>Turns the nodes of one template into values without evaluating anything that an environment has a say in.</summary>
/// <param name="secrets">The texts that are not to be seen.</param>
/// <param name="fingerprinter">Makes the secrets.</param>
/// <param name="declared">What the template calls its own parts; null where it is no template.</param>
/// <param name="calls">Works out what comes to the same in every environment; null where calls stay calls.</param>
internal sealed class SourceValues(IReadOnlySet<ScalarNode> secrets, SecretFingerprinter fingerprinter, DeclaredNames? declared = null, ConstantCalls? calls = null)
{
    /// <summary>Functions whose one argument may be a list of its own.</summary>
    private static readonly HashSet<string> Unary = new(StringComparer.Ordinal)
    {
        "Fn::Base64", "Fn::GetAZs", "Fn::ImportValue", "Fn::Length", "Fn::Transform", "Fn::ToJsonString", "Fn::GetStackOutput",
    };

    // Whose references these are makes no difference within one text: a name means what it means there.
    private static readonly StackKey Anybody = new("", "", "", "");
    private static readonly ResourceOwner Stack = new(Anybody, ResourceAddress.Stack);
    private static readonly ReferenceValue NoValue = new(Stack, "AWS::NoValue");

    private readonly Dictionary<SecretValue, string> _hidden = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Name, string Attribute), ReferenceValue> _references = [];
    private readonly Dictionary<string, ScalarValue> _texts = new(StringComparer.Ordinal);

    /// <summary>What a node says; null where it says nothing (AWS::NoValue).</summary>
    public PropertyValue? Of(TemplateNode node) => Of(node, isArgument: false);

    private PropertyValue? Of(TemplateNode node, bool isArgument)
    {
        switch (node)
        {
            case ScalarNode scalar:
                return Scalar(scalar, isArgument);
            case SequenceNode sequence:
                return List(sequence, isArgument);
            case MappingNode { Entries: [{ Key.Text: var name } only] } mapping when name == "Ref" || name.StartsWith("Fn::", StringComparison.Ordinal):
                return Called(name, only.Value, mapping, isArgument) is { } value ? ReferenceEquals(value, NoValue) ? null : value : Map(mapping, isArgument);
            case MappingNode mapping:
                return Map(mapping, isArgument);
            default:
                return null;
        }
    }

    /// <summary>What a node says inside a function, where nothing still takes its place.</summary>
    private PropertyValue Argument(TemplateNode node, bool isText) => Of(node, isText) ?? NoValue;

    private PropertyValue Scalar(ScalarNode scalar, bool isArgument)
    {
        if (scalar.Kind == ScalarKind.Null)
            return ScalarValue.Null;
        if (secrets.Contains(scalar))
            return Hide(scalar.Text);
        if (!isArgument && scalar.Kind != ScalarKind.String)
            return new ScalarValue(scalar.Value, scalar.Kind);
        return Text(scalar.Value);
    }

    private ScalarValue Text(string text)
    {
        // Types, actions and names stand in a template many times.
        if (text.Length > 64)
            return new ScalarValue(text);
        if (!_texts.TryGetValue(text, out var value))
            _texts[text] = value = new ScalarValue(text);
        return value;
    }

    private ListValue List(SequenceNode sequence, bool isArgument)
    {
        var items = ImmutableArray.CreateBuilder<PropertyValue>(sequence.Items.Length);
        foreach (var node in sequence.Items)
        {
            if (Of(node, isArgument) is { } item)
                items.Add(item);
        }

        return new ListValue(items.DrainToImmutable());
    }

    private MapValue Map(MappingNode mapping, bool isArgument) => MapValue.Create(Entries(mapping, isArgument));

    /// <summary>What the entries of a mapping say, those with secret keys as one.</summary>
    public List<KeyValuePair<string, PropertyValue>> Entries(MappingNode mapping, bool isArgument)
    {
        var entries = new List<KeyValuePair<string, PropertyValue>>(mapping.Entries.Length);
        List<(SecretValue, PropertyValue)>? hidden = null;
        foreach (var (key, node) in mapping.Entries)
        {
            if (Of(node, isArgument) is not { } value)
                continue;
            if (SecretKeys.IsSecret(key.Text) && declared?.Contains(key.Text) != true)
                (hidden ??= []).Add((fingerprinter.Fingerprint(key.Text), value));
            else
                entries.Add(KeyValuePair.Create(key.Text, value));
        }

        if (hidden is not null)
            entries.Add(SecretKeys.Entry(hidden));
        return entries;
    }

    /// <summary>
    /// The value of a call, beside what it always comes to; inside another call that alone. A call shows more to a reader than what it makes, and one that reads a mapping stays a
    /// call everywhere: a change of the mapping is one difference, and not one wherever it is read.
    /// </summary>
    private PropertyValue? Called(string name, TemplateNode argument, MappingNode call, bool isArgument) => calls?.Of(call) switch
    {
        (var value, false) when isArgument => value,
        (var value, _) when Function(name, argument) is CallValue kept => new CallValue(kept.Function, kept.Arguments) { Result = value },
        _ => Function(name, argument),
    };

    /// <summary>The value of a call; null where the text only looks like one.</summary>
    private PropertyValue? Function(string name, TemplateNode argument)
    {
        switch (name)
        {
            case "Ref":
                return argument is ScalarNode { Text: var target } ? Reference(target, "Ref")
                    : argument is MappingNode { Entries: [{ Key.Text: var inner }] } && TemplatePlaces.IsFunction(inner) ? new CallValue(name, [Argument(argument, true)])
                    : null;
            case "Fn::GetAtt":
                return Attribute(argument);
            case "Fn::Sub":
                return Substitution(argument);
            case "Fn::Join" when argument is SequenceNode { Items: [ScalarNode delimiter, SequenceNode list] }:
                return Join(delimiter, list);
            case "Fn::If" when argument is SequenceNode { Items: [var condition, var then, var otherwise] }:
                return Choice(condition, Argument(then, false), Argument(otherwise, false));
            case "Fn::Select" when argument is SequenceNode { Items: [ScalarNode index, SequenceNode { Items: var items }] } && Selected(index.Text, items) is { } selected:
                return Argument(selected, true);
            case "Fn::Transform":
                return new CallValue(name, [Argument(argument, false)]);
            case "Fn::GetAZs" when argument is ScalarNode { Text: "" }:
                // The stack's own region, as the renderer says it too.
                return new CallValue(name, [Reference("AWS::Region", "Ref")]);
            default:
                // What nobody knows is said as it stands: one text and a list of one text are two things there.
                return argument is SequenceNode many && IntrinsicTable.All.ContainsKey(name) && !Unary.Contains(name)
                    ? new CallValue(name, [.. many.Items.Select(i => Argument(i, true))])
                    : new CallValue(name, [Argument(argument, name != "Fn::ToJsonString")]);
        }
    }

    /// <summary>A choice between the same and the same is none.</summary>
    private PropertyValue Choice(TemplateNode condition, PropertyValue then, PropertyValue otherwise) =>
        then.Equals(otherwise) && (then.Contents & ValueContents.UnknowableSecret) == 0 ? then : new CallValue("Fn::If", [Argument(condition, true), then, otherwise]);

    /// <summary>The item that is selected out of texts; null where it is none of them, or where one that may be missing decides which it is.</summary>
    private static TemplateNode? Selected(string index, ImmutableArray<TemplateNode> items) =>
        int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < items.Length && items.All(IsOneText) ? items[at] : null;

    /// <summary>Whether an item of a list is one text, and is there whatever the environment.</summary>
    private static bool IsOneText(TemplateNode item) => item switch
    {
        ScalarNode scalar => scalar.Kind != ScalarKind.Null,
        MappingNode { Entries: [{ Key.Text: "Ref", Value: ScalarNode { Text: var target } }] } => target != "AWS::NoValue",
        MappingNode { Entries: [{ Key.Text: "Fn::GetAtt" or "Fn::Sub" or "Fn::Join" }] } => true,
        _ => false,
    };

    private ReferenceValue Reference(string name, string attribute)
    {
        if (name == "AWS::NoValue")
            return NoValue;
        if (!_references.TryGetValue((name, attribute), out var reference))
        {
            _references[(name, attribute)] = reference = name.StartsWith("AWS::", StringComparison.Ordinal)
                ? new ReferenceValue(Stack, name)
                : new ReferenceValue(new ResourceOwner(Anybody, new ResourceAddress(name)), attribute);
        }

        return reference;
    }

    /// <summary>"A.B", [A, B], [A, B.C] and [A, B, C].</summary>
    private PropertyValue? Attribute(TemplateNode argument)
    {
        if (argument is ScalarNode { Text: var text })
            return text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && dot < text.Length - 1 ? Reference(text[..dot], text[(dot + 1)..]) : null;
        if (argument is not SequenceNode { Items: [var first, _, ..] } parts)
            return null;
        return first is ScalarNode { Text: var id } && parts.Items.All(p => p is ScalarNode)
            ? Reference(id, string.Join('.', parts.Items.Skip(1).Select(p => ((ScalarNode)p).Text)))
            : new CallValue("Fn::GetAtt", [.. parts.Items.Select(p => Argument(p, true))]);
    }

    private PropertyValue? Substitution(TemplateNode argument)
    {
        var (template, names) = argument switch
        {
            ScalarNode scalar => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar] } => (scalar, null),
            SequenceNode { Items: [ScalarNode scalar, MappingNode mapping] } => (scalar, mapping),
            _ => (null, null),
        };
        if (template is null)
            return null;
        ImmutableArray<SubstitutionPart> pieces = [.. SubstitutionText.Read(template.Text)];
        // The holes alone are no secret.
        if (secrets.Contains(template) && pieces.Any(p => p.Kind == SubstitutionKind.Text))
            return Hide(template.Text);
        var parts = new List<PropertyValue>(pieces.Length + 1);
        foreach (var (kind, text) in pieces)
            parts.Add(kind == SubstitutionKind.Text ? Text(text) : Named(text, names));
        if (parts.Count == 0)
            parts.Add(Text(""));
        return Compose(parts) ?? new CallValue("Fn::Sub", [Text(template.Text), names is null ? MapValue.Empty : Map(names, true)]);
    }

    private PropertyValue Named(string name, MappingNode? names)
    {
        if (names?[name] is { } given)
            return Argument(given, true);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? Reference(name[..dot], name[(dot + 1)..]) : Reference(name, "Ref");
    }

    private PropertyValue Join(ScalarNode delimiter, SequenceNode list)
    {
        var parts = new List<PropertyValue>((list.Items.Length * 2) + 1);
        foreach (var node in list.Items)
        {
            if (Of(node, isArgument: true) is not { } item)
                continue;
            if (parts.Count > 0 && delimiter.Text.Length > 0)
                parts.Add(Text(delimiter.Text));
            parts.Add(item);
        }

        return Compose(parts) ?? new CallValue("Fn::Join", [Text(delimiter.Text), List(list, isArgument: true)]);
    }

    /// <summary>
    /// Text out of parts; null where a part is no text, or may be missing (its delimiter would be, too). What holds a secret is one, told apart by all that it says.
    /// </summary>
    private PropertyValue? Compose(List<PropertyValue> parts)
    {
        foreach (var part in parts)
        {
            if (part is ListValue or MapValue || part is CallValue { Function: "Fn::If" } choice && choice.Arguments.Any(a => ReferenceEquals(a, NoValue)))
                return null;
        }

        if (!parts.Exists(p => p is SecretValue))
            return CompositeValue.Concatenate(parts);
        var whole = new StringBuilder();
        foreach (var part in parts)
            whole.Append(part is SecretValue secret ? _hidden[secret] : part.ToString());
        return Hide(whole.ToString());
    }

    private SecretValue Hide(string text)
    {
        var secret = fingerprinter.Fingerprint(text);
        _hidden[secret] = text;
        return secret;
    }
}
