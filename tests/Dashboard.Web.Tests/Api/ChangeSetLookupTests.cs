using System.Collections.Immutable;
using Dashboard.Core.Secrets;
using Dashboard.Sources.Aws;
using Dashboard.Tests.Shared;
using Dashboard.Web.Scanning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
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
        await using var cloud = await StartAsync(stack.Account, stack.StackName);
        using var live = new AwsLiveStateSource(
            new AwsOptions(ImmutableDictionary<string, AwsAccountOptions>.Empty.Add(stack.Account, AwsAccountOptions.Sandbox(stack.Account, cloud.Urls.Single()))), SecretFingerprinter.CreateRandom(), TimeProvider.System);
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

    /// <summary>A cloud with one stack in REVIEW_IN_PROGRESS, as CreateChangeSet leaves it with ChangeSetType CREATE.</summary>
    private static async Task<WebApplication> StartAsync(string account, string stack)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(await reader.ReadToEndAsync(context.RequestAborted));
            var action = form["Action"].ToString();
            var result = action switch
            {
                "GetCallerIdentity" => $"<Account>{account}</Account>",
                "ListChangeSets" when form["StackName"] == stack =>
                    $"<Summaries><member><ChangeSetId>arn:1</ChangeSetId><ChangeSetName>first-release</ChangeSetName><StackName>{stack}</StackName><Status>CREATE_COMPLETE</Status><ExecutionStatus>AVAILABLE</ExecutionStatus></member></Summaries>",
                "DescribeChangeSet" when form["ChangeSetName"] == "arn:1" =>
                    "<Changes><member><Type>Resource</Type><ResourceChange><Action>Add</Action><LogicalResourceId>Alarms</LogicalResourceId><ResourceType>AWS::SNS::Topic</ResourceType></ResourceChange></member></Changes>",
                _ => null,
            };
            context.Response.StatusCode = result is null ? 400 : 200;
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(result is null ? "<ErrorResponse><Error><Code>InvalidAction</Code></Error></ErrorResponse>" : $"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>", context.RequestAborted);
        });
        await app.StartAsync().Soon();
        return app;
    }
}
