using System.Net;

namespace Dashboard.Web.Hosting;

/// <summary>Which addresses the host may listen on: loopback ones alone, until there is authentication.</summary>
internal static class LoopbackAddress
{
    /// <summary>What is allowed, in words.</summary>
    public const string Allowed = "loopback addresses such as http://127.0.0.1:5080, separated by semicolons";

    /// <summary>Why nothing else is, and what to do instead.</summary>
    public const string Why =
        "Driftboard has no authentication yet, so it listens on loopback only. To look from elsewhere, use a tunnel: ssh -L 5080:127.0.0.1:5080 the-machine";

    /// <summary>Whether every address of a list separated by semicolons is plain http on loopback.</summary>
    public static bool IsValid(string urls)
    {
        var parts = urls.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 && parts.All(IsLoopback);
    }

    private static bool IsLoopback(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/"
        && (address.Host == "localhost" || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));
}
