using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>What a wall does in a browser while nothing is wrong; OutageTests has the rest.</summary>
[Collection(nameof(OutageTests))]
public sealed class WallTests(Browser browser)
{
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
            await Assertions.Expect(wall.Page.Locator("wall-clock.number")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex(@"^\d\d:\d\d$"));
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
}
