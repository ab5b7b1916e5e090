using Dashboard.Sandbox.Cloud;
using Microsoft.Extensions.Primitives;

namespace Dashboard.Sandbox.Http;

/// <summary>Whom a request speaks for and whom it speaks to, from the credential scope of its signature. The signature itself is not verified.</summary>
/// <param name="Account">The account: an access key id is "SANDBOX" and its twelve digits.</param>
/// <param name="Region">The region.</param>
/// <param name="Service">The service's signing name: "cloudformation", "cloudcontrolapi", "sts", "s3".</param>
/// <param name="Role">The role that was assumed, or null: the account itself, which may do everything.</param>
internal sealed record CallScope(string Account, string Region, string Service, string? Role = null)
{
    private const string Scheme = "AWS4-HMAC-SHA256 ";
    private const string KeyPrefix = "SANDBOX";

    /// <summary>Reads "AWS4-HMAC-SHA256 Credential=SANDBOX111111111111/20260101/eu-west-1/sts/aws4_request, SignedHeaders=..., Signature=...".</summary>
    /// <exception cref="SandboxException">MissingAuthenticationToken, IncompleteSignature or InvalidClientTokenId.</exception>
    public static CallScope Read(StringValues authorization)
    {
        var text = authorization.ToString();
        if (text.Length == 0)
            throw new SandboxException("MissingAuthenticationToken", "Request is missing Authentication Token", 403);
        var credential = text.StartsWith(Scheme, StringComparison.Ordinal)
            ? text[Scheme.Length..].Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith("Credential=", StringComparison.Ordinal))
            : null;
        if (credential?["Credential=".Length..].Split('/') is not [var key, _, { Length: > 0 } region, { Length: > 0 } service, "aws4_request"])
            throw new SandboxException("IncompleteSignature", "Authorization header requires a 'Credential' parameter with a credential scope.");
        var account = key.StartsWith(KeyPrefix, StringComparison.Ordinal) ? key[KeyPrefix.Length..] : "";
        if (account.Length != 12 || !account.All(char.IsAsciiDigit))
        {
            throw service == "cloudcontrolapi"
                ? new SandboxException("UnrecognizedClientException", "The security token included in the request is invalid.", 403)
                : new SandboxException(service == "s3" ? "InvalidAccessKeyId" : "InvalidClientTokenId", "The security token included in the request is invalid.", 403);
        }

        return new CallScope(account, region, service);
    }

    /// <summary>The role and the session that the call is made in, whether the role was added or any role may be assumed.</summary>
    public (string Role, string Session) Session { get; init; } = ("sandbox", "sandbox");

    /// <summary>What the call is made with.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Who calls, as the services name it in what they refuse.</summary>
    public string Caller => $"arn:aws:sts::{Account}:assumed-role/{Session.Role}/{Session.Session}";

    /// <summary>Who calls, as the trail names it.</summary>
    public SandboxCaller Hand => new(Caller, Agent);

    /// <summary>The access key id that acts in an account.</summary>
    public static string KeyOf(string account) => KeyPrefix + account;
}
