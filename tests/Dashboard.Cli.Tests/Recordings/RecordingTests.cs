using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Recordings;

/// <summary>What a recording holds, what it must never hold, and what is said of one that is no whole recording.</summary>
public sealed class RecordingTests : IAsyncLifetime
{
    private const string Account = "111111111111";
    private const string Region = "eu-west-1";
    private const string Canary = "c4nary-";

    private const string Application = """
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
        components:
          - name: worker
            template: templates/worker.yaml
            parameters: ["parameters/worker.{environment}.json", parameters/more.properties]
            stack: "{environment}-worker"
        """;

    private const string Template = """
        # MasterUserPassword: "c4nary-Comment-1"
        Parameters:
          Timeout: {Type: Number}
          Token: {Type: String, NoEcho: true, Default: c4nary-Default-1}
          ApiKey: {Type: String}
          Plain: {Type: String}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: !Ref Timeout
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: !Sub 'hello ${Token}'
          Database:
            Type: AWS::RDS::DBInstance
            Properties:
              DBInstanceClass: db.t4g.micro
              MasterUsername: admin
              MasterUserPassword: c4nary-Literal-1
          Setting:
            Type: AWS::SSM::Parameter
            Properties: {Name: !Sub '/${AWS::StackName}/db-password', Type: String, Value: c4nary-Ssm-1}
          Joined:
            Type: AWS::SSM::Parameter
            Properties: {Name: !Join ['/', ['', !Ref 'AWS::StackName', 'api-token']], Type: String, Value: c4nary-Ssm-2}
          Mail:
            Type: AWS::Lambda::Function
            Properties:
              Role: arn:aws:iam::111111111111:role/mail
              Code: {ZipFile: "exports.handler = 1"}
              Environment:
                Variables:
                  TOKEN: !Ref Token
                  ALERTS: https://hooks.slack.com/services/T0ABCDEFG/B0ABCDEFG/c4nary-Hook-1
                  API_KEY: !Ref ApiKey
                  DATABASE_URL: postgres://shop:c4nary-Url-1@db/shop
                  LONG: |
                    #!/bin/sh
                    export PASSWORD=c4nary-Script-1
        Outputs:
          Link:
            Value: !Sub 'https://example.com/?t=${Token}'
            Export: {Name: !Sub '${AWS::StackName}-link'}
          Queue:
            Value: !Ref Jobs
            Export: {Name: !Sub '${AWS::StackName}-queue'}
        """;

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    public async ValueTask InitializeAsync()
    {
        _repository.Commit(
            "Ana",
            "first",
            ("driftboard.yaml", Application),
            ("templates/worker.yaml", Template),
            ("parameters/worker.staging.json", """[{"ParameterKey": "Timeout", "ParameterValue": "30"}, {"ParameterKey": "Token", "ParameterValue": "c4nary-File-\u0031"}]"""),
            ("parameters/more.properties", "# ApiKey=c4nary-Old-1\nApiKey=c4nary-Key-1\nPlain=plain words\n"));
        _cloud.CreateStack(Request("staging-worker", Template, ("Timeout", "30"), ("Token", "c4nary-Token-1"), ("ApiKey", "c4nary-Key-1"), ("Plain", "plain words"))
            with
        { Tags = Map(("team", "shop"), ("deploy-token", "c4nary-Tag-1")) });
        _cloud.CreateStack(Request(
            "theirs",
            "Parameters: {Size: {Type: String}, Password: {Type: String, NoEcho: true}}\nResources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Own: {Value: internal-words}, Shared: {Value: !Ref Password, Export: {Name: theirs-shared}}}",
            ("Size", "size-of-theirs"), ("Password", "c4nary-Theirs-1")));
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
    public async Task No_secret_is_in_any_byte_of_it()
    {
        _cloud.ChangeByHand(Account, Region, "staging-worker", "Topic", """[{"op": "replace", "path": "/DisplayName", "value": "c4nary-ByHand-1"}]""");
        _cloud.ChangeByHand(Account, Region, "staging-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");

        var recorded = await RecordAsync();

        Assert.DoesNotContain(Canary, recorded.Output + recorded.Error, StringComparison.OrdinalIgnoreCase);
        var files = Directory.GetFiles(Path.Combine(_cli.Folder, "case"), "*", SearchOption.AllDirectories);
        Assert.All(files, f => Assert.DoesNotContain(Canary, File.ReadAllText(f), StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(files, f => f.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        // What is no secret is still there, and what is one is the same one wherever it stood.
        var template = Read("case/repositories/1/files/templates-worker.yaml.json");
        Assert.Contains("VisibilityTimeout: !Ref Timeout", template, StringComparison.Ordinal);
        Assert.Matches("MasterUserPassword: driftboard-secret-[0-9]+", template);
        Assert.Contains("plain words", Read("case/repositories/1/files/parameters-more.properties.json"), StringComparison.Ordinal);
        var variables = JsonNode.Parse(Read($"case/live/{Account}/{Region}/types/AWS-Lambda-Function.json"))!["reads"]![0]!["observation"]!["properties"]!["Environment"]!["Variables"]!;
        Assert.Contains((string)variables["API_KEY"]!, Read("case/repositories/1/files/parameters-more.properties.json"), StringComparison.Ordinal);
        Assert.NotEqual((string)variables["API_KEY"]!, (string)variables["TOKEN"]!);
        Assert.Equal((ExitCode.Ok, ""), (recorded.ExitCode, recorded.Error));
        foreach (var format in new[] { "text", "json" })
        {
            var scanned = await _cli.RunAsync("scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First(), "--format", format);
            var replayed = await _cli.RunAsync("replay", "case", "--format", format);
            Assert.Equal(scanned.ExitCode, replayed.ExitCode);
            Assert.All([scanned, replayed], said => Assert.DoesNotContain(Canary, said.Output + said.Error, StringComparison.OrdinalIgnoreCase));
            Assert.DoesNotContain("something else", replayed.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Neither_rendering_nor_difference_shows_what_a_name_by_a_function_calls_a_secret()
    {
        _cli.File("a.yaml", Template);
        _cli.File("b.yaml", Template.Replace("c4nary-Ssm-", "c4nary-Other-", StringComparison.Ordinal));
        string[][] commands =
        [
            ["render", "a.yaml", "--format", "json"], ["render", "a.yaml", "--format", "yaml"],
            .. new[] { "text", "json", "markdown", "sarif" }.Select(f => new[] { "diff", "a.yaml", "b.yaml", "--format", f }),
        ];
        foreach (var command in commands)
        {
            var said = await _cli.RunAsync(command);
            Assert.DoesNotContain(Canary, said.Output + said.Error, StringComparison.OrdinalIgnoreCase);
        }

        _cli.Input = System.Text.Json.JsonSerializer.Serialize(new { id = 1, template = Template });
        var batch = await _cli.RunAsync("render", "--batch", "-");
        Assert.DoesNotContain(Canary, batch.Output + batch.Error, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Fn::Secret", batch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_stacks_that_are_nobodys_only_names_and_exports_are_kept()
    {
        _cloud.ChangeByHand(Account, Region, "theirs", "Q", """[{"op": "add", "path": "/DelaySeconds", "value": 777}]""");
        await RecordAsync();

        var queues = Read($"case/live/{Account}/{Region}/types/AWS-SQS-Queue.json");
        Assert.Contains("theirs-Q-", queues, StringComparison.Ordinal);
        Assert.DoesNotContain("777", queues, StringComparison.Ordinal);
        Assert.Contains("\"VisibilityTimeout\": 30", queues, StringComparison.Ordinal);
        var stacks = JsonNode.Parse(Read($"case/live/{Account}/{Region}/stacks.json"))!["stacks"]!.AsArray();
        var theirs = stacks.Single(s => (string)s!["stackName"]! == "theirs")!;
        Assert.Equal("""{"Password":"****"}""", theirs["parameters"]!.ToJsonString());
        var output = Assert.Single(theirs["outputs"]!.AsArray())!;
        Assert.Equal("theirs-shared", (string)output["exportName"]!);
        Assert.Matches("^driftboard-secret-[0-9]+$", (string)output["value"]!);
        Assert.Equal("shop", (string)stacks.Single(s => (string)s!["stackName"]! == "staging-worker")!["tags"]!["team"]!);
    }

    [Fact]
    public async Task Failures_are_recorded_with_their_class()
    {
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Account, Operation: "GetResource", Type: "AWS::SQS::Queue"));
        var scanned = await _cli.RunAsync("scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First());

        await RecordAsync();

        var replayed = await _cli.RunAsync("replay", "case");
        Assert.Equal(scanned.ExitCode, replayed.ExitCode);
        Assert.Matches(@"\n  AWS::SQS::Queue  denied: [^\n]+\n    staging/worker  Jobs\n", replayed.Output);
        Assert.Contains("\"outcome\": \"denied\"", Read($"case/live/{Account}/{Region}/types/AWS-SQS-Queue.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_stack_makes_of_a_secret_is_one_in_another_ones_outputs_too()
    {
        const string Made = "correct-horse-battery";
        _cloud.CreateStack(Request("maker", "Parameters: {Password: {Type: String, NoEcho: true}}\nResources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Handle: {Value: !Ref Password, Export: {Name: maker-handle}}}", ("Password", Made)));
        _cloud.CreateStack(Request("again", "Parameters: {Handle: {Type: String}}\nResources: {Q: {Type: AWS::SQS::Queue}}\nOutputs: {Again: {Value: !Sub 'x-${Handle}', Export: {Name: again-handle}}}", ("Handle", Made)));

        await RecordAsync();

        Assert.All(Directory.GetFiles(Path.Combine(_cli.Folder, "case"), "*", SearchOption.AllDirectories), f => Assert.DoesNotContain(Made, File.ReadAllText(f), StringComparison.Ordinal));
        Assert.Contains("again-handle", Read("case/" + Stacks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_template_that_cannot_be_read_is_left_out_and_the_replay_says_no_more_than_the_scan()
    {
        _repository.Commit("Ana", "broken", ("templates/worker.yaml", "Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {Password: c4nary-Broken-1"));

        var recorded = await RecordAsync();

        Assert.DoesNotContain(Canary, Read("case/repositories/1/files/templates-worker.yaml.json"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("\"lines\": null", Read("case/repositories/1/files/templates-worker.yaml.json"), StringComparison.Ordinal);
        var scanned = await _cli.RunAsync("scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First());
        var replayed = await _cli.RunAsync("replay", "case");
        Assert.NotEqual(ExitCode.Ok, scanned.ExitCode);
        Assert.Equal((ExitCode.Ok, scanned.ExitCode), (recorded.ExitCode, replayed.ExitCode));
        Assert.DoesNotContain("something else", replayed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_was_read_nothing_is_written_and_the_folder_is_free_for_the_next_try()
    {
        var missed = await _cli.RunAsync("record", "case", "--repository", "nowhere", "--endpoint", _server!.Urls.First());

        Assert.Equal((ExitCode.Error, ""), (missed.ExitCode, missed.Output));
        Assert.EndsWith("No environment was read, so nothing was recorded into case.\n", missed.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_cli.Folder, "case")));
        Assert.Equal(ExitCode.Ok, (await RecordAsync()).ExitCode);
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_left_alone()
    {
        _cli.File("case/note.txt", "mine");

        var recorded = await RecordAsync();

        Assert.Equal((ExitCode.Error, "", $"{Path.Combine(_cli.Folder, "case")}: found something there; allowed is a new or an empty folder.\n"), (recorded.ExitCode, recorded.Output, recorded.Error));
        Assert.Equal("mine", Read("case/note.txt"));
    }

    [Theory]
    [InlineData("recording.json", "\"version\": 1", "\"version\": 2", "recording.json: version: found 2; allowed is 1. Read it with the Driftboard that wrote it, or record again.\n")]
    [InlineData("recording.json", "driftboard-recording", "something-else", "recording.json: format: found \"something-else\"; allowed is \"driftboard-recording\". It is no recording of Driftboard.\n")]
    [InlineData("recording.json", "\"throttled\": 0", "\"throttled\": \"none\"", "recording.json:LINE: throttled: found a value of another kind than belongs there.\n")]
    [InlineData(Stacks, "\"stackName\": \"staging-worker\"", "\"stackTitle\": \"staging-worker\"", Stacks + ":LINE: stacks[0].stackTitle: found the key 'stackTitle', which nothing here bears. Read it with the Driftboard that wrote it.\n")]
    [InlineData(Stacks, "\"outcome\": \"read\"", "\"outcome\": \"guessed\"", Stacks + ":LINE: outcome: found a value of another kind than belongs there.\n")]
    [InlineData(Stacks, "\"region\": \"eu-west-1\",", "", Stacks + ":LINE: these keys are missing: region.\n")]
    [InlineData(Stacks, "\"region\": \"eu-west-1\",", "\"region\": \"eu-west-1\" ?", Stacks + ":LINE: it is no JSON: '?' is invalid")]
    [InlineData(Unmanaged, "\"identifier\": \"https", "\"identifier\": 7, \"name\": \"https", Unmanaged + ":LINE: resources[0].identifier: found a value of another kind than belongs there.\n")]
    [InlineData(Unmanaged, "\"outcome\": \"read\"", "\"outcome\": \"guessed\"", Unmanaged + ":LINE: listings[0].outcome: found a value of another kind than belongs there.\n")]
    [InlineData(Unmanaged, "\"resources\": [", "\"resources\": null, \"rest\": [", Unmanaged + ":LINE: resources: found a value of another kind than belongs there.\n")]
    [InlineData(Unmanaged, "\"problems\": [", "\"problems\": [?", Unmanaged + ":LINE: problems[0]: it is no JSON: '?' is an invalid start")]
    [InlineData(Unmanaged, "\"resources\": [", "\"resources\": [null,", Unmanaged + ":LINE: resources[0]: found null; allowed is an object.\n")]
    [InlineData(Unmanaged, "\"listings\": [", "\"listings\": [null,", Unmanaged + ":LINE: listings[0]: found null; allowed is an object.\n")]
    [InlineData(Unmanaged, "\"problems\": [", "\"problems\": [null", Unmanaged + ":LINE: problems[0]: found null; allowed is a text.\n")]
    [InlineData(Unmanaged, "\"stackSets\": [", "\"stackSets\": [null", Unmanaged + ":LINE: stackSets[0]: found null; allowed is an object.\n")]
    [InlineData(Unmanaged, "\"stackSets\": [", "\"stackSets\": [{\"name\": \"s\", \"home\": {\"account\": \"1\", \"region\": \"r\"}, \"instances\": [null]}", Unmanaged + ":LINE: stackSets[0].instances[0]: found null; allowed is an object.\n")]
    [InlineData(Stacks, "\"stacks\": [", "\"stacks\": [null,", Stacks + ":LINE: stacks[0]: found null; allowed is an object.\n")]
    [InlineData("recording.json", "\"accounts\": [", "\"accounts\": [null,", "recording.json:LINE: accounts[0]: found null; allowed is a text.\n")]
    [InlineData("recording.json", "\"calls\": {", "\"calls\": {\"x\": null,", "recording.json:LINE: calls.x: found a value of another kind than belongs there.\n")]
    public async Task A_damaged_recording_is_told_with_file_line_and_key(string file, string found, string written, string expected)
    {
        _cloud.CreateResource(Account, Region, "AWS::SQS::Queue", MapValue.Of(("QueueName", new ScalarValue("nobodys"))));
        await RecordAsync("--unmanaged");
        var path = Path.Combine(_cli.Folder, "case", file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        Assert.Contains(found, text, StringComparison.Ordinal);
        var line = text[..text.IndexOf(found, StringComparison.Ordinal)].Count(c => c == '\n') + 1;
        await File.WriteAllTextAsync(path, text.Replace(found, written, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var replayed = await _cli.RunAsync("replay", "case");

        Assert.Equal((ExitCode.Error, ""), (replayed.ExitCode, replayed.Output));
        if (!expected.Contains("missing", StringComparison.Ordinal))
            expected = expected.Replace("LINE", line.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Matches("^" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("LINE", "[0-9]+", StringComparison.Ordinal), replayed.Error);
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_told_with_its_last_line_and_a_second_one_of_an_account_is_refused()
    {
        await RecordAsync("--unmanaged");
        var path = Path.Combine(_cli.Folder, "case", Unmanaged);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        var kept = text[..text.IndexOf("\"stackSets\"", StringComparison.Ordinal)];
        _cli.File("case/live/second/unmanaged.json", text);
        var twice = await _cli.RunAsync("replay", "case");
        await File.WriteAllTextAsync(path, kept, TestContext.Current.CancellationToken);

        var broken = await _cli.RunAsync("replay", "case");

        Assert.Equal(new CommandResult(ExitCode.Error, "", $"live/second/unmanaged.json: account: found {Account}, which another file is of, too; allowed is each once.\n"), twice);
        Assert.Equal((ExitCode.Error, ""), (broken.ExitCode, broken.Output));
        Assert.StartsWith($"{Unmanaged}:{kept.Count(c => c == '\n') + 1}: ", broken.Error, StringComparison.Ordinal);
        Assert.Contains("it is no JSON: ", broken.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_recording_is_said_so()
    {
        Directory.CreateDirectory(Path.Combine(_cli.Folder, "empty"));

        var empty = await _cli.RunAsync("replay", "empty");
        var both = await _cli.RunAsync("scan", "--from", "empty", "--endpoint", "http://127.0.0.1:9");
        var server = await _cli.RunAsync("watch", "--from", "empty", "--url", "http://127.0.0.1:9");

        Assert.Equal(new CommandResult(ExitCode.Error, "", $"{Path.Combine(_cli.Folder, "empty")}: there is no recording.json, so it holds no whole recording. 'driftboard record DIR' makes one.\n"), empty);
        Assert.Equal(new CommandResult(ExitCode.Error, "", "--endpoint: found beside --from; allowed is one of them: a recording stands in the place of every account.\n"), both);
        Assert.Equal(new CommandResult(ExitCode.Error, "", "--url: found beside --from; allowed is one of them: a recording stands in the place of a server.\n"), server);
    }

    [Theory]
    [InlineData("STACKS", "theirs*", true)]
    [InlineData("STACKS", "staging-*", false)]
    [InlineData("STACKTAGS", "team=shop", false)]
    public async Task A_stack_that_the_account_does_not_look_at_is_not_looked_at_in_the_recording_either(string setting, string value, bool isListed)
    {
        _cli.Variables = ImmutableDictionary<string, string>.Empty.Add($"DRIFTBOARD__ACCOUNTS__{Account}__{setting}", value);
        var scanned = await _cli.RunAsync("scan", "--repository", _repository.Source, "--endpoint", _server!.Urls.First());
        await RecordAsync();

        var replayed = await _cli.RunAsync("replay", "case");

        Assert.Equal(scanned.ExitCode, replayed.ExitCode);
        Assert.Equal((isListed, isListed), (scanned.Output.Contains("theirs", StringComparison.Ordinal), replayed.Output.Contains("theirs", StringComparison.Ordinal)));
        Assert.DoesNotContain("something else", replayed.Error, StringComparison.Ordinal);
    }

    private const string Stacks = $"live/{Account}/{Region}/stacks.json";

    private const string Unmanaged = $"live/{Account}/unmanaged.json";

    private Task<CommandResult> RecordAsync(params string[] options) => _cli.RunAsync(["record", "case", .. options, "--repository", _repository.Source, "--endpoint", _server!.Urls.First()]);

    private string Read(string path) => File.ReadAllText(Path.Combine(_cli.Folder, path));

    private static StackRequest Request(string name, string template, params (string Name, string Value)[] parameters) =>
        new() { Account = Account, Region = Region, StackName = name, TemplateBody = template, Parameters = Map(parameters) };

    private static ImmutableSortedDictionary<string, string> Map(params (string Name, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);
}
