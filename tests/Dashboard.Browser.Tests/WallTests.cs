using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What a wall does in a browser while nothing is wrong; OutageTests has the rest.</summary>
[Collection(nameof(OutageTests))]
public sealed class WallTests(Browser browser)
{
    private const string Staging = "111111111111";
    private const string Production = "222222222222";
    private const string Template = "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n    Properties: {QueueName: told-jobs, VisibilityTimeout: 30}\n";

    [Fact]
    public async Task A_wall_of_one_owner_shows_what_is_theirs_alone()
    {
        await using var wall = await browser.VisitAsync();
        await browser.SettleAsync(wall);
        await wall.OpenAsync("/wall?board=overview&scale=desk");
        var everything = await CheckedAsync();

        await wall.OpenAsync("/wall?board=overview&scale=desk&owner=team-data");

        await Assertions.Expect(wall.Page.Locator(".wall-turn")).ToHaveTextAsync(new Regex("team-data · overview$"));
        Assert.InRange(await CheckedAsync(), 1, everything - 1);
        var rows = await wall.Page.EvaluateAsync<string[]>("() => [...new Set([...document.querySelectorAll('.wall-row')].map(r => r.textContent).filter(t => !t.includes('database')))]");
        Assert.Empty(rows);
        wall.AssertClean();

        // "49 of 53 checked" of each tile.
        Task<int> CheckedAsync() => wall.Page.EvaluateAsync<int>("() => [...document.querySelectorAll('.wall-tile')].map(t => Number(/of (\\d+) checked/.exec(t.textContent)?.[1] ?? 0)).reduce((a, b) => a + b, 0)");
    }

    // The clock says whose turn it is: a machine that stood still for five seconds has missed a turn, and the board comes round again.
    [Fact]
    public async Task Boards_take_turns_without_a_reload_and_always_with_the_figures()
    {
        await using var wall = await browser.VisitAsync();
        await browser.SettleAsync(wall);
        await wall.OpenAsync("/wall?board=overview,environment:production,parity,changes&rotate=5&scale=desk");
        await wall.MarkAsync();
        HashSet<string> seen = [];
        var first = "";
        for (var turn = 0; seen.Count < 4 || first != await BoardAsync(); turn++)
        {
            Assert.True(turn < 40, $"only {string.Join(", ", seen)} of the four boards came in {turn} turns");
            var shown = await BoardAsync();
            first = first.Length == 0 ? shown : first;
            seen.Add(shown);
            Assert.Equal(4, await wall.Page.Locator("[data-figure]").CountAsync());
            await Assertions.Expect(wall.Page.Locator("wall-clock.number")).ToHaveTextAsync(new Regex(@"^\d\d:\d\d$"));
            await wall.Page.WaitForFunctionAsync("before => document.querySelector('.wall').dataset.board !== before", shown);
        }

        Assert.True(await wall.IsMarkedAsync());
        wall.AssertClean();

        async Task<string> BoardAsync() => (await wall.Page.Locator(".wall").GetAttributeAsync("data-board"))!;
    }

    [Fact]
    public async Task A_change_pulses_once_and_is_a_frame_for_those_who_want_no_motion()
    {
        await using var wall = await browser.VisitAsync();
        await wall.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        await browser.SettleAsync(wall);
        await wall.OpenAsync("/wall");
        const string Look =
            """
            () => {
              const tile = document.querySelector('[data-tile=production]');
              tile.classList.add('pulse');
              const style = getComputedStyle(tile);
              return [style.animationName, style.animationIterationCount, style.outlineStyle];
            }
            """;

        Assert.Equal(["pulse", "1", "none"], await wall.Page.EvaluateAsync<string[]>(Look));
        await wall.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });

        Assert.Equal(["none", "1", "solid"], await wall.Page.EvaluateAsync<string[]>(Look));
    }

    [Fact]
    public async Task Green_appears_only_inside_the_circle()
    {
        await using var wall = await browser.VisitAsync();
        await browser.SettleAsync(wall);
        await wall.OpenAsync("/wall?board=environment:pr-142&scale=desk");

        var colours = await wall.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.wall-tile.shape-inSync .status-word')].map(e => getComputedStyle(e).color === getComputedStyle(document.querySelector('.wall')).color ? 'ink' : 'colour')");

        Assert.NotEmpty(colours);
        Assert.All(colours, c => Assert.Equal("ink", c));
    }

    /// <summary>The server itself is well: it is what it watches that says nothing more.</summary>
    [Fact]
    public async Task A_running_deployment_is_a_state_of_its_own_and_five_intervals_after_the_last_answer_the_whole_wall_is_stale()
    {
        Needed.Require(browser.Missing);
        if (!browser.Server.IsStarted)
            await browser.Server.StartAsync();
        await using var cloud = await CloudBetween.StartAsync(browser.Server.SandboxUrl);
        using var told = new TemporaryRepository();
        told.Commit("Ada", "told", ("told.yaml", Template), ("driftboard.yaml", $$"""
            version: 1
            application: told
            environments:
              - {name: staging, account: "{{Staging}}", regions: [eu-west-1], ref: main}
              - {name: production, account: "{{Production}}", regions: [eu-west-1], ref: main}
            components:
              - {name: told, template: told.yaml, stack: "{environment}-told"}
            """));
        await CreateAsync(cloud.Url, Staging, "staging-told");
        await CreateAsync(cloud.Url, Production, "production-told");
        var settings = Path.Combine(told.Source, "..", "appsettings.json");
        await File.WriteAllTextAsync(settings, Settings(told.Source, cloud.Url), TestContext.Current.CancellationToken);
        await using var server = new DashboardServer("--settings", settings) { Variables = { ["AWS_ACCESS_KEY_ID"] = "SANDBOX" + Staging, ["AWS_SECRET_ACCESS_KEY"] = "x", ["AWS_EC2_METADATA_DISABLED"] = "true" } };
        await server.StartAsync();
        await using var wall = await browser.VisitAsync(server: server);
        var page = wall.Page;
        await wall.OpenAsync("/wall");
        var (staging, production) = (page.Locator("[data-tile=staging]"), page.Locator("[data-tile=production]"));
        await Assertions.Expect(staging).ToHaveAttributeAsync("data-status", "inSync");
        await Assertions.Expect(production).ToHaveAttributeAsync("data-status", "inSync");
        await wall.MarkAsync();

        cloud.Deploy(Production);
        await Assertions.Expect(production).ToHaveAttributeAsync("data-status", "deploying");
        await Assertions.Expect(production.Locator(".wall-status")).ToHaveTextAsync("deploying");
        await Assertions.Expect(production.Locator(".wall-status use")).ToHaveAttributeAsync("href", "#shape-deploying");
        await Assertions.Expect(page.Locator("[data-row=told]")).ToContainTextAsync("update in progress");
        await Assertions.Expect(staging).ToHaveAttributeAsync("data-status", "inSync");

        cloud.FallSilent();
        var stale = page.Locator(".wall-stale");
        await Assertions.Expect(stale.Locator(".headline")).ToHaveTextAsync("STALE");
        await Assertions.Expect(stale).ToContainTextAsync(new Regex(@"Nothing has been read since \d\d:\d\d\. What is behind this is a memory\."));
        Assert.True(await wall.IsCoveredByAsync(".wall-stale"));
        await Assertions.Expect(page.Locator("[data-tile] .wall-status")).ToHaveTextAsync(["STALE", "STALE"]);
        Assert.Equal("grayscale(1)", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.wall-tiles')).filter"));
        Assert.Matches(@"^[2-9]\d s$|min$", await page.Locator("[data-figure=oldest] time").TextContentAsync());
        // Of the server itself a page hears all the time.
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-contact", "ok");
        foreach (var theme in new[] { "dark", "light" })
        {
            await wall.ShowThemeAsync(theme);
            await wall.AssertAccessibleAsync($"a wall whose cloud is silent, {theme}");
        }

        cloud.Deploy(null);
        cloud.Speak();
        await Assertions.Expect(stale).ToHaveCountAsync(0);
        await Assertions.Expect(production).ToHaveAttributeAsync("data-status", "inSync");
        Assert.True(await wall.IsMarkedAsync());
        wall.AssertClean();
    }

    private static async Task CreateAsync(string cloud, string account, string stack)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, cloud) { Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["Action"] = "CreateStack", ["Version"] = "2010-05-15", ["StackName"] = stack, ["TemplateBody"] = Template }) };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=SANDBOX{account}/20260101/eu-west-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request).Soon();
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, (await answer.Content.ReadAsStringAsync().Soon()).Contains("<StackId>", StringComparison.Ordinal)));
    }

    /// <summary>The shortest interval that there is, and both accounts through the one address.</summary>
    private static string Settings(string repository, string cloud) => JsonSerializer.Serialize(new
    {
        Driftboard = new
        {
            Repositories = new[] { repository },
            Scan = new { IntervalSeconds = 5 },
            Accounts = new[] { Staging, Production }.ToDictionary(a => a, a => new { RoleArn = $"arn:aws:iam::{a}:role/driftboard-read", Endpoint = cloud }),
        },
    });
}
