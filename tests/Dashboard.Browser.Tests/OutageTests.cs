using System.Text;
using System.Text.RegularExpressions;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Whatever happens to the server, the network or a page, a wall is live within 30 seconds of its end, and nobody touches it.</summary>
[Collection(nameof(OutageTests))]
public sealed class OutageTests(Browser browser)
{
    [Fact]
    public async Task A_server_that_is_killed_and_started_again_is_back_on_the_wall()
    {
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        var before = await wall.ServerAsync();

        await browser.Server.KillAsync();
        await browser.Server.StartAsync();

        await wall.LiveAsync(otherThan: before);
    }

    /// <summary>The framework's own reconnection would have given up by then. The page's clock is wound forward, five seconds at a time.</summary>
    [Fact]
    public async Task A_server_that_comes_back_after_seven_minutes_is_back_on_the_wall_and_until_then_no_old_green_is_shown()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        var before = await wall.ServerAsync();

        await browser.Server.KillAsync();
        // One step beyond: what the server said last reached the page a moment later, and its ages are as much younger.
        for (var elapsed = 0; elapsed <= 7 * 60; elapsed += 5)
        {
            await wall.Page.Clock.FastForwardAsync(5_000);
            if (elapsed == 5)
            {
                // The first beat is missing: no colour says any more that all is well, and a strip says why.
                await Assertions.Expect(wall.Page.Locator("#no-contact")).ToBeVisibleAsync();
                Assert.Equal("grayscale(1)", await wall.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.wall-tiles')).filter"));
            }
        }

        await Assertions.Expect(wall.Page.Locator("#no-contact")).ToContainTextAsync(new Regex(@"No contact since \d\d:\d\d"));
        Assert.True(await wall.IsCoveredByAsync("#no-contact"));
        Assert.Matches(@"^[7-9] min$", await wall.Page.Locator("[data-figure=oldest] time").TextContentAsync());

        await browser.Server.StartAsync();
        await wall.LiveAsync(otherThan: before);
    }

    [Fact]
    public async Task A_wall_that_is_loaded_while_the_server_is_away_waits_for_it()
    {
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        await wall.ControlledAsync();
        await browser.Server.KillAsync();

        await wall.Page.ReloadAsync();

        await Assertions.Expect(wall.Page.Locator("[data-waiting] h1")).ToHaveTextAsync("The server is not answering");
        await wall.AssertAccessibleAsync("a wall without its server");
        await browser.Server.StartAsync();
        await wall.LiveAsync();
    }

    [Fact]
    public async Task A_wall_without_a_network_says_so_and_is_live_when_it_is_back()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        IWebSocketRoute? connection = null;
        await wall.Page.RouteWebSocketAsync(new Regex("/_blazor"), socket =>
        {
            socket.ConnectToServer();
            connection = socket;
        });
        await wall.OpenWallAsync();

        await wall.Page.Context.SetOfflineAsync(true);
        await connection!.CloseAsync();
        for (var elapsed = 0; elapsed < 25; elapsed += 5)
            await wall.Page.Clock.FastForwardAsync(5_000);
        await Assertions.Expect(wall.Page.Locator("#no-contact")).ToBeVisibleAsync();

        await wall.Page.Context.SetOfflineAsync(false);
        await wall.LiveAsync();
    }

    /// <summary>The server has forgotten the wall long ago, and the wall's own night has passed, too.</summary>
    [Fact]
    public async Task A_wall_without_a_network_for_twelve_hours_keeps_what_it_showed_says_how_old_it_is_and_is_live_when_it_is_back()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        IWebSocketRoute? connection = null;
        await wall.Page.RouteWebSocketAsync(new Regex("/_blazor"), socket =>
        {
            socket.ConnectToServer();
            connection = socket;
        });
        await wall.OpenWallAsync();
        await wall.LiveAsync();
        await wall.MarkAsync();
        await ForgetCircuitAsync(wall.Page);

        await wall.Page.Context.SetOfflineAsync(true);
        await connection!.CloseAsync();
        foreach (var (times, seconds) in new[] { (8, 5), (12 * 60, 60), (8, 5) })
        {
            for (var i = 0; i < times; i++)
                await wall.Page.Clock.FastForwardAsync(seconds * 1_000);
            Assert.True(await wall.IsMarkedAsync());
        }

        await Assertions.Expect(wall.Page.Locator("#no-contact")).ToContainTextAsync(new Regex(@"No contact since \d\d:\d\d"));
        Assert.Equal(4, await wall.Page.Locator("[data-tile]").CountAsync());

        await wall.Page.Context.SetOfflineAsync(false);
        await wall.Page.Clock.FastForwardAsync(2_000);
        await wall.ReloadedAsync();
        await wall.LiveAsync();
    }

    /// <summary>What somebody reads stays, grows old before their eyes, and comes back where it was.</summary>
    [Fact]
    public async Task The_workbench_without_its_server_keeps_the_page_looks_old_and_is_back_by_itself()
    {
        await using var visit = await browser.VisitAsync("light", hasOwnClock: true);
        await visit.OpenWallAsync();
        const string address = "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass";
        await visit.OpenAsync(address);
        var (page, notice) = (visit.Page, visit.Page.Locator("#no-contact"));
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-contact", "ok");
        await Assertions.Expect(page.Locator(".facts time").First).ToHaveTextAsync(new Regex("^(now|\\d+ s ago)$"));

        await browser.Server.KillAsync();
        for (var elapsed = 0; elapsed < 8 * 60; elapsed += 5)
            await page.Clock.FastForwardAsync(5_000);

        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-contact", "lost");
        await Assertions.Expect(notice).ToContainTextAsync(new Regex(@"No contact since \d\d:\d\d"));
        await Assertions.Expect(page.Locator(".facts time").First).ToHaveTextAsync(new Regex("^[89] min ago$"));
        await Assertions.Expect(page).ToHaveTitleAsync(new Regex("^No contact - "));
        Assert.Equal(1, await page.EvaluateAsync<int>("() => new Set(['.mark.status-inSync', '.mark.status-modified'].map(m => getComputedStyle(document.querySelector(m)).color)).size"));
        Assert.True(await page.EvaluateAsync<bool>("() => { const [notice, said] = ['#no-contact', '.statusbar .figures'].map(e => document.querySelector(e).getBoundingClientRect()); return notice.right <= said.left; }"));
        await visit.AssertAccessibleAsync("a workbench without its server");

        await page.Locator(".explorer a[href*='/stacks/']").First.ClickAsync();
        await Assertions.Expect(notice).ToContainTextAsync("cannot open that page now: this one stays");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Try now" }).ClickAsync();
        await Assertions.Expect(notice).ToContainTextAsync(new Regex(@"No answer at \d\d:\d\d:\d\d"));
        await Assertions.Expect(page).ToHaveURLAsync(browser.Server.Url + address);
        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator(".palette-away")).ToBeVisibleAsync();

        await browser.Server.StartAsync();
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-contact", "ok");
        await Assertions.Expect(page).ToHaveURLAsync(browser.Server.Url + address);
        await Assertions.Expect(notice).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_graph_is_moved_without_its_server_and_stands_there_when_that_is_back()
    {
        await using var visit = await browser.VisitAsync(hasOwnClock: true);
        await browser.SettleAsync(visit);
        await visit.OpenAsync("/graph/shop/production?level=resources");
        var page = visit.Page;
        await visit.MarkAsync();

        await browser.Server.KillAsync();
        await page.WaitForFunctionAsync("() => document.getElementById('components-reconnect-modal').className.includes('show')");
        var before = await page.Locator("svg.graph").GetAttributeAsync("viewBox");
        await page.Locator("[data-node][tabindex='0']").FocusAsync();
        await page.Keyboard.PressAsync("Shift+ArrowRight");
        Assert.NotEqual(before, await page.Locator("svg.graph").GetAttributeAsync("viewBox"));
        await page.Clock.FastForwardAsync(5_000);

        await Assertions.Expect(page).ToHaveURLAsync(new Regex("&view="));
        Assert.True(await visit.IsMarkedAsync());
        var address = page.Url;
        // The browser says by itself that a connection was refused.
        visit.AssertNoException();

        await browser.Server.StartAsync();
        await visit.ReloadedAsync();
        Assert.Equal(address, page.Url);
        await Assertions.Expect(page.Locator("[data-graph]")).ToHaveAttributeAsync("data-view", new Regex(@"^-?\d+\.-?\d+\.\d+$"));
    }

    [Fact]
    public async Task A_wall_whose_circuit_the_server_has_given_up_is_loaded_anew()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        await wall.LiveAsync();
        await wall.MarkAsync();

        await ForgetCircuitAsync(wall.Page);
        for (var elapsed = 0; elapsed < 45; elapsed += 5)
            await wall.Page.Clock.FastForwardAsync(5_000);

        await wall.ReloadedAsync();
        await wall.LiveAsync();
    }

    /// <summary>A kiosk's guard opens the address again; the server may be away just then.</summary>
    [Fact]
    public async Task A_wall_whose_tab_is_killed_is_back_where_it_was_as_soon_as_its_address_is_opened_again()
    {
        const string Address = "/wall?board=environment:production&scale=desk";
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        await wall.OpenAsync(Address);
        await wall.ControlledAsync();
        await browser.Server.KillAsync();
        await wall.KillTabAsync();

        await wall.Page.GotoAsync(Address);
        await Assertions.Expect(wall.Page.Locator("[data-waiting] h1")).ToHaveTextAsync("The server is not answering");
        await browser.Server.StartAsync();

        await wall.LiveAsync();
        await Assertions.Expect(wall.Page.Locator(".wall")).ToHaveAttributeAsync("data-board", "environment");
        await Assertions.Expect(wall.Page.Locator(".wall")).ToHaveAttributeAsync("data-scale", "desk");
    }

    /// <summary>The script is the documentation's own; systemctl starts nothing here but says so, and its seconds are short.</summary>
    [Fact]
    public async Task The_guard_of_a_wall_hears_that_its_tab_was_killed_and_starts_the_browser_anew()
    {
        const string Address = "/wall?screen=lobby";
        var screen = browser.Server.Url + "/api/v1/screens/lobby";
        Needed.Require(File.Exists("/usr/bin/curl") && File.Exists("/bin/sh") ? null : "The guard of a wall is a shell script with curl, and one of them is not installed.");
        var document = await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Find(), "docs", "wall.md"), TestContext.Current.CancellationToken);
        var script = Regex.Match(document, "```sh\n(#!/bin/sh\n.*?)```", RegexOptions.Singleline).Groups[1].Value;
        await using var wall = await browser.VisitAsync();
        await wall.OpenAsync(Address);
        await wall.Page.WaitForFunctionAsync("async screen => (await fetch(screen)).status === 200", screen);
        using var guard = ShellScript.Start(script, screen, ("sleep", "echo round; exec /bin/sleep 0.2"), ("systemctl", "echo $*"));

        // As long as the page is there, nothing is started, however often it asks.
        for (var round = 0; round < 6; round++)
            Assert.Equal("round", await LineAsync());
        await wall.KillTabAsync();

        var told = "round";
        for (var round = 0; told == "round" && round < 200; round++)
            told = await LineAsync();
        Assert.Equal("--user restart wall", told);
        await wall.OpenAsync(Address);
        await wall.Page.WaitForFunctionAsync("async screen => (await fetch(screen)).status === 200", screen);

        Task<string?> LineAsync() =>
            guard.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMilliseconds(Visit.Patience), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_server_that_hangs_is_silent_and_its_wall_says_so_until_it_speaks_again()
    {
        Needed.Require(OperatingSystem.IsWindows() ? "A process cannot be frozen here." : null);
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        await wall.LiveAsync();
        await wall.MarkAsync();

        await browser.Server.FreezeAsync();
        try
        {
            for (var elapsed = 0; elapsed < 20; elapsed += 5)
                await wall.Page.Clock.FastForwardAsync(5_000);
            await Assertions.Expect(wall.Page.Locator("#no-contact")).ToBeVisibleAsync();
        }
        finally
        {
            await browser.Server.ThawAsync();
        }

        await wall.LiveAsync();
        Assert.True(await wall.IsMarkedAsync());
    }

    /// <summary>An exception on the server ends the circuit, and the framework's own bar would stay for ever.</summary>
    [Fact]
    public async Task An_exception_behind_a_page_does_not_leave_it_dead()
    {
        await using var wall = await browser.VisitAsync();
        IWebSocketRoute? server = null;
        await wall.Page.RouteWebSocketAsync(new Regex("/_blazor"), socket => server = socket.ConnectToServer());
        await wall.OpenWallAsync();
        await wall.MarkAsync();

        server!.Send(LocationChange("http://elsewhere.example/"));

        await wall.ReloadedAsync();
        await wall.LiveAsync();
    }

    [Fact]
    public async Task A_page_of_an_older_build_is_loaded_anew()
    {
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        await wall.LiveAsync();
        await wall.MarkAsync();

        await wall.Page.EvaluateAsync("() => { document.querySelector('[data-build]').dataset.build = 'another'; }");

        await wall.ReloadedAsync();
    }

    [Fact]
    public async Task A_page_out_of_the_back_forward_cache_is_loaded_anew()
    {
        await using var wall = await browser.VisitAsync();
        await wall.OpenWallAsync();
        await wall.MarkAsync();

        await wall.Page.EvaluateAsync("() => { dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })); }");

        await wall.ReloadedAsync();
    }

    [Fact]
    public async Task A_page_that_dies_again_and_again_is_not_reloaded_in_a_loop()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        await wall.MarkAsync();
        await wall.Page.EvaluateAsync("() => sessionStorage.setItem('driftboard-reloads', JSON.stringify(Array.from({ length: 7 }, () => Date.now())))");

        await wall.Page.RunAndWaitForResponseAsync(
            () => wall.Page.EvaluateAsync("() => { document.dispatchEvent(new Event('driftboard-reload')); }"), r => r.Url.EndsWith("/healthz", StringComparison.Ordinal));

        Assert.True(await wall.IsMarkedAsync());
        await wall.Page.Clock.FastForwardAsync(21_000);
        await wall.ReloadedAsync();
    }

    [Fact]
    public async Task A_wall_starts_afresh_once_a_day_at_night()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        await wall.MarkAsync();

        await wall.Page.Clock.FastForwardAsync("36:00:00");

        await wall.ReloadedAsync();
    }

    [Fact]
    public async Task A_wall_moves_by_a_hair_every_few_minutes_so_that_nothing_burns_in()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        const string Place = "() => { const box = document.querySelector('.wall-tiles').getBoundingClientRect(); return `${Math.round(box.left)} ${Math.round(box.top)}`; }";
        // From the middle of one three minutes to the middle of the next: a slow machine does not cross a border by itself.
        var start = DateTimeOffset.FromUnixTimeSeconds((DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 180 * 180) + 90).UtcDateTime;
        List<string> places = [];
        for (var i = 1; i <= 9; i++)
        {
            // The time is set and no timer is run: the connection's own would give the server up.
            await wall.Page.Clock.SetSystemTimeAsync(start.AddMinutes(3 * i));
            await wall.Page.WaitForFunctionAsync($"before => ({Place})() !== before", places.LastOrDefault() ?? await wall.Page.EvaluateAsync<string>(Place));
            places.Add(await wall.Page.EvaluateAsync<string>(Place));
        }

        Assert.Equal(9, places.Distinct().Count());
        Assert.All(places.Select(p => p.Split(' ').Select(int.Parse).ToArray()), p => Assert.InRange(p[0], 10, 40));
    }

    [Fact]
    public async Task A_walls_cursor_is_hidden_after_five_seconds()
    {
        await using var wall = await browser.VisitAsync(hasOwnClock: true);
        await wall.OpenWallAsync();
        await wall.Page.Mouse.MoveAsync(300, 300);
        Assert.Equal("auto", await CursorAsync());

        await wall.Page.Clock.FastForwardAsync(5_100);

        Assert.Equal("none", await CursorAsync());
        await wall.Page.Mouse.MoveAsync(310, 310);
        Assert.Equal("auto", await CursorAsync());

        Task<string> CursorAsync() => wall.Page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('.wall')).cursor");
    }

    /// <summary>Blazor's own script tells the server to end the circuit when a page goes; the page believes that it does, and stays.</summary>
    private static Task<IRequest> ForgetCircuitAsync(IPage page) => page.RunAndWaitForRequestAsync(
        () => page.EvaluateAsync("() => { Blazor.disconnect(); }"), r => r.Url.EndsWith("/_blazor/disconnect", StringComparison.Ordinal));

    /// <summary>A call of the circuit's hub as Blazor's own script writes it (length, then MessagePack): the address is none of ours, so the server throws.</summary>
    private static byte[] LocationChange(string address)
    {
        byte[] call = [0x96, 0x01, 0x80, 0xc0, .. Text("OnLocationChanged"), 0x93, .. Text(address), 0xc0, 0xc2, 0x90];
        return [(byte)call.Length, .. call];

        static byte[] Text(string text) => [0xd9, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
    }
}
