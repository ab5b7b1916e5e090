using System.Text.Json;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>Several rows or cells at once, in every list alike: by keyboard, by pointer, and beyond what is drawn.</summary>
[Collection(nameof(Browser))]
public sealed class SelectionTests(Browser browser)
{
    [Fact]
    public async Task Several_differences_are_selected_and_copied_together()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var rows = page.Locator(".units .linked");

        await rows.Nth(0).Locator("a").FocusAsync();
        await keys.PressAsync(" ");
        await keys.PressAsync("Shift+ArrowDown");
        await keys.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(page.Locator(".units [aria-selected=true]")).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync("3 selected");
        await keys.PressAsync("Control+c");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("3 copied");
        var text = await visit.ClipboardAsync("");
        Assert.Equal(3, text.Split("\n\n").Length);

        await rows.Nth(4).ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
        await Assertions.Expect(page.Locator(".units [aria-selected=true]")).ToHaveCountAsync(4);
        await page.Locator("#selection-bar [data-open-copy-menu]").ClickAsync();
        await page.Locator("[data-copy-form=json]").ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("4 copied");
        Assert.Equal(4, Items(await visit.ClipboardAsync("\"items\"")));

        await rows.Nth(0).Locator("a").FocusAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#selection-bar")).ToBeHiddenAsync();

        // What is opened is not selected, and is what the shift key selects from.
        await rows.Nth(0).ClickAsync();
        await Assertions.Expect(rows.Nth(0)).ToHaveAttributeAsync("aria-current", "true");
        await Assertions.Expect(page.Locator("#selection-bar")).ToBeHiddenAsync();
        await rows.Nth(2).ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync("3 selected");
        visit.AssertClean();
    }

    /// <summary>In each list the first two rows by keyboard alone, and the third with the pointer.</summary>
    [Fact]
    public async Task Rows_of_every_other_list_are_selected_and_copied_in_the_same_way()
    {
        await using var visit = await OpenAsync("/review/shop/staging/production?show=unexplained");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        var reviewed = new[] { "unexplained", "equal", "release", "byHand", "rehearsal" }.Select(show => ($"/review/shop/staging/production?show={show}&scope=all", ".review-part"));
        foreach (var (address, list) in reviewed.Concat(
        [
            ("/review/shop/staging/production?show=unverifiable&scope=all", ".unverified"), ("/unverified", ".unverified-page"), ("/unclaimed?defaults=1", "[data-list=resources]"),
            ("/stacks/shop/production/storefront?resource=WebSecurityGroup&equal=1", ".properties"), ("/graph/shop/production?form=list", ".graph-list"),
        ]))
        {
            await visit.OpenAsync(address);
            await visit.UnfoldAsync();
            var rows = page.Locator($"{list} [data-copy-menu]");
            await rows.First.WaitForAsync();
            await page.WaitForFunctionAsync("() => !document.querySelector('main .skeleton')");
            var all = await rows.CountAsync();
            await page.Locator($"{list} [data-copy-menu] a").First.FocusAsync();
            await keys.PressAsync(" ");
            if (all > 1)
                await keys.PressAsync("Shift+ArrowDown");
            if (all > 2)
                await rows.Nth(2).Locator("td").Last.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
            var chosen = Math.Min(all, 3);
            await Assertions.Expect(page.Locator($"{list} [aria-selected=true]")).ToHaveCountAsync(chosen);
            await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync($"{chosen} selected");
            await visit.PictureAsync("selected" + string.Concat((address + list).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')));
            await visit.AssertAccessibleAsync($"a selection on {address}", list);
            await page.Locator($"{list} [data-copy-menu] a").First.FocusAsync();
            await keys.PressAsync("Control+c");
            await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync(chosen == 1 ? "Copied" : $"{chosen} copied");
            await visit.ClipboardAsync(new Uri(page.Url).GetLeftPart(UriPartial.Authority));
        }

        visit.AssertClean();
    }

    /// <summary>A tick in a row is another matter than the row: both can be had.</summary>
    [Fact]
    public async Task What_is_ticked_in_a_row_leaves_what_is_selected()
    {
        await using var visit = await OpenAsync("/review/shop/staging/production?show=unexplained&scope=all");
        var page = visit.Page;
        await page.Locator("[data-unit]").Nth(0).Locator("td").Last.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
        await page.Locator("[data-unit]").Nth(1).Locator("td").Last.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });

        await page.Locator("[data-unit] input:enabled").First.ClickAsync();

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("rules=expect"));
        await Assertions.Expect(page.Locator("[data-unit][aria-selected=true]")).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync("2 selected");
        visit.AssertClean();
    }

    /// <summary>What names one thing can be copied where it stands, in the explorer, in a tab and in the graph, without a way to its page.</summary>
    [Fact]
    public async Task A_stack_of_the_explorer_a_tab_and_a_node_of_the_graph_are_copied_where_they_stand()
    {
        await using var visit = await OpenAsync("/graph/shop/production?component=storefront");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        await page.Locator(".explorer a[href='/stacks/shop/production/storefront']").FocusAsync();
        await keys.PressAsync("Shift+F10");
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("Copied");
        Assert.StartsWith("production / storefront (", await visit.ClipboardAsync("production"), StringComparison.Ordinal);

        await page.Locator("a.graph-node[data-node='storefront:Service']").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.Locator("[data-copy-form=json]").ClickAsync();
        await visit.ClipboardAsync("\"Service\"");

        await page.Locator(".explorer a[href='/stacks/shop/production/storefront']").ClickAsync();
        await page.Locator(".tab a[href*='/storefront?resource=WebSecurityGroup']").ClickAsync(new LocatorClickOptions { Button = MouseButton.Right });
        await page.Locator("[data-copy-form=text]").ClickAsync();
        // A tab stands for what it shows: here the property that the page opened with.
        Assert.StartsWith("production / storefront ", await visit.ClipboardAsync(" / WebSecurityGroup (AWS::EC2::SecurityGroup): drifted\n/SecurityGroupIngress/3"), StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task All_that_a_list_holds_is_copied_although_few_of_its_rows_are_drawn()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production?pile=equal");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var list = page.Locator(".units");
        var all = int.Parse((await list.GetAttributeAsync("data-count"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(all > await page.Locator(".units .linked").CountAsync(), "every row is drawn: this proves nothing");

        await page.Locator(".units .linked a").First.FocusAsync();
        await keys.PressAsync("Control+a");
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync($"{all} selected");
        // What is drawn later is marked, too; and one of it is taken out.
        await ScrollToEndAsync(page);
        await page.Locator(".units .linked").Last.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync($"{all - 1} selected");
        await Assertions.Expect(page.Locator(".units .linked").Last).Not.ToHaveAttributeAsync("aria-selected", "true");
        await Assertions.Expect(page.Locator(".units .linked").Nth(-2)).ToHaveAttributeAsync("aria-selected", "true");
        await CopyAsync(page, "json", $"{all - 1} copied");
        Assert.Equal(all - 1, Items(await visit.ClipboardAsync("\"items\"")));

        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".units [aria-selected=true]")).ToHaveCountAsync(0);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_range_reaches_from_a_row_that_is_no_longer_drawn()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production?pile=equal");
        var page = visit.Page;
        var all = int.Parse((await page.Locator(".units").GetAttributeAsync("data-count"))!, System.Globalization.CultureInfo.InvariantCulture);

        await page.Locator(".units .linked").First.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
        var first = await page.Locator(".units .linked").First.GetAttributeAsync("data-unit");
        await ScrollToEndAsync(page);
        Assert.NotEqual(first, await page.Locator(".units .linked").First.GetAttributeAsync("data-unit"));
        await page.Locator(".units .linked").Last.ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Shift] });

        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync($"{all} selected");
        await CopyAsync(page, "text", $"{all} copied");
        visit.AssertClean();
    }

    [Fact]
    public async Task Cells_of_the_matrix_are_walked_and_selected_as_a_rectangle()
    {
        await using var visit = await OpenAsync("/?sort=name");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);

        // The whole matrix is one stop of the tab key; its empty cells are walked over like others.
        await page.Locator(".matrix-frame .scroll").FocusAsync();
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".matrix tbody td[aria-colindex='2'] a").First).ToBeFocusedAsync();
        await keys.PressAsync("ArrowDown");
        await keys.PressAsync("End");
        await Assertions.Expect(page.Locator(".matrix td.none:focus")).ToHaveCountAsync(1);
        await keys.PressAsync("Home");
        await Assertions.Expect(page.Locator("[data-cell='development/database'] a")).ToBeFocusedAsync();
        await keys.PressAsync("Control+End");
        await Assertions.Expect(page.Locator(".matrix tbody tr[data-row] td:last-child:is(:focus, :has(:focus))")).ToHaveCountAsync(1);
        await keys.PressAsync("Tab");
        await Assertions.Expect(page.Locator(".matrix :focus")).ToHaveCountAsync(0);

        await page.Locator("[data-cell='staging/database'] a").FocusAsync();
        await keys.PressAsync("ArrowLeft");
        await Assertions.Expect(page.Locator("td.parity:has(a:focus)")).ToHaveCountAsync(1);
        await keys.PressAsync("ArrowRight");
        await Assertions.Expect(page.Locator("[data-cell='staging/database'] a")).ToBeFocusedAsync();
        await keys.PressAsync("Shift+ArrowRight");
        await keys.PressAsync("Shift+ArrowRight");
        await keys.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync("6 selected");
        await Assertions.Expect(page.Locator(".matrix td[aria-selected=true]")).ToHaveCountAsync(6);
        Assert.Equal(2, await page.EvaluateAsync<int>("() => new Set([...document.querySelectorAll('.matrix td[aria-selected=true]')].map(c => c.parentElement)).size"));
        await visit.AssertAccessibleAsync("a selection in the matrix");

        await keys.PressAsync("Control+c");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("6 copied");
        await visit.ClipboardAsync("production / database (");
        await CopyAsync(page, "command", "6 copied");
        var commands = (await visit.ClipboardAsync("describe-stacks")).Split('\n');
        // Of parity both sides are shown.
        Assert.Equal(8, commands.Length);
        Assert.All(commands, c => Assert.Contains("cloudformation describe-stacks --stack-name", c, StringComparison.Ordinal));

        await page.Locator("[data-cell='production/worker']").ClickAsync(new LocatorClickOptions { Modifiers = [KeyboardModifier.Control] });
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync("7 selected");
        await page.Locator("[data-clear-selection]").ClickAsync();
        await Assertions.Expect(page.Locator("#selection-bar")).ToBeHiddenAsync();
        Assert.EndsWith("/?sort=name", page.Url, StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task Resources_of_a_stack_are_selected_in_their_tree_and_the_page_that_is_shown_stays()
    {
        await using var visit = await OpenAsync("/stacks/shop/production/storefront?resource=WebSecurityGroup");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var before = page.Url;

        await page.Locator(".tree-row.resource").First.FocusAsync();
        await keys.PressAsync(" ");
        await keys.PressAsync("Shift+ArrowDown");
        await keys.PressAsync("Shift+ArrowDown");
        await Assertions.Expect(page.Locator(".tree-row.resource[aria-selected=true]")).ToHaveCountAsync(3);
        await visit.AssertAccessibleAsync("a selection in the tree");
        await CopyAsync(page, "markdown", "3 copied");
        Assert.Equal(before, page.Url);

        await keys.PressAsync("Control+a");
        var all = await page.Locator("[role=tree][aria-label=Resources]").GetAttributeAsync("data-count");
        await Assertions.Expect(page.Locator("#selection-bar [data-count]")).ToHaveTextAsync($"{all} selected");
        // Another list has nothing of it.
        await page.Locator("nav[aria-label='Which resources'] a").Nth(1).ClickAsync();
        await Assertions.Expect(page.Locator(".tree-row.resource[aria-selected=true]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator("#selection-bar")).ToBeHiddenAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task A_copy_that_is_never_answered_is_given_up_and_the_next_one_works()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await page.Locator(".units .linked a").First.FocusAsync();
        await keys.PressAsync(" ");
        await Assertions.Expect(page.Locator("#selection-said")).ToHaveTextAsync("1 selected");
        // Lost with the connection; and nobody waits so long here.
        await page.EvaluateAsync(
            """
            () => {
              const wait = window.setTimeout;
              window.setTimeout = (run, after, ...more) => wait(run, after === 20000 ? 0 : after, ...more);
              document.getElementById('selection-bar').server.invokeMethodAsync = () => new Promise(() => {});
              window.restore = () => {
                window.setTimeout = wait;
                delete document.getElementById('selection-bar').server.invokeMethodAsync;
              };
            }
            """);
        await keys.PressAsync("Control+c");
        await Assertions.Expect(page.Locator("#copy-failed")).ToContainTextAsync("Copy again");

        await page.EvaluateAsync("() => window.restore()");
        await keys.PressAsync("Control+c");
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync("Copied");
        await Assertions.Expect(page.Locator("#copy-failed")).ToBeHiddenAsync();
        // Where the reader is elsewhere, Escape is not meant for the list.
        await page.Locator(".topbar button").First.FocusAsync();
        await keys.PressAsync("Escape");
        await Assertions.Expect(page.Locator(".units [aria-selected=true]")).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    private static async Task CopyAsync(IPage page, string form, string told)
    {
        await page.Locator("#selection-bar [data-open-copy-menu]").ClickAsync();
        await page.Locator($"[data-copy-form={form}]").ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToHaveTextAsync(told);
    }

    private static async Task ScrollToEndAsync(IPage page)
    {
        await page.EvaluateAsync("() => { const pane = document.querySelector('.units').closest('.scroll'); pane.scrollTop = pane.scrollHeight; }");
        await page.WaitForFunctionAsync("() => { const top = document.querySelector('.units [data-all]'); return top.dataset.end === top.dataset.all; }");
    }

    private static int Items(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("items").GetArrayLength();
    }

    private async Task<Visit> OpenAsync(string address)
    {
        var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.OpenAsync(address);
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.Page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
        return visit;
    }
}
