using Dashboard.Core.Secrets;
using Dashboard.Templates.Sources;

namespace Dashboard.Templates.Rendering;

/// <content>What leaves the renderer of a resource, without its secrets.</content>
internal sealed partial class StackRenderer
{
    private RenderedResource Finish(ResourceResult result)
    {
        var tainted = result.IsSecret ? [PropertyPath.Root] : SecretMasker.WithItemKeys(result.Properties, SecretPaths.Of(result.Properties));
        return new RenderedResource(
            Address.Append(result.Key.Text),
            result.Type,
            Session.Request.RevealSecrets
                ? (MapValue)Session.Finish(result.Properties)
                : YamlDocuments.Attach(result.Type, SecretMasker.Mask(result.Type, result.Properties, tainted, Session.Request.Fingerprinter)),
            Uses(result.Collector),
            At(result.Key),
            tainted)
        {
            Attributes = (MapValue)Shown("", result.Attributes),
            Needs = Needs(result.Collector),
            OpenBecause = result.OpenBecause,
        };
    }

    /// <summary>What stands in the arguments of functions: what they make of it, and what masks that, may no longer show it.</summary>
    private static ImmutableArray<ResourceNeed> Needs(DependencyCollector collector)
    {
        List<ResourceNeed>? needs = null;
        foreach (var (path, dependency) in collector.All)
        {
            if (dependency.IsNeed)
                (needs ??= []).Add(new ResourceNeed(path.ToPath(), dependency.To) { Export = dependency.Export });
        }

        return needs is null ? [] : [.. needs.Distinct()];
    }

    /// <summary>The parameters of the component's own template that shaped the properties, in one order.</summary>
    private static ImmutableArray<ParameterUse> Uses(DependencyCollector collector)
    {
        List<ParameterUse>? uses = null;
        foreach (var (path, dependency) in collector.All)
        {
            if (dependency is { IsParameter: true, IsOutermost: true })
                (uses ??= []).Add(new ParameterUse(path.ToPath(), dependency.Name));
        }

        // Only several need an order, and for that their texts.
        if (uses is null or [_])
            return uses is null ? [] : [uses[0]];
        var texts = uses.ConvertAll(static u => (Path: u.Path.ToString(), Use: u));
        texts.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path) is var order and not 0 ? order : string.CompareOrdinal(a.Use.Parameter, b.Use.Parameter));
        return [.. texts.Where((u, i) => i == 0 || u.Path != texts[i - 1].Path || u.Use.Parameter != texts[i - 1].Use.Parameter).Select(static u => u.Use)];
    }

    /// <summary>What no schema knows, without what looks like a credential in it; as it stands where the request asks for its secrets.</summary>
    public PropertyValue Shown(string name, PropertyValue value) =>
        Session.Request.RevealSecrets ? Session.Finish(value) : SecretMasker.MaskAnywhere(name, value, Session.Request.Fingerprinter);
}
