using Dashboard.Sandbox.Cloud;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>Stacks in stacks.</summary>
public class NestedStackTests
{
    private const string Child = """
        Parameters:
          Name: {Type: String}
          Timeout: {Type: Number, Default: 30}
        Resources:
          Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Name, VisibilityTimeout: !Ref Timeout}}
        Outputs:
          Arn: {Value: !GetAtt Jobs.Arn}
        """;

    private const string Parent = """
        Parameters: {Timeout: {Type: Number, Default: 30}}
        Resources:
          Queues:
            Type: AWS::CloudFormation::Stack
            Properties:
              TemplateURL: https://s3.amazonaws.com/templates/queues.yaml
              Parameters: {Name: !Sub "${AWS::StackName}-jobs", Timeout: !Ref Timeout}
          News: {Type: AWS::SNS::Topic, Properties: {DisplayName: !GetAtt Queues.Outputs.Arn}}
        """;

    private readonly SandboxCloud _cloud = new();

    public NestedStackTests() => _cloud.PutObject("templates", "queues.yaml", Child);

    [Fact]
    public void A_nested_stack_is_a_stack_of_its_own_with_its_parent()
    {
        var parent = _cloud.CreateStack(Stack("web", Parent));

        var child = _cloud.Find(parent.Resources["Queues"].PhysicalId);
        Assert.StartsWith("web-Queues-", child.Name, StringComparison.Ordinal);
        Assert.Equal((parent.StackId, parent.StackId), (child.ParentId, child.RootId));
        Assert.Equal("web-jobs", child.Parameters["Name"]);
        Assert.Equal("arn:aws:sqs:eu-west-1:111111111111:web-jobs", _cloud.Live("AWS::SNS::Topic", parent.Resources["News"].PhysicalId)["DisplayName"]!.ToString());
        Assert.Equal(2, _cloud.ListStacks(Account, Region).Length);
    }

    [Fact]
    public void An_update_goes_down_and_a_deletion_takes_everything()
    {
        var child = _cloud.CreateStack(Stack("web", Parent)).Resources["Queues"].PhysicalId;

        var updated = _cloud.UpdateStack(Stack("web", Parent, ("Timeout", "60")));

        Assert.Equal(child, updated.Resources["Queues"].PhysicalId);
        Assert.Equal("UPDATE_COMPLETE", _cloud.Find(child).Status);
        Assert.Equal("60", _cloud.Live("AWS::SQS::Queue", QueueUrl)["VisibilityTimeout"]!.ToString());
        _cloud.DeleteStack(Account, Region, "web");
        Assert.Empty(_cloud.ListStacks(Account, Region));
        Assert.Empty(_cloud.ListResources(Account, Region, "AWS::SQS::Queue"));
    }

    [Fact]
    public void What_changes_inside_is_reported_under_the_outermost_stack_with_its_path()
    {
        _cloud.CreateStack(Stack("web", Parent));

        var live = _cloud.ChangeByHand(Account, Region, "web", "Queues/Jobs", """[{"op":"add","path":"/DelaySeconds","value":9}]""");

        Assert.Equal(QueueUrl, live.Identifier);
        Assert.Equal("9", _cloud.Live("AWS::SQS::Queue", QueueUrl)["DelaySeconds"]!.ToString());
        Assert.Equal("ResourceNotFoundException", Refusal(() => _cloud.DeleteByHand(Account, Region, "web", "Queues/None")).Code);
    }

    [Fact]
    public void A_failure_inside_rolls_the_outermost_stack_back()
    {
        _cloud.PutObject("templates", "queues.yaml", Child.Replace("!Ref Name,", "!ImportValue nowhere,", StringComparison.Ordinal));

        var stack = _cloud.CreateStack(Stack("web", Parent));

        Assert.Equal("ROLLBACK_COMPLETE", stack.Status);
        Assert.Contains("was not successfully created", stack.Events.Single(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
        Assert.Equal(["web"], _cloud.ListStacks(Account, Region).Select(s => s.Name));
    }

    [Fact]
    public void A_template_that_is_not_there_fails_the_resource()
    {
        var stack = _cloud.CreateStack(Stack("web", Parent.Replace("queues.yaml", "none.yaml", StringComparison.Ordinal)));

        Assert.Equal("TemplateURL must reference a valid S3 object to which you have access.", stack.Events.Single(e => e.Status == "CREATE_FAILED").Reason);
    }
}
