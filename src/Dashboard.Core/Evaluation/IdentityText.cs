using System.Buffers;
using System.Globalization;

namespace Dashboard.Core.Evaluation;

/// <summary>Tells texts that identify something from texts that merely say something.</summary>
/// <remarks>
/// An identity has 8 characters or more, no space, and is more than a word: a separator stands in it, or digits stand among its letters. It is no number, date
/// or version, no region or zone, no service's name and no ARN of AWS's own. "true", "80", "default", "production" and "2012-10-17" claim nothing.
/// </remarks>
internal static class IdentityText
{
    private const int Shortest = 8;
    private const int Longest = 2048;

    private static readonly SearchValues<char> Separators = SearchValues.Create("-_.:/|");
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.,:/+-_TZ");

    private static readonly string[] IdentityEndings =
    [
        "Arn", "ARN", "Id", "ID", "Identifier", "Url", "URL", "Uri", "URI", "Endpoint", "Address", "DNSName", "DnsName", "DomainName", "PublicIp", "PrivateIp",
        "DefaultSecurityGroup", "DefaultNetworkAcl", "FullName", "ProviderName",
    ];

    /// <summary>What such names hold where they name something shared, or a state.</summary>
    private static readonly string[] Foreign = ["HostedZone", "Account", "Owner", "Version", "Revision", "Creat", "Request", "CAIdentifier", "AvailabilityZone", "ETag"];

    /// <summary>Whether a text can tell its owner.</summary>
    public static bool IsIdentity(string text)
    {
        if (text.Length is < Shortest or > Longest || text.Any(char.IsWhiteSpace) || IsRegionOrZone(text) || IsOfAws(text))
            return false;
        if (!text.AsSpan().ContainsAnyExcept(OfNumbers))
            return IsNetworkAddress(text);
        return text.AsSpan().ContainsAny(Separators) || (text.Any(char.IsAsciiDigit) && text.Any(char.IsAsciiLetter));
    }

    /// <summary>Whether a text says where something is: an ARN, a URL, a host's name, an IP address or a range of them.</summary>
    public static bool IsAddress(string text) =>
        text.StartsWith("arn:", StringComparison.Ordinal)
        || text.Contains("://", StringComparison.Ordinal)
        || IsNetworkAddress(text)
        // Three dots: "db.t3.medium" is no host.
        || (text.Count(c => c == '.') >= 3 && text.AsSpan().ContainsAnyExcept(OfNumbers));

    /// <summary>Whether a read-only property of this name identifies its resource, rather than counting something or telling a state.</summary>
    public static bool IsIdentityAttribute(string name) =>
        IdentityEndings.Any(e => name.EndsWith(e, StringComparison.Ordinal)) && !Foreign.Any(f => name.Contains(f, StringComparison.Ordinal));

    /// <summary>"52.16.3.4", "10.20.0.0/16"; not "0.0.0.0/0", which is everybody's.</summary>
    private static bool IsNetworkAddress(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var octets = (slash < 0 ? text : text[..slash]).Split('.');
        return octets.Length == 4 && octets[0] != "0" && Array.TrueForAll(octets, o => byte.TryParse(o, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            && (slash < 0 || (int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length is > 0 and <= 32));
    }

    /// <summary>"eu-west-1", "us-gov-west-1", "eu-west-1a".</summary>
    private static bool IsRegionOrZone(string text)
    {
        var parts = text.Split('-');
        return parts.Length is 3 or 4 && parts[0].Length == 2 && parts[..^1].All(p => p.All(char.IsAsciiLetterLower))
            && parts[^1].Length is 1 or 2 && char.IsAsciiDigit(parts[^1][0]);
    }

    /// <summary>"arn:aws:iam::aws:policy/ReadOnlyAccess", "ecs-tasks.amazonaws.com".</summary>
    private static bool IsOfAws(string text) =>
        (text.StartsWith("arn:", StringComparison.Ordinal) && text.Split(':') is [_, _, _, _, "aws", ..])
        || (text.EndsWith(".amazonaws.com", StringComparison.Ordinal) && text.Count(c => c == '.') == 2);
}
