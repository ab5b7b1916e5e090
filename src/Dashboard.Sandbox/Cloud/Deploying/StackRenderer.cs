using Dashboard.Core.Secrets;
using Dashboard.Templates.Rendering;

namespace Dashboard.Sandbox.Cloud.Deploying;

/// <summary>Renders a stack's template with what is known of its resources so far.</summary>
internal sealed class StackRenderer(
    SandboxStack stack, StackPlan plan, Func<string, string, PropertyValue?> findAttribute, Func<string, string?> findExport)
{
    private static readonly SecretFingerprinter Fingerprinter = SecretFingerprinter.CreateRandom();

    private readonly SortedSet<string> _imported = new(StringComparer.Ordinal);

    /// <summary>The exports that the template has asked for.</summary>
    public ImmutableArray<string> Imported => [.. _imported];

    /// <summary>Renders everything.</summary>
    public RenderedTemplate Render(ReferenceMode mode) => TemplateRenderer.Render(new RenderRequest
    {
        Template = plan.Document,
        Stack = new StackKey("sandbox", stack.Account, stack.Name, stack.Region),
        Account = stack.Account,
        Region = stack.Region,
        StackName = stack.Name,
        StackId = stack.StackId,
        Parameters = plan.Parameters.ToImmutableDictionary(p => p.Key, p => new ParameterValue(p.Key, new ScalarValue(p.Value), null), StringComparer.Ordinal),
        Mode = mode,
        KnownAttribute = (address, attribute) => findAttribute(address.Path, attribute),
        Import = Import,
        Fingerprinter = Fingerprinter,
        RevealSecrets = true,
    });

    private ScalarValue? Import(string name)
    {
        if (findExport(name) is not { } value)
            return null;
        _imported.Add(name);
        return new ScalarValue(value);
    }
}
