using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What holds for every page, in both themes and on every screen: the routes are found in the product.</summary>
[Collection(nameof(Browser))]
public sealed class EveryPageTests(Browser browser)
{
    private static readonly (int Width, int Height)[] Sizes = [(1366, 768), (1920, 1080), (3840, 2160)];

    private static readonly string[] Themes = ["light", "dark"];

    public static TheoryData<string> Pages => [.. SamplePages.Routes];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_accessible_fits_its_screen_and_talks_to_nobody_else(string route)
    {
        var addresses = SamplePages.Of(route);
        await using var light = await browser.VisitAsync(Themes[0]);
        await browser.SettleAsync(light);
        await using var dark = await browser.VisitAsync(Themes[0]);
        // A reader for each theme: what takes time here is the browser, and a tab has a process of its own.
        await Task.WhenAll(LookAsync(light, Themes[0]), LookAsync(dark, Themes[1]));

        async Task LookAsync(Visit visit, string theme)
        {
            for (var i = 0; i < addresses.Length; i++)
            {
                // One address is loaded in one theme and the next in the other; the page that stands is shown in both.
                var (address, loaded) = (addresses[i], Themes[i % 2]);
                if (i > 0)
                    await visit.ShowThemeAsync(loaded);
                await visit.OpenAsync(SamplePages.InTheme(address, loaded));
                await visit.Page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
                Assert.Equal(loaded, await visit.Page.EvaluateAsync<string>("() => document.documentElement.dataset.theme"));
                Assert.Equal(1, await visit.Page.Locator("h1").CountAsync());
                await visit.ShowThemeAsync(theme);

                foreach (var (width, height) in i == 0 ? Sizes : Sizes[1..2])
                {
                    await visit.Page.SetViewportSizeAsync(width, height);
                    await AssertFitsAsync(visit.Page, address);
                    if (i == 0)
                        await visit.PictureAsync($"{SamplePages.NameOf(route)}-{theme}-{width}x{height}");
                    await visit.AssertAccessibleAsync($"{address}, {theme}, {width}x{height}");
                    if (i == 0)
                        await AssertWhatOpensIsAccessibleAsync(visit, $"{address}, {theme}, {width}x{height}");
                }

                if (i == 0)
                    Assert.Empty(await UnseenFocusAsync(visit.Page));
            }

            // The page for an unknown address answers 404, and the browser says so in its console.
            if (route != "/not-found")
                visit.AssertClean();
        }
    }

    [Fact]
    public void A_page_without_a_sample_address_says_what_to_add()
    {
        var error = Assert.Throws<InvalidOperationException>(() => SamplePages.Of("/new/{Page}"));

        Assert.Contains("[\"/new/{Page}\"]", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("room", "overview", 0, 2.6)]
    [InlineData("desk", "overview", 0, 1.5)]
    [InlineData("hall", "overview", 0, 5.2)]
    [InlineData("room", "parity", 0, 2.6)]
    [InlineData("room", "environment:production", 3, 2.6)]
    [InlineData("desk", "environment:production", 0, 1.5)]
    [InlineData("hall", "environment:production", 5, 5.2)]
    [InlineData("hall", "parity", 0, 5.2)]
    [InlineData("hall", "changes", 0, 5.2)]
    public async Task A_wall_shows_everything_whole_and_large_enough_for_its_distance(string scale, string board, int safe, double percent)
    {
        await using var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.OpenAsync($"/wall?scale={scale}&board={board}&safe={safe}&detail=full");
        foreach (var (width, height) in Sizes.Append((1280, 720)).Append((1280, 1024)).Append((2560, 1080)).Append((1080, 1920)).Append((1200, 1920)))
        {
            await visit.Page.SetViewportSizeAsync(width, height);
            // A screen that is turned has another arrangement, which the server counts.
            await Assertions.Expect(visit.Page.Locator($".wall[data-layout={(height > width ? "portrait" : "landscape")}] .wall-foot")).ToBeVisibleAsync();
            // It is loaded anew for that, and its text is there before its style.
            await visit.LoadedAsync();
            var cut = await visit.Page.EvaluateAsync<string[]>(
                """
                safe => [...document.querySelectorAll('.wall > :not(h1), .wall-figure, .wall-tile, .wall-tile > *, .wall-pair, .wall-row')].filter(e => {
                  const box = e.getBoundingClientRect();
                  const parent = e.parentElement.getBoundingClientRect();
                  const [down, across] = [innerHeight * safe / 100, innerWidth * safe / 100];
                  return box.height > 0 && (box.bottom > innerHeight - down + 1 || box.right > innerWidth - across + 1 || box.top < down - 1 || box.left < across - 1 || box.bottom > parent.bottom + 1 || e.matches('.wall-tile, .wall-rows') && e.scrollHeight > e.clientHeight + 1
                    || e.matches('.wall-tile > *, .wall-tile h2 > *, .wall-status > *') && e.scrollWidth > e.clientWidth + 1);
                }).map(e => `${e.className}: ${e.textContent.replace(/\s+/g, ' ').slice(0, 60)}`)
                """,
                safe);
            Assert.True(cut.Length == 0, $"{scale} {board} at {width}x{height} cuts {string.Join("; ", cut)}");

            var unit = Math.Min(Math.Min(width, height) / 100.0, Math.Max(width, height) * 0.5625 / 100) * (1 - (0.02 * safe));
            var smallest = await visit.Page.EvaluateAsync<double>(
                """
                () => Math.min(...[...document.querySelectorAll('.wall *')].filter(e => e.checkVisibility() && !e.closest('.visually-hidden') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
                  .map(e => parseFloat(getComputedStyle(e).fontSize)))
                """);
            Assert.True(smallest >= (percent * unit) - 0.1, $"{scale} {board} at {width}x{height}: letters of {smallest} px, wanted {percent * unit}");
        }
    }

    [Theory]
    [InlineData("desk")]
    [InlineData("room")]
    [InlineData("hall")]
    public async Task What_a_walls_foot_says_takes_no_room_from_its_rows(string scale)
    {
        foreach (var (width, height) in new[] { (1080, 1920), (1920, 1080) })
        {
            await using var visit = await browser.VisitAsync();
            await visit.Page.SetViewportSizeAsync(width, height);
            await browser.SettleAsync(visit);
            await visit.OpenAsync($"/wall?scale={scale}");
            await Assertions.Expect(visit.Page.Locator($".wall[data-layout={(height > width ? "portrait" : "landscape")}] .wall-rows")).ToBeVisibleAsync();
            await visit.LoadedAsync();
            var before = await HeightAsync(visit);
            await visit.Page.EvaluateAsync("""
                () => {
                  const foot = document.querySelector('.wall-foot');
                  for (const [what, words] of [['wall-change', '12:40 worker-staging is no longer as it was declared, since a resource of it differs '], ['wall-scan failed', 'Scan failed: nobody answers '], ['more', '+ 128 to look at ']])
                    foot.insertAdjacentHTML('beforeend', `<span class="${what}">${words.repeat(3)}</span>`);
                }
                """);

            Assert.True(before > 0);
            Assert.Equal(before, await HeightAsync(visit));
        }

        static async Task<double> HeightAsync(Visit visit) => await visit.Page.EvaluateAsync<double>("() => document.querySelector('.wall-rows').getBoundingClientRect().height");
    }

    /// <summary>At 5 m letters of 25 mm are read: 5.2 % of the height for where, how it is, what differs, and parity, and twice as much at 10 m. A long name has as much as its line has room for, and what is calm has less.</summary>
    [Theory]
    [InlineData("overview&scale=hall", ".wall-figure:not(.wall-clock) .number, .wall-tile h2 > :first-child, .wall-status:not(.long), .wall-row .what:not(.long)", 10.4)]
    [InlineData("parity&scale=hall", ".wall-pair td.unexplained, .wall-pair td strong, .wall-row .what:not(.long)", 10.4)]
    [InlineData("parity&scale=hall", ".wall-pair th, .wall-row .what.long", 7.1)]
    [InlineData("overview", ".wall-figure .number, .wall-tile h2 > :first-child, .wall-status:not(.long), .wall-pair th, .wall-pair td.unexplained, .wall-pair td strong, .wall-row .what:not(.long)", 5.2)]
    [InlineData("overview", ".wall-row.separation .what", 5.2)]
    [InlineData("overview", ".wall-status.long, .wall-row .what.long", 3.6)]
    [InlineData("parity", ".wall-pair th, .wall-pair td.unexplained, .wall-row .what:not(.long)", 5.2)]
    [InlineData("parity", ".wall-row.separation .what", 5.2)]
    public async Task What_matters_on_a_wall_has_letters_for_five_metres_and_is_not_cut(string board, string words, double percent)
    {
        await using var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.OpenAsync($"/wall?board={board}");
        foreach (var (width, height) in new[] { (1920, 1080), (3840, 2160) })
        {
            await visit.Page.SetViewportSizeAsync(width, height);
            var wrong = await visit.Page.EvaluateAsync<string[]>(
                """
                ([words, least]) => {
                  const found = [...document.querySelectorAll(words)];
                  return found.length === 0 ? ['nothing is there'] : found.filter(e => parseFloat(getComputedStyle(e).fontSize) < least || e.matches('.what') && e.scrollWidth > e.clientWidth + 1)
                    .map(e => `${getComputedStyle(e).fontSize} ${e.textContent.trim()}`);
                }
                """,
                new object[] { words, (percent * height / 100) - 0.1 });

            Assert.True(wrong.Length == 0, $"{board} at {width}x{height}: {string.Join("; ", wrong)}");
        }
    }

    /// <summary>Everything that opens over a page, or within it, in both themes: found in the page, so that a new menu, dialog or fold is looked at by itself.</summary>
    private static async Task AssertWhatOpensIsAccessibleAsync(Visit visit, string where)
    {
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        foreach (var dialog in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('dialog')].map(d => d.id)"))
        {
            await page.EvaluateAsync("id => { document.querySelector(`[data-dialog='${id}']`)?.click(); }", dialog);
            await CheckAsync($"#{dialog}");
            await keys.PressAsync("Escape");
            await Assertions.Expect(page.Locator($"#{dialog}")).ToBeHiddenAsync();
        }

        foreach (var menu in await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-menubar] .menu-title')].map(t => t.id)"))
        {
            await page.Locator($"#{menu}").FocusAsync();
            await keys.PressAsync("ArrowDown");
            await CheckAsync($"[role=menu][aria-labelledby={menu}]");
            await keys.PressAsync("Escape");
        }

        // The copy menu hangs on whatever can be copied, the bar of a selection on a list.
        if (await page.EvaluateAsync<bool>("() => { const e = [...document.querySelectorAll('main [data-copy-menu]')].find(e => e.checkVisibility()); e?.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 500, clientY: 300 })); return !!e; }"))
        {
            await CheckAsync("#copy-menu");
            await keys.PressAsync("Escape");
        }

        if (await page.EvaluateAsync<bool>("() => { const e = document.querySelector('main [data-selectable] [aria-selected][data-copy-menu]'); e?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true })); return !!e; }"))
        {
            await CheckAsync("#selection-bar");
            await page.Locator("[data-clear-selection]").ClickAsync();
        }

        // What is folded: a trail of changes, the parameters of a mistake, a release that waits.
        if (await visit.UnfoldAsync() > 0)
            await CheckAsync("main");

        async Task CheckAsync(string opened)
        {
            await Assertions.Expect(page.Locator(opened)).ToBeVisibleAsync();
            await visit.AssertAccessibleAsync($"{where}, {opened}", opened);
        }
    }

    /// <summary>What a reader's keys can reach and look the same there as anywhere else.</summary>
    private static async Task<string[]> UnseenFocusAsync(IPage page)
    {
        // A script's focus is drawn only where the last thing that was pressed is a key.
        await page.Keyboard.PressAsync("Tab");
        return await page.EvaluateAsync<string[]>(
            """
            () => {
              const look = e => {
                const parts = [e, e.parentElement, ...e.children];
                return JSON.stringify([...parts.map(p => getComputedStyle(p)), getComputedStyle(e, '::after')]
                  .map(s => [s.outlineStyle, s.outlineWidth, s.boxShadow, s.backgroundColor, s.borderColor, s.stroke, s.strokeWidth]));
              };
              const kinds = new Set();
              return [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(e => {
                const kind = `${e.tagName} ${e.className.baseVal ?? e.className}`;
                if (e.tabIndex < 0 || e.disabled || !e.checkVisibility() || kinds.has(kind)) {
                  return false;
                }
                kinds.add(kind);
                document.activeElement.blur();
                const before = look(e);
                e.focus({ preventScroll: true });
                return document.activeElement === e && look(e) === before;
              }).map(e => e.outerHTML.slice(0, 120));
            }
            """);
    }

    /// <summary>No page scrolls sideways, and a wall scrolls nowhere.</summary>
    private static async Task AssertFitsAsync(IPage page, string address)
    {
        var overflow = await page.EvaluateAsync<int[]>(
            "() => [document.documentElement.scrollWidth - document.documentElement.clientWidth, document.documentElement.scrollHeight - document.documentElement.clientHeight]");
        Assert.True(overflow[0] <= 0, $"{address} at {page.ViewportSize!.Width}x{page.ViewportSize.Height} is {overflow[0]} px too wide.");
        if (address.StartsWith("/wall", StringComparison.Ordinal))
            Assert.True(overflow[1] <= 0, $"{address} at {page.ViewportSize.Width}x{page.ViewportSize.Height} is {overflow[1]} px too high.");
    }
}
