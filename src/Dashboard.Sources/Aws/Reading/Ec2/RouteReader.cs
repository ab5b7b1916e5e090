using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::Route: the route of its table to the declared destination.</summary>
internal static class RouteReader
{
    public static readonly TypeReader Reader = new(
        "AWS::EC2::Route",
        "EC2",
        ReadSection.Of<Found>(
            [RouteTableReader.Tables],
            FindAsync,
            ("RouteTableId", r => Of(r.Table.RouteTableId)),
            ("CidrBlock", r => Of(Destination(r.Route))),
            Row("DestinationCidrBlock", r => r.DestinationCidrBlock),
            Row("DestinationIpv6CidrBlock", r => r.DestinationIpv6CidrBlock),
            Row("DestinationPrefixListId", r => r.DestinationPrefixListId),
            // The service tells gateways and endpoints in one member.
            Row("GatewayId", r => IsEndpoint(r) ? null : r.GatewayId),
            Row("VpcEndpointId", r => IsEndpoint(r) ? r.GatewayId : null),
            Row("NatGatewayId", r => r.NatGatewayId),
            Row("TransitGatewayId", r => r.TransitGatewayId),
            Row("VpcPeeringConnectionId", r => r.VpcPeeringConnectionId),
            Row("NetworkInterfaceId", r => r.InstanceId is null ? r.NetworkInterfaceId : null),
            Row("InstanceId", r => r.InstanceId),
            Row("EgressOnlyInternetGatewayId", r => r.EgressOnlyInternetGatewayId),
            Row("CarrierGatewayId", r => r.CarrierGatewayId),
            Row("LocalGatewayId", r => r.LocalGatewayId),
            Row("CoreNetworkArn", r => r.CoreNetworkArn)));

    private static (string Property, Func<Found, PropertyValue?> Value) Row(string property, Func<Route, string?> text) => (property, r => Of(text(r.Route)));

    private static bool IsEndpoint(Route route) => route.GatewayId?.StartsWith("vpce-", StringComparison.Ordinal) == true;

    public static string? Destination(Route route) => route.DestinationCidrBlock ?? route.DestinationIpv6CidrBlock ?? route.DestinationPrefixListId;

    private static async Task<Found?> FindAsync(ReadContext c)
    {
        // The physical id of a newer stack is "rtb-1|0.0.0.0/0".
        var named = c.Id.Split('|') is [var first, var second] && first.StartsWith("rtb-", StringComparison.Ordinal) ? (Table: first, Destination: second) : default;
        var table = named.Table ?? c.Declared("RouteTableId");
        var destination = named.Destination ?? c.Declared("DestinationCidrBlock") ?? c.Declared("DestinationIpv6CidrBlock") ?? c.Declared("DestinationPrefixListId");
        if (table is null || destination is null)
            throw ReadStop.TooLittle("The table or the destination of the route is not known.");
        var found = await RouteTableReader.FindAsync(c, table);
        return found?.Routes?.FirstOrDefault(r => Destination(r) == destination) is { } route ? new Found(found, route) : null;
    }

    internal sealed record Found(RouteTable Table, Route Route);
}
