using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Core.Networks;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Network;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Recordings;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>What networks are made of, from an emulator that others wrote, and from a service that refuses.</summary>
public sealed class NetworkTests(MotoServer moto)
{
    private const string MotoAccount = "123456789012";
    private const string Region = "ca-central-1";

    private const string Template = """
        Resources:
          Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.40.0.0/16, Tags: [{Key: Name, Value: shop}]}}
          Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.41.0.0/16}}
          Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.40.1.0/24, AvailabilityZone: ca-central-1a}}
          Gateway: {Type: AWS::EC2::InternetGateway}
          Attached: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}}
          Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
          Out: {Type: AWS::EC2::Route, DependsOn: Attached, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}}
          Across: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 10.41.0.0/16, VpcPeeringConnectionId: !Ref Peering}}
          Peering: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Other}}
          Web:
            Type: AWS::EC2::SecurityGroup
            Properties:
              GroupName: network-web
              GroupDescription: web
              VpcId: !Ref Vpc
              SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
          Interface: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet, GroupSet: [!Ref Web], PrivateIpAddress: 10.40.1.20}}
          Hub: {Type: AWS::EC2::TransitGateway, Properties: {Description: hub}}
          Store: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.ca-central-1.s3, VpcEndpointType: Gateway, RouteTableIds: [!Ref Routes]}}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_part_of_a_network_is_told_as_it_was_made_with_who_said_it_and_when()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        await RunAsync("cloudformation", "create-stack", "--stack-name", "network", "--template-body", Template);
        var listId = (await RunAsync(
            "ec2", "create-managed-prefix-list", "--prefix-list-name", "offices", "--max-entries", "5", "--address-family", "IPv4",
            "--entries", "Cidr=192.0.2.0/24,Description=one", "--query", "PrefixList.PrefixListId", "--output", "text")).Trim();
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(MotoAccount, new AwsAccountOptions(MotoAccount, Endpoint: url) { AccessKeyId = "AKIAHOME", SecretKey = "x" }), 1000) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(), TimeProvider.System);
        // The emulator makes no association and no attachment of a template's.
        var made = await source.ReadNetworkAsync(new AccountRegion(MotoAccount, Region), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);
        var inside = made.Subnets.Facts!.Value.Single(s => s.Cidrs.Contains("10.40.1.0/24"));
        await RunAsync(
            "ec2", "associate-route-table", "--route-table-id", made.RouteTables.Facts!.Value.Single(t => t.Routes.Any(r => r.Destination == "10.41.0.0/16" && r.Target != "local")).Id, "--subnet-id", inside.Id);
        await RunAsync(
            "ec2", "create-transit-gateway-vpc-attachment", "--transit-gateway-id", Assert.Single(made.TransitGateways.Facts!.Value).Id, "--vpc-id", inside.VpcId, "--subnet-ids", inside.Id);
        var start = DateTimeOffset.UtcNow;

        var facts = await source.ReadNetworkAsync(new AccountRegion(MotoAccount, Region), Stop).WaitAsync(TimeSpan.FromMinutes(1), Stop);

        Assert.All(facts.Parts, p => Assert.True(p.Part.Outcome == ReadOutcome.Read, $"{p.Name}: {p.Part.Detail}"));
        Assert.True(facts.IsWhole);
        Assert.All(facts.Parts, p => Assert.InRange(p.Part.ObservedAt, start, DateTimeOffset.UtcNow));
        Assert.Equal(
            NetworkOperations.All.Select(o => "EC2 " + o.Name).Except(["EC2 GetManagedPrefixListEntries"]).Order(StringComparer.Ordinal), facts.Parts.Select(p => p.Part.Reader).Order(StringComparer.Ordinal));
        var vpc = facts.Vpcs.Facts!.Value.Single(v => v.Cidrs.Contains("10.40.0.0/16"));
        var other = facts.Vpcs.Facts!.Value.Single(v => v.Cidrs.Contains("10.41.0.0/16"));
        Assert.Equal(("shop", MotoAccount, false), (vpc.Name, vpc.Owner, vpc.IsDefault));
        Assert.Contains(facts.Vpcs.Facts.Value, v => v.IsDefault);
        var subnet = facts.Subnets.Facts!.Value.Single(s => s.VpcId == vpc.Id);
        Assert.Equal(["10.40.1.0/24"], subnet.Cidrs);
        var peering = Assert.Single(facts.Peerings.Facts!.Value);
        Assert.Equal((vpc.Id, other.Id), (peering.Requester.VpcId, peering.Accepter.VpcId));
        var table = facts.RouteTables.Facts!.Value.Single(t => t.VpcId == vpc.Id && !t.IsMain);
        Assert.Equal([subnet.Id], table.SubnetIds);
        Assert.Equal(
            ["0.0.0.0/0 igw", "10.40.0.0/16 local", $"10.41.0.0/16 {peering.Id}"],
            table.Routes.Where(r => !r.Destination.StartsWith("pl-", StringComparison.Ordinal)).Select(r => $"{r.Destination} {(r.Target!.StartsWith("igw-", StringComparison.Ordinal) ? "igw" : r.Target)}"));
        Assert.Contains(facts.RouteTables.Facts.Value, t => t.VpcId == vpc.Id && t.IsMain);
        var acl = facts.NetworkAcls.Facts!.Value.Single(a => a.VpcId == vpc.Id);
        Assert.Equal((true, 100, "0.0.0.0/0", "-1"), (acl.IsDefault, acl.Rules[0].Number, acl.Rules[0].Cidr, acl.Rules[0].Traffic.Protocol));
        var group = facts.SecurityGroups.Facts!.Value.Single(g => g.Name == "network-web");
        Assert.Equal(new GroupRule(false, new Traffic("tcp", 443, 443), "0.0.0.0/0", null, null, null), group.Rules[0]);
        var card = facts.Interfaces.Facts!.Value.Single(i => i.PrivateAddresses.Contains("10.40.1.20"));
        Assert.Equal((subnet.Id, vpc.Id, "interface"), (card.SubnetId, card.VpcId, card.Kind));
        // The emulator gives it the VPC's own group instead of the template's.
        Assert.Equal(facts.SecurityGroups.Facts.Value.Single(g => g.VpcId == vpc.Id && g.Name == "default").Id, Assert.Single(card.SecurityGroupIds));
        var hub = Assert.Single(facts.TransitGateways.Facts!.Value);
        var spoke = Assert.Single(facts.Attachments.Facts!.Value);
        Assert.Equal((hub.Id, "vpc", vpc.Id, MotoAccount), (spoke.TransitGatewayId, spoke.Kind, spoke.ResourceId, spoke.ResourceOwner));
        Assert.True(hub.SharesByDefault);
        var store = Assert.Single(facts.Endpoints.Facts!.Value);
        Assert.Equal((vpc.Id, "com.amazonaws.ca-central-1.s3", "Gateway"), (store.VpcId, store.ServiceName, store.Kind));
        Assert.Equal(["192.0.2.0/24"], facts.PrefixLists.Facts!.Value.Single(l => l.Id == listId).Cidrs!.Value);

        async Task<string> RunAsync(params string[] arguments)
        {
            var (exit, output, error) = await AwsCommand.RunAsAsync(url, ["AKIAHOME", "x"], Region, arguments);
            Assert.True(exit == 0, error);
            return output;
        }
    }

    [Fact]
    public async Task The_embedded_cloud_tells_of_its_networks_too_and_its_roles_are_let_in_by_the_printed_policy()
    {
        await using var sandbox = await SandboxAws.StartAsync();
        sandbox.Cloud.CreateStack(new StackRequest
        {
            Account = SandboxAws.Staging,
            Region = SandboxAws.Region,
            StackName = "network",
            TemplateBody = Template.Replace("ca-central-1", SandboxAws.Region, StringComparison.Ordinal),
        });
        sandbox.Cloud.AddRole(new SandboxRole(SandboxAws.Staging, "reader", new ReadPolicy([]).ToJson()));
        sandbox.Cloud.AddRole(new SandboxRole(SandboxAws.Staging, "blind", """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sts:*", "ec2:DescribeVpcs"], "Resource": "*"}]}"""));
        var account = AwsAccountOptions.Sandbox(SandboxAws.Staging, sandbox.Url);
        using var source = sandbox.CreateSource(account with { RoleArn = $"arn:aws:iam::{SandboxAws.Staging}:role/reader" });
        using var blind = sandbox.CreateSource(account with { RoleArn = $"arn:aws:iam::{SandboxAws.Staging}:role/blind" });

        var facts = await source.ReadNetworkAsync(SandboxAws.Scope(SandboxAws.Staging), Stop).Soon();
        var refused = await blind.ReadNetworkAsync(SandboxAws.Scope(SandboxAws.Staging), Stop).Soon();

        Assert.All(facts.Parts, p => Assert.True(p.Part.Outcome == ReadOutcome.Read, $"{p.Name}: {p.Part.Detail}"));
        Assert.Equal([2, 1, 3, 2, 3, 1, 1, 1, 0, 1, 0], facts.Parts.Select(p => p.Part.Count!.Value));
        var table = facts.RouteTables.Facts!.Value.Single(t => !t.IsMain);
        Assert.Equal(["0.0.0.0/0 igw", "10.40.0.0/16 local", "10.41.0.0/16 pcx"], table.Routes.Select(r => $"{r.Destination} {r.Target!.Split('-')[0]}"));
        Assert.Equal(
            ["False tcp 443 0.0.0.0/0", "True -1  0.0.0.0/0"],
            facts.SecurityGroups.Facts!.Value.Single(g => g.Name == "network-web").Rules.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.IsOutgoing} {r.Traffic.Protocol} {r.Traffic.FromPort} {r.Peer}")));
        Assert.Equal((ReadOutcome.Read, 2), (refused.Vpcs.Outcome, refused.Vpcs.Count));
        Assert.All(refused.Parts.Skip(1), p => Assert.Equal((ReadOutcome.Denied, null), (p.Part.Outcome, p.Part.Count)));
        Assert.Contains("is not authorized to perform: ec2:DescribeSubnets", refused.Subnets.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UnauthorizedOperation", "You are not authorized to perform this operation.", ReadOutcome.Denied)]
    [InlineData("RequestLimitExceeded", "Request limit exceeded.", ReadOutcome.Throttled)]
    [InlineData("InternalError", "oh", ReadOutcome.Failed)]
    public async Task A_part_that_is_refused_is_not_empty_and_leaves_the_others(string code, string message, ReadOutcome outcome)
    {
        await using var aws = await CannedAws.StartAsync();
        Empty(aws);
        aws.On("DescribeVpcs", Ec2("DescribeVpcs", "<vpcSet><item><vpcId>vpc-1</vpcId><ownerId>111111111111</ownerId><cidrBlock>10.0.0.0/16</cidrBlock></item></vpcSet>"));
        aws.On("DescribeVpcPeeringConnections", Refused(code, message));
        using var source = aws.CreateSource();

        var facts = await source.ReadNetworkAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal((outcome, null, null), (facts.Peerings.Outcome, facts.Peerings.Facts, facts.Peerings.Count));
        Assert.Contains(code, facts.Peerings.Detail, StringComparison.Ordinal);
        Assert.Equal(["vpc-1"], facts.Vpcs.Facts!.Value.Select(v => v.Id));
        Assert.False(facts.IsWhole);
        Assert.Equal(["peering connections"], facts.Parts.Where(p => p.Part.Outcome != ReadOutcome.Read).Select(p => p.Name));
    }

    [Fact]
    public async Task Parts_come_in_pages_and_one_that_never_ends_is_not_known()
    {
        await using var aws = await CannedAws.StartAsync();
        Empty(aws);
        aws.On(
            "DescribeVpcs",
            Ec2("DescribeVpcs", "<vpcSet><item><vpcId>vpc-2</vpcId></item></vpcSet><nextToken>t</nextToken>"),
            Ec2("DescribeVpcs", "<vpcSet><item><vpcId>vpc-1</vpcId></item></vpcSet>"));
        aws.On("DescribeSubnets", Ec2("DescribeSubnets", "<subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet><nextToken>t</nextToken>"));
        using var source = aws.CreateSource();

        var facts = await source.ReadNetworkAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(["vpc-1", "vpc-2"], facts.Vpcs.Facts!.Value.Select(v => v.Id));
        Assert.Equal((ReadOutcome.Failed, null), (facts.Subnets.Outcome, facts.Subnets.Facts));
        Assert.Equal(["DescribeVpcs t"], aws.Asked("DescribeVpcs").Where(r => r.Form.ContainsKey("NextToken")).Select(r => $"{r.Operation} {r.Form["NextToken"]}"));
    }

    [Fact]
    public async Task A_prefix_list_whose_entries_are_refused_stays_without_them()
    {
        await using var aws = await CannedAws.StartAsync();
        Empty(aws);
        aws.On("DescribeManagedPrefixLists", Ec2(
            "DescribeManagedPrefixLists",
            "<prefixListSet><item><prefixListId>pl-1</prefixListId><prefixListName>offices</prefixListName><ownerId>111111111111</ownerId></item><item><prefixListId>pl-2</prefixListId><prefixListName>com.amazonaws.eu-west-1.s3</prefixListName><ownerId>AWS</ownerId></item></prefixListSet>"));
        aws.On("GetManagedPrefixListEntries", Refused("UnauthorizedOperation", "no"));
        using var source = aws.CreateSource();

        var facts = await source.ReadNetworkAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(["pl-1 False", "pl-2 True"], facts.PrefixLists.Facts!.Value.Select(l => $"{l.Id} {l.IsWhole()}"));
        Assert.Single(aws.Asked("GetManagedPrefixListEntries"));
        Assert.False(facts.IsWhole);
    }

    [Fact]
    public async Task An_endpoint_without_EC2_and_an_account_that_is_not_configured_say_so()
    {
        await using var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource();

        var lacking = await source.ReadNetworkAsync(CannedAws.Scope, Stop).Soon();
        var foreign = await source.ReadNetworkAsync(new AccountRegion("999999999999", "eu-west-1"), Stop).Soon();

        Assert.All(lacking.Parts, p => Assert.Equal((ReadOutcome.TypeNotReadable, null), (p.Part.Outcome, p.Part.Count)));
        Assert.All(foreign.Parts, p => Assert.Equal((ReadOutcome.NoAccess, AwsAccountSettings.NotListed("999999999999")), (p.Part.Outcome, p.Part.Detail)));
    }

    [Fact]
    public void What_networks_take_is_in_every_printed_policy_and_may_leave_the_process()
    {
        Assert.Equal(NetworkOperations.All.Select(o => o.Permission), ReadPolicy.NetworkActions);
        Assert.All(NetworkOperations.All, o => Assert.Matches("^(Describe|Get)[A-Z]", o.Name));
        Assert.All(NetworkOperations.All, o => Assert.Equal(o.Name, AwsOperations.NameOf(new AwsRequest("ec2", false, "/", "", null, $"Action={o.Name}"))));
        Assert.All(NetworkOperations.All, o => Assert.Contains($"\"{o.Permission}\"", new ReadPolicy([]).ToJson(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_rule_of_which_no_range_is_told_is_not_one_for_everywhere()
    {
        var acl = NetworkShapes.NetworkAcl(new Amazon.EC2.Model.NetworkAcl { NetworkAclId = "acl-1", Entries = [new Amazon.EC2.Model.NetworkAclEntry { RuleNumber = 100, Protocol = "-1" }] });

        Assert.Equal("", Assert.Single(acl!.Rules).Cidr);
    }

    [Fact]
    public void A_recording_holds_the_networks_without_who_other_accounts_are()
    {
        const string own = "111111111111";
        const string other = "777777777777";
        var at = new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
        NetworkPart<T> Part<T>(params T[] facts) => new(ReadOutcome.Read, [.. facts], null, "EC2", at);
        var none = NetworkFacts.Unread(new AccountRegion(own, "eu-west-1"), ReadOutcome.Denied, $"arn:aws:iam::{other}:role/x may not", "EC2", at);
        var facts = none with
        {
            Vpcs = Part(new VpcFact("vpc-1", own, "shop", ["10.0.0.0/16"], false), new VpcFact("vpc-0777", other, "boss-777", ["10.8.0.0/16"], false)),
            Interfaces = Part(new NetworkInterfaceFact("eni-1", "vpc-0777", "subnet-1", own, "interface", [], [], ["sg-777"], null, "AROA777777777777777:boss", false)),
            TransitGateways = Part(new TransitGatewayFact("tgw-0777", other, "available", false, true)),
            PrefixLists = Part(new PrefixListFact("pl-0777", "boss-777", other, ["10.7.0.0/16"], null)),
            Peerings = Part(new PeeringFact("pcx-1", "active", new PeeringSide(own, "eu-west-1", "vpc-1", ["10.0.0.0/16"]), new PeeringSide(other, "eu-west-1", "vpc-777", ["10.9.0.0/16"]))),
            SecurityGroups = Part(new SecurityGroupFact("sg-1", "web", "vpc-1", own, [new GroupRule(false, new Traffic("tcp", 22, 22), "sg-777", other, "vpc-777", "pcx-1")])),
            Attachments = Part(new TransitGatewayAttachmentFact("tgw-attach-1", "tgw-1", other, "vpc", "vpc-777", other, "available", "tgw-rtb-0777")),
            Endpoints = Part(new VpcEndpointFact(
                "vpce-1", "vpc-1", own, "Interface", "com.amazonaws.vpce.eu-west-1.vpce-svc-0777", "available", [], [], [],
                $$"""{"Principal": "arn:aws:iam::{{other}}:role/boss-777", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-a777777777"} } }""")),
            RouteTables = Part(new RouteTableFact("rtb-1", "vpc-1", own, true, [], [], [new RouteFact("10.9.0.0/16", $"arn:aws:networkmanager::{other}:core-network/c", true, false), new RouteFact("pl-0777", "tgw-0777", true, false)])),
        };

        var redaction = new NetworkRedaction(new AccountNumbers([own], new Redactor(SecretFingerprinter.CreateRandom())));
        redaction.Learn(facts);
        var redacted = redaction.Redact(facts);
        var text = System.Text.Json.JsonSerializer.Serialize(NetworkWriter.Network(redacted), DocumentSerializer.Default.Options);

        Assert.DoesNotContain(other, text, StringComparison.Ordinal);
        Assert.DoesNotContain("777", text, StringComparison.Ordinal);
        Assert.Contains(own, text, StringComparison.Ordinal);
        Assert.Equal(new PeeringSide("account-1", "eu-west-1", "vpc-of-account-1-2", ["10.9.0.0/16"]) with { Cidrs = redacted.Peerings.Facts!.Value[0].Accepter.Cidrs }, redacted.Peerings.Facts!.Value[0].Accepter);
        Assert.Equal(("sg-of-account-1", "account-1"), (redacted.SecurityGroups.Facts!.Value[0].Rules[0].Peer, redacted.SecurityGroups.Facts.Value[0].Rules[0].PeerAccount));
        Assert.Equal(["vpc-1", "vpc-of-account-1"], redacted.Vpcs.Facts!.Value.Select(v => v.Id));
        Assert.Equal((redacted.PrefixLists.Facts!.Value[0].Id, redacted.TransitGateways.Facts!.Value[0].Id), (redacted.RouteTables.Facts!.Value[0].Routes[1].Destination, redacted.RouteTables.Facts.Value[0].Routes[1].Target));
        // What is written is what is read again.
        var again = NetworkWriter.Read(System.Text.Json.JsonSerializer.Deserialize<NetworkDocument>(text, DocumentSerializer.Default.Options)!);
        Assert.Equal(text, System.Text.Json.JsonSerializer.Serialize(NetworkWriter.Network(again), DocumentSerializer.Default.Options));
        Assert.Equal((ReadOutcome.Denied, null), (again.Subnets.Outcome, again.Subnets.Facts));
    }

    private static void Empty(CannedAws aws)
    {
        foreach (var operation in NetworkOperations.All)
            aws.On(operation.Name, Ec2(operation.Name, ""));
    }

    private static Reply Ec2(string operation, string content) => new(HttpStatusCode.OK, string.Create(
        CultureInfo.InvariantCulture, $"""<{operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>r</requestId>{content}</{operation}Response>"""));

    private static Reply Refused(string code, string message) => new(
        code == "UnauthorizedOperation" ? HttpStatusCode.Forbidden : code == "InternalError" ? HttpStatusCode.InternalServerError : HttpStatusCode.ServiceUnavailable,
        $"<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors><RequestID>r</RequestID></Response>");
}
