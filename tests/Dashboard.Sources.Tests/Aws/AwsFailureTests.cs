using System.Diagnostics;
using System.Net;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Everything that a service, a network or a proxy may do instead of answering.</summary>
public sealed class AwsFailureTests
{
    private const string Canary = "CANARY-77aa";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Throttling_that_ends_is_not_seen()
    {
        await using var aws = await CannedAws.StartAsync();
        var slow = Reply.Error("Throttling", "Rate exceeded");
        aws.On("DescribeStacks", slow, slow, Reply.Query("DescribeStacks", "<Stacks/>"));
        using var source = aws.CreateSource(retries: 4);

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Empty(stacks.Value);
        Assert.Equal(3, aws.Asked("DescribeStacks").Count());
    }

    [Fact]
    public async Task Throttling_that_does_not_end_is_told()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("ListStackResources", Reply.Error("Throttling", "Rate exceeded"));
        using var source = aws.CreateSource(retries: 1);

        var resources = await source.ListResourcesAsync(CannedAws.Scope, "s", Stop).Soon();

        Assert.Equal((ReadOutcome.Throttled, "cloudformation ListStackResources in eu-west-1: Throttling: Rate exceeded"), (resources.Outcome, resources.Detail));
        Assert.Equal(2, aws.Asked("ListStackResources").Count());
    }

    [Theory]
    [InlineData("AccessDenied", 403, ReadOutcome.Denied)]
    [InlineData("ExpiredToken", 403, ReadOutcome.NoAccess)]
    [InlineData("InvalidClientTokenId", 403, ReadOutcome.NoAccess)]
    [InlineData("SignatureDoesNotMatch", 403, ReadOutcome.NoAccess)]
    [InlineData("ValidationError", 400, ReadOutcome.Failed)]
    [InlineData("InternalFailure", 500, ReadOutcome.Failed)]
    public async Task Refusals_are_results_with_their_code(string code, int status, ReadOutcome expected)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeStacks", Reply.Error(code, "because", (HttpStatusCode)status));
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(expected, stacks.Outcome);
        Assert.Contains(code, stacks.Detail, StringComparison.Ordinal);
        Assert.Single(aws.Asked("DescribeStacks"));
    }

    [Theory]
    [InlineData(500, "<html><body>CANARY-77aa</body></html>", "text/html")]
    [InlineData(503, "", "text/plain")]
    [InlineData(200, "<html><body>Please log in, CANARY-77aa</body></html>", "text/html")]
    [InlineData(200, "<html><br>CANARY-77aa", "text/html")]
    [InlineData(200, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>CANARY-77aa", "text/xml")]
    [InlineData(200, "<ListStacksResponse><ListStacksResult/></ListStacksResponse>", "text/xml")]
    [InlineData(200, "", "text/xml")]
    [InlineData(200, "{\"Stacks\":[\"CANARY-77aa\"]}", "application/json")]
    [InlineData(302, "", "text/html")]
    [InlineData(200, "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>i</StackId><StackName>s</StackName><CreationTime>CANARY-77aa</CreationTime></member></Stacks></DescribeStacksResult></DescribeStacksResponse>", "text/xml")]
    public async Task A_reply_that_is_none_is_a_failure_that_repeats_nothing_of_it(int status, string body, string contentType)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeStacks", new Reply((HttpStatusCode)status, body, contentType));
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, stacks.Outcome);
        Assert.False(string.IsNullOrEmpty(stacks.Detail));
        Assert.DoesNotContain(Canary, stacks.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_type_definition_is_refused_and_no_file_is_read()
    {
        await using var aws = await CannedAws.StartAsync();
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await File.WriteAllTextAsync(file, Canary, Stop);
        try
        {
            var reply = Reply.Query("GetTemplate", "<TemplateBody>&leak;</TemplateBody>");
            aws.On("GetTemplate", reply with { Body = $"<!DOCTYPE x [<!ENTITY leak SYSTEM \"file://{file}\">]>" + reply.Body });
            using var source = aws.CreateSource();

            var template = await source.GetTemplateAsync(CannedAws.Scope, "s", false, Stop).Soon();

            Assert.Equal(ReadOutcome.Failed, template.Outcome);
            Assert.Null(template.Value);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false, "DescribeStacks")]
    [InlineData(true, "DescribeStacks")]
    [InlineData(false, "GetResource")]
    [InlineData(true, "GetResource")]
    public async Task A_reply_that_never_ends_is_given_up_at_the_deadline(bool afterHeaders, string operation)
    {
        await using var aws = await CannedAws.StartAsync();
        var hang = new Reply(HttpStatusCode.OK, afterHeaders ? "<DescribeStacks" : "") { Hangs = true, Head = afterHeaders };
        aws.On(operation, hang);
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(time, TimeSpan.FromSeconds(30));

        var reading = operation == "GetResource"
            ? OutcomeOf(source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop), r => (r.Outcome, r.Detail))
            : OutcomeOf(source.ListStacksAsync(CannedAws.Scope, Stop), r => (r.Outcome, r.Detail));
        await hang.Reached.Task.Soon();
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal((ReadOutcome.TimedOut, $"{(operation == "GetResource" ? "cloudcontrol" : "cloudformation")} {operation} in eu-west-1: No answer within 30 s."), await reading.Soon());
    }

    [Theory]
    [InlineData("DescribeStacks")]
    [InlineData("GetResource")]
    public async Task Row_13_a_reply_that_comes_at_a_byte_a_second_is_given_up_at_the_deadline(string operation)
    {
        const int Deadline = 30;
        await using var aws = await CannedAws.StartAsync();
        var time = new FakeTimeProvider();
        var (written, seconds) = (Gates(), Gates());
        aws.On(operation, new Reply(HttpStatusCode.OK, operation == "GetResource" ? "{" : "<DescribeStacksResponse>")
        {
            Head = true,
            // Asked for the next byte, the one before it has been sent.
            Drips = async byteSent =>
            {
                written[Math.Min(byteSent, Deadline - 1)].TrySetResult();
                await seconds[Math.Min(byteSent, Deadline - 1)].Task;
            },
        });
        using var source = aws.CreateSource(time, TimeSpan.FromSeconds(Deadline));

        var reading = operation == "GetResource"
            ? OutcomeOf(source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop), r => (r.Outcome, r.Detail))
            : OutcomeOf(source.ListStacksAsync(CannedAws.Scope, Stop), r => (r.Outcome, r.Detail));
        foreach (var (sent, second) in written.Zip(seconds))
        {
            await sent.Task.Soon();
            Assert.False(reading.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(1));
            second.SetResult();
        }

        Assert.Equal((ReadOutcome.TimedOut, $"{(operation == "GetResource" ? "cloudcontrol" : "cloudformation")} {operation} in eu-west-1: No answer within {Deadline} s."), await reading.Soon());

        static List<TaskCompletionSource> Gates() => [.. Enumerable.Range(0, Deadline).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
    }

    [Fact]
    public async Task Cancellation_is_the_only_thing_that_throws_and_stops_at_once()
    {
        await using var aws = await CannedAws.StartAsync();
        var hang = new Reply(HttpStatusCode.OK, "") { Hangs = true };
        aws.On("GetTemplate", hang);
        using var source = aws.CreateSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var reading = source.GetTemplateAsync(CannedAws.Scope, "s", false, cancel.Token);
        await hang.Reached.Task.Soon();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.Soon());
    }

    [Fact]
    public async Task A_cancelled_verification_does_not_spoil_the_next_read()
    {
        await using var aws = await CannedAws.StartAsync();
        var hang = new Reply(HttpStatusCode.OK, "") { Hangs = true };
        aws.On("GetCallerIdentity", hang, Reply.Query("GetCallerIdentity", $"<Account>{CannedAws.Account}</Account>"));
        aws.OnQuery("DescribeStacks", "<Stacks/>");
        using var source = aws.CreateSource();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var first = source.ListStacksAsync(CannedAws.Scope, cancel.Token);
        await hang.Reached.Task.Soon();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        var second = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.True(second.IsRead, second.Detail);
    }

    [Fact]
    public async Task A_failed_verification_stands_for_a_while_and_is_then_tried_again()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetCallerIdentity", Reply.Error("ExpiredToken", status: HttpStatusCode.Forbidden), Reply.Query("GetCallerIdentity", $"<Account>{CannedAws.Account}</Account>"));
        aws.OnQuery("DescribeStacks", "<Stacks/>");
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(time);

        var refused = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();
        var again = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();
        Assert.Single(aws.Requests);
        time.Advance(TimeSpan.FromSeconds(31));
        var later = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal((ReadOutcome.NoAccess, ReadOutcome.NoAccess), (refused.Outcome, again.Outcome));
        Assert.Contains("ExpiredToken", refused.Detail, StringComparison.Ordinal);
        Assert.True(later.IsRead, later.Detail);
    }

    [Fact]
    public async Task A_page_token_that_comes_again_ends_the_list_as_a_failure()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/><NextToken>a</NextToken>", "<Stacks/><NextToken>b</NextToken>", "<Stacks/><NextToken>a</NextToken>");
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal((ReadOutcome.Failed, "cloudformation DescribeStacks in eu-west-1: The service repeated a page token after 3 pages."), (stacks.Outcome, stacks.Detail));
    }

    [Fact]
    public async Task A_list_without_end_stops_after_a_thousand_pages()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("ListStackResources", [.. Enumerable.Range(0, 1001).Select(i => $"<StackResourceSummaries/><NextToken>{i}</NextToken>")]);
        const string Stack = "<member><StackId>i</StackId><StackName>s</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member>";
        aws.OnQuery("DescribeStacks", $"<Stacks>{Stack}{Stack}</Stacks>");
        using var source = aws.CreateSource();

        var resources = await source.ListResourcesAsync(CannedAws.Scope, "s", Stop).Soon();
        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal((ReadOutcome.Failed, "cloudformation DescribeStacks in eu-west-1: The service listed something twice."), (stacks.Outcome, stacks.Detail));
        Assert.Equal((ReadOutcome.Failed, "cloudformation ListStackResources in eu-west-1: The list has more than 1000 pages."), (resources.Outcome, resources.Detail));
        Assert.Equal(1000, aws.Asked("ListStackResources").Count());
    }

    [Theory]
    [InlineData("Access Denied", "cloudformation DescribeStacks in eu-west-1: AccessDenied: Access Denied: it takes cloudformation:DescribeStacks.")]
    [InlineData("User: x is not authorized to perform: cloudformation:DescribeStacks on resource: y", "cloudformation DescribeStacks in eu-west-1: AccessDenied: User: x is not authorized to perform: cloudformation:DescribeStacks on resource: y")]
    [InlineData("User: x is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-west-1:1:stack/s", "AccessDenied: User: x is not authorized to perform: cloudformation:DescribeStacks on resource: arn:aws:cloudformation:eu-west-1:1:stack/s")]
    public async Task What_was_denied_names_the_action_that_is_missing(string message, string detail)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeStacks", Reply.Error("AccessDenied", message, HttpStatusCode.Forbidden));
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal((ReadOutcome.Denied, detail), (stacks.Outcome, stacks.Detail));
    }

    [Fact]
    public async Task A_failure_names_the_call_that_failed_and_nothing_else_does()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetResource", new Reply(HttpStatusCode.ServiceUnavailable, "", "text/plain")).On("GetTopicAttributes", Reply.Error("InternalFailure", "", HttpStatusCode.InternalServerError));
        aws.On("GetRole", Reply.Error("InternalFailure", "", HttpStatusCode.InternalServerError)).OnQuery("GetTemplate", "<TemplateBody></TemplateBody>");
        aws.On("DescribeStacks", Reply.Error("ValidationError", "Stack with id s does not exist"));
        using var source = aws.CreateSource(account: new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000 });

        Assert.Equal("cloudcontrol GetResource in eu-west-1: HTTP 503 without an error code.", (await ReadAsync("AWS::Logs::MetricFilter", "a|b")).Detail);
        Assert.Equal("sns GetTopicAttributes in eu-west-1: InternalFailure (HTTP 500).", (await ReadAsync("AWS::SNS::Topic", "jobs")).Detail);
        Assert.StartsWith("iam GetRole in us-east-1: ", (await ReadAsync("AWS::IAM::Role", "r")).Detail, StringComparison.Ordinal);
        Assert.Equal("cloudformation GetTemplate in eu-west-1: The service returned no template body.", (await source.GetTemplateAsync(CannedAws.Scope, "s", false, Stop).Soon()).Detail);
        // That it is not there is an answer.
        Assert.Equal((ReadOutcome.Missing, "ValidationError: Stack with id s does not exist"), await OutcomeOf(source.DescribeStackAsync(CannedAws.Scope, "s", Stop), s => (s.Outcome, s.Detail)));

        Task<ResourceObservation> ReadAsync(string type, string id) => source.ReadResourceAsync(CannedAws.Scope, type, id, MapValue.Empty, [], Stop).Soon();
    }

    [Theory]
    [InlineData(200, "<!DOCTYPE html><html><head><title>Log in to the guest network</title></head></html>", 64, "The reply is not the expected JSON: it is cut off, or something other than the service answered")]
    [InlineData(200, "<html>Log in</html>", 19, "The reply is not the expected JSON: it is cut off, or something other than the service answered")]
    [InlineData(200, """{"Attributes": {"VisibilityTimeout": "30"}""", 42, "The reply is not the expected JSON: it is cut off, or something other than the service answered")]
    [InlineData(200, "", 0, "The reply is not the expected JSON: it is cut off, or something other than the service answered")]
    [InlineData(404, "<html>Nothing</html>", 20, "HTTP 404 without an error code")]
    public async Task Row_14_a_reply_that_was_no_answer_is_named_by_its_digest_unless_it_is_the_services_own(int status, string body, int read, string problem)
    {
        await using var aws = await CannedAws.StartAsync();
        var reply = new Reply((HttpStatusCode)status, body, "text/html");
        aws.On("GetQueueAttributes", reply with { IsForeign = true }, reply);
        using var source = aws.CreateSource(account: new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000 });

        var (foreign, own) = (await ReadAsync(), await ReadAsync());

        var digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body[..read])))[..12];
        Assert.Equal((ReadOutcome.Failed, $"sqs GetQueueAttributes in eu-west-1: {problem} (reply {digest})."), (foreign.Outcome, foreign.Detail));
        Assert.Equal((ReadOutcome.Failed, $"sqs GetQueueAttributes in eu-west-1: {problem}."), (own.Outcome, own.Detail));

        Task<ResourceObservation> ReadAsync() => source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", $"https://sqs.eu-west-1.amazonaws.com/{CannedAws.Account}/jobs", MapValue.Empty, [], Stop).Soon();
    }

    [Fact]
    public async Task Row_14_a_page_that_comes_with_too_many_requests_is_not_quoted()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetTopicAttributes", new Reply(HttpStatusCode.TooManyRequests, "<html>canary</html>", "text/html"));
        using var source = aws.CreateSource(account: new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000 });

        var read = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SNS::Topic", "jobs", MapValue.Empty, [], Stop).Soon();

        Assert.Equal((ReadOutcome.Throttled, "sns GetTopicAttributes in eu-west-1: HTTP 429 without an error code."), (read.Outcome, read.Detail));
    }

    [Fact]
    public async Task Row_14_what_stands_in_the_place_of_an_error_code_is_not_quoted()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetTopicAttributes", Reply.Error("a canary", status: HttpStatusCode.NotFound));
        using var source = aws.CreateSource(account: new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000 });

        var read = await source.ReadResourceAsync(CannedAws.Scope, "AWS::SNS::Topic", "jobs", MapValue.Empty, [], Stop).Soon();

        Assert.Equal((ReadOutcome.Failed, "sns GetTopicAttributes in eu-west-1: HTTP 404 with an error code that is none."), (read.Outcome, read.Detail));
    }

    [Fact]
    public async Task Row_14_a_stack_or_a_resource_that_is_listed_twice_fails_the_list()
    {
        await using var aws = await CannedAws.StartAsync();
        const string Jobs = "<member><LogicalResourceId>Jobs</LogicalResourceId><PhysicalResourceId>j</PhysicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType><ResourceStatus>CREATE_COMPLETE</ResourceStatus></member>";
        aws.OnQuery("ListStackResources", $"<StackResourceSummaries>{Jobs}{Jobs}</StackResourceSummaries>");
        using var source = aws.CreateSource();

        var resources = await source.ListResourcesAsync(CannedAws.Scope, "s", Stop).Soon();

        Assert.Equal((ReadOutcome.Failed, "cloudformation ListStackResources in eu-west-1: The service listed something twice."), (resources.Outcome, resources.Detail));
    }

    [Fact]
    public async Task A_page_that_fails_fails_the_list_rather_than_shortening_it()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On(
            "DescribeStacks",
            Reply.Query("DescribeStacks", "<Stacks><member><StackId>i</StackId><StackName>s</StackName></member></Stacks><NextToken>a</NextToken>"),
            Reply.Error("AccessDenied", "no", HttpStatusCode.Forbidden));
        using var source = aws.CreateSource();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(ReadOutcome.Denied, stacks.Outcome);
        Assert.True(stacks.Value.IsDefault);
    }

    [Fact]
    public async Task A_reply_larger_than_any_template_is_not_read_to_its_end()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetTemplate", Reply.Query("GetTemplate", "<TemplateBody>" + new string('x', 33 * 1024 * 1024) + "</TemplateBody>"));
        using var source = aws.CreateSource();

        var template = await source.GetTemplateAsync(CannedAws.Scope, "s", false, Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, template.Outcome);
        Assert.Contains("larger than", template.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512 * 1024, 0, ReadOutcome.Failed)]
    [InlineData(400 * 1024, 0, ReadOutcome.Read)]
    [InlineData(400 * 1024, 20, ReadOutcome.Read)]
    public async Task Row_14_a_resource_is_read_up_to_half_a_megabyte_and_large_ones_one_after_another(int size, int others, ReadOutcome expected)
    {
        await using var aws = await CannedAws.StartAsync();
        var text = new string('x', size);
        aws.On("GetResource", Reply.Json("""{"TypeName": "AWS::SQS::Queue", "ResourceDescription": {"Identifier": "q", "Properties": "{\"QueueName\": \"TEXT\"}"}}""".Replace("TEXT", text, StringComparison.Ordinal)));
        using var source = aws.CreateSource();

        var reads = await Task.WhenAll(Enumerable.Range(0, others + 1).Select(_ => source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop))).Soon();

        Assert.All(reads, r => Assert.Equal(expected, r.Outcome));
        Assert.Equal(expected == ReadOutcome.Read ? null : "cloudcontrol GetResource in eu-west-1: The reply is larger than 512 kB.", reads[0].Detail);
    }

    [Fact]
    public async Task An_endpoint_where_nobody_listens_is_a_failure()
    {
        var aws = await CannedAws.StartAsync();
        using var source = aws.CreateSource();
        await aws.DisposeAsync();
        var watch = Stopwatch.StartNew();

        var stacks = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();

        Assert.Equal(ReadOutcome.Failed, stacks.Outcome);
        Assert.True(watch.Elapsed < Timeouts.Default);
    }

    private static async Task<(ReadOutcome Outcome, string? Detail)> OutcomeOf<T>(Task<T> reading, Func<T, (ReadOutcome, string?)> outcome) => outcome(await reading);
}
