using System.Net;
using Dashboard.Core.Traits;

namespace Dashboard.Core.Comparison.Normalisers;

/// <summary>Spellings of an address block.</summary>
internal sealed class CidrSpelling() : ScalarNormaliser(
    "CMP010",
    "Spelling of an address block",
    "Where the schema calls a place an address block, the spelling of an IPv6 address says nothing (2001:DB8:0::/32 is 2001:db8::/32). Another length, or another address, does.",
    NormaliserSample.Same(
        "AWS::EC2::SecurityGroup",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","CidrIpv6":"2001:DB8:0:0::/32"}]}""",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","CidrIpv6":"2001:db8::/32"}]}"""),
    NormaliserSample.Different(
        "AWS::EC2::SecurityGroup",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","CidrIpv6":"2001:db8::/32"}]}""",
        """{"SecurityGroupIngress":[{"IpProtocol":"tcp","CidrIpv6":"2001:db8::/48"}]}"""))
{
    public override string? Canonical(ScalarValue value, TraitCursor place)
    {
        if (!place.Has(TraitFlags.Cidr) || !value.Text.Contains(':', StringComparison.Ordinal) || value.Text.Split('/') is not [var address, var length])
            return null;
        return IPAddress.TryParse(address, out var parsed) ? $"{parsed}/{length}" : null;
    }
}
