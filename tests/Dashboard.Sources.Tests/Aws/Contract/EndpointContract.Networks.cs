namespace Dashboard.Sources.Tests.Aws.Contract;

/// <summary>Of EC2 what networks are made of.</summary>
public abstract partial class EndpointContract
{
    private const string Network = """
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.77.0.0/16, Tags: [{Key: team, Value: shop}]}}
          Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.78.0.0/16}}
          Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.77.1.0/24, AvailabilityZone: eu-central-1a}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attached: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
          Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Other}}
          Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
          Out: {Type: AWS::EC2::Route, DependsOn: Attached, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
          Across: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 10.78.0.0/16, VpcPeeringConnectionId: !Ref Peering}}
          Associated: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref Routes, SubnetId: !Ref Subnet}}
          Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
          Https: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 10, Protocol: 6, RuleAction: allow, Egress: false, CidrBlock: 0.0.0.0/0, PortRange: {From: 443, To: 443}}}
          Web:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupName: contract-web
              GroupDescription: web
              VpcId: !Ref Vpc
              SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
          Interface: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet, GroupSet: [!Ref Web], PrivateIpAddress: 10.77.1.20}}
          Hub: {Type: AWS::EC2::TransitGateway, Properties: {Description: hub}}
          Spoke: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet]}}
          Store: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.eu-central-1.s3, VpcEndpointType: Gateway, RouteTableIds: [!Ref Routes]}}
          Offices: {Type: AWS::EC2::PrefixList, Properties: {PrefixListName: contract-offices, AddressFamily: IPv4, MaxEntries: 5, Entries: [{Cidr: 192.0.2.0/24, Description: one}]}}
        """;

    private static (string Name, string Expected, Func<ContractEndpoint, Task<string>> Answer)[] Networks =>
    [
        ("a VPC", "10.77.0.0/16 available isDefault=false team=shop", async e => await VpcAsync(e) is var vpc
            ? $"{vpc["cidrBlock"]} {vpc["state"]} isDefault={vpc["isDefault"]} {string.Join(' ', vpc.Items("tagSet").Where(t => !t["key"].StartsWith("aws:", StringComparison.Ordinal)).Select(t => $"{t["key"]}={t["value"]}"))}" : ""),
        ("a subnet", "10.77.1.0/24 available eu-central-1a mapPublicIpOnLaunch=false", async e => await OfVpcAsync(e, "DescribeSubnets", "subnetSet") is [var subnet]
            ? $"{subnet["cidrBlock"]} {subnet["state"]} {subnet["availabilityZone"]} mapPublicIpOnLaunch={subnet["mapPublicIpOnLaunch"]}" : "none or several"),
        ("the main route table of a VPC", "10.77.0.0/16 local active", async e => Routes((await OfVpcAsync(e, "DescribeRouteTables", "routeTableSet")).Single(IsMain))),
        ("a route table", "0.0.0.0/0 igw active, 10.77.0.0/16 local active, 10.78.0.0/16 pcx active", async e => (await OfVpcAsync(e, "DescribeRouteTables", "routeTableSet")).Where(t => !IsMain(t)).ToList() is [var table] ? Routes(table) : "none or several"),
        ("the subnets of a route table", "10.77.1.0/24", async e =>
        {
            var subnets = await OfVpcAsync(e, "DescribeSubnets", "subnetSet");
            var associations = (await OfVpcAsync(e, "DescribeRouteTables", "routeTableSet")).Where(t => !IsMain(t)).SelectMany(t => t.Items("associationSet"));
            return string.Join(", ", associations.Select(a => subnets.Single(s => s["subnetId"] == a["subnetId"])["cidrBlock"]));
        }),
        ("the default network ACL of a VPC", "in 100 allow -1 0.0.0.0/0, in 32767 deny -1 0.0.0.0/0, out 100 allow -1 0.0.0.0/0, out 32767 deny -1 0.0.0.0/0", async e =>
            Rules((await OfVpcAsync(e, "DescribeNetworkAcls", "networkAclSet")).Single(a => a["default"] == "true"))),
        ("a network ACL", "in 10 allow 6 0.0.0.0/0 443-443, in 32767 deny -1 0.0.0.0/0, out 32767 deny -1 0.0.0.0/0", async e =>
            (await OfVpcAsync(e, "DescribeNetworkAcls", "networkAclSet")).Where(a => a["default"] == "false").ToList() is [var acl] ? Rules(acl) : "none or several"),
        ("the default security group of a VPC", "in -1 itself, out -1 0.0.0.0/0", async e => Permissions((await OfVpcAsync(e, "DescribeSecurityGroups", "securityGroupInfo")).Single(g => g["groupName"] == "default"))),
        ("a security group", "in tcp 443-443 0.0.0.0/0, out -1 0.0.0.0/0", async e =>
            (await OfVpcAsync(e, "DescribeSecurityGroups", "securityGroupInfo")).Where(g => g["groupName"] != "default").ToList() is [var group] ? Permissions(group) : "none or several"),
        ("a network interface", "10.77.1.20 interface sourceDestCheck=true contract-web", async e =>
        {
            var groups = (await OfVpcAsync(e, "DescribeSecurityGroups", "securityGroupInfo")).ToDictionary(g => g["groupId"], g => g["groupName"]);
            return await OfVpcAsync(e, "DescribeNetworkInterfaces", "networkInterfaceSet") is [var one]
                ? $"{one["privateIpAddress"]} {one["interfaceType"]} sourceDestCheck={one["sourceDestCheck"]} {string.Join(' ', one.Items("groupSet").Select(g => groups[g["groupId"]]))}" : "none or several";
        }),
        ("a peering", "10.77.0.0/16 10.78.0.0/16 active", async e => (await AllAsync(e, "DescribeVpcPeeringConnections", "vpcPeeringConnectionSet")) is [var peering]
            ? $"{peering["requesterVpcInfo/cidrBlock"]} {peering["accepterVpcInfo/cidrBlock"]} {peering["status/code"]}" : "none or several"),
        ("a transit gateway", "available defaultRouteTableAssociation=enable defaultRouteTablePropagation=enable", async e => await AllAsync(e, "DescribeTransitGateways", "transitGatewaySet") is [var hub]
            ? $"{hub["state"]} defaultRouteTableAssociation={hub["options/defaultRouteTableAssociation"]} defaultRouteTablePropagation={hub["options/defaultRouteTablePropagation"]}" : "none or several"),
        ("an attachment to a transit gateway", "vpc available, the VPC", async e => await AllAsync(e, "DescribeTransitGatewayAttachments", "transitGatewayAttachments") is [var spoke]
            ? $"{spoke["resourceType"]} {spoke["state"]}, {(spoke["resourceId"] == (await VpcAsync(e))["vpcId"] ? "the VPC" : spoke["resourceId"])}" : "none or several"),
        ("an endpoint of a VPC", "Gateway com.amazonaws.eu-central-1.s3 available, one route table", async e => await OfVpcAsync(e, "DescribeVpcEndpoints", "vpcEndpointSet") is [var store]
            ? $"{store["vpcEndpointType"]} {store["serviceName"]} {store["state"]}, {(store.Items("routeTableIdSet").Count() == 1 ? "one route table" : "none or several")}" : "none or several"),
        ("a prefix list", "contract-offices create-complete", async e => (await AllAsync(e, "DescribeManagedPrefixLists", "prefixListSet")).Where(l => l["ownerId"] != "AWS").ToList() is [var list] ? $"{list["prefixListName"]} {list["state"]}" : "none or several"),
        ("the entries of a prefix list", "192.0.2.0/24 one", async e => (await AllAsync(e, "DescribeManagedPrefixLists", "prefixListSet")).Where(l => l["ownerId"] != "AWS").ToList() is [var list]
            ? string.Join(", ", (await e.AskNetworksAsync("GetManagedPrefixListEntries", ("PrefixListId", list["prefixListId"]))).Items("entrySet").Select(i => $"{i["cidr"]} {i["description"]}")) : "none or several"),
        ("the entries of a prefix list that is not there", "400 InvalidPrefixListID.NotFound", async e => (await e.AskNetworksAsync("GetManagedPrefixListEntries", ("PrefixListId", "pl-0123456789abcdef0"))).Code),
        ("an action of EC2 that nobody knows", "400 InvalidAction", async e => (await e.AskNetworksAsync("DescribeCoffee")).Code),
    ];

    private static async Task<List<ContractAnswer>> AllAsync(ContractEndpoint endpoint, string action, string set) => [.. (await endpoint.AskNetworksAsync(action)).Items(set)];

    private static async Task<ContractAnswer> VpcAsync(ContractEndpoint endpoint) => (await AllAsync(endpoint, "DescribeVpcs", "vpcSet")).Single(v => v["cidrBlock"] == "10.77.0.0/16");

    /// <summary>What is in the contract's VPC.</summary>
    private static async Task<List<ContractAnswer>> OfVpcAsync(ContractEndpoint endpoint, string action, string set)
    {
        var vpc = (await VpcAsync(endpoint))["vpcId"];
        return [.. (await AllAsync(endpoint, action, set)).Where(i => i["vpcId"] == vpc)];
    }

    private static bool IsMain(ContractAnswer table) => table.Items("associationSet").Any(a => a["main"] == "true");

    /// <summary>Of a target the kind: "igw-0a…" is an "igw".</summary>
    private static string Routes(ContractAnswer table) => string.Join(", ", table.Items("routeSet").Where(r => r["destinationCidrBlock"] != "-")
        .Select(r => $"{r["destinationCidrBlock"]} {new[] { r["gatewayId"], r["vpcPeeringConnectionId"] }.First(t => t is not ("-" or "")).Split('-')[0]} {r["state"]}").Order(StringComparer.Ordinal));

    private static string Rules(ContractAnswer acl) => string.Join(", ", acl.Items("entrySet")
        .Select(r => $"{(r["egress"] == "true" ? "out" : "in")} {r["ruleNumber"]} {r["ruleAction"]} {r["protocol"]} {r["cidrBlock"]}{(r["portRange/from"] is not "-" and var from ? $" {from}-{r["portRange/to"]}" : "")}").Order(StringComparer.Ordinal));

    private static string Permissions(ContractAnswer group)
    {
        return string.Join(", ", group.Items("ipPermissions").Select(p => Permission("in", p)).Concat(group.Items("ipPermissionsEgress").Select(p => Permission("out", p))));

        string Permission(string way, ContractAnswer rule) =>
            $"{way} {rule["ipProtocol"]}{(rule["fromPort"] is not "-" and var from ? $" {from}-{rule["toPort"]}" : "")} {string.Join(' ', rule.Items("ipRanges").Select(r => r["cidrIp"]).Concat(rule.Items("groups").Select(g => g["groupId"] == group["groupId"] ? "itself" : g["groupId"])))}";
    }
}
