using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>Of EC2 the lists that tell what networks are made of: whole lists in pages, without filters. What a VPC brings along (a table, a list, a group) is told, too.</summary>
internal sealed class NetworkApi(SandboxCloud cloud)
{
    /// <summary>The namespace of every answer.</summary>
    public const string Xmlns = "http://ec2.amazonaws.com/doc/2016-11-15/";

    private const int PageSize = 1000;
    private static readonly ImmutableHashSet<string> Known = ["Action", "Version", "MaxResults", "NextToken", "PrefixListId"];

    /// <summary>Answers a call.</summary>
    /// <exception cref="SandboxException">InvalidAction: another operation, or less than a whole list.</exception>
    public Reply Answer(CallScope scope, string action, QueryForm form, string requestId)
    {
        var network = new NetworkView(scope, cloud.Read(scope.Account, scope.Region));
        var (set, items) = action switch
        {
            "DescribeVpcs" => ("vpcSet", network.Vpcs()),
            "DescribeSubnets" => ("subnetSet", network.Subnets()),
            "DescribeRouteTables" => ("routeTableSet", network.RouteTables()),
            "DescribeNetworkAcls" => ("networkAclSet", network.NetworkAcls()),
            "DescribeSecurityGroups" => ("securityGroupInfo", network.SecurityGroups()),
            "DescribeNetworkInterfaces" => ("networkInterfaceSet", network.Interfaces()),
            "DescribeVpcPeeringConnections" => ("vpcPeeringConnectionSet", network.Peerings()),
            "DescribeTransitGateways" => ("transitGatewaySet", network.TransitGateways()),
            "DescribeTransitGatewayAttachments" => ("transitGatewayAttachments", network.Attachments()),
            "DescribeVpcEndpoints" => ("vpcEndpointSet", network.Endpoints()),
            "DescribeManagedPrefixLists" => ("prefixListSet", network.PrefixLists()),
            "GetManagedPrefixListEntries" => ("entrySet", network.Entries(form.Require("PrefixListId"))),
            _ => throw new SandboxException("InvalidAction", $"The action {action} is not valid for this web service."),
        };
        if (form.Names.FirstOrDefault(n => !Known.Contains(n)) is { } filter)
            throw new SandboxException("InvalidAction", $"The sandbox answers {action} with the whole list alone; '{filter}' asks for a part of it.");
        var (page, next) = Paging.Cut(action, items, i => i.Elements().First().Value, form["NextToken"], form.Number("MaxResults", PageSize, 1, PageSize));
        return Reply.OfXml(
            new XElement(action + "Response", new XElement("requestId", requestId), new XElement(set, page), next is null ? null : new XElement("nextToken", next)), Xmlns);
    }
}
