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
        return new RenderedTemplate(resources, outputs, parameters, [.. session.Diagnostics])
        {
            Conditions = conditions,
            OpenPlaces = session.OpenPlaces.ToImmutableDictionary(),
            OpenEntries = [.. session.OpenEntries],
            OtherEntries = [.. session.OtherEntries],
        };
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
        path = InTemplate(path, resource.Properties);
        var steps = ImmutableArray.CreateBuilder<SourceStep>();
        steps.Add(new SourceStep("property", stack.AttributeAt(resource.Key.Text, path) ?? resource.Collector.PositionOf(path) ?? stack.At(resource.Key), ""));
        foreach (var dependency in resource.Collector.At(path))
        {
            if (dependency.Location is { } location)
                steps.Add(new SourceStep(dependency.Kind, location, dependency.Name));
        }

        return steps.ToImmutable();
    }

    /// <summary>Whether a parameter with a value is a secret to a template, by its declaration or by where it is used; null where the template has no such parameter.</summary>
    public static bool? IsSecretParameter(MappingNode root, string name, string value) =>
        (root["Parameters"] as MappingNode)?[name] is MappingNode declaration ? NoEcho.IsSetOn(declaration) || SecretNames.Of(root).IsSecret(name, value) : null;

    /// <summary>The template's text with every secret replaced by "(secret)" of the same number of lines: NoEcho defaults, literals at sensitive paths, and what looks like a credential.</summary>
    public static string MaskedText(TemplateDocument template) => TextMasker.MaskText(template);

    /// <summary>The template's text with every secret replaced by a text of the caller's, line for line, so that it still renders; null where that cannot be made of it.</summary>
    /// <param name="template">The template.</param>
    /// <param name="replacement">What to write for a secret.</param>
    /// <param name="known">What to write for a text that is a secret elsewhere, or null where it is none.</param>
    public static string? RedactedText(TemplateDocument template, Func<string, string> replacement, Func<string, string?>? known = null) =>
        TextMasker.Redact(template, scalar => known?.Invoke(scalar.Text), replacement);

    /// <summary>The path with the indexes that its items have in the template: a keyed item may stand elsewhere in what it was compared with.</summary>
    private static PropertyPath InTemplate(PropertyPath path, PropertyValue properties)
    {
        PropertyValue? value = properties;
        var segments = ImmutableArray.CreateBuilder<PathSegment>(path.Segments.Length);
        foreach (var segment in path.Segments)
        {
            var index = segment.Key is { } key && value is ListValue keyed ? IndexOf(keyed, key, segment.Index) : segment.Index;
            value = value switch
            {
                MapValue map when segment.Name is { } name => map[name],
                ListValue list when index >= 0 && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            segments.Add(new PathSegment(segment.Name, index, null));
        }

        return new PropertyPath(segments.MoveToImmutable());
    }

    /// <summary>Where the item with a key stands; the index as it is where the item there has a key that is not known, else -1: the template has no such item.</summary>
    private static int IndexOf(ListValue list, ItemKey key, int index)
    {
        for (var i = 0; i < list.Items.Length; i++)
        {
            if ((list.Items[i] as MapValue)?[key.Property] is ScalarValue { Text: var text } && text == key.Value)
                return i;
        }

        return index >= 0 && index < list.Items.Length && (list.Items[index] as MapValue)?[key.Property] is not ScalarValue ? index : -1;
    }

    /// <summary>A parameter that somebody forgot to make NoEcho is still a credential by its name and form.</summary>
    private static PropertyValue Shown(RenderRequest request, string name, PropertyValue value) =>
        !request.RevealSecrets && value is ScalarValue scalar && CredentialDetector.LooksLikeCredential(name, scalar)
            ? request.Fingerprinter.Fingerprint(scalar.Text)
            : value;

    private static StackRenderer Open(RenderSession session) => new(
        session,
        session.Request.Template,
        ResourceAddress.Stack,
        session.Request.Parameters.ToDictionary(p => p.Key, p => new GivenParameter(p.Value.Value, p.Value.Location, []), StringComparer.Ordinal),
        [],
        0);
}
