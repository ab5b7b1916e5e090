using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <content>Names that CloudFormation refuses, and names of nothing. Where a macro rewrites the template, it may put both right.</content>
internal sealed partial class StackRenderer
{
    /// <summary>An address separates the ids of nested stacks by it: such a resource could be taken for another one.</summary>
    private static bool CannotBeAddressed(ScalarNode key) => key.Text.Contains('/', StringComparison.Ordinal);

    /// <summary>Says which logical ids are none: the user guide has those of parameters, resources and outputs, and the names of mappings, hold letters and digits only.</summary>
    private void CheckNames(MappingNode? root)
    {
        Check("Parameters", root?["Parameters"] as MappingNode);
        Check("Mappings", _mappings);
        Check(ResourceSection, _resourceNodes);
        Check("Outputs", _outputNodes);

        void Check(string section, MappingNode? names)
        {
            foreach (var (key, _) in names?.Entries ?? [])
            {
                if (!IsLogicalId(key.Text) && !IsMade(key) && (!HasMacros || (section == ResourceSection && CannotBeAddressed(key))))
                    Session.Report(DiagnosticSeverity.Error, At(key), $"{section}/{SecretKeys.Shown(key.Text)}", $"A logical id holds letters and digits only, and \"{SecretKeys.Shown(key.Text)}\" holds something else.");
            }
        }
    }

    private static bool IsLogicalId(string text)
    {
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
                return false;
        }

        return text.Length > 0;
    }

    /// <summary>What a resource waits for besides what it names in its properties.</summary>
    private void DependsOn(ScalarNode logicalId, TemplateNode? names)
    {
        foreach (var node in names is SequenceNode list ? list.Items : names is null ? [] : [names])
        {
            if (node is not ScalarNode { Kind: not ScalarKind.Null } name)
                continue;
            if (IndexOf(name.Text) is { } resource)
                Graph.Add(resource);
            else if (!HasMacros && ModuleOf(name.Text) is null)
                Session.Report(DiagnosticSeverity.Error, At(name), Place(logicalId) + "/DependsOn", $"The template has no resource {SecretKeys.Shown(name.Text)}.");
        }
    }
}
