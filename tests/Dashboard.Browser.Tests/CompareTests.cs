using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Dashboard.Browser.Tests;

/// <summary>The comparison, the graph and selections of several rows, by keyboard and by pointer.</summary>
[Collection(nameof(Browser))]
public sealed class CompareTests(Browser browser)
{
    private const string Group = "/stacks/shop/production/storefront?resource=WebSecurityGroup";

    [Fact]
    public async Task The_next_difference_is_one_key_away_and_gets_the_focus()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production");
        var page = visit.Page;
        var first = await PressAsync("n");
        await Assertions.Expect(page.Locator(".steps .soft")).ToHaveTextAsync(new Regex(@"^1 of \d+$"));
        var second = await PressAsync("n");
        await Assertions.Expect(page.Locator(".steps .soft")).ToHaveTextAsync(new Regex(@"^2 of \d+$"));

        Assert.NotEqual(first, second);
        Assert.Equal(first, await PressAsync("p"));

        visit.AssertClean();

        async Task<string> PressAsync(string key)
        {
            var before = page.Url;
            await page.Keyboard.PressAsync(key);
            await page.WaitForFunctionAsync("before => location.href !== before", before);
            await Assertions.Expect(page.Locator(".leaf.selected .property-link")).ToBeFocusedAsync();
            await Assertions.Expect(page.Locator(".leaf.selected")).ToBeInViewportAsync();
            return page.Url;
        }
    }

    [Fact]
    public async Task A_gap_opens_by_keyboard_and_the_form_is_remembered_from_the_first_pixel_on()
    {
        await using var visit = await OpenAsync(Group);
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        await Assertions.Expect(page.Locator(".leaf.equal")).ToHaveCountAsync(0);
        await page.Locator(".gap-button").First.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".leaf.equal").First).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".gap-button").First).ToHaveAttributeAsync("aria-expanded", "true");

        await page.Locator("[data-view=inline]").FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".properties.inline")).ToBeVisibleAsync();
        await page.WaitForFunctionAsync("() => document.cookie.includes('driftboard-comparison=view%3Dinline')");

        var html = await page.EvaluateAsync<string>("address => fetch(address).then(r => r.text())", Group);
        Assert.Contains("properties sides-3 inline", html, StringComparison.Ordinal);
        visit.AssertClean();
    }

    [Fact]
    public async Task The_template_shows_who_wrote_each_line_and_the_file_as_a_commit_left_it()
    {
        await using var visit = await OpenAsync(Group + "&view=template");
        var page = visit.Page;
        await Assertions.Expect(page.Locator(".value-head")).ToContainTextAsync("live /SecurityGroupIngress/3");
        var author = page.Locator(".source .inside .blame a").First;
        var commit = await author.InnerTextAsync();

        await author.ClickAsync();

        await Assertions.Expect(page.Locator(".template-pane .banner")).ToContainTextAsync($"The file as {commit} left it: ");
        await Assertions.Expect(page.Locator(".value-line")).ToHaveCountAsync(0);
        await page.GetByText("Back to the commit that was judged").ClickAsync();
        await Assertions.Expect(page.Locator(".value-head")).ToHaveCountAsync(1);
        visit.AssertClean();
    }

    [Fact]
    public async Task A_graph_is_walked_zoomed_and_opened_by_keys()
    {
        await using var visit = await OpenAsync("/graph/shop/production?component=storefront&node=storefront%3AWebSecurityGroup");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var node = page.Locator("[data-node='storefront:WebSecurityGroup']");
        await node.FocusAsync();
        await keys.PressAsync("0");
        var whole = await page.Locator("svg.graph").GetAttributeAsync("viewBox");
        await keys.PressAsync("+");
        Assert.NotEqual(whole, await page.Locator("svg.graph").GetAttributeAsync("viewBox"));
        await keys.PressAsync("0");
        Assert.Equal(whole, await page.Locator("svg.graph").GetAttributeAsync("viewBox"));
        await keys.PressAsync("ArrowUp");
        await Assertions.Expect(page.Locator(".graph-node:focus")).ToHaveCountAsync(1);
        await Assertions.Expect(node).Not.ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".graph-node.selected")).Not.ToHaveAttributeAsync("data-node", "storefront:WebSecurityGroup");

        var box = (await page.Locator("svg.graph").BoundingBoxAsync())!;
        var chosen = await page.Locator(".graph-node.selected").GetAttributeAsync("data-node");
        await page.Mouse.MoveAsync(box.X + 60, box.Y + 60);
        await page.Mouse.DownAsync();
        await page.Mouse.MoveAsync(box.X + 160, box.Y + 90, new MouseMoveOptions { Steps = 4 });
        await page.Mouse.UpAsync();
        Assert.NotEqual(whole, await page.Locator("svg.graph").GetAttributeAsync("viewBox"));
        // The click that ends a movement chooses nothing; where the reader stands now is said.
        await Assertions.Expect(page).ToHaveURLAsync(View());
        Assert.Equal(chosen, await page.Locator(".graph-node.selected").GetAttributeAsync("data-node"));

        await page.GetByText("Open the resource").ClickAsync();
        await Assertions.Expect(page.Locator(".resource-view")).ToBeVisibleAsync();
        visit.AssertClean();
    }

    [Fact]
    public async Task Where_the_reader_of_a_graph_stands_is_in_its_address_and_is_no_step_back()
    {
        await using var visit = await OpenAsync("/graph/shop/production?level=resources");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var beginning = await ViewBoxAsync();
        var entries = await page.EvaluateAsync<int>("history.length");
        await page.Locator("[data-node][tabindex='0']").FocusAsync();
        foreach (var key in new[] { "-", "Shift+ArrowRight", "Shift+ArrowDown" })
            await keys.PressAsync(key);
        await page.WaitForFunctionAsync(
            """
            () => {
              const [x, y] = (new URL(location).searchParams.get('view') ?? '').split('.').map(Number);
              const { x: left, y: top, width, height } = document.querySelector('svg.graph').viewBox.baseVal;
              return Math.hypot(left + width / 2 - x, top + height / 2 - y) < 10;
            }
            """);
        var (address, seen) = (page.Url, await ViewBoxAsync());
        Assert.Equal(entries, await page.EvaluateAsync<int>("history.length"));
        Assert.InRange(Distance(beginning, seen), 100, double.MaxValue);

        // Another node is looked at from here, and back leads to where the reader stood.
        await page.Locator(".graph-node").Nth(3).EvaluateAsync("node => node.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("(?=.*node=).*view="));
        await page.Locator(".graph-side").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Fit" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("view=fit$"));
        await page.GoBackAsync();
        await Assertions.Expect(page).ToHaveURLAsync(address);
        await page.Locator(".graph-side").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        // What was beside the graph is gone, and the browser has told the drawing that it has more room.
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        Assert.InRange(Distance(seen, await ViewBoxAsync()), 0, 10);

        // Somebody else follows the link.
        await visit.OpenAsync(address);
        var followed = await ViewBoxAsync();
        Assert.InRange(Distance(seen, followed), 0, 10);
        Assert.InRange(followed[2] / seen[2], 0.9, 1.1);
        visit.AssertClean();

        async Task<double[]> ViewBoxAsync() => [.. (await page.Locator("svg.graph").GetAttributeAsync("viewBox"))!.Split(' ').Select(n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];

        // Of the middles.
        static double Distance(double[] one, double[] other) => Math.Sqrt(Math.Pow(one[0] + (one[2] / 2) - other[0] - (other[2] / 2), 2) + Math.Pow(one[1] + (one[3] / 2) - other[1] - (other[3] / 2), 2));
    }

    [Fact]
    public async Task A_link_shows_the_gap_and_the_folded_differences_that_its_sender_saw()
    {
        await using var sender = await OpenAsync("/stacks/shop/production/database?resource=Database");
        await sender.Page.Locator("[data-toggle=folded]").ClickAsync();
        await Assertions.Expect(sender.Page).ToHaveURLAsync(new Regex("folded=1"));
        // The address is there before the page is.
        await Assertions.Expect(sender.Page.Locator(".leaf.folded").First).ToBeVisibleAsync();
        await sender.Page.WaitForFunctionAsync("() => document.cookie.includes('driftboard-comparison=folded')");
        await sender.Page.Locator(".gap-button").First.ClickAsync();
        await Assertions.Expect(sender.Page).ToHaveURLAsync(new Regex("open="));
        // A page that this browser comes to without a word of it says it, too.
        await sender.OpenAsync("/stacks/shop/production/storefront?resource=WebSecurityGroup");
        await Assertions.Expect(sender.Page).ToHaveURLAsync(new Regex("folded=1"));
        await sender.Page.GoBackAsync();
        await Assertions.Expect(sender.Page).ToHaveURLAsync(new Regex("open="));
        var rows = await sender.Page.Locator(".leaf").CountAsync();

        await using var reader = await OpenAsync(new Uri(sender.Page.Url).PathAndQuery);

        await Assertions.Expect(reader.Page.Locator(".leaf")).ToHaveCountAsync(rows);
        await Assertions.Expect(reader.Page.Locator(".leaf.folded").First).ToBeVisibleAsync();
        await Assertions.Expect(reader.Page.Locator(".gap-button").First).ToHaveAttributeAsync("aria-expanded", "true");
        sender.AssertClean();
        reader.AssertClean();
    }

    [Fact]
    public async Task What_is_explained_is_counted_while_it_is_hidden_and_what_is_folded_says_what_folds_it()
    {
        await using var visit = await OpenAsync("/parity/shop/staging/production?unit=worker%7Ceu-west-1%7C%7CMailFunction%7C%2FMemorySize");
        var (page, keys) = (visit.Page, visit.Page.Keyboard);
        var (toggle, rows) = (page.Locator("[data-toggle=explained]"), page.Locator(".leaf.explained"));
        await Assertions.Expect(page.Locator(".leaf.explained[data-path='/Code/S3Bucket'] .about")).ToHaveTextAsync(new Regex("^configured: TemplateBucket, set at parameters/worker.staging.yaml:\\d+ and parameters/worker.production.yaml:\\d+$"));
        var explained = await rows.CountAsync();

        await toggle.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(0);
        await Assertions.Expect(toggle).ToHaveTextAsync($"Show explained {explained}");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("[?&]explained=0"));
        // What nothing explains stays, and the same key shows the rest again.
        await Assertions.Expect(page.Locator(".leaf.difference.selected")).ToHaveCountAsync(1);
        await Assertions.Expect(toggle).ToBeFocusedAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(rows).ToHaveCountAsync(explained);
        await Assertions.Expect(toggle).ToHaveTextAsync($"Hide explained {explained}");

        await visit.OpenAsync("/stacks/shop/production/database?resource=Database");
        toggle = page.Locator("[data-toggle=folded]");
        await Assertions.Expect(toggle).ToHaveTextAsync("Show folded 2");
        await Assertions.Expect(page.Locator(".leaf.folded")).ToHaveCountAsync(0);
        await toggle.FocusAsync();
        await keys.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".leaf.folded[data-path='/AllocatedStorage'] .about")).ToHaveTextAsync(new Regex(@"^means the same: Text or literal \(CMP001\)\. .+ the same text"));
        await Assertions.Expect(page.Locator(".leaf.folded[data-path='/Tags'] .about")).ToHaveTextAsync(new Regex(@"^means the same: AWS's own tags \(CMP023\)\. .+ set by AWS"));
        await Assertions.Expect(toggle).ToHaveTextAsync("Hide folded 2");
        await Assertions.Expect(toggle).ToBeFocusedAsync();
        visit.AssertClean();
    }

    private static Regex View() => new(@"[&?]view=-?\d+\.-?\d+\.\d+$");

    private async Task<Visit> OpenAsync(string address)
    {
        var visit = await browser.VisitAsync();
        await browser.SettleAsync(visit);
        await visit.OpenAsync(address);
        await visit.Page.WaitForFunctionAsync("() => !document.querySelector('.skeleton')");
        return visit;
    }
}
