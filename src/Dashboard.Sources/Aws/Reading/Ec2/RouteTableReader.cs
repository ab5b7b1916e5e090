using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::RouteTable.</summary>
internal static class RouteTableReader
{
    public static readonly ReadOperation Tables = Ec2Parts.Operation("DescribeRouteTables");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::RouteTable",
        "EC2",
        ReadSection.Of<RouteTable>(
            [Tables],
            c => FindAsync(c, c.Id),
            ("RouteTableId", t => Of(t.RouteTableId)),
            ("VpcId", t => Of(t.VpcId)),
            ("Tags", t => Ec2Parts.Tags(t.Tags))));

    public static async Task<RouteTable?> FindAsync(ReadContext c, string id) =>
        (await c.Ec2Async((ec2, stop) => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { RouteTableIds = [id] }, stop))).RouteTables?.SingleOrDefault();
}
