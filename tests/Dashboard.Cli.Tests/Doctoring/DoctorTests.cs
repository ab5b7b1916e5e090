using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dashboard.Cli.Tests.Doctoring;

public sealed class DoctorTests : IAsyncLifetime
{
    private const string Staging = "111111111111";

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
            stack: "{environment}-worker"
        """;

    private const string Template = """
        Resources:
          Jobs:
            Type: AWS::SQS::Queue
          Key:
            Type: AWS::SecretsManager::SecretTargetAttachment
            Properties: {SecretId: database, TargetId: db-1, TargetType: 'AWS::RDS::DBInstance'}
          Own:
            Type: Custom::Thing
            Properties: {ServiceToken: "arn:aws:lambda:eu-west-1:111111111111:function:x"}
        """;

    private readonly CommandRunner _cli = new();
    private readonly TemporaryRepository _repository = new();
    private readonly SandboxCloud _cloud = new();
    private WebApplication? _server;

    private string Endpoint => _server!.Urls.First();

    public async ValueTask InitializeAsync()
    {
        _repository.Commit("Ana", "first", ("driftboard.yaml", Application), ("templates/worker.yaml", Template));
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
    public async Task Everything_in_order_is_a_line_for_each_check_and_exit_code_0()
    {
        Deploy();

        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Matches(
            @"^shop staging  account 111111111111\n" +
            @"  ok           credentials            They act in account 111111111111\.\n" +
            @"  ok           clock                  It differs by \d+ s from the service's\.\n" +
            @"  ok           region eu-west-1       It answers\.\n" +
            @"  ok           stacks eu-west-1       1 of 1 belong to staging\.\n" +
            @"  ok           permissions eu-west-1  Templates, drift results and 1 of the 2 types in use may be read\.\n\n" +
            @"not checked: policy  reading these types needs what the read policy denies\n  AWS::SecretsManager::SecretTargetAttachment  secretsmanager:GetSecretValue\n\n" +
            @"\d+ calls\nEverything is as it should be; 5 checks\.\n$",
            result.Output);
    }

    [Fact]
    public async Task A_region_to_which_no_component_is_deployed_lacks_no_stack()
    {
        _repository.Commit("Ana", "two regions", ("driftboard.yaml", Application.Replace("[eu-west-1]", "[eu-west-1, us-east-1]", StringComparison.Ordinal) + "\n    regions: [eu-west-1]\n"));
        Deploy();

        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal((ExitCode.Ok, ""), (result.ExitCode, result.Error));
        Assert.Contains("stacks us-east-1       No component of staging is deployed there.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("stacks eu-west-1       1 of 1 belong to staging.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_setting_is_an_error_as_it_is_for_the_server()
    {
        _cli.File("appsettings.json", """{"Driftboard": {"Scan": {"CallPerSecond": 2}}}""");

        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal((ExitCode.Error, "Driftboard:Scan:CallPerSecond: there is no such setting; allowed are IntervalSeconds, CallsPerSecond, LiveMaxAgeMinutes.\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task A_missing_permission_is_named_with_what_to_do_and_exit_code_1()
    {
        Deploy();
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "GetTemplate"));

        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains("  failed       permissions eu-west-1  Not everything may be read: templates (cloudformation:GetTemplate).\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("\n                                      Give the role or user the policy that 'driftboard doctor --policy' prints.\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 of 5 checks failed. Missing: cloudformation:GetTemplate.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_stack_nothing_failed_but_not_everything_was_tried()
    {
        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal(ExitCode.NotFullyChecked, result.ExitCode);
        Assert.Contains("a name such as staging-worker was expected", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\nNo check failed, but 1 of 4 could not be made.\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_document_says_the_same()
    {
        Deploy();
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "ListStackResources"));

        var result = await RunAsync("--endpoint", Endpoint, "--format", "json");

        Assert.Equal(ExitCode.Different, result.ExitCode);
        using var document = JsonDocument.Parse(result.Output);
        var environment = document.RootElement.GetProperty("environments")[0];
        Assert.Equal(("shop", "staging"), (environment.GetProperty("application").GetString(), environment.GetProperty("environment").GetString()));
        Assert.Equal(["ok", "ok", "ok", "ok", "failed"], environment.GetProperty("checks").EnumerateArray().Select(c => c.GetProperty("verdict").GetString()));
        Assert.Equal("cloudformation:ListStackResources", document.RootElement.GetProperty("missing")[0].GetString());
        Assert.Equal("AWS::SecretsManager::SecretTargetAttachment", document.RootElement.GetProperty("notChecked")[0].GetProperty("type").GetString());
        Assert.True(document.RootElement.GetProperty("calls").GetProperty("made").GetInt32() > 5);
    }

    [Fact]
    public async Task A_type_without_a_handler_stands_apart_from_what_the_policy_denies()
    {
        Deploy("\n  Name: {Type: 'AWS::Route53::RecordSet', Properties: {HostedZoneName: example.com., Name: shop.example.com., Type: A, ResourceRecords: [10.0.0.1]} }");

        var result = await RunAsync("--endpoint", Endpoint);
        var policy = await RunAsync("--endpoint", Endpoint, "--policy");

        Assert.Contains(
            "\nnot checked: policy  reading these types needs what the read policy denies\n  AWS::SecretsManager::SecretTargetAttachment  secretsmanager:GetSecretValue\n" +
            "\nnot checked: no handler  AWS offers no way to read these types\n  AWS::Route53::RecordSet\n",
            result.Output, StringComparison.Ordinal);
        Assert.Contains("AWS::Route53::RecordSet: AWS offers no way to read AWS::Route53::RecordSet: it has no read handler.\n", policy.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("describe-type", policy.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, ExitCode.Ok), (result.ExitCode, policy.ExitCode));
    }

    [Fact]
    public async Task The_policy_needs_no_access_and_is_all_that_is_printed()
    {
        var result = await RunAsync("--policy");

        Assert.Equal(ExitCode.Ok, result.ExitCode);
        using var policy = JsonDocument.Parse(result.Output);
        Assert.Equal(4, policy.RootElement.GetProperty("Statement").GetArrayLength());
        Assert.Equal(
            """
            The registry could not be asked (no account is configured): what handlers need is taken from the list that this build carries.
            What is deployed in staging eu-west-1 could not be listed (the account is not configured): types that no template names, since a macro such as SAM's makes them or since they were removed from it, are missing here. Print the policy again once this one is given.
            AWS::SecretsManager::SecretTargetAttachment: reading AWS::SecretsManager::SecretTargetAttachment needs secretsmanager:GetSecretValue, which the read policy denies.

            """,
            result.Error);
    }

    [Fact]
    public async Task A_part_of_the_policy_is_printed_where_there_is_one()
    {
        var first = await RunAsync("--policy", "--part", "1");
        var second = await RunAsync("--policy", "--part", "2");

        using var policy = JsonDocument.Parse(first.Output);
        Assert.Equal((ExitCode.Ok, 4), (first.ExitCode, policy.RootElement.GetProperty("Statement").GetArrayLength()));
        Assert.Equal((ExitCode.Error, ""), (second.ExitCode, second.Output));
        Assert.EndsWith("--part 2: the policy has 1 part.\n", second.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n  Told: {Type: 'AWS::SNS::Topic', Properties: {DisplayName: still here} }")]
    public async Task The_policy_that_is_printed_is_enough_for_a_scan_also_of_what_no_template_names_any_more(string more)
    {
        Deploy(more);
        var policy = await RunAsync("--endpoint", Endpoint, "--policy");
        _cloud.AddRole(new SandboxRole(Staging, "driftboard-read", policy.Output, "shop-1"));
        Assert.Equal((ExitCode.Ok, false), (policy.ExitCode, policy.Error.Contains("The registry could not be asked", StringComparison.Ordinal)));

        var (exitCode, output) = await RunAsRoleAsync();

        Assert.EndsWith("Everything is as it should be; 6 checks.\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, exitCode);
    }

    [Fact]
    public async Task Without_any_credentials_it_says_where_to_put_some()
    {
        var (exitCode, output) = await RunProcessAsync(($"DRIFTBOARD__ACCOUNTS__{Staging}__ENDPOINT", Endpoint));

        Assert.Contains("No credentials were found: environment variables, the default profile, a container's and an instance's role give none.\n", output, StringComparison.Ordinal);
        Assert.Contains($"Let Driftboard:Accounts:{Staging} name a Profile or a RoleArn, or give this process credentials in its environment.\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Different, exitCode);
    }

    [Fact]
    public async Task An_IAM_Identity_Center_login_that_the_aws_command_made_is_used()
    {
        Deploy();
        await using var portal = await PortalAsync();
        _cli.File(".aws/config", $"""
            [profile shop]
            sso_session = work
            sso_account_id = {Staging}
            sso_role_name = Reader

            [sso-session work]
            sso_start_url = https://driftboard.example/start
            sso_region = eu-west-1
            sso_registration_scopes = sso:account:access
            """);
#pragma warning disable CA5350 // The aws command names its cache files so.
        var cache = Convert.ToHexStringLower(System.Security.Cryptography.SHA1.HashData("work"u8));
#pragma warning restore CA5350
        _cli.File($".aws/sso/cache/{cache}.json", """{"startUrl": "https://driftboard.example/start", "region": "eu-west-1", "accessToken": "the-login", "expiresAt": "2099-01-01T00:00:00Z"}""");

        var (exitCode, output) = await RunProcessAsync(
            ("HOME", _cli.Folder),
            ("AWS_CONFIG_FILE", Path.Combine(_cli.Folder, ".aws", "config")),
            ("AWS_ENDPOINT_URL_SSO", portal.Urls.First()),
            ($"DRIFTBOARD__ACCOUNTS__{Staging}__PROFILE", "shop"),
            ($"DRIFTBOARD__ACCOUNTS__{Staging}__ENDPOINT", Endpoint));

        // The sandbox's own keys are no role's, of whose policy it could tell.
        Assert.EndsWith("Nothing is missing, but 2 of 7 checks could not be made.\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, exitCode);
    }

    [Fact]
    public async Task A_branch_that_is_not_there_fails_with_the_environment_that_should_run_it()
    {
        Deploy();
        _repository.Commit("Ana", "release from elsewhere", ("driftboard.yaml", Application.Replace("ref: main", "ref: release", StringComparison.Ordinal)));

        var result = await RunAsync("--endpoint", Endpoint);

        Assert.Equal(ExitCode.Different, result.ExitCode);
        Assert.Contains($"  failed       repository             There is no branch, tag or commit 'release' in {_repository.Source}, which staging should run: nothing can be compared with it.\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("Push it, or correct ref of staging in driftboard.yaml; the default branch is 'main'.\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith("\n1 of 6 checks failed.\n", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/shop", "Repository '/nowhere/shop': there is no folder '/nowhere/shop'.")]
    [InlineData("http://127.0.0.1:1/shop.git", "Repository 'http://127.0.0.1:1/shop.git' could not be fetched: ")]
    public async Task A_repository_that_cannot_be_read_is_named(string repository, string found)
    {
        var result = await _cli.RunAsync("doctor", "--repository", repository, "--endpoint", Endpoint);

        Assert.Equal(ExitCode.Error, result.ExitCode);
        Assert.Contains(found, result.Error, StringComparison.Ordinal);
        Assert.Contains("There were errors: not everything could be checked.", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_secrets_could_be_read_may_stay_open()
    {
        Deploy();
        _cloud.AddRole(new SandboxRole(Staging, "driftboard-read", """{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:*", "sqs:*", "secretsmanager:*", "ec2:*"]}}""", "shop-1"));

        var (exitCode, output) = await RunAsRoleAsync();

        Assert.Contains("\n  not checked  data                   Whether data may be read could not be asked: iam:SimulatePrincipalPolicy is missing.", output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing is missing, but 2 of 7 checks could not be made.\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, exitCode);
    }

    [Fact]
    public async Task A_policy_that_lets_secrets_be_read_is_a_warning_and_no_failure()
    {
        Deploy();
        _cloud.AddRole(new SandboxRole(Staging, "driftboard-read", """{"Statement": {"Effect": "Allow", "Action": "*"}}""", "shop-1"));

        var (exitCode, output) = await RunAsRoleAsync();

        Assert.Contains($"\n  warning      data                   arn:aws:iam::{Staging}:role/driftboard-read may read data, which Driftboard never does", output, StringComparison.Ordinal);
        Assert.EndsWith("Nothing is missing, but there is 1 warning; 6 checks.\n", output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, exitCode);
    }

    [Theory]
    [InlineData("--environment", "live", "--environment: found live; allowed are staging.")]
    [InlineData("--endpoint", "nowhere", "--endpoint: found \"nowhere\"; allowed is an http or https address, such as http://127.0.0.1:5081.")]
    public async Task A_wrong_option_is_one_line_and_exit_code_2(string option, string value, string message)
    {
        var result = await RunAsync(option, value);

        Assert.Equal((ExitCode.Error, message + "\n"), (result.ExitCode, result.Error));
    }

    private void Deploy(string more = "") => _cloud.CreateStack(new StackRequest { Account = Staging, Region = "eu-west-1", StackName = "staging-worker", TemplateBody = Template + more });

    private Task<CommandResult> RunAsync(params string[] arguments) => _cli.RunAsync(["doctor", "--repository", _repository.Source, .. arguments]);

    private Task<(int ExitCode, string Output)> RunAsRoleAsync() => RunProcessAsync(
        ("AWS_ACCESS_KEY_ID", "SANDBOX333333333333"),
        ("AWS_SECRET_ACCESS_KEY", "x"),
        ($"DRIFTBOARD__ACCOUNTS__{Staging}__ENDPOINT", Endpoint),
        ($"DRIFTBOARD__ACCOUNTS__{Staging}__ROLEARN", $"arn:aws:iam::{Staging}:role/driftboard-read"),
        ($"DRIFTBOARD__ACCOUNTS__{Staging}__EXTERNALID", "shop-1"));

    /// <summary>A process of its own, since the SDK's default chain reads the environment of the process.</summary>
    private Task<(int ExitCode, string Output)> RunProcessAsync(params (string Name, string Value)[] environment) =>
        CliProcess.RunAsync(_cli.Folder, environment.ToDictionary(e => e.Name, e => (string?)e.Value), "doctor", "--repository", _repository.Source);

    /// <summary>The portal of IAM Identity Center, which gives credentials of a role to whoever has logged in.</summary>
    private static async Task<WebApplication> PortalAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var portal = builder.Build();
        portal.Run(async context =>
        {
            var isKnown = context.Request.Path == "/federation/credentials" && context.Request.Headers["x-amz-sso_bearer_token"] == "the-login"
                && context.Request.Query["role_name"] == "Reader" && context.Request.Query["account_id"] == Staging;
            context.Response.StatusCode = isKnown ? 200 : 401;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                isKnown ? $$"""{"roleCredentials": {"accessKeyId": "SANDBOX{{Staging}}", "secretAccessKey": "x", "sessionToken": "t", "expiration": 4070908800000} }""" : "{}", context.RequestAborted);
        });
        await portal.StartAsync(TestContext.Current.CancellationToken).Soon();
        return portal;
    }
}
