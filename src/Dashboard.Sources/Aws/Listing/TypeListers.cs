using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.Listing;

/// <summary>The types that are listed from their own service; Cloud Control lists the rest.</summary>
internal static class TypeListers
{
    private static readonly ImmutableDictionary<string, TypeLister> ByType = new[]
    {
        DataListers.Bucket, DataListers.Key, DataListers.Parameter, DataListers.Queue, DataListers.Table,
        NetworkListers.InternetGateway, NetworkListers.NetworkAcl, NetworkListers.Route, NetworkListers.RouteTable, NetworkListers.SecurityGroup, NetworkListers.Subnet, NetworkListers.Vpc,
        WireListers.EventSourceMapping, WireListers.Function, WireListers.LogGroup, WireListers.ManagedPolicy, WireListers.Role, WireListers.Secret, WireListers.Topic, WireListers.User,
    }.ToImmutableDictionary(l => l.Type, StringComparer.Ordinal);

    /// <summary>What they ask.</summary>
    public static readonly ImmutableArray<ReadOperation> Operations =
        [.. ByType.Values.SelectMany(l => l.Operations).Distinct().OrderBy(o => o.Service, StringComparer.Ordinal).ThenBy(o => o.Name, StringComparer.Ordinal)];

    /// <summary>All of them, in order of their types.</summary>
    public static IEnumerable<TypeLister> All => ByType.Values.OrderBy(l => l.Type, StringComparer.Ordinal);

    /// <summary>The lister of a type; null where Cloud Control alone lists it.</summary>
    public static TypeLister? Find(string type) => ByType.GetValueOrDefault(type);
}
