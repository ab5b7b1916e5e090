using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A release on the screen from before it is made until after it: planned, deployed, and changed by hand afterwards.</summary>
[Collection(nameof(Browser))]
public sealed class ReleaseTests(Browser browser)
{
    private const string Production = "222222222222";

    [Fact]
    public async Task After_the_release_the_review_says_whether_production_runs_what_was_reviewed()
    {
        Needed.Require(browser.Missing);
        using var repository = new TemporaryRepository();
        var before = repository.Commit("Ada", "pay", ("ledger.yaml", Ledger("daily")), ("driftboard.yaml",
            """
            version: 1
            application: pay
            revision: {stackTag: git-commit}
            environments:
              - {name: staging, account: "111111111111", regions: [eu-west-1], ref: main, tier: staging}
              - {name: production, account: "222222222222", regions: [eu-west-1], ref: release, tier: production}
            components:
              - {name: ledger, template: ledger.yaml, stack: "{environment}-ledger"}
            """));
        repository.Branch("release", before);
        var release = repository.Commit("Ada", "Close the books hourly (#12)", ("ledger.yaml", Ledger("hourly")));
        await using var server = new DashboardServer("--repository", repository.Source, "--sandbox", "true") { Variables = { ["DRIFTBOARD__SCAN__INTERVALSECONDS"] = "86400" } };
        await server.StartAsync();
        using var cloud = new SandboxCaller(server.SandboxUrl);
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        await cloud.CreateAsync("111111111111", "staging-ledger", Ledger("hourly"), "git-commit", release);
        await cloud.CreateAsync(Production, "production-ledger", Ledger("daily"), "git-commit", before);
        await using var visit = await browser.VisitAsync(server: server);
        var page = visit.Page;

        // What is planned, by an address that stays with it.
        await visit.OpenAsync($"/review/pay/staging/production?release={before[..7]}..{release[..7]}&show=release");
        await ScanAsync();
        await Assertions.Expect(page.Locator("[data-impact]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator("[data-impact]")).ToContainTextAsync("/Value");
        await Assertions.Expect(page.Locator(".review-head")).ToContainTextAsync("ledger still to come");

        await cloud.UpdateAsync(Production, "production-ledger", Ledger("hourly"), "git-commit", release);
        await ScanAsync();
        await Assertions.Expect(page.Locator(".review-head")).ToContainTextAsync("production runs exactly this commit");
        await Assertions.Expect(page.Locator("[data-impact]")).ToHaveCountAsync(0);

        await cloud.ChangeAsync(Production, "/books", "never");
        await ScanAsync();
        await Assertions.Expect(page.Locator(".review-head")).ToContainTextAsync("production was deployed with exactly this commit; 1 resource was changed by hand (ledger / Books)");
        await visit.PictureAsync("released");
        await visit.AssertAccessibleAsync("a review after its release");
        visit.AssertClean();

        async Task ScanAsync()
        {
            using var asked = await http.PostAsync("/api/v1/scans", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken).Soon();
            asked.EnsureSuccessStatusCode();
        }
    }

    private static string Ledger(string how) =>
        $$"""
        Resources:
          Books:
            Type: AWS::SSM::Parameter
            Properties: {Name: /books, Type: String, Value: {{how}}}

        """;
}
