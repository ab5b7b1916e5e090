using System.Text.RegularExpressions;
using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>What a failure to act in an account means, and what to do: by the service's code, then by what the account's settings name.</summary>
internal static partial class CredentialExplanation
{
    /// <summary>The message and the remedy.</summary>
    /// <param name="failed">How STS answered, or did not.</param>
    /// <param name="options">The account's settings.</param>
    public static (string Message, string? Remedy) Of(ReadResult<string> failed, AwsAccountOptions options)
    {
        var setting = $"{AwsAccountSettings.Section}:{options.Account}";
        return failed.Code switch
        {
            AwsAccount.WrongAccount => (failed.Detail!, $"Let {setting} name a Profile or a RoleArn of account {options.Account}."),
            "ExpiredToken" or "ExpiredTokenException" or "RequestExpired" => ("The credentials have expired.", Renewal(options)),
            "InvalidClientTokenId" or "UnrecognizedClientException" or "UnrecognizedClient" or "InvalidAccessKeyId" or "AuthFailure" =>
                ("AWS does not know the access key: it was deleted or switched off, or its session has been ended.", Renewal(options)),
            "SignatureDoesNotMatch" or "InvalidSignatureException" or "IncompleteSignature" =>
                ("The secret key does not belong to the access key.", $"Enter both anew{(options.Profile is { } profile ? $" in the profile '{profile}'" : "")}; if they are right, set this machine's clock."),
            _ when AwsErrors.MissingAction(failed.Detail) == "sts:AssumeRole" => RoleRefused(failed.Detail!, options, setting),
            nameof(HttpRequestError.NameResolutionError) =>
                ("The address of STS could not be resolved: there is no such region, or no network.", "Check the region's name in driftboard.yaml, and this machine's network and DNS."),
            nameof(HttpRequestError.ConnectionError) or nameof(HttpRequestError.ProxyTunnelError) => (
                $"Nobody answers at {options.Endpoint ?? "the address of STS"}.",
                options.Endpoint is null ? "Check this machine's network: firewall, proxy, VPC endpoints." : $"Check {setting}:Endpoint, or remove it to reach AWS."),
            nameof(HttpRequestError.SecureConnectionError) =>
                ("The encrypted connection to STS failed: something in between has a certificate of its own.", "Let this machine trust that proxy's certificate, or go past the proxy."),
            AwsErrors.ForeignReply => (
                $"What answers at {options.Endpoint ?? "the address of STS"} is not AWS: {failed.Detail}",
                options.Endpoint is null
                    ? "A proxy or a login page stands in between: log in there, let *.amazonaws.com pass, or set HTTPS_PROXY and NO_PROXY for this process."
                    : $"Check {setting}:Endpoint, or remove it to reach AWS."),
            null when failed.Outcome == ReadOutcome.TimedOut => ("STS did not answer in time.", "Check this machine's network: firewall, proxy, VPC endpoints."),
            null when failed.Detail?.StartsWith("No credentials were found", StringComparison.Ordinal) == true =>
                (failed.Detail, $"Let {setting} name a Profile or a RoleArn, or give this process credentials in its environment."),
            _ => (failed.Detail ?? "STS refused.", null),
        };
    }

    private static (string Message, string Remedy) RoleRefused(string detail, AwsAccountOptions options, string setting)
    {
        var caller = Caller().Match(detail) is { Success: true } match ? match.Groups[1].Value : "the credentials in use";
        var role = options.RoleArn ?? "the profile's role";
        var external = options.ExternalId is null
            ? $" If it asks for an external id, set {setting}:ExternalId."
            : $" It must ask for the external id that {setting}:ExternalId gives, and no other.";
        return ($"{role} may not be assumed by {caller}.", $"The role's trust policy must name that caller, and the caller's own policies must allow sts:AssumeRole.{external}");
    }

    /// <summary>How credentials that are no good any more are replaced.</summary>
    public static string Renewal(AwsAccountOptions? options) => options?.Profile is { } profile
        ? $"Renew the profile '{profile}': log in again, or enter its keys anew."
        : "Give this process new credentials in its environment.";

    [GeneratedRegex(@"User: (arn:\S+) is not authorized")]
    private static partial Regex Caller();
}
