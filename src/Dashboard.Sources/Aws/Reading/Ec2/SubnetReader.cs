using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::Subnet.</summary>
internal static class SubnetReader
{
    private static readonly ReadOperation Subnets = Ec2Parts.Operation("DescribeSubnets");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::Subnet",
        "EC2",
        ReadSection.Of<Subnet>(
            [Subnets],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeSubnetsAsync(new DescribeSubnetsRequest { SubnetIds = [c.Id] }, stop))).Subnets?.SingleOrDefault(),
            ("SubnetId", s => Of(s.SubnetId)),
            ("VpcId", s => Of(s.VpcId)),
            ("CidrBlock", s => Of(s.CidrBlock)),
            ("AvailabilityZone", s => Of(s.AvailabilityZone)),
            ("AvailabilityZoneId", s => Of(s.AvailabilityZoneId)),
            ("MapPublicIpOnLaunch", s => Of(s.MapPublicIpOnLaunch)),
            ("AssignIpv6AddressOnCreation", s => Of(s.AssignIpv6AddressOnCreation)),
            ("EnableDns64", s => Of(s.EnableDns64)),
            ("Ipv6Native", s => Of(s.Ipv6Native)),
            ("Ipv6CidrBlock", s => Of(s.Ipv6CidrBlockAssociationSet?.FirstOrDefault()?.Ipv6CidrBlock)),
            ("Ipv6CidrBlocks", s => List(s.Ipv6CidrBlockAssociationSet?.Select(a => a.Ipv6CidrBlock))),
            ("OutpostArn", s => Of(s.OutpostArn)),
            ("PrivateDnsNameOptionsOnLaunch", s => Map(
                ("HostnameType", Of(s.PrivateDnsNameOptionsOnLaunch?.HostnameType)),
                ("EnableResourceNameDnsARecord", Of(s.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsARecord)),
                ("EnableResourceNameDnsAAAARecord", Of(s.PrivateDnsNameOptionsOnLaunch?.EnableResourceNameDnsAAAARecord)))),
            ("Tags", s => Ec2Parts.Tags(s.Tags))));
}
