using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Estate;
using Dashboard.Sandbox.Http;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Recordings;

/// <summary>The whole sample estate, with its mistakes, scanned and recorded.</summary>
public sealed partial class EstateRecordingTests : IAsyncLifetime
{
    private readonly CommandRunner _cli = new();
    private readonly DirectoryInfo _sample = Directory.CreateTempSubdirectory("driftboard-estate-");
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;
    private string _repository = "";

    public async ValueTask InitializeAsync()
    {
        var sample = SampleRepository.Create(Path.Combine(_sample.FullName, "shop"));
        SampleEstate.Deploy(_cloud, sample);
        _repository = sample.Path;
        _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _server.StartAsync(TestContext.Current.CancellationToken).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().AsTask().Soon();
        SampleRepository.Delete(_sample);
        _cli.Dispose();
    }

    [Fact]
    public async Task A_replay_says_what_the_scan_said_in_text_and_as_a_document_and_so_does_the_published_command()
    {
        var text = await LiveAsync("scan");
        var json = await LiveAsync("scan", "--format", "json");

        var recorded = await LiveAsync("record", "case");

        Assert.Equal((ExitCode.Ok, WithoutCalls(text.Error)), (recorded.ExitCode, recorded.Error));
        Assert.Matches(@"^Recorded 4 environments, 27 stacks and \d+ resources into case; \d+ secrets were replaced\.\n", recorded.Output);
        await StopAsync();
        var replayed = await _cli.RunAsync("replay", "case");
        Assert.Equal((ExitCode.Different, text.Error), (replayed.ExitCode, replayed.Error));
        Assert.Contains("  drifted  ", replayed.Output, StringComparison.Ordinal);
        Assert.Equal(WithoutCalls(WithoutAges(text.Output)), WithoutCalls(WithoutAges(replayed.Output)));
        Assert.Equal(WithoutTimes(json.Output), WithoutTimes((await _cli.RunAsync("replay", "case", "--format", "json")).Output));
        Assert.Equal(replayed, await _cli.RunAsync("scan", "--from", "case"));
        var published = await PublishedCommand.RunAsync(_cli.Folder, "replay", "case");
        Assert.Equal((replayed.ExitCode, replayed.Output, replayed.Error), (published.ExitCode, published.Output, published.Error));
    }

    [Fact]
    public async Task The_repository_of_today_is_compared_with_what_was_recorded()
    {
        await LiveAsync("record", "case");
        await StopAsync();

        var scanned = await _cli.RunAsync("scan", "--from", "case", "--repository", _repository, "--environment", "production");

        Assert.Equal(ExitCode.Different, scanned.ExitCode);
        Assert.StartsWith("shop production  release ", scanned.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not read yet", scanned.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymous_recording_names_no_account_and_no_author_and_says_the_same()
    {
        var authors = Regex.Matches((await LiveAsync("scan", "--format", "json")).Output, "\"author\": \"([^\"]+)\"").Select(m => m.Groups[1].Value).Distinct().ToList();

        var recorded = await LiveAsync("record", "case", "--anonymous");

        Assert.Equal(ExitCode.Ok, recorded.ExitCode);
        Assert.NotEmpty(authors);
        foreach (var (path, content) in Files("case"))
            Assert.DoesNotContain(SampleEstate.Accounts.Concat(authors), known => path.Contains(known, StringComparison.Ordinal) || content.Contains(known, StringComparison.Ordinal));
        var replayed = await _cli.RunAsync("replay", "case");
        Assert.Contains("account 100000000001", replayed.Output, StringComparison.Ordinal);
        Assert.Matches(@" author \d+\)", replayed.Output);
        Assert.DoesNotContain("says something else", replayed.Error, StringComparison.Ordinal);
        var compared = await _cli.RunAsync("scan", "--from", "case", "--repository", _repository, "--environment", "production");
        Assert.Equal(ExitCode.Error, compared.ExitCode);
        Assert.Contains($"{SampleEstate.Accounts[0]}", compared.Error, StringComparison.Ordinal);
        Assert.Contains("the recording was made with --anonymous, so its accounts have made-up ids (100000000001,", compared.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_recording_does_not_hold_is_said_to_be_unknown_and_the_rest_is_told()
    {
        await LiveAsync("record", "case");
        await StopAsync();

        var scanned = await _cli.RunAsync("scan", "--from", "case", "--environment", "production", "--who", "--unmanaged");

        Assert.Equal(ExitCode.Different, scanned.ExitCode);
        Assert.Contains("A recording holds nobody's name.", scanned.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nwhat no stack owns  \d{12}  not recorded: record with --unmanaged\n\n", scanned.Output);
    }

    [Fact]
    public async Task What_no_stack_owns_is_replayed_as_it_was_found_without_secrets_and_other_accounts()
    {
        const string Other = "999999999999";
        const string Token = "ghp_0123456789abcdefghijklmnopqrstuvwxyz";
        var (account, region) = (SampleEstate.Accounts[^1], "eu-west-1");
        foreach (var name in new[] { $"for-{Other}", $"to-{Token}-x" })
            _cloud.CreateResource(account, region, "AWS::SQS::Queue", MapValue.Of(("QueueName", new ScalarValue(name))));
        _cloud.CreateStackSet(account, region, "guardrails", "Resources: {Q: {Type: 'AWS::SQS::Queue'}}", (account, region), (Other, region));
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, account, Operation: "ListResources", Type: "AWS::CloudWatch::Alarm"));
        var text = await LiveAsync("scan", "--unmanaged");
        var json = JsonNode.Parse((await LiveAsync("scan", "--unmanaged", "--format", "json")).Output)!["unmanaged"]!.AsArray();

        var recorded = await LiveAsync("record", "case", "--unmanaged");

        await StopAsync();
        Assert.Equal(ExitCode.Ok, recorded.ExitCode);
        Assert.All(Files("case"), f => Assert.DoesNotContain(Other, f.Content, StringComparison.Ordinal));
        Assert.All(Files("case"), f => Assert.DoesNotContain(Token, f.Content, StringComparison.Ordinal));
        var (replayed, scanned) = (await _cli.RunAsync("replay", "case"), await _cli.RunAsync("scan", "--from", "case", "--unmanaged"));
        Assert.Equal(Redacted(Unowned(text.Output)), Redacted(Unowned(scanned.Output)));
        Assert.Equal(Unowned(scanned.Output), Unowned(replayed.Output));
        Assert.Contains("/for-account-1\n", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("driftboard-secret-", Unowned(replayed.Output), StringComparison.Ordinal);
        Assert.Contains("AWS::CloudWatch::Alarm: cloudcontrol ListResources: AccessDenied", replayed.Output, StringComparison.Ordinal);
        Assert.Contains("production-shop-worker-orders-replay", replayed.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\d+ calls \(\d+ expected, and \d+ for more than the scan\): ", replayed.Output);
        var again = JsonNode.Parse((await _cli.RunAsync("scan", "--from", "case", "--unmanaged", "--format", "json")).Output)!["unmanaged"]!.AsArray();
        // Of the stack set, what it has in an account that is not read is left out.
        foreach (var instances in json.SelectMany(a => a!["stackSets"]!.AsArray()).Select(s => s!["instances"]!.AsArray()))
            instances.Remove(instances.Single(i => (string)i!["account"]! == Other));
        Assert.Equal([account], again.SelectMany(a => a!["stackSets"]!.AsArray()).SelectMany(s => s!["instances"]!.AsArray()).Select(i => (string)i!["account"]!));
        Assert.All(again, a => Assert.InRange((DateTimeOffset)a!["takenAt"]!, DateTimeOffset.UnixEpoch, (DateTimeOffset)JsonNode.Parse(Files("case").Single(f => f.Path.EndsWith("recording.json", StringComparison.Ordinal)).Content)!["recordedAt"]!));
        foreach (var inventory in json.Concat(again))
            inventory!.AsObject().Remove("takenAt");
        Assert.Equal(Redacted(json.ToJsonString()), Redacted(again.ToJsonString()));

        static string Redacted(string said) => Regex.Replace(said.Replace(Other, "account-1", StringComparison.Ordinal), $"[^ \"]*{Token}-x|driftboard-secret-[0-9]+", "a secret");
        static string Unowned(string said) => said[said.IndexOf("what no stack owns", StringComparison.Ordinal)..said.LastIndexOf("\n\n", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task The_doctor_and_watch_read_recordings()
    {
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, SampleEstate.Accounts[^1], Operation: "GetResource", Type: "AWS::SQS::Queue"));
        await LiveAsync("record", "case");
        await StopAsync();

        var doctor = await _cli.RunAsync("doctor", "--from", "case", "--environment", "production");
        var watch = await _cli.RunAsync("watch", "--from", "case", "--format", "json");

        Assert.Equal(ExitCode.Different, doctor.ExitCode);
        Assert.Contains("credentials            A recording holds no credentials.", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("Not everything may be read: AWS::SQS::Queue (", doctor.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, 27), (watch.ExitCode, watch.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(l => JsonNode.Parse(l)!["stack"] is not null)));
    }

    private Task<CommandResult> LiveAsync(params string[] arguments) => _cli.RunAsync([.. arguments, "--repository", _repository, "--endpoint", _server!.Urls.First()]);

    private async Task StopAsync()
    {
        await _server!.DisposeAsync().AsTask().Soon();
        _server = null;
    }

    private IEnumerable<(string Path, string Content)> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(_cli.Folder, folder), "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(_cli.Folder, f), File.ReadAllText(f)));

    private static string WithoutAges(string text) => Ages().Replace(text, "just now");

    // A recording asks everything once only, so it takes fewer calls.
    private static string WithoutCalls(string text) => Calls().Replace(text, "");

    private static string WithoutTimes(string json)
    {
        var document = JsonNode.Parse(json)!.AsObject();
        document.Remove("scannedAt");
        document.Remove("calls");
        foreach (var stack in document["stacks"]!.AsArray())
        {
            stack!.AsObject().Remove("checkedAt");
            stack.AsObject().Remove("oldestReadAt");
            // A recording holds commits without their messages.
            foreach (var difference in stack["resources"]!.AsArray().SelectMany(r => r!["differences"]!.AsArray()))
                (difference!["origin"] as JsonObject)?.Remove("summary");
        }

        return document.ToJsonString();
    }

    [GeneratedRegex(@"\d+ s ago")]
    private static partial Regex Ages();

    [GeneratedRegex(@"\n\d+ calls \([^\n]*")]
    private static partial Regex Calls();
}
