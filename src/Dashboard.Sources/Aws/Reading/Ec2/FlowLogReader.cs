using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::FlowLog.</summary>
internal static class FlowLogReader
{
    private static readonly ReadOperation Logs = Ec2Parts.Operation("DescribeFlowLogs");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::FlowLog",
        "EC2",
        ReadSection.Of<FlowLog>(
            [Logs],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeFlowLogsAsync(new DescribeFlowLogsRequest { FlowLogIds = [c.Id] }, stop))).FlowLogs?.SingleOrDefault(),
            ("Id", f => Of(f.FlowLogId)),
            ("ResourceId", f => Of(f.ResourceId)),
            ("ResourceType", f => Of(TypeOf(f.ResourceId))),
            ("TrafficType", f => Of(f.TrafficType)),
            ("LogDestinationType", f => Of(f.LogDestinationType)),
            ("LogDestination", f => Of(f.LogDestination)),
            ("LogGroupName", f => Of(f.LogGroupName)),
            ("DeliverLogsPermissionArn", f => Of(f.DeliverLogsPermissionArn)),
            ("DeliverCrossAccountRole", f => Of(f.DeliverCrossAccountRole)),
            ("LogFormat", f => Of(f.LogFormat)),
            ("MaxAggregationInterval", f => Of((long?)f.MaxAggregationInterval)),
            ("DestinationOptions", f => Map(
                ("FileFormat", Of(f.DestinationOptions?.FileFormat)),
                ("HiveCompatiblePartitions", Of(f.DestinationOptions?.HiveCompatiblePartitions)),
                ("PerHourPartition", Of(f.DestinationOptions?.PerHourPartition)))),
            ("Tags", f => Ec2Parts.Tags(f.Tags))));

    // The service tells what is watched by its id alone.
    private static string? TypeOf(string? id) => id?.Split('-')[0] switch
    {
        "vpc" => "VPC",
        "subnet" => "Subnet",
        "eni" => "NetworkInterface",
        "tgw" when id.StartsWith("tgw-attach-", StringComparison.Ordinal) => "TransitGatewayAttachment",
        "tgw" => "TransitGateway",
        _ => null,
    };
}
