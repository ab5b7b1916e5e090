using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Of EC2 the lists that tell what networks are made of: whole lists in pages, without filters. What a VPC brings along (a table, a list, a group) is told, too.</summary>
internal sealed class NetworkApi(SandboxCloud cloud)
{
    /// <summary>The namespace of every answer.</summary>
    public const string Xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private const int PageSize = 1000;

    private static readonly ImmutableSortedDictionary<string, (string Set, Func<NetworkView, QueryForm, IEnumerable<XElement>> Items)> Table = new Dictionary<string, (string Set, Func<NetworkView, QueryForm, IEnumerable<XElement>> Items)>
    {
        ["DescribeVpcs"] = ("vpcSet", static (network, _) => network.Vpcs()),
        ["DescribeSubnets"] = ("subnetSet", static (network, _) => network.Subnets()),
        ["DescribeRouteTables"] = ("routeTableSet", static (network, _) => network.RouteTables()),
        ["DescribeNetworkAcls"] = ("networkAclSet", static (network, _) => network.NetworkAcls()),
        ["DescribeSecurityGroups"] = ("securityGroupInfo", static (network, _) => network.SecurityGroups()),
        ["DescribeNetworkInterfaces"] = ("networkInterfaceSet", static (network, _) => network.Interfaces()),
        ["DescribeVpcPeeringConnections"] = ("vpcPeeringConnectionSet", static (network, _) => network.Peerings()),
        ["DescribeTransitGateways"] = ("transitGatewaySet", static (network, _) => network.TransitGateways()),
        ["DescribeTransitGatewayAttachments"] = ("transitGatewayAttachments", static (network, _) => network.Attachments()),
        ["DescribeVpcEndpoints"] = ("vpcEndpointSet", static (network, _) => network.Endpoints()),
        ["DescribeManagedPrefixLists"] = ("prefixListSet", static (network, _) => network.PrefixLists()),
        ["GetManagedPrefixListEntries"] = ("entrySet", static (network, form) => network.Entries(form.Require("PrefixListId"))),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static readonly ImmutableHashSet<string> Known = ["Action", "Version", "MaxResults", "NextToken", "PrefixListId"];

    /// <summary>What it answers.</summary>
    public static IEnumerable<string> Operations => Table.Keys;

    /// <summary>Answers a call.</summary>
    /// <exception cref="SandboxException">InvalidAction: another operation, or less than a whole list.</exception>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        var network = new NetworkView(scope, cloud.Read(scope.Account, scope.Region));
        if (!Table.TryGetValue(action, out var list))
            throw new SandboxException("InvalidAction", $"The action {action} is not valid for this web service.");
        var (set, items) = (list.Set, list.Items(network, form));
        if (form.Names.FirstOrDefault(n => !Known.Contains(n)) is { } filter)
            throw new SandboxException("InvalidAction", $"The sandbox answers {action} with the whole list alone; '{filter}' asks for a part of it.");
        var (page, next) = Paging.Cut(action, items, i => i.Elements().First().Value, form["NextToken"], form.Number("MaxResults", PageSize, 1, PageSize));
        return Reply.OfXml(
            new XElement(action + "Response", new XElement("requestId", requestId), new XElement(set, page), next is null ? null : new XElement("nextToken", next)), Xmlns);
    }
}
