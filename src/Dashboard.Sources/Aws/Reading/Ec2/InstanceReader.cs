using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::Instance. User data is not asked for: it often holds secrets, and a template's copy of it may be masked already.</summary>
internal static class InstanceReader
{
    private static readonly ReadOperation Instances = Ec2Parts.Operation("DescribeInstances");
    private static readonly ReadOperation Attribute = Ec2Parts.Operation("DescribeInstanceAttribute");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::Instance",
        "EC2",
        ReadSection.Of<Instance>(
            [Instances],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeInstancesAsync(new DescribeInstancesRequest { InstanceIds = [c.Id] }, stop)))
                // An instance is listed for a while after it was terminated.
                .Reservations?.SelectMany(r => r.Instances ?? []).SingleOrDefault(i => i.State?.Name?.Value is not ("terminated" or "shutting-down")),
            ("InstanceId", i => Of(i.InstanceId)),
            ("ImageId", i => Of(i.ImageId)),
            ("InstanceType", i => Of(i.InstanceType)),
            ("KeyName", i => Of(i.KeyName)),
            ("SubnetId", i => Of(i.SubnetId)),
            ("VpcId", i => Of(i.VpcId)),
            ("SecurityGroupIds", i => List(i.SecurityGroups?.Select(g => g.GroupId))),
            ("IamInstanceProfile", i => Of(i.IamInstanceProfile?.Arn?.Split('/')[^1])),
            ("AvailabilityZone", i => Of(i.Placement?.AvailabilityZone)),
            ("Tenancy", i => Of(i.Placement?.Tenancy)),
            ("PlacementGroupName", i => Of(i.Placement?.GroupName)),
            ("EbsOptimized", i => Of(i.EbsOptimized)),
            ("Monitoring", i => Of(i.Monitoring?.State?.Value is "enabled" or "pending")),
            ("SourceDestCheck", i => Of(i.SourceDestCheck)),
            ("PrivateIpAddress", i => Of(i.PrivateIpAddress)),
            ("PrivateIp", i => Of(i.PrivateIpAddress)),
            ("PrivateDnsName", i => Of(i.PrivateDnsName)),
            ("PublicIp", i => Of(i.PublicIpAddress)),
            ("PublicDnsName", i => Of(i.PublicDnsName)),
            ("MetadataOptions", i => Map(
                ("HttpEndpoint", Of(i.MetadataOptions?.HttpEndpoint)),
                ("HttpTokens", Of(i.MetadataOptions?.HttpTokens)),
                ("HttpPutResponseHopLimit", Of((long?)i.MetadataOptions?.HttpPutResponseHopLimit)),
                ("HttpProtocolIpv6", Of(i.MetadataOptions?.HttpProtocolIpv6)),
                ("InstanceMetadataTags", Of(i.MetadataOptions?.InstanceMetadataTags)))),
            ("Tags", i => Ec2Parts.Tags(i.Tags))),
        ReadSection.Of<InstanceAttribute>(
            [Attribute],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeInstanceAttributeAsync(
                new DescribeInstanceAttributeRequest { InstanceId = c.Id, Attribute = Amazon.EC2.InstanceAttributeName.DisableApiTermination }, stop))).InstanceAttribute,
            ("DisableApiTermination", a => Of(a.DisableApiTermination))));
}
