using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::LaunchTemplate. Its data is write-only in the schema, and yet EC2 tells it of each version: what was deployed last stands in the newest one, unless somebody made another since.</summary>
internal static class LaunchTemplateReader
{
    private static readonly ReadOperation Templates = Ec2Parts.Operation("DescribeLaunchTemplates");
    private static readonly ReadOperation Versions = Ec2Parts.Operation("DescribeLaunchTemplateVersions");

    /// <summary>What is told of the data: its entries, and of those with parts the parts. Where more is declared, nothing of it is told: what is left out would look like a change.</summary>
    private static readonly Dictionary<string, string[]> Told = new(StringComparer.Ordinal)
    {
        ["ImageId"] = [],
        ["InstanceType"] = [],
        ["KeyName"] = [],
        ["KernelId"] = [],
        ["RamDiskId"] = [],
        ["UserData"] = [],
        ["EbsOptimized"] = [],
        ["DisableApiTermination"] = [],
        ["DisableApiStop"] = [],
        ["InstanceInitiatedShutdownBehavior"] = [],
        ["SecurityGroupIds"] = [],
        ["SecurityGroups"] = [],
        ["IamInstanceProfile"] = ["Arn", "Name"],
        ["Monitoring"] = ["Enabled"],
        ["CreditSpecification"] = ["CpuCredits"],
        ["EnclaveOptions"] = ["Enabled"],
        ["HibernationOptions"] = ["Configured"],
        ["MaintenanceOptions"] = ["AutoRecovery"],
        ["CpuOptions"] = ["CoreCount", "ThreadsPerCore"],
        ["MetadataOptions"] = ["HttpEndpoint", "HttpTokens", "HttpPutResponseHopLimit", "HttpProtocolIpv6", "InstanceMetadataTags"],
        ["Placement"] = ["AvailabilityZone", "GroupName", "HostId", "Tenancy"],
        ["BlockDeviceMappings"] = ["DeviceName", "VirtualName", "NoDevice", "Ebs", "DeleteOnTermination", "Encrypted", "Iops", "KmsKeyId", "SnapshotId", "Throughput", "VolumeSize", "VolumeType"],
        ["NetworkInterfaces"] = ["AssociatePublicIpAddress", "DeleteOnTermination", "Description", "DeviceIndex", "Groups", "NetworkInterfaceId", "PrivateIpAddress", "SubnetId"],
        ["TagSpecifications"] = ["ResourceType", "Tags", "Key", "Value"],
    };

    public static readonly TypeReader Reader = new(
        "AWS::EC2::LaunchTemplate",
        "EC2",
        ReadSection.Of<LaunchTemplate>(
            [Templates],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeLaunchTemplatesAsync(new DescribeLaunchTemplatesRequest { LaunchTemplateIds = [c.Id] }, stop))).LaunchTemplates?.SingleOrDefault(),
            ("LaunchTemplateId", t => Of(t.LaunchTemplateId)),
            ("LaunchTemplateName", t => Of(t.LaunchTemplateName)),
            ("DefaultVersionNumber", t => Of(Of(t.DefaultVersionNumber).Text())),
            ("LatestVersionNumber", t => Of(Of(t.LatestVersionNumber).Text()))),
        ReadSection.Of<ResponseLaunchTemplateData>(
            [Versions],
            async c => !IsToldWhole(c.DeclaredProperties["LaunchTemplateData"]) ? null
                : (await c.Ec2Async((ec2, stop) => ec2.DescribeLaunchTemplateVersionsAsync(new DescribeLaunchTemplateVersionsRequest { LaunchTemplateId = c.Id, Versions = ["$Latest"] }, stop)))
                    .LaunchTemplateVersions?.SingleOrDefault()?.LaunchTemplateData,
            ("LaunchTemplateData", Data))
            with
        { Calls = declared => IsToldWhole(declared["LaunchTemplateData"]) ? 1 : 0 });

    private static bool IsToldWhole(PropertyValue? declared) =>
        declared is MapValue data && data.Entries.All(e => Told.TryGetValue(e.Key, out var parts) && IsTold(e.Value, parts));

    private static bool IsTold(PropertyValue value, string[] parts) => value switch
    {
        MapValue map => map.Entries.All(e => parts.Contains(e.Key, StringComparer.Ordinal) && IsTold(e.Value, parts)),
        ListValue list => list.Items.All(i => IsTold(i, parts)),
        _ => true,
    };

    private static PropertyValue? Data(ResponseLaunchTemplateData d) => Map(
        ("ImageId", Of(d.ImageId)),
        ("InstanceType", Of(d.InstanceType)),
        ("KeyName", Of(d.KeyName)),
        ("KernelId", Of(d.KernelId)),
        ("RamDiskId", Of(d.RamDiskId)),
        ("UserData", Of(d.UserData)),
        ("EbsOptimized", Of(d.EbsOptimized)),
        ("DisableApiTermination", Of(d.DisableApiTermination)),
        ("DisableApiStop", Of(d.DisableApiStop)),
        ("InstanceInitiatedShutdownBehavior", Of(d.InstanceInitiatedShutdownBehavior)),
        ("SecurityGroupIds", List(d.SecurityGroupIds)),
        ("SecurityGroups", List(d.SecurityGroups)),
        ("IamInstanceProfile", Map(("Arn", Of(d.IamInstanceProfile?.Arn)), ("Name", Of(d.IamInstanceProfile?.Name)))),
        ("Monitoring", Map(("Enabled", Of(d.Monitoring?.Enabled)))),
        ("CreditSpecification", Map(("CpuCredits", Of(d.CreditSpecification?.CpuCredits)))),
        ("EnclaveOptions", Map(("Enabled", Of(d.EnclaveOptions?.Enabled)))),
        ("HibernationOptions", Map(("Configured", Of(d.HibernationOptions?.Configured)))),
        ("MaintenanceOptions", Map(("AutoRecovery", Of(d.MaintenanceOptions?.AutoRecovery)))),
        ("CpuOptions", Map(("CoreCount", Of((long?)d.CpuOptions?.CoreCount)), ("ThreadsPerCore", Of((long?)d.CpuOptions?.ThreadsPerCore)))),
        ("MetadataOptions", Map(
            ("HttpEndpoint", Of(d.MetadataOptions?.HttpEndpoint)),
            ("HttpTokens", Of(d.MetadataOptions?.HttpTokens)),
            ("HttpPutResponseHopLimit", Of((long?)d.MetadataOptions?.HttpPutResponseHopLimit)),
            ("HttpProtocolIpv6", Of(d.MetadataOptions?.HttpProtocolIpv6)),
            ("InstanceMetadataTags", Of(d.MetadataOptions?.InstanceMetadataTags)))),
        ("Placement", Map(
            ("AvailabilityZone", Of(d.Placement?.AvailabilityZone)),
            ("GroupName", Of(d.Placement?.GroupName)),
            ("HostId", Of(d.Placement?.HostId)),
            ("Tenancy", Of(d.Placement?.Tenancy)))),
        ("BlockDeviceMappings", List(d.BlockDeviceMappings?.Select(Device))),
        ("NetworkInterfaces", List(d.NetworkInterfaces?.Select(Interface))),
        ("TagSpecifications", List(d.TagSpecifications?.Select(t => Map(("ResourceType", Of(t.ResourceType)), ("Tags", Ec2Parts.Tags(t.Tags)))))));

    private static PropertyValue? Device(LaunchTemplateBlockDeviceMapping device) => Map(
        ("DeviceName", Of(device.DeviceName)),
        ("VirtualName", Of(device.VirtualName)),
        ("NoDevice", Of(device.NoDevice)),
        ("Ebs", Map(
            ("DeleteOnTermination", Of(device.Ebs?.DeleteOnTermination)),
            ("Encrypted", Of(device.Ebs?.Encrypted)),
            ("Iops", Of((long?)device.Ebs?.Iops)),
            ("KmsKeyId", Of(device.Ebs?.KmsKeyId)),
            ("SnapshotId", Of(device.Ebs?.SnapshotId)),
            ("Throughput", Of((long?)device.Ebs?.Throughput)),
            ("VolumeSize", Of((long?)device.Ebs?.VolumeSize)),
            ("VolumeType", Of(device.Ebs?.VolumeType)))));

    private static PropertyValue? Interface(LaunchTemplateInstanceNetworkInterfaceSpecification one) => Map(
        ("AssociatePublicIpAddress", Of(one.AssociatePublicIpAddress)),
        ("DeleteOnTermination", Of(one.DeleteOnTermination)),
        ("Description", Of(one.Description)),
        ("DeviceIndex", Of((long?)one.DeviceIndex)),
        ("Groups", List(one.Groups)),
        ("NetworkInterfaceId", Of(one.NetworkInterfaceId)),
        ("PrivateIpAddress", Of(one.PrivateIpAddress)),
        ("SubnetId", Of(one.SubnetId)));
}
