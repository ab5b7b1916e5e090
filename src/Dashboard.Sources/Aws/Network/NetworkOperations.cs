using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.Network;

/// <summary>What is asked of EC2 for the facts of networks.</summary>
internal static class NetworkOperations
{
    public static readonly ReadOperation Vpcs = Of("DescribeVpcs");
    public static readonly ReadOperation Subnets = Of("DescribeSubnets");
    public static readonly ReadOperation RouteTables = Of("DescribeRouteTables");
    public static readonly ReadOperation NetworkAcls = Of("DescribeNetworkAcls");
    public static readonly ReadOperation SecurityGroups = Of("DescribeSecurityGroups");
    public static readonly ReadOperation Interfaces = Of("DescribeNetworkInterfaces");
    public static readonly ReadOperation Peerings = Of("DescribeVpcPeeringConnections");
    public static readonly ReadOperation TransitGateways = Of("DescribeTransitGateways");
    public static readonly ReadOperation Attachments = Of("DescribeTransitGatewayAttachments");
    public static readonly ReadOperation Endpoints = Of("DescribeVpcEndpoints");
    public static readonly ReadOperation PrefixLists = Of("DescribeManagedPrefixLists");
    public static readonly ReadOperation PrefixListEntries = Of("GetManagedPrefixListEntries");

    /// <summary>All of them, in order of name.</summary>
    public static readonly ImmutableArray<ReadOperation> All =
        [.. new[] { Vpcs, Subnets, RouteTables, NetworkAcls, SecurityGroups, Interfaces, Peerings, TransitGateways, Attachments, Endpoints, PrefixLists, PrefixListEntries }.OrderBy(o => o.Name, StringComparer.Ordinal)];

    private static ReadOperation Of(string name) => ReadOperation.Query("ec2", name);
}
