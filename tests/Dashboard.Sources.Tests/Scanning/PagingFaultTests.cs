using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Estate;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Sources.Tests.Aws;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>Lists whose pages never end, or are not those of one list.</summary>
public sealed partial class PagingFaultTests
{
    /// <summary>How a service loses its way, and what is said of it.</summary>
    public static TheoryData<string, string, string> Faults => new()
    {
        { "DescribeStacks", "the same token for ever", "listed something on two pages" },
        { "DescribeStacks", "empty pages for ever", "more than 1000 pages" },
        { "DescribeStacks", "the same token for ever, on empty pages", "repeated a page token" },
        { "DescribeStacks", "a page twice", "listed something on two pages" },
        { "ListStackResources", "the same token for ever", "listed something on two pages" },
        { "ListStackResources", "the same token for ever, on empty pages", "repeated a page token" },
        { "ListStackResources", "a page twice", "listed something on two pages" },
        { "ListResources", "the same token for ever", "not answered as it should be" },
        { "ListResources", "a page twice", "not answered as it should be" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Row_15_a_list_that_repeats_a_token_or_a_page_ends_is_not_whole_and_says_so(string operation, string fault, string says)
    {
        var folder = Directory.CreateTempSubdirectory("driftboard-pages-");
        await using var sandbox = await SandboxAws.StartAsync();
        var sample = SampleRepository.Create(Path.Combine(folder.FullName, "source"));
        SampleEstate.Deploy(sandbox.Cloud, sample);
        await using var proxy = await FaultProxy.StartAsync(sandbox.Url);
        using var repository = GitRepository.Open(sample.Path, Path.Combine(folder.FullName, "mirrors"));
        var application = ApplicationFileReader.Read("driftboard.yaml", repository.ReadFile(sample.MainId, "driftboard.yaml")).Application!;
        var production = application.Environments.Single(e => e.Name == "production");
        var first = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var asked = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        proxy.Hits = (_, asking) => asking == operation;
        proxy.Fault = call => LoseWayAsync(call, fault, first, asked);
        var fingerprinter = SecretFingerprinter.CreateRandom();
        using var live = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(production.Account, AwsAccountOptions.Sandbox(production.Account, proxy.Url) with { CallsPerSecond = 100_000, ParallelCalls = 16 })) { MaxRetries = 0 },
            fingerprinter, TimeProvider.System);

        var scan = await new EnvironmentScanner(live, [production.Account], fingerprinter, TimeProvider.System)
            .ScanAsync(new ScanRequest(repository, application, production), null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        // Of each list at most 1,000 pages, however often the list is asked for: twice in a scan.
        Assert.All(asked, a => Assert.InRange(a.Value, 1, 2000));
        if (operation == "ListResources")
        {
            Assert.Contains(scan.Snapshot.Diagnostics, d => d.Message.Contains(says, StringComparison.Ordinal));
            Assert.DoesNotContain(scan.Evaluation.Stacks, s => s.Resources.Any(r => r.Status == Status.Unmanaged));
        }
        else
        {
            Assert.All(scan.Evaluation.Stacks, s => Assert.Equal((Status.Unknown, StatusReason.StackUnreadable, 0), (s.Status, s.Reason, s.Drifted)));
            Assert.All(scan.Evaluation.Stacks, s => Assert.Contains(says, s.Detail, StringComparison.Ordinal));
        }

        SampleRepository.Delete(folder);
    }

    [Fact]
    public async Task Row_15_pages_that_moved_while_they_were_read_are_read_once_more()
    {
        var turns = new Queue<(string[] Items, string? Next)>([(["a", "b"], "t1"), (["b", "c"], null), (["b", "c"], "t1"), (["d"], null)]);

        var read = await AwsCall.CollectAsync(
            _ => Task.FromResult(new ReadResult<AwsPage<string>>(ReadOutcome.Read, turns.Dequeue() is var (items, next) ? new(items, next) : null)), static item => item).Soon();

        Assert.Equal(["b", "c", "d"], read.Value);
    }

    internal static async Task LoseWayAsync(ProxiedCall call, string fault, ConcurrentDictionary<string, string> first, ConcurrentDictionary<string, int> asked)
    {
        var question = Token().Replace(call.Body, "");
        var turn = asked.AddOrUpdate(question, 1, static (_, n) => n + 1);
        // Later pages are asked for with tokens that the cloud never gave.
        if (!Token().IsMatch(call.Body))
            first[question] = Encoding.UTF8.GetString((await call.Forward()).Body);
        var page = first[question];
        if (fault.Contains("empty", StringComparison.Ordinal) && Token().IsMatch(call.Body))
            page = call.IsJson ? EmptyJson().Replace(page, "[]") : EmptyXml().Replace(page, "");
        var isLast = fault == "a page twice" && Token().IsMatch(call.Body);
        var token = fault.StartsWith("the same", StringComparison.Ordinal) ? "again" : turn.ToString(CultureInfo.InvariantCulture);
        if (!isLast)
        {
            page = call.IsJson ? page.TrimEnd()[..^1] + $",\"NextToken\":\"{token}\"}}" : page.Replace($"</{call.Operation}Result>", $"<NextToken>{token}</NextToken></{call.Operation}Result>", StringComparison.Ordinal);
        }

        await call.AnswerAsync(200, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", page);
    }

    [GeneratedRegex("""&NextToken=[^&]*|,"NextToken":"[^"]*"|(?<=&|^)NextToken=[^&]*&""")]
    private static partial Regex Token();

    [GeneratedRegex("<member>.*</member>", RegexOptions.Singleline)]
    private static partial Regex EmptyXml();

    [GeneratedRegex(@"\[.*\]", RegexOptions.Singleline)]
    private static partial Regex EmptyJson();
}
