using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::EIP: its physical id is the address.</summary>
internal static class ElasticIpReader
{
    private static readonly ReadOperation Addresses = Ec2Parts.Operation("DescribeAddresses");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::EIP",
        "EC2",
        ReadSection.Of<Address>(
            [Addresses],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeAddressesAsync(
                c.Id.StartsWith("eipalloc-", StringComparison.Ordinal) ? new DescribeAddressesRequest { AllocationIds = [c.Id] } : new DescribeAddressesRequest { PublicIps = [c.Id.Split('|')[0]] }, stop)))
                .Addresses?.SingleOrDefault(),
            ("PublicIp", a => Of(a.PublicIp)),
            ("AllocationId", a => Of(a.AllocationId)),
            ("Domain", a => Of(a.Domain)),
            ("InstanceId", a => Of(a.InstanceId)),
            ("NetworkBorderGroup", a => Of(a.NetworkBorderGroup)),
            ("PublicIpv4Pool", a => Of(a.PublicIpv4Pool)),
            ("Tags", a => Ec2Parts.Tags(a.Tags))));
}
