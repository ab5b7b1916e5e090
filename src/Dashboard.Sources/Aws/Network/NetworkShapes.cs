using Amazon.EC2;
using Amazon.EC2.Model;
using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;

namespace Dashboard.Sources.Aws.Network;

/// <summary>From EC2's shapes to facts. Every list of theirs may be null; what has no id says nothing.</summary>
internal static class NetworkShapes
{
    /// <summary>The rule of an ACL that is always there, decides last, and is for everywhere.</summary>
    private const int LastRule = 32767;

    public static VpcFact? Vpc(Vpc vpc) => vpc.VpcId is null ? null : new(
        vpc.VpcId,
        vpc.OwnerId ?? "",
        NameIn(vpc.Tags),
        [
            .. (vpc.CidrBlockAssociationSet ?? []).Where(a => IsThere(a.CidrBlockState?.State?.Value)).Select(a => a.CidrBlock).Append(vpc.CidrBlock).OfType<string>().Distinct().Order(StringComparer.Ordinal),
            .. (vpc.Ipv6CidrBlockAssociationSet ?? []).Where(a => IsThere(a.Ipv6CidrBlockState?.State?.Value)).Select(a => a.Ipv6CidrBlock).OfType<string>().Distinct().Order(StringComparer.Ordinal),
        ],
        vpc.IsDefault == true);

    public static SubnetFact? Subnet(Subnet subnet) => subnet.SubnetId is null ? null : new(
        subnet.SubnetId,
        subnet.VpcId ?? "",
        subnet.OwnerId ?? "",
        NameIn(subnet.Tags),
        [
            .. new[] { subnet.CidrBlock }.OfType<string>(),
            .. (subnet.Ipv6CidrBlockAssociationSet ?? []).Where(a => IsThere(a.Ipv6CidrBlockState?.State?.Value)).Select(a => a.Ipv6CidrBlock).OfType<string>().Order(StringComparer.Ordinal),
        ],
        subnet.MapPublicIpOnLaunch == true);

    public static RouteTableFact? RouteTable(RouteTable table) => table.RouteTableId is null ? null : new(
        table.RouteTableId,
        table.VpcId ?? "",
        table.OwnerId ?? "",
        (table.Associations ?? []).Exists(a => a.Main == true),
        Ids((table.Associations ?? []).Select(a => a.SubnetId)),
        Ids((table.Associations ?? []).Select(a => a.GatewayId)),
        [.. (table.Routes ?? []).Select(Route).OfType<RouteFact>().OrderBy(r => r.Destination, StringComparer.Ordinal)]);

    public static NetworkAclFact? NetworkAcl(NetworkAcl acl) => acl.NetworkAclId is null ? null : new(
        acl.NetworkAclId,
        acl.VpcId ?? "",
        acl.OwnerId ?? "",
        acl.IsDefault == true,
        Ids((acl.Associations ?? []).Select(a => a.SubnetId)),
        [
            .. (acl.Entries ?? [])
                .Select(e => new NetworkAclRule(
                    e.RuleNumber ?? 0, e.Egress == true, e.RuleAction == RuleAction.Allow,
                    new Traffic(e.Protocol ?? "-1", e.PortRange?.From ?? Icmp(e.IcmpTypeCode?.Type), e.PortRange?.To ?? Icmp(e.IcmpTypeCode?.Code)), e.CidrBlock ?? e.Ipv6CidrBlock ?? (e.RuleNumber == LastRule ? "0.0.0.0/0" : "")))
                .OrderBy(r => r.IsOutgoing).ThenBy(r => r.Number).ThenBy(r => r.Cidr, StringComparer.Ordinal),
        ]);

    public static SecurityGroupFact? SecurityGroup(SecurityGroup group) => group.GroupId is null ? null : new(
        group.GroupId,
        group.GroupName ?? "",
        Text(group.VpcId),
        group.OwnerId ?? "",
        [.. (group.IpPermissions ?? []).SelectMany(p => Rules(p, false)), .. (group.IpPermissionsEgress ?? []).SelectMany(p => Rules(p, true))]);

    public static NetworkInterfaceFact? Interface(NetworkInterface found) => found.NetworkInterfaceId is null ? null : new(
        found.NetworkInterfaceId,
        found.VpcId ?? "",
        found.SubnetId ?? "",
        found.OwnerId ?? "",
        found.InterfaceType?.Value ?? "interface",
        Ids((found.PrivateIpAddresses ?? []).Select(a => a.PrivateIpAddress).Append(found.PrivateIpAddress).Concat((found.Ipv6Addresses ?? []).Select(a => a.Ipv6Address))),
        Ids((found.PrivateIpAddresses ?? []).Select(a => a.Association?.PublicIp).Append(found.Association?.PublicIp)),
        Ids((found.Groups ?? []).Select(g => g.GroupId)),
        Text(found.Attachment?.InstanceId),
        found.RequesterManaged == true ? Text(found.RequesterId) ?? "a service" : null,
        found.SourceDestCheck == false);

    public static PeeringFact? Peering(VpcPeeringConnection peering) =>
        peering.VpcPeeringConnectionId is null || peering.Status?.Code?.Value is "deleted" or "rejected" or "expired" or "failed" ? null : new(
            peering.VpcPeeringConnectionId, peering.Status?.Code?.Value ?? "", Side(peering.RequesterVpcInfo), Side(peering.AccepterVpcInfo));

    public static TransitGatewayFact? TransitGateway(TransitGateway gateway) => gateway.TransitGatewayId is null || gateway.State?.Value == "deleted" ? null : new(
        gateway.TransitGatewayId,
        gateway.OwnerId ?? "",
        gateway.State?.Value ?? "",
        gateway.Options?.AutoAcceptSharedAttachments?.Value == "enable",
        gateway.Options?.DefaultRouteTableAssociation?.Value == "enable" || gateway.Options?.DefaultRouteTablePropagation?.Value == "enable");

    public static TransitGatewayAttachmentFact? Attachment(TransitGatewayAttachment attachment) => attachment.TransitGatewayAttachmentId is null || attachment.State?.Value == "deleted" ? null : new(
        attachment.TransitGatewayAttachmentId,
        attachment.TransitGatewayId ?? "",
        attachment.TransitGatewayOwnerId ?? "",
        attachment.ResourceType?.Value ?? "",
        attachment.ResourceId ?? "",
        attachment.ResourceOwnerId ?? "",
        attachment.State?.Value ?? "",
        Text(attachment.Association?.TransitGatewayRouteTableId));

    public static VpcEndpointFact? Endpoint(VpcEndpoint endpoint) => endpoint.VpcEndpointId is null ? null : new(
        endpoint.VpcEndpointId,
        endpoint.VpcId ?? "",
        endpoint.OwnerId ?? "",
        endpoint.VpcEndpointType?.Value ?? "",
        endpoint.ServiceName ?? "",
        endpoint.State?.Value ?? "",
        Ids(endpoint.SubnetIds ?? []),
        Ids(endpoint.RouteTableIds ?? []),
        Ids((endpoint.Groups ?? []).Select(g => g.GroupId)),
        Text(endpoint.PolicyDocument) is { } policy ? CredentialDetector.Shown(policy) : null);

    public static PrefixListFact? PrefixList(ManagedPrefixList list) => list.PrefixListId is null ? null : new(list.PrefixListId, list.PrefixListName ?? "", list.OwnerId ?? "", null, null);

    private static PeeringSide Side(VpcPeeringConnectionVpcInfo? side) => new(
        side?.OwnerId ?? "",
        side?.Region ?? "",
        side?.VpcId ?? "",
        Ids((side?.CidrBlockSet ?? []).Select(c => c.Cidr).Append(side?.CidrBlock).Concat((side?.Ipv6CidrBlockSet ?? []).Select(c => c.Value))));

    private static RouteFact? Route(Route route) => Reading.Ec2.RouteReader.Destination(route) is not { } destination ? null : new(
        destination,
        // An instance is told beside its interface, and the interface is what takes the traffic.
        Text(route.GatewayId) ?? Text(route.NatGatewayId) ?? Text(route.TransitGatewayId) ?? Text(route.VpcPeeringConnectionId) ?? Text(route.NetworkInterfaceId) ?? Text(route.InstanceId)
            ?? Text(route.EgressOnlyInternetGatewayId) ?? Text(route.CarrierGatewayId) ?? Text(route.LocalGatewayId) ?? Text(route.CoreNetworkArn) ?? Text(route.OdbNetworkArn),
        route.State?.Value != "blackhole",
        route.Origin == RouteOrigin.EnableVgwRoutePropagation);

    /// <summary>A permission holds every peer of one protocol and ports.</summary>
    private static IEnumerable<GroupRule> Rules(IpPermission permission, bool isOutgoing)
    {
        var traffic = new Traffic(permission.IpProtocol ?? "-1", Icmp(permission.FromPort), Icmp(permission.ToPort));
        GroupRule Rule(string peer) => new(isOutgoing, traffic, peer, null, null, null);
        return (permission.Ipv4Ranges ?? []).Select(r => Rule(r.CidrIp)).Concat((permission.Ipv6Ranges ?? []).Select(r => Rule(r.CidrIpv6))).Concat((permission.PrefixListIds ?? []).Select(l => Rule(l.Id)))
            .Concat((permission.UserIdGroupPairs ?? []).Select(g => new GroupRule(isOutgoing, traffic, g.GroupId ?? g.GroupName ?? "", Text(g.UserId), Text(g.VpcId), Text(g.VpcPeeringConnectionId))));
    }

    private static ImmutableArray<string> Ids(IEnumerable<string?> ids) => [.. ids.Where(i => !string.IsNullOrEmpty(i)).OfType<string>().Distinct().Order(StringComparer.Ordinal)];

    private static int? Icmp(int? value) => value is -1 ? null : value;

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static bool IsThere(string? state) => state is null or "associated" or "associating";

    /// <summary>A tag is a free text: one that looks like a credential is no name.</summary>
    private static string? NameIn(List<Tag>? tags) => tags?.Find(t => t.Key == "Name")?.Value is { Length: > 0 } name && !CredentialDetector.LooksLikeCredential("", name) ? name : null;
}
