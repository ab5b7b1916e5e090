namespace Dashboard.Core.Networks;

/// <summary>The networks of one account and region as their service tells them: facts alone, without a judgement on what may reach what.</summary>
/// <param name="Scope">The account and region.</param>
/// <param name="Vpcs">The VPCs; also those that another account shares with this one.</param>
/// <param name="Subnets">The subnets.</param>
/// <param name="RouteTables">The route tables with their routes.</param>
/// <param name="NetworkAcls">The network ACLs with their rules.</param>
/// <param name="SecurityGroups">The security groups with their rules.</param>
/// <param name="Interfaces">The network interfaces: what has an address.</param>
/// <param name="Peerings">The peering connections that are there or waited for, of which the account has one side at least.</param>
/// <param name="TransitGateways">The transit gateways that the account has or was given.</param>
/// <param name="Attachments">What hangs on transit gateways.</param>
/// <param name="Endpoints">The VPC endpoints.</param>
/// <param name="PrefixLists">The prefix lists, those that AWS keeps among them.</param>
public sealed record NetworkFacts(
    AccountRegion Scope,
    NetworkPart<VpcFact> Vpcs,
    NetworkPart<SubnetFact> Subnets,
    NetworkPart<RouteTableFact> RouteTables,
    NetworkPart<NetworkAclFact> NetworkAcls,
    NetworkPart<SecurityGroupFact> SecurityGroups,
    NetworkPart<NetworkInterfaceFact> Interfaces,
    NetworkPart<PeeringFact> Peerings,
    NetworkPart<TransitGatewayFact> TransitGateways,
    NetworkPart<TransitGatewayAttachmentFact> Attachments,
    NetworkPart<VpcEndpointFact> Endpoints,
    NetworkPart<PrefixListFact> PrefixLists)
{
    /// <summary>Every part, by the word that people know it by, in the order of this record.</summary>
    public ImmutableArray<(string Name, INetworkPart Part)> Parts =>
    [
        ("VPCs", Vpcs), ("subnets", Subnets), ("route tables", RouteTables), ("network ACLs", NetworkAcls), ("security groups", SecurityGroups), ("network interfaces", Interfaces),
        ("peering connections", Peerings), ("transit gateways", TransitGateways), ("transit gateway attachments", Attachments), ("VPC endpoints", Endpoints), ("prefix lists", PrefixLists),
    ];

    /// <summary>The networks of an account and region of which nothing was read.</summary>
    public static NetworkFacts Unread(AccountRegion scope, ReadOutcome outcome, string? detail, string reader, DateTimeOffset at)
    {
        NetworkPart<T> Part<T>() => new(outcome, null, detail, reader, at);
        return new(
            scope, Part<VpcFact>(), Part<SubnetFact>(), Part<RouteTableFact>(), Part<NetworkAclFact>(), Part<SecurityGroupFact>(), Part<NetworkInterfaceFact>(), Part<PeeringFact>(),
            Part<TransitGatewayFact>(), Part<TransitGatewayAttachmentFact>(), Part<VpcEndpointFact>(), Part<PrefixListFact>());
    }

    /// <summary>Whether every part was read, so that what is not there is not there.</summary>
    public bool IsWhole => Parts.All(p => p.Part.Outcome == ReadOutcome.Read) && (PrefixLists.Facts ?? []).All(l => l.IsWhole());
}

/// <summary>What is known of a part of networks, whatever its facts are.</summary>
public interface INetworkPart
{
    /// <summary>How reading it ended.</summary>
    ReadOutcome Outcome { get; }

    /// <summary>Why it was not read, or null.</summary>
    string? Detail { get; }

    /// <summary>Who was asked: "EC2 DescribeVpcs".</summary>
    string Reader { get; }

    /// <summary>When the last answer came.</summary>
    DateTimeOffset ObservedAt { get; }

    /// <summary>How many facts there are; null where it was not read.</summary>
    int? Count { get; }
}

/// <summary>One part of networks: every fact of it was told by one reader at one time, or none was.</summary>
/// <param name="Outcome">How reading it ended.</param>
/// <param name="Facts">In order of id; null unless read: then nobody knows whether there is any.</param>
/// <param name="Detail">Why it was not read, or null.</param>
/// <param name="Reader">Who was asked: "EC2 DescribeVpcs".</param>
/// <param name="ObservedAt">When the last answer came.</param>
public sealed record NetworkPart<T>(ReadOutcome Outcome, ImmutableArray<T>? Facts, string? Detail, string Reader, DateTimeOffset ObservedAt) : INetworkPart
{
    /// <inheritdoc />
    public int? Count => Facts?.Length;
}

/// <summary>A VPC.</summary>
/// <param name="Id">"vpc-…".</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Name">Its Name tag, or null.</param>
/// <param name="Cidrs">Its address ranges, IPv6 after IPv4; those that are being taken away are left out.</param>
/// <param name="IsDefault">Whether it came with the account.</param>
public sealed record VpcFact(string Id, string Owner, string? Name, ImmutableArray<string> Cidrs, bool IsDefault);

/// <summary>A subnet.</summary>
/// <param name="Id">"subnet-…".</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Name">Its Name tag, or null.</param>
/// <param name="Cidrs">Its address ranges.</param>
/// <param name="GivesPublicAddresses">Whether what starts in it gets a public address.</param>
public sealed record SubnetFact(string Id, string VpcId, string Owner, string? Name, ImmutableArray<string> Cidrs, bool GivesPublicAddresses);

/// <summary>A route table.</summary>
/// <param name="Id">"rtb-…".</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="IsMain">Whether it holds for every subnet of the VPC that no other table is associated with.</param>
/// <param name="SubnetIds">The subnets that it is associated with.</param>
/// <param name="GatewayIds">The gateways whose incoming traffic it routes.</param>
/// <param name="Routes">Its routes, in order of destination.</param>
public sealed record RouteTableFact(string Id, string VpcId, string Owner, bool IsMain, ImmutableArray<string> SubnetIds, ImmutableArray<string> GatewayIds, ImmutableArray<RouteFact> Routes);

/// <summary>A route.</summary>
/// <param name="Destination">An address range, or the id of a prefix list.</param>
/// <param name="Target">"local", or the id of what takes the traffic: "igw-…", "nat-…", "tgw-…", "pcx-…", "vpce-…", "eni-…", a core network's ARN; null where the service names none.</param>
/// <param name="IsActive">Whether it works: one whose target is gone is a blackhole.</param>
/// <param name="IsPropagated">Whether a gateway put it there.</param>
public sealed record RouteFact(string Destination, string? Target, bool IsActive, bool IsPropagated);

/// <summary>A network ACL.</summary>
/// <param name="Id">"acl-…".</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="IsDefault">Whether it holds for subnets that no other is associated with.</param>
/// <param name="SubnetIds">The subnets that it holds for.</param>
/// <param name="Rules">First the incoming ones, each way in the order in which they are tried.</param>
public sealed record NetworkAclFact(string Id, string VpcId, string Owner, bool IsDefault, ImmutableArray<string> SubnetIds, ImmutableArray<NetworkAclRule> Rules);

/// <summary>A rule of a network ACL.</summary>
/// <param name="Number">The lowest that fits decides.</param>
/// <param name="IsOutgoing">Whether it is for what leaves the subnet.</param>
/// <param name="Allows">Whether it lets through.</param>
/// <param name="Traffic">Which traffic.</param>
/// <param name="Cidr">From where, or to where; empty where the service does not say.</param>
public sealed record NetworkAclRule(int Number, bool IsOutgoing, bool Allows, Traffic Traffic, string Cidr);

/// <summary>Protocol and ports.</summary>
/// <param name="Protocol">As the service writes it: "-1" is every protocol, a group's rule says "tcp", an ACL's "6".</param>
/// <param name="FromPort">The first port, or ICMP type; null where all are meant.</param>
/// <param name="ToPort">The last port, or ICMP code; null where all are meant.</param>
public sealed record Traffic(string Protocol, int? FromPort, int? ToPort);

/// <summary>A security group.</summary>
/// <param name="Id">"sg-…".</param>
/// <param name="Name">Its name, which is unique in its VPC.</param>
/// <param name="VpcId">Its VPC; null where it is of EC2 before VPCs.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Rules">First the incoming ones.</param>
public sealed record SecurityGroupFact(string Id, string Name, string? VpcId, string Owner, ImmutableArray<GroupRule> Rules);

/// <summary>What a rule of a security group lets through, from or to one peer.</summary>
/// <param name="IsOutgoing">Whether it is for what leaves.</param>
/// <param name="Traffic">Which traffic.</param>
/// <param name="Peer">An address range, or the id of a prefix list or of a security group.</param>
/// <param name="PeerAccount">Of a security group, whose it is, where the service says so; else null.</param>
/// <param name="PeerVpcId">Of a security group across a peering, its VPC; else null.</param>
/// <param name="PeeringId">Of a security group across a peering, the connection; else null.</param>
public sealed record GroupRule(bool IsOutgoing, Traffic Traffic, string Peer, string? PeerAccount, string? PeerVpcId, string? PeeringId);

/// <summary>A network interface.</summary>
/// <param name="Id">"eni-…".</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="SubnetId">Its subnet.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Kind">As the service calls it: "interface", "nat_gateway", "lambda", "vpc_endpoint".</param>
/// <param name="PrivateAddresses">Its addresses in the subnet, IPv6 ones among them.</param>
/// <param name="PublicAddresses">Its public addresses.</param>
/// <param name="SecurityGroupIds">Its security groups.</param>
/// <param name="InstanceId">The instance that it is attached to, or null.</param>
/// <param name="Requester">The service or account that made it for somebody ("amazon-elb"); null where its owner did.</param>
/// <param name="ForwardsTraffic">Whether it takes traffic that is not for it, as a router does.</param>
public sealed record NetworkInterfaceFact(
    string Id,
    string VpcId,
    string SubnetId,
    string Owner,
    string Kind,
    ImmutableArray<string> PrivateAddresses,
    ImmutableArray<string> PublicAddresses,
    ImmutableArray<string> SecurityGroupIds,
    string? InstanceId,
    string? Requester,
    bool ForwardsTraffic);

/// <summary>A peering connection.</summary>
/// <param name="Id">"pcx-…".</param>
/// <param name="State">As the service says it: "active", "pending-acceptance".</param>
/// <param name="Requester">The side that asked for it.</param>
/// <param name="Accepter">The other side.</param>
public sealed record PeeringFact(string Id, string State, PeeringSide Requester, PeeringSide Accepter);

/// <summary>A side of a peering connection. Of a side in another account, its ranges are known once the connection is accepted.</summary>
/// <param name="Account">The account.</param>
/// <param name="Region">The region.</param>
/// <param name="VpcId">The VPC.</param>
/// <param name="Cidrs">Its address ranges as far as this side is told.</param>
public sealed record PeeringSide(string Account, string Region, string VpcId, ImmutableArray<string> Cidrs);

/// <summary>A transit gateway.</summary>
/// <param name="Id">"tgw-…".</param>
/// <param name="Owner">The account that it belongs to; another one shares it.</param>
/// <param name="State">"available".</param>
/// <param name="AttachesAtOnce">Whether attachments of other accounts are accepted by themselves.</param>
/// <param name="SharesByDefault">Whether what is attached is associated with, or propagated to, one default route table: then all that is attached may reach each other.</param>
public sealed record TransitGatewayFact(string Id, string Owner, string State, bool AttachesAtOnce, bool SharesByDefault);

/// <summary>What hangs on a transit gateway.</summary>
/// <param name="Id">"tgw-attach-…".</param>
/// <param name="TransitGatewayId">The gateway.</param>
/// <param name="GatewayOwner">Whose the gateway is.</param>
/// <param name="Kind">"vpc", "vpn", "peering", "direct-connect-gateway".</param>
/// <param name="ResourceId">What hangs on it.</param>
/// <param name="ResourceOwner">Whose that is.</param>
/// <param name="State">"available".</param>
/// <param name="RouteTableId">The gateway's route table that it is associated with, or null.</param>
public sealed record TransitGatewayAttachmentFact(string Id, string TransitGatewayId, string GatewayOwner, string Kind, string ResourceId, string ResourceOwner, string State, string? RouteTableId);

/// <summary>A VPC endpoint.</summary>
/// <param name="Id">"vpce-…".</param>
/// <param name="VpcId">Its VPC.</param>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Kind">"Interface", "Gateway", "GatewayLoadBalancer".</param>
/// <param name="ServiceName">What it leads to: "com.amazonaws.eu-west-1.s3", or a service of another account.</param>
/// <param name="State">"available".</param>
/// <param name="SubnetIds">Where an interface endpoint has its interfaces.</param>
/// <param name="RouteTableIds">Where a gateway endpoint has its routes.</param>
/// <param name="SecurityGroupIds">Who may reach an interface endpoint.</param>
/// <param name="Policy">What may be done through it, as JSON text; null where the service tells none.</param>
public sealed record VpcEndpointFact(
    string Id,
    string VpcId,
    string Owner,
    string Kind,
    string ServiceName,
    string State,
    ImmutableArray<string> SubnetIds,
    ImmutableArray<string> RouteTableIds,
    ImmutableArray<string> SecurityGroupIds,
    string? Policy);

/// <summary>A prefix list.</summary>
/// <param name="Id">"pl-…".</param>
/// <param name="Name">Its name.</param>
/// <param name="Owner">The account that it belongs to; "AWS" of one that AWS keeps.</param>
/// <param name="Cidrs">What it holds; null where that was not read.</param>
/// <param name="Detail">Why not, or null.</param>
public sealed record PrefixListFact(string Id, string Name, string Owner, ImmutableArray<string>? Cidrs, string? Detail)
{
    /// <summary>Who owns what AWS keeps.</summary>
    public const string Aws = "AWS";

    /// <summary>Whether all is known that is asked for: the addresses of its own services are AWS's affair.</summary>
    public bool IsWhole() => Cidrs is not null || Owner == Aws;
}
