using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::Volume.</summary>
internal static class VolumeReader
{
    private static readonly ReadOperation Volumes = Ec2Parts.Operation("DescribeVolumes");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::Volume",
        "EC2",
        ReadSection.Of<Volume>(
            [Volumes],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeVolumesAsync(new DescribeVolumesRequest { VolumeIds = [c.Id] }, stop))).Volumes?.SingleOrDefault(),
            ("VolumeId", v => Of(v.VolumeId)),
            ("AvailabilityZone", v => Of(v.AvailabilityZone)),
            ("Size", v => Of((long?)v.Size)),
            ("VolumeType", v => Of(v.VolumeType)),
            ("Iops", v => Of((long?)v.Iops)),
            ("Throughput", v => Of((long?)v.Throughput)),
            ("Encrypted", v => Of(v.Encrypted)),
            ("KmsKeyId", v => Of(v.KmsKeyId)),
            ("MultiAttachEnabled", v => Of(v.MultiAttachEnabled)),
            ("SnapshotId", v => Of(v.SnapshotId)),
            ("OutpostArn", v => Of(v.OutpostArn)),
            ("Tags", v => Ec2Parts.Tags(v.Tags))));
}
