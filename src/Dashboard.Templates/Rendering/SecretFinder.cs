using Dashboard.Core.Secrets;
using Dashboard.Core.Traits;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Finds the texts of a template that are or may be secrets.</summary>
internal sealed class SecretFinder
{
    private readonly HashSet<ScalarNode> _secrets = [];
    private readonly HashSet<string> _sensitiveNames = new(StringComparer.Ordinal);

    public static IEnumerable<ScalarNode> Find(TemplateNode root)
    {
        var finder = new SecretFinder();
        if (root is MappingNode template)
        {
            foreach (var (_, node) in (template["Resources"] as MappingNode)?.Entries ?? [])
            {
                if (node is MappingNode resource && resource["Type"] is ScalarNode { Text: var type } && resource["Properties"] is { } properties)
                    finder.Walk(properties, TraitsCatalog.Get(type).Root, "");
            }

            finder.Parameters(template["Parameters"] as MappingNode);
            foreach (var (name, node) in (template["Mappings"] as MappingNode)?.Entries ?? [])
            {
                if (finder._sensitiveNames.Contains(name.Text))
                    finder.Everything(node);
            }
        }

        finder.Anywhere(root);
        return finder._secrets;
    }

    private void Parameters(MappingNode? section)
    {
        foreach (var (name, node) in section?.Entries ?? [])
        {
            if (node is not MappingNode parameter)
                continue;
            var noEcho = parameter["NoEcho"] is ScalarNode { Flag: true };
            if (noEcho || _sensitiveNames.Contains(name.Text)
                || (parameter["Default"] is ScalarNode { Text: var text } && CredentialDetector.LooksLikeCredential(name.Text, text)))
            {
                Everything(parameter["Default"]);
                Everything(parameter["AllowedValues"]);
            }
        }
    }

    /// <summary>Walks properties along with what the schema says of each place; functions stand where their value will.</summary>
    private void Walk(TemplateNode node, TraitCursor place, string name)
    {
        switch (node)
        {
            case ScalarNode { Kind: not ScalarKind.Null } scalar:
                if (place.Has(TraitFlags.Sensitive) || (place.Has(TraitFlags.SecretRisk) && CredentialDetector.LooksLikeCredential(name, scalar.Text)))
                    _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Walk(item, place.Item(), name);
                break;
            case MappingNode { Entries: [{ Key.Text: var function, Value: var argument }] } when function == "Ref" || function.StartsWith("Fn::", StringComparison.Ordinal):
                Function(function, argument, place, name);
                break;
            case MappingNode mapping:
                var given = (mapping["Name"] ?? mapping["Key"]) is ScalarNode { Text: var own } ? own : null;
                foreach (var (key, value) in mapping.Entries)
                    Walk(value, place.Child(key.Text), key.Text == "Value" && given is not null ? given : key.Text);
                break;
        }
    }

    private void Function(string function, TemplateNode argument, TraitCursor place, string name)
    {
        var isSensitive = place.Has(TraitFlags.Sensitive) || (place.Has(TraitFlags.SecretRisk) && CredentialDetector.IsTellingName(name));
        switch (function)
        {
            case "Ref" when argument is ScalarNode parameter:
                if (isSensitive)
                    _sensitiveNames.Add(parameter.Text);
                return;
            case "Fn::GetAtt" or "Fn::ImportValue" or "Fn::GetAZs" or "Fn::Transform":
                return;
            case "Fn::FindInMap" when argument is SequenceNode { Items: [ScalarNode mapping, ..] }:
                if (isSensitive)
                    _sensitiveNames.Add(mapping.Text);
                return;
            case "Fn::If" when argument is SequenceNode { Items: [_, var then, var otherwise] }:
                Walk(then, place, name);
                Walk(otherwise, place, name);
                return;
        }

        // The text of Sub and Join is part of the value; names in it ("${Password}") lead to parameters.
        foreach (var part in argument is SequenceNode list ? list.Items : [argument])
        {
            if (isSensitive && part is ScalarNode { Text: var text })
                SubstitutedNames(text);
            if (part is SequenceNode inner)
            {
                foreach (var item in inner.Items)
                    Walk(item, place, name);
            }
            else
            {
                Walk(part, place, name);
            }
        }
    }

    private void SubstitutedNames(string text)
    {
        for (var open = text.IndexOf("${", StringComparison.Ordinal); open >= 0; open = text.IndexOf("${", open + 2, StringComparison.Ordinal))
        {
            if (text.IndexOf('}', open) is > 0 and var close)
                _sensitiveNames.Add(text[(open + 2)..close]);
        }
    }

    /// <summary>Whatever a text stands for: what has a credential's own form is one, in Metadata and Outputs too.</summary>
    private void Anywhere(TemplateNode node)
    {
        switch (node)
        {
            case ScalarNode scalar when CredentialDetector.HoldsCredential(scalar.Text):
                _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Anywhere(item);
                break;
            case MappingNode mapping:
                foreach (var (_, value) in mapping.Entries)
                    Anywhere(value);
                break;
        }
    }

    private void Everything(TemplateNode? node)
    {
        switch (node)
        {
            case ScalarNode scalar:
                _secrets.Add(scalar);
                break;
            case SequenceNode list:
                foreach (var item in list.Items)
                    Everything(item);
                break;
            case MappingNode mapping:
                foreach (var (_, value) in mapping.Entries)
                    Everything(value);
                break;
        }
    }
}
