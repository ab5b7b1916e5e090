using System.Net;
using System.Text.Json;
using Dashboard.Core.Documents;
using Dashboard.Core.Model;
using Dashboard.Sandbox.Cloud;
using Dashboard.Sandbox.Cloud.Types;
using Dashboard.Sources.Git;
using Dashboard.Tests.Shared;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Api;

/// <summary>Changes by hand in the sample estate, as they reach the API and the hub; and what must never reach them.</summary>
[Collection(nameof(RunningHost))]
public sealed class LiveEstateTests(RunningHost host)
{
    [Fact]
    public void The_start_prints_both_addresses()
    {
        Assert.Contains(host.Host.Url, host.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains(host.Host.Sandbox!.Endpoint, host.Output.Split('\n')[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_by_hand_arrives_at_the_hub_and_goes_when_it_is_taken_back()
    {
        var sandbox = host.Host.Services.GetRequiredService<ISandboxControls>();
        var mistake = sandbox.Mistakes.First(m => !m.IsApplied && Drifted(host.Feed.Current, m) == 0);
        await using var client = new DriftHubTests.Client(host.Host.Url);
        await client.Connection.StartAsync(Cancellation).Soon();
        await client.Connection.InvokeAsync("Subscribe", Cancellation).Soon();
        Assert.IsType<BoardDocument>(await client.NextAsync());

        await sandbox.ApplyAsync(mistake.Id).Soon();
        await UntilAsync(client, c => IsOf(c, mistake) && c.Drifted == 1);
        Assert.True(sandbox.Mistakes.Single(m => m.Id == mistake.Id).IsApplied);

        await sandbox.RevertAsync(mistake.Id).Soon();
        await UntilAsync(client, c => IsOf(c, mistake) && c.Drifted == 0);
        Assert.Equal(0, Drifted(await host.WhenAsync(b => Drifted(b, mistake) == 0), mistake));
    }

    [Fact]
    public async Task Whoever_changes_something_by_hand_is_named_with_the_call_and_the_time()
    {
        var sandbox = host.Host.Services.GetRequiredService<ISandboxControls>();
        var told = await host.GetJsonAsync("/api/v1/stacks/shop/production/storefront/changes?resource=WebSecurityGroup");
        await sandbox.ApplyAsync("visible-sooner").Soon();
        await host.WhenAsync(b => b.Stacks.Values.Any(s => s.Key is { Environment: "production", Component: "worker" } && s.Resources.Any(r => r.Address.Path == "Queues/OrderQueue" && r.IsDrifted)));
        var nested = await host.GetJsonAsync("/api/v1/stacks/shop/production/worker/changes?resource=Queues%2FOrderQueue");
        await sandbox.RevertAsync("visible-sooner").Soon();
        await host.WhenAsync(b => b.Stacks.Values.Any(s => s.Key is { Environment: "production", Component: "worker" } && s.Resources.Any(r => r.Address.Path == "Queues/OrderQueue" && !r.IsDrifted)));
        var queue = await host.GetJsonAsync("/api/v1/stacks/shop/production/worker/changes?resource=" + Uri.EscapeDataString(
            host.Feed.Current.Stacks.Values.Single(s => s.Key is { Environment: "production", Component: "worker" }).Resources.Single(r => r.Status == Core.Evaluation.Status.Unmanaged).Address.Path));

        Assert.Equal("tomasz.wrona Operations AuthorizeSecurityGroupIngress ec2 cloudTrail console", First(told));
        Assert.Equal("visitor  SetQueueAttributes sqs cloudTrail ", First(nested));
        Assert.Contains(nested.GetProperty("changes").EnumerateArray(), c => c.GetProperty("source").GetString() == "stackEvents" && c.GetProperty("call").GetString() == "CREATE_COMPLETE");
        Assert.Equal("ravi.menon Operations CreateQueue sqs cloudTrail console", First(queue));
        Assert.Empty(queue.GetProperty("unknown").EnumerateArray());

        static string First(JsonElement document)
        {
            var change = document.GetProperty("changes")[0];
            return string.Join(' ', new[] { "actor", "role", "call", "service", "source", "client" }.Select(n => change.GetProperty(n).GetString()));
        }
    }

    [Fact]
    public async Task A_change_set_that_waits_is_told_with_what_it_would_do_and_one_without_changes_is_not()
    {
        var cloud = host.Host.Sandbox!.Cloud;
        var stack = host.Feed.Current.Stacks.Values.Single(s => s.Key is { Environment: "production", Component: "worker" });
        var deployed = cloud.Read(stack.Account, stack.Key.Region).Stacks.Values.Single(s => s.Name == stack.StackName && s.ParentId is null);
        var request = new StackRequest
        {
            Account = stack.Account,
            Region = stack.Key.Region,
            StackName = stack.StackName,
            TemplateBody = deployed.TemplateBody,
            Parameters = deployed.Parameters,
            Tags = deployed.Tags,
        };
        cloud.CreateChangeSet(request, "nothing");
        var set = cloud.CreateChangeSet(request with { TemplateBody = deployed.TemplateBody.Replace("\nResources:\n", "\nResources:\n  News:\n    Type: AWS::SNS::Topic\n", StringComparison.Ordinal) }, "release-7");
        Assert.Equal("AVAILABLE", set.ExecutionStatus);

        var told = await host.GetJsonAsync("/api/v1/stacks/shop/production/worker/changesets");

        cloud.DeleteChangeSet(stack.Account, stack.Key.Region, "nothing", stack.StackName);
        cloud.DeleteChangeSet(stack.Account, stack.Key.Region, "release-7", stack.StackName);
        var waiting = Assert.Single(told.GetProperty("changeSets").EnumerateArray());
        Assert.Equal(("release-7", "CREATE_COMPLETE"), (waiting.GetProperty("name").GetString(), waiting.GetProperty("status").GetString()));
        Assert.Contains(waiting.GetProperty("changes").EnumerateArray(), c => c.GetProperty("logicalId").GetString() == "News" && c.GetProperty("action").GetString() == "Add");
        Assert.Equal(JsonValueKind.Null, told.GetProperty("reason").ValueKind);
    }

    [Fact]
    public async Task The_board_tells_how_many_calls_the_sweep_took_and_how_many_were_expected()
    {
        // The first sweep knows least of what there is, and which sweep was the last one before this test nobody can say.
        var before = host.Feed.Current.Scan.LastFinishedAt;
        await host.Host.Services.GetRequiredService<IScanControls>().RequestScanAsync(null, null, null).Soon();
        await host.WhenAsync(b => !b.Scan.IsRunning && b.Scan.LastFinishedAt > before);
        var calls = (await host.GetJsonAsync("/api/v1/board")).GetProperty("calls");

        var made = calls.GetProperty("made").GetInt32();
        Assert.True(made > 50, calls.ToString());
        // What stands in no template is not foreseen by the sweep that comes upon it.
        Assert.InRange(calls.GetProperty("estimated").GetInt32(), made * 3 / 4, made);
        Assert.Equal(made, calls.GetProperty("operations").EnumerateObject().Sum(o => o.Value.GetInt32()));
    }

    [Theory]
    [InlineData("", HttpStatusCode.BadRequest, "resource: found nothing")]
    [InlineData("?resource=Gone", HttpStatusCode.NotFound, "in shop/production/storefront/")]
    public async Task A_resource_that_is_not_named_or_not_there_is_said(string query, HttpStatusCode status, string words)
    {
        using var reply = await host.Http.GetAsync("/api/v1/stacks/shop/production/storefront/changes" + query, Cancellation).Soon();

        Assert.Equal(status, reply.StatusCode);
        Assert.Contains(words, await reply.Content.ReadAsStringAsync(Cancellation).Soon(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_mistake_shows_and_a_reset_takes_all_of_them_back()
    {
        var sandbox = host.Host.Services.GetRequiredService<ISandboxControls>();
        var before = Verdicts(host.Feed.Current);
        Assert.True(sandbox.Mistakes.Length >= 8);
        foreach (var mistake in sandbox.Mistakes.Where(m => !m.IsApplied))
            await sandbox.ApplyAsync(mistake.Id).Soon();
        await host.WhenAsync(b => sandbox.Mistakes.All(m => Drifted(b, m) > 0));

        await sandbox.ResetAsync().Soon();
        var board = await host.WhenAsync(b => Verdicts(b) == before);

        Assert.Equal(before, Verdicts(board));
    }

    [Fact]
    public async Task No_secret_of_the_estate_is_in_any_answer_message_page_or_log_line()
    {
        var secrets = new[] { "development", "staging", "production", "pr-142" }
            .SelectMany(e => new[] { "PaymentKey", "MasterPassword" }, (environment, parameter) => DeterministicIds.Hex($"{environment}/{parameter}", 32)).ToList();
        // The cloud runs with these very values; otherwise the search below would prove nothing.
        var live = string.Concat(new[] { "111111111111", "222222222222", "333333333333" }
            .SelectMany(a => host.Host.Sandbox!.Cloud.Read(a, "eu-west-1").Live.Values).Select(l => Core.Values.JsonValues.Write(l.Properties)));
        Assert.True(secrets.Count(s => live.Contains(s, StringComparison.Ordinal)) >= 6);

        await using var client = new DriftHubTests.Client(host.Host.Url);
        await client.Connection.StartAsync(Cancellation).Soon();
        await client.Connection.InvokeAsync("Subscribe", Cancellation).Soon();
        var board = Assert.IsType<BoardDocument>(await client.NextAsync());
        var texts = new List<string> { JsonSerializer.Serialize(board, DocumentSerializer.Default.BoardDocument) };
        var pages = new List<string> { "/", "/wall", "/api/v1/board", "/api/v1/parity/shop/staging/production?include=equal", "/api/v1/parity/shop/development/staging?include=equal" };
        pages.AddRange(board.Stacks.SelectMany(s => new[] { $"/api/v1/stacks/shop/{s.Environment}/{s.Component}", $"/stacks/shop/{s.Environment}/{s.Component}?equal=1&folded=1", $"/graph/shop/{s.Environment}?component={s.Component}" }));
        foreach (var page in pages)
        {
            using var response = await host.Http.GetAsync(page, Cancellation).Soon();
            texts.Add(await response.Content.ReadAsStringAsync(Cancellation).Soon());
        }

        texts.AddRange(host.Log);
        Assert.True(texts.Sum(t => t.Length) > 100_000);
        foreach (var secret in secrets)
        {
            var encoded = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(secret))[..40];
            Assert.DoesNotContain(texts, t => t.Contains(secret, StringComparison.OrdinalIgnoreCase) || t.Contains(encoded, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_template_is_told_as_each_commit_left_it_with_the_author_of_each_line()
    {
        var (details, history) = (host.Host.Services.GetRequiredService<IStackDetails>(), host.Host.Services.GetRequiredService<ITemplateHistory>());
        var (stack, address) = (new StackKey("shop", "production", "database", "eu-west-1"), new ResourceAddress("Database"));
        var template = await details.TemplateAsync(stack, address, Cancellation).Soon();

        var authors = await history.AuthorsAsync(stack, template!, Cancellation).Soon();
        var commits = authors.OfType<GitCommit>().DistinctBy(c => c.Id).ToList();

        Assert.Equal(template!.Text.Split('\n').Length, authors.Length);
        Assert.True(commits.Count > 1);
        foreach (var commit in commits)
        {
            var then = await history.TemplateAtAsync(stack, address, commit.Id[..7], Cancellation).Soon();
            Assert.Equal((commit.Id, template.File), (then!.CommitId, then.File));
            Assert.Contains("Resources:", then.Text, StringComparison.Ordinal);
        }

        Assert.Null(await history.TemplateAtAsync(stack, address, new string('0', 40), Cancellation).Soon());
        Assert.Null(await history.TemplateAtAsync(stack with { Component = "nothing" }, address, commits[0].Id, Cancellation).Soon());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static bool IsOf(StackCellDocument cell, SandboxMistake mistake) => cell.Environment == mistake.Environment && cell.Component == mistake.Component;

    private static int Drifted(Web.Live.DriftBoard board, SandboxMistake mistake) =>
        board.Stacks.Values.Single(s => s.Key.Environment == mistake.Environment && s.Key.Component == mistake.Component).Drifted;

    private static string Verdicts(Web.Live.DriftBoard board) =>
        string.Join('\n', board.Stacks.Values.OrderBy(s => s.Key.ToString(), StringComparer.Ordinal).Select(s => $"{s.Key} {s.Status} {s.Drifted} {s.PendingChanges} {s.Coverage}"));

    private static async Task UntilAsync(DriftHubTests.Client client, Func<StackCellDocument, bool> condition)
    {
        while (!(await client.NextAsync() is ChangedDocument changed && changed.Stacks.Any(condition)))
        {
        }
    }
}
