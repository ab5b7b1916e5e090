using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Dark and light, without a flash of the other one.</summary>
[Collection(nameof(Browser))]
public sealed class ThemeTests(Browser browser)
{
    private const string Dark = "rgb(14, 18, 22)";
    private const string Light = "rgb(243, 245, 247)";

    /// <summary>Notes the background when the document is parsed, and when the first pixels are on the screen.</summary>
    private const string Watch =
        """
        window.backgrounds = [];
        const note = () => document.body && window.backgrounds.push(getComputedStyle(document.body).backgroundColor);
        addEventListener('DOMContentLoaded', note);
        new PerformanceObserver(note).observe({ type: 'paint', buffered: true });
        """;

    [Theory]
    [InlineData("/", "dark", "dark")]
    [InlineData("/", "light", "light")]
    [InlineData("/wall", "light", "dark")]
    [InlineData("/wall?theme=light", "dark", "light")]
    [InlineData("/wall?theme=none-of-ours", "light", "dark")]
    public async Task The_first_pixels_have_the_right_theme(string address, string chosen, string shown)
    {
        await using var visit = await browser.VisitAsync(chosen);
        await visit.Page.AddInitScriptAsync(Watch);

        var answer = await visit.Page.GotoAsync(address);

        Assert.Contains($"<html lang=\"en\" data-theme=\"{shown}\"", await answer!.TextAsync(), StringComparison.Ordinal);
        await visit.Page.WaitForFunctionAsync("() => window.backgrounds.length >= 2 && document.querySelector('[data-interactive=true]')");
        Assert.All(await visit.Page.EvaluateAsync<string[]>("() => window.backgrounds"), b => Assert.Equal(shown == "dark" ? Dark : Light, b));
    }

    /// <summary>A system that chooses the colours itself draws no background and no shadow of ours.</summary>
    [Fact]
    public async Task In_forced_colours_it_is_seen_what_is_chosen_and_shapes_are_drawn_in_ink()
    {
        await using var visit = await browser.VisitAsync("light");
        var page = visit.Page;
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ForcedColors = ForcedColors.Active });
        await page.GotoAsync("/?application=shop");
        await page.Locator("[data-cell] .mark").First.WaitForAsync();

        const string look = "selector => { const style = getComputedStyle(document.querySelector(selector)); return [style.backgroundColor, style.color]; }";
        foreach (var (chosen, other) in new[] { (".segment[aria-current]", ".segment:not([aria-current])"), (".panel [aria-selected=true]", ".panel [aria-selected=false]"), (".tab [aria-current]", "body") })
            Assert.NotEqual((await page.EvaluateAsync<string[]>(look, other))[0], (await page.EvaluateAsync<string[]>(look, chosen))[0]);
        Assert.Equal((await page.EvaluateAsync<string[]>(look, "body"))[1], (await page.EvaluateAsync<string[]>(look, "[data-cell] .mark"))[1]);
    }

    [Fact]
    public async Task Without_a_choice_a_page_follows_the_browser()
    {
        Needed.Require(browser.Missing);
        using var http = new HttpClient { BaseAddress = new Uri(browser.Server.Url) };

        Assert.Contains("<html lang=\"en\">", await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken).Soon(), StringComparison.Ordinal);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/", UriKind.Relative));
        request.Headers.Add("Cookie", "driftboard-theme=\"><script>");
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken).Soon();
        Assert.Contains("<html lang=\"en\">", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).Soon(), StringComparison.Ordinal);
    }
}
