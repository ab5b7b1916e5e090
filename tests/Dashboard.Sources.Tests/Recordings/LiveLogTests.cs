using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Recordings;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Recordings;

public sealed class LiveLogTests
{
    private const string Type = "AWS::SQS::Queue";

    private static readonly AccountRegion Here = new("111111111111", "eu-west-1");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_read_while_a_stack_moved_is_forgotten_though_another_listed_it_meanwhile()
    {
        var cloud = new FakeCloud(SecretFingerprinter.CreateRandom(), new FakeTimeProvider());
        var stack = cloud.AddStack("worker", "Resources: {}");
        cloud.AddResource(stack, "Jobs", Type, "q", """{"DelaySeconds": 1}""");
        var log = new LiveLog(cloud);
        await log.ListStacksAsync(Here, Stop).Soon();
        await log.ListResourcesAsync(Here, stack.StackId, Stop).Soon();
        // A deployment begins, somebody else sees it, and the one who knows nothing of it reads on.
        cloud.Deploy(stack);
        await log.ListStacksAgainAsync(Here, Stop).Soon();
        cloud.Set(Type, "q", """{"DelaySeconds": 2}""");
        Assert.Equal("2", await DelayAsync());
        cloud.Set(Type, "q", """{"DelaySeconds": 3}""");
        cloud.Deploy(stack);

        await log.ListStacksAgainAsync(Here, Stop).Soon();

        Assert.Equal("3", await DelayAsync());
        Assert.Equal(["3"], log.Reads.Select(r => Delay(r.Answer)));

        async Task<string> DelayAsync() => Delay(await log.ReadResourceAsync(Here, Type, "q", MapValue.Empty, [], Stop).Soon());
    }

    private static string Delay(ResourceObservation read) => ((ScalarValue)read.Properties!["DelaySeconds"]!).Text;
}
