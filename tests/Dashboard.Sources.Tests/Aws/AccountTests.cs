using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Access;
using Dashboard.Sources.Aws;
using Dashboard.Sources.Live;
using Dashboard.Sources.Tests.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sources.Tests.Aws.SandboxAws;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>Every way that an account may be reached, against the sandbox's roles.</summary>
public sealed class AccountTests
{
    private const string Keys = """
        [home]
        aws_access_key_id = SANDBOX333333333333
        aws_secret_access_key = x

        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_role_is_taken_on_with_a_profile_and_its_external_id()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Production, "driftboard-read", ExternalId: "shop-1"));
        aws.DeployQueue(Production, "production-worker");
        var options = new AwsAccountOptions(Production, "home", $"arn:aws:iam::{Production}:role/driftboard-read", "shop-1") { ProfilesFile = aws.Profiles(Keys) };
        using var source = aws.CreateSource(options);
        using var without = aws.CreateSource(options with { ExternalId = null });

        var stacks = await source.ListStacksAsync(Scope(Production), Stop).Soon();
        var refused = await without.ListStacksAsync(Scope(Production), Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Equal("production-worker", Assert.Single(stacks.Value).StackName);
        Assert.Equal(ReadOutcome.NoAccess, refused.Outcome);
        Assert.Contains("not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role/driftboard-read", refused.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_that_is_a_role_of_another_profile_is_followed_to_the_endpoint_of_the_account()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "hub"));
        aws.Cloud.AddRole(new SandboxRole(Production, "read", ExternalId: "abc"));
        aws.DeployQueue(Production, "production-worker");
        var profiles = aws.Profiles(Keys + $"""
            [hub]
            role_arn = arn:aws:iam::{Staging}:role/hub
            source_profile = home

            [read]
            role_arn = arn:aws:iam::{Production}:role/read
            external_id = abc
            source_profile = hub
            """);
        using var source = aws.CreateSource(new AwsAccountOptions(Production, "read") { ProfilesFile = profiles });

        var stacks = await source.ListStacksAsync(Scope(Production), Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Single(stacks.Value);
    }

    [Theory]
    [InlineData("", "The profile 'shop' is not configured on this machine. 'aws configure list-profiles' names those that are. Driftboard:Accounts:111111111111:Profile names this profile.")]
    [InlineData("[shop]\nregion = eu-west-1", "The profile 'shop' is incomplete: it holds neither keys, nor a role with its source, nor an IAM Identity Center login.")]
    [InlineData("[shop]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = b\n[b]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = shop", "The profile 'shop' is its own source: shop -> b -> shop.")]
    [InlineData("[shop]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = gone", "The profile 'gone' is not configured on this machine. The profile 'shop' names it as its source_profile. 'aws configure list-profiles' names those that are. Driftboard:Accounts:111111111111:Profile names the profile 'shop', which leads to it.")]
    [InlineData("[shop]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = gone\nmfa_serial = arn:aws:iam::1:mfa/me", "asks for a one-time code (mfa_serial)")]
    [InlineData("[shop]\nsso_start_url = https://driftboard-nowhere.example/start\nsso_region = eu-west-1\nsso_account_id = 111111111111\nsso_role_name = Reader", "run 'aws sso login --profile shop'")]
    [InlineData("[shop]\nsso_session = nosuch\nsso_account_id = 111111111111\nsso_role_name = Reader", "The profile 'shop' names the sso_session 'nosuch', and there is no section [sso-session nosuch]. Add it with 'aws configure sso-session', or correct the name. Driftboard:Accounts:111111111111:Profile names this profile.")]
    [InlineData("[shop]\ncredential_process = sh -c 'echo CANARY >&2; exit 1'", "The credential_process of the profile 'shop' failed (exit code 1). Run its command as the user that Driftboard runs as, and see what it says. Driftboard:Accounts:111111111111:Profile names this profile.")]
    [InlineData("[shop]\ncredential_process = /no/CANARY", "The credential_process of the profile 'shop' failed (exit code 127: there is no such command). Run its command")]
    [InlineData("[shop]\ncredential_process = echo CANARY", "The credential_process of the profile 'shop' printed what is no credentials. Run its command as the user that Driftboard runs as: it must print JSON with Version (1), AccessKeyId and SecretAccessKey, and nothing else. Driftboard:Accounts:111111111111:Profile names this profile.")]
    [InlineData("[shop]\ncredential_process = echo '[\"CANARY\"]'", "printed what is no credentials.")]
    [InlineData("[shop]\ncredential_process = echo '{\"Version\": 2, \"AccessKeyId\": \"CANARY\"}'", "printed what is no credentials.")]
    [InlineData("[shop]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"CANARY\"}'", "printed what is no credentials.")]
    [InlineData("[shop]\ncredential_process = echo '{\"Version\": 1, \"AccessKeyId\": \"CANARY\", \"SecretAccessKey\": \"CANARY\", \"Expiration\": \"2020-01-01T00:00:00Z\"}'", "The credential_process of the profile 'shop' printed credentials that have expired. Log in anew where it takes them from, or empty its cache. Driftboard:Accounts:111111111111:Profile names this profile.")]
    [InlineData("[shop]\nrole_arn = arn:aws:iam::111111111111:role/r\nsource_profile = b\n[b]\ncredential_process = false", "The credential_process of the profile 'b' failed (exit code 1). Run its command as the user that Driftboard runs as, and see what it says. Driftboard:Accounts:111111111111:Profile names the profile 'shop', which leads to it.")]
    public async Task A_profile_that_cannot_be_used_says_why(string profiles, string why)
    {
        await using var aws = await SandboxAws.StartAsync();
        using var source = aws.CreateSource(new AwsAccountOptions(Staging, "shop") { ProfilesFile = aws.Profiles(profiles) });

        var stacks = await source.ListStacksAsync(Scope(Staging), Stop).Soon();

        Assert.Equal(ReadOutcome.NoAccess, stacks.Outcome);
        Assert.Contains(why, stacks.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", stacks.Detail, StringComparison.Ordinal);
        Assert.Null(stacks.Code);
    }

    [Fact]
    public async Task A_profile_whose_process_prints_keys_is_used()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.DeployQueue(Staging, "staging-worker");
        var profiles = aws.Profiles($$"""
            [shop]
            credential_process = echo '{"Version": 1, "AccessKeyId": "SANDBOX{{Staging}}", "SecretAccessKey": "x", "Expiration": "2099-01-01T00:00:00Z"}'
            """);
        using var source = aws.CreateSource(new AwsAccountOptions(Staging, "shop") { ProfilesFile = profiles });

        var stacks = await source.ListStacksAsync(Scope(Staging), Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
    }

    [Fact]
    public async Task A_session_that_ends_before_its_time_is_renewed_once_in_the_middle_of_a_scan()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.DeployQueue(Staging, "staging-worker");
        using var source = aws.CreateSource(
            new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys) });

        Assert.True((await source.ListStacksAsync(Scope(Staging), Stop).Soon()).IsRead);
        aws.Cloud.EndSessions();
        var again = await source.ListStacksAsync(Scope(Staging), Stop).Soon();

        Assert.True(again.IsRead, again.Detail);
    }

    [Fact]
    public async Task A_session_that_many_calls_find_ended_is_renewed_once_for_all_of_them()
    {
        const int Calls = 4;
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.DeployQueue(Staging, "staging-worker");
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        var account = new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys), Endpoint = proxy.Url };
        using var source = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, account)) { ParallelCalls = Calls }, SecretFingerprinter.CreateRandom(), TimeProvider.System);
        Assert.True((await source.ListStacksAsync(Scope(Staging), Stop).Soon()).IsRead);

        // All are on their way when the session ends; the last ones are refused when the first has a new one.
        var (sent, all, renewed) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        proxy.Hits = static (_, operation) => operation == "DescribeStacks";
        proxy.Fault = async call =>
        {
            var number = Interlocked.Increment(ref sent);
            if (number == Calls)
                all.SetResult();
            else if (number == Calls + 1)
                renewed.SetResult();
            await (number > Calls ? Task.CompletedTask : number == 1 ? all.Task : renewed.Task);
            await call.PassOnAsync();
        };
        aws.Cloud.EndSessions();
        using var meter = CallMeter.Begin();
        var lists = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => source.ListStacksAsync(Scope(Staging), Stop))).Soon();

        Assert.All(lists, l => Assert.True(l.IsRead, l.Detail));
        Assert.Equal(1, meter.Count.Calls["sts:AssumeRole"]);
    }

    [Theory]
    [InlineData(-120, 60)]
    [InlineData(120, 60)]
    [InlineData(0, 1)]
    public async Task A_session_lasts_as_long_as_it_says_by_the_services_time_also_where_it_is_short(int minutesAhead, int lasts)
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.DeployQueue(Staging, "staging-worker");
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        DateTimeOffset There() => DateTimeOffset.UtcNow.AddMinutes(minutesAhead);
        proxy.Hits = static (_, _) => true;
        proxy.Fault = async call =>
        {
            var (status, headers, bytes) = await call.Forward();
            var text = Regex.Replace(Encoding.UTF8.GetString(bytes), "<Expiration>[^<]*", "<Expiration>" + There().AddMinutes(lasts).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture));
            call.Context.Response.Headers.Date = There().ToString("R", CultureInfo.InvariantCulture);
            await call.AnswerAsync(status, headers.First(h => h.Name == "Content-Type").Value, text);
        };
        var account = new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys), Endpoint = proxy.Url };
        using var source = new AwsLiveStateSource(new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, account)), SecretFingerprinter.CreateRandom(), TimeProvider.System);

        for (var i = 0; i < 5; i++)
        {
            var stacks = await source.ListStacksAsync(Scope(Staging), Stop).Soon();
            Assert.True(stacks.IsRead, stacks.Detail);
        }

        Assert.Single(proxy.Asked, o => o == "AssumeRole");
    }

    [Fact]
    public async Task A_region_that_does_not_know_the_account_keeps_no_other_region_from_being_read()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.Cloud.AddFault(new SandboxFault(SandboxFaultKind.RefuseToken, Region: "af-south-1"));
        aws.DeployQueue(Staging, "staging-worker");
        using var source = aws.CreateSource(new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys) });
        using var meter = CallMeter.Begin();

        for (var i = 0; i < 3; i++)
        {
            var refused = await source.ListStacksAsync(new AccountRegion(Staging, "af-south-1"), Stop).Soon();
            var stacks = await source.ListStacksAsync(Scope(Staging), Stop).Soon();

            Assert.Equal(ReadOutcome.NoAccess, refused.Outcome);
            Assert.True(stacks.IsRead, stacks.Detail);
        }

        // The region's refusal is held against it alone: the session stays.
        Assert.Equal(2, meter.Count.Calls["sts:AssumeRole"]);
        Assert.Equal(2, meter.Count.Calls["sts:GetCallerIdentity"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_region_where_STS_is_switched_off_is_read_with_what_the_home_region_grants(bool isRole)
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.DeployQueue(Staging, "staging-worker");
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        proxy.Hits = static (_, operation) => operation is "AssumeRole" or "GetCallerIdentity";
        proxy.Fault = static call => call.Context.Request.Headers.Authorization.ToString().Contains("/eu-west-1/sts/", StringComparison.Ordinal)
            ? call.AnswerAsync(403, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>RegionDisabledException</Code><Message>STS is not activated in this region for account:111111111111.</Message></Error></ErrorResponse>")
            : call.PassOnAsync();
        var account = isRole
            ? new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys), Endpoint = proxy.Url }
            : new AwsAccountOptions(Staging) { AccessKeyId = "SANDBOX" + Staging, SecretKey = "x", Endpoint = proxy.Url };
        using var source = new AwsLiveStateSource(new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(Staging, account)) { MaxRetries = 0 }, SecretFingerprinter.CreateRandom(), TimeProvider.System);

        var stacks = await source.ListStacksAsync(Scope(Staging), Stop).Soon();

        Assert.True(stacks.IsRead, stacks.Detail);
        Assert.Single(stacks.Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keys_that_are_replaced_in_a_profile_are_used_within_half_a_minute_once_they_are_known_to_act_in_the_account(bool isRole)
    {
        const string First = "SANDBOX333333333333";
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read"));
        aws.DeployQueue(Staging, "staging-worker");
        await using var proxy = await FaultProxy.StartAsync(aws.Url);
        var retired = new ConcurrentBag<string>();
        var signed = new ConcurrentQueue<(string Operation, string Authorization)>();
        proxy.Hits = static (_, _) => true;
        proxy.Fault = call =>
        {
            var authorization = call.Context.Request.Headers.Authorization.ToString();
            signed.Enqueue((call.Operation, authorization));
            return retired.Any(k => authorization.Contains(k, StringComparison.Ordinal))
                ? call.AnswerAsync(403, "text/xml", "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error></ErrorResponse>")
                : call.PassOnAsync();
        };
        var profiles = aws.Profiles(Keys);
        var account = new AwsAccountOptions(isRole ? Staging : "333333333333", "home", isRole ? $"arn:aws:iam::{Staging}:role/read" : null) { ProfilesFile = profiles, Endpoint = proxy.Url };
        using var source = new AwsLiveStateSource(new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(account.Account, account), 1000) { MaxRetries = 0, ParallelCalls = 1 }, SecretFingerprinter.CreateRandom(), time);
        Task<ReadResult<ImmutableArray<LiveStack>>> ListAsync() => source.ListStacksAsync(new AccountRegion(account.Account, Region), Stop).Soon();
        Task KeepAsync(string key) => File.WriteAllTextAsync(profiles, Keys.Replace(First, key, StringComparison.Ordinal), Stop);
        Assert.True((await ListAsync()).IsRead);

        // They are retired, and the session with them; those in the file are of another account by then. All but the first of the calls wait for their turn meanwhile.
        retired.Add(First);
        aws.Cloud.EndSessions();
        await KeepAsync("SANDBOX444444444444");
        var others = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ListAsync()));
        retired.Clear();
        await KeepAsync(First);
        time.Advance(TimeSpan.FromSeconds(31));
        var corrected = await ListAsync();

        // A role has the account in its name, whoever takes it on.
        Assert.All(others, o => Assert.True(isRole ? o.IsRead : o is { Outcome: ReadOutcome.NoAccess, IsRead: false }, o.Detail));
        if (!isRole)
            Assert.Contains(others, o => o.Detail == "The credentials act in account 444444444444, not 333333333333.");
        Assert.True(corrected.IsRead, corrected.Detail);
        Assert.DoesNotContain(signed, s => s.Operation == "DescribeStacks" && s.Authorization.Contains("SANDBOX444444444444", StringComparison.Ordinal));
        // Two at first, one for each call that is refused, one that asks whether it is the region, and two for the keys of then.
        Assert.InRange(signed.Count(s => s.Operation is "AssumeRole" or "GetCallerIdentity"), 3, 12);
    }

    [Fact]
    public async Task A_role_that_may_not_read_something_says_which_action_is_missing()
    {
        await using var aws = await SandboxAws.StartAsync();
        aws.Cloud.AddRole(new SandboxRole(Staging, "read", """{"Statement": {"Effect": "Allow", "Action": ["cloudformation:*", "sqs:ListQueues"]}}"""));
        aws.DeployQueue(Staging, "staging-worker");
        var queue = aws.Cloud.FindStack(Staging, Region, "staging-worker")!.Resources["Jobs"].PhysicalId;
        using var source = aws.CreateSource(
            new AwsAccountOptions(Staging, "home", $"arn:aws:iam::{Staging}:role/read") { ProfilesFile = aws.Profiles(Keys) });

        var read = await source.ReadResourceAsync(Scope(Staging), "AWS::SQS::Queue", queue, Core.Values.MapValue.Empty, [], Stop).Soon();
        var listed = await source.ListLiveResourcesAsync(Scope(Staging), "AWS::SQS::Queue", Stop).Soon();

        Assert.Equal(ReadOutcome.Denied, read.Outcome);
        Assert.Contains("assumed-role/read/driftboard is not authorized to perform: sqs:GetQueueAttributes", read.Detail, StringComparison.Ordinal);
        Assert.True(listed.IsRead, listed.Detail);
    }
}
