using Dashboard.Core.Traits;
using Dashboard.Sources.Aws.CloudControl;

namespace Dashboard.Sources.Aws;

/// <summary>The identifier by which Cloud Control knows a resource: what a person has to type to see what Driftboard saw.</summary>
public static class LiveIdentifier
{
    /// <summary>The primary identifier; null where a part of it is not known.</summary>
    /// <param name="scope">The account and region that the resource is in.</param>
    /// <param name="type">Its type.</param>
    /// <param name="physicalId">Its physical id.</param>
    /// <param name="properties">Its properties, live or declared, with references replaced.</param>
    public static string? Find(AccountRegion scope, string type, string physicalId, MapValue properties) =>
        CloudControlIdentifier.Find(scope, type, TraitsCatalog.Get(type).PrimaryIdentifier, physicalId, properties).Identifier;
}
