using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::VPC.</summary>
internal static class VpcReader
{
    private static readonly ReadOperation Vpcs = Ec2Parts.Operation("DescribeVpcs");
    private static readonly ReadOperation Attribute = Ec2Parts.Operation("DescribeVpcAttribute");
    private static readonly ReadOperation Groups = Ec2Parts.Operation("DescribeSecurityGroups");
    private static readonly ReadOperation Acls = Ec2Parts.Operation("DescribeNetworkAcls");

    public static readonly TypeReader Reader = new(
        "AWS::EC2::VPC",
        "EC2",
        ReadSection.Of<Vpc>(
            [Vpcs],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeVpcsAsync(new DescribeVpcsRequest { VpcIds = [c.Id] }, stop))).Vpcs?.SingleOrDefault(),
            ("VpcId", v => Of(v.VpcId)),
            ("CidrBlock", v => Of(v.CidrBlock)),
            ("InstanceTenancy", v => Of(v.InstanceTenancy)),
            ("CidrBlockAssociations", v => List(v.CidrBlockAssociationSet?.Select(a => a.AssociationId))),
            ("Ipv6CidrBlocks", v => List(v.Ipv6CidrBlockAssociationSet?.Select(a => a.Ipv6CidrBlock))),
            ("Tags", v => Ec2Parts.Tags(v.Tags))),
        ReadSection.Of<DescribeVpcAttributeResponse>(
            [Attribute],
            c => AttributeAsync(c, Amazon.EC2.VpcAttributeName.EnableDnsSupport),
            ("EnableDnsSupport", a => Of(a.EnableDnsSupport))),
        ReadSection.Of<DescribeVpcAttributeResponse>(
            [Attribute],
            c => AttributeAsync(c, Amazon.EC2.VpcAttributeName.EnableDnsHostnames),
            ("EnableDnsHostnames", a => Of(a.EnableDnsHostnames))),
        ReadSection.Of<SecurityGroup>(
            [Groups],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { Filters = Ec2Parts.By(("vpc-id", c.Id), ("group-name", "default")) }, stop)))
                .SecurityGroups?.SingleOrDefault(),
            ("DefaultSecurityGroup", g => Of(g.GroupId))),
        ReadSection.Of<NetworkAcl>(
            [Acls],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { Filters = Ec2Parts.By(("vpc-id", c.Id), ("default", "true")) }, stop)))
                .NetworkAcls?.SingleOrDefault(),
            ("DefaultNetworkAcl", a => Of(a.NetworkAclId))));

    private static async Task<DescribeVpcAttributeResponse?> AttributeAsync(ReadContext c, Amazon.EC2.VpcAttributeName name) =>
        await c.Ec2Async((ec2, stop) => ec2.DescribeVpcAttributeAsync(new DescribeVpcAttributeRequest { VpcId = c.Id, Attribute = name }, stop));
}
