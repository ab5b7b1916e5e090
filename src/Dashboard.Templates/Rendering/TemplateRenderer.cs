using Dashboard.Core.Secrets;
using Dashboard.Templates.Syntax;

namespace Dashboard.Templates.Rendering;

/// <summary>Renders templates as CloudFormation would, as far as that can be known before deployment. Never throws for what a template holds.</summary>
public static class TemplateRenderer
{
    /// <summary>Renders every resource and output; what is broken becomes a diagnostic and the rest goes on.</summary>
    public static RenderedTemplate Render(RenderRequest request)
    {
        var session = new RenderSession(request);
        var stack = Open(session);
        var resources = stack.Resources().OrderBy(r => r.Address).ToImmutableArray();
        var outputs = stack.OutputNames
            .Select(name => stack.Output(name) is { } output ? new RenderedOutput(name, stack.Shown(name, output.Value), output.ExportName) { Description = output.Description } : null)
            .OfType<RenderedOutput>()
            .ToImmutableArray();
        var parameters = stack.Parameters.Values
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Select(p => new ParameterValue(p.Name, Shown(request, p.Name, p.Value), p.Source.Location))
            .ToImmutableArray();
        var conditions = request.WithAttributes ? stack.Conditions.All() : ImmutableSortedDictionary<string, PropertyValue>.Empty;
        return new RenderedTemplate(resources, outputs, parameters, [.. session.Diagnostics]) { Conditions = conditions, OpenPlaces = session.OpenPlaces.ToImmutableDictionary() };
    }

    /// <summary>Where the value of a property, or of an attribute ("/DeletionPolicy"), comes from: first it itself (or its nearest ancestor that the template sets), then what it refers to.
    /// Empty where the template has no such resource.</summary>
    public static ImmutableArray<SourceStep> Explain(RenderRequest request, ResourceAddress address, PropertyPath path)
    {
        if (address.IsStack)
            return [];
        var stack = Open(new RenderSession(request, tracing: true));
        var ids = address.Path.Split('/');
        foreach (var id in ids[..^1])
        {
            if (stack.Nested(id) is not { } nested)
                return [];
            stack = nested;
        }

        if (stack.Resource(ids[^1]) is not { } resource)
            return [];
        var steps = ImmutableArray.CreateBuilder<SourceStep>();
        steps.Add(new SourceStep("property", stack.AttributeAt(resource.Key.Text, path) ?? resource.Collector.PositionOf(path) ?? stack.At(resource.Key), ""));
        foreach (var dependency in resource.Collector.At(path))
        {
            if (dependency.Location is { } location)
                steps.Add(new SourceStep(dependency.Kind, location, dependency.Name));
        }

        return steps.ToImmutable();
    }

    /// <summary>The template's text with every secret replaced by "(secret)" of the same number of lines: NoEcho defaults, literals at sensitive paths, and what looks like a credential.</summary>
    public static string MaskedText(TemplateDocument template) => TextMasker.MaskText(template);

    /// <summary>The template's text with every secret replaced by a text of the caller's, line for line, so that it still renders; null where that cannot be made of it.</summary>
    public static string? RedactedText(TemplateDocument template, Func<string, string> replacement) => TextMasker.Redact(template, static _ => null, replacement);

    /// <summary>A parameter that somebody forgot to make NoEcho is still a credential by its name and form.</summary>
    private static PropertyValue Shown(RenderRequest request, string name, PropertyValue value) =>
        !request.RevealSecrets && value is ScalarValue { Text: var text } && CredentialDetector.LooksLikeCredential(name, text)
            ? request.Fingerprinter.Fingerprint(text)
            : value;

    private static StackRenderer Open(RenderSession session) => new(
        session,
        session.Request.Template,
        ResourceAddress.Stack,
        session.Request.Parameters.ToDictionary(p => p.Key, p => new GivenParameter(p.Value.Value, p.Value.Location, []), StringComparer.Ordinal),
        [],
        0);
}
