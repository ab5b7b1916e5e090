using System.Net;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>What stands on the wire: signatures, paging, error codes, faults.</summary>
public sealed class WireTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private SandboxServer _server = null!;

    private SandboxCloud Cloud => _server.Cloud;

    public async ValueTask InitializeAsync() => _server = await SandboxServer.StartAsync(new SandboxCloud(_time)).Soon();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData(Account)]
    [InlineData(Other)]
    public async Task The_access_key_names_the_account(string account)
    {
        var (_, answer) = await _server.QueryAsync(account, Region, "sts", "GetCallerIdentity");

        Assert.Equal(account, answer.Descendants("Account").Single().Value);
        Assert.Equal($"arn:aws:sts::{account}:assumed-role/sandbox/sandbox", answer.Descendants("Arn").Single().Value);
    }

    [Fact]
    public async Task A_role_leads_into_its_account()
    {
        var (_, answer) = await _server.QueryAsync("sts", "AssumeRole", ("RoleArn", $"arn:aws:iam::{Other}:role/reader"), ("RoleSessionName", "s"));

        Assert.Equal("SANDBOX" + Other, answer.Descendants("AccessKeyId").Single().Value);
        Assert.Equal("ValidationError", Code((await _server.QueryAsync("sts", "AssumeRole", ("RoleArn", "arn:aws:iam::1:role/x"), ("RoleSessionName", "s"))).Answer));
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Forbidden, "MissingAuthenticationToken")]
    [InlineData("Basic abc", HttpStatusCode.BadRequest, "IncompleteSignature")]
    [InlineData("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260101/eu-west-1/cloudformation/aws4_request, Signature=0", HttpStatusCode.Forbidden, "InvalidClientTokenId")]
    [InlineData("AWS4-HMAC-SHA256 Credential=SANDBOX12345/20260101/eu-west-1/cloudformation/aws4_request, Signature=0", HttpStatusCode.Forbidden, "InvalidClientTokenId")]
    [InlineData("AWS4-HMAC-SHA256 Credential=SANDBOX111111111111/20260101/eu-west-1/rds/aws4_request, Signature=0", HttpStatusCode.BadRequest, "InvalidAction")]
    public async Task Who_does_not_say_who_they_are_is_refused(string? authorization, HttpStatusCode status, string code)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("Action=ListStacks") };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);

        var (answered, body) = await _server.SendAsync(request);

        Assert.Equal(status, answered);
        Assert.Contains($"<Code>{code}</Code>", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_name_that_is_not_loopback_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/bucket/key");
        request.Headers.Host = "attacker.example.com";
        SandboxServer.Sign(request, Account, Region, "s3");

        Assert.Equal(HttpStatusCode.MisdirectedRequest, (await _server.SendAsync(request)).Status);
    }

    /// <summary>What somebody made before the cloud is filled would be gone afterwards; and a cloud that could not be filled is empty, and answers.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_comes_before_the_cloud_is_filled_waits_for_it(bool isFilled)
    {
        var filled = new TaskCompletionSource();
        await using var server = await SandboxServer.StartAsync(filled: filled.Task);
        var full = new SandboxCloud();
        full.CreateStack(Stack("sample", Template));

        var asked = server.CloudFormationAsync("ListStacks", "StackName");
        if (isFilled)
        {
            server.Cloud.Become(full);
            filled.SetResult();
        }
        else
        {
            filled.SetException(new InvalidOperationException("the sample contradicts itself"));
        }

        Assert.Equal(isFilled ? ["sample"] : [], await asked.Soon());
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://192.168.1.5:5081")]
    [InlineData("https://127.0.0.1:0")]
    [InlineData("http://127.0.0.1:0;http://*:0")]
    public void Only_loopback_is_listened_on(string urls) => Assert.Throws<ArgumentException>(() => SandboxHost.Build(new SandboxCloud(), urls));

    [Theory]
    [InlineData("Nonsense", "InvalidAction")]
    [InlineData("CreateStack", "ValidationError")]
    [InlineData("GetTemplate", "ValidationError")]
    public async Task What_cannot_be_answered_has_the_services_code(string action, string code)
    {
        var (status, answer) = await _server.QueryAsync("cloudformation", action);

        Assert.Equal((HttpStatusCode.BadRequest, code), (status, Code(answer)));
    }

    [Fact]
    public async Task Lists_come_in_pages_that_hold_every_stack_once()
    {
        for (var i = 0; i < 205; i++)
            Cloud.CreateStack(Stack($"s{i:000}", "Resources: {T: {Type: AWS::SNS::Topic}}"));

        foreach (var (action, pages) in new[] { ("DescribeStacks", 3), ("ListStacks", 3) })
        {
            var names = new List<string>();
            string? token = null;
            var asked = 0;
            do
            {
                var (_, answer) = await _server.QueryAsync("cloudformation", action, token is null ? [] : [("NextToken", token)]);
                names.AddRange(answer.Descendants("StackName").Select(e => e.Value));
                token = answer.Descendants("NextToken").SingleOrDefault()?.Value;
                asked++;
            }
            while (token is not null);

            Assert.Equal((205, 205, pages), (names.Count, names.Distinct().Count(), asked));
        }

        var (status, refusal) = await _server.QueryAsync("cloudformation", "ListStacks", ("NextToken", "bm90IG91cnM="));
        Assert.Equal((HttpStatusCode.BadRequest, "ValidationError"), (status, Code(refusal)));
    }

    [Fact]
    public async Task Drifts_and_live_resources_come_in_pages_of_the_size_that_is_asked_for()
    {
        Cloud.CreateStack(Stack("web", "Resources:\n" + string.Concat(Enumerable.Range(0, 5).Select(i => $"  T{i}: {{Type: AWS::SNS::Topic, Properties: {{TopicName: t{i}}}}}\n"))));
        await _server.CloudFormationAsync("DetectStackDrift", "StackDriftDetectionId", ("StackName", "web"));
        _time.Advance(TimeSpan.FromSeconds(1));

        var (_, first) = await _server.QueryAsync("cloudformation", "DescribeStackResourceDrifts", ("StackName", "web"), ("MaxResults", "3"));
        var second = await _server.CloudFormationAsync(
            "DescribeStackResourceDrifts", "LogicalResourceId", ("StackName", "web"), ("MaxResults", "3"), ("NextToken", first.Descendants("NextToken").Single().Value));
        Assert.Equal(["T0", "T1", "T2"], first.Descendants("LogicalResourceId").Select(e => e.Value));
        Assert.Equal(["T3", "T4"], second);
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.QueryAsync("cloudformation", "DescribeStackResourceDrifts", ("StackName", "web"), ("MaxResults", "101"))).Status);

        var (_, page) = await _server.CloudControlAsync("ListResources", """{"TypeName":"AWS::SNS::Topic","MaxResults":4}""");
        var (_, rest) = await _server.CloudControlAsync("ListResources", $$"""{"TypeName":"AWS::SNS::Topic","MaxResults":4,"NextToken":"{{page["NextToken"]}}"}""");
        Assert.Equal((4, 1), (Count(page), Count(rest)));
        Assert.Null(rest["NextToken"]);

        static int Count(MapValue answer) => ((ListValue)answer["ResourceDescriptions"]!).Items.Length;
    }

    [Fact]
    public async Task A_template_comes_back_to_the_byte_in_both_stages()
    {
        var template = "# carriage\r\n# returns <&> \u00e4\r\n" + Template;
        Cloud.CreateStack(Stack("web", template));

        Assert.Equal([template], await _server.CloudFormationAsync("GetTemplate", "TemplateBody", ("StackName", "web")));
        Assert.Equal([template], await _server.CloudFormationAsync("GetTemplate", "TemplateBody", ("StackName", "web"), ("TemplateStage", "Processed")));
        Assert.Equal(HttpStatusCode.BadRequest, (await _server.QueryAsync("cloudformation", "GetTemplate", ("StackName", "web"), ("TemplateStage", "Raw"))).Status);
    }

    [Fact]
    public async Task A_template_can_be_put_and_named_by_its_address()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, "/templates/web.yaml") { Content = new StringContent(Template) };
        SandboxServer.Sign(put, Account, Region, "s3");
        Assert.Equal(HttpStatusCode.OK, (await _server.SendAsync(put)).Status);

        await _server.CloudFormationAsync("CreateStack", "StackId", ("StackName", "web"), ("TemplateURL", _server.Url + "/templates/web.yaml"));

        Assert.Equal(Template, Cloud.Find("web").TemplateBody);
        Assert.Contains("S3 error", (await _server.QueryAsync("cloudformation", "CreateStack", ("StackName", "x"), ("TemplateURL", _server.Url + "/templates/none.yaml"))).Answer.Value, StringComparison.Ordinal);
        using var get = new HttpRequestMessage(HttpMethod.Get, "/templates/none.yaml");
        SandboxServer.Sign(get, Account, Region, "s3");
        Assert.Equal(HttpStatusCode.NotFound, (await _server.SendAsync(get)).Status);
    }

    [Fact]
    public async Task An_update_may_keep_the_template_and_values()
    {
        Cloud.CreateStack(Stack("web", """
            Parameters: {A: {Type: String}, B: {Type: String, NoEcho: true}}
            Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "${A}${B}"}}}
            """, ("A", "a"), ("B", "b")));

        await _server.CloudFormationAsync("UpdateStack", "StackId", ("StackName", "web"), ("UsePreviousTemplate", "true"),
            ("Parameters.member.1.ParameterKey", "A"), ("Parameters.member.1.ParameterValue", "c"), ("Parameters.member.2.ParameterKey", "B"), ("Parameters.member.2.UsePreviousValue", "true"));

        Assert.Equal(("c", "b"), (Cloud.Find("web").Parameters["A"], Cloud.Find("web").Parameters["B"]));
    }

    [Fact]
    public async Task Cloud_Control_answers_in_JSON_and_tells_how_a_request_ended()
    {
        Cloud.CreateStack(Stack("web", Template));

        var (_, read) = await _server.CloudControlAsync("GetResource", $$"""{"TypeName":"AWS::SQS::Queue","Identifier":"{{QueueUrl}}"}""");
        var (_, update) = await _server.CloudControlAsync(
            "UpdateResource", $$"""{"TypeName":"AWS::SQS::Queue","Identifier":"{{QueueUrl}}","PatchDocument":"[{\"op\":\"replace\",\"path\":\"/VisibilityTimeout\",\"value\":5}]"}""");
        var token = ((MapValue)update["ProgressEvent"]!)["RequestToken"]!.ToString();
        var (_, status) = await _server.CloudControlAsync("GetResourceRequestStatus", $$"""{"RequestToken":"{{token}}"}""");

        var description = (MapValue)read["ResourceDescription"]!;
        Assert.Equal(QueueUrl, description["Identifier"]!.ToString());
        Assert.Equal(new ScalarValue("30", ScalarKind.Number), Map(((ScalarValue)description["Properties"]!).Text)["VisibilityTimeout"]);
        Assert.Equal("IN_PROGRESS", ((MapValue)update["ProgressEvent"]!)["OperationStatus"]!.ToString());
        Assert.Equal("SUCCESS", ((MapValue)status["ProgressEvent"]!)["OperationStatus"]!.ToString());
        Assert.Equal("5", Cloud.Live("AWS::SQS::Queue", QueueUrl)["VisibilityTimeout"]!.ToString());
    }

    [Theory]
    [InlineData("GetResource", """{"TypeName":"AWS::SQS::Queue","Identifier":"none"}""", "ResourceNotFoundException")]
    [InlineData("GetResource", """{"TypeName":"AWS::SQS::Queue"}""", "ValidationException")]
    [InlineData("GetResource", "{", "SerializationException")]
    [InlineData("GetResource", "[]", "SerializationException")]
    [InlineData("GetResource", """{"TypeName":"AWS::SQS::QueuePolicy","Identifier":"q"}""", "UnsupportedActionException")]
    [InlineData("CreateResource", """{"TypeName":"AWS::SQS::Queue","DesiredState":"{"}""", "ValidationException")]
    [InlineData("GetResourceRequestStatus", """{"RequestToken":"none"}""", "RequestTokenNotFoundException")]
    [InlineData("Nonsense", "{}", "UnknownOperationException")]
    public async Task What_Cloud_Control_refuses_has_its_type(string operation, string input, string type)
    {
        var (status, answer) = await _server.CloudControlAsync(operation, input);

        Assert.Equal((HttpStatusCode.BadRequest, "com.amazon.cloudapiservice#" + type), (status, answer["__type"]!.ToString()));
    }

    [Fact]
    public async Task A_fault_hits_what_it_names_as_often_as_it_says()
    {
        Cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, Account, Operation: "DescribeStacks", Times: 1));
        using var denied = Cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Type: "AWS::SQS::Queue"));

        Assert.Equal(HttpStatusCode.OK, (await _server.QueryAsync(Other, Region, "cloudformation", "DescribeStacks")).Status);
        Assert.Equal("Throttling", Code((await _server.QueryAsync("cloudformation", "DescribeStacks")).Answer));
        Assert.Equal(HttpStatusCode.OK, (await _server.QueryAsync("cloudformation", "DescribeStacks")).Status);
        var (_, refused) = await _server.CloudControlAsync("ListResources", """{"TypeName":"AWS::SQS::Queue"}""");
        Assert.Equal("com.amazon.cloudapiservice#AccessDeniedException", refused["__type"]!.ToString());
        Assert.Equal(HttpStatusCode.OK, (await _server.CloudControlAsync("ListResources", """{"TypeName":"AWS::SNS::Topic"}""")).Status);
        denied.Dispose();
        Assert.Equal(HttpStatusCode.OK, (await _server.CloudControlAsync("ListResources", """{"TypeName":"AWS::SQS::Queue"}""")).Status);
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come()
    {
        var waiting = new Waiting(_time);
        await using var server = await SandboxServer.StartAsync(new SandboxCloud(waiting)).Soon();
        using var fault = server.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Delay, Operation: "ListStacks", Delay: TimeSpan.FromMinutes(5)));

        var call = server.QueryAsync("cloudformation", "ListStacks");
        await waiting.Started.Soon();
        Assert.False(call.IsCompleted);
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.OK, (await call.Soon()).Status);
    }

    [Fact]
    public void Chunks_are_put_together() => Assert.Equal("hello, world", ObjectApi.Unchunk("7;chunk-signature=a\r\nhello, \r\n5\r\nworld\r\n0\r\nx-amz-checksum:z\r\n\r\n"));

    private static string Code(System.Xml.Linq.XElement answer) => answer.Descendants("Code").Single().Value;

    /// <summary>Says when somebody starts to wait.</summary>
    private sealed class Waiting(FakeTimeProvider time) : TimeProvider
    {
        private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Started => _started.Task;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = time.CreateTimer(callback, state, dueTime, period);
            _started.TrySetResult();
            return timer;
        }
    }
}
