using System.Net;
using System.Text.Json;
using System.Xml;
using Amazon.CloudFormation;
using Amazon.Runtime;
using Dashboard.Core.Model;
using Dashboard.Sources.Aws;

namespace Dashboard.Sources.Tests.Aws;

public sealed class AwsErrorsTests
{
    [Theory]
    [InlineData("Throttling", 400, ReadOutcome.Throttled)]
    [InlineData("ThrottlingException", 400, ReadOutcome.Throttled)]
    [InlineData("RequestLimitExceeded", 503, ReadOutcome.Throttled)]
    [InlineData("TooManyRequestsException", 429, ReadOutcome.Throttled)]
    [InlineData("", 429, ReadOutcome.Throttled)]
    [InlineData("AccessDenied", 403, ReadOutcome.Denied)]
    [InlineData("AccessDeniedException", 400, ReadOutcome.Denied)]
    [InlineData("UnauthorizedOperation", 403, ReadOutcome.Denied)]
    [InlineData("ExpiredToken", 403, ReadOutcome.NoAccess)]
    [InlineData("ExpiredTokenException", 400, ReadOutcome.NoAccess)]
    [InlineData("InvalidClientTokenId", 403, ReadOutcome.NoAccess)]
    [InlineData("SignatureDoesNotMatch", 403, ReadOutcome.NoAccess)]
    [InlineData("UnrecognizedClientException", 400, ReadOutcome.NoAccess)]
    [InlineData("", 403, ReadOutcome.Denied)]
    [InlineData("ResourceNotFoundException", 400, ReadOutcome.Missing)]
    [InlineData("UnsupportedActionException", 400, ReadOutcome.TypeNotReadable)]
    [InlineData("TypeNotFoundException", 400, ReadOutcome.TypeNotReadable)]
    [InlineData("ValidationError", 400, ReadOutcome.Failed)]
    [InlineData("GeneralServiceException", 400, ReadOutcome.Failed)]
    [InlineData("InternalFailure", 500, ReadOutcome.Failed)]
    [InlineData("", 500, ReadOutcome.Failed)]
    [InlineData("", 503, ReadOutcome.Failed)]
    [InlineData("AccessDeniedLookalike", 400, ReadOutcome.Failed)]
    public void A_service_error_is_told_by_its_code_and_status(string code, int status, ReadOutcome expected) =>
        Assert.Equal(expected, AwsErrors.Classify(Service(code, "a message", status)).Outcome);

    [Theory]
    [InlineData("Resource type AWS::SQS::QueuePolicy does not support READ action", "AWS offers no way to read AWS::SQS::QueuePolicy (UnsupportedActionException).")]
    [InlineData("no", "AWS offers no way to read this type (UnsupportedActionException).")]
    public void What_cannot_be_read_is_said_for_people(string message, string detail) =>
        Assert.Equal((ReadOutcome.TypeNotReadable, detail), AwsErrors.Classify(Service("UnsupportedActionException", message, 400)));

    [Theory]
    [InlineData("Stack with id shop does not exist", ReadOutcome.Missing)]
    [InlineData("1 validation error detected: Value at 'stackName' failed", ReadOutcome.Failed)]
    public void Only_the_message_of_a_validation_error_tells_an_absent_stack_from_a_bad_argument(string message, ReadOutcome expected)
    {
        Assert.Equal(expected, AwsErrors.Classify(Service("ValidationError", message, 400)).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(Service("GeneralServiceException", "it does not exist", 400)).Outcome);
    }

    [Fact]
    public void Errors_that_are_no_replies_are_told_by_their_type()
    {
        Assert.Equal(ReadOutcome.TimedOut, AwsErrors.Classify(new TimeoutException()).Outcome);
        Assert.Equal(ReadOutcome.TimedOut, AwsErrors.Classify(new TaskCanceledException("x", new TimeoutException())).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(new HttpRequestException(HttpRequestError.NameResolutionError)).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(new XmlException("x")).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(new JsonException("x")).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(new IOException("x")).Outcome);
        Assert.Equal(ReadOutcome.NoAccess, AwsErrors.Classify(new AmazonClientException("x")).Outcome);
        Assert.Equal(ReadOutcome.Failed, AwsErrors.Classify(new AmazonUnmarshallingException("r", "l", new XmlException("x"))).Outcome);
        Assert.Equal(ReadOutcome.Denied, AwsErrors.Classify(new AmazonClientException("role", Service("AccessDenied", "no", 403))).Outcome);
    }

    [Theory]
    [InlineData("GeneralServiceException")]
    [InlineData("SignatureDoesNotMatch")]
    [InlineData("InternalFailure")]
    [InlineData("")]
    public void Messages_that_may_hold_values_or_tokens_are_not_repeated(string code) =>
        Assert.DoesNotContain("CANARY", AwsErrors.Classify(Service(code, "CANARY-1", 400)).Detail, StringComparison.Ordinal);

    [Fact]
    public void What_parsers_quote_is_not_repeated()
    {
        Assert.DoesNotContain("CANARY", AwsErrors.Classify(new XmlException("CANARY-1")).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", AwsErrors.Classify(new JsonException("CANARY-1")).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", AwsErrors.Classify(new FormatException("CANARY-1")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_credential_process_that_gives_nothing_is_no_access_and_no_foreign_reply()
    {
        var problem = new ProcessAWSCredentialException("Command returned CANARY-1", new JsonException("CANARY-1"));
        var (outcome, detail) = AwsErrors.Classify(problem);

        Assert.Equal((ReadOutcome.NoAccess, null), (outcome, AwsErrors.CodeOf(problem)));
        Assert.StartsWith("The credential_process of the default profile, or of the one that AWS_PROFILE names, failed or printed no credentials.", detail, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_permission_is_named_on_one_line_of_bounded_length()
    {
        const string Message = "User: arn:aws:sts::1:assumed-role/r/d is not authorized to perform:\r\n cloudformation:DescribeStacks";

        Assert.Contains("cloudformation:DescribeStacks", AwsErrors.Classify(Service("AccessDenied", Message, 403)).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', AwsErrors.Classify(Service("AccessDenied", Message, 403)).Detail);
        Assert.True(AwsErrors.Classify(Service("AccessDenied", new string('x', 100_000), 403)).Detail.Length < 700);
    }

    private static AmazonCloudFormationException Service(string code, string message, int status) =>
        new(message, ErrorType.Sender, code, "r", (HttpStatusCode)status);
}
