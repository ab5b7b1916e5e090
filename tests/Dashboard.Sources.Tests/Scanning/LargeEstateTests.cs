using System.Globalization;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Git;
using Dashboard.Templates.ApplicationFiles;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>An environment of 2,000 stacks; docs/benchmarks.md has the time and memory of sixty thousand resources in a process of their own.</summary>
public sealed class LargeEstateTests
{
    private const int Stacks = 2000;
    private const int ResourcesPerStack = 5;
    private const long MostBytesOfAResource = 20_000;

    private const string Definition = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: tenant, template: tenant.yaml, stack: "{environment}-tenant-{instance}"}
        """;

    [Fact]
    public async Task Row_20_two_thousand_stacks_take_the_calls_that_they_must_and_bounded_memory()
    {
        var template = "Resources:\n" + string.Concat(Enumerable.Range(0, ResourcesPerStack).Select(i => string.Create(CultureInfo.InvariantCulture, $"  Queue{i}: {{Type: 'AWS::SQS::Queue', Properties: {{VisibilityTimeout: 30}}}}\n")));
        using var source = new TemporaryRepository();
        source.Commit("Ana", "first", ("driftboard.yaml", Definition), ("tenant.yaml", template));
        using var repository = GitRepository.Open(source.Source, source.Mirrors);
        var application = ApplicationFileReader.Read("driftboard.yaml", repository.ReadFile(repository.Resolve("main")!.Id, "driftboard.yaml")).Application!;
        var fingerprinter = SecretFingerprinter.CreateRandom();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        var cloud = new FakeCloud(fingerprinter, time);
        for (var i = 0; i < Stacks; i++)
        {
            var stack = cloud.AddStack(string.Create(CultureInfo.InvariantCulture, $"staging-tenant-{i}"), template);
            for (var r = 0; r < ResourcesPerStack; r++)
                cloud.AddResource(stack, string.Create(CultureInfo.InvariantCulture, $"Queue{r}"), "AWS::SQS::Queue", string.Create(CultureInfo.InvariantCulture, $"https://sqs/{i}/{r}"), """{"VisibilityTimeout": 30}""");
        }

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var scan = await new EnvironmentScanner(cloud, ["111111111111"], fingerprinter, time)
            .ScanAsync(new ScanRequest(repository, application, application.Environments[0]), null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        var calls = cloud.Calls.GroupBy(c => c.Split(' ')[0]).ToDictionary(g => g.Key, g => g.Count());
        cloud.Calls.Clear();
        var held = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.All(scan.Evaluation.Stacks, s => Assert.Equal((Status.InSync, new Coverage(ResourcesPerStack, ResourcesPerStack)), (s.Status, s.Coverage)));
        Assert.Equal(
            ["GetStoredDrift 2000", "GetTemplate 2000", "ListLive 1", "ListResources 2000", "ListStacks 2", "Read 10000"],
            calls.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}")));
        Assert.True(held < Stacks * ResourcesPerStack * MostBytesOfAResource, string.Create(CultureInfo.InvariantCulture, $"{held / Stacks / ResourcesPerStack} bytes of each resource are held."));
    }
}
