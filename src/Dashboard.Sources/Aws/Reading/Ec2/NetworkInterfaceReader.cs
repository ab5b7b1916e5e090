using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::NetworkInterface.</summary>
internal static class NetworkInterfaceReader
{
    private static readonly ReadOperation Interfaces = Ec2Parts.Operation("DescribeNetworkInterfaces");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::NetworkInterface",
        "EC2",
        ReadSection.Of<NetworkInterface>(
            [Interfaces],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeNetworkInterfacesAsync(new DescribeNetworkInterfacesRequest { NetworkInterfaceIds = [c.Id] }, stop))).NetworkInterfaces?.SingleOrDefault(),
            ("Id", i => Of(i.NetworkInterfaceId)),
            ("Description", i => Of(i.Description)),
            ("SubnetId", i => Of(i.SubnetId)),
            ("VpcId", i => Of(i.VpcId)),
            ("GroupSet", i => List(i.Groups?.Select(g => g.GroupId))),
            ("PrivateIpAddress", i => Of(i.PrivateIpAddress)),
            ("PrimaryPrivateIpAddress", i => Of(i.PrivateIpAddress)),
            ("InterfaceType", i => Of(i.InterfaceType)),
            ("SourceDestCheck", i => Of(i.SourceDestCheck)),
            ("Tags", i => Ec2Parts.Tags(i.TagSet))));
}
