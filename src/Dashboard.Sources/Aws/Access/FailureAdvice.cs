using Dashboard.Sources.Live;

namespace Dashboard.Sources.Aws.Access;

/// <summary>A read that was tried and not answered.</summary>
internal readonly record struct FailedRead(ReadOutcome Outcome, string? Detail, string? Code)
{
    public static FailedRead Of<T>(ReadResult<T> result) => new(result.Outcome, result.Detail, result.Code);
}

/// <summary>What kind of failure keeps reads from being answered, and what helps against each: by outcome and code alone.</summary>
internal static class FailureAdvice
{
    /// <summary>A sentence for each kind that there is, in the order of what to do first.</summary>
    public static string Of(IEnumerable<FailedRead> failed, AwsAccountOptions? account) =>
        string.Join(' ', failed.Select(f => For(f, account)).Distinct().OrderBy(a => a.Rank).Select(a => a.Text));

    private static (int Rank, string Text) For(FailedRead failed, AwsAccountOptions? account) => failed switch
    {
        { Outcome: ReadOutcome.NoAccess, Code: { } code } when AwsErrors.IsExpired(code) || code == "RequestExpired" => (0, $"The session has ended while this was read. {CredentialExplanation.Renewal(account)} Then try again."),
        { Outcome: ReadOutcome.NoAccess, Code: { } code } when AwsErrors.IsCredentials(code) => (0, $"The credentials were not accepted here. {CredentialExplanation.Renewal(account)} Then try again."),
        { Outcome: ReadOutcome.Throttled } => (5, $"AWS throttles: others call there, too. Try again in a minute; if it stays so, set {SettingNames.Root}:Scan:CallsPerSecond lower."),
        { Outcome: ReadOutcome.TimedOut } => (4, "No answer came in time: try again; if it stays so, look whether a firewall, a proxy or a VPC endpoint swallows what goes to that service."),
        { Code: AwsErrors.ForeignReply } => (1, account?.Endpoint is null
            ? "What answered was not AWS: a proxy or a login page stands in between. Log in there, let *.amazonaws.com pass, or set HTTPS_PROXY and NO_PROXY for this process; then try again."
            : $"What answered was not AWS: check {Setting(account)}:Endpoint, or remove it to reach AWS."),
        { Code: AwsErrors.ServiceFailed } => (6, "The service failed itself (HTTP 5xx), which no permission mends: try again in some minutes; if it stays so, the AWS Health Dashboard tells whether it is known."),
        { Code: nameof(HttpRequestError.NameResolutionError) } => (2, "The service's address cannot be resolved from here: check this machine's DNS, and whether the service is offered in that region; then try again."),
        { Code: nameof(HttpRequestError.SecureConnectionError) } => (2, "The encrypted connection failed: something in between has a certificate of its own. Let this machine trust it, or go past that proxy; then try again."),
        { Code: { } code } when Enum.TryParse<HttpRequestError>(code, out _) => (2, "The connection failed: check this machine's way to that service (firewall, proxy, VPC endpoints); then try again."),
        _ => (7, "The rest was answered, but with nothing that can be read: no permission is missing for it as far as the answers tell, and trying again will not change it. A scan shows what it cannot read as not checked, with the reason."),
    };

    private static string Setting(AwsAccountOptions? account) => account is null ? AwsAccountSettings.Section : $"{AwsAccountSettings.Section}:{account.Account}";
}
