using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::SecurityGroup.</summary>
internal static class SecurityGroupReader
{
    private static readonly ReadOperation Groups = Ec2Parts.Operation("DescribeSecurityGroups");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::SecurityGroup",
        "EC2",
        ReadSection.Of<SecurityGroup>(
            [Groups],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { GroupIds = [c.Id] }, stop))).SecurityGroups?.SingleOrDefault(),
            ("Id", g => Of(g.GroupId)),
            ("GroupId", g => Of(g.GroupId)),
            ("GroupName", g => Of(g.GroupName)),
            ("GroupDescription", g => Of(g.Description)),
            ("VpcId", g => Of(g.VpcId)),
            ("SecurityGroupIngress", g => Rules(g.IpPermissions, "Source")),
            ("SecurityGroupEgress", g => Rules(g.IpPermissionsEgress, "Destination")),
            ("Tags", g => Ec2Parts.Tags(g.Tags))));

    /// <summary>A permission holds every source of one protocol and ports; a template has one rule for each.</summary>
    private static PropertyValue? Rules(List<IpPermission>? permissions, string peer) => List((permissions ?? []).SelectMany(p =>
    {
        PropertyValue? Rule(string? description, params (string Name, PropertyValue? Value)[] of) => Map(
            [("IpProtocol", Of(p.IpProtocol)), ("FromPort", Of((long?)p.FromPort)), ("ToPort", Of((long?)p.ToPort)), ("Description", Of(description)), .. of]);
        return (p.Ipv4Ranges ?? []).Select(r => Rule(r.Description, ("CidrIp", Of(r.CidrIp))))
            .Concat((p.Ipv6Ranges ?? []).Select(r => Rule(r.Description, ("CidrIpv6", Of(r.CidrIpv6)))))
            .Concat((p.PrefixListIds ?? []).Select(r => Rule(r.Description, ($"{peer}PrefixListId", Of(r.Id)))))
            .Concat((p.UserIdGroupPairs ?? []).Select(r => Rule(
                r.Description, ($"{peer}SecurityGroupId", Of(r.GroupId)), ("SourceSecurityGroupOwnerId", peer == "Source" ? Of(r.UserId) : null))));
    }));
}
