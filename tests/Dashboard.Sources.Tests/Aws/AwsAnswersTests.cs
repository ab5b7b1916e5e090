using System.Text;
using Dashboard.Core.Model;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Listing;
using Dashboard.Sources.Aws.Network;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Aws.Trail;

namespace Dashboard.Sources.Tests.Aws;

public sealed class AwsAnswersTests
{
    [Fact]
    public void It_is_known_of_every_operation_what_answers_it()
    {
        var operations = AwsOperations.Readers.Concat(TypeListers.Operations).Concat(TrailOperations.All).Concat(NetworkOperations.All)
            .Where(o => o.Target is not null || o.Path is not null || o.Service == "s3").Select(o => (o.Service, o.Name))
            .Concat(AwsOperations.Targets.Select(t => ("cloudcontrolapi", t.Split('.')[1]))).Concat(AwsOperations.QueueTargets.Select(t => ("sqs", t.Split('.')[1])));

        Assert.All(operations.Distinct(), o => Assert.True(AwsAnswers.Knows(o.Item1, o.Item2), $"{o}"));
    }

    [Theory]
    [InlineData("sqs", "GetQueueAttributes", "{\"Attributes\": {}}", true)]
    [InlineData("sqs", "GetQueueAttributes", "\uFEFF \r\n {", true)]
    [InlineData("sqs", "GetQueueAttributes", " <!DOCTYPE html>", false)]
    [InlineData("sqs", "GetQueueAttributes", "[]", false)]
    [InlineData("ec2", "DescribeVpcs", "<?xml version=\"1.0\"?>", true)]
    [InlineData("ec2", "DescribeVpcs", "\n<DescribeVpcsResponse", true)]
    [InlineData("ec2", "DescribeVpcs", "<!DocType HTML>", false)]
    [InlineData("ec2", "DescribeVpcs", "<HTML>", false)]
    [InlineData("ec2", "DescribeVpcs", "{}", false)]
    [InlineData("ec2", "DescribeVpcs", "   ", true)]
    public void What_begins_as_a_page_is_known_by_its_beginning(string service, string operation, string text, bool mayBe)
    {
        void Look() => AwsAnswers.RequireBeginning(service, operation, Encoding.UTF8.GetBytes(text));
        if (mayBe)
            Look();
        else
            Assert.Throws<ForeignReplyException>(Look);
    }

    [Theory]
    [InlineData("ssm", "GetParameter", """{"Parameter": {"Value": "x"}}""")]
    [InlineData("ssm", "DescribeParameters", """{"NextToken": "t", "Parameters": []}""")]
    [InlineData("sqs", "ListQueueTags", "{}")]
    [InlineData("sqs", "ListQueueTags", """{"Tags": {}}""")]
    [InlineData("sqs", "DeleteMessageBatch", """{"Failed": []}""")]
    [InlineData("iam", "GetRole", "<GetRoleResponse xmlns='https://iam.amazonaws.com/doc/2010-05-08/'><GetRoleResult/></GetRoleResponse>")]
    [InlineData("ec2", "DescribeVpcs", "<?xml version='1.0'?><DescribeVpcsResponse/>")]
    [InlineData("s3", "GetBucketLocation", "<LocationConstraint xmlns='http://s3.amazonaws.com/doc/2006-03-01/'/>")]
    [InlineData("s3", "GetBucketPolicy", """{"Version": "2012-10-17", "Statement": []}""")]
    [InlineData("s3", "GetBucketVersioning", "<GetBucketVersioningResponse/>")]
    [InlineData("lambda", "GetFunctionConcurrency", """{"ReservedConcurrentExecutions": null}""")]
    public void An_answer_passes(string service, string operation, string body) => AwsAnswers.Require(service, operation, Encoding.UTF8.GetBytes(body), bearsRequestId: true);

    [Theory]
    [InlineData("sqs", "ListQueues", "{}")]
    [InlineData("sqs", "ListQueueTags", "{}")]
    [InlineData("sqs", "ReceiveMessage", """{"Messages": null}""")]
    [InlineData("lambda", "GetFunctionConcurrency", "{}")]
    public void That_there_is_nothing_is_believed_only_beside_the_id_that_AWS_gives_to_a_request(string service, string operation, string body)
    {
        AwsAnswers.Require(service, operation, Encoding.UTF8.GetBytes(body), bearsRequestId: true);

        var refused = Assert.Throws<ForeignReplyException>(() => AwsAnswers.Require(service, operation, Encoding.UTF8.GetBytes(body), bearsRequestId: false));

        Assert.Equal(AwsErrors.ForeignReply, AwsErrors.CodeOf(refused));
    }

    [Theory]
    [InlineData("x-amzn-requestid", true)]
    [InlineData("x-amz-request-id", true)]
    [InlineData("x-request-id", false)]
    public void A_requests_id_is_known_by_the_names_that_AWS_gives_it(string name, bool isKnown)
    {
        using var reply = new HttpResponseMessage();
        reply.Headers.Add(name, "r-1");

        Assert.Equal(isKnown, AwsAnswers.BearsRequestId(reply));
    }

    [Theory]
    [InlineData("ssm", "GetParameter", "")]
    [InlineData("ssm", "GetParameter", "{}")]
    [InlineData("ssm", "GetParameter", "null")]
    [InlineData("ssm", "GetParameter", """[{"Parameter": 1}]""")]
    [InlineData("ssm", "GetParameter", """{"Parameter": null}""")]
    [InlineData("ssm", "GetParameter", """{"Parameters": [{"Parameter": {}}]}""")]
    [InlineData("ssm", "GetParameter", """{"Parameter": {"Value": "canary"}""")]
    [InlineData("ssm", "GetParameter", """{"Parameter": {}} <html>canary</html>""")]
    [InlineData("sqs", "ListQueueTags", """{"Something": "canary"}""")]
    [InlineData("sqs", "DeleteMessageBatch", "{}")]
    [InlineData("iam", "GetRole", "<GetUserResponse><GetUserResult/></GetUserResponse>")]
    [InlineData("ec2", "DescribeVpcs", "")]
    [InlineData("ec2", "DescribeVpcs", "<html><body>canary</body></html>")]
    [InlineData("ec2", "DescribeVpcs", "<!DOCTYPE DescribeVpcsResponse><DescribeVpcsResponse/>")]
    [InlineData("ec2", "DescribeVpcs", "{\"canary\": 1}")]
    [InlineData("s3", "GetBucketLocation", "<VersioningConfiguration/>")]
    [InlineData("s3", "GetBucketPolicy", "<html/>")]
    public void Anything_else_is_refused_and_nothing_of_it_is_repeated(string service, string operation, string body)
    {
        var refused = Assert.Throws<ForeignReplyException>(() => AwsAnswers.Require(service, operation, Encoding.UTF8.GetBytes(body), bearsRequestId: true));

        Assert.Contains("something other than the service answered.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
        Assert.Equal((ReadOutcome.Failed, AwsErrors.ForeignReply), (AwsErrors.Classify(refused).Outcome, AwsErrors.CodeOf(refused)));
    }

    [Theory]
    [InlineData("iam", "GetRole", "<GetRoleResponse>", "<a>")]
    [InlineData("ec2", "DescribeVpcs", "<DescribeVpcsResponse>", "<item>")]
    [InlineData("ssm", "GetParameter", "{\"Parameter\": ", "[")]
    public void What_is_nested_deeper_than_any_answer_is_none(string service, string operation, string head, string level)
    {
        Require(10);
        Assert.Throws<ForeignReplyException>(() => Require(100_000));

        void Require(int depth)
        {
            var isJson = level == "[";
            var (open, close) = (string.Concat(Enumerable.Repeat(isJson ? "{\"a\":" : level, depth)), string.Concat(Enumerable.Repeat(isJson ? "}" : level.Replace("<", "</", StringComparison.Ordinal), depth)));
            var body = isJson ? $"{head}{open}1{close}}}" : $"{head}{open}{close}{head.Replace("<", "</", StringComparison.Ordinal)}";
            AwsAnswers.Require(service, operation, Encoding.UTF8.GetBytes(body), bearsRequestId: true);
        }
    }

    [Fact]
    public void A_name_that_is_no_text_makes_no_answer() => Assert.Throws<ForeignReplyException>(() =>
        AwsAnswers.Require("kms", "ListResourceTags", (byte[])[.. "{\"Tags\": [], \"a"u8, 0xFF, .. "\": 1}"u8], bearsRequestId: true));

    [Fact]
    public async Task An_answer_that_a_reader_is_not_ready_for_costs_the_one_resource()
    {
        var reader = new TypeReader("AWS::SSM::Parameter", "SSM", ReadSection.Of<string>([ReadOperation.Query("ec2", "DescribeVpcs")], static _ => throw new InvalidCastException("canary"), ("Name", static _ => null)));

        var read = await reader.ReadAsync(null!);

        Assert.Equal((ReadOutcome.Failed, "The reply could not be read (InvalidCastException)."), (read.Outcome, read.Detail));
    }
}
