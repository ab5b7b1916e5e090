using Dashboard.Sandbox.Cloud;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Cloud;

/// <summary>Exports bind stacks of one account and region together.</summary>
public class ExportTests
{
    private const string Importing = """Resources: {T: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue web-JobsArn}}}""";

    private readonly SandboxCloud _cloud = new();

    public ExportTests() => _cloud.CreateStack(Stack("web", Template));

    [Fact]
    public void An_import_takes_the_exports_value()
    {
        var stack = _cloud.CreateStack(Stack("user", Importing));

        Assert.Equal("arn:aws:sqs:eu-west-1:111111111111:web-jobs", _cloud.Live("AWS::SNS::Topic", stack.Resources["T"].PhysicalId)["DisplayName"]!.ToString());
        Assert.Equal(new SandboxExport("web-JobsArn", "arn:aws:sqs:eu-west-1:111111111111:web-jobs", _cloud.Find("web").StackId), Assert.Single(_cloud.ListExports(Account, Region)));
    }

    [Fact]
    public void An_export_in_use_can_neither_be_deleted_nor_changed()
    {
        _cloud.CreateStack(Stack("user", Importing));

        var refusal = Refusal(() => _cloud.DeleteStack(Account, Region, "web"));
        var changed = _cloud.UpdateStack(Stack("web", Template.Replace("-jobs", "-work", StringComparison.Ordinal)));

        Assert.Equal("Export web-JobsArn cannot be deleted as it is in use by user", refusal.Message);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", changed.Status);
        Assert.NotNull(_cloud.Live("AWS::SQS::Queue", QueueUrl));
        _cloud.DeleteStack(Account, Region, "user");
        _cloud.DeleteStack(Account, Region, "web");
        Assert.Empty(_cloud.ListStacks(Account, Region));
    }

    [Fact]
    public void A_name_is_exported_once()
    {
        var second = _cloud.CreateStack(Stack("copy", Template.Replace("!Sub \"${AWS::StackName}-JobsArn\"", "web-JobsArn", StringComparison.Ordinal)));

        Assert.Equal("ROLLBACK_COMPLETE", second.Status);
        Assert.Single(_cloud.ListExports(Account, Region));
    }

    [Fact]
    public void Exports_do_not_cross_accounts_or_regions()
    {
        Assert.Equal("ROLLBACK_COMPLETE", _cloud.CreateStack(Stack("user", Importing) with { Account = Other }).Status);
        Assert.Equal("ROLLBACK_COMPLETE", _cloud.CreateStack(Stack("user", Importing) with { Region = "us-east-1" }).Status);
    }
}
