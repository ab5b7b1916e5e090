using Amazon.EC2.Model;
using static Dashboard.Sources.Aws.Reading.Live;

namespace Dashboard.Sources.Aws.Reading.Ec2;

/// <summary>AWS::EC2::SecurityGroupIngress and AWS::EC2::SecurityGroupEgress: one rule, by its id.</summary>
internal static class SecurityGroupRuleReaders
{
    private static readonly ReadOperation Rules = Ec2Parts.Operation("DescribeSecurityGroupRules");

    public static readonly TypeReader Ingress = Reader("AWS::EC2::SecurityGroupIngress", isEgress: false, "Source", [("SourceSecurityGroupOwnerId", r => Of(r.ReferencedGroupInfo?.UserId))]);

    public static readonly TypeReader Egress = Reader("AWS::EC2::SecurityGroupEgress", isEgress: true, "Destination", []);

    private static TypeReader Reader(string type, bool isEgress, string peer, ImmutableArray<(string, Func<SecurityGroupRule, PropertyValue?>)> more) => new(
        type,
        "EC2",
        ReadSection.Of<SecurityGroupRule>(
            [Rules],
            c => FindAsync(c, isEgress),
            [
                ("Id", r => Of(r.SecurityGroupRuleId)),
                ("GroupId", r => Of(r.GroupId)),
                ("IpProtocol", r => Of(r.IpProtocol)),
                ("FromPort", r => Of((long?)r.FromPort)),
                ("ToPort", r => Of((long?)r.ToPort)),
                ("CidrIp", r => Of(r.CidrIpv4)),
                ("CidrIpv6", r => Of(r.CidrIpv6)),
                ($"{peer}PrefixListId", r => Of(r.PrefixListId)),
                ($"{peer}SecurityGroupId", r => Of(r.ReferencedGroupInfo?.GroupId)),
                ("Description", r => Of(r.Description)),
                .. more,
            ]));

    /// <summary>By the rule's id, "sgr-1"; older stacks keep a name of their own instead, and then the one rule that is as declared is it.</summary>
    private static async Task<SecurityGroupRule?> FindAsync(ReadContext c, bool isEgress)
    {
        var request = c.Id.StartsWith("sgr-", StringComparison.Ordinal)
            ? new DescribeSecurityGroupRulesRequest { SecurityGroupRuleIds = [c.Id] }
            : c.Declared("GroupId") is { } group
                ? new DescribeSecurityGroupRulesRequest { Filters = Ec2Parts.By(("group-id", group)) }
                : throw ReadStop.TooLittle("The group of the rule is not known.");
        var rules = (await c.Ec2Async((ec2, stop) => ec2.DescribeSecurityGroupRulesAsync(request, stop))).SecurityGroupRules ?? [];
        return request.SecurityGroupRuleIds is not null ? rules.SingleOrDefault() : rules.FirstOrDefault(r => r.IsEgress == isEgress && IsDeclared(c, r));
    }

    private static bool IsDeclared(ReadContext c, SecurityGroupRule rule) =>
        c.Declared("IpProtocol") is { } protocol && string.Equals(protocol, rule.IpProtocol, StringComparison.OrdinalIgnoreCase)
        && (c.Declared("CidrIp") ?? c.Declared("CidrIpv6") ?? c.Declared("SourceSecurityGroupId") ?? c.Declared("DestinationSecurityGroupId") ?? c.Declared("SourcePrefixListId") ?? c.Declared("DestinationPrefixListId"))
            == (rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.ReferencedGroupInfo?.GroupId ?? rule.PrefixListId)
        && (protocol == "-1" || (c.Declared("FromPort") == Of((long?)rule.FromPort).Text() && c.Declared("ToPort") == Of((long?)rule.ToPort).Text()));
}
