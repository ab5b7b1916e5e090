using System.Text.Json;
using Dashboard.Sandbox.Cloud;
using Dashboard.Tests.Shared;
using static Dashboard.Sandbox.Tests.Some;

namespace Dashboard.Sandbox.Tests.Http;

/// <summary>CloudTrail's event history, and stack sets.</summary>
public sealed class AwsTrailTests : AwsTests
{
    [Fact]
    public async Task What_the_command_did_is_found_by_the_resources_name_with_who_did_it()
    {
        Server.Cloud.CreateStack(Stack("web", Template));
        var queue = Server.Cloud.FindStack(Account, Region, "web")!.Resources["Jobs"];
        Server.Cloud.ChangeByHand(Account, Region, "web", "Jobs", """[{"op":"add","path":"/DelaySeconds","value":5}]""", new SandboxCaller($"arn:aws:iam::{Account}:user/visitor"));
        var session = await RunAsync("sts", "assume-role", "--role-arn", $"arn:aws:iam::{Account}:role/Operations", "--role-session-name", "tomasz");
        string[] keys = [.. new[] { "AccessKeyId", "SecretAccessKey", "SessionToken" }.Select(n => Text(session.GetProperty("Credentials"), n))];
        var input = $$"""{"TypeName":"AWS::SQS::Queue","Identifier":"{{queue.Identifier}}","PatchDocument":"[{\"op\":\"add\",\"path\":\"/DelaySeconds\",\"value\":9}]"}""";
        var (exit, _, error) = await AwsCommand.RunAsAsync(Server.Url, keys, Region, "cloudcontrol", "update-resource", "--cli-input-json", input);
        Assert.True(exit == 0, error);

        // The older command fetches an argument that is an address, so the name is given as JSON.
        var found = (await RunAsync("cloudtrail", "lookup-events", "--cli-input-json", $$"""{"LookupAttributes":[{"AttributeKey":"ResourceName","AttributeValue":"{{queue.PhysicalId}}"}]}""")).GetProperty("Events");

        Assert.Equal(["SetQueueAttributes tomasz", "SetQueueAttributes visitor"], found.EnumerateArray().Select(e => $"{Text(e, "EventName")} {Text(e, "Username")}"));
        using var whole = JsonDocument.Parse(Text(found[0], "CloudTrailEvent"));
        Assert.Equal($"arn:aws:sts::{Account}:assumed-role/Operations/tomasz", Text(whole.RootElement.GetProperty("userIdentity"), "arn"));
        Assert.StartsWith("aws-cli", Text(whole.RootElement, "userAgent"), StringComparison.Ordinal);
        Assert.Equal("AWS::SQS::Queue", Text(found[0].GetProperty("Resources")[0], "ResourceType"));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_services_for_all_regions_record_in_the_first_one()
    {
        for (var i = 0; i < 3; i++)
            Server.Cloud.CreateResource(Account, Region, "AWS::Logs::LogGroup", Map($$"""{"LogGroupName":"/{{i}}"}"""));
        Server.Cloud.CreateResource(Account, Region, "AWS::IAM::Role", Map("""{"RoleName":"mine","AssumeRolePolicyDocument":{}}"""));

        var first = await RunAsync("cloudtrail", "lookup-events", "--max-results", "2", "--no-paginate");
        var second = await RunAsync("cloudtrail", "lookup-events", "--max-results", "2", "--no-paginate", "--next-token", Text(first, "NextToken"));
        var (_, home, _) = await AwsCommand.RunAsync(Server.Url, Account, "us-east-1", "cloudtrail", "lookup-events", "--query", "Events[].EventName", "--output", "text");

        Assert.Equal((2, 1), (first.GetProperty("Events").GetArrayLength(), second.GetProperty("Events").GetArrayLength()));
        Assert.False(second.TryGetProperty("NextToken", out _));
        Assert.Equal("CreateRole", home.Trim());
    }

    [Fact]
    public async Task A_stack_set_and_its_instances_are_listed_where_it_is_administered()
    {
        var set = Server.Cloud.CreateStackSet(Account, Region, "guardrails", Template, (Account, Region), (Other, Region));

        var listed = (await RunAsync("cloudformation", "list-stack-sets", "--status", "ACTIVE")).GetProperty("Summaries");
        var instances = (await RunAsync("cloudformation", "list-stack-instances", "--stack-set-name", "guardrails")).GetProperty("Summaries");

        Assert.Equal((set.Id, "guardrails"), (Text(listed[0], "StackSetId"), Text(listed[0], "StackSetName")));
        Assert.Equal([Account, Other], instances.EnumerateArray().Select(i => Text(i, "Account")));
        Assert.Equal(Server.Cloud.ListStacks(Other, Region).Single().StackId, Text(instances[1], "StackId"));
        await FailAsync("(StackSetNotFoundException)", "cloudformation", "list-stack-instances", "--stack-set-name", "none");
    }

    [Fact]
    public async Task An_organizations_stack_set_is_listed_to_its_delegated_administrator_where_that_asks_as_such()
    {
        var set = Server.Cloud.CreateOrganizationStackSet("333333333333", Account, Region, "guardrails", Template, (Other, Region));

        var own = (await RunAsync("cloudformation", "list-stack-sets")).GetProperty("Summaries");
        var delegated = (await RunAsync("cloudformation", "list-stack-sets", "--call-as", "DELEGATED_ADMIN")).GetProperty("Summaries");
        var instances = (await RunAsync("cloudformation", "list-stack-instances", "--stack-set-name", "guardrails", "--call-as", "DELEGATED_ADMIN")).GetProperty("Summaries");
        var (_, refused, _) = await AwsCommand.RunAsync(Server.Url, Other, Region, "cloudformation", "list-stack-sets", "--call-as", "DELEGATED_ADMIN");

        Assert.Equal(0, own.GetArrayLength());
        Assert.Equal((set.Id, "SERVICE_MANAGED"), (Text(delegated[0], "StackSetId"), Text(delegated[0], "PermissionModel")));
        Assert.Equal([Other], instances.EnumerateArray().Select(i => Text(i, "Account")));
        Assert.Equal("", refused);
        await FailAsync("(StackSetNotFoundException)", "cloudformation", "list-stack-instances", "--stack-set-name", "guardrails");
    }

    [Fact]
    public async Task A_denied_lookup_names_the_action()
    {
        using var denied = Server.Cloud.AddFault(new SandboxFault(SandboxFaultKind.Deny, Operation: "LookupEvents"));

        await FailAsync("is not authorized to perform: cloudtrail:LookupEvents", "cloudtrail", "lookup-events");
    }
}
