using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Trail;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>What the cloud remembers of changes by hand.</summary>
public sealed class TrailTests
{
    private const string Queue = "AWS::SQS::Queue";

    private readonly SandboxCloud _cloud = new();

    [Fact]
    public void What_is_done_by_hand_is_remembered_and_what_CloudFormation_does_is_not()
    {
        _cloud.CreateStack(Stack("web", "Resources: {Jobs: {Type: 'AWS::SQS::Queue', Properties: {QueueName: jobs}}}"));
        var by = new SandboxCaller("arn:aws:iam::111111111111:user/visitor", "aws-cli/2");

        Assert.Empty(_cloud.Read(Account, Region).Trail);
        _cloud.ChangeByHand(Account, Region, "web", "Jobs", """[{"op":"add","path":"/DelaySeconds","value":5}]""", by);
        var other = _cloud.CreateResource(Account, Region, Queue, Map("""{"QueueName":"mine"}"""));
        _cloud.DeleteResource(Account, Region, Queue, other.Identifier);

        var trail = _cloud.Read(Account, Region).Trail;
        Assert.Equal(["SetQueueAttributes", "CreateQueue", "DeleteQueue"], trail.Select(t => t.Call.Name));
        Assert.Equal([by, SandboxCaller.Of(Account), SandboxCaller.Of(Account)], trail.Select(t => t.By));
        Assert.Equal(["https://sqs.eu-west-1.amazonaws.com/111111111111/jobs", "arn:aws:sqs:eu-west-1:111111111111:jobs"], trail[0].Names);
        Assert.Equal(3, trail.Select(t => t.Id).Distinct().Count());
        Assert.Empty(_cloud.Read(Other, Region).Trail);
    }

    [Fact]
    public void A_change_that_is_refused_is_not_remembered()
    {
        Refusal(() => _cloud.DeleteResource(Account, Region, Queue, "none"));

        Assert.Empty(_cloud.Read(Account, Region).Trail);
    }

    [Theory]
    [InlineData("AWS::EC2::SecurityGroup", """{"SecurityGroupIngress":[]}""", """{"SecurityGroupIngress":[{"FromPort":22}]}""", "ec2:AuthorizeSecurityGroupIngress")]
    [InlineData("AWS::EC2::SecurityGroup", """{"SecurityGroupEgress":[{"FromPort":22}]}""", "{}", "ec2:RevokeSecurityGroupEgress")]
    [InlineData("AWS::S3::Bucket", """{"VersioningConfiguration":{"Status":"Enabled"}}""", """{"VersioningConfiguration":{"Status":"Suspended"}}""", "s3:PutBucketVersioning")]
    [InlineData("AWS::IAM::Role", "{}", """{"ManagedPolicyArns":["a"]}""", "iam:AttachRolePolicy")]
    [InlineData("AWS::CloudWatch::Alarm", "{}", null, "monitoring:DeleteAlarms")]
    [InlineData("AWS::StepFunctions::StateMachine", "{}", """{"DefinitionString":"x"}""", "states:UpdateStateMachine")]
    [InlineData("AWS::Lambda::Function", null, "{}", "lambda:CreateFunction20150331")]
    public void A_change_is_the_call_of_the_types_own_service(string type, string? before, string? after, string call)
    {
        var made = TrailCalls.Of(type, before is null ? null : Map(before), after is null ? null : Map(after));

        Assert.Equal(call, $"{made.Service}:{made.Name}");
    }
}
