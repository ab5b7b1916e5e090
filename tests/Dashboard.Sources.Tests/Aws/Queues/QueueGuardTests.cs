using System.Net;
using System.Text;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws.Queues;

/// <summary>Messages may be taken from a queue that the settings name; every other request for one never leaves the process.</summary>
public sealed class QueueGuardTests
{
    private const string Queue = "https://sqs.eu-west-1.amazonaws.com/111111111111/driftboard-changes";

    [Theory]
    [InlineData("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl": "{{Queue}}"}""")]
    [InlineData("AmazonSQS.DeleteMessageBatch", $$"""{"Entries": [], "QueueUrl": "{{Queue}}"}""")]
    public async Task The_configured_queue_is_asked(string target, string body) => Assert.Equal(HttpStatusCode.OK, await SendAsync(target, body));

    [Theory]
    [InlineData("AmazonSQS.ReceiveMessage", $$"""{"QueueUrl": "{{Queue}}-of-orders"}""")]
    [InlineData("AmazonSQS.ReceiveMessage", $$"""{"Name": "{{Queue}}"}""")]
    [InlineData("AmazonSQS.ReceiveMessage", "no JSON")]
    [InlineData("AmazonSQS.SendMessage", $$"""{"QueueUrl": "{{Queue}}"}""")]
    [InlineData("AmazonSQS.PurgeQueue", $$"""{"QueueUrl": "{{Queue}}"}""")]
    [InlineData("AmazonSQS.DeleteQueue", $$"""{"QueueUrl": "{{Queue}}"}""")]
    public async Task Nothing_else_is(string target, string body) => await Assert.ThrowsAsync<NotSupportedException>(() => SendAsync(target, body));

    private static async Task<HttpStatusCode> SendAsync(string target, string body)
    {
        using var budget = new CallBudget(100, 4, new FakeTimeProvider());
        using var http = new AccountHttp(new Answering(), budget, detectsDrift: false, new ServiceClock(TimeProvider.System), [Queue], new LargeReplies(new SemaphoreSlim(1)));
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://sqs.eu-west-1.amazonaws.com/") { Content = new StringContent(body, Encoding.UTF8, "application/x-amz-json-1.0") };
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=AKIA/20260101/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.CreateHttpClient(null!).SendAsync(request, TestContext.Current.CancellationToken).Soon();
        return answer.StatusCode;
    }

    private sealed class Answering : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("""{"Messages": [], "Successful": []}""") });
    }
}
