using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::VPCGatewayAttachment: what its gateway is attached to.</summary>
internal static class VpcGatewayAttachmentReader
{
    private static readonly ReadOperation VpnGateways = Ec2Parts.Operation("DescribeVpnGateways");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::VPCGatewayAttachment",
        "EC2",
        ReadSection.Of<Attached>(
            [InternetGatewayReader.Gateways, VpnGateways],
            FindAsync,
            ("VpcId", a => Of(a.Vpc)),
            ("InternetGatewayId", a => Of(a.Internet)),
            ("VpnGatewayId", a => Of(a.Vpn)))
            with
        { Calls = static _ => 1 });

    private static async Task<Attached?> FindAsync(ReadContext c)
    {
        if (c.Declared("InternetGatewayId") is { } internet)
        {
            var gateway = await InternetGatewayReader.FindAsync(c, internet);
            return gateway?.Attachments?.FirstOrDefault(a => a.State?.Value is not ("detached" or "detaching")) is { } attached ? new Attached(attached.VpcId, internet, null) : null;
        }

        if (c.Declared("VpnGatewayId") is not { } vpn)
            throw ReadStop.TooLittle("The gateway of the attachment is not known.");
        var found = (await c.Ec2Async((ec2, stop) => ec2.DescribeVpnGatewaysAsync(new DescribeVpnGatewaysRequest { VpnGatewayIds = [vpn] }, stop))).VpnGateways?.SingleOrDefault();
        return found?.VpcAttachments?.FirstOrDefault(a => a.State?.Value is not ("detached" or "detaching")) is { } at ? new Attached(at.VpcId, null, vpn) : null;
    }

    internal sealed record Attached(string Vpc, string? Internet, string? Vpn);
}
