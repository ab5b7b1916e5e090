using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>Create, update and delete as CloudFormation documents them.</summary>
public class StackLifecycleTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SandboxCloud _cloud;

    public StackLifecycleTests() => _cloud = new SandboxCloud(_time);

    [Fact]
    public void A_stack_is_created_with_its_resources_outputs_and_events()
    {
        var stack = _cloud.CreateStack(Stack("web", Template, ("Timeout", "45")));

        Assert.Equal("CREATE_COMPLETE", stack.Status);
        Assert.StartsWith("arn:aws:cloudformation:eu-west-1:111111111111:stack/web/", stack.StackId, StringComparison.Ordinal);
        Assert.Equal(_time.GetUtcNow(), stack.CreatedAt);
        Assert.Equal("45", stack.Parameters["Timeout"]);
        Assert.Equal(QueueUrl, stack.Resources["Jobs"].PhysicalId);
        Assert.Equal(new SandboxOutput("JobsArn", "arn:aws:sqs:eu-west-1:111111111111:web-jobs", null, "web-JobsArn"), Assert.Single(stack.Outputs));
        Assert.Equal(
            ["web CREATE_IN_PROGRESS", "Jobs CREATE_IN_PROGRESS", "Jobs CREATE_COMPLETE", "News CREATE_IN_PROGRESS", "News CREATE_COMPLETE", "web CREATE_COMPLETE"],
            stack.Log());
        var queue = _cloud.Live("AWS::SQS::Queue", QueueUrl);
        Assert.Equal(new ScalarValue("45", ScalarKind.Number), queue["VisibilityTimeout"]);
        Assert.Equal(new ScalarValue("arn:aws:sqs:eu-west-1:111111111111:web-jobs"), queue["Arn"]);
        Assert.Equal(new ScalarValue("345600", ScalarKind.Number), queue["MessageRetentionPeriod"]);
    }

    [Fact]
    public void Two_clouds_give_equal_ids_and_two_accounts_do_not()
    {
        var one = _cloud.CreateStack(Stack("web", Template));
        var two = new SandboxCloud().CreateStack(Stack("web", Template));
        var elsewhere = _cloud.CreateStack(Stack("web", Template) with { Account = Other });

        Assert.Equal(one.StackId, two.StackId);
        Assert.Equal(one.Resources.Values.Select(r => r.PhysicalId), two.Resources.Values.Select(r => r.PhysicalId));
        Assert.Empty(one.Resources.Values.Select(r => r.PhysicalId).Intersect(elsewhere.Resources.Values.Select(r => r.PhysicalId)));
    }

    [Fact]
    public void Resources_are_made_after_what_they_refer_to_and_what_they_depend_on()
    {
        var stack = _cloud.CreateStack(Stack("web", """
            Resources:
              A: {Type: AWS::SNS::Topic, DependsOn: [C]}
              B: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt A.TopicName}}
              C: {Type: AWS::SNS::Topic}
            """));

        Assert.Equal(["C", "A", "B"], stack.Events.Where(e => e.Type == "AWS::SNS::Topic" && e.Status == "CREATE_COMPLETE").Select(e => e.LogicalId));
    }

    [Fact]
    public void An_update_writes_only_what_the_template_changes_so_that_changes_by_hand_elsewhere_stay()
    {
        _cloud.CreateStack(Stack("web", Template));
        _cloud.ChangeByHand(Account, Region, "web", "Jobs", """[{"op":"replace","path":"/DelaySeconds","value":7}]""");
        _time.Advance(TimeSpan.FromMinutes(1));

        var stack = _cloud.UpdateStack(Stack("web", Template, ("Timeout", "60")));

        Assert.Equal(("UPDATE_COMPLETE", _time.GetUtcNow()), (stack.Status, stack.UpdatedAt));
        var queue = _cloud.Live("AWS::SQS::Queue", QueueUrl);
        Assert.Equal(("60", "7"), (queue["VisibilityTimeout"]!.ToString(), queue["DelaySeconds"]!.ToString()));
        Assert.Equal("CREATE_COMPLETE", stack.Resources["News"].Status);
        Assert.Equal("UPDATE_COMPLETE", stack.Resources["Jobs"].Status);
    }

    [Fact]
    public void A_property_that_only_creation_can_set_replaces_the_resource()
    {
        var before = _cloud.CreateStack(Stack("web", Template)).Resources["Jobs"].PhysicalId;

        var after = _cloud.UpdateStack(Stack("web", Template.Replace("-jobs", "-work", StringComparison.Ordinal)));

        Assert.Equal("https://sqs.eu-west-1.amazonaws.com/111111111111/web-work", after.Resources["Jobs"].PhysicalId);
        Assert.Equal("ResourceNotFoundException", Refusal(() => _cloud.Live("AWS::SQS::Queue", before)).Code);
        Assert.Equal("arn:aws:sqs:eu-west-1:111111111111:web-work", after.Outputs[0].Value);
    }

    [Fact]
    public void A_resource_that_leaves_the_template_is_deleted_or_kept_as_its_policy_says()
    {
        const string both = """
            Resources:
              Stays: {Type: AWS::SNS::Topic}
              Goes: {Type: AWS::SNS::Topic}
              Kept: {Type: AWS::SNS::Topic, DeletionPolicy: Retain}
            """;
        var before = _cloud.CreateStack(Stack("web", both));

        var after = _cloud.UpdateStack(Stack("web", "Resources: {Stays: {Type: AWS::SNS::Topic}}"));

        Assert.Equal(["Stays"], after.Resources.Keys);
        Assert.Equal(
            new[] { before.Resources["Kept"], before.Resources["Stays"] }.Select(r => r.PhysicalId).Order(StringComparer.Ordinal),
            _cloud.ListResources(Account, Region, "AWS::SNS::Topic").Select(r => r.Identifier));
        Assert.Contains("Goes DELETE_COMPLETE", after.Log());
        Assert.Contains("Kept DELETE_SKIPPED", after.Log());
    }

    [Fact]
    public void A_creation_that_fails_rolls_back_and_leaves_only_its_events()
    {
        var stack = _cloud.CreateStack(Stack("web", """
            Resources:
              First: {Type: AWS::SNS::Topic}
              Second: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue nowhere}, DependsOn: First}
            """));

        Assert.Equal("ROLLBACK_COMPLETE", stack.Status);
        Assert.Empty(stack.Resources);
        Assert.Empty(_cloud.ListResources(Account, Region, "AWS::SNS::Topic"));
        Assert.Equal(
            ["web CREATE_IN_PROGRESS", "First CREATE_IN_PROGRESS", "First CREATE_COMPLETE", "Second CREATE_FAILED", "web ROLLBACK_IN_PROGRESS", "First DELETE_COMPLETE", "web ROLLBACK_COMPLETE"],
            stack.Log());
        Assert.Contains("nowhere", stack.Events.Single(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
        Assert.Equal("ValidationError", Refusal(() => _cloud.UpdateStack(Stack("web", Template))).Code);
    }

    [Fact]
    public void A_creation_that_must_not_roll_back_keeps_what_it_made()
    {
        var stack = _cloud.CreateStack(Stack("web", """
            Resources:
              First: {Type: AWS::SNS::Topic}
              Second: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue nowhere}, DependsOn: First}
            """) with { DisableRollback = true });

        Assert.Equal("CREATE_FAILED", stack.Status);
        Assert.Equal(["First"], stack.Resources.Keys);
        Assert.Single(_cloud.ListResources(Account, Region, "AWS::SNS::Topic"));
    }

    [Fact]
    public void An_update_that_fails_puts_everything_back()
    {
        var before = _cloud.CreateStack(Stack("web", Template));
        var live = _cloud.Live("AWS::SQS::Queue", QueueUrl);

        var after = _cloud.UpdateStack(Stack("web", Template.Replace("DisplayName: news", "DisplayName: !ImportValue nowhere", StringComparison.Ordinal), ("Timeout", "99")));

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", after.Status);
        Assert.Equal((before.TemplateBody, "30"), (after.TemplateBody, after.Parameters["Timeout"]));
        Assert.Equal(live, _cloud.Live("AWS::SQS::Queue", QueueUrl));
        Assert.Contains("News UPDATE_FAILED", after.Log());
    }

    [Fact]
    public void A_resource_that_somebody_deleted_by_hand_fails_its_update()
    {
        _cloud.CreateStack(Stack("web", Template));
        _cloud.DeleteByHand(Account, Region, "web", "Jobs");

        var stack = _cloud.UpdateStack(Stack("web", Template, ("Timeout", "60")));

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", stack.Status);
    }

    [Fact]
    public void A_deleted_stack_answers_to_its_arn_alone_and_its_name_is_free_again()
    {
        var first = _cloud.CreateStack(Stack("web", Template));

        _cloud.DeleteStack(Account, Region, "web");

        Assert.Null(_cloud.FindStack(Account, Region, "web"));
        Assert.Equal("DELETE_COMPLETE", _cloud.Find(first.StackId).Status);
        Assert.Empty(_cloud.ListStacks(Account, Region));
        Assert.Empty(_cloud.ListResources(Account, Region, "AWS::SQS::Queue"));
        Assert.NotEqual(first.StackId, _cloud.CreateStack(Stack("web", Template)).StackId);
        _cloud.DeleteStack(Account, Region, "never-there");
    }

    [Theory]
    [InlineData("AlreadyExistsException", "already exists", "web", Template)]
    [InlineData("ValidationError", "stackName", "1web", Template)]
    [InlineData("ValidationError", "stackName", "a_b", Template)]
    [InlineData("ValidationError", "At least one Resources member", "new", "Resources: {}")]
    [InlineData("ValidationError", "must contain a Type", "new", "Resources: {A: {Properties: {}}}")]
    [InlineData("ValidationError", "Template format error", "new", "Resources: [")]
    [InlineData("ValidationError", "Circular dependency", "new", "Resources: {A: {Type: T::T::T, DependsOn: B}, B: {Type: T::T::T, DependsOn: A}}")]
    [InlineData("ValidationError", "[Size] must have values", "new", "Parameters: {Size: {Type: Number}}\nResources: {A: {Type: AWS::SNS::Topic}}")]
    [InlineData("ValidationError", "AllowedValues", "new", "Parameters: {Size: {Type: String, Default: c, AllowedValues: [a, b]}}\nResources: {A: {Type: AWS::SNS::Topic}}")]
    public void What_cannot_be_created_is_refused_and_nothing_happens(string code, string message, string name, string template)
    {
        _cloud.CreateStack(Stack("web", Template));

        var refusal = Refusal(() => _cloud.CreateStack(Stack(name, template)));

        Assert.Equal(code, refusal.Code);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["web"], _cloud.ListStacks(Account, Region).Select(s => s.Name));
    }

    [Fact]
    public void A_parameter_that_the_template_does_not_have_is_refused() =>
        Assert.Equal("Parameters: [Other] do not exist in the template", Refusal(() => _cloud.CreateStack(Stack("web", Template, ("Other", "1")))).Message);

    [Fact]
    public void An_update_without_a_change_is_refused()
    {
        _cloud.CreateStack(Stack("web", Template));

        Assert.Equal("No updates are to be performed.", Refusal(() => _cloud.UpdateStack(Stack("web", Template))).Message);
        Assert.Equal("Stack [none] does not exist", Refusal(() => _cloud.UpdateStack(Stack("none", Template))).Message);
    }

    [Fact]
    public void Roles_need_a_capability_and_named_ones_need_more()
    {
        const string role = "Resources: {R: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}}";
        var named = role.Replace("{AssumeRole", "{RoleName: r, AssumeRole", StringComparison.Ordinal);

        Assert.Equal("Requires capabilities : [CAPABILITY_IAM]", Refusal(() => _cloud.CreateStack(Stack("a", role) with { Capabilities = [] })).Message);
        Assert.Equal("InsufficientCapabilitiesException", Refusal(() => _cloud.CreateStack(Stack("a", named) with { Capabilities = ["CAPABILITY_IAM"] })).Code);
        Assert.Equal("CREATE_COMPLETE", _cloud.CreateStack(Stack("a", named) with { Capabilities = ["CAPABILITY_NAMED_IAM"] }).Status);
    }

    [Fact]
    public void Tags_of_the_stack_and_of_CloudFormation_stand_on_every_taggable_resource()
    {
        var stack = _cloud.CreateStack(Stack("web", "Resources: {B: {Type: AWS::S3::Bucket, Properties: {BucketName: b, Tags: [{Key: own, Value: o}]}}}")
            with
        { Tags = System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("team", "shop")]) });

        Assert.Equal(
            Map($$"""
                {"Tags": [
                  {"Key": "aws:cloudformation:logical-id", "Value": "B"}, {"Key": "aws:cloudformation:stack-id", "Value": "{{stack.StackId}}"},
                  {"Key": "aws:cloudformation:stack-name", "Value": "web"}, {"Key": "own", "Value": "o"}, {"Key": "team", "Value": "shop"}]}
                """)["Tags"],
            _cloud.Live("AWS::S3::Bucket", "b")["Tags"]);
    }
}
