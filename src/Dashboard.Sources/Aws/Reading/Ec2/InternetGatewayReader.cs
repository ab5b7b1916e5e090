using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::InternetGateway.</summary>
internal static class InternetGatewayReader
{
    public static readonly ReadOperation Gateways = Ec2Parts.Operation("DescribeInternetGateways");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::InternetGateway",
        "EC2",
        ReadSection.Of<InternetGateway>(
            [Gateways],
            c => FindAsync(c, c.Id),
            ("InternetGatewayId", g => Of(g.InternetGatewayId)),
            ("Tags", g => Ec2Parts.Tags(g.Tags))));

    public static async Task<InternetGateway?> FindAsync(ReadContext c, string id) =>
        (await c.Ec2Async((ec2, stop) => ec2.DescribeInternetGatewaysAsync(new DescribeInternetGatewaysRequest { InternetGatewayIds = [id] }, stop))).InternetGateways?.SingleOrDefault();
}
