using System.Collections.Immutable;
using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Scanning;

/// <summary>Which commit a stack runs, and what is said where none does.</summary>
public sealed class RunningCommitTests : IAsyncLifetime
{
    private const string Application = """
        version: 1
        application: shop
        revision: {stackTag: git-commit}
        environments:
          - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main}
        components:
          - {name: worker, template: worker.yaml, stack: "{environment}-worker"}
        """;

    private const string First = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: 1}}}\n";
    private const string Second = "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {DelaySeconds: 2}}}\n";

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    public async ValueTask InitializeAsync()
    {
        _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _server.StartAsync(TestContext.Current.CancellationToken).Soon();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().AsTask().Soon();
        _repository.Dispose();
        _cli.Dispose();
    }

    [Fact]
    public async Task It_is_the_newest_one_whose_template_says_what_is_deployed_however_it_is_laid_out()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First));
        var same = _repository.Commit("Ana", "layout", ("worker.yaml", "# one queue\nResources:\n  Jobs:\n    Properties: {DelaySeconds: \"1\"}\n    Type: AWS::SQS::Queue\n"));
        var next = _repository.Commit("Ana", "second", ("worker.yaml", Second));
        Deploy(First);

        var (running, output) = await ScanAsync();

        Assert.Equal((same, "template"), running);
        Assert.NotEqual(same, next);
        Assert.Contains($"1 to release, runs {same[..7]}, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_of_outputs_alone_is_counted_and_listed()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First + "Outputs: {Stage: {Value: old}}\n"));
        _repository.Commit("Ana", "second", ("worker.yaml", First + "Outputs: {Stage: {Value: new}}\n"));
        Deploy(First + "Outputs: {Stage: {Value: old}}\n");

        var (_, output) = await ScanAsync();

        Assert.Contains("1 to release", output, StringComparison.Ordinal);
        Assert.Contains("  outputs of the stack\n    to release ", output, StringComparison.Ordinal);
        Assert.Contains("Outputs/Stage/Value", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_own_branch_has_none_another_one_may()
    {
        var first = _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First));
        var feature = _repository.Commit("Ben", "second", ("worker.yaml", Second));
        _repository.Branch("feature", feature);
        _repository.Branch("main", first);
        Deploy(Second);

        Assert.Equal((feature, "template"), (await ScanAsync()).Running);
    }

    [Fact]
    public async Task The_stacks_tag_goes_before_it()
    {
        var first = _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First));
        _repository.Commit("Ana", "other", ("README.md", "hello"));
        Deploy(First, ("git-commit", first[..10]));

        Assert.Equal((first, "stackTag"), (await ScanAsync()).Running);
    }

    [Theory]
    [InlineData("main", "template")]
    [InlineData("v1", "stackTag")]
    public async Task A_branch_in_the_stacks_tag_tells_nothing_of_what_was_deployed_and_a_tag_of_git_does(string tag, string evidence)
    {
        var first = _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First));
        _repository.Tag("v1", first);
        _repository.Commit("Ana", "second", ("worker.yaml", Second));
        Deploy(First, ("git-commit", tag));

        Assert.Equal((first, evidence), (await ScanAsync()).Running);
    }

    [Theory]
    [InlineData("nosuch", "found 'nosuch', which names no branch, tag or commit of ")]
    [InlineData("main", null)]
    public async Task A_reference_of_a_lone_environment_that_names_nothing_is_said_and_its_stacks_are_shown(string reference, string? said)
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application.Replace("ref: main", $"ref: {reference}", StringComparison.Ordinal)), ("worker.yaml", First));
        Deploy(First);

        var output = (await ScanAsync()).Output;

        Assert.DoesNotContain("unexpected", output + _document, StringComparison.Ordinal);
        Assert.Contains("worker", output, StringComparison.Ordinal);
        if (said is not null)
            Assert.Contains(said, _document, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_beyond_ASCII_which_CloudFormation_does_not_return_leave_a_commit_to_be_found()
    {
        var first = _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", "Description: Café “größer”\n" + First));
        _repository.Commit("Ana", "other", ("worker.yaml", "Description: Cafe\n" + First));
        Deploy("Description: Caf? ?gr??er?\n" + First);

        Assert.Equal((first, "template"), (await ScanAsync()).Running);
    }

    [Fact]
    public async Task Deployed_from_outside_the_repository_is_said_with_what_tells_it()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("worker.yaml", First));
        Deploy(Second, ("git-commit", "0123456789012345678901234567890123456789"));

        var (running, _) = await ScanAsync();

        Assert.Null(running.Commit);
        Assert.Contains("worker.yaml: staging-worker was deployed from outside the repository: its tag git-commit says \"0123456789012345678901234567890123456789\", which names no commit of ", _document, StringComparison.Ordinal);

        _repository.Commit("Ana", "no tag", ("driftboard.yaml", Application.Replace("revision: {stackTag: git-commit}\n", "", StringComparison.Ordinal)));
        await ScanAsync();
        Assert.Contains("staging-worker was deployed from outside the repository: its template equals that of no commit that was looked through.", _document, StringComparison.Ordinal);
    }

    private string _document = "";

    private async Task<((string? Commit, string? Evidence) Running, string Output)> ScanAsync()
    {
        string[] arguments = ["scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First()];
        _document = (await _cli.RunAsync([.. arguments, "--format", "json"])).Output;
        var document = JsonDocument.Parse(_document).RootElement;
        _document = string.Join('\n', document.GetProperty("diagnostics").EnumerateArray().Select(d => d.GetString()));
        var running = document.GetProperty("stacks")[0].GetProperty("running");
        var text = (await _cli.RunAsync(arguments)).Output;
        return running.ValueKind == JsonValueKind.Null ? ((null, null), text) : ((running.GetProperty("commit").GetString(), running.GetProperty("evidence").GetString()), text);
    }

    private void Deploy(string template, params (string Key, string Value)[] tags) => _cloud.CreateStack(new StackRequest
    {
        Account = "111111111111",
        Region = "eu-west-1",
        StackName = "staging-worker",
        TemplateBody = template,
        Tags = tags.ToImmutableSortedDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal),
    });
}
