using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::VPCEndpoint.</summary>
internal static class VpcEndpointReader
{
    private static readonly ReadOperation Endpoints = Ec2Parts.Operation("DescribeVpcEndpoints");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::VPCEndpoint",
        "EC2",
        ReadSection.Of<VpcEndpoint>(
            [Endpoints],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeVpcEndpointsAsync(new DescribeVpcEndpointsRequest { VpcEndpointIds = [c.Id] }, stop)))
                .VpcEndpoints?.SingleOrDefault(e => e.State?.Value is not ("deleted" or "deleting")),
            ("Id", e => Of(e.VpcEndpointId)),
            ("VpcId", e => Of(e.VpcId)),
            ("ServiceName", e => Of(e.ServiceName)),
            ("VpcEndpointType", e => Of(e.VpcEndpointType)),
            ("PolicyDocument", e => Json(e.PolicyDocument)),
            ("PrivateDnsEnabled", e => Of(e.PrivateDnsEnabled)),
            ("RouteTableIds", e => List(e.RouteTableIds)),
            ("SubnetIds", e => List(e.SubnetIds)),
            ("SecurityGroupIds", e => List(e.Groups?.Select(g => g.GroupId))),
            ("NetworkInterfaceIds", e => List(e.NetworkInterfaceIds)),
            ("IpAddressType", e => Of(e.IpAddressType)),
            ("Tags", e => Ec2Parts.Tags(e.Tags))));
}
