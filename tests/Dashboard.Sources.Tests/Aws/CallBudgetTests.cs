using System.Net;
using System.Text;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws;

public sealed class CallBudgetTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Each_region_and_service_has_a_gate_of_its_own()
    {
        using var budget = new CallBudget(5, 4, new FakeTimeProvider());

        Assert.Same(budget.Gate("eu-west-1", "cloudformation"), budget.Gate("eu-west-1", "cloudformation"));
        Assert.NotSame(budget.Gate("eu-west-1", "cloudformation"), budget.Gate("eu-west-1", "cloudcontrolapi"));
        Assert.NotSame(budget.Gate("eu-west-1", "cloudformation"), budget.Gate("us-east-1", "cloudformation"));
    }

    [Fact]
    public async Task Everything_that_calls_a_service_shares_its_rate_and_waiting_costs_no_deadline()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks/>").OnQuery("GetTemplate", "<TemplateBody>x</TemplateBody>");
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(
            time, TimeSpan.FromSeconds(5), account: AwsAccountOptions.Sandbox(CannedAws.Account, aws.Url) with { CallsPerSecond = 0.1, ParallelCalls = 4 });

        var first = await source.ListStacksAsync(CannedAws.Scope, Stop).Soon();
        var second = source.GetTemplateAsync(CannedAws.Scope, "s", false, Stop);
        Assert.False(second.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.True(first.IsRead, first.Detail);
        Assert.True((await second.Soon()).IsRead);
    }

    [Fact]
    public async Task A_meter_counts_each_request_with_those_that_are_tried_again_and_only_its_own()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("DescribeStacks", Reply.Error("Throttling", "Rate exceeded"), Reply.Query("DescribeStacks", "<Stacks/>"));
        aws.On("GetResource", Reply.JsonError("ThrottlingException"), Reply.Resource("q", "{}"));
        using var source = aws.CreateSource(retries: 2);

        using var outer = CallMeter.Begin();
        var beside = CountAsync(() => source.ListStacksAsync(CannedAws.Scope, Stop));
        var stacks = await beside.Soon();
        var resource = await CountAsync(() => source.ReadResourceAsync(CannedAws.Scope, "AWS::SQS::Queue", "q", MapValue.Empty, [], Stop)).Soon();

        Assert.Equal(("cloudformation:DescribeStacks 2, sts:GetCallerIdentity 1", 1), (Text(stacks), stacks.Throttled));
        Assert.Equal(("cloudcontrolapi:GetResource 2", 1), (Text(resource), resource.Throttled));
        Assert.Equal((5, 2), (outer.Count.Total, outer.Count.Throttled));
        Assert.Equal(["cloudcontrolapi", "cloudformation", "sts"], outer.Count.ByService.Keys);
        Assert.Equal(Text(outer.Count), Text(stacks + resource));
    }

    [Fact]
    public async Task A_service_that_throttles_is_asked_at_half_the_rate_though_the_try_after_it_succeeds()
    {
        using var budget = new CallBudget(100, 4, new FakeTimeProvider());
        using var http = new AccountHttp(new Answering(HttpStatusCode.BadRequest, "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>"), budget, detectsDrift: false, new ServiceClock(TimeProvider.System), [], new LargeReplies(new SemaphoreSlim(1)));
        using var request = Request();

        using var answer = await http.CreateHttpClient(null!).SendAsync(request, Stop).Soon();

        Assert.Equal("<ErrorResponse>", (await answer.Content.ReadAsStringAsync(Stop))[..15]);
        Assert.Equal((0.5, 1), (budget.Gate("eu-west-1", "cloudformation").Share, budget.Gate("eu-west-1", "sts").Share));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "<DescribeStacksResponse><Code>Throttling</Code></DescribeStacksResponse>")]
    [InlineData(HttpStatusCode.BadRequest, "<ErrorResponse><Error><Code>ValidationError</Code><Message>Throttling</Message></Error></ErrorResponse>")]
    [InlineData(HttpStatusCode.BadRequest, "{\"__type\":\"ValidationException\"}")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "<html>Throttling")]
    [InlineData(HttpStatusCode.BadRequest, "")]
    public async Task Any_other_answer_leaves_the_rate_alone(HttpStatusCode status, string body)
    {
        using var budget = new CallBudget(100, 4, new FakeTimeProvider());
        using var http = new AccountHttp(new Answering(status, body), budget, detectsDrift: false, new ServiceClock(TimeProvider.System), [], new LargeReplies(new SemaphoreSlim(1)));
        using var request = Request();

        using var answer = await http.CreateHttpClient(null!).SendAsync(request, Stop).Soon();

        Assert.Equal(1, budget.Gate("eu-west-1", "cloudformation").Share);
    }

    [Theory]
    [InlineData("{\"__type\":\"com.amazon.cloudapiservice#ThrottlingException\"}", "ThrottlingException")]
    [InlineData("<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>", "RequestLimitExceeded")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE x><Error><Code>SlowDown</Code></Error>", null)]
    [InlineData("[1]", null)]
    public void The_code_of_an_error_is_read_from_any_protocol(string body, string? code) => Assert.Equal(code, AwsErrorReply.CodeOf(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void Every_service_that_says_what_it_lets_through_is_asked_no_faster()
    {
        var services = typeof(WireService).GetFields(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Static).Select(f => f.GetValue(null)).OfType<WireService>().ToList();
        Assert.All(services, s => Assert.Equal(s.CallsPerSecond, WireService.LimitOf(s.SigningName)));
        Assert.Equal(2, WireService.LimitOf("cloudtrail"));
        using var budget = new CallBudget(100, 4, new FakeTimeProvider());
        using var emulator = new CallBudget(100, 4, new FakeTimeProvider(), keepsServiceLimits: false);

        Assert.Equal([true, true, false], Turns(budget, "cloudtrail"));
        Assert.Equal([true, true, true], Turns(emulator, "cloudtrail"));
        Assert.Equal([true, true, true], Turns(budget, "iam"));

        static IEnumerable<bool> Turns(CallBudget budget, string service) => [.. Enumerable.Range(0, 3).Select(_ => budget.Gate("eu-west-1", service).TakeTurnAsync(Stop).IsCompleted)];
    }

    private static HttpRequestMessage Request()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "http://127.0.0.1:1/") { Content = new FormUrlEncodedContent([new("Action", "DescribeStacks")]) };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=A/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private static string Text(CallCount count) => string.Join(", ", count.Calls.Select(c => $"{c.Key} {c.Value}"));

    private static async Task<CallCount> CountAsync(Func<Task> call)
    {
        using var meter = CallMeter.Begin();
        await call();
        return meter.Count;
    }

    private sealed class Answering(HttpStatusCode status, string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
    }
}
