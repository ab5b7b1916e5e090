using System.Collections.Immutable;
using System.Text;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Templates.Rendering;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Tests;

/// <summary>Builds requests around a template's text.</summary>
internal static class Requests
{
    public static readonly StackKey Stack = new("shop", "staging", "storefront", "eu-west-1");

    public static readonly SecretFingerprinter Fingerprinter = new(Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef"));

    public static RenderRequest For(string template, params (string Name, string Value)[] parameters) =>
        For(TemplateReader.Read("template.yaml", template), parameters);

    public static RenderRequest For(TemplateDocument template, params (string Name, string Value)[] parameters) => new()
    {
        Template = template,
        Stack = Stack,
        Account = "111111111111",
        Region = "eu-west-1",
        StackName = "staging-storefront",
        Fingerprinter = Fingerprinter,
        Parameters = parameters.ToImmutableDictionary(p => p.Name, p => new ParameterValue(p.Name, new ScalarValue(p.Value), new SourceLocation("parameters.json", 7))),
    };

    public static RenderedResource Resource(this RenderedTemplate template, string address) =>
        template.Resources.Single(r => r.Address.Path == address);

    public static string Errors(this RenderedTemplate template) => string.Join("\n", template.Diagnostics);
}
