using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>The parameters and mapping entries of a template whose values are secrets, by their declaration or by where they are used.</summary>
internal sealed class SecretNames
{
    private const string Probe = "Hunter2hunter2";
    private const int MaxProbes = 20;

    private static readonly SecretNames None = new(new MappingNode([], 1, 1));

    private readonly HashSet<string> _bySchema = new(StringComparer.Ordinal);
    private readonly HashSet<string> _byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mentioned = new(StringComparer.Ordinal);
    private readonly HashSet<(string Mapping, string Key)> _entriesBySchema = [];
    private readonly HashSet<(string Mapping, string Key)> _entriesByName = [];
    private readonly HashSet<string> _declared = new(StringComparer.Ordinal);
    private readonly MappingNode? _parameters;
    private readonly MappingNode _template;
    private TemplateNames _names;

    private SecretNames(MappingNode template)
    {
        (_template, _names) = (template, new TemplateNames(template));
        _parameters = template["Parameters"] as MappingNode;
        foreach (var (name, node) in _parameters?.Entries ?? [])
        {
            if (node is MappingNode declaration && NoEcho.IsSetOn(declaration))
                _declared.Add(name.Text);
        }

        if (template["Resources"] is MappingNode resources)
            Resources(resources);
        foreach (var section in new[] { "Outputs", "Metadata", "Globals" })
        {
            if (template[section] is { } node)
                Walk(node, TraitCursor.WithoutSchema, "");
        }
    }

    /// <summary>Those of a template, which is rendered many times.</summary>
    public static SecretNames Of(TemplateNode root)
    {
        if (root is not MappingNode template)
            return None;
        if (template.Known is not SecretNames names)
            template.Known = names = new SecretNames(template);
        return names;
    }

    /// <summary>What the template calls its own parts.</summary>
    public DeclaredNames Declared => field ??= new DeclaredNames(_template);

    /// <summary>Every text of the template that must not be shown.</summary>
    public IReadOnlySet<ScalarNode> Texts => field ??= SecretFinder.Find(_template);

    /// <summary>Those in the bodies of the template's loops.</summary>
    public IReadOnlySet<ScalarNode> InLoops => field ??= LoopExpander.Bodies(_template).Where(Texts.Contains).ToHashSet();

    /// <summary>Whether a parameter with a value is a secret although it does not say NoEcho.</summary>
    public bool IsSecret(string parameter, string value) =>
        value.Length > 0
        && (_bySchema.Contains(parameter)
            || CredentialDetector.LooksLikeCredential(parameter, value)
            || (_byName.Contains(parameter) && CredentialDetector.IsSecret(TraitCursor.WithoutSchema, "Password", value)));

    /// <summary>Whether a parameter or a loop's variable is a part of what the schema calls a secret, or the whole of what a name calls one.</summary>
    public bool IsMentioned(string name) => _mentioned.Contains(name) || _bySchema.Contains(name);

    /// <summary>Whether an entry of a mapping is a secret.</summary>
    public bool IsSecretEntry(string mapping, string key, string value) =>
        value.Length > 0
        && (_entriesBySchema.Contains((mapping, key)) || _entriesBySchema.Contains((mapping, ""))
            || ((_entriesByName.Contains((mapping, key)) || _entriesByName.Contains((mapping, ""))) && CredentialDetector.IsSecret(TraitCursor.WithoutSchema, "Password", value)));

    /// <summary>Whether a node is a reference to a secret parameter.</summary>
    public bool IsReference(TemplateNode node) =>
        TemplatePlaces.SingleName(node) is { } name && (_declared.Contains(name) || _bySchema.Contains(name) || CredentialDetector.IsTellingName(name));

    private void Resources(MappingNode section)
    {
        foreach (var (key, node) in section.Entries)
        {
            if (LoopExpander.IsLoop(key) && node is SequenceNode { Items: [var variable, var collection, MappingNode body] })
                TemplateNames.Within(ref _names, variable, collection, () => Resources(body));
            else if (node is MappingNode resource && resource["Properties"] is { } properties)
                Walk(properties, TraitsCatalog.Get((resource["Type"] as ScalarNode)?.Text ?? "").Root, "");
        }
    }

    private void Walk(TemplateNode node, TraitCursor place, string name)
    {
        switch (node)
        {
            case { Contents: NodeContents.None }:
                break;
            case SequenceNode list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    if (list.Items[i].Contents != NodeContents.None)
                        Walk(list.Items[i], place.Item(), _names.NameOfItem(list, i, name));
                }

                break;
            case MappingNode { Entries: [{ Key.Text: var function, Value: var argument }] } when TemplatePlaces.IsFunction(function):
                Function(function, argument, place, name);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    if (value is ScalarNode)
                        continue;
                    if (TemplatePlaces.IsFunction(key.Text))
                        Function(key.Text, value, place, name);
                    else if (value.Contents != NodeContents.None)
                        Walk(value, place.Child(key.Text), _names.NameOf(mapping, key.Text, name));
                }

                break;
        }
    }

    private void Function(string function, TemplateNode argument, TraitCursor place, string name)
    {
        switch (function)
        {
            case "Ref" when argument is ScalarNode parameter:
                Add(parameter.Text, place, name);
                return;
            case "Fn::FindInMap" when argument is SequenceNode { Items: [ScalarNode mapping, _, var key, ..] }:
                if (CredentialDetector.IsSecretPlace(place, name))
                    (place.Has(TraitFlags.Sensitive) ? _entriesBySchema : _entriesByName).Add((mapping.Text, (key as ScalarNode)?.Text ?? ""));
                return;
            case "Fn::If" when argument is SequenceNode { Items: [_, var then, var otherwise] }:
                Walk(then, place, name);
                Walk(otherwise, place, name);
                return;
            case "Fn::Sub" or "Fn::Join" when ComposedText.Of(function, argument) is { } whole:
                // Beside a text of its own, a name is no more than a part of what is secret.
                var isName = place.Has(TraitFlags.Sensitive) || (CredentialDetector.IsTellingName(name) && SubstitutionText.OwnLetters(whole) == 0);
                Parts(function, argument, place, isName ? name : "");
                Composed(whole);
                return;
            case "Fn::Join" or "Fn::Base64" or "Fn::Select" or "Fn::Split":
                Parts(function, argument, place, name);
                return;
            case "Fn::ToJsonString":
                Walk(argument, place, name);
                return;
        }

        if (function.StartsWith("Fn::ForEach::", StringComparison.Ordinal) && argument is SequenceNode { Items: [var variable, var collection, var body] })
            TemplateNames.Within(ref _names, variable, collection, () => Walk(body, place, name));
    }

    private void Parts(string function, TemplateNode argument, TraitCursor place, string name)
    {
        switch (argument)
        {
            case ScalarNode text when function == "Fn::Sub":
                Substitution(text.Text, place, name);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Parts(function, item, place, name);
                break;
            case MappingNode names when function == "Fn::Sub" && !(names.Entries is [{ Key.Text: var key }] && TemplatePlaces.IsFunction(key)):
                foreach (var (_, value) in names.Entries)
                    Walk(value, place, name);
                break;
            default:
                Walk(argument, place, name);
                break;
        }
    }

    private void Add(string parameter, TraitCursor place, string name)
    {
        if (place.Has(TraitFlags.Sensitive))
            _bySchema.Add(parameter);
        else if (CredentialDetector.IsTellingName(name))
            _byName.Add(parameter);
    }

    private void Substitution(string text, TraitCursor place, string name)
    {
        if (!CredentialDetector.IsSecretPlace(place, name))
            return;
        if (TemplatePlaces.SingleName(text) is { } single)
        {
            Add(single, place, name);
            return;
        }

        if (!place.Has(TraitFlags.Sensitive))
            return;
        foreach (var part in SubstitutionText.Read(text))
        {
            if (part.Kind == SubstitutionKind.Name)
                _mentioned.Add(part.Text);
        }
    }

    /// <summary>A name that stands where a credential does: <c>postgres://user:${Name}@host</c>, <c>export DB_PASSWORD=${Name}</c>.</summary>
    private void Composed(string text)
    {
        if (!SubstitutionText.HasNames(text) || !CredentialDetector.MayHoldKnownForm(text))
            return;
        SubstitutionPart[] parts = [.. SubstitutionText.Read(text)];
        string[] names = [.. parts.Where(p => p.Kind == SubstitutionKind.Name).Select(p => p.Text).Where(n => _parameters?.Find(n) is not null).Distinct(StringComparer.Ordinal)];
        foreach (var name in names.Take(MaxProbes))
            Try(parts, [name]);
        // So many names are not tried one by one: where any of the rest is one, all of them are taken for one.
        if (names.Length > MaxProbes)
            Try(parts, names[MaxProbes..]);
    }

    private void Try(SubstitutionPart[] parts, string[] names)
    {
        var probed = string.Concat(parts.Select(p => p.Kind == SubstitutionKind.Text ? p.Text : names.Contains(p.Text) ? Probe : CredentialDetector.Hole));
        if (CredentialDetector.HoldsKnownForm(probed))
            _byName.UnionWith(names);
    }
}
