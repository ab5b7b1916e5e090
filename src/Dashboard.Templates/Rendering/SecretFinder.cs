using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Finds the texts of a template that are or may be secrets.</summary>
internal sealed class SecretFinder
{
    private readonly HashSet<ScalarNode> _secrets = [];
    private readonly SecretNames _names;
    private readonly DeclaredNames _declared;
    private TemplateNames _texts;

    private SecretFinder(TemplateNode root) =>
        (_names, _declared, _texts) = (SecretNames.Of(root), SecretNames.Of(root).Declared, new TemplateNames(root as MappingNode ?? new MappingNode([], 1, 1)));

    /// <summary>Every text of a file that must not be shown, those that stand in no tree included: of what a repeated key hides nobody says what it was for.</summary>
    public static IReadOnlySet<ScalarNode> Find(TemplateDocument template)
    {
        var secrets = template.Root is { } root ? Find(root) : [];
        if (template.Hidden.Length == 0)
            return secrets;
        // What is merged from elsewhere is judged where it stands.
        var inTree = template.Root is null ? [] : Scalars(template.Root).ToHashSet();
        foreach (var (key, value) in template.Hidden)
            secrets.UnionWith((SecretKeys.IsSecret(key.Text) ? Scalars(value).Append(key) : Scalars(value)).Where(s => !inTree.Contains(s)));
        return secrets;
    }

    /// <summary>Every text beneath a node, keys included.</summary>
    public static IEnumerable<ScalarNode> Scalars(TemplateNode node) => node switch
    {
        ScalarNode scalar => [scalar],
        SequenceNode list => list.Items.SelectMany(Scalars),
        MappingNode mapping => mapping.Entries.SelectMany(e => Scalars(e.Value).Prepend(e.Key)),
        _ => [],
    };

    /// <summary>Every text of a template that must not be shown.</summary>
    public static HashSet<ScalarNode> Find(TemplateNode root)
    {
        var finder = new SecretFinder(root);
        if (root is not MappingNode template)
        {
            finder.Walk(root, TraitCursor.WithoutSchema, "");
            return finder._secrets;
        }

        foreach (var (key, node) in template.Entries)
        {
            switch (key.Text)
            {
                case "Resources" when node is MappingNode resources:
                    finder.Resources(resources);
                    break;
                case "Parameters" when node is MappingNode parameters:
                    finder.Parameters(parameters);
                    break;
                case "Conditions" or "Rules":
                    // A condition may be called UsePassword: what it compares is no password for that.
                    finder.ByForm(node);
                    break;
                default:
                    finder.Walk(node, TraitCursor.WithoutSchema, "");
                    break;
            }
        }

        finder.Mappings(template["Mappings"] as MappingNode);
        return finder._secrets;
    }

    /// <summary>Resources, also those that loops make.</summary>
    private void Resources(MappingNode section)
    {
        foreach (var (key, node) in section.Entries)
        {
            if (LoopExpander.IsLoop(key) && node is SequenceNode { Items: [var variable, var collection, MappingNode body] })
            {
                Collection(variable, collection);
                TemplateNames.Within(ref _texts, variable, collection, () => Resources(body));
            }
            else if (node is MappingNode resource)
            {
                var root = TraitsCatalog.Get((resource["Type"] as ScalarNode)?.Text ?? "").Root;
                foreach (var (name, value) in resource.Entries)
                {
                    if (name.Text is "DependsOn" or "Condition")
                        ByForm(value);
                    else
                        Walk(value, name.Text == "Properties" ? root : TraitCursor.WithoutSchema, "");
                }
            }
            else
            {
                Walk(node, TraitCursor.WithoutSchema, "");
            }
        }
    }

    private void Parameters(MappingNode section)
    {
        foreach (var (name, node) in section.Entries)
        {
            Walk(node, TraitCursor.WithoutSchema, "");
            if (node is not MappingNode parameter)
                continue;
            var isSecret = NoEcho.IsSetOn(parameter) || _names.IsMentioned(name.Text);
            if (isSecret || (parameter["Default"] is ScalarNode { Text: var text } && _names.IsSecret(name.Text, text)))
            {
                Everything(parameter["Default"]);
                Everything(parameter["AllowedValues"]);
                if (parameter["AllowedPattern"] is ScalarNode { Text: var pattern } allowed && NoEcho.SpellsOut(pattern))
                    _secrets.Add(allowed);
            }
        }
    }

    /// <summary>What a mapping holds for secret places.</summary>
    private void Mappings(MappingNode? section)
    {
        foreach (var (name, node) in section?.Entries ?? [])
        {
            foreach (var (_, entries) in (node as MappingNode)?.Entries ?? [])
            {
                foreach (var (key, value) in (entries as MappingNode)?.Entries ?? [])
                {
                    foreach (var text in value is SequenceNode list ? list.Items : [value])
                    {
                        if (text is ScalarNode scalar && _names.IsSecretEntry(name.Text, key.Text, scalar.Text))
                            _secrets.Add(scalar);
                    }
                }
            }
        }
    }

    /// <summary>Walks along with what the schema says of each place; functions stand where their value will.</summary>
    private void Walk(TemplateNode node, TraitCursor place, string name)
    {
        switch (node)
        {
            case ScalarNode { Kind: not ScalarKind.Null } scalar:
                if (CredentialDetector.IsSecret(place, name, scalar.Text))
                    _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var given in CommandWords.SecretsIn(list.Items, ComposedText.OfWord))
                    Everything(list.Items[given]);
                for (var i = 0; i < list.Items.Length; i++)
                    Walk(list.Items[i], place.Item(), _texts.NameOfItem(list, i, name));
                break;
            case MappingNode { Entries: [{ Key.Text: var function, Value: var argument }] } when TemplatePlaces.IsFunction(function):
                Function(function, argument, place, name);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Key(key);
                    // A function among other keys is a loop or a macro, whose content is for this place.
                    if (TemplatePlaces.IsFunction(key.Text))
                        Function(key.Text, value, place, name);
                    else
                        Walk(value, place.Child(key.Text), _texts.NameOf(mapping, key.Text, name));
                }

                break;
        }
    }

    /// <summary>A key that is a credential itself: <c>https://user:password@registry</c>.</summary>
    private void Key(ScalarNode key)
    {
        if (SecretKeys.IsSecret(key.Text) && !_declared.Contains(key.Text))
            _secrets.Add(key);
    }

    private void Function(string function, TemplateNode argument, TraitCursor place, string name)
    {
        switch (function)
        {
            case "Ref" or "Fn::GetAtt" or "Fn::GetAZs" or "Fn::ImportValue":
                ByForm(argument);
                return;
            case "Fn::If" when argument is SequenceNode { Items: [var condition, var then, var otherwise] }:
                ByForm(condition);
                Walk(then, place, name);
                Walk(otherwise, place, name);
                return;
            case "Fn::FindInMap" when argument is SequenceNode { Items: [_, _, _, MappingNode fallback] }:
                foreach (var (_, value) in fallback.Entries)
                    Walk(value, place, name);
                return;
            case "Fn::Sub" or "Fn::Join" when argument is SequenceNode && ComposedText.Of(function, argument) is { } whole:
                // The parts may be a credential together only: "postgres://user:", "hunter2", "@host".
                if (CredentialDetector.IsSecret(place, name, whole))
                    Everything(argument);
                else
                    Composed(argument, place, name);
                return;
            case "Fn::Sub" or "Fn::Base64" or "Fn::Join" or "Fn::Select" or "Fn::Split" or "Fn::ToJsonString":
                foreach (var part in argument is SequenceNode list ? list.Items : [argument])
                    Walk(part, place, name);
                return;
            case "Fn::Transform":
                Walk(argument, TraitCursor.WithoutSchema, "");
                return;
        }

        if (function.StartsWith("Fn::ForEach::", StringComparison.Ordinal) && argument is SequenceNode { Items: [var variable, var collection, var body] })
        {
            Collection(variable, collection);
            TemplateNames.Within(ref _texts, variable, collection, () => Walk(body, place, name));
        }
        else
        {
            Compared(function, argument);
            ByForm(argument);
        }
    }

    /// <summary>A literal that a secret is compared with is one, too.</summary>
    private void Compared(string function, TemplateNode argument)
    {
        if (function is "Fn::Equals" or "Fn::Contains" or "Fn::EachMemberEquals" or "Fn::EachMemberIn" && argument is SequenceNode { Items: var items } && items.Any(_names.IsReference))
            Everything(argument);
    }

    /// <summary>What a loop goes through, where it stands at a secret place.</summary>
    private void Collection(TemplateNode variable, TemplateNode collection)
    {
        if (variable is ScalarNode { Text: var name } && _names.IsMentioned(name))
            Everything(collection);
        else
            Walk(collection, TraitCursor.WithoutSchema, "");
    }

    /// <summary>The parts of a text that is no credential: what a function makes of them still may be.</summary>
    private void Composed(TemplateNode node, TraitCursor place, string name)
    {
        switch (node)
        {
            case ScalarNode:
                ByForm(node);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Composed(item, place, name);
                break;
            case MappingNode { Entries: [{ Key.Text: var function }] } when TemplatePlaces.IsFunction(function):
                Walk(node, place, name);
                break;
            case MappingNode names:
                // Names of Sub tell for themselves.
                foreach (var (key, value) in names.Entries)
                {
                    if (value is ScalarNode)
                        Walk(value, TraitCursor.WithoutSchema, key.Text);
                    else
                        Composed(value, place, name);
                }

                break;
        }
    }

    /// <summary>Whatever a text stands for: what has a credential's own form is one.</summary>
    private void ByForm(TemplateNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when CredentialDetector.HoldsCredential(scalar.Text) && !_declared.Contains(scalar.Text):
                _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    ByForm(item);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Key(key);
                    Compared(key.Text, value);
                    ByForm(value);
                }

                break;
        }
    }

    /// <summary>Every literal of a value; what only names something else stays.</summary>
    private void Everything(TemplateNode? node)
    {
        switch (node)
        {
            case ScalarNode { Text.Length: > 0 } scalar:
                _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Everything(item);
                break;
            case MappingNode mapping:
                foreach (var (key, value) in mapping.Entries)
                {
                    Key(key);
                    if (key.Text is not ("Ref" or "Fn::GetAtt" or "Fn::ImportValue" or "Condition" or "Fn::FindInMap"))
                        Everything(value);
                }

                break;
        }
    }
}
