using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::TransitGateway.</summary>
internal static class TransitGatewayReader
{
    private static readonly ReadOperation Gateways = Ec2Parts.Operation("DescribeTransitGateways");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::TransitGateway",
        "EC2",
        ReadSection.Of<TransitGateway>(
            [Gateways],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeTransitGatewaysAsync(new DescribeTransitGatewaysRequest { TransitGatewayIds = [c.Id] }, stop)))
                .TransitGateways?.SingleOrDefault(g => g.State?.Value is not ("deleted" or "deleting")),
            ("Id", g => Of(g.TransitGatewayId)),
            ("TransitGatewayArn", g => Of(g.TransitGatewayArn)),
            ("Description", g => Of(g.Description)),
            ("AmazonSideAsn", g => Of(g.Options?.AmazonSideAsn)),
            ("AutoAcceptSharedAttachments", g => Of(g.Options?.AutoAcceptSharedAttachments)),
            ("DefaultRouteTableAssociation", g => Of(g.Options?.DefaultRouteTableAssociation)),
            ("DefaultRouteTablePropagation", g => Of(g.Options?.DefaultRouteTablePropagation)),
            ("DnsSupport", g => Of(g.Options?.DnsSupport)),
            ("VpnEcmpSupport", g => Of(g.Options?.VpnEcmpSupport)),
            ("MulticastSupport", g => Of(g.Options?.MulticastSupport)),
            ("SecurityGroupReferencingSupport", g => Of(g.Options?.SecurityGroupReferencingSupport)),
            ("AssociationDefaultRouteTableId", g => Of(g.Options?.AssociationDefaultRouteTableId)),
            ("PropagationDefaultRouteTableId", g => Of(g.Options?.PropagationDefaultRouteTableId)),
            ("TransitGatewayCidrBlocks", g => List(g.Options?.TransitGatewayCidrBlocks)),
            ("Tags", g => Ec2Parts.Tags(g.Tags))));
}
