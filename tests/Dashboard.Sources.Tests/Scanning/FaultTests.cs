using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Git;
using Dashboard.Sources.Scanning;
using Dashboard.Templates.ApplicationFiles;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>
/// The whole sample estate, read through a proxy that breaks some of the calls. Whatever breaks: the scan ends, nothing is said of a resource
/// that a scan without faults does not say, but that it is not known; and the next scan without faults says everything.
/// </summary>
public sealed class FaultTests : IAsyncLifetime
{
    private const string Canary = "CANARY-41d0";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-faults-");
    private readonly SandboxCloud _cloud = new();
    private readonly SecretFingerprinter _fingerprinter = SecretFingerprinter.CreateRandom();
    private WebApplication _sandbox = null!;
    private FaultProxy _proxy = null!;
    private GitRepository _repository = null!;
    private ApplicationDefinition _application = null!;

    /// <summary>What happens to a call that is hit, and one in how many is.</summary>
    public static TheoryData<string, int> Faults => new()
    {
        { "throttled", 2 },
        { "500 without a word", 4 },
        { "503 of a gateway", 4 },
        { "reset", 4 },
        { "hangs", 40 },
        { "trickles", 40 },
        { "a portal's page", 4 },
        { "truncated", 4 },
        { "a document type", 4 },
        { "another charset", 4 },
        { "403 of a proxy", 4 },
        { "denied", 4 },
        { "expired", 4 },
        { "empty", 4 },
        { "an answer to something else", 4 },
        { "a clock two hours ahead", 1 },
    };

    private DeploymentEnvironment Production => _application.Environments.Single(e => e.Tier == EnvironmentTier.Production);

    public async ValueTask InitializeAsync()
    {
        var sample = SampleRepository.Create(Path.Combine(_folder.FullName, "source"));
        SampleEstate.Deploy(_cloud, sample);
        _sandbox = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _sandbox.StartAsync(TestContext.Current.CancellationToken).Soon();
        _proxy = await FaultProxy.StartAsync(_sandbox.Urls.First());
        _repository = GitRepository.Open(sample.Path, Path.Combine(_folder.FullName, "mirrors"));
        _application = ApplicationFileReader.Read("driftboard.yaml", _repository.ReadFile(sample.MainId, "driftboard.yaml")).Application!;
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _sandbox.DisposeAsync().AsTask().Soon();
        _repository.Dispose();
        SampleRepository.Delete(_folder);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_breaks_is_not_known_and_nothing_else_changes(string fault, int oneIn)
    {
        using var live = Live();
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(scanner, null);

        for (var turn = 0; turn < 2; turn++)
        {
            var random = new Random((turn * 1000) + fault.Length);
            _proxy.Fault = call => BreakAsync(fault, call);
            // Who we are is asked once; without that nothing can be read at all, which another test looks at.
            _proxy.Hits = (_, operation) =>
            {
                lock (random)
                    return operation != "GetCallerIdentity" && random.Next(oneIn) == 0;
            };
            // With and without something to fall back on.
            var scan = await ScanAsync(scanner, turn == 0 ? null : control);
            AssertSaysNothingElse(control, scan);
            Assert.True(_proxy.Hit > 0);
        }

        _proxy.Hits = static (_, _) => false;
        Assert.Equal(Says(control), Says(await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null)));
    }

    [Theory]
    [InlineData("DescribeStacks")]
    [InlineData("GetTemplate")]
    [InlineData("ListStackResources")]
    [InlineData("DescribeStackResourceDrifts")]
    [InlineData("GetResource")]
    [InlineData("ListResources")]
    public async Task An_operation_that_nobody_allows_is_named_where_it_is_missing(string operation)
    {
        using var live = Live();
        var scanner = new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System);
        var control = await ScanAsync(scanner, null);
        _proxy.Hits = (_, asked) => asked == operation;
        _proxy.Fault = static call => call.RefuseAsync(400, call.IsJson ? "AccessDeniedException" : "AccessDenied");

        var scan = await ScanAsync(new EnvironmentScanner(live, [Production.Account], _fingerprinter, TimeProvider.System), null);

        AssertSaysNothingElse(control, scan);
        if (operation is not ("DescribeStackResourceDrifts" or "ListResources"))
            Assert.All(scan.Evaluation.Stacks, s => Assert.True(s.Status is not Status.InSync, $"{s.Key} {s.Status}"));
        if (operation is "DescribeStacks" or "GetTemplate" or "ListStackResources")
            Assert.All(scan.Evaluation.Stacks, s => Assert.Equal((Status.Unknown, StatusReason.Denied), (s.Status, s.Reason)));
    }

    private static async Task BreakAsync(string fault, ProxiedCall call)
    {
        switch (fault)
        {
            case "throttled":
                await call.RefuseAsync(400, call.IsJson ? "ThrottlingException" : "Throttling");
                break;
            case "500 without a word":
                await call.AnswerAsync(500, "text/plain", "");
                break;
            case "503 of a gateway":
                await call.AnswerAsync(503, "text/html", $"<html>{Canary}</html>");
                break;
            case "reset":
                call.Context.Abort();
                break;
            case "hangs":
                await GoneAsync(call.Context);
                break;
            case "trickles":
                await call.Context.Response.WriteAsync("<", call.Context.RequestAborted);
                await call.Context.Response.Body.FlushAsync(call.Context.RequestAborted);
                await GoneAsync(call.Context);
                break;
            case "a portal's page":
                await call.AnswerAsync(200, "text/html", $"<!DOCTYPE html><html><body>Please log in, {Canary}</body></html>");
                break;
            case "truncated":
                var (status, _, body) = await call.Forward();
                await call.AnswerAsync(status, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", System.Text.Encoding.UTF8.GetString(body.AsSpan(0, body.Length / 2)));
                break;
            case "a document type":
                await call.AnswerAsync(200, "text/xml", $"<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><r>&x;{Canary}</r>");
                break;
            case "another charset":
                call.Context.Response.ContentType = "text/xml; charset=utf-16";
                await call.Context.Response.Body.WriteAsync(new byte[] { 0xFE, 0xFF, 0x00, 0x3C, 0xD8, 0x00, 0xC3, 0x28 }, call.Context.RequestAborted);
                break;
            case "403 of a proxy":
                await call.AnswerAsync(403, "text/html", $"<html>{Canary}</html>");
                break;
            case "denied":
                await call.RefuseAsync(400, call.IsJson ? "AccessDeniedException" : "AccessDenied");
                break;
            case "expired":
                await call.RefuseAsync(403, call.IsJson ? "ExpiredTokenException" : "ExpiredToken");
                break;
            case "empty":
                await call.AnswerAsync(200, "text/xml", "");
                break;
            case "an answer to something else":
                await call.AnswerAsync(200, call.IsJson ? "application/x-amz-json-1.0" : "text/xml", call.IsJson ? "{\"Something\": {\"Else\": []}}" : "<SomethingElseResponse><SomethingElseResult/></SomethingElseResponse>");
                break;
            case "a clock two hours ahead":
                var (code, headers, bytes) = await call.Forward();
                call.Context.Response.StatusCode = code;
                foreach (var (name, value) in headers)
                    call.Context.Response.Headers[name] = value;
                call.Context.Response.Headers.Date = DateTimeOffset.UtcNow.AddHours(2).ToString("r", System.Globalization.CultureInfo.InvariantCulture);
                await call.Context.Response.Body.WriteAsync(bytes, call.Context.RequestAborted);
                break;
            default:
                throw new ArgumentException(fault);
        }
    }

    private static async Task GoneAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var aborted = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static void AssertSaysNothingElse(ScanResult control, ScanResult scan)
    {
        var known = control.Evaluation.Stacks.ToDictionary(s => s.Key);
        Assert.Equal(known.Keys.OrderBy(k => k.ToString(), StringComparer.Ordinal), scan.Evaluation.Stacks.Select(s => s.Key).OrderBy(k => k.ToString(), StringComparer.Ordinal));
        foreach (var stack in scan.Evaluation.Stacks)
        {
            var before = known[stack.Key];
            // A green stack is green in truth; so is a drifted one drifted.
            if (stack.Status == Status.InSync)
                Assert.Equal(Status.InSync, before.Status);
            Assert.True(stack.Coverage.Compared <= before.Coverage.Compared, $"{stack.Key}: {stack.Coverage}, not {before.Coverage}");
            var resources = before.Resources.ToDictionary(r => (r.Address, r.Type));
            foreach (var resource in stack.Resources)
            {
                var truth = resources.GetValueOrDefault((resource.Address, resource.Type));
                if (resource.IsDrifted || resource.Status == Status.InSync)
                    Assert.True(truth is not null && (truth.Status == resource.Status || (resource.Status == Status.InSync && truth.Status == Status.PartlyChecked)), $"{stack.Key}{resource.Address} is {resource.Status}, and was {truth?.Status}: {resource.Detail}");
            }

            Assert.DoesNotContain(stack.Resources, r => r.Detail?.Contains(Canary, StringComparison.Ordinal) == true);
            Assert.DoesNotContain(Canary, stack.Detail ?? "", StringComparison.Ordinal);
        }

        Assert.DoesNotContain(scan.Evaluation.Diagnostics, d => d.Message.Contains(Canary, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Says(ScanResult scan) =>
        scan.Evaluation.Stacks.SelectMany(s => s.Resources.Select(r => $"{s.Key} {s.Status} {s.Coverage} {r.Address} {r.Type} {r.Status} {string.Join(", ", r.Differences.Select(d => d.Path))}"));

    private AwsLiveStateSource Live() => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Production.Account, AwsAccountOptions.Sandbox(Production.Account, _proxy.Url) with { CallsPerSecond = 100_000, ParallelCalls = 16 }), CallDeadline: Deadline) { MaxRetries = 1 },
        _fingerprinter,
        TimeProvider.System);

    private Task<ScanResult> ScanAsync(EnvironmentScanner scanner, ScanResult? before) =>
        scanner.ScanAsync(new ScanRequest(_repository, _application, Production, before?.Snapshot), null, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
}
