using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::SubnetRouteTableAssociation.</summary>
internal static class SubnetRouteTableAssociationReader
{
    public static readonly TypeReader Reader = new(
        "AWS::EC2::SubnetRouteTableAssociation",
        "EC2",
        ReadSection.Of<RouteTableAssociation>(
            [RouteTableReader.Tables],
            FindAsync,
            ("Id", a => Of(a.RouteTableAssociationId)),
            ("RouteTableId", a => Of(a.RouteTableId)),
            ("SubnetId", a => Of(a.SubnetId))));

    // An emulator may have another physical id; a subnet is associated with one table at most.
    private static async Task<RouteTableAssociation?> FindAsync(ReadContext c)
    {
        var isNamed = c.Id.StartsWith("rtbassoc-", StringComparison.Ordinal);
        var subnet = c.Declared("SubnetId");
        if (!isNamed && subnet is null)
            throw ReadStop.TooLittle("The association's id and subnet are not known.");
        var filter = isNamed ? ("association.route-table-association-id", c.Id) : ("association.subnet-id", subnet!);
        var tables = await c.Ec2Async((ec2, stop) => ec2.DescribeRouteTablesAsync(new DescribeRouteTablesRequest { Filters = Ec2Parts.By(filter) }, stop));
        return tables.RouteTables?.SelectMany(t => t.Associations ?? []).FirstOrDefault(a => isNamed ? a.RouteTableAssociationId == c.Id : a.SubnetId == subnet);
    }
}
