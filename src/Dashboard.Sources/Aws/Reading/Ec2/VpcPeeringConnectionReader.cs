using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::VPCPeeringConnection.</summary>
internal static class VpcPeeringConnectionReader
{
    private static readonly ReadOperation Connections = Ec2Parts.Operation("DescribeVpcPeeringConnections");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::VPCPeeringConnection",
        "EC2",
        ReadSection.Of<VpcPeeringConnection>(
            [Connections],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeVpcPeeringConnectionsAsync(new DescribeVpcPeeringConnectionsRequest { VpcPeeringConnectionIds = [c.Id] }, stop)))
                .VpcPeeringConnections?.SingleOrDefault(p => p.Status?.Code?.Value is not ("deleted" or "deleting" or "rejected" or "expired" or "failed")),
            ("Id", p => Of(p.VpcPeeringConnectionId)),
            ("VpcId", p => Of(p.RequesterVpcInfo?.VpcId)),
            ("PeerVpcId", p => Of(p.AccepterVpcInfo?.VpcId)),
            ("PeerOwnerId", p => Of(p.AccepterVpcInfo?.OwnerId)),
            ("PeerRegion", p => Of(p.AccepterVpcInfo?.Region)),
            ("Tags", p => Ec2Parts.Tags(p.Tags))));
}
