using Dashboard.Core.Comparison;
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
            Attributes = Attributes(result.Attributes),
            Needs = Needs(result.Collector),
            OpenBecause = result.OpenBecause,
            OpenProperties = result.OpenProperties,
            OpenCondition = result.OpenCondition,
        };
    }

    /// <summary>What stands beside the properties, without its secrets. What the template calls its own parts is none.</summary>
    private MapValue Attributes(MapValue attributes)
    {
        var shown = (MapValue)Shown("", attributes);
        foreach (var (key, value) in attributes.Entries)
        {
            if (key is "DependsOn" or "Condition" && !ReferenceEquals(shown[key], value) && (value is ListValue list ? list.Items : [value]).All(n => n is ScalarValue { Text: var name } && Secrets.Declared.Contains(name)))
                shown = shown.With(key, value);
        }

        return shown;
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

        return needs switch
        {
            null => [],
            [var only] => [only],
            _ => [.. needs.Distinct()],
        };
    }

    /// <summary>The parameters of the component's own template that shaped the properties, in one order.</summary>
    private static ImmutableArray<ParameterUse> Uses(DependencyCollector collector)
    {
        List<ParameterUse>? uses = null;
        RenderPath? before = null;
        foreach (var (path, dependency) in collector.All)
        {
            if (dependency is not { IsParameter: true, IsOutermost: true })
                continue;
            // One place often takes several.
            (uses ??= []).Add(new ParameterUse(ReferenceEquals(path, before) ? uses[^1].Path : path.ToPath(), dependency.Name));
            before = path;
        }

        if (uses is null or [_])
            return uses is null ? [] : [uses[0]];
        uses.Sort(Order);
        var each = ImmutableArray.CreateBuilder<ParameterUse>(uses.Count);
        foreach (var use in uses)
        {
            if (each is not [.., var last] || Order(last, use) != 0)
                each.Add(use);
        }

        return each.DrainToImmutable();

        static int Order(ParameterUse a, ParameterUse b) =>
            PathOrder.Instance.Compare(a.Path, b.Path) is var order and not 0 ? order : string.CompareOrdinal(a.Parameter, b.Parameter);
    }

    /// <summary>What no schema knows, without what looks like a credential in it; as it stands where the request asks for its secrets.</summary>
    public PropertyValue Shown(string name, PropertyValue value) =>
        Session.Request.RevealSecrets ? Session.Finish(value) : SecretMasker.MaskAnywhere(name, value, Session.Request.Fingerprinter);
}
