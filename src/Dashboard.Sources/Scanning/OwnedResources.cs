using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.CloudControl;

namespace Dashboard.Sources.Scanning;

/// <summary>What stacks own: by type and identifier, so that a table and a queue of one name are two.</summary>
/// <remarks>
/// A list names a resource by its primary identifier, a stack by its physical id, which may be a part of that. Where the whole identifier can be put together
/// it counts alone; else a listed resource of the same type that has the physical id as a part counts as owned.
/// </remarks>
internal sealed class OwnedResources
{
    private readonly HashSet<(string Region, string Type, string Identifier)> _whole = [];
    private readonly HashSet<(string Region, string Type, string Part)> _parts = [];

    /// <summary>Adds a resource of a stack.</summary>
    /// <param name="scope">Where the stack is.</param>
    /// <param name="type">The resource's type.</param>
    /// <param name="physicalId">Its physical id; one without is owned by nothing that could be listed.</param>
    /// <param name="declared">Its declared properties with references replaced; null where nobody knows them: then no compound identifier is put together.</param>
    public void Add(AccountRegion scope, string type, string? physicalId, MapValue? declared)
    {
        if (string.IsNullOrEmpty(physicalId))
            return;
        physicalId = Spelled(type, physicalId);
        var region = RegionOf(type, scope.Region);
        _whole.Add((region, type, physicalId));
        var pointers = TraitsCatalog.Get(type).PrimaryIdentifier;
        if ((declared is not null || pointers.Length <= 1) && CloudControlIdentifier.Find(scope, type, pointers, physicalId, declared ?? MapValue.Empty).Identifier is { } identifier)
            _whole.Add((region, type, identifier));
        else
            _parts.Add((region, type, physicalId));
    }

    /// <summary>Adds every resource of a stack that was read, with what its deployed template declares of each.</summary>
    public void Add(AccountRegion scope, StackSnapshot stack)
    {
        var declared = (stack.Deployed?.Concrete?.Resources ?? []).GroupBy(r => r.Address).ToDictionary(g => g.Key, g => g.First().Properties);
        foreach (var resource in stack.Live)
            Add(scope, resource.Type, resource.PhysicalId, declared.GetValueOrDefault(resource.Address));
    }

    /// <summary>Whether a listed resource is one of them.</summary>
    public bool Owns(string region, string type, string identifier)
    {
        var at = RegionOf(type, region);
        identifier = Spelled(type, identifier);
        return _whole.Contains((at, type, identifier)) || (identifier.Contains('|', StringComparison.Ordinal) && identifier.Split('|').Any(p => _parts.Contains((at, type, p))));
    }

    /// <summary>A queue is known by URLs of several hosts (https://sqs.eu-west-1.amazonaws.com/111111111111/jobs, https://queue.amazonaws.com/111111111111/jobs): what tells it are account and name.</summary>
    private static string Spelled(string type, string identifier) =>
        type == "AWS::SQS::Queue" && Uri.TryCreate(identifier, UriKind.Absolute, out var url) && url.Segments is [.., var account, var name] ? account + name : identifier;

    private static string RegionOf(string type, string region) => ResourceTypes.IsGlobal(type) ? "" : region;
}
