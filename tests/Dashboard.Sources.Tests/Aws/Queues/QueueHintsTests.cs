using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws.Queues;

/// <summary>A queue of moto's, which is a cloud that is not ours.</summary>
public sealed class QueueHintsTests(MotoServer moto)
{
    private const string Region = "eu-west-1";

    // The keys of the real command and ours, for moto's own account.
    private const string Account = "123456789012";

    [Fact]
    public async Task Events_become_hints_what_was_taken_is_deleted_and_poison_is_dropped_and_counted()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        var name = "changes-" + Guid.NewGuid().ToString("N");
        await AwsAsync(url, "sqs", "create-queue", "--queue-name", name);
        using var live = Live(url, name);
        var queue = Assert.Single(live.OpenQueues());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var hints = queue.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = hints.MoveNextAsync().AsTask();

        await SendAsync(url, name, "this is no event");
        await SendAsync(url, name, """{"source": "aws.s3", "account": "123456789012", "region": "eu-west-1", "detail-type": "Object Created", "detail": {}}""");
        await SendAsync(url, name, Event("production-worker"));
        Assert.True(await next.Soon());
        Assert.Equal(new ChangeHint(new AccountRegion(Account, Region), "production-worker", null, null) { Names = [] }, hints.Current with { Names = [] });
        Assert.StartsWith("1 message was no event and was dropped.", queue.Problem, StringComparison.Ordinal);
        // The messages before are deleted when the next hint is asked for.
        next = hints.MoveNextAsync().AsTask();
        await SendAsync(url, name, Event("staging-worker"));
        Assert.True(await next.Soon());
        Assert.Equal("staging-worker", hints.Current.StackName);
        next = hints.MoveNextAsync().AsTask();
        await SendAsync(url, name, Event("last"));
        Assert.True(await next.Soon());
        var left = await AwsAsync(url, "sqs", "get-queue-attributes", "--queue-url", $"{url}/{Account}/{name}", "--attribute-names", "All");
        using var attributes = JsonDocument.Parse(left);
        var counts = attributes.RootElement.GetProperty("Attributes");
        Assert.Equal(("0", "1"), (counts.GetProperty("ApproximateNumberOfMessages").GetString(), counts.GetProperty("ApproximateNumberOfMessagesNotVisible").GetString()));
        await stop.CancelAsync();
    }

    [Fact]
    public async Task A_queue_that_is_not_there_is_a_problem_that_ends_with_it()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        var name = "late-" + Guid.NewGuid().ToString("N");
        using var live = Live(url, name);
        var queue = Assert.Single(live.OpenQueues());
        var gone = new TaskCompletionSource();
        var back = new TaskCompletionSource();
        queue.ProblemChanged += () => (queue.Problem is null ? back : gone).TrySetResult();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var hints = queue.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var next = hints.MoveNextAsync().AsTask();

        await gone.Task.Soon();
        Assert.EndsWith("Changes are found by the clock until the queue can be read.", queue.Problem, StringComparison.Ordinal);
        Assert.Contains($"/{Account}/{name}", queue.Name, StringComparison.Ordinal);
        await AwsAsync(url, "sqs", "create-queue", "--queue-name", name);
        await SendAsync(url, name, Event("production-worker"));
        Assert.True(await next.Soon());
        await back.Task.Soon();
        Assert.Null(queue.Problem);
        await stop.CancelAsync();
    }

    private static AwsLiveStateSource Live(string url, string name) => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Account, new AwsAccountOptions(Account, null, null, null, url)
        {
            AccessKeyId = "AKIAHOME",
            SecretKey = "x",
            Queues = ChangeQueue.ReadAll($"https://sqs.{Region}.amazonaws.com/{Account}/{name}")!.Value,
        }), 1000)
        { MaxRetries = 0 },
        SecretFingerprinter.CreateRandom(),
        TimeProvider.System);

    private static string Event(string stack) => $$"""
        {"source": "aws.cloudformation", "detail-type": "CloudFormation Stack Status Change", "account": "{{Account}}", "region": "{{Region}}",
         "detail": {"stack-id": "arn:aws:cloudformation:{{Region}}:{{Account}}:stack/{{stack}}/0c1d"} }
        """;

    private static Task<string> SendAsync(string url, string name, string body) =>
        AwsAsync(url, "sqs", "send-message", "--queue-url", $"{url}/{Account}/{name}", "--message-body", body);

    private static async Task<string> AwsAsync(string url, params string[] arguments)
    {
        var (exitCode, output, error) = await AwsCommand.RunAsAsync(url, ["AKIAHOME", "x"], Region, arguments);
        Assert.True(exitCode == 0, error);
        return output;
    }
}
