using System.Collections.Immutable;
using System.Net;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Aws.Queues;
using Dashboard.Sources.Aws.Reading;
using Dashboard.Sources.Live;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws.Access;

/// <summary>Each misconfiguration that people make is planted once, and must be explained with what to do.</summary>
public sealed class AccessDoctorTests
{
    private const string Home = "[home]\naws_access_key_id = SANDBOX333333333333\naws_secret_access_key = x\n";
    private const string RoleArn = $"arn:aws:iam::{Staging}:role/driftboard-read";

    private static readonly string[] Types = ["AWS::SQS::Queue", "AWS::SecretsManager::Secret"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_wrong_is_found_where_nothing_is()
    {
        await using var aws = await StartAsync();

        var report = await CheckAsync(aws, Role(aws));

        Assert.Equal(
            ["Ok credentials", "Ok clock", "Ok data", "Ok region eu-west-1", "Ok stacks eu-west-1", "Ok permissions eu-west-1"],
            report.Checks.Select(c => $"{c.Verdict} {c.Name}"));
        Assert.Equal(Types, report.Types);
        Assert.Empty(report.Missing);
    }

    [Fact]
    public async Task M01_an_account_that_is_not_listed()
    {
        await using var aws = await StartAsync();
        using var source = aws.CreateSource(Role(aws) with { Account = Production });

        var check = Failed(await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon());

        Assert.Equal(("account", "Account 111111111111 is not listed under Driftboard:Accounts, so it is not read."), (check.Name, check.Message));
        Assert.Contains("\"111111111111\"", check.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task M02_a_profile_that_is_not_there()
    {
        await using var aws = await StartAsync();

        Explains(await CheckAsync(aws, new AwsAccountOptions(Staging, "shop") { ProfilesFile = aws.Profiles(Home) }), "credentials", "The profile 'shop' is not configured on this machine.", null);
    }

    [Fact]
    public async Task M03_credentials_of_another_account()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, new AwsAccountOptions(Staging, "home") { ProfilesFile = aws.Profiles(Home) }),
            "credentials", "The credentials act in account 333333333333, not 111111111111.", "Profile or a RoleArn of account 111111111111");
    }

    [Fact]
    public async Task M04_a_role_that_does_not_trust_the_caller()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, Role(aws) with { RoleArn = $"arn:aws:iam::{Staging}:role/admin" }),
            "credentials", $"arn:aws:iam::{Staging}:role/admin may not be assumed by arn:aws:sts::333333333333:assumed-role/sandbox/sandbox.", "trust policy must name that caller");
    }

    [Fact]
    public async Task M05_a_missing_external_id()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, Role(aws) with { ExternalId = null }),
            "credentials", "may not be assumed", $"If it asks for an external id, set Driftboard:Accounts:{Staging}:ExternalId.");
    }

    [Fact]
    public async Task M06_keys_that_have_expired()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetCallerIdentity", Reply.Error("ExpiredToken", "The security token included in the request is expired", HttpStatusCode.Forbidden));

        Explains(await CheckCannedAsync(aws), "credentials", "The credentials have expired.", "new credentials in its environment");
    }

    [Fact]
    public async Task M07_a_secret_key_that_is_not_the_keys_own()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetCallerIdentity", Reply.Error("SignatureDoesNotMatch", "The request signature we calculated does not match CANARY", HttpStatusCode.Forbidden));

        var report = await CheckCannedAsync(aws);

        Explains(report, "credentials", "The secret key does not belong to the access key.", "Enter both anew");
        Assert.DoesNotContain("CANARY", string.Concat(report.Checks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task M08_a_region_that_does_not_exist()
    {
        await using var aws = await StartAsync();

        Explains(await CheckAsync(aws, Role(aws), Target("eu-west-1", "eu_west")), "region eu_west", "There is no such region", "Correct it under regions in driftboard.yaml");
    }

    [Theory]
    [InlineData(false, "af-south-1", "eu-west-1")]
    [InlineData(true, "af-south-1", "eu-west-1")]
    [InlineData(true, "eu-west-1", "af-south-1")]
    public async Task M09_a_region_that_the_account_has_not_enabled(bool isRole, params string[] regions)
    {
        await using var aws = await StartAsync();
        aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.RefuseToken, Region: "af-south-1"));

        var report = await CheckAsync(aws, isRole ? Role(aws) : new AwsAccountOptions(Staging) { AccessKeyId = "SANDBOX" + Staging, SecretKey = "x" }, Target(regions));

        Explains(report, "region af-south-1", "the region is not enabled in account 111111111111", "Enable af-south-1");
        Assert.Equal("Ok", report.Checks.Single(c => c.Name == "permissions eu-west-1").Verdict.ToString());
    }

    [Fact]
    public async Task M10_a_missing_permission_of_CloudFormation()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:Describe*", "cloudformation:List*", "cloudformation:GetResource", "cloudtrail:LookupEvents", "ec2:Describe*", "ec2:GetManagedPrefixListEntries", "iam:SimulatePrincipalPolicy", "secretsmanager:Describe*", "secretsmanager:List*", "sqs:GetQueueAttributes", "sqs:List*"]}}""");

        var report = await CheckAsync(aws, Role(aws));

        Explains(report, "permissions eu-west-1", "templates (cloudformation:GetTemplate)", "driftboard doctor --policy");
        Assert.Equal(["cloudformation:GetTemplate"], report.Missing);
    }

    [Fact]
    public async Task M11_missing_permissions_of_a_resource_type()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:LookupEvents", "ec2:*", "secretsmanager:DescribeSecret", "secretsmanager:ListSecrets", "sqs:ListQueueTags"]}}""");

        var report = await CheckAsync(aws, Role(aws));

        Explains(report, "permissions eu-west-1", "AWS::SQS::Queue (sqs:GetQueueAttributes, sqs:ListQueues)", "driftboard doctor --policy");
        Assert.Equal(["sqs:GetQueueAttributes", "sqs:ListQueues"], report.Missing);
    }

    [Fact]
    public async Task M17_changes_whose_maker_may_not_be_asked_for()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "ec2:*", "sqs:*"]}}""");

        var report = await CheckAsync(aws, Role(aws));

        Explains(report, "permissions eu-west-1", "who changed what (cloudtrail:LookupEvents)", "driftboard doctor --policy");
        Assert.Equal(["cloudtrail:LookupEvents"], report.Missing);
    }

    [Fact]
    public async Task M12_stacks_that_may_not_be_listed()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": "sqs:*"}}""");

        var report = await CheckAsync(aws, Role(aws));

        Assert.Equal(
            ["stacks eu-west-1: Stacks cannot be listed: cloudformation:DescribeStacks is missing."], report.Checks.Where(c => c.Verdict == CheckVerdict.Failed && c.Name != "permissions eu-west-1").Select(c => $"{c.Name}: {c.Message}"));
        // What else is missing is named at once, not after the next try.
        Assert.Equal(
            AwsOperations.CloudFormation.Select(o => "cloudformation:" + o).Append("cloudtrail:LookupEvents").Concat(ReadPolicy.NetworkActions).Order(StringComparer.Ordinal), report.Missing);
        Assert.Contains("secretsmanager:DescribeSecret", report.Checks.Single(c => c.Name == "not probed eu-west-1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task M23_what_no_call_tells_IAM_is_asked_and_each_operation_is_tried_once()
    {
        var printed = new ReadPolicy([.. Types.Select(TypeAccess.Of)]).ToJson();
        await using var aws = await StartAsync(printed.Replace("\"secretsmanager:DescribeSecret\",", "", StringComparison.Ordinal));

        using var meter = CallMeter.Begin();
        var report = await CheckAsync(aws, Role(aws));

        Explains(report, "permissions eu-west-1", "AWS::SecretsManager::Secret (secretsmanager:DescribeSecret)", "driftboard doctor --policy");
        Assert.Equal(["secretsmanager:DescribeSecret"], report.Missing);
        Assert.DoesNotContain(report.Checks, c => c.Name == "not probed eu-west-1");
        Assert.All(ReadPolicy.NetworkActions, a => Assert.Equal(1, meter.Count.Calls[a]));
        Assert.All(["DescribeStackEvents", "DescribeType", "ListImports", "ListStackSets"], o => Assert.Equal(1, meter.Count.Calls["cloudformation:" + o]));
        Assert.InRange(meter.Count.Total, 30, 60);
    }

    [Fact]
    public async Task What_neither_a_call_nor_IAM_tells_is_listed_with_the_reason_and_fails_nothing()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:*", "ec2:*", "sqs:*"]}}""");

        var check = (await CheckAsync(aws, Role(aws))).Checks.Single(c => c.Name == "not probed eu-west-1");

        Assert.Equal((CheckVerdict.NotChecked, true), (check.Verdict, check.IsAdvisory));
        Assert.Contains("allowed nobody could tell; IAM may not be asked (iam:SimulatePrincipalPolicy is missing).", check.Message, StringComparison.Ordinal);
        Assert.Contains("secretsmanager:DescribeSecret, secretsmanager:ListSecrets: the answer InvalidAction tells nothing of it.", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operation_can_be_tried_with_nothing_at_hand_but_those_of_services_that_look_for_the_resource_first() => Assert.All(
        new ReadPolicy([.. Dashboard.Core.Traits.PermissionCatalog.Types.Concat(TypeReaders.All.Select(r => r.Type)).Distinct().Select(TypeAccess.Of)]).HandlerActions.Concat(ReadPolicy.OwnActions).Concat(ReadPolicy.NetworkActions)
            .SelectMany(AwsOperations.Taking).Where(o => o != AwsOperations.Simulation),
        o => Assert.True(ActionProbes.CanTry(o) || o.Service is "s3" or "sqs" or "kms", $"{o.Service}:{o.Name}"));

    [Theory]
    [InlineData(-2, "120 min behind")]
    [InlineData(2, "120 min ahead of")]
    public async Task M13_a_clock_that_is_wrong(int hours, string by)
    {
        await using var aws = await StartAsync();

        var report = await CheckAsync(aws, Role(aws), time: new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(hours)));

        Explains(report, "clock", $"This machine's clock is {by} the service's", "NTP");
    }

    [Fact]
    public async Task M14_an_endpoint_where_nobody_listens()
    {
        var aws = await CannedAws.StartAsync();
        var url = aws.Url;
        await aws.DisposeAsync();
        using var source = Source(AwsAccountOptions.Sandbox(Staging, url));

        Explains(await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon(), "credentials", $"Nobody answers at {url}.", $"Driftboard:Accounts:{Staging}:Endpoint");
    }

    [Fact]
    public async Task M15_a_login_that_has_ended()
    {
        await using var aws = await StartAsync();
        var profile = $"[shop]\nsso_start_url = https://driftboard-nowhere.example/start\nsso_region = eu-west-1\nsso_account_id = {Staging}\nsso_role_name = Reader\n";

        Explains(await CheckAsync(aws, new AwsAccountOptions(Staging, "shop") { ProfilesFile = aws.Profiles(profile) }), "credentials", "run 'aws sso login --profile shop'", null);
    }

    [Fact]
    public async Task M16_names_that_no_stack_bears()
    {
        await using var aws = await StartAsync();

        var report = await CheckAsync(aws, Role(aws), Target() with { IsOwn = static (_, name) => name.StartsWith("live-", StringComparison.Ordinal), Expected = static _ => "live-worker" });

        var check = report.Checks.Single(c => c.Name == "stacks eu-west-1");
        Assert.Equal(CheckVerdict.NotChecked, check.Verdict);
        Assert.Contains("None of the 1 stacks there belongs to staging (staging-worker): a name such as live-worker was expected.", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task M18_a_wrong_external_id()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, Role(aws) with { ExternalId = "another" }),
            "credentials", "may not be assumed", $"It must ask for the external id that Driftboard:Accounts:{Staging}:ExternalId gives, and no other.");
    }

    [Fact]
    public async Task M19_a_region_without_the_stacks_that_another_one_has()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, Role(aws), Target("eu-central-1")),
            "stacks eu-central-1", "No stack there belongs to staging, but staging-worker in eu-west-1.", "put eu-west-1 in the place of eu-central-1 under regions in driftboard.yaml");
    }

    [Fact]
    public async Task M20_stacks_that_the_settings_leave_out()
    {
        await using var aws = await StartAsync();

        Explains(
            await CheckAsync(aws, Role(aws) with { Stacks = new StackFilter(["pay-*"], []) }),
            "stacks eu-west-1", "staging-worker belongs to staging, but the account's settings leave it out.", $"Driftboard:Accounts:{Staging}:Stacks");
    }

    [Theory]
    [InlineData("with an explicit deny in a service control policy", "sqs:GetQueueAttributes: a service control policy of the organization refuses that, whatever the role may do: whoever administers the organization has to allow it.")]
    [InlineData("because no resource control policy allows the sqs:GetQueueAttributes action", "sqs:GetQueueAttributes: a resource control policy of the organization refuses that")]
    [InlineData("because no permissions boundary allows the sqs:GetQueueAttributes action", "the permissions boundary of the role or user refuses that")]
    [InlineData("because no session policy allows the sqs:GetQueueAttributes action", "the policy of the session refuses that")]
    [InlineData("because no VPC endpoint policy allows the sqs:GetQueueAttributes action", "the policy of the VPC endpoint on the way to the service refuses that")]
    [InlineData("with an explicit deny in a resource-based policy", "the policy of the resource itself denies that")]
    [InlineData("with an explicit deny in an identity-based policy", "a policy of the role or user denies that, and no other one can allow it then")]
    [InlineData("because no resource-based policy allows the sqs:GetQueueAttributes action", "sqs:GetQueueAttributes: let the policy of the resource itself allow that, or give")]
    [InlineData("because no identity-based policy allows the sqs:GetQueueAttributes action", Denial.Grant)]
    [InlineData("", Denial.Grant)]
    public async Task M24_a_refusal_that_says_which_policy_it_comes_from(string reason, string remedy)
    {
        await using var aws = await StartAsync();
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        proxy.Hits = static (_, operation) => operation is "GetResource" or "GetQueueAttributes";
        proxy.Fault = call => call.AnswerAsync(400, "application/x-amz-json-1.0",
            $$"""{"__type": "AccessDeniedException", "Message": "User: {{RoleArn}} is not authorized to perform: sqs:GetQueueAttributes on resource: arn:aws:sqs:eu-west-1:{{Staging}}:q {{reason}}"}""");

        var report = await CheckThroughAsync(proxy, Role(aws));

        Explains(report, "permissions eu-west-1", "AWS::SQS::Queue (sqs:GetQueueAttributes)", remedy);
        Assert.Equal(["sqs:GetQueueAttributes"], report.Missing);
        Assert.Equal(remedy == Denial.Grant, report.Checks.Single(c => c.Name == "permissions eu-west-1").Remedy == Denial.Grant);
    }

    [Fact]
    public async Task What_takes_an_action_that_the_read_policy_denies_is_not_called_missing()
    {
        await using var aws = await StartAsync();
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        proxy.Hits = static (_, operation) => operation is "GetResource";
        proxy.Fault = call => call.AnswerAsync(400, "application/x-amz-json-1.0",
            $$"""{"__type": "AccessDeniedException", "Message": "User: {{RoleArn}} is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:{{Staging}}:key/1 with an explicit deny in an identity-based policy"}""");

        var report = await CheckThroughAsync(proxy, Role(aws));

        var check = report.Checks.Single(c => c.Name == "permissions eu-west-1");
        Assert.Empty(report.Missing);
        Assert.Equal(CheckVerdict.Ok, check.Verdict);
        Assert.EndsWith("Not checked by policy: reading this AWS::SQS::Queue needs kms:Decrypt, which the read policy denies.", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_no_ephemeral_environment_stands_is_no_failure_and_searched_nowhere_else()
    {
        await using var aws = await StartAsync();
        using var meter = CallMeter.Begin();

        var report = await CheckAsync(aws, Role(aws), Target("eu-central-1") with { IsPattern = true });

        var check = report.Checks.Single(c => c.Name == "stacks eu-central-1");
        Assert.Equal((CheckVerdict.NotChecked, true, "There is no environment staging at the moment: what reading one needs could not be tried. A stack of one has a name such as staging-worker."), (check.Verdict, check.IsAdvisory, check.Message));
        // The list, and the trial of the action: there are seventeen regions to search.
        Assert.Equal(2, meter.Count.Calls["cloudformation:DescribeStacks"]);
    }

    [Theory]
    [InlineData(200, "text/html", "<html><form action=login></form></html>", "The reply is not the expected XML")]
    [InlineData(200, "text/html", "Please <br> log in", "The reply is not the expected XML")]
    [InlineData(302, "text/html", "<html>Moved</html>", "HTTP 302 without an error code.")]
    [InlineData(403, "text/html", "<html>Blocked by the proxy</html>", "HTTP 403 without an error code.")]
    public async Task M21_a_page_in_the_place_of_an_answer(int status, string type, string page, string found)
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("GetCallerIdentity", new Reply((HttpStatusCode)status, page, type));

        Explains(await CheckCannedAsync(aws), "credentials", $"What answers at {aws.Url} is not AWS: sts GetCallerIdentity in eu-west-1: {found}", $"Check Driftboard:Accounts:{Staging}:Endpoint");
    }

    [Theory]
    [InlineData("""{"Statement": {"Effect": "Allow", "Action": "*"}}""", "secretsmanager:GetSecretValue")]
    [InlineData("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:*", "ec2:*", "iam:*", "secretsmanager:Describe*", "secretsmanager:List*", "sqs:*", "s3:Get*"]}}""", "is not able to: s3:GetObject, sqs:ReceiveMessage.")]
    public async Task M22_a_policy_that_lets_data_be_read_is_a_warning(string policy, string named)
    {
        await using var aws = await StartAsync(policy);

        var report = await CheckAsync(aws, Role(aws));

        var check = report.Checks.Single(c => c.Name == "data");
        Assert.Equal(CheckVerdict.Warning, check.Verdict);
        Assert.StartsWith($"{RoleArn} may read data", check.Message, StringComparison.Ordinal);
        Assert.Contains(named.Replace("is not able to", "should not be able to", StringComparison.Ordinal), check.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(report.Checks, c => c.Verdict == CheckVerdict.Failed);
    }

    [Fact]
    public async Task Whether_data_may_be_read_is_open_where_nobody_may_ask()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:*", "ec2:*", "sqs:*"]}}""");

        var check = (await CheckAsync(aws, Role(aws))).Checks.Single(c => c.Name == "data");

        Assert.Equal((CheckVerdict.NotChecked, "Whether data may be read could not be asked: iam:SimulatePrincipalPolicy is missing.", true), (check.Verdict, check.Message, check.IsAdvisory));
    }

    [Fact]
    public async Task M22_what_no_policy_allows_and_none_denies_is_a_warning()
    {
        await using var aws = await StartAsync("""{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "cloudtrail:*", "ec2:*", "iam:*", "secretsmanager:Describe*", "secretsmanager:List*", "sqs:Get*", "sqs:List*"]}}""");

        var check = (await CheckAsync(aws, Role(aws))).Checks.Single(c => c.Name == "data");

        Assert.Equal(CheckVerdict.Warning, check.Verdict);
        Assert.Contains("single resources and their own policies were not asked: cassandra:Select, dynamodb:BatchGetItem, ", check.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111111111111:user/ops/ana", null, "arn:aws:iam::111111111111:user/ops/ana")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/reader/one", "arn:aws:iam::111111111111:role/team/reader", "arn:aws:iam::111111111111:role/team/reader")]
    [InlineData("arn:aws:sts::111111111111:assumed-role/reader/one", "arn:aws:iam::111111111111:role/other", "arn:aws:iam::111111111111:role/reader")]
    [InlineData("arn:aws-cn:sts::111111111111:assumed-role/reader/one", null, "arn:aws-cn:iam::111111111111:role/reader")]
    [InlineData(
        "arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Read_1/ana", null, "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Read_1",
        "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Read_1")]
    [InlineData("arn:aws:sts::111111111111:federated-user/ana", null)]
    [InlineData(null, null)]
    public void Whose_policies_count_is_told_by_who_calls(string? caller, string? role, params string[] principals) =>
        Assert.Equal(principals, DataExposure.PrincipalsOf(caller, role, "eu-west-1"));

    [Theory]
    [InlineData("", CheckVerdict.Ok, "EventBridge may write to it.")]
    [InlineData("alias/aws/sqs", CheckVerdict.Failed, "which EventBridge may not use")]
    [InlineData("alias/ours", CheckVerdict.NotChecked, "is encrypted with alias/ours: whether EventBridge may use that key was not asked")]
    public void A_key_of_a_queue_is_called_fit_only_where_that_is_known(string key, CheckVerdict verdict, string message)
    {
        var queue = ChangeQueue.ReadAll($"https://sqs.eu-west-1.amazonaws.com/{Staging}/changes")!.Value[0];
        var attributes = ImmutableDictionary<string, string>.Empty.Add("Policy", """{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage"}}""").Add("KmsMasterKeyId", key);

        var check = QueueDoctor.Delivery("queue eu-west-1", queue, attributes);

        Assert.Equal(verdict, check.Verdict);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("key whose policy", check.Remedy ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_throttled_is_not_taken_for_refused()
    {
        await using var aws = await StartAsync();
        aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Throttle, Operation: "GetResource"));

        var check = (await CheckAsync(aws, Role(aws))).Checks.Single(c => c.Name == "permissions eu-west-1");

        Assert.Equal(CheckVerdict.NotChecked, check.Verdict);
        Assert.Contains("AWS::SQS::Queue (cloudcontrol GetResource in eu-west-1: ThrottlingException: Rate exceeded)", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_endpoint_does_not_have_is_not_taken_for_allowed()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.OnQuery("DescribeStacks", "<Stacks><member><StackId>i</StackId><StackName>staging-worker</StackName><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>");
        aws.OnQuery("GetTemplate", "<TemplateBody>{}</TemplateBody>").OnQuery("DescribeStackResourceDrifts", "<StackResourceDrifts/>");
        aws.OnQuery(
            "ListStackResources",
            "<StackResourceSummaries><member><LogicalResourceId>Q</LogicalResourceId><PhysicalResourceId>q</PhysicalResourceId><ResourceType>AWS::SQS::Queue</ResourceType></member></StackResourceSummaries>");
        aws.On("GetResource", new Reply(HttpStatusCode.InternalServerError, "<html>", "text/html")).On("ListResources", new Reply(HttpStatusCode.InternalServerError, "<html>", "text/html"));

        var check = (await CheckCannedAsync(aws)).Checks.Single(c => c.Name == "permissions eu-west-1");

        Assert.Equal((CheckVerdict.NotChecked, "No answer about AWS::SQS::Queue (cloudcontrol GetResource in eu-west-1: HTTP 500 without an error code)."), (check.Verdict, check.Message));
    }

    [Theory]
    [InlineData("503", "HTTP 503", "The service failed itself (HTTP 5xx)")]
    [InlineData("500 with a code", "InternalFailure (HTTP 500)", "The service failed itself (HTTP 5xx)")]
    [InlineData("throttled", "ThrottlingException", "AWS throttles")]
    [InlineData("expired", "the credentials were not accepted", "The session has ended while this was read. Renew the profile 'home'")]
    [InlineData("signature", "the credentials were not accepted", "The credentials were not accepted here. Renew the profile 'home'")]
    [InlineData("login page", "is not the expected JSON", "What answered was not AWS")]
    [InlineData("reset", "The connection broke", "The connection failed: check this machine's way to that service")]
    [InlineData("hangs", "No answer within", "No answer came in time: try again")]
    [InlineData("a bad argument", "InvalidRequestException (HTTP 400)", "trying again will not change it")]
    public async Task What_was_not_answered_is_told_for_what_it_is_and_what_helps_against_it(string fault, string message, string remedy)
    {
        await using var aws = await StartAsync();
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        proxy.Hits = static (_, operation) => operation == "GetResource";
        proxy.Fault = call => FailAsync(fault, call);
        var account = Role(aws) with { Endpoint = proxy.Url };
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, account), CallDeadline: fault == "hangs" ? TimeSpan.FromSeconds(1) : null) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var check = (await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon()).Checks.Single(c => c.Name == "permissions eu-west-1");

        Assert.True(proxy.Hit > 0);
        Assert.Equal(CheckVerdict.NotChecked, check.Verdict);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        Assert.Contains(remedy.Replace("What answered was not AWS", "What answered was not AWS: check Driftboard:Accounts:111111111111:Endpoint", StringComparison.Ordinal), check.Remedy, StringComparison.Ordinal);
        Assert.Equal(fault == "a bad argument", check.Remedy!.Contains("will not change", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_region_in_which_STS_alone_answers_is_not_said_to_answer()
    {
        await using var aws = await StartAsync();
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        proxy.Hits = static (_, operation) => operation == "DescribeStacks";
        proxy.Fault = call => FailAsync("503", call);
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, Role(aws) with { Endpoint = proxy.Url })) { MaxRetries = 0 }, SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var checks = (await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon()).Checks;

        Assert.Equal(CheckVerdict.Ok, checks.Single(c => c.Name == "credentials").Verdict);
        Assert.Equal((CheckVerdict.NotChecked, "CloudFormation gives no answer there that can be used."), checks.Where(c => c.Name == "region eu-west-1").Select(c => (c.Verdict, c.Message)).Single());
        Assert.Contains("HTTP 503", checks.Single(c => c.Name == "stacks eu-west-1").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_policy_is_made_of_what_the_accounts_own_registry_says()
    {
        await using var aws = await StartAsync();
        using var source = aws.CreateSource(Role(aws));
        using var refused = aws.CreateSource(Role(aws) with { ExternalId = null });

        var (policy, problem) = await new AccessDoctor(source).PolicyAsync([.. Types, "AWS::No::Such", "Custom::Thing"], Scope(Staging), Stop).Soon();
        var (without, why) = await new AccessDoctor(refused).PolicyAsync(Types, Scope(Staging), Stop).Soon();

        Assert.Null(problem);
        Assert.Equal(["secretsmanager:DescribeSecret", "secretsmanager:ListSecrets", "sqs:GetQueueAttributes", "sqs:ListQueueTags", "sqs:ListQueues"], policy.HandlerActions);
        Assert.Equal("AWS::No::Such", Assert.Single(policy.Unknown).Type);
        Assert.Empty(policy.NotChecked);
        Assert.Contains("sts:AssumeRole", why, StringComparison.Ordinal);
        Assert.Equal(policy.HandlerActions, without.HandlerActions);
    }

    private static Task FailAsync(string fault, ProxiedCall call) => fault switch
    {
        "503" => call.AnswerAsync(503, "text/html", "<html>Bad gateway</html>"),
        "500 with a code" => call.RefuseAsync(500, "InternalFailure"),
        "throttled" => call.RefuseAsync(400, "ThrottlingException"),
        "expired" => call.RefuseAsync(400, "ExpiredTokenException"),
        "signature" => call.RefuseAsync(403, "UnrecognizedClientException"),
        "login page" => call.AnswerAsync(200, "text/html", "<html>Log in</html>"),
        "a bad argument" => call.RefuseAsync(400, "InvalidRequestException"),
        _ => Faults.BreakAsync(fault, call),
    };

    private static void Explains(AccessReport report, string name, string message, string? remedy)
    {
        var check = Failed(report);
        Assert.Equal(name, check.Name);
        Assert.Contains(message, check.Message, StringComparison.Ordinal);
        if (remedy is null)
            Assert.Null(check.Remedy);
        else
            Assert.Contains(remedy, check.Remedy, StringComparison.Ordinal);
    }

    private static AccessCheck Failed(AccessReport report) => Assert.Single(report.Checks, c => c.Verdict == CheckVerdict.Failed);

    private static async Task<SandboxAws> StartAsync(string? policy = null)
    {
        var aws = await SandboxAws.StartAsync();
        aws.DeployQueue(Staging, "staging-worker");
        aws.Cloud.AddRole(new SandboxRole(Staging, "driftboard-read", policy ?? new ReadPolicy([.. Types.Select(TypeAccess.Of)]).ToJson(), "shop-1"));
        return aws;
    }

    private static AwsAccountOptions Role(SandboxAws aws) => new(Staging, "home", RoleArn, "shop-1") { ProfilesFile = aws.Profiles(Home) };

    private static AccessTarget Target(params string[] regions) =>
        new("staging", Staging, regions.Length == 0 ? [Region] : [.. regions], [.. Types], static (_, name) => name.StartsWith("staging-", StringComparison.Ordinal), static _ => "staging-worker");

    private static async Task<AccessReport> CheckAsync(SandboxAws aws, AwsAccountOptions account, AccessTarget? target = null, TimeProvider? time = null)
    {
        using var source = aws.CreateSource(account, time);
        return await new AccessDoctor(source).CheckAsync(target ?? Target(), Stop).Soon();
    }

    private static async Task<AccessReport> CheckThroughAsync(FaultProxy proxy, AwsAccountOptions account)
    {
        using var source = Source(account with { Endpoint = proxy.Url });
        return await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon();
    }

    private static async Task<AccessReport> CheckCannedAsync(CannedAws aws)
    {
        using var source = Source(AwsAccountOptions.Sandbox(Staging, aws.Url));
        return await new AccessDoctor(source).CheckAsync(Target(), Stop).Soon();
    }

    private static AwsLiveStateSource Source(AwsAccountOptions account) => new(
        new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account.Account, account)) { MaxRetries = 0 }, SecretFingerprinter.CreateRandom(), TimeProvider.System);
}
