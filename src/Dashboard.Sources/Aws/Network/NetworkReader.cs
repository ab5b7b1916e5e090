using Amazon.EC2;
using Amazon.EC2.Model;
using Dashboard.Core.Networks;
using Dashboard.Sources.Aws.Reading;

namespace Dashboard.Sources.Aws.Network;

/// <summary>Asks EC2 for the networks of an account and region, part by part: one that is refused leaves the others.</summary>
internal sealed class NetworkReader(ReadContext context, TimeProvider time)
{
    private const int PageSize = 1000;
    private const int EntriesPageSize = 100;

    /// <summary>Reads every part.</summary>
    public async Task<NetworkFacts> ReadAsync()
    {
        var vpcs = PartAsync(NetworkOperations.Vpcs, NetworkShapes.Vpc, v => v.Id, async (ec2, token, stop) =>
            await ec2.DescribeVpcsAsync(new DescribeVpcsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.Vpcs, page.NextToken) : default);
        var subnets = PartAsync(NetworkOperations.Subnets, NetworkShapes.Subnet, s => s.Id, async (ec2, token, stop) =>
            await ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.Subnets, page.NextToken) : default);
        var tables = PartAsync(NetworkOperations.RouteTables, NetworkShapes.RouteTable, t => t.Id, async (ec2, token, stop) =>
            await ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { MaxResults = EntriesPageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.RouteTables, page.NextToken) : default);
        var acls = PartAsync(NetworkOperations.NetworkAcls, NetworkShapes.NetworkAcl, a => a.Id, async (ec2, token, stop) =>
            await ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.NetworkAcls, page.NextToken) : default);
        var groups = PartAsync(NetworkOperations.SecurityGroups, NetworkShapes.SecurityGroup, g => g.Id, async (ec2, token, stop) =>
            await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.SecurityGroups, page.NextToken) : default);
        var interfaces = PartAsync(NetworkOperations.Interfaces, NetworkShapes.Interface, i => i.Id, async (ec2, token, stop) =>
            await ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.NetworkInterfaces, page.NextToken) : default);
        var peerings = PartAsync(NetworkOperations.Peerings, NetworkShapes.Peering, p => p.Id, async (ec2, token, stop) =>
            await ec2.DescribeVpcPeeringConnectionsAsync(new DescribeVpcPeeringConnectionsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.VpcPeeringConnections, page.NextToken) : default);
        var gateways = PartAsync(NetworkOperations.TransitGateways, NetworkShapes.TransitGateway, g => g.Id, async (ec2, token, stop) =>
            await ec2.DescribeTransitGatewaysAsync(new DescribeTransitGatewaysRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.TransitGateways, page.NextToken) : default);
        var attachments = PartAsync(NetworkOperations.Attachments, NetworkShapes.Attachment, a => a.Id, async (ec2, token, stop) =>
            await ec2.DescribeTransitGatewayAttachmentsAsync(new DescribeTransitGatewayAttachmentsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.TransitGatewayAttachments, page.NextToken) : default);
        var endpoints = PartAsync(NetworkOperations.Endpoints, NetworkShapes.Endpoint, e => e.Id, async (ec2, token, stop) =>
            await ec2.DescribeVpcEndpointsAsync(new DescribeVpcEndpointsRequest { MaxResults = PageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.VpcEndpoints, page.NextToken) : default);
        var lists = PartAsync(NetworkOperations.PrefixLists, NetworkShapes.PrefixList, l => l.Id, async (ec2, token, stop) =>
            await ec2.DescribeManagedPrefixListsAsync(new DescribeManagedPrefixListsRequest { MaxResults = EntriesPageSize, NextToken = token }, stop).ConfigureAwait(false) is var page ? (page.PrefixLists, page.NextToken) : default);
        return new(
            context.Scope,
            await vpcs.ConfigureAwait(false),
            await subnets.ConfigureAwait(false),
            await tables.ConfigureAwait(false),
            await acls.ConfigureAwait(false),
            await groups.ConfigureAwait(false),
            await interfaces.ConfigureAwait(false),
            await peerings.ConfigureAwait(false),
            await gateways.ConfigureAwait(false),
            await attachments.ConfigureAwait(false),
            await endpoints.ConfigureAwait(false),
            await WithEntriesAsync(await lists.ConfigureAwait(false)).ConfigureAwait(false));
    }

    private static string ReaderOf(ReadOperation operation) => "EC2 " + operation.Name;

    private async Task<NetworkPart<TFact>> PartAsync<TItem, TFact>(
        ReadOperation operation, Func<TItem, TFact?> shape, Func<TFact, string> id, Func<AmazonEC2Client, string?, CancellationToken, Task<(List<TItem>? Items, string? Next)>> page)
        where TFact : class
    {
        try
        {
            var found = await ReadContext.PagesAsync(
                async token =>
                {
                    var (items, next) = await context.Ec2Async((ec2, stop) => page(ec2, token, stop)).ConfigureAwait(false);
                    return ((items ?? []).Select(shape).OfType<TFact>().ToList().AsEnumerable(), next);
                },
                id).ConfigureAwait(false);
            return new(ReadOutcome.Read, found.Sort((a, b) => string.CompareOrdinal(id(a), id(b))), null, ReaderOf(operation), time.GetUtcNow());
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var stop = ReadStop.Of(e);
            return new(stop.Outcome, null, stop.Message, ReaderOf(operation), time.GetUtcNow());
        }
    }

    /// <summary>The addresses of every list but AWS's own; one whose entries are refused stays, without them.</summary>
    private async Task<NetworkPart<PrefixListFact>> WithEntriesAsync(NetworkPart<PrefixListFact> lists) => lists.Facts is not { } facts ? lists : lists with
    {
        Facts = [.. await Task.WhenAll(facts.Select(l => l.Owner == PrefixListFact.Aws ? Task.FromResult(l) : WithEntriesAsync(l))).ConfigureAwait(false)],
        ObservedAt = time.GetUtcNow(),
    };

    private async Task<PrefixListFact> WithEntriesAsync(PrefixListFact list)
    {
        try
        {
            var entries = await ReadContext.PagesAsync(
                async token =>
                {
                    var request = new GetManagedPrefixListEntriesRequest { PrefixListId = list.Id, MaxResults = EntriesPageSize, NextToken = token };
                    var page = await context.Ec2Async((ec2, stop) => ec2.GetManagedPrefixListEntriesAsync(request, stop)).ConfigureAwait(false);
                    return ((page.Entries ?? []).Select(e => e.Cidr).OfType<string>().ToList().AsEnumerable(), page.NextToken);
                },
                static cidr => cidr).ConfigureAwait(false);
            return list with { Cidrs = entries.Sort(StringComparer.Ordinal) };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return list with { Detail = ReadStop.Of(e).Message };
        }
    }
}
