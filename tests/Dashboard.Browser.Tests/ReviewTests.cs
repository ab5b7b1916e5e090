using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The review of a release as the person on call uses it, by keyboard where it says so.</summary>
[Collection(nameof(Browser))]
public sealed class ReviewTests(Browser browser)
{
    private const string Review = "/review/shop/staging/production";

    [Fact]
    public async Task The_review_is_found_by_its_name_and_each_part_has_an_address()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("> review staging production");
        await Assertions.Expect(page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("Review the release of staging to production");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(Url(Review));
        await Assertions.Expect(page.Locator(".review-head .verdict")).ToContainTextAsync("unexplained");

        await page.Locator("[data-pile=pending]").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(Url(Review + "?show=pending"));
        await Assertions.Expect(page.Locator("[data-unit] .author").First).ToBeVisibleAsync();
        await page.Locator("[data-part=release]").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator("tr[data-impact=replacement]").First).ToContainTextAsync("replaces the resource");
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("[data-pile=pending]")).ToHaveAttributeAsync("aria-current", "true");
        visit.AssertClean();
    }

    [Fact]
    public async Task Menu_explorer_and_parity_lead_to_the_review()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production");
        var page = visit.Page;

        Assert.Equal(Review, await page.Locator(".parity-head a").Filter(new LocatorFilterOptions { HasText = "Review the release" }).GetAttributeAsync("href"));
        Assert.Equal(Review, await page.Locator("[role=menu] a[href^='/review/shop/staging']").GetAttributeAsync("href"));
        await page.Locator(".explorer-reviews a[href='" + Review + "']").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Review staging");
        await Assertions.Expect(page.Locator(".explorer-reviews [aria-current=page]")).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_next_difference_is_one_key_away_within_the_review_and_gets_the_focus()
    {
        await using var visit = await OpenAsync(Review);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        // Who has ticked a row types nothing.
        await page.Locator("[data-unit] input[type=checkbox]:enabled").First.FocusAsync();
        var first = await PressAsync("n");
        var second = await PressAsync("n");
        Assert.NotEqual(first, second);
        Assert.Equal(first, await PressAsync("p"));

        // The last one of a list so long that it is not drawn yet.
        await visit.OpenAsync(Review + "?show=equal&scope=all");
        Assert.NotEqual("0", await page.Locator(".review-part [data-rest]").GetAttributeAsync("data-rest"));
        await PressAsync("p");
        await Assertions.Expect(page.Locator(".review-part [data-rest]")).ToHaveAttributeAsync("data-rest", "0");
        await PressAsync("n");
        await Assertions.Expect(page.Locator(".review-part [data-first]")).ToHaveAttributeAsync("data-first", "0");

        await visit.OpenAsync(Review + "?show=release");
        await PressAsync("n");
        await visit.OpenAsync(Review + "?show=commits");
        await PressAsync("n");
        Assert.Contains("show=unexplained", page.Url, StringComparison.Ordinal);
        visit.AssertClean();

        async Task<string> PressAsync(string key)
        {
            var before = page.Url;
            await keys.PressAsync(key);
            await page.WaitForFunctionAsync("before => location.href !== before", before);
            Assert.Equal(Review, new Uri(page.Url).AbsolutePath);
            await Assertions.Expect(page.Locator(".review-part tr[aria-current=true] .property-link")).ToBeFocusedAsync();
            await Assertions.Expect(page.Locator(".review-part tr[aria-current=true]")).ToBeInViewportAsync();
            return page.Url;
        }
    }

    [Fact]
    public async Task A_difference_is_declared_by_keyboard_and_the_patch_is_copied_and_downloaded()
    {
        await using var visit = await OpenAsync(Review);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Locator("[data-unit] input[type=checkbox]:enabled").First.FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Locator(".part-note .primary")).ToHaveTextAsync("Show the patch for 1");
        await page.Locator(".part-note .primary").FocusAsync();
        await keys.PressAsync("Enter");
        await page.Locator(".rule-terms .wide").FocusAsync();
        await keys.TypeAsync("It is <b>meant</b>: OPS-1");
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".patch-text")).ToContainTextAsync("+    reason: \"It is <b>meant</b>: OPS-1\"");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("reason=It%20is"));

        await page.Locator(".patch-head .copy").ClickAsync();
        await Assertions.Expect(page.Locator(".patch-head .copy[data-copied]")).ToHaveCountAsync(1);
        var copied = await visit.ClipboardAsync("");
        var download = await page.RunAndWaitForDownloadAsync(() => page.Locator(".patch-head a[download]").ClickAsync());
        var patch = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal("driftboard.patch", download.SuggestedFilename);
        Assert.Equal(patch.Trim(), copied.Trim());
        Assert.StartsWith("--- a/driftboard.yaml\n+++ b/driftboard.yaml\n", patch, StringComparison.Ordinal);

        await page.ReloadAsync();
        await Assertions.Expect(page.Locator(".patch-text")).ToContainTextAsync("OPS-1");
        visit.AssertClean();
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_accepted_or_ignored_by_keyboard_and_the_patch_says_that_and_no_more()
    {
        await using var visit = await OpenAsync(Review + "?show=byHand");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.GetByLabel("accept production / buckets / InvoiceBucket/VersioningConfiguration/Status").FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Locator(".part-note .primary")).ToHaveTextAsync("Show the patch for 1");
        await page.GetByLabel("ignore production / database / Database/DBInstanceClass").FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Locator(".part-note .primary")).ToHaveTextAsync("Show the patch for 2");
        await page.Locator(".part-note .primary").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".rules-part [role=status]")).ToContainTextAsync("a rule needs a reason");
        await page.Locator(".rule-terms .wide").FocusAsync();
        await keys.TypeAsync("OPS-9");
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".patch-text")).ToContainTextAsync("OPS-9");
        await Assertions.Expect(page.Locator(".patch-head")).ToContainTextAsync("Patch of driftboard.yaml, 2 rules");

        var last = await page.Locator(".rule-terms [type=date]").InputValueAsync();
        var shown = (await page.Locator(".patch-text").TextContentAsync())!.TrimEnd('\n');
        Assert.Equal(
            $"""
            --- a/driftboard.yaml
            +++ b/driftboard.yaml
            +  - component: buckets
            +    environment: production
            +    resource: InvoiceBucket
            +    property: /VersioningConfiguration/Status
            +    value: Suspended
            +    reason: OPS-9
            +    owner: team-platform
            +    expires: {last}
            +  - component: database
            +    environment: production
            +    resource: Database
            +    property: /DBInstanceClass
            +    reason: OPS-9
            +    owner: team-data
            +    expires: {last}
            """,
            string.Join('\n', shown.Split('\n').Where(l => l.StartsWith('+') || l.StartsWith('-'))));
        await page.Locator(".patch-head .copy").FocusAsync();
        await keys.PressAsync("Enter");
        Assert.Equal(shown, (await visit.ClipboardAsync("OPS-9")).TrimEnd('\n'));
        await page.Locator(".patch-head a[download]").FocusAsync();
        var download = await page.RunAndWaitForDownloadAsync(() => keys.PressAsync("Enter"));
        Assert.Equal(shown, (await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken)).TrimEnd('\n'));
        visit.AssertClean();
    }

    [Fact]
    public async Task An_export_has_a_name_of_its_own_and_says_what_the_screen_says()
    {
        await using var visit = await OpenAsync(Review);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var said = (await page.Locator(".review-head .verdict").InnerTextAsync()).Trim();
        var verdict = await page.Locator(".review-page").GetAttributeAsync("data-verdict");

        Assert.StartsWith($"# Review of shop: staging to production\n\n**{said}**\n", await DownloadAsync("Markdown", "md"), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await DownloadAsync("JSON", "json"));
        Assert.Equal((said, verdict), (json.RootElement.GetProperty("headline").GetString(), json.RootElement.GetProperty("verdict").GetString()));
        // To be printed, it is shown in a tab of its own.
        await Export("HTML, to print").FocusAsync();
        var print = await page.RunAndWaitForPopupAsync(() => keys.PressAsync("Enter"));
        await Assertions.Expect(print.Locator(".headline")).ToHaveTextAsync(said);
        await Assertions.Expect(print.Locator(".headline")).ToHaveClassAsync(new Regex($"\\b{verdict}\\b"));
        visit.AssertClean();

        ILocator Export(string name) => page.Locator(".review-head .facts a").Filter(new LocatorFilterOptions { HasTextRegex = new Regex($"^{name}$") });

        async Task<string> DownloadAsync(string name, string ending)
        {
            await Export(name).FocusAsync();
            var download = await page.RunAndWaitForDownloadAsync(() => keys.PressAsync("Enter"));
            Assert.Matches($@"^review-shop-staging-production-[0-9a-f]{{7}}\.{ending}$", download.SuggestedFilename);
            return await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task A_group_that_was_looked_at_stays_ticked_for_the_next_reader()
    {
        await using var visit = await OpenAsync(Review + "?show=unverifiable");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var first = page.Locator("[data-group] input").First;

        await first.FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(page.Locator("[data-pile=unverifiable]")).ToContainTextAsync(new Regex("[1-9] of [0-9]+ groups ticked"));

        await using var other = await OpenAsync(Review + "?show=unverifiable");
        await Assertions.Expect(other.Page.Locator("[data-group] input").First).ToBeCheckedAsync();
        await first.FocusAsync();
        await keys.PressAsync("Space");
        await Assertions.Expect(other.Page.Locator("[data-group] input").First).Not.ToBeCheckedAsync();
        visit.AssertClean();
        other.AssertClean();
    }

    [Fact]
    public async Task On_paper_there_is_the_review_and_nothing_around_it()
    {
        await using var visit = await OpenAsync(Review + "?show=configured&scope=all");
        var page = visit.Page;

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        foreach (var around in new[] { ".topbar", ".explorer", ".panel", ".inspector", ".review-head .segments", ".refresh" })
            await Assertions.Expect(page.Locator(around).First).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".review-head .verdict")).ToBeVisibleAsync();
        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.review-page, .review-part, .review-part .scroll, .review-units td')].filter(e => getComputedStyle(e).overflowY !== 'visible').map(e => e.className || e.tagName)"));
        visit.AssertClean();
    }

    [Fact]
    public async Task The_key_that_prints_draws_every_row_first_and_what_is_not_drawn_is_counted()
    {
        await using var visit = await OpenAsync(Review + "?show=equal&scope=all");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".review-units tr[data-unit]").First).ToBeVisibleAsync();
        var all = await page.EvaluateAsync<int>("() => Number(document.querySelector('.review-units [data-all]').dataset.all)");
        Assert.True(all > 200, $"{all} rows");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.EndsWith("more rows are not printed\"", await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.review-units [data-rest]'), '::after').content"), StringComparison.Ordinal);
        Assert.True(await page.EvaluateAsync<bool>("() => document.querySelector('.review-units [data-rest]').offsetHeight < 60"), "the room of rows that are not drawn is no paper");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await page.EvaluateAsync("() => { window.print = () => { window.printed = document.querySelectorAll('.review-units tbody tr:not([aria-hidden])').length; }; }");

        await page.Keyboard.PressAsync("Control+p");

        await page.WaitForFunctionAsync("() => window.printed > 0");
        Assert.Equal(Math.Min(all, 2060), await page.EvaluateAsync<int>("() => window.printed"));
        visit.AssertClean();
    }

    [Theory]
    [InlineData(1366, "declared")]
    [InlineData(1920, "configured")]
    public async Task What_accounts_for_a_difference_is_not_cut(int width, string part)
    {
        await using var visit = await OpenAsync($"{Review}?show={part}&scope=all");
        var page = visit.Page;
        await page.SetViewportSizeAsync(width, width * 9 / 16);
        await Assertions.Expect(page.Locator(".because").First).ToBeVisibleAsync();

        Assert.Empty(await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('.because > *')].filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1).map(e => e.textContent)"));
        Assert.All(await page.EvaluateAsync<double[]>("() => [...document.querySelectorAll('.tall tbody tr:not([aria-hidden])')].map(e => e.getBoundingClientRect().height)"), h => Assert.Equal(46, h, 0.6));
        visit.AssertClean();
    }

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task The_page_to_print_stands_alone_and_is_accessible(string theme)
    {
        await using var visit = await OpenAsync(Review, theme);
        var page = visit.Page;

        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = theme == "dark" ? ColorScheme.Dark : ColorScheme.Light });
        await page.GotoAsync("/api/v1/review/shop/staging/production?format=html");

        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Review of shop: staging to production");
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.querySelectorAll(`script, img, iframe, link:not([href='data:,'])`).length"));
        Assert.True(await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await visit.AssertAccessibleAsync("the page to print");
        visit.AssertClean();
    }

    private static Regex Url(string path) => new(Regex.Escape(path) + "$");

    [Fact]
    public async Task A_pinned_review_is_a_link_that_stays_with_its_release_and_its_rows_are_inspected()
    {
        await using var visit = await OpenAsync("/review/shop/staging/production");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var range = (await page.Locator(".facts .mono").First.TextContentAsync())!;
        Assert.Matches(@"^[0-9a-f]{7}\.\.[0-9a-f]{7}$", range);

        await page.Locator(".facts").GetByText("pin", new() { Exact = true }).FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"[?&]release={Regex.Escape(range)}$"));
        await Assertions.Expect(page.Locator(".review-page .facts .mono").First).ToHaveTextAsync(range);
        // Its commits are rendered with the next reading at the latest; it is the newest release, so nothing needs to be said.
        await Assertions.Expect(page.Locator(".review-page .banner")).ToHaveCountAsync(0);
        await keys.PressAsync("Alt+l");
        Assert.Equal(page.Url, await visit.ClipboardAsync("release="));

        await keys.PressAsync("n");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("unit="));
        var property = (await page.Locator(".review-part tr[aria-current=true] .property-link").TextContentAsync())!;
        await Assertions.Expect(page.Locator("#pane-inspector [aria-label='The property'] h3")).ToContainTextAsync(property.Split('/')[1]);

        await visit.OpenAsync("/review/shop/staging/production?release=0000000..1111111");
        await Assertions.Expect(page.Locator(".banner[role=alert]").First).ToContainTextAsync("and the repository has no such commit");
        visit.AssertClean();
    }

    private async Task<Visit> OpenAsync(string address, string theme = "dark")
    {
        var visit = await browser.VisitAsync(theme);
        await browser.SettleAsync(visit);
        await visit.OpenAsync(address);
        await visit.Page.WaitForFunctionAsync("() => !document.querySelector('main .skeleton')");
        return visit;
    }
}
