using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What a wall does in a browser while nothing is wrong; OutageTests has the rest.</summary>
[Collection(nameof(Browser))]
public sealed class WallTests(Browser browser)
{
    [Fact]
    public async Task Boards_take_turns_without_a_reload_and_always_with_the_figures()
    {
        await using var wall = await browser.VisitAsync();
        await browser.SettleAsync(wall);
        await wall.OpenAsync("/wall?board=overview,environment:production,parity,changes&rotate=5&scale=desk");
        await wall.MarkAsync();
        List<string> seen = [];
        for (var i = 0; i < 5; i++)
        {
            seen.Add((await wall.Page.Locator(".wall").GetAttributeAsync("data-board"))!);
            Assert.Equal(4, await wall.Page.Locator("[data-figure]").CountAsync());
            await Assertions.Expect(wall.Page.Locator("wall-clock.number")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d\d:\d\d$"));
            await wall.Page.WaitForFunctionAsync("before => document.querySelector('.wall').dataset.board !== before", seen[^1]);
        }

        Assert.Equal(4, seen.Take(4).Distinct().Count());
        Assert.Equal(seen[0], seen[4]);
        Assert.True(await wall.IsMarkedAsync());
        wall.AssertClean();
    }

    [Fact]
    public async Task A_change_pulses_once_and_is_a_frame_for_those_who_want_no_motion()
    {
        await using var wall = await browser.VisitAsync();
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
}
