using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Nothing moves away under a reader's eyes or pointer, neither while a page comes nor while it follows what happens.</summary>
[Collection(nameof(Browser))]
public sealed class LayoutTests(Browser browser)
{
    /// <summary>What the web calls good: the part of the screen that moved, times how far.</summary>
    private const double MostShift = 0.1;

    /// <summary>The page of a resource that is compared beside the list of what differs.</summary>
    private const string Unit = "/parity/shop/staging/production?unit=worker%7Ceu-west-1%7C%7CMailFunction%7C%2FMemorySize";

    /// <summary>How many resources differ, as a page of the workbench says it at its foot and a wall at its head.</summary>
    private const string Differing =
        "() => Number((/(\\d+) drifted/.exec(document.querySelector('.statusbar')?.textContent) ?? /(\\d+)/.exec(document.querySelector('[data-figure=differing] .number').textContent))[1])";

    /// <summary>From the first pixel on; what follows a key or the pointer is meant.</summary>
    private const string Watch =
        """
        window.shifts = [];
        new PerformanceObserver(list => window.shifts.push(...list.getEntries().filter(s => !s.hadRecentInput).map(s => ({
          by: s.value, what: s.sources.map(({ node, previousRect: from, currentRect: to }) => `${node?.className || node?.textContent} ${from.x},${from.y} to ${to.x},${to.y}`).join('; '),
        })))).observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>What follows no change: a text, an error, and what no application claims.</summary>
    private static readonly string[] Still = ["/help", "/not-found", "/unclaimed"];

    [Fact]
    public async Task No_page_jumps_while_it_comes_and_while_a_change_arrives_on_it()
    {
        await using var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.Page.Context.AddInitScriptAsync(Watch);
        List<(string Address, IPage Page)> pages = [];
        foreach (var address in SamplePages.Routes.Except(Still).Select(r => SamplePages.Of(r)[0]).Append(Unit))
        {
            var page = await visit.Page.Context.NewPageAsync();
            page.SetDefaultTimeout(Visit.Patience);
            await page.GotoAsync(address);
            pages.Add((address, page));
        }

        foreach (var (_, page) in pages)
        {
            // As Visit.OpenAsync has it.
            await page.Locator("[data-interactive='true']").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            await page.WaitForFunctionAsync("() => !document.querySelector('.skeleton, [data-script]:not([data-attached])')");
            await page.EvaluateAsync($"() => {{ window.before = ({Differing})(); }}");
        }

        await visit.OpenAsync("/?hand=1");
        var mistake = visit.Page.Locator("[data-mistake=visible-sooner]");
        await mistake.GetByRole(AriaRole.Button, new() { Name = "Do it" }).ClickAsync();
        await FollowAsync(1);
        await mistake.GetByRole(AriaRole.Button, new() { Name = "Take it back" }).ClickAsync();
        await FollowAsync(0);

        foreach (var (address, page) in pages)
        {
            var jumps = await page.EvaluateAsync<string[]>("most => window.shifts.reduce((sum, s) => sum + s.by, 0) < most ? [] : window.shifts.map(s => `${s.by.toFixed(4)} ${s.what}`)", MostShift);
            Assert.True(jumps.Length == 0, $"{address} jumps:\n{string.Join('\n', jumps)}");
            // One that did would have been seen.
            await page.EvaluateAsync("() => { const page = document.querySelector('.shell, .wall'); page.style.marginTop = `${innerHeight / 2}px`; }");
            await page.WaitForFunctionAsync("most => window.shifts.reduce((sum, s) => sum + s.by, 0) >= most", MostShift);
        }

        visit.AssertClean();

        async Task FollowAsync(int more)
        {
            foreach (var (_, page) in pages)
                await page.WaitForFunctionAsync($"more => ({Differing})() === window.before + more", more);
        }
    }
}
