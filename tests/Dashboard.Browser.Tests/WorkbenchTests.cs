using System.Text.Json;
using System.Text.RegularExpressions;
using Dashboard.Tests.Shared;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The workbench by keyboard alone: menus, panes, tabs, the palette and the list of keys.</summary>
[Collection(nameof(Browser))]
public sealed class WorkbenchTests(Browser browser)
{
    private const string Property = "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass";

    [Fact]
    public async Task Everything_is_found_by_its_name_and_the_way_back_is_the_back_button()
    {
        await using var visit = await OpenAsync("/?sort=name");
        var keys = visit.Page.Keyboard;

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("dbinstanceclass prod");
        await Assertions.Expect(visit.Page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("Database /DBInstanceClass");
        await keys.PressAsync("Enter");

        await Assertions.Expect(visit.Page).ToHaveURLAsync(Url(Property));
        await Assertions.Expect(visit.Page.Locator(".difference.selected")).ToHaveAttributeAsync("data-path", "/DBInstanceClass");
        await Assertions.Expect(visit.Page.Locator("#palette")).ToBeHiddenAsync();
        await Assertions.Expect(visit.Page.Locator(".inspector .states dd code")).ToHaveTextAsync(["db.r6g.xlarge", "db.r6g.xlarge", "db.r6g.2xlarge"]);
        await Assertions.Expect(visit.Page.Locator(".origins")).ToContainTextAsync("templates/database.yaml:");

        await visit.Page.GoBackAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Url("/?sort=name"));
        await visit.Page.GoForwardAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Url(Property));
        visit.AssertClean();
    }

    [Fact]
    public async Task A_command_in_the_palette_does_what_its_menu_does()
    {
        await using var visit = await OpenAsync("/");
        var keys = visit.Page.Keyboard;

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("> light");
        await Assertions.Expect(visit.Page.Locator("[role=option]")).ToHaveCountAsync(1);
        await keys.PressAsync("Enter");
        await Assertions.Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("compare staging production");
        await Assertions.Expect(visit.Page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("staging with production");
        await keys.PressAsync("Enter");
        await Assertions.Expect(visit.Page).ToHaveURLAsync(Url("/parity/shop/staging/production"));
        visit.AssertClean();
    }

    [Fact]
    public async Task Where_what_had_the_focus_has_gone_with_its_page_the_next_page_gets_it()
    {
        await using var visit = await OpenAsync("/stacks/shop/staging/storefront?resource=WebSecurityGroup");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Locator(".resource[aria-current]").FocusAsync();

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("database production");
        await Assertions.Expect(page.Locator("[role=option][aria-selected=true]")).ToHaveAttributeAsync("data-kind", "stack");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/stacks/shop/production/database"));
        await Assertions.Expect(page.Locator("h1")).ToBeFocusedAsync();

        await page.Locator(".resource[aria-current]").FocusAsync();
        await keys.PressAsync("Alt+w");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/stacks/shop/staging/storefront"));
        // There, a property that was looked at before is what the address asks for.
        await page.WaitForFunctionAsync("() => document.activeElement?.closest('main')");
        visit.AssertClean();
    }

    [Theory]
    [InlineData("/", "export:board", "stacks")]
    [InlineData("/stacks/shop/production/storefront", "export:stack", "resources")]
    [InlineData("/parity/shop/staging/production", "export:parity", "items")]
    public async Task The_board_a_stack_and_a_parity_are_exported_from_the_menu_by_keyboard(string address, string command, string list)
    {
        await using var visit = await OpenAsync(address);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var counted = list switch
        {
            "stacks" => await page.EvaluateAsync<int>("async () => (await (await fetch('/api/v1/board')).json()).stacks.length"),
            "resources" => await page.Locator(".tree [data-resource]").CountAsync(),
            // Every pile but what is equal, which the API leaves out until it is asked for.
            _ => await page.EvaluateAsync<int>("() => [...document.querySelectorAll('[data-pile]')].filter(p => p.dataset.pile !== 'equal').reduce((sum, p) => sum + Number(p.querySelector('.count').textContent), 0)"),
        };
        Assert.NotEqual(0, counted);

        await keys.PressAsync("F10");
        await keys.PressAsync("ArrowDown");
        await page.Locator($"[data-command='{command}']").FocusAsync();
        var opened = await page.RunAndWaitForPopupAsync(() => keys.PressAsync("Enter"));

        using var exported = JsonDocument.Parse(await opened.EvaluateAsync<string>("() => document.body.textContent"));
        Assert.Equal(counted, exported.RootElement.GetProperty(list).GetArrayLength());
        visit.AssertClean();
    }

    [Fact]
    public async Task The_menu_bar_is_walked_with_the_arrow_keys_and_a_closed_pane_stays_closed_until_the_layout_is_reset()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await Assertions.Expect(page.Locator(".explorer")).ToBeVisibleAsync();

        // Escape leads back: from an open menu to its title, and from there to where the reader was.
        await page.Locator("[data-cell] a").First.FocusAsync();
        await keys.PressAsync("F10");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Escape");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("File");
        await keys.PressAsync("Escape");
        await Assertions.Expect(Focused(page)).ToHaveClassAsync("cell-link");

        await keys.PressAsync("F10");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("File");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowDown");
        await Assertions.Expect(Focused(page)).ToHaveAttributeAsync("data-command", "pane:explorer");
        await keys.PressAsync("Escape");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("View");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".explorer")).ToHaveCountAsync(0);

        // The server's page is there before the browser is told what to remember.
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-closed", new Regex("explorer"));
        await visit.OpenAsync(page.Url);
        await Assertions.Expect(page.Locator(".explorer")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("[data-edge=explorer]")).ToHaveAttributeAsync("aria-valuenow", "0");

        await keys.PressAsync("Alt");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("File");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowUp");
        await page.Locator("[data-command='layout:reset']").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".explorer")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task The_edge_of_a_pane_is_moved_by_keys_and_by_the_pointer_and_the_browser_remembers()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys, edge) = (visit.Page, visit.Page.Keyboard, visit.Page.Locator("[data-edge=explorer]"));
        var before = await WidthAsync(page);
        await Assertions.Expect(edge).ToHaveAttributeAsync("aria-valuenow", $"{before}");

        await edge.FocusAsync();
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowRight");
        await keys.PressAsync("ArrowLeft");
        Assert.Equal(before + 16, await WidthAsync(page));
        await Assertions.Expect(edge).ToHaveAttributeAsync("aria-valuenow", $"{before + 16}");

        var box = (await edge.BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(box.X, 400);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 60, 410, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.Equal(before + 76, await WidthAsync(page));

        await visit.OpenAsync("/");
        Assert.Equal(before + 76, await WidthAsync(page));

        await edge.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".explorer")).ToHaveCountAsync(0);
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".explorer")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Problems_are_walked_with_one_key_and_each_page_stays_as_a_tab_until_it_is_closed()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);

        await keys.PressAsync("N");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync(new Regex(@"^Problem 1 of \d+$"));
        await Assertions.Expect(page.Locator(".problem-table tr[aria-current]")).ToHaveCountAsync(1);
        var first = page.Url;
        await keys.PressAsync("N");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync(new Regex(@"^Problem 2 of \d+$"));
        await Assertions.Expect(page.Locator(".tab")).ToHaveCountAsync(3);
        await keys.PressAsync("P");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex($"^{Regex.Escape(first)}$"));

        await visit.OpenAsync(page.Url);
        await Assertions.Expect(page.Locator(".tab")).ToHaveCountAsync(3);

        await page.Locator("[data-interactive='true']").First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await keys.PressAsync("Alt+w");
        await Assertions.Expect(page.Locator(".tab")).ToHaveCountAsync(2);
        await Assertions.Expect(page).Not.ToHaveURLAsync(new Regex($"^{Regex.Escape(first)}$"));
        await page.Locator(".tab a").Last.ClickAsync(new LocatorClickOptions { Button = MouseButton.Middle });
        await Assertions.Expect(page.Locator(".tab")).ToHaveCountAsync(1);
        await keys.PressAsync("g");
        await keys.PressAsync("h");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Shapes, words and keys");
        visit.AssertClean();
    }

    [Fact]
    public async Task Of_more_tabs_than_there_is_room_for_the_one_that_is_shown_is_in_view()
    {
        await using var visit = await OpenAsync("/");
        var page = visit.Page;
        await page.SetViewportSizeAsync(1366, 768);
        foreach (var environment in new[] { "development", "staging", "production" })
        {
            foreach (var component in new[] { "storefront", "database", "worker", "buckets" })
            {
                await page.GotoAsync($"/stacks/shop/{environment}/{component}");
                await Assertions.Expect(page.Locator(".tab [aria-current]")).ToHaveAttributeAsync("href", new Regex($"^/stacks/shop/{environment}/{component}([?]|$)"));
            }
        }

        const string isInView = "() => { const [tab, strip] = [document.querySelector('.tab [aria-current]'), document.getElementById('pane-tabs')].map(e => e.getBoundingClientRect()); return tab.left >= strip.left - 1 && tab.right <= strip.right + 1; }";
        await page.WaitForFunctionAsync(isInView);
        await page.GoBackAsync();
        await page.WaitForFunctionAsync(isInView);
        await page.Locator(".topbar .brand").ClickAsync();
        await page.WaitForFunctionAsync(isInView);
        visit.AssertClean();
    }

    /// <summary>A keyboard of another script gives its own letters; AltGr and Option give letters that are typed.</summary>
    [Fact]
    public async Task A_keyboard_of_another_script_opens_the_palette_and_what_is_typed_with_AltGr_stays_typed()
    {
        await using var visit = await OpenAsync("/");
        var page = visit.Page;

        await page.EvaluateAsync("() => document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '\u043b', code: 'KeyK', ctrlKey: true, bubbles: true, cancelable: true }))");
        await Assertions.Expect(page.Locator("#palette")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");

        const string press = "key => !document.querySelector('.explorer input').dispatchEvent(new KeyboardEvent('keydown', { ...key, bubbles: true, cancelable: true }))";
        Assert.False(await page.EvaluateAsync<bool>(press, new { key = "@", code = "KeyL", altKey = true }));
        Assert.True(await page.EvaluateAsync<bool>(press, new { key = "l", code = "KeyL", altKey = true }));
        visit.AssertClean();
    }

    [Fact]
    public async Task F6_goes_from_pane_to_pane_and_single_keys_rest_while_somebody_types()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var seen = new List<string?>();

        await page.Locator("[data-menubar] [tabindex='0']").FocusAsync();
        for (var i = 0; i < 4; i++)
        {
            await keys.PressAsync("F6");
            await page.WaitForFunctionAsync("last => (document.activeElement?.closest('[data-pane-body]')?.id ?? 'menu') !== last", seen.LastOrDefault() ?? "menu");
            seen.Add(await page.EvaluateAsync<string>("() => document.activeElement.closest('[data-pane-body]').id"));
            // On something that keys do something with, not on the frame around it.
            Assert.False(await page.EvaluateAsync<bool>("() => document.activeElement.matches('[data-pane-body]')"), seen[^1]);
        }

        Assert.Equal(["pane-explorer", "pane-page", "pane-inspector", "pane-panel"], seen);
        var problem = await page.EvaluateAsync<string>("() => document.activeElement.href");
        await keys.PressAsync("ArrowDown");
        Assert.NotEqual(problem, await page.EvaluateAsync<string>("() => document.activeElement.href"));
        // One place of the list is reached by the tab key.
        await Assertions.Expect(page.Locator(".problem-table .row-link[tabindex='0']")).ToHaveCountAsync(1);

        await page.Locator(".explorer input").FocusAsync();
        await keys.TypeAsync("?n");
        await Assertions.Expect(page.Locator(".explorer .pane-empty")).ToHaveTextAsync("Nothing has that name. Clear the filter");
        Assert.False(await page.Locator("#shortcuts").IsVisibleAsync());
        await page.Locator(".explorer .pane-empty button").ClickAsync();
        await Assertions.Expect(page.Locator(".explorer [role=treeitem]").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".explorer input")).ToHaveValueAsync("");
        visit.AssertClean();
    }

    [Fact]
    public async Task A_property_is_copied_by_keys_and_by_the_pointer()
    {
        await using var visit = await OpenAsync(Property);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Locator(".difference.selected .property-link").FocusAsync();
        await keys.PressAsync("Shift+F10");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("Copy as text");
        await CheckAsync(visit, "copy-dark");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("Copied");
        await visit.ClipboardAsync("live:       db.r6g.2xlarge");
        await Assertions.Expect(page.Locator(".difference.selected .property-link")).ToBeFocusedAsync();

        await page.Locator(".resource[aria-current]").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.Locator("[data-copy-form=command]").ClickAsync();
        var command = await visit.ClipboardAsync("get-resource");
        AwsCommand.Require();
        Assert.Contains("db.r6g.2xlarge", await RunAsync(command), StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task An_environment_is_opened_compared_scanned_and_copied_from_its_row_in_the_explorer()
    {
        await using var visit = await OpenAsync("/");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var row = page.Locator(".explorer button[role=treeitem][title=production]");

        await row.FocusAsync();
        await keys.PressAsync("Shift+F10");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("Open the graph of production");
        await CheckAsync(visit, "environment-menu-dark");
        await keys.PressAsync("Escape");
        await Assertions.Expect(row).ToBeFocusedAsync();
        await Assertions.Expect(row).ToHaveAttributeAsync("aria-expanded", "true");

        await row.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Scan production now" }).ClickAsync();
        await Assertions.Expect(page.Locator("#copy-menu")).ToBeHiddenAsync();

        await row.FocusAsync();
        await keys.PressAsync("Shift+F10");
        await keys.PressAsync("End");
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("Copy the link");
        await keys.PressAsync("Enter");
        Assert.EndsWith("/graph/shop/production", await visit.ClipboardAsync("/graph/"), StringComparison.Ordinal);
        await row.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.Locator("[data-copy-form=command]").ClickAsync();
        var command = await visit.ClipboardAsync("describe-stacks");
        AwsCommand.Require();
        var listed = await RunAsync(command);
        Assert.Contains("production-shop-storefront", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("staging-shop", listed, StringComparison.Ordinal);

        await row.FocusAsync();
        await keys.PressAsync("Shift+F10");
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/parity/shop/staging/production$"));
        await page.Locator(".explorer button[role=treeitem][title=shop]").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Open the overview of shop" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(@"/\?application=shop$"));
        // What a row's menu does beside copying is no other's.
        await page.Locator(".matrix [data-copy-menu]").First.ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await Assertions.Expect(Focused(page)).ToHaveTextAsync("Copy as text");
        visit.AssertClean();
    }

    [Theory]
    [InlineData("dark", 1920, 1080)]
    [InlineData("light", 1366, 768)]
    [InlineData("light", 3840, 2160)]
    public async Task What_opens_over_the_page_is_accessible_closes_with_escape_and_gives_the_focus_back(string theme, int width, int height)
    {
        await using var visit = await OpenAsync("/", theme);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        // Panes that have no room are closed from the start.
        await page.SetViewportSizeAsync(width, height);
        await visit.OpenAsync("/");
        var name = $"{theme}-{width}x{height}";
        var start = page.Locator("[data-cell='production/dns'] a");
        await start.FocusAsync();

        await keys.PressAsync("Control+k");
        await keys.TypeAsync("web");
        await Assertions.Expect(page.Locator("[role=option]").First).ToBeVisibleAsync();
        await CheckAsync(visit, $"palette-{name}");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#palette")).ToBeHiddenAsync();
        await Assertions.Expect(start).ToBeFocusedAsync();

        await keys.PressAsync("?");
        await Assertions.Expect(page.Locator("#shortcuts")).ToBeVisibleAsync();
        await CheckAsync(visit, $"keys-{name}");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#shortcuts")).ToBeHiddenAsync();
        await Assertions.Expect(start).ToBeFocusedAsync();

        await keys.PressAsync("Shift+F10");
        await Assertions.Expect(page.Locator("#copy-menu")).ToBeVisibleAsync();
        await CheckAsync(visit, $"copy-{name}");
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#copy-menu")).ToBeHiddenAsync();
        await Assertions.Expect(start).ToBeFocusedAsync();

        // Every menu that there is: a new one is looked at by itself.
        var menus = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('[data-menubar] .menu-title')].map(t => t.id)");
        Assert.Contains("menu-File", menus);
        foreach (var menu in menus)
        {
            await page.Locator($"#{menu}").FocusAsync();
            await keys.PressAsync("ArrowDown");
            await Assertions.Expect(page.Locator($"[role=menu][aria-labelledby={menu}]")).ToBeVisibleAsync();
            await CheckAsync(visit, $"{menu.ToLowerInvariant()}-{name}");
            await keys.PressAsync("Escape");
            await Assertions.Expect(page.Locator($"#{menu}")).ToBeFocusedAsync();
        }

        visit.AssertClean();
    }

    private async Task<Visit> OpenAsync(string address, string theme = "dark")
    {
        var visit = await browser.VisitAsync(theme);
        await browser.SettleAsync(visit);
        await visit.OpenAsync(address);
        return visit;
    }

    private Regex Url(string address) => new("^" + Regex.Escape(browser.Server.Url + address) + "$");

    private static ILocator Focused(IPage page) => page.Locator("*:focus");

    /// <summary>What the copied command prints in a shell.</summary>
    private static async Task<string> RunAsync(string command)
    {
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("sh", ["-c", command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = shell.StandardError.ReadToEndAsync();
        // The aws command takes its time to start on a machine that has much else to do.
        var output = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await shell.WaitForExitAsync().Soon();
        Assert.True(shell.ExitCode == 0, $"{command}: exit {shell.ExitCode}: {await said.Soon()}");
        return output;
    }

    private static async Task<int> WidthAsync(IPage page) => (int)Math.Round((await page.Locator(".explorer").BoundingBoxAsync())!.Width);

    private static async Task CheckAsync(Visit visit, string name)
    {
        await visit.PictureAsync(name);
        await visit.AssertAccessibleAsync(name);
    }
}
