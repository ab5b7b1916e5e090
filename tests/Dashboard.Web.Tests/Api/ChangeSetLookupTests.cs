using System.Collections.Immutable;
using Dashboard.Core.Secrets;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Http;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Dashboard.Web.Scanning;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>Change sets of stacks that nothing was deployed of yet.</summary>
[Collection(nameof(RunningHost))]
public sealed class ChangeSetLookupTests(RunningHost host)
{
    [Fact]
    public async Task The_change_set_that_is_to_create_a_stack_is_found_although_nothing_is_deployed()
    {
        var stack = host.Feed.Current.Stacks.Values.First(s => s is { Status: Core.Evaluation.Status.NotDeployed, Reason: Core.Evaluation.StatusReason.StackMissing });
        var cloud = new SandboxCloud();
        cloud.CreateChangeSet(
            new StackRequest { Account = stack.Account, Region = stack.Key.Region, StackName = stack.StackName, TemplateBody = "Resources: {Alarms: {Type: 'AWS::SNS::Topic'}}" }, "first-release", creates: true);
        await using var server = SandboxHost.Build(cloud, "http://127.0.0.1:0");
        await server.StartAsync(TestContext.Current.CancellationToken).Soon();
        using var live = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(stack.Account, AwsAccountOptions.Sandbox(stack.Account, server.Urls.Single()))), SecretFingerprinter.CreateRandom(), TimeProvider.System);
        var lookup = new ChangeSetLookup(host.Host.Services.GetRequiredService<BoardPublisher>(), live, TimeProvider.System);

        var found = await lookup.AskAsync(stack.Key, TestContext.Current.CancellationToken).Soon();

        Assert.Null(found!.Reason);
        var waiting = Assert.Single(found.ChangeSets);
        Assert.Equal("first-release", waiting.Set.Name);
        Assert.Equal(("Add", "Alarms"), (Assert.Single(waiting.Changes).Action, waiting.Changes[0].LogicalId));
    }

    [Fact]
    public async Task Nothing_waits_for_a_stack_that_does_not_exist()
    {
        var stack = host.Feed.Current.Stacks.Values.First(s => s is { Status: Core.Evaluation.Status.NotDeployed, Reason: Core.Evaluation.StatusReason.StackMissing });

        var told = await host.GetJsonAsync($"/api/v1/stacks/{stack.Key.Application}/{stack.Key.Environment}/{stack.Key.Component}/changesets?region={stack.Key.Region}");

        Assert.Empty(told.GetProperty("changeSets").EnumerateArray());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, told.GetProperty("reason").ValueKind);
    }
}
