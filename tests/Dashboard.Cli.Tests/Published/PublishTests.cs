using System.Collections.Immutable;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Published;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Published;

/// <summary>What pipelines make of a commit, published and then scanned against the cloud that it was deployed to.</summary>
public sealed class PublishTests : IAsyncLifetime
{
    private const string Account = "111111111111";
    private const string Region = "eu-west-1";
    private const string Bucket = $"cdk-hnb659fds-assets-{Account}-{Region}";
    private const string ObjectKey = "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9.json";

    private const string Template = """
        {
          "Resources": {
            "Jobs": {"Type": "AWS::SQS::Queue", "Properties": {"VisibilityTimeout": 30}},
            "Queues": {
              "Type": "AWS::CloudFormation::Stack",
              "Properties": {
                "TemplateURL": {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::Region"}, ".", {"Ref": "AWS::URLSuffix"}, "/cdk-hnb659fds-assets-", {"Ref": "AWS::AccountId"}, "-", {"Ref": "AWS::Region"}, "/OBJECT"]]}
              }
            }
          }
        }
        """;

    private const string Nested = """{"Resources": {"Mail": {"Type": "AWS::SQS::Queue", "Properties": {"DelaySeconds": 5}}}}""";

    private const string Manifest = """
        {
          "version": "48.0.0",
          "artifacts": {
            "Shop-staging.assets": {"type": "cdk:asset-manifest", "properties": {"file": "Shop-staging.assets.json"}},
            "Shop-staging": {"type": "aws:cloudformation:stack", "environment": "aws://111111111111/eu-west-1", "properties": {"templateFile": "Shop-staging.template.json", "stackName": "staging-shop"}},
            "Tree": {"type": "cdk:tree", "properties": {"file": "tree.json"}}
          }
        }
        """;

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    public async ValueTask InitializeAsync()
    {
        _server = SandboxHost.Build(_cloud, "http://127.0.0.1:0");
        await _server.StartAsync(TestContext.Current.CancellationToken).Soon();
        _cli.Variables = ImmutableDictionary<string, string>.Empty.Add("DRIFTBOARD__DATA", "data");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync().AsTask().Soon();
        _repository.Dispose();
        _cli.Dispose();
    }

    [Theory]
    [InlineData("Shop-{environment}.template.json")]
    [InlineData("{environment}-shop")]
    public async Task A_cdk_app_is_what_its_pipeline_published_nested_stacks_included(string published)
    {
        var commit = _repository.Commit("Ana", "first", ("driftboard.yaml", Application($"published: \"{published}\"")));
        CloudAssembly(Template, Nested);
        _cloud.PutObject(Bucket, ObjectKey, Nested);
        Deploy("staging-shop", Template.Replace("OBJECT", ObjectKey, StringComparison.Ordinal));

        var before = await ScanAsync();
        var publish = await _cli.RunAsync("publish", "cdk.out", "--commit", commit);
        var after = await ScanAsync();

        Assert.Equal(ExitCode.NotFullyChecked, before.ExitCode);
        Assert.Contains(
            $"""

            not fully checked
              unresolved: what the repository says of this stack is not known
                staging/shop
              published:{published.Replace("{environment}", "staging", StringComparison.Ordinal)}: No template of that name was published for commit {commit[..7]}, which staging should run; in its pipeline, run 'driftboard publish' with --commit {commit}.
                staging/shop


            """,
            before.Output,
            StringComparison.Ordinal);
        Assert.Equal(new CommandResult(ExitCode.Ok, $"Published 2 templates for commit {commit[..7]}: Shop-staging.template.json, ShopQueues.nested.template.json.\n", ""), publish);
        Assert.Contains("in sync  shop  3 of 3  checked", after.Output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, after.ExitCode);

        var next = _repository.Commit("Ben", "slower", ("README.md", "slower"));
        CloudAssembly(Template, Nested.Replace("5", "60", StringComparison.Ordinal));
        await _cli.RunAsync("publish", "./cdk.out", "--commit", next);
        Assert.Matches($@"    to release ~ /DelaySeconds  5 -> 60  update  published:{ObjectKey}:1\n", (await ScanAsync()).Output);
    }

    [Fact]
    public async Task Drift_does_not_hide_that_nothing_was_published()
    {
        var commit = _repository.Commit("Ana", "first", ("driftboard.yaml", Application("published: Shop.template.json")));
        Deploy("staging-shop", Nested);
        _cloud.ChangeByHand(Account, Region, "staging-shop", "Mail", """[{"op": "replace", "path": "/DelaySeconds", "value": 60}]""");

        var result = await ScanAsync();

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains($"No template of that name was published for commit {commit[..7]}, which staging should run;", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_packaged_template_has_its_nested_ones_where_its_source_names_them()
    {
        const string source = "Resources:\n  Queues:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: nested/queues.json\n";
        var packaged = source.Replace("nested/queues.json", "https://s3.amazonaws.com/packages/3f2a9c.template", StringComparison.Ordinal);
        var commit = _repository.Commit(
            "Ana", "first", ("driftboard.yaml", Application("template: app/template.yaml\n    published: build/packaged.yaml")), ("app/template.yaml", source), ("app/nested/queues.json", Nested));
        _cli.File("build/packaged.yaml", packaged);
        _cloud.PutObject("packages", "3f2a9c.template", Nested.Replace("5", "7", StringComparison.Ordinal));
        Deploy("staging-shop", packaged);

        await _cli.RunAsync("publish", "./build/packaged.yaml", "--commit", commit);

        Assert.Matches(@"    to release ~ /DelaySeconds  7 -> 5  update  app/nested/queues.json:1 ", (await ScanAsync()).Output);
    }

    [Fact]
    public async Task Publishing_again_replaces_and_says_so_and_stages_are_entered()
    {
        var commit = _repository.Commit("Ana", "first", ("README.md", "x"));
        _cli.File("cdk.out/manifest.json", """{"artifacts": {"Stage": {"type": "cdk:cloud-assembly", "properties": {"directoryName": "assembly-Prod"}}}}""");
        _cli.File("cdk.out/assembly-Prod/manifest.json", """{"artifacts": {"Shop": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Shop.template.json"}}}}""");
        _cli.File("cdk.out/assembly-Prod/Shop.template.json", Nested);
        await _cli.RunAsync("publish", "cdk.out", "--commit", commit, "--data", "elsewhere");
        _cli.File("cdk.out/assembly-Prod/Shop.template.json", Template);

        var again = await _cli.RunAsync("publish", "cdk.out", "--commit", commit.ToUpperInvariant(), "--data", "elsewhere");

        Assert.Equal($"Published 1 template for commit {commit[..7]}: assembly-Prod/Shop.template.json.\nReplaced by another content: assembly-Prod/Shop.template.json.\n", again.Output);
    }

    [Fact]
    public async Task What_cannot_be_published_is_told_and_nothing_is_kept()
    {
        var commit = new string('a', 40);
        _cli.File("empty/note.txt", "x");
        _cli.File("bad.yaml", "Resources: {");
        _cli.File("values.json", """{"Size": 1}""");
        _cli.File("out/manifest.json", """{"artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "../bad.yaml"}}}}""");
        _cli.File("foreign/file.txt", "x");

        Assert.Equal("--commit: found \"main\"; allowed is the full id of a commit, such as 'git rev-parse HEAD' prints.\n", await ErrorAsync("bad.yaml", "--commit", "main"));
        Assert.Equal("empty: the folder holds no manifest.json; allowed is what 'cdk synth' writes (cdk.out), or a packaged template.\n", await ErrorAsync("empty", "--commit", commit));
        Assert.Equal("none.yaml: there is no such file or folder.\n", await ErrorAsync("none.yaml", "--commit", commit));
        Assert.StartsWith("bad.yaml:2: The text is not valid YAML", await ErrorAsync("bad.yaml", "--commit", commit), StringComparison.Ordinal);
        Assert.Equal("values.json:1: Resources: found nothing of the kind; allowed is a CloudFormation template.\n", await ErrorAsync("values.json", "--commit", commit));
        Assert.Equal("manifest.json: artifacts.S.properties.templateFile: found '../bad.yaml', which leads out of the folder; allowed is a path inside it.\n", await ErrorAsync("out", "--commit", commit));
        _cli.File("good.json", Nested);
        Assert.StartsWith(Path.Combine(_cli.Folder, "foreign") + ": the folder is not empty and was not made by Driftboard;", await ErrorAsync("good.json", "--commit", commit, "--data", "foreign"), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "data")));
    }

    [Fact]
    public async Task Two_templates_of_one_name_are_refused()
    {
        _cli.File("a/packaged.json", Nested);
        _cli.File("b/packaged.json", Template);
        var second = Path.Combine(_cli.Folder, "b/packaged.json");

        Assert.Equal(
            $"{second}: found two templates that would be kept as packaged.json; allowed is one of each name: publish from a folder in which they differ.\n",
            await ErrorAsync(Path.Combine(_cli.Folder, "a/packaged.json"), second, "--commit", new string('a', 40)));
    }

    [Fact]
    public async Task Jobs_that_publish_for_one_commit_at_the_same_time_lose_nothing()
    {
        var commit = new string('a', 40);
        var names = Enumerable.Range(0, 8).Select(i => _cli.File($"job{i}.json", Nested)).ToList();

        var results = await Task.WhenAll(names.Select(n => Task.Run(() => _cli.RunAsync("publish", n, "--commit", commit, "--data", "shared")))).Soon();

        Assert.All(results, r => Assert.Equal((ExitCode.Ok, ""), (r.ExitCode, r.Error)));
        var store = new PublishedStore(Path.Combine(_cli.Folder, "shared"));
        Assert.All(names, n => Assert.NotNull(store.Read(commit, n)));
    }

    private async Task<string> ErrorAsync(params string[] arguments)
    {
        var result = await _cli.RunAsync(["publish", .. arguments]);
        Assert.Equal((ExitCode.Error, ""), (result.ExitCode, result.Output));
        return result.Error;
    }

    private void CloudAssembly(string template, string nested)
    {
        _cli.File("cdk.out/manifest.json", Manifest);
        _cli.File("cdk.out/Shop-staging.template.json", template.Replace("OBJECT", ObjectKey, StringComparison.Ordinal));
        _cli.File("cdk.out/ShopQueues.nested.template.json", nested);
        _cli.File("cdk.out/asset.1234.json", """{"just": "data"}""");
        _cli.File("cdk.out/Shop-staging.assets.json", $$$$"""
            {"files": {
              "0a1b": {"source": {"path": "ShopQueues.nested.template.json", "packaging": "file"}, "destinations": {"current_account-current_region": {"bucketName": "x", "objectKey": "{{{{ObjectKey}}}}"}}},
              "1234": {"source": {"path": "asset.1234.json", "packaging": "file"}, "destinations": {"current_account-current_region": {"bucketName": "x", "objectKey": "1234.json"}}}
            }}
            """);
    }

    private void Deploy(string name, string template) =>
        _cloud.CreateStack(new StackRequest { Account = Account, Region = Region, StackName = name, TemplateBody = template });

    private Task<CommandResult> ScanAsync(params string[] options) => _cli.RunAsync(["scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First(), .. options]);

    private static string Application(string source) => $$"""
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
        components:
          - name: shop
            {{source}}
            stack: "{environment}-shop"
        """;
}
