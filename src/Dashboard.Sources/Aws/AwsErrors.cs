using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml;
using Amazon.Runtime;
using Dashboard.Sources.Aws.Access;

namespace Dashboard.Sources.Aws;

/// <summary>What an exception of an AWS call means: the one place that knows error codes.</summary>
/// <remarks>
/// By type and error code, never by substring, with one exception: CloudFormation answers for a stack that does not exist with a
/// "ValidationError", as for any bad argument, and only the message tells the two apart.
/// Messages are shown only for codes whose message names permissions or ids; others may hold property values, or (SignatureDoesNotMatch)
/// the signed headers with a session token among them.
/// </remarks>
internal static partial class AwsErrors
{
    private const int LongestDetail = 600;

    private static readonly ImmutableHashSet<string> ThrottlingCodes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Throttling", "ThrottlingException", "ThrottledException", "RequestThrottled", "RequestThrottledException", "RequestLimitExceeded",
        "TooManyRequests", "TooManyRequestsException", "SlowDown", "BandwidthLimitExceeded", "EC2ThrottledException");

    private static readonly ImmutableHashSet<string> PermissionCodes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "AuthorizationErrorException", "OptInRequired");

    private static readonly ImmutableHashSet<string> CredentialCodes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch", "UnrecognizedClient",
        "UnrecognizedClientException", "AuthFailure", "MissingAuthenticationToken", "MissingAuthenticationTokenException", "IncompleteSignature",
        "InvalidSignatureException", "InvalidCredentialsException");

    // EC2's codes of this kind are many, and all end alike.
    private static readonly ImmutableHashSet<string> MissingCodes = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "ResourceNotFoundException", "ChangeSetNotFound", "NoSuchBucket", "NoSuchBucketPolicy", "NoSuchEntity", "NoSuchEntityException", "NotFound", "NotFoundException",
        "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist", "ParameterNotFound", "ClusterNotFoundException", "ServiceNotFoundException",
        "RepositoryNotFoundException", "LoadBalancerNotFound", "ListenerNotFound", "TargetGroupNotFound", "StateMachineDoesNotExist", "NatGatewayNotFound");

    private static readonly ImmutableHashSet<string> UnknownServiceCodes = ImmutableHashSet.Create(
        StringComparer.Ordinal, "InvalidAction", "UnknownOperation", "UnknownOperationException", "NotImplemented");

    /// <summary>Whether an error code says that the endpoint does not have the service or the operation: an emulator's, or a private one's.</summary>
    public static bool IsUnknownService(string? code) => code is not null && UnknownServiceCodes.Contains(code);

    /// <summary>The code of a reply that is none of AWS's: a proxy's or a login page's.</summary>
    public const string ForeignReply = "ForeignReply";

    /// <summary>The code of a reply with which the service, or the gateway before it, says that it failed itself (HTTP 5xx).</summary>
    public const string ServiceFailed = "ServiceFailed";

    /// <summary>The code of a call that was not made, since those before it had no answer.</summary>
    public const string LeftAlone = "LeftAlone";

    /// <summary>Whether an error code says that calls come too fast.</summary>
    public static bool IsThrottling(string code) => ThrottlingCodes.Contains(code);

    /// <summary>Whether an error code says that the credentials were not accepted, for whatever reason.</summary>
    public static bool IsCredentials(string? code) => code is not null && CredentialCodes.Contains(code);

    /// <summary>The code with which STS says that it is switched off in its region for the account; other services may answer there.</summary>
    public const string RegionDisabled = "RegionDisabledException";

    /// <summary>Whether an error code says that the session has ended.</summary>
    public static bool IsExpired(string? code) => code is "ExpiredToken" or "ExpiredTokenException";

    /// <summary>The service's error code, or what broke on the way to it; null where neither is known.</summary>
    public static string? CodeOf(Exception exception) => exception switch
    {
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } e when Classify(e).Outcome == ReadOutcome.Failed => ServiceFailed,
        AmazonServiceException { ErrorCode.Length: > 0 } e => e.ErrorCode,
        // A service that fails, too, may send a page without a code.
        AmazonServiceException { StatusCode: not 0 and < HttpStatusCode.InternalServerError, InnerException: not HttpRequestException } => ForeignReply,
        // It ends with what its program printed, which is no reply.
        ProcessAWSCredentialException => null,
        AmazonUnmarshallingException or XmlException or JsonException or ForeignReplyException => ForeignReply,
        UnansweredException => LeftAlone,
        HttpRequestException e => e.HttpRequestError.ToString(),
        HttpIOException e => e.HttpRequestError.ToString(),
        IOException => nameof(HttpRequestError.ResponseEnded),
        { InnerException: { } inner } => CodeOf(inner),
        _ => null,
    };

    /// <summary>What an error code tells of the permission that the call takes: a trial that only the wish not to act ended was let through.</summary>
    public static PermissionAnswer PermissionIn(string? code) =>
        new(code is null ? null : PermissionCodes.Contains(code) ? false : code == "DryRunOperation" ? true : null, code);

    /// <summary>Whether an error code says that there is nothing of that name.</summary>
    public static bool IsMissing(string code) => MissingCodes.Contains(code) || code.EndsWith(".NotFound", StringComparison.Ordinal);

    /// <summary>The action that a refusal names as missing: "… is not authorized to perform: sqs:GetQueueAttributes on resource …"; null where it names none.</summary>
    public static string? MissingAction(string? detail) => detail is not null && MissingAction().Match(detail) is { Success: true } match ? match.Groups[1].Value : null;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9._]{0,99}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ErrorCode();

    [GeneratedRegex(@"not authorized to perform: ([a-z0-9-]+:[A-Za-z0-9*]+)")]
    private static partial Regex MissingAction();

    /// <summary>How the read ended, and what to tell people. Not for cancellations, which are no answer.</summary>
    public static (ReadOutcome Outcome, string Detail) Classify(Exception exception) => exception switch
    {
        AmazonUnmarshallingException => (ReadOutcome.Failed, "The reply could not be read."),
        AmazonServiceException e => Classify(e),
        AmazonClientException { InnerException: { } inner } when inner is AmazonServiceException or HttpRequestException or TimeoutException => Classify(inner),
        // The SDK's own words about credentials and settings: no reply stands in them.
        AmazonClientException e => (ReadOutcome.NoAccess, Clean(e.Message)),
        // Of the SDK's default chain. Its message quotes what the program wrote.
        ProcessAWSCredentialException => (ReadOutcome.NoAccess, "The credential_process of the default profile, or of the one that AWS_PROFILE names, failed or printed no credentials. Run its command as the user that Driftboard runs as, and see what it says."),
        TimeoutException => (ReadOutcome.TimedOut, "No answer in time."),
        OperationCanceledException { InnerException: TimeoutException } => (ReadOutcome.TimedOut, "No answer in time."),
        HttpRequestException e => (ReadOutcome.Failed, $"The endpoint could not be reached ({e.HttpRequestError})."),
        // Parsers quote what they stumbled over, so only the place is told.
        XmlException e => (ReadOutcome.Failed, $"The reply is not the expected XML (line {e.LineNumber})."),
        JsonException e => (ReadOutcome.Failed, $"The reply is not the expected JSON (line {e.LineNumber})."),
        ForeignReplyException or InvalidDataException => (ReadOutcome.Failed, exception.Message),
        UnansweredException e => (e.Outcome, e.Message),
        IOException => (ReadOutcome.Failed, "The connection broke."),
        _ => (ReadOutcome.Failed, $"Unexpected: {exception.GetType().Name}."),
    };

    private static (ReadOutcome Outcome, string Detail) Classify(AmazonServiceException e)
    {
        var code = e.ErrorCode ?? "";
        if (IsThrottling(code))
            return (ReadOutcome.Throttled, WithMessage(e));
        // Without a code the SDK quotes what was sent.
        if (e.StatusCode == HttpStatusCode.TooManyRequests)
            return (ReadOutcome.Throttled, code.Length == 0 ? "HTTP 429 without an error code." : WithMessage(e));
        if (PermissionCodes.Contains(code))
            return (ReadOutcome.Denied, WithMessage(e));
        if (CredentialCodes.Contains(code))
            return (ReadOutcome.NoAccess, $"{code}: the credentials were not accepted.");

        switch (code)
        {
            case var missing when MissingCodes.Contains(missing) || missing.EndsWith(".NotFound", StringComparison.Ordinal):
            case "ValidationError" when e.Message.Contains("does not exist", StringComparison.Ordinal):
                return (ReadOutcome.Missing, WithMessage(e));
            case "UnsupportedActionException":
                return (ReadOutcome.TypeNotReadable, $"AWS offers no way to read {TypeIn(e.Message) ?? "this type"} (UnsupportedActionException).");
            case "TypeNotFoundException":
            case var unknown when UnknownServiceCodes.Contains(unknown):
                return (ReadOutcome.TypeNotReadable, WithMessage(e));
            case "ValidationError":
                return (ReadOutcome.Failed, WithMessage(e));
        }

        return (int)e.StatusCode switch
        {
            // Refused by something that speaks no AWS protocol: a proxy, a gateway.
            401 or 403 when code.Length == 0 => (ReadOutcome.Denied, $"HTTP {(int)e.StatusCode} without an error code."),
            0 when code.Length == 0 => e.InnerException is { } inner and not AmazonServiceException ? Classify(inner) : (ReadOutcome.Failed, "The call failed without an error code."),
            var status when code.Length == 0 => (ReadOutcome.Failed, $"HTTP {status} without an error code."),
            // A code is a word. Whatever else stands in its place may be anything.
            var status => (ReadOutcome.Failed, ErrorCode().IsMatch(code) ? $"{code} (HTTP {status})." : $"HTTP {status} with an error code that is none."),
        };
    }

    /// <summary>"Resource type AWS::SQS::QueuePolicy does not support READ action": the type that a message names; null where it names none.</summary>
    private static string? TypeIn(string? message) => message?.Split(' ').FirstOrDefault(w => w.StartsWith("AWS::", StringComparison.Ordinal) && w.All(c => c == ':' || char.IsAsciiLetterOrDigit(c)));

    private static string WithMessage(AmazonServiceException e) => Clean(string.IsNullOrEmpty(e.Message) ? e.ErrorCode : $"{e.ErrorCode}: {e.Message}");

    // Details stand in logs and on screens: one line, not endless.
    private static string Clean(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= LongestDetail ? line : line[..LongestDetail] + "…";
    }
}
