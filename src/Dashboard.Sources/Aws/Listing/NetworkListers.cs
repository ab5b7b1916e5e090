using Amazon.EC2;
using Amazon.EC2.Model;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Reading.Ec2;
using Dashboard.Sources.Live;
using static Dashboard.Sources.Aws.Listing.TypeLister;

namespace Dashboard.Sources.Aws.Listing;

/// <summary>Lists parts of networks; what every account and every VPC has from the first day on is told apart.</summary>
internal static class NetworkListers
{
    /// <summary>What stands in the place of a gateway in the routes inside a VPC.</summary>
    private const string LocalGateway = "local";

    /// <summary>A name that EC2 gives to nobody else's group.</summary>
    private const string DefaultGroup = "default";

    private const string DefaultVpc = "the account's default VPC";

    public static readonly TypeLister Vpc = new("AWS::EC2::VPC", [ReadOperation.Query("ec2", "DescribeVpcs")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeVpcsAsync(new DescribeVpcsRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.Vpcs ?? []).Select(v => new ListedResource(v.VpcId, NameIn(v.Tags), SharedBy(c, v.OwnerId) ?? (v.IsDefault == true ? DefaultVpc : null))), page.NextToken);
    }));

    public static readonly TypeLister Subnet = new("AWS::EC2::Subnet", [ReadOperation.Query("ec2", "DescribeSubnets")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.Subnets ?? []).Select(s => new ListedResource(s.SubnetId, NameIn(s.Tags), SharedBy(c, s.OwnerId) ?? (s.DefaultForAz == true ? "a subnet of the account's default VPC" : null))), page.NextToken);
    }));

    public static readonly TypeLister SecurityGroup = new("AWS::EC2::SecurityGroup", [ReadOperation.Query("ec2", "DescribeSecurityGroups")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.SecurityGroups ?? []).Select(g => new ListedResource(g.GroupId, g.GroupName, SharedBy(c, g.OwnerId) ?? (g.GroupName == DefaultGroup ? "every VPC has this group" : null))), page.NextToken);
    }))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister RouteTable = new("AWS::EC2::RouteTable", [ReadOperation.Query("ec2", "DescribeRouteTables")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.RouteTables ?? []).Select(t => new ListedResource(
            t.RouteTableId, NameIn(t.Tags), SharedBy(c, t.OwnerId) ?? ((t.Associations ?? []).Exists(a => a.Main == true) ? "the main route table of its VPC, which is made with it" : null))), page.NextToken);
    }))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister Route = new("AWS::EC2::Route", [ReadOperation.Query("ec2", "DescribeRouteTables")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return (from table in page.RouteTables ?? []
                from route in table.Routes ?? []
                let destination = RouteReader.Destination(route)
                where destination is not null
                select new ListedResource($"{table.RouteTableId}|{destination}", null, SharedBy(c, table.OwnerId) ?? BroughtBy(route)), page.NextToken);
    }))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister NetworkAcl = new("AWS::EC2::NetworkAcl", [ReadOperation.Query("ec2", "DescribeNetworkAcls")], c => PagesAsync(async token =>
    {
        var page = await c.Ec2Async((ec2, stop) => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { NextToken = token }, stop)).ConfigureAwait(false);
        return ((page.NetworkAcls ?? []).Select(a => new ListedResource(a.NetworkAclId, NameIn(a.Tags), SharedBy(c, a.OwnerId) ?? (a.IsDefault == true ? "the default list of its VPC, which is made with it" : null))), page.NextToken);
    }))
    {
        TellsDefaults = true,
    };

    public static readonly TypeLister InternetGateway = new(
        "AWS::EC2::InternetGateway",
        [ReadOperation.Query("ec2", "DescribeInternetGateways"), ReadOperation.Query("ec2", "DescribeVpcs")],
        async c =>
        {
            var defaults = (await Vpc.List(c).ConfigureAwait(false)).Where(v => v.Default is not null).Select(v => v.Identifier).ToHashSet(StringComparer.Ordinal);
            return await PagesAsync(async token =>
            {
                var page = await c.Ec2Async((ec2, stop) => ec2.DescribeInternetGatewaysAsync(new DescribeInternetGatewaysRequest { NextToken = token }, stop)).ConfigureAwait(false);
                return ((page.InternetGateways ?? []).Select(g => new ListedResource(
                    g.InternetGatewayId, NameIn(g.Tags), (g.Attachments ?? []).Exists(a => defaults.Contains(a.VpcId)) ? "the gateway of the account's default VPC" : null)), page.NextToken);
            }).ConfigureAwait(false);
        });

    /// <summary>Whether a resource is told by its own properties to have come with another one.</summary>
    public static bool IsBroughtAlong(UnmanagedResource resource) => resource.Type switch
    {
        "AWS::EC2::Route" => resource.Properties["GatewayId"] is ScalarValue { Text: LocalGateway }
            || IsOfEndpoint(Text(resource, "VpcEndpointId") ?? Text(resource, "GatewayId"), Text(resource, "DestinationPrefixListId") ?? resource.Identifier.Split('|')[^1]),
        "AWS::EC2::SecurityGroup" => resource.Properties["GroupName"] is ScalarValue { Text: DefaultGroup },
        _ => false,
    };

    /// <summary>Whoever takes part in another account's VPC is shown what lies in it.</summary>
    private static string? SharedBy(ReadContext c, string? owner) => owner is { Length: > 0 } && owner != c.Scope.Account ? $"account {owner} owns it and shares it" : null;

    private static string? BroughtBy(Route route) =>
        route.Origin == RouteOrigin.EnableVgwRoutePropagation ? "propagated by a gateway"
        : IsOfEndpoint(route.GatewayId, route.DestinationPrefixListId) ? "made by its gateway endpoint, which adds and removes it"
        : route.GatewayId == LocalGateway || route.Origin == RouteOrigin.CreateRouteTable ? "made with its route table"
        : null;

    /// <summary>A gateway endpoint leads a service's own list of addresses to itself; to an endpoint of a load balancer, people lead what they like.</summary>
    private static bool IsOfEndpoint(string? gateway, string? destination) =>
        gateway?.StartsWith("vpce-", StringComparison.Ordinal) == true && destination?.StartsWith("pl-", StringComparison.Ordinal) == true;

    private static string? Text(UnmanagedResource resource, string name) => resource.Properties[name] is ScalarValue { Text.Length: > 0 } scalar ? scalar.Text : null;

    private static string? NameIn(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value is { Length: > 0 } name ? name : null;
}
