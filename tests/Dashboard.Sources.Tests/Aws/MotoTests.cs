using System.Collections.Immutable;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;
using Dashboard.Tests.Shared;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Two accounts by assumed role and two regions of an emulator that others wrote, filled by the real <c>aws</c> command.</summary>
public sealed class MotoTests(MotoServer moto) : IDisposable
{
    private const string Staging = "111111111111";
    private const string Production = "222222222222";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("driftboard-moto-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Each_account_and_region_shows_its_own_stacks_and_no_other()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        await Task.WhenAll(
            DeployAsync(url, Staging, "eu-west-1", "staging-worker"),
            DeployAsync(url, Production, "eu-west-1", "production-worker"),
            DeployAsync(url, Production, "us-east-1", "production-edge")).WaitAsync(TimeSpan.FromMinutes(2), Stop);
        var profiles = Path.Combine(_folder.FullName, "credentials");
        await File.WriteAllTextAsync(profiles, "[home]\naws_access_key_id = AKIAHOME\naws_secret_access_key = x\n", Stop);
        AwsAccountOptions Account(string id) => new(id, "home", $"arn:aws:iam::{id}:role/driftboard-read", "shop-1", url) { ProfilesFile = profiles };
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, Account(Staging)).Add(Production, Account(Production)), 1000),
            SecretFingerprinter.CreateRandom(),
            TimeProvider.System);

        Assert.Equal(["staging-worker"], await NamesAsync(Staging, "eu-west-1"));
        Assert.Equal(["production-worker"], await NamesAsync(Production, "eu-west-1"));
        Assert.Equal(["production-edge"], await NamesAsync(Production, "us-east-1"));
        Assert.Empty(await NamesAsync(Staging, "us-east-1"));
        var template = await source.GetTemplateAsync(new AccountRegion(Production, "us-east-1"), "production-edge", false, Stop).Soon();
        var resources = await source.ListResourcesAsync(new AccountRegion(Production, "us-east-1"), "production-edge", Stop).Soon();
        Assert.Equal(Template, template.Value);
        Assert.Contains("us-east-1", Assert.Single(resources.Value).PhysicalId, StringComparison.Ordinal);

        async Task<string[]> NamesAsync(string account, string region)
        {
            var stacks = await source.ListStacksAsync(new AccountRegion(account, region), Stop).Soon();
            Assert.True(stacks.IsRead, stacks.Detail);
            return [.. stacks.Value.Select(s => s.StackName)];
        }
    }

    [Fact]
    public async Task The_history_of_a_parameter_is_told_without_its_values_and_what_the_emulator_lacks_is_a_gap()
    {
        AwsCommand.Require();
        var url = await moto.UrlAsync();
        foreach (var value in new[] { "CANARY-one", "CANARY-two" })
        {
            var (exit, _, error) = await AwsCommand.RunAsAsync(url, ["AKIAHOME", "x"], "eu-west-3", "ssm", "put-parameter", "--name", "/history/level", "--type", "SecureString", "--value", value, "--overwrite");
            Assert.True(exit == 0, error);
        }

        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add("123456789012", new AwsAccountOptions("123456789012", Endpoint: url) { AccessKeyId = "AKIAHOME", SecretKey = "x" }), 1000) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var trail = await source.ReadTrailAsync(new AccountRegion("123456789012", "eu-west-3"), new TrailSubject("AWS::SSM::Parameter", "/history/level", null, null, null), Stop).Soon();

        Assert.Equal(["version 2", "version 1"], trail.Changes.Where(c => c.Source == TrailSource.ParameterStore).OrderByDescending(c => c.Call).Select(c => c.Call));
        Assert.All(trail.Changes, c => Assert.InRange(c.At, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(1)));
        Assert.DoesNotContain("CANARY", string.Concat(trail.Changes), StringComparison.Ordinal);
        Assert.Equal([TrailSource.CloudTrail], trail.Gaps.Select(g => g.Source));
    }

    [Fact]
    public async Task Credentials_of_another_account_are_refused_before_anything_is_read()
    {
        var url = await moto.UrlAsync();
        var options = new AwsAccountOptions(Staging, null, $"arn:aws:iam::{Production}:role/driftboard-read", null, url) { AccessKeyId = "AKIAHOME", SecretKey = "x" };
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, options), 1000), SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var stacks = await source.ListStacksAsync(new AccountRegion(Staging, "eu-west-1"), Stop).Soon();

        Assert.Equal((ReadOutcome.NoAccess, "The credentials act in account 222222222222, not 111111111111."), (stacks.Outcome, stacks.Detail));
    }

    [Fact]
    public async Task What_a_VPC_and_a_gateway_endpoint_bring_along_is_told_apart_from_what_somebody_made()
    {
        AwsCommand.Require();
        const string account = "555555555555";
        var url = await moto.UrlAsync();
        var vpc = await MadeAsync("create-vpc", "Vpc.VpcId", "--cidr-block", "10.7.0.0/16");
        var table = await MadeAsync("create-route-table", "RouteTable.RouteTableId", "--vpc-id", vpc);
        await MadeAsync("create-security-group", "GroupId", "--vpc-id", vpc, "--group-name", "web", "--description", "web");
        await MadeAsync("create-network-acl", "NetworkAcl.NetworkAclId", "--vpc-id", vpc);
        var service = "com.amazonaws.eu-west-1.s3";
        var endpoint = await MadeAsync("create-vpc-endpoint", "VpcEndpoint.VpcEndpointId", "--vpc-id", vpc, "--service-name", service, "--route-table-ids", table);
        var gateway = await MadeAsync("create-internet-gateway", "InternetGateway.InternetGatewayId");
        await MadeAsync("attach-internet-gateway", "Return", "--vpc-id", vpc, "--internet-gateway-id", gateway);
        await MadeAsync("create-route", "Return", "--route-table-id", table, "--destination-cidr-block", "0.0.0.0/0", "--gateway-id", gateway);
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account, new AwsAccountOptions(account, null, $"arn:aws:iam::{account}:role/r", null, url) { AccessKeyId = "AKIAHOME", SecretKey = "x" }), 1000) { MaxRetries = 0 },
            SecretFingerprinter.CreateRandom(),
            TimeProvider.System);

        Assert.Single(await MadeBySomebodyAsync("AWS::EC2::SecurityGroup"));
        Assert.Single(await MadeBySomebodyAsync("AWS::EC2::NetworkAcl"));
        Assert.Equal([table], (await MadeBySomebodyAsync("AWS::EC2::RouteTable")).Select(r => r.Identifier));
        Assert.Equal([$"{table}|0.0.0.0/0"], (await MadeBySomebodyAsync("AWS::EC2::Route")).Select(r => r.Identifier));
        var all = await source.ListAsync(new AccountRegion(account, "eu-west-1"), "AWS::EC2::Route", Stop).Soon();
        Assert.Single(all.Value, r => r.Default == "made by its gateway endpoint, which adds and removes it");
        Assert.StartsWith("vpce-", endpoint, StringComparison.Ordinal);

        async Task<ImmutableArray<ListedResource>> MadeBySomebodyAsync(string type)
        {
            var listed = await source.ListAsync(new AccountRegion(account, "eu-west-1"), type, Stop).Soon();
            Assert.True(listed.IsRead, listed.Detail);
            // The default VPC's parts are defaults as well.
            return [.. listed.Value.Where(r => r.Default is null)];
        }

        async Task<string> MadeAsync(string command, string query, params string[] arguments)
        {
            var session = await AwsCommand.RunAsync(url, account, "eu-west-1", "sts", "assume-role", "--role-arn", $"arn:aws:iam::{account}:role/deploy", "--role-session-name", "tests",
                "--query", "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]", "--output", "text");
            var (exitCode, output, error) = await AwsCommand.RunAsAsync(
                url, session.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), "eu-west-1", ["ec2", command, "--query", query, "--output", "text", .. arguments]);
            Assert.True(exitCode == 0, error);
            return output.Trim();
        }
    }

    [Fact]
    public async Task Signatures_and_permissions_hold_before_a_server_that_checks_them()
    {
        AwsCommand.Require();
        const string account = "123456789012";
        await using var strict = MotoServer.WithAuthorization(openCalls: 3);
        var url = await strict.UrlAsync();
        await AdminAsync("iam", "create-user", "--user-name", "driftboard");
        var policy = """{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["cloudformation:DescribeStacks", "sts:GetCallerIdentity"], "Resource": "*"}]}""";
        await AdminAsync("iam", "put-user-policy", "--user-name", "driftboard", "--policy-name", "read", "--policy-document", policy);
        var keys = (await AdminAsync("iam", "create-access-key", "--user-name", "driftboard", "--query", "AccessKey.[AccessKeyId,SecretAccessKey]", "--output", "text")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var scope = new AccountRegion(account, "eu-west-1");
        using var right = Source(keys[1]);
        using var wrong = Source(keys[1] + "x");

        var stacks = await right.ListStacksAsync(scope, Stop).Soon();
        var template = await right.GetTemplateAsync(scope, "s", false, Stop).Soon();
        var checkup = await new AccessDoctor(wrong).CheckAsync(new AccessTarget("staging", account, ["eu-west-1"], [], static (_, _) => true, static _ => "s"), Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Equal(ReadOutcome.Denied, template.Outcome);
        Assert.Contains("arn:aws:iam::123456789012:user/driftboard is not authorized to perform: cloudformation:GetTemplate", template.Detail, StringComparison.Ordinal);
        Assert.Equal(("credentials", "The secret key does not belong to the access key."), (checkup.Checks[0].Name, checkup.Checks[0].Message));

        AwsLiveStateSource Source(string secret) => new(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account, new AwsAccountOptions(account, Endpoint: url) { AccessKeyId = keys[0], SecretKey = secret }), 1000),
            SecretFingerprinter.CreateRandom(),
            TimeProvider.System);

        async Task<string> AdminAsync(params string[] arguments)
        {
            var (exitCode, output, error) = await AwsCommand.RunAsAsync(url, ["AKIAADMIN", "x"], "eu-west-1", arguments);
            Assert.True(exitCode == 0, error);
            return output;
        }
    }

    private const string Template = "{\"Resources\": {\"Jobs\": {\"Type\": \"AWS::SQS::Queue\", \"Properties\": {\"VisibilityTimeout\": 30}}}}";

    /// <summary>In moto the keys of an assumed role act in its account.</summary>
    private static async Task DeployAsync(string url, string account, string region, string stack)
    {
        var keys = await AwsCommand.RunAsync(
            url, account, region, "sts", "assume-role", "--role-arn", $"arn:aws:iam::{account}:role/deploy",
            "--role-session-name", "tests", "--query", "Credentials.[AccessKeyId,SecretAccessKey,SessionToken]", "--output", "text");
        Assert.True(keys.ExitCode == 0, keys.Error);
        var made = await AwsCommand.RunAsAsync(url, keys.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries), region, "cloudformation", "create-stack", "--stack-name", stack, "--template-body", Template);
        Assert.True(made.ExitCode == 0, made.Error);
    }
}
