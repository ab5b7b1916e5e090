using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::NetworkAcl, its entries, and the subnets that it is for.</summary>
internal static class NetworkAclReaders
{
    private static readonly ReadOperation Acls = Ec2Parts.Operation("DescribeNetworkAcls");

    public static readonly TypeReader Acl = new(
        "AWS::EC2::NetworkAcl",
        "EC2",
        ReadSection.Of<NetworkAcl>(
            [Acls],
            c => FindAsync(c, c.Id),
            ("Id", a => Of(a.NetworkAclId)),
            ("VpcId", a => Of(a.VpcId)),
            ("Tags", a => Ec2Parts.Tags(a.Tags))));

    /// <summary>An entry has no id in the service: it is the one with the declared number and direction.</summary>
    public static readonly TypeReader Entry = new(
        "AWS::EC2::NetworkAclEntry",
        "EC2",
        ReadSection.Of<FoundEntry>(
            [Acls],
            EntryAsync,
            ("NetworkAclId", e => Of(e.Acl)),
            ("RuleNumber", e => Of((long?)e.Entry.RuleNumber)),
            ("Egress", e => Of(e.Entry.Egress)),
            ("Protocol", e => Of(e.Entry.Protocol)),
            ("RuleAction", e => Of(e.Entry.RuleAction)),
            ("CidrBlock", e => Of(e.Entry.CidrBlock)),
            ("Ipv6CidrBlock", e => Of(e.Entry.Ipv6CidrBlock)),
            ("PortRange", e => Map(("From", Of((long?)e.Entry.PortRange?.From)), ("To", Of((long?)e.Entry.PortRange?.To)))),
            ("Icmp", e => Map(("Code", Of((long?)e.Entry.IcmpTypeCode?.Code)), ("Type", Of((long?)e.Entry.IcmpTypeCode?.Type))))));

    public static readonly TypeReader Association = new(
        "AWS::EC2::SubnetNetworkAclAssociation",
        "EC2",
        ReadSection.Of<NetworkAclAssociation>(
            [Acls],
            async c => (await c.Ec2Async((ec2, stop) => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { Filters = Ec2Parts.By(("association.association-id", c.Id)) }, stop)))
                .NetworkAcls?.SelectMany(a => a.Associations ?? []).FirstOrDefault(a => a.NetworkAclAssociationId == c.Id),
            ("AssociationId", a => Of(a.NetworkAclAssociationId)),
            ("NetworkAclId", a => Of(a.NetworkAclId)),
            ("SubnetId", a => Of(a.SubnetId))));

    private static async Task<NetworkAcl?> FindAsync(ReadContext c, string id) =>
        (await c.Ec2Async((ec2, stop) => ec2.DescribeNetworkAclsAsync(new DescribeNetworkAclsRequest { NetworkAclIds = [id] }, stop))).NetworkAcls?.SingleOrDefault();

    private static async Task<FoundEntry?> EntryAsync(ReadContext c)
    {
        if (c.Declared("NetworkAclId") is not { } acl || c.Declared("RuleNumber") is not { } number)
            throw ReadStop.TooLittle("The list or the number of the entry is not known.");
        var isEgress = string.Equals(c.Declared("Egress"), "true", StringComparison.OrdinalIgnoreCase);
        return (await FindAsync(c, acl))?.Entries?.FirstOrDefault(e => e.Egress == isEgress && Of((long?)e.RuleNumber).Text() == number) is { } entry
            ? new FoundEntry(acl, entry)
            : null;
    }

    internal sealed record FoundEntry(string Acl, NetworkAclEntry Entry);
}
