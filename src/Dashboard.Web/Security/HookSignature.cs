using System.Security.Cryptography;
using System.Text;

namespace Dashboard.Web.Security;

/// <summary>How a webhook's signature was found.</summary>
internal enum HookVerdict
{
    /// <summary>It holds.</summary>
    Valid,

    /// <summary>There is none.</summary>
    Missing,

    /// <summary>It is another's.</summary>
    Wrong,

    /// <summary>The body is larger than any host's.</summary>
    TooLarge,
}

/// <summary>Tells whether a webhook comes from somebody who knows the secret. Holds the secret, and shows it to nobody.</summary>
/// <param name="secret">The shared secret; null: no webhook is taken.</param>
internal sealed class HookSignature(string? secret)
{
    /// <summary>What GitHub sends at most.</summary>
    public const int LargestBody = 25 * 1024 * 1024;

    private const string Scheme = "sha256=";

    private static readonly string[] SignatureHeaders = ["X-Hub-Signature-256", "X-Hub-Signature"];

    private readonly byte[]? _secret = secret is null ? null : Encoding.UTF8.GetBytes(secret);

    /// <summary>Whether webhooks are taken at all.</summary>
    public bool IsConfigured => _secret is not null;

    /// <summary>Looks at GitLab's token, or reads the body and compares its HMAC with that of GitHub and its like.</summary>
    public async Task<HookVerdict> JudgeAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (_secret is null)
            return HookVerdict.Missing;
        if (request.Headers["X-Gitlab-Token"] is [{ } token])
            return IsSame(Encoding.UTF8.GetBytes(token), _secret) ? HookVerdict.Valid : HookVerdict.Wrong;
        var signature = SignatureHeaders.Select(h => request.Headers[h].ToString()).FirstOrDefault(s => s.StartsWith(Scheme, StringComparison.Ordinal));
        if (signature is null)
            return HookVerdict.Missing;
        if (request.ContentLength > LargestBody)
            return HookVerdict.TooLarge;
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _secret);
        var buffer = new byte[16 * 1024];
        var length = 0L;
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellation)) > 0;)
        {
            length += read;
            if (length > LargestBody)
                return HookVerdict.TooLarge;
            hash.AppendData(buffer, 0, read);
        }

        var expected = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetHashAndReset()));
        return IsSame(Encoding.UTF8.GetBytes(signature[Scheme.Length..].ToLowerInvariant()), expected) ? HookVerdict.Valid : HookVerdict.Wrong;
    }

    // Hashed first, so that the time tells nothing of the length either.
    private static bool IsSame(byte[] found, byte[] expected) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(found), SHA256.HashData(expected));
}
