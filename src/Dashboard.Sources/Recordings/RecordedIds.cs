using Dashboard.Sources.Live;

namespace Dashboard.Sources.Recordings;

/// <summary>What resources are called in a recording. What belongs to the environments keeps its id; in that of anybody else's, or nobody's, other accounts are numbers: the same in every file.</summary>
/// <param name="own">Type and id of what belongs to the environments.</param>
/// <param name="redactor">Replaces secrets.</param>
/// <param name="inventories">Knows what the rest is called.</param>
internal sealed class RecordedIds(IReadOnlySet<(string Type, string Id)> own, Redactor redactor, InventoryRedaction inventories)
{
    /// <summary>Whether a resource belongs to the environments.</summary>
    public bool IsOwn(string type, string id) => own.Contains((type, id));

    /// <summary>The id of a resource as it is recorded.</summary>
    public string Of(string type, string id) => Of(type, id, id);

    /// <summary>The identifier that is asked for in the place of a physical id, as it is recorded.</summary>
    public string Of(string type, string physicalId, string identifier) => IsOwn(type, physicalId) ? redactor.Text(identifier) : inventories.Name(identifier);

    /// <summary>A resource that was listed.</summary>
    public UnmanagedResource Listed(UnmanagedResource resource) => resource with { Identifier = Of(resource.Type, resource.Identifier), Properties = redactor.Properties(resource.Properties) };

    /// <summary>A resource of a stack.</summary>
    public LiveStackResource Resource(LiveStackResource resource) => resource with { PhysicalId = resource.PhysicalId is { } id ? Of(resource.Type, id) : null };
}
