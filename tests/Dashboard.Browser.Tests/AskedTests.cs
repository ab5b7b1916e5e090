using System.Text.RegularExpressions;
using Dashboard.Sources.Tests.Git;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>A server that looks by the clock once a day, so that what is read again was asked for. It watches two applications.</summary>
[Collection(nameof(OutageTests))]
public sealed class AskedTests(Browser browser, AskedTests.Daily daily) : IClassFixture<AskedTests.Daily>
{
    private static readonly string[] Themes = ["light", "dark"];

    [Fact]
    public async Task A_scan_from_the_menu_bar_reads_everything_and_the_status_bar_says_so()
    {
        await using var visit = await OpenAsync("/?application=shop");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var (scanned, read) = (page.Locator(".status-item", new() { HasText = "scanned" }).Locator("time"), page.Locator(".status-item", new() { HasText = "oldest live read" }).Locator("time"));
        var before = (Scanned: await TimeAsync(scanned), Read: await TimeAsync(read));
        // A scan of a small estate is over before anybody asks whether it runs.
        await page.EvaluateAsync(
            """
            () => {
              const bar = document.querySelector('.statusbar');
              window.said = '';
              new MutationObserver(() => window.said += bar.textContent).observe(bar, { subtree: true, childList: true, characterData: true });
            }
            """);

        await page.Locator("#menu-File").FocusAsync();
        await keys.PressAsync("ArrowDown");
        await Assertions.Expect(page.Locator("*:focus")).ToHaveTextAsync(new Regex("^Scan everything now"));
        await keys.PressAsync("Enter");

        await Assertions.Expect(scanned).Not.ToHaveAttributeAsync("datetime", before.Scanned);
        await Assertions.Expect(read).Not.ToHaveAttributeAsync("datetime", before.Read);
        await Assertions.Expect(scanned).ToHaveTextAsync(new Regex(@"^(now|\d+ s ago)$"));
        Assert.Contains("scanning ", await page.EvaluateAsync<string>("() => window.said"), StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_review_says_what_its_refresh_will_take_and_its_evidence_is_young_afterwards()
    {
        await using var visit = await OpenAsync("/review/shop/staging/production");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var (button, said) = (page.Locator(".facts .refresh"), page.Locator(".facts [role=status]"));
        var (check, read) = (Fact("templates checked"), Fact("oldest live read"));
        await Assertions.Expect(button).ToHaveTextAsync(new Regex(@"^Refresh this scope: about \d+ (s|min), \d+ calls$"));
        var before = await TimeAsync(check);

        await button.FocusAsync();
        await keys.PressAsync("Enter");
        // A queue that was made by hand belongs to no stack: only a look at everything finds it again, and that is said.
        await Assertions.Expect(said).ToHaveTextAsync("refreshed, but for 1 resource that the next sweep reads");
        await Assertions.Expect(check).Not.ToHaveAttributeAsync("datetime", before);
        await Assertions.Expect(check).ToHaveTextAsync(new Regex(@"^(now|\d+ s ago)$"));
        await Assertions.Expect(button).ToBeFocusedAsync();

        // Every component, and with it whatever no stack owns.
        before = await TimeAsync(read);
        await page.Locator("nav[aria-label=Scope] a").Last.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("scope=all"));
        await button.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(said).ToHaveTextAsync("refreshed");
        await Assertions.Expect(read).Not.ToHaveAttributeAsync("datetime", before);
        await Assertions.Expect(read).ToHaveTextAsync(new Regex(@"^(now|\d+ s ago)$"));
        visit.AssertClean();

        ILocator Fact(string name) => page.Locator(".facts > div", new() { HasText = name }).Locator("time");
    }

    [Fact]
    public async Task What_opens_only_for_some_is_accessible_the_choice_of_an_application_a_question_and_who_changed_something()
    {
        await using var visit = await OpenAsync("/?application=shop&hand=1");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var chooser = page.Locator(".chooser button");

        await chooser.FocusAsync();
        await keys.PressAsync("Enter");
        await CheckAsync(".workbench-menu");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".workbench-menu [role=menuitem]").First).ToBeHiddenAsync();
        await Assertions.Expect(chooser).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Reset…" }).FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Reset the sandbox" })).ToBeVisibleAsync();
        await CheckAsync(".hand .reset");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();

        await page.Locator(".explorer [role=treeitem][title=production]").First.FocusAsync();
        await keys.PressAsync("Shift+F10");
        await CheckAsync("#copy-menu");
        await keys.PressAsync("Escape");

        await chooser.FocusAsync();
        await keys.PressAsync("Enter");
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "pay", Exact = true }).FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?application=pay$"));
        await Assertions.Expect(chooser).ToHaveAccessibleNameAsync("Application: pay");

        await visit.OpenAsync("/review/shop/staging/production?show=byHand");
        await page.Locator("[data-row] .unfold").First.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".part-note").Last).ToContainTextAsync("InvoiceBucket/VersioningConfiguration/Status");
        await CheckAsync(".review-part");
        visit.AssertClean();

        async Task CheckAsync(string opened)
        {
            await Assertions.Expect(page.Locator(opened)).ToBeVisibleAsync();
            foreach (var theme in Themes)
            {
                await visit.ShowThemeAsync(theme);
                await visit.AssertAccessibleAsync($"{opened}, {theme}", opened);
            }
        }
    }

    [Fact]
    public async Task The_components_of_all_applications_are_gathered_by_these_and_a_link_says_so()
    {
        await using var visit = await OpenAsync("/?application=shop&sort=name");
        var page = visit.Page;
        var shop = await page.Locator(".matrix .row-name").AllInnerTextsAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "All applications", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("group=application"));
        string[] gathered = ["pay", "ledger", "shop", .. shop];
        await Assertions.Expect(page.Locator(".matrix .row-name")).ToHaveTextAsync(gathered);
        await Assertions.Expect(page.Locator("[data-group=pay] .count")).ToHaveTextAsync("1 component");
        await visit.OpenAsync(page.Url);
        await Assertions.Expect(page.Locator(".matrix .row-name")).ToHaveTextAsync(gathered);
        await visit.AssertAccessibleAsync("all applications");
        visit.AssertClean();
    }

    private static async Task<string> TimeAsync(ILocator time)
    {
        await Assertions.Expect(time).ToHaveAttributeAsync("datetime", new Regex("Z$"));
        return (await time.GetAttributeAsync("datetime"))!;
    }

    private async Task<Visit> OpenAsync(string address)
    {
        Needed.Require(browser.Missing);
        var visit = await browser.VisitAsync(server: await daily.StartedAsync());
        // Until the first sweep has ended.
        await visit.OpenAsync("/?application=shop");
        await visit.Page.Locator(".status-item", new() { HasText = "scanned" }).WaitForAsync();
        await visit.OpenAsync(address);
        await visit.Page.WaitForFunctionAsync("() => !document.querySelector('main .skeleton')");
        return visit;
    }

    /// <summary>The server with the sandbox and one application more, started by the first test that has a browser.</summary>
    public sealed class Daily : IAsyncDisposable
    {
        private readonly TemporaryRepository _pay = new();
        private readonly DashboardServer _server;

        public Daily()
        {
            _pay.Commit("Ada", "pay", ("ledger.yaml", "Resources:\n  Jobs:\n    Type: AWS::SQS::Queue\n"), ("driftboard.yaml", """
                version: 1
                application: pay
                environments:
                  - {name: production, account: "222222222222", regions: [eu-west-1], ref: main, tier: production}
                components:
                  - {name: ledger, template: ledger.yaml, stack: "{environment}-ledger"}
                """));
            _server = new DashboardServer("--repository", _pay.Source, "--sandbox", "true") { Variables = { ["DRIFTBOARD__SCAN__INTERVALSECONDS"] = "86400" } };
        }

        public async Task<DashboardServer> StartedAsync()
        {
            if (!_server.IsStarted)
                await _server.StartAsync();
            return _server;
        }

        public async ValueTask DisposeAsync()
        {
            await _server.DisposeAsync();
            _pay.Dispose();
        }
    }
}
