using Dashboard.Tests.Shared;

namespace Dashboard.Browser.Tests;

/// <summary>Two hundred hostile texts in every place that people write to: nothing runs, nothing is asked of another host, and no page loses its shape.</summary>
[Collection(nameof(OutageTests))]
public sealed class HostileTests(Browser browser)
{
    private const string Evil = "%22%3E%3Cimg%20src%3Dx%20onerror%3D%22window.hostile%3D1%22%3E";

    private static readonly string[] Pages =
    [
        "/?application=hostile", "/?application=hostile&group=owner", "/?application=hostile&sort=owner", "/stacks/hostile/production/texts-0?resource=P5", "/stacks/hostile/staging/texts-3",
        "/stacks/hostile/production/broken", "/parity/hostile/staging/production", "/parity/hostile/staging/production?pile=declared", "/parity/hostile/staging/production?pile=pending",
        "/review/hostile/staging/production", "/review/hostile/staging/production?show=release", "/review/hostile/staging/production?show=byHand", "/review/hostile/staging/production?show=commits",
        "/review/hostile/staging/production?show=rehearsal", "/review/hostile/staging/production?show=unverifiable", "/review/hostile/staging/production?show=declared",
        "/review/hostile/staging/production?show=rules&rules=expect.all%2Caccept.all&reason=%3Cscript%3Ealert(1)%3C%2Fscript%3E&owner=%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "/wall?detail=full&application=hostile", "/wall?detail=full&board=parity&application=hostile", "/wall?detail=full&board=environment:production&application=hostile", "/wall?detail=full&board=changes&application=hostile",
        "/stacks/hostile/production/texts-0?resource=P5&view=inline&equal=1", "/stacks/hostile/production/texts-0?resource=P5&view=template",
        "/parity/hostile/staging/production?unit=texts-0", "/graph/hostile/production", "/graph/hostile/production?component=texts-0", "/graph/hostile/production?component=texts-0&form=list", "/unclaimed",
        "/graph/hostile/production?level=resources", "/graph/hostile/production?level=resources&form=list", "/graph/hostile/production?component=texts-0&node=texts-0%3AP5&near=1", "/unclaimed?defaults=1", "/unclaimed?defaults=1&sort=name", "/unverified", $"/unverified?q={Evil}&component={Evil}",
        "/stacks/hostile/production/texts-0?resource=P5&view=sideBySide&equal=1&folded=1", "/stacks/hostile/production/texts-0?resource=P5&view=template&at=main", "/parity/hostile/staging/production?pile=equal",
        $"/graph/{Evil}/production?component={Evil}", $"/graph/hostile/production?component=texts-0&node={Evil}&region={Evil}", $"/unclaimed?q={Evil}", $"/?application=hostile&q={Evil}",
        $"/stacks/hostile/production/texts-0?resource={Evil}&path={Evil}&item={Evil}&q={Evil}", $"/stacks/hostile/production/texts-0?resource=P5&view=template&at={Evil}&path={Evil}&item={Evil}",
        $"/parity/hostile/staging/production?unit={Evil}&q={Evil}&component={Evil}", $"/review/hostile/staging/production?show={Evil}&q={Evil}&rules=expect.{Evil}",
        "/?application=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/stacks/%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E/a/b", "/parity/%22%3E%3Csvg%20onload%3Dalert(1)%3E/a/b", "/review/%22%3E%3Csvg%20onload%3Dalert(1)%3E/a/b",
        "/wall?application=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E", "/help?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        $"/not-found?q={Evil}",
    ];

    [Fact]
    public async Task Nothing_that_people_wrote_runs_or_breaks_a_page()
    {
        Needed.Require(browser.Missing);
        Assert.Equal(200, HostileText.All.Distinct().Count());
        Assert.Empty(SamplePages.Routes.Select(SamplePages.NameOf).Except(Pages.Select(p => SamplePages.NameOf(p.Split('?')[0]))));
        using var estate = new HostileEstate();
        estate.Write();
        await using var server = new DashboardServer("--repository", estate.Repository, "--sandbox", "true");
        await server.StartAsync();
        await using var visit = await OpenAsync(server);
        await using var other = await OpenAsync(server);

        // The sandbox begins with its own estate alone.
        await visit.OpenAsync("/?application=shop");
        await visit.Page.WaitForFunctionAsync("() => document.querySelector(\"[data-cell='production/storefront'][data-status=modified]\")");
        await HostileEstate.DeployAsync(server.SandboxUrl);
        await visit.OpenAsync("/?application=hostile&q=texts");
        await ScanAsync(server);
        try
        {
            await visit.Page.WaitForFunctionAsync(
                "() => document.querySelector(\"[data-cell^='production/texts-3'][data-status=modified]\") && document.querySelector(\"[data-cell^='staging/texts-3'][data-status=inSync]\")");
        }
        catch (TimeoutException)
        {
            Assert.Fail(await visit.Page.EvaluateAsync<string>("() => [...document.querySelectorAll('[data-cell]')].map(c => `${c.dataset.cell.slice(0, 40)} ${c.dataset.status}`).join('\\n') + document.body.innerText.slice(0, 2000)"));
        }

        // Two readers at a time: one of them waits for the server most of the time.
        var told = (await Task.WhenAll(ReadAsync(visit, Pages[..(Pages.Length / 2)]), ReadAsync(other, Pages[(Pages.Length / 2)..]))).Sum();

        // What is found by its name, and what changes while somebody looks.
        await visit.OpenAsync("/?application=hostile&panel=activity");
        await HostileEstate.ChangeAsync(server.SandboxUrl);
        await ScanAsync(server);
        await visit.Page.WaitForFunctionAsync("() => document.querySelector('.activity-table')?.textContent.includes('window.hostile=1')");
        await AssertWholeAsync(visit, "activity");
        await visit.Page.Keyboard.PressAsync("Control+k");
        var named = false;
        foreach (var text in new[] { "onerror", "texts", "P5", "script" })
        {
            await visit.Page.Locator(".palette input").FillAsync(text);
            await visit.Page.Locator(".palette-entry").First.WaitForAsync();
            await AssertWholeAsync(visit, $"the palette with {text}");
            named |= await visit.Page.EvaluateAsync<bool>("() => document.querySelector('.palette-list').textContent.includes('window.hostile=1')");
        }

        Assert.True(named, "no hostile text was found by the palette");
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => !document.querySelector('.palette :is(script, iframe, img, object, [onerror], [onload])')"), "a hostile text is more than text in the palette");

        // What is printed of a review is a page of its own, without the shell.
        await visit.Page.GotoAsync("/api/v1/review/hostile/staging/production?format=html&scope=all");
        Assert.True(await visit.Page.EvaluateAsync<bool>("() => !window.hostile && document.body.textContent.includes('window.hostile=1') && !document.querySelector('script, iframe, img, svg, [onerror], [onload]')"), "a hostile text is more than text in what is printed");

        // The texts stand where people read them: a page without any proves nothing.
        Assert.True(told >= 15, $"hostile texts stand on {told} pages only");
        visit.AssertClean();
        other.AssertClean();
    }

    private async Task<Visit> OpenAsync(DashboardServer server)
    {
        var visit = await browser.VisitAsync(server: server);
        visit.Page.Dialog += async (_, dialog) =>
        {
            visit.Note($"a dialog opened on {visit.Page.Url}: {dialog.Message}");
            await dialog.DismissAsync();
        };
        return visit;
    }

    private static async Task ScanAsync(DashboardServer server)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var asked = await http.PostAsync("/api/v1/scans", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken).Soon();
        asked.EnsureSuccessStatusCode();
    }

    /// <summary>Goes through pages; on how many of them hostile texts stand.</summary>
    private static async Task<int> ReadAsync(Visit visit, IEnumerable<string> pages)
    {
        var told = 0;
        foreach (var address in pages)
        {
            await visit.OpenAsync(address);
            await visit.Page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
            await visit.UnfoldAsync();
            foreach (var (width, height) in new[] { (1280, 720), (1920, 1080) })
            {
                await visit.Page.SetViewportSizeAsync(width, height);
                await AssertWholeAsync(visit, $"{address} at {width}x{height}");
            }

            told += await visit.Page.EvaluateAsync<bool>("() => document.querySelector('.wall, main').textContent.includes('window.hostile=1')") ? 1 : 0;
            await visit.PictureAsync($"hostile-{Array.IndexOf(Pages, address):00}");
        }

        return told;
    }

    private static async Task AssertWholeAsync(Visit visit, string what)
    {
        var broken = await visit.Page.EvaluateAsync<string[]>(Broken);
        Assert.True(broken.Length == 0, $"{what}:\n{string.Join('\n', broken)}");
    }

    /// <summary>What shows that a text became more than text, or pushed the page out of its shape.</summary>
    private const string Broken =
        """
        () => {
          const found = [];
          const scrolls = e => e && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
          if (window.hostile) found.push('a hostile text ran');
          const root = document.documentElement;
          if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth - root.clientWidth} px too wide`);
          const shell = document.querySelector('.wall') ?? document.querySelector('main');
          if (!shell || shell.getBoundingClientRect().width < 300) found.push('the page itself is gone');
          for (const e of document.querySelectorAll('main script, main iframe, main object, main base, main meta, main link, main template, main math, main form[action^="javascript"], main a[href^="javascript"], main img[src="x"], [onerror], [onload], [onfocus], [onmouseover], [ontoggle]'))
            found.push(`became an element: ${e.outerHTML.slice(0, 120)}`);
          for (const e of document.querySelectorAll('main a[href]'))
            if (new URL(e.getAttribute('href'), document.baseURI).host !== location.host) found.push(`a link to another host: ${e.getAttribute('href')}`);
          for (const e of document.querySelectorAll('header, nav, h1, .toolbar, .pane-head, .status-bar, button')) {
            const box = e.getBoundingClientRect();
            if (e.checkVisibility() && box.width > 0 && !scrolls(e) && !e.closest('.visually-hidden') && (box.right > innerWidth + 1 || box.left < -1)) found.push(`stands outside of the window: ${e.className} ${e.textContent.trim().slice(0, 60)}`);
          }
          return found;
        }
        """;
}
