using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Scanning;

/// <summary>Environments that stacks of pull requests make by themselves, and those that outlive their pull request.</summary>
public sealed class EphemeralTests : IAsyncLifetime
{
    private const string Application = """
        version: 1
        application: shop
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
          - {name: "pr-{number}", tier: ephemeral, account: "111111111111", regions: [eu-west-1], like: staging}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
        """;

    private const string Template = "Resources: {Jobs: {Type: 'AWS::SQS::Queue'}}\n";

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    public async ValueTask InitializeAsync()
    {
        _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _server.StartAsync(TestContext.Current.CancellationToken).Soon();
        foreach (var environment in new[] { "staging", "pr-7", "pr-8" })
            _cloud.CreateStack(new StackRequest { Account = "111111111111", Region = "eu-west-1", StackName = $"{environment}-worker", TemplateBody = Template });
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().AsTask().Soon();
        _repository.Dispose();
        _cli.Dispose();
    }

    [Theory]
    [InlineData("Faster queues (#7)", "pull request #7")]
    [InlineData("Merge branch 'pr-7' into main", "branch pr-7")]
    public async Task What_outlives_its_merge_is_left_behind(string message, string what)
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", Template));
        var merge = _repository.Commit("Ben", message, ("README.md", "x"));

        var text = await ScanAsync();
        var document = JsonDocument.Parse((await ScanAsync("--format", "json")).Output).RootElement;

        Assert.Matches($@"\nshop pr-7  main [0-9a-f]{{7}}  account 111111111111  created \d+ s ago, changed \d+ s ago, left behind: {what} is merged\n", text.Output);
        Assert.Matches(@"\nshop pr-8  main [0-9a-f]{7}  account 111111111111  created \d+ s ago, changed \d+ s ago\n", text.Output);
        Assert.Matches($@"^driftboard\.yaml: warning: environments\.pr-7: left behind: {what} was merged on 2026-03-02 \({merge[..7]}\), and its stack lives on, last changed on \d{{4}}-\d\d-\d\d\. ", text.Error);
        Assert.Contains(document.GetProperty("diagnostics").EnumerateArray(), d => d.GetString()!.Contains($"environments.pr-7: left behind: {what} was merged", StringComparison.Ordinal));
        Assert.DoesNotContain("environments.pr-8", text.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, text.ExitCode);
    }

    [Fact]
    public async Task It_is_gone_with_its_stacks_and_recordings_say_it_too()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", Template));
        _repository.Commit("Ben", "Merge pull request #7 from ben/faster\n\nFaster queues", ("README.md", "x"));
        var record = await _cli.RunAsync("record", "case", "--repository", _repository.Source, "--endpoint", _server!.Urls.First());
        _cloud.DeleteStack("111111111111", "eu-west-1", "pr-7-worker");

        var scan = await ScanAsync();

        Assert.DoesNotContain("pr-7", scan.Output + scan.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, record.ExitCode);
        Assert.Contains("left behind: pull request #7 is merged", (await _cli.RunAsync("replay", "case")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_one_could_not_be_read_the_doctor_is_named_without_a_name_that_it_does_not_know()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", Template));
        using var fault = _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "GetResource"));

        var all = await ScanAsync();
        var staging = await ScanAsync("--environment", "staging");

        Assert.Contains("\n'driftboard doctor', with the other options of this scan, tells what is missing and what to do.\n", all.Output, StringComparison.Ordinal);
        Assert.Contains("\n'driftboard doctor --environment staging', with the other options of this scan, tells", staging.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> ScanAsync(params string[] options) => _cli.RunAsync(["scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First(), .. options]);
}
