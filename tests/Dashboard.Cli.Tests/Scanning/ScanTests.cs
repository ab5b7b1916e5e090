using System.Collections.Immutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Cli.Tests.Watching;
using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;

namespace Dashboard.Cli.Tests.Scanning;

/// <summary>The real command against the real wire protocols: the embedded cloud, and a repository of its own.</summary>
public sealed class ScanTests : IAsyncLifetime
{
    private const string Canary = "c4nary-Pa55word";
    private const string Staging = "111111111111";
    private const string Production = "222222222222";
    private const string Region = "eu-west-1";

    private const string Application = """
        version: 1
        application: shop
        environments:
          - name: staging
            account: "111111111111"
            regions: [eu-west-1]
            ref: main
          - name: production
            account: "222222222222"
            regions: [eu-west-1]
            ref: main
        components:
          - name: worker
            template: templates/worker.yaml
            parameters: ["parameters/worker.{environment}.json"]
            stack: "{environment}-worker"
        """;

    private const string Template = """
        Parameters:
          Timeout: {Type: Number}
          Token: {Type: String, NoEcho: true}
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
            Properties:
              VisibilityTimeout: !Ref Timeout
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              TopicName: !Sub "${AWS::StackName}-news"
        """;

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    private string Endpoint => _server!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        _repository.Commit(
            "Ana",
            "first",
            ("driftboard.yaml", Application),
            ("templates/worker.yaml", Template),
            ("parameters/worker.staging.json", """{"Timeout": "30"}"""),
            ("parameters/worker.production.json", """{"Timeout": "60"}"""));
        Deploy("staging", Staging, "30");
        Deploy("production", Production, "60");
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
    public async Task What_runs_as_the_repository_says_is_in_sync()
    {
        var result = await ScanAsync();

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^shop staging  main [0-9a-f]{7}  account 111111111111\n  in sync  worker  2 of 2  checked \d+ s ago, oldest read \d+ s ago\n", result.Output);
        Assert.Matches(@"\nshop staging <> production  0 unexplained, \d+ cannot be verified, 0 pending, 1 configured, 0 declared, \d+ equal\n", result.Output);
        Assert.EndsWith(
            "\n18 calls (18 expected): 8 cloudcontrolapi, 8 cloudformation, 2 sts\nIn sync; 4 of 4 resources compared.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_of_another_environment_is_the_first_thing_said_of_a_pair()
    {
        const string topic = "arn:aws:sns:eu-west-1:222222222222:production-worker-news";
        var foreign = Template + $"\n      DisplayName: {topic}\n";
        _repository.Commit("Ben", "borrow", ("templates/worker.yaml", foreign));
        Update("staging", Staging, "30", foreign);
        Update("production", Production, "60", foreign);

        var result = await ScanAsync();

        Assert.Matches(
            @"\nshop staging <> production  1 unexplained, .*\n  separation   worker Topic/DisplayName  " + topic + " <> " + topic + @"  \(belongs to production: worker / Topic\)\n",
            result.Output);
    }

    [Fact]
    public async Task The_published_command_reads_the_repository_and_the_cloud_alike()
    {
        _cloud.ChangeByHand(Production, Region, "production-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");

        var published = await PublishedCommand.RunAsync(_cli.Folder, "scan", "--repository", _repository.Source, "--endpoint", Endpoint);

        Assert.Equal((ExitCode.Different, ""), (published.ExitCode, published.Error));
        Assert.Equal(WithoutAges((await ScanAsync()).Output), WithoutAges(published.Output));

        static string WithoutAges(string text) => Regex.Replace(text, @"\d+ s ago", "just now");
    }

    [Fact]
    public async Task What_was_fetched_from_an_address_stays_in_the_data_folder_and_side_by_side_it_is_fetched_once()
    {
        await using var server = await GitHttpServer.StartAsync(Path.GetDirectoryName(_repository.Source)!);
        var data = Path.Combine(_cli.Folder, "data");
        _cli.Variables = _cli.Variables.Add("DRIFTBOARD__DATA", data);
        string[] scan = ["scan", "--repository", server.Url("source"), "--endpoint", Endpoint];

        using var output = new StringWriter();
        await using var errors = new LineWriter();
        var waits = new Lazy<Task<string>>(() => errors.NextAsync().AsTask());
        server.Interfere = async _ =>
        {
            // Whoever comes first is answered once the other one says that it waits.
            await waits.Value;
            return false;
        };
        var host = _cli.Host(TextWriter.Synchronized(output), errors);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => CommandLine.RunAsync(scan, host, TestContext.Current.CancellationToken)))).Soon();
        server.Interfere = null;
        var first = server.Requests.ToArray();
        server.Requests.Clear();
        var again = await _cli.RunAsync(scan);

        Assert.All(both, r => Assert.Equal(ExitCode.Ok, r));
        Assert.Equal($"{server.Url("source")}: another Driftboard is fetching it; waiting until it is done.", await waits.Value);
        Assert.True(errors.IsDrained);
        Assert.Equal((ExitCode.Ok, ""), (again.ExitCode, again.Error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_cli.TemporaryFolder));
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(data, "command-mirrors")));
        // A listing and the default branch take a discovery and a question each, a fetch a discovery and two of them.
        Assert.Equal(["GET /source/info/refs", "POST /source/git-upload-pack", "GET /source/info/refs", "POST /source/git-upload-pack"], server.Requests);
        Assert.Equal(7 + 4, first.Length);
        // The server takes the folder for its own later.
        Assert.True(File.Exists(Path.Combine(data, "driftboard.lock")));
    }

    [Fact]
    public async Task A_repository_at_an_address_is_read_with_a_password_from_the_environment_and_says_the_same_as_its_clone()
    {
        await using var server = await GitHttpServer.StartAsync(Path.GetDirectoryName(_repository.Source)!);
        server.Login = ("ana", Canary);
        _cli.Variables = _cli.Variables.Add("SHOP_GIT_TOKEN", Canary).Add("DRIFTBOARD__GIT__CREDENTIALS__0__URL", server.Url("")).Add("DRIFTBOARD__GIT__CREDENTIALS__0__USER", "ana")
            .Add("DRIFTBOARD__GIT__CREDENTIALS__0__PASSWORDVARIABLE", "SHOP_GIT_TOKEN");

        var result = await _cli.RunAsync("scan", "--repository", server.Url("source"), "--endpoint", Endpoint);

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.EndsWith("\nIn sync; 4 of 4 resources compared.\n", result.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_cli.TemporaryFolder));
        _cli.Variables = _cli.Variables.SetItem("SHOP_GIT_TOKEN", Canary + "-old");
        result = await _cli.RunAsync("scan", "--repository", server.Url("source"), "--endpoint", Endpoint);
        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains("the host does not accept the user and password", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Error + result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://ana:c4nary-Pa55word@git.example.com/shop.git", "with a user name or password in the address")]
    [InlineData("ftp://git.example.com/shop.git", "whose scheme is 'ftp'")]
    public async Task An_address_that_cannot_be_used_is_named_without_its_password(string address, string expected)
    {
        var result = await _cli.RunAsync("scan", "--repository", address, "--endpoint", Endpoint);

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, result.Error + result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_by_hand_ends_with_1_and_shows_values_line_commit_and_author()
    {
        _cloud.ChangeByHand(Production, Region, "production-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");

        var result = await ScanAsync();

        Assert.Equal((ExitCode.Different, ""), (result.ExitCode, result.Error));
        Assert.Contains("\n  drifted  worker  2 of 2  1 drifted, ", result.Output, StringComparison.Ordinal);
        Assert.Matches(
            @"\nproduction/worker\n  Jobs  AWS::SQS::Queue  drifted\n    drift      ~ /VisibilityTimeout  60 -> 300  update  templates/worker.yaml:8 \([0-9a-f]{7} Ana\)\n",
            result.Output);
        Assert.EndsWith("\nDrift in 1 stack of 2; 4 of 4 resources compared.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_stack_owns_is_listed_where_it_is_asked_for()
    {
        _cloud.CreateResource(Production, Region, "AWS::SQS::Queue", (MapValue)JsonValues.Parse("""{"QueueName": "nobodys"}"""));
        _cloud.CreateStack(new StackRequest { Account = Production, Region = Region, StackName = "theirs", TemplateBody = "Resources: {Q: {Type: 'AWS::SQS::Queue', Properties: {QueueName: theirs}}}" });

        var plain = await ScanAsync();
        var result = await ScanAsync("--unmanaged");
        using var json = JsonDocument.Parse((await ScanAsync("--unmanaged", "--format", "json")).Output);
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Account: Production, Operation: "ListResources", Type: "AWS::SNS::Topic"));
        var denied = await ScanAsync("--unmanaged");

        Assert.DoesNotContain("what no stack owns", plain.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nwhat no stack owns  222222222222  2 of 2 types listed\n  eu-west-1  AWS::SQS::Queue  https://sqs.eu-west-1.amazonaws.com/222222222222/nobodys\n\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\nwhat no stack owns  111111111111  2 of 2 types listed\n  nothing\n", result.Output, StringComparison.Ordinal);
        var account = json.RootElement.GetProperty("unmanaged").EnumerateArray().Single(a => a.GetProperty("account").GetString() == Production);
        Assert.Equal("https://sqs.eu-west-1.amazonaws.com/222222222222/nobodys", account.GetProperty("resources").EnumerateArray().Single().GetProperty("identifier").GetString());
        Assert.Contains("\nwhat no stack owns  222222222222  1 of 2 types listed\n", denied.Output, StringComparison.Ordinal);
        Assert.Contains("  eu-west-1  AWS::SNS::Topic: cloudcontrol ListResources: AccessDeniedException", denied.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_changed_what_is_looked_up_where_it_is_asked_for()
    {
        var by = new SandboxCaller($"arn:aws:sts::{Production}:assumed-role/Operations/tomasz", "console.amazonaws.com");
        _cloud.ChangeByHand(Production, Region, "production-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""", by);

        var plain = await ScanAsync();
        var result = await ScanAsync("--who");
        using var json = JsonDocument.Parse((await ScanAsync("--who", "--format", "json")).Output);
        var change = json.RootElement.GetProperty("changes")[0].GetProperty("changes")[0];
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "LookupEvents"));
        var denied = await ScanAsync("--who");

        Assert.DoesNotContain("who changed what", plain.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nwho changed what\n  production/worker  Jobs\n    tomasz as Operations  SetQueueAttributes \(console\)  \d+ s ago\n    CloudFormation  CREATE_COMPLETE  \d+ s ago\n\n", result.Output);
        Assert.Equal(("tomasz", "SetQueueAttributes", "cloudTrail"), (change.GetProperty("actor").GetString(), change.GetProperty("call").GetString(), change.GetProperty("source").GetString()));
        Assert.Equal(ExitCode.Different, denied.ExitCode);
        Assert.Contains("    CloudTrail: cloudtrail:LookupEvents is missing. Give the role", denied.Output, StringComparison.Ordinal);
        // What is looked up beside the scan is counted apart: nobody knows beforehand how much it is.
        var calls = json.RootElement.GetProperty("calls");
        var lookups = calls.GetProperty("lookups").GetInt32();
        Assert.InRange(lookups, 2, 4);
        Assert.Contains($"\n{calls.GetProperty("made").GetInt32() - lookups} calls ({calls.GetProperty("estimated").GetInt32()} expected): ", plain.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n\d+ calls \(\d+ expected, and [2-4] for more than the scan\): ", result.Output);
        Assert.DoesNotContain("for more than the scan", plain.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_declares_and_who_told_what_is_shown_where_it_is_asked_for()
    {
        _cloud.ChangeByHand(Production, Region, "production-worker", "Jobs", """[{"op": "add", "path": "/DelaySeconds", "value": 7}]""");

        var plain = await ScanAsync();
        var result = await ScanAsync("--include", "undeclared", "--include", "readers");
        var json = await ScanAsync("--include", "undeclared", "--include", "readers", "--format", "json");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.DoesNotContain("undeclared", plain.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nproduction/worker\n  Jobs  AWS::SQS::Queue\n    read by    CloudControl\n(    undeclared .*\n)*    undeclared /DelaySeconds  7\n", result.Output);
        using var document = JsonDocument.Parse(json.Output);
        var queue = document.RootElement.GetProperty("stacks").EnumerateArray().Single(s => s.GetProperty("environment").GetString() == "production")
            .GetProperty("resources").EnumerateArray().Single(r => r.GetProperty("logicalId").GetString() == "Jobs");
        Assert.Equal("CloudControl", Assert.Single(queue.GetProperty("readers").EnumerateArray()).GetString());
        Assert.Contains(queue.GetProperty("undeclared").EnumerateArray(), d => d.GetProperty("path").GetString() == "/DelaySeconds" && d.GetProperty("actual").GetInt32() == 7);
    }

    [Fact]
    public async Task Stacks_that_nothing_claims_are_listed_by_account_and_region()
    {
        _cloud.CreateStack(new StackRequest { Account = Production, Region = Region, StackName = "billing", TemplateBody = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}" });

        var result = await ScanAsync();
        var json = await ScanAsync("--format", "json");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains($"\nstacks that nothing claims\n  {Production} {Region}\n    billing  CREATE_COMPLETE\n", result.Output, StringComparison.Ordinal);
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal("billing", Assert.Single(document.RootElement.GetProperty("unclaimed").EnumerateArray()).GetProperty("stackName").GetString());
    }

    [Fact]
    public async Task A_deleted_resource_is_drift()
    {
        _cloud.DeleteByHand(Staging, Region, "staging-worker", "Topic");

        var result = await ScanAsync();

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains("\n  Topic  AWS::SNS::Topic  deleted  templates/worker.yaml:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stack_that_is_not_deployed_is_said_in_the_last_line_and_is_no_drift()
    {
        _cloud.DeleteStack(Staging, Region, "staging-worker");

        var result = await ScanAsync();

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains("\n  not deployed  worker  0 of 0  ", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nIn sync; 2 of 2 resources compared, 1 stack is not deployed.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pending_change_is_shown_and_is_no_drift()
    {
        _repository.Commit("Ben", "slower", ("parameters/worker.staging.json", """{"Timeout": "45"}"""));

        var result = await ScanAsync();

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        Assert.Contains("  in sync  worker  2 of 2  1 to release, ", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"    to release ~ /VisibilityTimeout  30 -> 45  update  templates/worker.yaml:8 \([0-9a-f]{7} Ana\)\n", result.Output);
    }

    [Fact]
    public async Task What_may_wait_for_a_release_and_nobody_can_tell_is_counted_beside_what_waits()
    {
        _repository.Commit("Ben", "imports", ("templates/worker.yaml", Template + "\n      DisplayName: !ImportValue nobody-exports-this\n"));

        var text = await ScanAsync();
        var document = await ScanAsync("--format", "json");

        Assert.Contains("  in sync  worker  2 of 2  1 perhaps to release, ", text.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(document.Output);
        var stack = json.RootElement.GetProperty("stacks")[0];
        Assert.Equal((0, 1), (stack.GetProperty("pendingChanges").GetInt32(), stack.GetProperty("pendingUnknown").GetInt32()));
    }

    [Fact]
    public async Task The_document_says_the_same_with_every_resource()
    {
        _cloud.ChangeByHand(Production, Region, "production-worker", "Jobs", """[{"op": "replace", "path": "/VisibilityTimeout", "value": 300}]""");

        var result = await ScanAsync("--format", "json");

        Assert.Equal((ExitCode.Different, ""), (result.ExitCode, result.Error));
        var document = JsonDocument.Parse(result.Output).RootElement;
        Assert.EndsWith("Z", document.GetProperty("scannedAt").GetString(), StringComparison.Ordinal);
        Assert.Equal(["inSync", "modified"], document.GetProperty("stacks").EnumerateArray().Select(s => s.GetProperty("status").GetString()));
        var difference = document.GetProperty("stacks")[1].GetProperty("resources")[0].GetProperty("differences")[0];
        Assert.Equal(
            ("/VisibilityTimeout", "deployed-live", 60, 300, "Ana"),
            (difference.GetProperty("path").GetString(), difference.GetProperty("between").GetString(), difference.GetProperty("expected").GetInt32(), difference.GetProperty("actual").GetInt32(),
                difference.GetProperty("origin").GetProperty("author").GetString()));
        Assert.Equal(("staging", "production"), (document.GetProperty("parity")[0].GetProperty("from").GetString(), document.GetProperty("parity")[0].GetProperty("to").GetString()));
        Assert.Equal(0, document.GetProperty("diagnostics").GetArrayLength());
        Assert.Equal(2, document.GetProperty("calls").GetProperty("operations").GetProperty("cloudformation:GetTemplate").GetInt32());
    }

    [Fact]
    public async Task What_may_not_be_read_ends_with_3_and_its_reason_and_drift_goes_before_it()
    {
        using var fault = _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Staging, Operation: "GetResource", Type: "AWS::SQS::Queue"));

        var unchecked_ = await ScanAsync();
        _cloud.DeleteByHand(Production, Region, "production-worker", "Topic");
        var both = await ScanAsync();

        Assert.Equal((ExitCode.NotFullyChecked, ExitCode.Different), (unchecked_.ExitCode, both.ExitCode));
        Assert.Contains("\n  denied  worker  1 of 2  ", unchecked_.Output, StringComparison.Ordinal);
        Assert.Matches(@"\nnot fully checked\n  AWS::SQS::Queue  denied: [^\n]+\n    staging/worker  Jobs\n\n", unchecked_.Output);
        Assert.Contains("\n\n'driftboard doctor --environment staging', with the other options of this scan, tells what is missing and what to do.\n", unchecked_.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nNo drift was found, but not everything was checked; 3 of 4 resources compared.\n", unchecked_.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_failed_is_named_in_text_and_document_and_one_cause_is_told_once()
    {
        using var fault = _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Staging, Operation: "GetResource"));

        var text = await ScanAsync();
        var document = await ScanAsync("--format", "json");

        Assert.Matches(@"\nnot fully checked\n  denied: cloudcontrol GetResource in eu-west-1: [^\n]+\n    staging/worker\n", text.Output);
        Assert.Contains("\"cloudcontrol GetResource in eu-west-1: ", document.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_nobody_can_read_makes_it_partly_checked_which_is_3()
    {
        const string waiting = "\n  Wait:\n    Type: AWS::CloudFormation::WaitConditionHandle\n";
        _repository.Commit("Ana", "waits", ("templates/worker.yaml", Template + waiting));
        Update("staging", Staging, "30", Template + waiting);
        Update("production", Production, "60", Template + waiting);

        var result = await ScanAsync();

        Assert.Equal(ExitCode.NotFullyChecked, result.ExitCode);
        Assert.Contains("\n  partly checked  worker  2 of 3  ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("driftboard doctor", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"\n  AWS::CloudFormation::WaitConditionHandle  cannot be read[^\n]*\n    staging/worker  Wait\n    production/worker  Wait\n", result.Output);
    }

    [Fact]
    public async Task Without_its_accounts_nothing_is_read_and_that_is_3()
    {
        var result = await _cli.RunAsync("scan", "--repository", _repository.Source);

        Assert.Equal(ExitCode.NotFullyChecked, result.ExitCode);
        Assert.Contains("\n  no access: Account 111111111111 is not listed under Driftboard:Accounts. Add \"111111111111\": {} there, with the Profile or the RoleArn that reads it.\n    staging/worker\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "\n'driftboard doctor --environment staging --environment production', with the other options of this scan, tells what is missing and what to do.\nNo drift was found, but not everything was checked; 0 of 4 resources compared.\n",
            result.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_environments_that_are_asked_for_are_read()
    {
        var one = await ScanAsync("--environment", "production");
        var unknown = await ScanAsync("--environment", "live");

        Assert.Equal(ExitCode.Ok, one.ExitCode);
        Assert.DoesNotContain("staging", one.Output, StringComparison.Ordinal);
        Assert.Equal(new CommandResult(ExitCode.Error, "", "--environment: found live; allowed are staging, production.\n"), unknown);
    }

    [Fact]
    public async Task Settings_are_taken_from_the_folder_and_a_variable_wins()
    {
        var settings = new { Driftboard = new { Repositories = new[] { _repository.Source }, Accounts = new Dictionary<string, object> { [Staging] = new { Endpoint = "http://127.0.0.1:9" } } } };
        _cli.File("appsettings.json", JsonSerializer.Serialize(settings));
        _cli.Variables = ImmutableDictionary<string, string>.Empty
            .Add($"DRIFTBOARD__ACCOUNTS__{Staging}__PROFILE", "driftboard-no-such-profile")
            .Add($"DRIFTBOARD__ACCOUNTS__{Staging}__ENDPOINT", Endpoint);

        var result = await _cli.RunAsync("scan", "--environment", "staging");

        // The profile does not exist on this machine, which proves that both were read.
        Assert.Equal(ExitCode.NotFullyChecked, result.ExitCode);
        Assert.Contains("The profile 'driftboard-no-such-profile' is not configured on this machine", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_settings_file_that_is_named_takes_the_place_of_the_folders()
    {
        _cli.File("appsettings.json", """{"Driftboard": {"Accounts": {"12": {}}}}""");
        var accounts = new[] { Staging, Production }.ToDictionary(a => a, _ => new { Profile = "driftboard-named" });
        _cli.File("named.json", JsonSerializer.Serialize(new { Driftboard = new { Repositories = new[] { _repository.Source }, Accounts = accounts } }));

        var result = await _cli.RunAsync("scan", "--environment", "staging", "--settings", "named.json");
        var missing = await _cli.RunAsync("doctor", "--settings", "missing.json");

        Assert.Contains("The profile 'driftboard-named' is not configured on this machine", result.Output, StringComparison.Ordinal);
        Assert.Equal(new CommandResult(ExitCode.Error, "", "missing.json: there is no such file.\n"), missing);
    }

    [Fact]
    public async Task Every_error_of_the_settings_is_listed()
    {
        _cli.File("appsettings.json", """{"Driftboard": {"Scan": {"CallsPerSecond": -1, "CallPerSecond": 2}, "Accounts": {"12": {}, "111111111111": {"SecretKey": "c4nary-Pa55word"}}}}""");

        var result = await ScanAsync();

        Assert.Equal(
            new CommandResult(
                ExitCode.Error,
                "",
                """
                Driftboard:Scan:CallPerSecond: there is no such setting; allowed are IntervalSeconds, CallsPerSecond, LiveMaxAgeMinutes.
                Driftboard:Accounts:111111111111:SecretKey: there is no such setting; allowed are Profile, RoleArn, ExternalId, Endpoint, Stacks, StackTags, Queue, Unmanaged, DetectDrift and DelegatedAdministrator.
                Driftboard:Accounts:12: found "12"; allowed is an account id of twelve digits.
                Driftboard:Scan:CallsPerSecond: found "-1"; allowed is a number above 0.

                """),
            result);
    }

    [Fact]
    public async Task Settings_that_are_no_json_are_one_line()
    {
        _cli.File("appsettings.json", "{ \"Driftboard\": ");

        var result = await ScanAsync();

        Assert.Equal((ExitCode.Error, ""), (result.ExitCode, result.Output));
        Assert.Matches("^appsettings.json: [^\n]+\n$", result.Error);
    }

    [Fact]
    public async Task An_error_in_driftboard_yaml_ends_with_2_and_its_line()
    {
        _repository.Commit("Ana", "typo", ("driftboard.yaml", Application.Replace("ref: main", "reff: main", StringComparison.Ordinal)));

        var result = await ScanAsync();

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains("driftboard.yaml:7: error: environments[0].reff: ", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("There were errors: not everything could be scanned.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ref_that_does_not_exist_ends_with_2_and_the_others_are_scanned()
    {
        _repository.Commit("Ana", "release", ("driftboard.yaml", Application.Replace("regions: [eu-west-1]\n    ref: main\ncomponents", "regions: [eu-west-1]\n    ref: release\ncomponents", StringComparison.Ordinal)));

        var result = await ScanAsync();

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains("found 'release', which names no branch, tag or commit", result.Error, StringComparison.Ordinal);
        Assert.Contains("  in sync  worker  2 of 2", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_branch_that_was_deleted_at_its_host_ends_with_2_though_the_mirror_keeps_its_last_commit()
    {
        var released = _repository.Commit("Ana", "release", ("driftboard.yaml", Application.Replace("regions: [eu-west-1]\n    ref: main\ncomponents", "regions: [eu-west-1]\n    ref: release\ncomponents", StringComparison.Ordinal)));
        _repository.Branch("release", released);
        await using var server = await GitHttpServer.StartAsync(Path.GetDirectoryName(_repository.Source)!);
        _cli.Variables = _cli.Variables.Add("DRIFTBOARD__DATA", Path.Combine(_cli.Folder, "data"));
        string[] options = ["--repository", server.Url("source"), "--endpoint", Endpoint];
        var before = await _cli.RunAsync(["scan", .. options]);
        _repository.RemoveBranch("release");

        var gone = await _cli.RunAsync(["scan", .. options]);
        var doctor = await _cli.RunAsync(["doctor", .. options]);
        var other = await _cli.RunAsync(["scan", .. options, "--environment", "staging"]);

        Assert.Equal((ExitCode.Ok, ""), (before.ExitCode, before.Error));
        Assert.Equal(ExitCode.Error, gone.ExitCode);
        Assert.Contains("The branch 'release' is gone from", gone.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, doctor.ExitCode);
        Assert.Contains("The branch 'release' is gone from", doctor.Output + doctor.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, ""), (other.ExitCode, other.Error));
    }

    [Theory]
    [InlineData(404, "the host knows no such repository")]
    [InlineData(500, "the host has a fault of its own")]
    [InlineData(302, "redirects are not followed")]
    [InlineData(200, "what answers lists no branch or tag: it may be a login page")]
    public async Task While_the_host_of_a_repository_fails_its_last_commit_is_scanned_and_that_ends_with_2(int status, string why)
    {
        await using var server = await GitHttpServer.StartAsync(Path.GetDirectoryName(_repository.Source)!);
        _cli.Variables = _cli.Variables.Add("DRIFTBOARD__DATA", Path.Combine(_cli.Folder, "data"));
        string[] options = ["--repository", server.Url("source"), "--endpoint", Endpoint];
        Assert.Equal(ExitCode.Ok, (await _cli.RunAsync(["scan", .. options])).ExitCode);
        server.Interfere = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = status == 302 ? "http://127.0.0.1:9/elsewhere" : default;
            return Task.FromResult(true);
        };

        var result = await _cli.RunAsync(["scan", .. options]);
        var doctor = await _cli.RunAsync(["doctor", .. options]);

        Assert.Equal((ExitCode.Error, ExitCode.Error), (result.ExitCode, doctor.ExitCode));
        Assert.Matches(@"could not be fetched: .*" + Regex.Escape(why) + @".* It has not been fetched since \d{4}-\d\d-\d\d \d\d:\d\d UTC; what was there then stays in use\.\n", result.Error);
        Assert.DoesNotContain("is gone", result.Error, StringComparison.Ordinal);
        Assert.Contains("\n  in sync  worker  2 of 2  ", result.Output, StringComparison.Ordinal);
        Assert.Contains(why, doctor.Error, StringComparison.Ordinal);
        Assert.Contains("staging", doctor.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_repository_ends_with_2()
    {
        var outside = await _cli.RunAsync("scan");
        var folder = await _cli.RunAsync("scan", "--repository", ".");
        var endpoint = await ScanAsync("--endpoint", "nonsense");

        Assert.Equal(new CommandResult(ExitCode.Error, "", $"{_cli.Folder}: this is no git repository, and none is around it. Name one with --repository PATH or URL.\n"), outside);
        Assert.Equal((ExitCode.Error, $"Repository '{_cli.Folder}': the folder '{_cli.Folder}' is not a git repository.\n"), (folder.ExitCode, folder.Error));
        Assert.Equal(ExitCode.Error, endpoint.ExitCode);
    }

    [Fact]
    public async Task A_repository_without_a_driftboard_yaml_ends_with_2()
    {
        using var empty = new TemporaryRepository();
        empty.Commit("Ana", "first", ("README.md", "hello"));

        var result = await _cli.RunAsync("scan", "--repository", empty.Source, "--endpoint", Endpoint);

        Assert.Equal((ExitCode.Error, $"{empty.Source}: there is no driftboard.yaml at 'main'.\n"), (result.ExitCode, result.Error));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    public async Task A_secret_never_shows(string format)
    {
        const string secret = Template + "\n      DisplayName: !Sub 'hello ${Token}'\n";
        _repository.Commit("Ana", "greets", ("templates/worker.yaml", secret));
        Update("staging", Staging, "30", secret);
        Update("production", Production, "60", secret);
        _cloud.ChangeByHand(Production, Region, "production-worker", "Topic", """[{"op": "replace", "path": "/DisplayName", "value": "c4nary-by-hand"}]""");

        var result = await ScanAsync("--format", format);

        Assert.Equal(ExitCode.NotFullyChecked, result.ExitCode);
        Assert.Contains("Topic", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("c4nary", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_mirror_is_gone_afterwards_and_progress_leaves_no_trace()
    {
        using var terminal = new CommandRunner { ShowsProgress = true };

        var result = await terminal.RunAsync("scan", "--repository", _repository.Source, "--endpoint", Endpoint);

        Assert.Empty(Directory.EnumerateFileSystemEntries(terminal.TemporaryFolder));
        Assert.Contains("scanning production 1/1, staging 1/1 (about 18 calls)", result.Error, StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scan_that_is_stopped_ends_with_2_and_no_verdict()
    {
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exitCode = await CommandLine.RunAsync(["scan", "--repository", _repository.Source, "--endpoint", Endpoint], _cli.Host(output, error), stopped.Token).Soon();

        Assert.Equal((ExitCode.Error, "", "driftboard: stopped before it was done."), (exitCode, output.ToString(), error.ToString().TrimEnd()));
    }

    private Task<CommandResult> ScanAsync(params string[] options) => _cli.RunAsync(["scan", "--repository", _repository.Source, "--endpoint", Endpoint, .. options]);

    private void Deploy(string environment, string account, string timeout) => _cloud.CreateStack(Request(environment, account, timeout, Template));

    private void Update(string environment, string account, string timeout, string template) => _cloud.UpdateStack(Request(environment, account, timeout, template));

    private static StackRequest Request(string environment, string account, string timeout, string template) => new()
    {
        Account = account,
        Region = Region,
        StackName = $"{environment}-worker",
        TemplateBody = template,
        Parameters = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("Timeout", timeout).Add("Token", Canary),
    };
}
