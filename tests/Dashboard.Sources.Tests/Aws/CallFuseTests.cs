using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws;

/// <summary>A service that does not answer costs one deadline, however many resources are to be read from it.</summary>
public sealed class CallFuseTests
{
    private const string Topic = "AWS::SNS::Topic";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Row_13_a_hundred_resources_of_a_service_that_hangs_end_with_the_deadline_of_the_first_calls()
    {
        await using var aws = await CannedAws.StartAsync();
        var hangs = Enumerable.Range(0, CallFuse.Most).Select(_ => new Reply(System.Net.HttpStatusCode.OK, "") { Hangs = true }).ToArray();
        var probe = new Reply(System.Net.HttpStatusCode.OK, "") { Hangs = true };
        aws.On("GetTopicAttributes", [.. hangs, probe, Reply.Error("NotFound")]).On("DescribeParameters", Reply.Json("""{"Parameters": []}"""));
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(time, Deadline, account: new AwsAccountOptions(CannedAws.Account, Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000, ParallelCalls = CallFuse.Most });

        var sweep = Enumerable.Range(0, 100).Select(_ => ReadAsync(source, Topic)).ToList();
        await Task.WhenAll(hangs.Select(h => h.Reached.Task)).Soon();
        time.Advance(Deadline);
        var reads = await Task.WhenAll(sweep).Soon();

        Assert.All(reads, r => Assert.Equal(ReadOutcome.TimedOut, r.Outcome));
        Assert.Equal(CallFuse.Most, reads.Count(r => r.Detail == "sns GetTopicAttributes in eu-west-1: No answer within 30 s."));
        Assert.Equal(96, reads.Count(r => r.Detail == "sns GetTopicAttributes in eu-west-1: Not asked: the calls before it were all left without an answer. One is made again every 60 s."));
        Assert.Equal(CallFuse.Most, aws.Asked("GetTopicAttributes").Count());
        // Another service of the account is as good as before.
        Assert.Equal(ReadOutcome.Missing, (await ReadAsync(source, "AWS::SSM::Parameter")).Outcome);

        // The next sweep: one call tries, and the others wait for what becomes of it.
        time.Advance(CallFuse.Rest);
        var trying = ReadAsync(source, Topic);
        await probe.Reached.Task.Soon();
        time.Advance(TimeSpan.FromSeconds(1));
        var waiting = ReadAsync(source, Topic);
        Assert.False(waiting.IsCompleted);
        time.Advance(Deadline - TimeSpan.FromSeconds(1));
        Assert.Equal("sns GetTopicAttributes in eu-west-1: No answer within 30 s.", (await trying.Soon()).Detail);
        Assert.StartsWith("sns GetTopicAttributes in eu-west-1: Not asked", (await waiting.Soon()).Detail, StringComparison.Ordinal);
        Assert.Equal(ReadOutcome.TimedOut, (await ReadAsync(source, Topic)).Outcome);

        // It is back, and nobody had to do anything.
        time.Advance(CallFuse.Rest);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ReadAsync(source, Topic))), r => Assert.Equal(ReadOutcome.Missing, r.Outcome));
    }

    [Fact]
    public async Task A_call_that_gets_its_credentials_after_its_deadline_sends_nothing_and_holds_up_nobody()
    {
        var time = new FakeTimeProvider();
        var fuse = new CallFuse(time);
        var kind = new CallKind("GetTopicAttributes");
        for (var i = 0; i < CallFuse.Most; i++)
        {
            await fuse.EnterAsync(Stop);
            await fuse.EnterAsync(kind, Stop);
            fuse.Leave(kind, ReadOutcome.TimedOut, time.GetTimestamp());
        }

        var credentials = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var sent = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        await fuse.EnterAsync(Stop);
        var call = fuse.RunAsync(SendAsync, CallFuse.Rest, time, Stop);
        time.Advance(CallFuse.Rest);
        Assert.Equal(ReadOutcome.TimedOut, (await call.Soon()).Outcome);
        credentials.SetResult();
        Assert.IsType<OperationCanceledException>(await sent.Task.Soon());

        // The next one is the one that tries again.
        await fuse.EnterAsync(kind, Stop).Soon();

        async Task<int> SendAsync(CancellationToken stop)
        {
            await credentials.Task;
            sent.SetResult(await Record.ExceptionAsync(() => CallTurn.EnterAsync(fuse, kind, CancellationToken.None)));
            return 0;
        }
    }

    [Fact]
    public async Task Row_12_a_service_that_throttles_for_ever_is_left_alone_too_and_says_why()
    {
        await using var aws = await CannedAws.StartAsync();
        aws.On("ListStackResources", Reply.Error("Throttling", "Rate exceeded"));
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(time);

        for (var i = 0; i < CallFuse.Most; i++)
            Assert.Equal("cloudformation ListStackResources in eu-west-1: Throttling: Rate exceeded", (await source.ListResourcesAsync(CannedAws.Scope, "s", Stop).Soon()).Detail);
        var next = await source.ListResourcesAsync(CannedAws.Scope, "s", Stop).Soon();

        Assert.Equal((ReadOutcome.Throttled, "cloudformation ListStackResources in eu-west-1: Not asked: the calls before it were all throttled. One is made again every 60 s."), (next.Outcome, next.Detail));
        Assert.Equal(CallFuse.Most, aws.Asked("ListStackResources").Count());
    }

    [Fact]
    public async Task An_operation_that_hangs_is_left_alone_beside_others_that_answer()
    {
        var fuse = new CallFuse(new FakeTimeProvider());

        for (var i = 0; i < CallFuse.Most; i++)
        {
            await EndAsync(fuse, new("DescribeInstances"), ReadOutcome.TimedOut);
            await EndAsync(fuse, new("DescribeVpcs"), ReadOutcome.Read);
        }

        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(new CallKind("DescribeInstances"), Stop).Soon());
        await fuse.EnterAsync(new CallKind("DescribeVpcs"), Stop).Soon();
        await fuse.EnterAsync(Stop).Soon();
    }

    [Fact]
    public async Task One_type_says_nothing_of_its_service_however_often_it_is_asked_in_vain_and_two_do()
    {
        var fuse = new CallFuse(new FakeTimeProvider());
        CallKind read = new("GetResource", Topic), list = new("ListResources", Topic), other = new("GetResource", "AWS::SQS::Queue");

        await EndAsync(fuse, list, ReadOutcome.TimedOut);
        for (var i = 0; i < CallFuse.Most; i++)
            await EndAsync(fuse, read, ReadOutcome.TimedOut);
        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(read, Stop).Soon());
        await EndAsync(fuse, other, ReadOutcome.Read);
        for (var i = 1; i < CallFuse.Most; i++)
            await EndAsync(fuse, list, ReadOutcome.TimedOut);
        await fuse.EnterAsync(other, Stop).Soon();
        fuse.Leave(other, null, 0);

        await EndAsync(fuse, other, ReadOutcome.TimedOut);
        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(Stop).Soon());
    }

    [Fact]
    public async Task What_began_when_another_type_was_nearly_given_up_says_nothing_of_the_service()
    {
        var time = new FakeTimeProvider();
        var fuse = new CallFuse(time);
        CallKind hanging = new("GetResource", "AWS::SQS::Queue"), other = new("GetResource", Topic);
        var started = time.GetTimestamp();
        for (var i = 0; i < CallFuse.Most; i++)
            await EnterAsync(hanging);
        time.Advance(Deadline);
        for (var i = 1; i < CallFuse.Most; i++)
            fuse.Leave(hanging, ReadOutcome.TimedOut, started);
        await EnterAsync(other);

        fuse.Leave(hanging, ReadOutcome.TimedOut, started);

        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(hanging, Stop).Soon());
        await EnterAsync(new CallKind("GetResource", "AWS::KMS::Key"));

        // It hangs as well, as everybody knows by then.
        started = time.GetTimestamp();
        time.Advance(Deadline);
        fuse.Leave(other, ReadOutcome.TimedOut, started);
        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(Stop).Soon());

        async Task EnterAsync(CallKind kind)
        {
            await fuse.EnterAsync(Stop).Soon();
            await fuse.EnterAsync(kind, Stop).Soon();
        }
    }

    [Fact]
    public async Task A_try_that_is_not_made_after_all_leaves_the_next_one_to_try()
    {
        var time = new FakeTimeProvider();
        var fuse = new CallFuse(time);
        CallKind one = new("GetResource", Topic), other = new("GetResource", "AWS::SQS::Queue");
        for (var i = 0; i < CallFuse.Most; i++)
            await EndAsync(fuse, i == 0 ? one : other, ReadOutcome.TimedOut);
        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(Stop).Soon());
        time.Advance(CallFuse.Rest);

        await fuse.EnterAsync(Stop).Soon();
        var waiting = fuse.EnterAsync(Stop);
        Assert.False(waiting.IsCompleted);
        fuse.Leave(null, null, 0);

        await waiting.Soon();
    }

    [Theory]
    [InlineData(ReadOutcome.Read)]
    [InlineData(ReadOutcome.Denied)]
    [InlineData(ReadOutcome.Missing)]
    [InlineData(ReadOutcome.Failed)]
    public async Task Any_answer_between_them_says_that_the_service_is_there(ReadOutcome answer)
    {
        var fuse = new CallFuse(new FakeTimeProvider());

        for (var i = 0; i < 3 * CallFuse.Most; i++)
            await EndAsync(fuse, new("DescribeVpcs"), i % CallFuse.Most == CallFuse.Most - 1 ? answer : ReadOutcome.TimedOut);

        await fuse.EnterAsync(new CallKind("DescribeVpcs"), Stop).Soon();
        await fuse.EnterAsync(Stop).Soon();
    }

    [Fact]
    public async Task What_was_never_sent_says_nothing_of_the_service()
    {
        var fuse = new CallFuse(new FakeTimeProvider());

        for (var i = 0; i < 2 * CallFuse.Most; i++)
        {
            await fuse.EnterAsync(Stop).Soon();
            fuse.Leave(null, ReadOutcome.TimedOut, 0);
        }

        await fuse.EnterAsync(Stop).Soon();
    }

    [Fact]
    public async Task Calls_that_wait_count_only_where_the_service_answered_nothing_since_the_one_that_was_given_up_began()
    {
        var time = new FakeTimeProvider();
        var fuse = new CallFuse(time);
        var started = time.GetTimestamp();
        CallKind vpcs = new("DescribeVpcs"), subnets = new("DescribeSubnets");
        for (var i = 0; i < CallFuse.Most; i++)
            await EnterAsync(fuse, i == 0 ? subnets : vpcs);
        time.Advance(TimeSpan.FromSeconds(1));
        fuse.Leave(vpcs, ReadOutcome.Read, started);
        await EnterAsync(fuse, vpcs);
        time.Advance(Deadline);

        fuse.Leave(subnets, ReadOutcome.TimedOut, started);
        await EnterAsync(fuse, subnets);

        for (var i = 1; i < CallFuse.Most; i++)
            fuse.Leave(vpcs, ReadOutcome.TimedOut, started);
        await Assert.ThrowsAsync<UnansweredException>(() => fuse.EnterAsync(Stop).Soon());
    }

    [Fact]
    public async Task A_role_that_is_not_granted_in_time_is_the_silence_of_STS_and_costs_one_deadline()
    {
        await using var aws = await CannedAws.StartAsync();
        var hangs = new Reply(System.Net.HttpStatusCode.OK, "") { Hangs = true };
        aws.On("AssumeRole", Granted(), hangs, Granted());
        // SNS answers at once: first what was asked, then that the session has ended.
        aws.On("GetTopicAttributes", [Reply.Error("NotFound"), .. Enumerable.Repeat(Reply.Error("ExpiredToken"), CallFuse.Most), Reply.Error("NotFound")]);
        var time = new FakeTimeProvider();
        using var source = aws.CreateSource(time, Deadline, account: new AwsAccountOptions(CannedAws.Account, RoleArn: "arn:aws:iam::111111111111:role/read", Endpoint: aws.Url) { AccessKeyId = "SANDBOX" + CannedAws.Account, SecretKey = "x", CallsPerSecond = 100_000, ParallelCalls = CallFuse.Most });
        Assert.Equal(ReadOutcome.Missing, (await ReadAsync(source, Topic)).Outcome);

        var sweep = Enumerable.Range(0, 100).Select(_ => ReadAsync(source, Topic)).ToList();
        await hangs.Reached.Task.Soon();
        time.Advance(Deadline);
        var reads = await Task.WhenAll(sweep).Soon();

        Assert.All(reads, r => Assert.Equal(ReadOutcome.TimedOut, r.Outcome));
        Assert.Contains(reads, r => r.Detail?.EndsWith(": Not asked: STS was to grant the role arn:aws:iam::111111111111:role/read, and that call was left without an answer. One is made again every 60 s.", StringComparison.Ordinal) == true);
        Assert.Equal(2, aws.Asked("AssumeRole").Count());

        // SNS said nothing wrong: it is read as soon as there is a session again, however many were told before that the old one had ended.
        aws.On("GetTopicAttributes", Reply.Error("NotFound"));
        time.Advance(CallFuse.Rest);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ReadAsync(source, Topic))), r => Assert.Equal(ReadOutcome.Missing, r.Outcome));
    }

    private static Reply Granted() => Reply.Query(
        "AssumeRole",
        $"<Credentials><AccessKeyId>SANDBOX{CannedAws.Account}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>{DateTime.UtcNow.AddHours(1):yyyy-MM-ddTHH:mm:ssZ}</Expiration></Credentials>");

    private static async Task EnterAsync(CallFuse fuse, CallKind kind)
    {
        await fuse.EnterAsync(Stop).Soon();
        await fuse.EnterAsync(kind, Stop).Soon();
    }

    private static async Task EndAsync(CallFuse fuse, CallKind kind, ReadOutcome outcome)
    {
        await EnterAsync(fuse, kind);
        fuse.Leave(kind, outcome, 0);
    }

    private static Task<ResourceObservation> ReadAsync(AwsLiveStateSource source, string type) => source.ReadResourceAsync(CannedAws.Scope, type, "jobs", MapValue.Empty, [], Stop).Soon();
}
