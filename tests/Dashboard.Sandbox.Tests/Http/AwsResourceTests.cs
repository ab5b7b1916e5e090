using Dashboard.Core.Values;
using Dashboard.Sandbox.Cloud;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>Single resources, who one is, and what goes wrong.</summary>
public sealed class AwsResourceTests : AwsTests
{
    [Fact]
    public async Task Resources_are_listed_created_and_deleted_and_the_caller_is_named()
    {
        await RunAsync("cloudcontrol", "create-resource", "--type-name", "AWS::Logs::LogGroup", "--desired-state", """{"LogGroupName":"/mine","RetentionInDays":7}""");
        var listed = (await RunAsync("cloudcontrol", "list-resources", "--type-name", "AWS::Logs::LogGroup")).GetProperty("ResourceDescriptions")[0];
        Assert.Equal("/mine", Text(listed, "Identifier"));

        var read = await RunAsync("cloudcontrol", "get-resource", "--type-name", "AWS::Logs::LogGroup", "--identifier", "/mine");
        Assert.Equal(new ScalarValue("7", ScalarKind.Number), Map(Text(read.GetProperty("ResourceDescription"), "Properties"))["RetentionInDays"]);
        await RunAsync("cloudcontrol", "delete-resource", "--type-name", "AWS::Logs::LogGroup", "--identifier", "/mine");
        Assert.Empty(Server.Cloud.ListResources(Account, Region, "AWS::Logs::LogGroup"));

        Assert.Equal(Account, Text(await RunAsync("sts", "get-caller-identity"), "Account"));
    }

    [Fact]
    public async Task Errors_are_the_ones_that_people_know()
    {
        Server.Cloud.CreateStack(Stack("web", Template));

        await FailAsync("(ValidationError) when calling the DescribeStacks operation: Stack with id none does not exist", "cloudformation", "describe-stacks", "--stack-name", "none");
        await FailAsync("(AlreadyExistsException) when calling the CreateStack operation: Stack [web] already exists", "cloudformation", "create-stack", "--stack-name", "web", "--template-body", Template);
        await FailAsync("No updates are to be performed", "cloudformation", "update-stack", "--stack-name", "web", "--template-body", Template);
        await FailAsync("(ResourceNotFoundException) when calling the GetResource operation", "cloudcontrol", "get-resource", "--type-name", "AWS::SQS::Queue", "--identifier", "none");
        await FailAsync("(UnsupportedActionException)", "cloudcontrol", "get-resource", "--type-name", "AWS::Route53::RecordSet", "--identifier", "x");
        using var denied = Server.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny));
        await FailAsync("(AccessDenied)", "cloudformation", "list-stacks");
        await FailAsync("(AccessDeniedException)", "cloudcontrol", "list-resources", "--type-name", "AWS::SQS::Queue");
    }
}
