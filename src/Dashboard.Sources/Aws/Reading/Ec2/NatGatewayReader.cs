using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::NatGateway.</summary>
internal static class NatGatewayReader
{
    private static readonly ReadOperation Gateways = Ec2Parts.Operation("DescribeNatGateways");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::NatGateway",
        "EC2",
        ReadSection.Of<NatGateway>(
            [Gateways],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeNatGatewaysAsync(new DescribeNatGatewaysRequest { NatGatewayIds = [c.Id] }, stop)))
                // A gateway is listed for an hour after it was deleted.
                .NatGateways?.SingleOrDefault(g => g.State?.Value is not ("deleted" or "deleting")),
            ("NatGatewayId", g => Of(g.NatGatewayId)),
            ("VpcId", g => Of(g.VpcId)),
            ("SubnetId", g => Of(g.SubnetId)),
            ("ConnectivityType", g => Of(g.ConnectivityType)),
            ("AllocationId", g => Of(Main(g)?.AllocationId)),
            ("PrivateIpAddress", g => Of(Main(g)?.PrivateIp)),
            ("EniId", g => Of(Main(g)?.NetworkInterfaceId)),
            ("Tags", g => Ec2Parts.Tags(g.Tags))));

    private static NatGatewayAddress? Main(NatGateway gateway) => gateway.NatGatewayAddresses?.FirstOrDefault(a => a.IsPrimary == true) ?? gateway.NatGatewayAddresses?.FirstOrDefault();
}
