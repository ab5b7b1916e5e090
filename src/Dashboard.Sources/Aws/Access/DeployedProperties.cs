using Dashboard.Core.Secrets;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.Syntax;

namespace Dashboard.Sources.Aws.Access;

/// <summary>What the deployed templates say of single resources, with references replaced by physical ids; each template is asked for once.</summary>
internal sealed class DeployedProperties(ILiveStateSource live, AccountRegion scope)
{
    // Nothing of it is kept or shown.
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private readonly Dictionary<string, RenderedTemplate?> _rendered = new(StringComparer.Ordinal);

    /// <summary>The declared properties of a resource; null where its template cannot be read, or does not have it.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="resources">Its resources.</param>
    /// <param name="logicalId">The one that is meant.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<MapValue?> OfAsync(LiveStack stack, ImmutableArray<LiveStackResource> resources, string logicalId, CancellationToken cancellation)
    {
        if (!_rendered.TryGetValue(stack.StackId, out var rendered))
            _rendered[stack.StackId] = rendered = await RenderAsync(stack, resources, cancellation).ConfigureAwait(false);
        return rendered?.Resources.FirstOrDefault(r => r.Address == new ResourceAddress(logicalId))?.Properties;
    }

    private async Task<RenderedTemplate?> RenderAsync(LiveStack stack, ImmutableArray<LiveStackResource> resources, CancellationToken cancellation)
    {
        var template = await live.GetTemplateAsync(scope, stack.StackId, processed: true, cancellation).ConfigureAwait(false);
        if (!template.IsRead)
            return null;
        var existing = resources.Where(r => r.LogicalId.Length > 0 && r.Status != "DELETE_COMPLETE").DistinctBy(r => r.LogicalId, StringComparer.Ordinal);
        var ids = new LiveAttributes([.. existing.Select(r => new LiveResource(new ResourceAddress(r.LogicalId), r.Type, r.PhysicalId, []))]);
        return StackRendering.RenderAlone(scope, stack, TemplateReader.Read(stack.StackName, template.Value), ids.Find, _fingerprinter);
    }
}
