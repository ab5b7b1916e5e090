using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Dashboard.Core.Model;
using Dashboard.Core.Secrets;
using Dashboard.Core.Values;
using Dashboard.Sources.Aws.Access;
using Dashboard.Sources.Live;
using Dashboard.Sources.Recordings;
using Dashboard.Sources.Scanning;
using Dashboard.Tests.Shared;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Sources.Tests.Aws.Access;

/// <summary>Types that are not in the built-in catalogue: what their handlers ask for, the account's own registry says.</summary>
public sealed class TypeRegistryTests
{
    private const string Unlisted = "AWS::DMS::ReplicationTask";
    private const string Refusal = $"reading {Unlisted} needs kms:Decrypt, which the read policy denies";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_type_whose_handlers_need_a_denied_action_is_never_read_or_listed_and_the_registry_is_asked_once()
    {
        await using var aws = await StartAsync(Schema("dms:DescribeReplicationTasks", "kms:Decrypt"));
        using var source = aws.CreateSource();
        var open = (source.AsksRegistry(CannedAws.Scope, Unlisted, null), source.ReadCalls(CannedAws.Scope, Unlisted, MapValue.Empty));

        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            source.ReadResourceAsync(new AccountRegion(CannedAws.Account, $"eu-west-{(i % 2) + 1}"), Unlisted, $"task-{i}", MapValue.Empty, [], Stop))).Soon();
        var listed = await source.ListLiveResourcesAsync(CannedAws.Scope, Unlisted, Stop).Soon();

        Assert.All(read, r => Assert.Equal((ReadOutcome.TypeNotReadable, Refusal), (r.Outcome, r.Detail)));
        Assert.Equal((ReadOutcome.TypeNotReadable, Refusal), (listed.Outcome, listed.Detail));
        Assert.Equal(Unlisted, Assert.Single(aws.Asked("DescribeType")).Form["TypeName"]);
        Assert.Empty(aws.Asked("GetResource").Concat(aws.Asked("ListResources")));
        Assert.Equal((true, 1), open);
        Assert.Equal((false, 0), (source.AsksRegistry(CannedAws.Scope, Unlisted, null), source.ReadCalls(CannedAws.Scope, Unlisted, MapValue.Empty)));
    }

    [Theory]
    [InlineData("""{"handlers":{"read":{"permissions":["dms:DescribeReplicationTasks"]}}}""")]
    [InlineData("""{"handlers":{"read":{"permissions":[]}}}""")]
    public async Task A_type_that_needs_no_denied_action_or_of_which_the_registry_says_nothing_is_read(string schema)
    {
        await using var aws = await StartAsync(Described(schema));
        using var source = aws.CreateSource();

        var first = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();
        var second = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-2", MapValue.Empty, [], Stop).Soon();

        Assert.Equal((ReadOutcome.Read, ReadOutcome.Read), (first.Outcome, second.Outcome));
        Assert.Single(aws.Asked("DescribeType"));
    }

    [Theory]
    [InlineData("""{"typeName":"AWS::DMS::ReplicationTask"}""")]
    [InlineData("""{"handlers":{"create":{"permissions":["dms:CreateReplicationTask"]}}}""")]
    public async Task A_type_without_a_read_handler_is_not_readable_without_a_refused_call(string schema)
    {
        const string None = $"AWS offers no way to read {Unlisted}: it has no read handler";
        await using var aws = await StartAsync(Described(schema));
        using var source = aws.CreateSource();

        var read = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();
        var listed = await source.ListLiveResourcesAsync(CannedAws.Scope, Unlisted, Stop).Soon();
        var (policy, _) = await new AccessDoctor(source).PolicyAsync([Unlisted], CannedAws.Scope, Stop).Soon();

        Assert.Equal((ReadOutcome.TypeNotReadable, None), (read.Outcome, read.Detail));
        Assert.Equal((ReadOutcome.TypeNotReadable, None), (listed.Outcome, listed.Detail));
        Assert.Single(aws.Asked("DescribeType"));
        Assert.Empty(aws.Asked("GetResource").Concat(aws.Asked("ListResources")));
        Assert.Equal(0, source.ReadCalls(CannedAws.Scope, Unlisted, MapValue.Empty));
        Assert.Empty(policy.HandlerActions);
        Assert.Empty(policy.Unknown);
        Assert.Equal([None], policy.NotChecked.Select(t => t.Refusal));
        // Another region may have the handler already.
        Assert.True(source.AsksRegistry(new AccountRegion(CannedAws.Account, "eu-west-2"), Unlisted, null));
    }

    [Theory]
    [InlineData("""{"handlers":{"read":{"permissions":["dms:DescribeReplicationTasks"]}}}""", 0)]
    [InlineData("""{"handlers":{"read":{"permissions":["dms:DescribeReplicationTasks"]},"list":{"permissions":["kms:Decrypt"]}}}""", 0)]
    [InlineData("""{"handlers":{"read":{"permissions":["dms:DescribeReplicationTasks"]},"list":{"permissions":[]}}}""", 1)]
    public async Task A_type_without_a_list_handler_that_may_be_asked_is_read_and_not_listed(string schema, int lists)
    {
        await using var aws = await StartAsync(Described(schema));
        using var source = aws.CreateSource();

        var listed = await source.ListLiveResourcesAsync(CannedAws.Scope, Unlisted, Stop).Soon();
        var read = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();

        Assert.Equal((ReadOutcome.Read, lists == 0 ? ReadOutcome.TypeNotReadable : ReadOutcome.Read), (read.Outcome, listed.Outcome));
        Assert.Equal(lists, aws.Asked("ListResources").Count());
        Assert.Equal(lists == 1, CallEstimate.IsListed(source.AccessOf(CannedAws.Scope, Unlisted), isReadThere: true));
    }

    [Theory]
    [InlineData("AccessDenied", HttpStatusCode.Forbidden)]
    [InlineData("Throttling", HttpStatusCode.BadRequest)]
    [InlineData("InvalidAction", HttpStatusCode.BadRequest)]
    [InlineData("InternalFailure", HttpStatusCode.InternalServerError)]
    public async Task Where_the_registry_gives_no_answer_types_are_read_as_before_and_it_is_left_alone_for_a_while(string code, HttpStatusCode status)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var aws = await StartAsync(Reply.Error(code, status: status), Schema("kms:Decrypt"));
        using var source = aws.CreateSource(time);

        var read = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();
        await source.ReadResourceAsync(CannedAws.Scope, "AWS::DMS::EventSubscription", "events", MapValue.Empty, [], Stop).Soon();
        var asked = (aws.Asked("DescribeType").Count(), source.AsksRegistry(CannedAws.Scope, Unlisted, null));
        time.Advance(TypeRegistry.RefusalStands);
        var later = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();

        Assert.Equal(ReadOutcome.Read, read.Outcome);
        Assert.Equal((1, false), asked);
        Assert.Equal((ReadOutcome.TypeNotReadable, Refusal), (later.Outcome, later.Detail));
        Assert.Equal(2, aws.Asked("DescribeType").Count());
    }

    [Fact]
    public async Task A_type_that_one_region_lacks_is_asked_about_in_another()
    {
        await using var aws = await StartAsync(Reply.Error("TypeNotFoundException", status: HttpStatusCode.NotFound), Schema("kms:Decrypt"));
        using var source = aws.CreateSource();
        var other = new AccountRegion(CannedAws.Account, "eu-west-2");

        await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();
        var planned = (source.AsksRegistry(CannedAws.Scope, Unlisted, null), source.AsksRegistry(other, Unlisted, null));
        var there = await source.ReadResourceAsync(other, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();

        Assert.Equal((false, true), planned);
        Assert.Equal((ReadOutcome.TypeNotReadable, Refusal), (there.Outcome, there.Detail));
        Assert.Equal(2, aws.Asked("DescribeType").Count());
    }

    [Theory]
    [InlineData("AWS::SQS::Queue")]
    [InlineData("Acme::Shop::Thing")]
    [InlineData("AWS::CloudFormation::WaitConditionHandle")]
    public async Task Of_types_of_the_catalogue_and_of_others_than_AWS_the_registry_is_not_asked(string type)
    {
        await using var aws = await StartAsync(Schema("kms:Decrypt"));
        using var source = aws.CreateSource();

        var planned = source.AsksRegistry(CannedAws.Scope, type, null);
        await source.ReadResourceAsync(CannedAws.Scope, type, "one", MapValue.Empty, [], Stop).Soon();

        Assert.False(planned);
        Assert.Empty(aws.Asked("DescribeType"));
    }

    [Fact]
    public async Task The_policy_and_the_reader_share_what_they_know()
    {
        await using var aws = await StartAsync(Schema("dms:DescribeReplicationTasks", "kms:Decrypt"));
        using var source = aws.CreateSource();

        var (policy, problem) = await new AccessDoctor(source).PolicyAsync([Unlisted], CannedAws.Scope, Stop).Soon();
        var read = await source.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();

        Assert.Null(problem);
        Assert.Equal([Refusal], policy.NotChecked.Select(t => t.Refusal));
        Assert.Equal(Refusal, read.Detail);
        Assert.Single(aws.Asked("DescribeType"));
    }

    [Fact]
    public async Task A_recording_keeps_what_was_answered_and_asks_no_registry()
    {
        await using var aws = await StartAsync(Schema("kms:Decrypt"));
        using var source = aws.CreateSource();
        var log = new LiveLog(source);
        var planned = log.AsksRegistry(CannedAws.Scope, Unlisted, null);

        await log.ReadResourceAsync(CannedAws.Scope, Unlisted, "task-1", MapValue.Empty, [], Stop).Soon();

        var (question, answer) = Assert.Single(log.Reads);
        Assert.Equal((Unlisted, ReadOutcome.TypeNotReadable, Refusal), (question.Question.Type, answer.Outcome, answer.Detail));
        Assert.True(planned);
        Assert.Equal(Refusal, log.AccessOf(CannedAws.Scope, Unlisted).Refusal);
        ILiveStateSource recorded = new RecordedLiveSource([], ImmutableDictionary<AccountRegion, (ImmutableArray<StackReads>, ImmutableArray<TypeReads>)>.Empty, DateTimeOffset.UnixEpoch, SecretFingerprinter.CreateRandom());
        Assert.False(recorded.AsksRegistry(CannedAws.Scope, Unlisted, null));
    }

    private static async Task<CannedAws> StartAsync(params Reply[] described)
    {
        var aws = await CannedAws.StartAsync();
        aws.On("DescribeType", described).On("GetResource", Reply.Resource("x", "{}"));
        aws.On("ListResources", Reply.Json("""{"TypeName":"T","ResourceDescriptions":[]}"""));
        return aws;
    }

    private static Reply Schema(params string[] read) => Described(JsonSerializer.Serialize(new { handlers = new { read = new { permissions = read }, list = new { permissions = Array.Empty<string>() } } }));

    private static Reply Described(string schema) => Reply.Query("DescribeType", $"<TypeName>{Unlisted}</TypeName><Schema>{System.Security.SecurityElement.Escape(schema)}</Schema>");
}
