using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Scanning;

/// <summary>Renders what a stack was deployed with, for one who knows of no other stack.</summary>
internal static class StackRendering
{
    /// <summary>The template with the stack's own parameters; what other stacks give is not known.</summary>
    /// <param name="scope">The stack's account and region.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="template">Its template, after its transforms.</param>
    /// <param name="attributes">What is known of its resources.</param>
    /// <param name="fingerprinter">Makes the secrets.</param>
    public static RenderedTemplate RenderAlone(
        AccountRegion scope, LiveStack stack, TemplateDocument template, Func<ResourceAddress, string, PropertyValue?> attributes, SecretFingerprinter fingerprinter)
    {
        var request = new RenderRequest
        {
            Template = template,
            Stack = new StackKey("", "", stack.StackName, scope.Region),
            Account = scope.Account,
            Region = scope.Region,
            StackName = stack.StackName,
            StackId = stack.StackId,
            Parameters = stack.Parameters.ToImmutableDictionary(p => p.Key, p => new ParameterValue(p.Key, new ScalarValue(p.Value), null), StringComparer.Ordinal),
            Mode = ReferenceMode.Concrete,
            KnownAttribute = attributes,
            Import = static _ => null,
            NestedTemplate = static (_, _) => null,
            Fingerprinter = fingerprinter,
        };
        return TemplateRenderer.Render(request);
    }
}
