using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Dashboard.Tests.Shared;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>Resources as their own services show them, and what hands do to them.</summary>
public class LiveResourceTests
{
    private const string Queue = "AWS::SQS::Queue";

    private readonly SandboxCloud _cloud = new();

    public LiveResourceTests() => _cloud.CreateStack(Stack("web", Template));

    [Fact]
    public void A_patch_changes_the_resource_and_nothing_else()
    {
        var changed = _cloud.UpdateResource(Account, Region, Queue, QueueUrl, """[{"op":"replace","path":"/VisibilityTimeout","value":"300"}]""");

        Assert.Equal(new ScalarValue("300", ScalarKind.Number), changed.Properties["VisibilityTimeout"]);
        Assert.Equal(changed.Properties, _cloud.Live(Queue, QueueUrl));
        Assert.Equal("30", _cloud.Find("web").Parameters["Timeout"]);
    }

    [Theory]
    [InlineData("/QueueName")]
    [InlineData("/Arn")]
    public void What_creation_or_the_service_sets_cannot_be_changed(string path) => Assert.Equal(
        "NotUpdatableException", Refusal(() => _cloud.UpdateResource(Account, Region, Queue, QueueUrl, $$"""[{"op":"replace","path":"{{path}}","value":"x"}]""")).Code);

    [Theory]
    [InlineData("AWS::SQS::Queue", "none", "ResourceNotFoundException")]
    [InlineData("AWS::SQS::QueuePolicy", "any", "UnsupportedActionException")]
    [InlineData("AWS::Route53::RecordSet", "any", "UnsupportedActionException")]
    [InlineData("AWS::SQS::Nonsense", "any", "TypeNotFoundException")]
    [InlineData("SQS", "any", "ValidationException")]
    public void A_resource_that_cannot_be_had_is_refused_as_Cloud_Control_does(string type, string identifier, string code)
    {
        Assert.Equal(code, Refusal(() => _cloud.GetResource(Account, Region, type, identifier)).Code);
        Assert.Equal(code, Refusal(() => _cloud.DeleteResource(Account, Region, type, identifier)).Code);
        Assert.Equal(code, Refusal(() => _cloud.UpdateResource(Account, Region, type, identifier, "[]")).Code);
    }

    [Fact]
    public void A_resource_that_is_created_by_hand_belongs_to_no_stack_and_exists_once()
    {
        var made = _cloud.CreateResource(Account, Region, Queue, Map("""{"QueueName":"mine"}"""));

        Assert.Equal("https://sqs.eu-west-1.amazonaws.com/111111111111/mine", made.Identifier);
        Assert.Equal(["mine", "web-jobs"], _cloud.ListResources(Account, Region, Queue).Select(r => r.Properties["QueueName"]!.ToString()));
        Assert.Equal("AlreadyExistsException", Refusal(() => _cloud.CreateResource(Account, Region, Queue, Map("""{"QueueName":"mine"}"""))).Code);
        Assert.Null(made.Properties["Tags"]);
        _cloud.DeleteResource(Account, Region, Queue, made.Identifier);
        Assert.Single(_cloud.ListResources(Account, Region, Queue));
    }

    [Fact]
    public void Write_only_properties_are_kept_and_never_shown()
    {
        var stack = _cloud.CreateStack(Stack("db", """
            Parameters: {Word: {Type: String, NoEcho: true}}
            Resources: {D: {Type: AWS::RDS::DBInstance, Properties: {DBInstanceIdentifier: d, Engine: postgres, MasterUserPassword: !Ref Word}}}
            """, ("Word", "canary")));

        Assert.Null(_cloud.Live("AWS::RDS::DBInstance", "d")["MasterUserPassword"]);
        Assert.DoesNotContain("canary", _cloud.ListResources(Account, Region, "AWS::RDS::DBInstance")[0].Properties.ToString(), StringComparison.Ordinal);
        Assert.Equal("d", stack.Resources["D"].PhysicalId);
    }

    [Fact]
    public void Accounts_and_regions_do_not_see_each_other()
    {
        Assert.Empty(_cloud.ListResources(Other, Region, Queue));
        Assert.Empty(_cloud.ListResources(Account, "us-east-1", Queue));
        Assert.Null(_cloud.FindStack(Other, Region, "web"));
        Assert.Null(_cloud.FindStack(Account, "us-east-1", "web"));
        Assert.Equal("ResourceNotFoundException", Refusal(() => _cloud.DeleteResource(Other, Region, Queue, QueueUrl)).Code);
    }

    [Fact]
    public async Task Every_change_is_published_with_the_stack_and_the_path_that_it_touches()
    {
        _cloud.PutObject("t", "q.yaml", "Resources: {Inner: {Type: AWS::SQS::Queue, Properties: {QueueName: inner}}}");
        _cloud.CreateStack(Stack("outer", "Resources: {Q: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: \"https://s3.amazonaws.com/t/q.yaml\"}}}"));
        using var stop = new CancellationTokenSource();
        await using var changes = _cloud.ReadChangesAsync(stop.Token).GetAsyncEnumerator(TestContext.Current.CancellationToken);

        _cloud.UpdateResource(Account, Region, Queue, "https://sqs.eu-west-1.amazonaws.com/111111111111/inner", """[{"op":"add","path":"/DelaySeconds","value":1}]""");
        _cloud.DeleteByHand(Account, Region, "web", "Jobs");
        var mine = _cloud.CreateResource(Account, Region, "AWS::SNS::Topic", Map("{}")).Identifier;
        _cloud.UpdateStack(Stack("web", Template.Replace("DisplayName: news", "DisplayName: other", StringComparison.Ordinal)));
        _cloud.DeleteStack(Account, Region, "web");

        Assert.Equal(new SandboxChange(Account, Region, "outer", "Q/Inner", "https://sqs.eu-west-1.amazonaws.com/111111111111/inner"), await NextAsync());
        Assert.Equal(new SandboxChange(Account, Region, "web", "Jobs", QueueUrl), await NextAsync());
        Assert.Equal(new SandboxChange(Account, Region, null, null, mine), await NextAsync());
        Assert.Equal(("web", "News"), ((await NextAsync()) is var news ? (news.StackName, news.LogicalId) : default));
        Assert.Equal(("web", null), ((await NextAsync()) is var updated ? (updated.StackName, updated.LogicalId) : default));
        await NextAsync();
        await NextAsync();
        Assert.Equal(("web", null), ((await NextAsync()) is var deleted ? (deleted.StackName, deleted.LogicalId) : default));

        async Task<SandboxChange> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync().Soon());
            return changes.Current;
        }
    }

    [Fact]
    public async Task A_reset_forgets_everything_and_says_so()
    {
        await using var changes = _cloud.ReadChangesAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        _cloud.PutObject("b", "k", "text");
        _cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny));

        _cloud.Reset();

        Assert.Empty(_cloud.ListStacks(Account, Region));
        Assert.Empty(_cloud.ListResources(Account, Region, Queue));
        Assert.Null(_cloud.FindObject("b", "k"));
        Assert.Empty(_cloud.HitFaults(Account, Region, "GetResource"));
        Assert.True(await changes.MoveNextAsync().Soon());
        Assert.Equal(("web", null), (changes.Current.StackName, changes.Current.LogicalId));
    }
}
