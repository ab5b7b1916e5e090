using System.Xml.Linq;
using Dashboard.Sandbox.Cloud;

namespace Dashboard.Sandbox.Http;

/// <summary>The networks of a region in EC2's words: each list in order of id, and of each item the id first.</summary>
internal sealed class NetworkView(CallScope scope, RegionState state)
{
    private const string Everywhere = "0.0.0.0/0";

    // In, and out.
    private static readonly bool[] Ways = [false, true];

    public IEnumerable<XElement> Vpcs() => Of("VPC").Select(v => Item(
        E("vpcId", v.PhysicalId), E("ownerId", scope.Account), E("state", "available"), E("cidrBlock", Text(v, "CidrBlock")), E("isDefault", "false"), Tags(v)));

    public IEnumerable<XElement> Subnets() => Of("Subnet").Select(s => Item(
        E("subnetId", s.PhysicalId), E("vpcId", Text(s, "VpcId")), E("ownerId", scope.Account), E("state", "available"), E("cidrBlock", Text(s, "CidrBlock")),
        E("availabilityZone", Text(s, "AvailabilityZone")), E("mapPublicIpOnLaunch", Text(s, "MapPublicIpOnLaunch") ?? "false"), Tags(s)));

    public IEnumerable<XElement> RouteTables() => Of("RouteTable").Select(t => Table(t.PhysicalId, Text(t, "VpcId"), isMain: false, Tags(t)))
        .Concat(Of("VPC").Select(v => Table(v.PhysicalId.Replace("vpc-", "rtb-", StringComparison.Ordinal), v.PhysicalId, isMain: true, null)))
        .OrderBy(t => t.Element("routeTableId")!.Value, StringComparer.Ordinal);

    public IEnumerable<XElement> NetworkAcls() => Of("NetworkAcl").Select(a => Acl(a.PhysicalId, Text(a, "VpcId"), isDefault: false))
        .Concat(Of("VPC").Select(v => Acl(Text(v, "DefaultNetworkAcl")!, v.PhysicalId, isDefault: true)))
        .OrderBy(a => a.Element("networkAclId")!.Value, StringComparer.Ordinal);

    public IEnumerable<XElement> SecurityGroups() => Of("SecurityGroup").Select(g => Group(
            g.PhysicalId, Text(g, "GroupName"), Text(g, "VpcId"),
            Items(g, "SecurityGroupIngress").Concat(Of("SecurityGroupIngress").Where(r => Text(r, "GroupId") == g.PhysicalId).Select(r => r.Properties)),
            Items(g, "SecurityGroupEgress").Concat(Of("SecurityGroupEgress").Where(r => Text(r, "GroupId") == g.PhysicalId).Select(r => r.Properties)).ToList() is { Count: > 0 } egress ? egress : [Anything]))
        .Concat(Of("VPC").Select(v => Group(
            Text(v, "DefaultSecurityGroup")!, "default", v.PhysicalId, [MapValue.Of(("IpProtocol", new ScalarValue("-1")), ("SourceSecurityGroupId", new ScalarValue(Text(v, "DefaultSecurityGroup")!)))], [Anything])))
        .OrderBy(g => g.Element("groupId")!.Value, StringComparer.Ordinal);

    public IEnumerable<XElement> Interfaces() => Of("NetworkInterface").Select(i => Interface(i.PhysicalId, i, "interface", Texts(i, "GroupSet")))
        .Concat(Of("NatGateway").Select(n => Interface(n.PhysicalId.Replace("nat-", "eni-", StringComparison.Ordinal), n, "nat_gateway", [])))
        .OrderBy(i => i.Element("networkInterfaceId")!.Value, StringComparer.Ordinal);

    public IEnumerable<XElement> Peerings() => Of("VPCPeeringConnection").Select(p => Item(
        E("vpcPeeringConnectionId", p.PhysicalId), new XElement("status", E("code", "active")),
        Side("requesterVpcInfo", Text(p, "VpcId"), scope.Account, scope.Region),
        Side("accepterVpcInfo", Text(p, "PeerVpcId"), Text(p, "PeerOwnerId") ?? scope.Account, Text(p, "PeerRegion") ?? scope.Region)));

    public IEnumerable<XElement> TransitGateways() => Of("TransitGateway").Select(g => Item(
        E("transitGatewayId", g.PhysicalId), E("ownerId", scope.Account), E("state", "available"),
        new XElement(
            "options", E("autoAcceptSharedAttachments", Text(g, "AutoAcceptSharedAttachments") ?? "disable"), E("defaultRouteTableAssociation", Text(g, "DefaultRouteTableAssociation") ?? "enable"),
            E("defaultRouteTablePropagation", Text(g, "DefaultRouteTablePropagation") ?? "enable"))));

    public IEnumerable<XElement> Attachments() => Of("TransitGatewayAttachment").Concat(Of("TransitGatewayVpcAttachment")).OrderBy(a => a.PhysicalId, StringComparer.Ordinal).Select(a => Item(
        E("transitGatewayAttachmentId", a.PhysicalId), E("transitGatewayId", Text(a, "TransitGatewayId")), E("transitGatewayOwnerId", scope.Account), E("resourceOwnerId", scope.Account),
        E("resourceType", "vpc"), E("resourceId", Text(a, "VpcId")), E("state", "available")));

    public IEnumerable<XElement> Endpoints() => Of("VPCEndpoint").Select(e => Item(
        E("vpcEndpointId", e.PhysicalId), E("vpcEndpointType", Text(e, "VpcEndpointType") ?? "Gateway"), E("vpcId", Text(e, "VpcId")), E("serviceName", Text(e, "ServiceName")), E("state", "available"),
        E("ownerId", scope.Account), E("policyDocument", e.Properties["PolicyDocument"] is MapValue policy ? JsonValues.Write(policy) : null),
        new XElement("routeTableIdSet", Texts(e, "RouteTableIds").Select(i => E("item", i))), new XElement("subnetIdSet", Texts(e, "SubnetIds").Select(i => E("item", i))),
        new XElement("groupSet", Texts(e, "SecurityGroupIds").Select(i => Item(E("groupId", i))))));

    public IEnumerable<XElement> PrefixLists() => Of("PrefixList").Select(l => Item(
        E("prefixListId", l.PhysicalId), E("prefixListName", Text(l, "PrefixListName")), E("ownerId", scope.Account), E("state", "create-complete")));

    /// <exception cref="SandboxException">InvalidPrefixListID.NotFound.</exception>
    public IEnumerable<XElement> Entries(string list) => Of("PrefixList").FirstOrDefault(l => l.PhysicalId == list) is { } found
        ? Items(found, "Entries").Select(e => Item(E("cidr", Text(e, "Cidr")), E("description", Text(e, "Description")))).OrderBy(i => i.Value, StringComparer.Ordinal)
        : throw new SandboxException("InvalidPrefixListID.NotFound", $"The prefix list ID '{list}' does not exist");

    private static MapValue Anything { get; } = MapValue.Of(("IpProtocol", new ScalarValue("-1")), ("CidrIp", new ScalarValue(Everywhere)));

    private XElement Table(string id, string? vpc, bool isMain, XElement? tags) => Item(
        E("routeTableId", id), E("vpcId", vpc), E("ownerId", scope.Account),
        new XElement(
            "routeSet",
            Of("VPC").Where(v => v.PhysicalId == vpc).Select(v => Item(E("destinationCidrBlock", Text(v, "CidrBlock")), E("gatewayId", "local"), E("state", "active"), E("origin", "CreateRouteTable")))
                .Concat(Of("Route").Where(r => Text(r, "RouteTableId") == id).Select(Route))),
        new XElement(
            "associationSet",
            isMain ? [Item(E("routeTableAssociationId", id.Replace("rtb-", "rtbassoc-", StringComparison.Ordinal)), E("routeTableId", id), E("main", "true"))]
                : Of("SubnetRouteTableAssociation").Where(a => Text(a, "RouteTableId") == id).Select(a => Item(
                    E("routeTableAssociationId", a.PhysicalId), E("routeTableId", id), E("subnetId", Text(a, "SubnetId")), E("main", "false")))),
        tags);

    private static XElement Route(LiveEntry route) => Item(
        E("destinationCidrBlock", Text(route, "DestinationCidrBlock")), E("destinationIpv6CidrBlock", Text(route, "DestinationIpv6CidrBlock")), E("destinationPrefixListId", Text(route, "DestinationPrefixListId")),
        E("gatewayId", Text(route, "GatewayId") ?? Text(route, "VpcEndpointId")), E("natGatewayId", Text(route, "NatGatewayId")), E("transitGatewayId", Text(route, "TransitGatewayId")),
        E("vpcPeeringConnectionId", Text(route, "VpcPeeringConnectionId")), E("networkInterfaceId", Text(route, "NetworkInterfaceId")), E("instanceId", Text(route, "InstanceId")),
        E("state", "active"), E("origin", "CreateRoute"));

    private XElement Acl(string id, string? vpc, bool isDefault) => Item(
        E("networkAclId", id), E("vpcId", vpc), E("ownerId", scope.Account), E("default", isDefault ? "true" : "false"),
        new XElement(
            "entrySet",
            (isDefault ? Ways.Select(egress => Rule(100, egress, "allow", "-1", Everywhere, null, null)) : Of("NetworkAclEntry").Where(e => Text(e, "NetworkAclId") == id).Select(Rule))
                .Concat(Ways.Select(egress => Rule(32767, egress, "deny", "-1", Everywhere, null, null)))),
        new XElement(
            "associationSet",
            Of("SubnetNetworkAclAssociation").Where(a => Text(a, "NetworkAclId") == id).Select(a => Item(E("networkAclAssociationId", a.PhysicalId), E("networkAclId", id), E("subnetId", Text(a, "SubnetId"))))));

    private static XElement Rule(LiveEntry entry)
    {
        var ports = entry.Properties["PortRange"] as MapValue ?? MapValue.Empty;
        return Rule(
            int.Parse(Text(entry, "RuleNumber")!, System.Globalization.CultureInfo.InvariantCulture), Text(entry, "Egress") == "true", Text(entry, "RuleAction")!, Text(entry, "Protocol")!,
            Text(entry, "CidrBlock") ?? Text(entry, "Ipv6CidrBlock")!, Text(ports, "From"), Text(ports, "To"));
    }

    private static XElement Rule(int number, bool isEgress, string action, string protocol, string cidr, string? from, string? to) => Item(
        new XElement("ruleNumber", number), E("protocol", protocol), E("ruleAction", action), E("egress", isEgress ? "true" : "false"), E("cidrBlock", cidr),
        from is null ? null : new XElement("portRange", E("from", from), E("to", to)));

    private XElement Group(string id, string? name, string? vpc, IEnumerable<MapValue> ingress, IEnumerable<MapValue> egress) => Item(
        E("groupId", id), E("groupName", name), E("vpcId", vpc), E("ownerId", scope.Account),
        new XElement("ipPermissions", ingress.Select(r => Permission(r, "Source"))), new XElement("ipPermissionsEgress", egress.Select(r => Permission(r, "Destination"))));

    private XElement Permission(MapValue rule, string peer) => Item(
        E("ipProtocol", Text(rule, "IpProtocol")), E("fromPort", Text(rule, "FromPort")), E("toPort", Text(rule, "ToPort")),
        One("ipRanges", "cidrIp", Text(rule, "CidrIp")), One("ipv6Ranges", "cidrIpv6", Text(rule, "CidrIpv6")), One("prefixListIds", "prefixListId", Text(rule, $"{peer}PrefixListId")),
        Text(rule, $"{peer}SecurityGroupId") is { } group ? new XElement("groups", Item(E("groupId", group), E("userId", Text(rule, "SourceSecurityGroupOwnerId") ?? scope.Account))) : null);

    private XElement Interface(string id, LiveEntry entry, string kind, IEnumerable<string> groups) => Item(
        E("networkInterfaceId", id), E("subnetId", Text(entry, "SubnetId")), E("vpcId", Of("Subnet").Where(s => s.PhysicalId == Text(entry, "SubnetId")).Select(s => Text(s, "VpcId")).FirstOrDefault()),
        E("ownerId", scope.Account), E("interfaceType", kind), E("sourceDestCheck", kind == "interface" ? "true" : "false"), E("privateIpAddress", Text(entry, "PrivateIpAddress")),
        new XElement("groupSet", groups.Select(g => Item(E("groupId", g)))));

    private XElement Side(string name, string? vpc, string account, string region) => new(
        name, E("ownerId", account), E("vpcId", vpc), E("region", region), E("cidrBlock", account == scope.Account ? Of("VPC").Where(v => v.PhysicalId == vpc).Select(v => Text(v, "CidrBlock")).FirstOrDefault() : null));

    /// <summary>The live resources of a type, by physical id.</summary>
    private IEnumerable<LiveEntry> Of(string type) => state.Live.Values.Where(l => l.Key.Type == "AWS::EC2::" + type).OrderBy(l => l.PhysicalId, StringComparer.Ordinal);

    private static XElement Tags(LiveEntry entry) => new("tagSet", Items(entry, "Tags").Select(t => Item(E("key", Text(t, "Key")), E("value", Text(t, "Value")))));

    private static XElement Item(params object?[] content) => new("item", content);

    private static XElement? E(string name, string? value) => value is null ? null : new XElement(name, value);

    private static XElement? One(string set, string name, string? value) => value is null ? null : new XElement(set, Item(E(name, value)));

    private static string? Text(LiveEntry entry, string property) => Text(entry.Properties, property);

    private static string? Text(MapValue map, string property) => map[property] is ScalarValue { Kind: not ScalarKind.Null } scalar ? scalar.Text : null;

    private static IEnumerable<MapValue> Items(LiveEntry entry, string property) => (entry.Properties[property] as ListValue)?.Items.OfType<MapValue>() ?? [];

    private static IEnumerable<string> Texts(LiveEntry entry, string property) => (entry.Properties[property] as ListValue)?.Items.OfType<ScalarValue>().Select(s => s.Text) ?? [];
}
