using System.Collections.Immutable;
using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Sources.Live;
using Dashboard.Sources.Scanning;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Components;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The frame around every page of the workbench.</summary>
public sealed class ShellTests : ScreenTest
{
    [Fact]
    public void The_explorer_is_a_tree_of_applications_environments_and_components_with_counts()
    {
        Publish(Shop());

        var tree = Render<Explorer>().FindAll("[role=treeitem]");

        Assert.Equal(["1 shop , drifted ≠5 , 2 resources are not verified", "2 development , scanning"], tree.Take(2).Select(i => $"{i.GetAttribute("aria-level")} {Words(i)}"));
        var storefront = tree.Single(i => i.GetAttribute("href") == "/stacks/shop/production/storefront");
        Assert.Equal("storefront , drifted ≠2", Words(storefront));
        Assert.Equal("3", storefront.GetAttribute("aria-level"));
        // A narrow pane cuts names.
        Assert.Equal(["shop", "development"], tree.Take(2).Select(i => i.GetAttribute("title")));
        Assert.Equal("storefront", storefront.GetAttribute("title"));
        Assert.Single(tree, i => i.GetAttribute("tabindex") == "0");
    }

    [Fact]
    public async Task The_explorer_folds_filters_and_marks_where_one_is()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service");
        var explorer = Render<Explorer>();
        Assert.Equal("/stacks/shop/production/storefront", explorer.Find("[aria-current=page]").GetAttribute("href"));

        await explorer.FindAll("button[role=treeitem]").Single(b => Words(b).StartsWith("production", StringComparison.Ordinal)).ClickAsync();
        Assert.Empty(explorer.FindAll("a[href='/stacks/shop/production/storefront']"));

        await explorer.Find("input").InputAsync("DNS");
        Assert.Equal(["dns", "dns"], explorer.FindAll("a[role=treeitem] .tree-name").Select(Words));

        await explorer.Find("input").InputAsync("nothing");
        Assert.Contains("Nothing has that name.", explorer.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_explorer_is_filtered_by_and_what_is_folded_in_it_stand_in_every_address()
    {
        Publish(Shop());
        Navigation.NavigateTo("/?sort=name");
        var explorer = Render<Explorer>();

        await explorer.FindAll("button[role=treeitem]").Single(b => Words(b).StartsWith("production", StringComparison.Ordinal)).ClickAsync();
        await explorer.Find("input").InputAsync("d n&s");
        Assert.EndsWith("/?sort=name&find=d%20n%26s&closed=shop%2Fproduction", Navigation.Uri, StringComparison.Ordinal);
        var link = Navigation.Uri;

        // Another page says nothing of the explorer, which stays as it is.
        Navigation.NavigateTo("/stacks/shop/production/storefront");
        Assert.EndsWith("/stacks/shop/production/storefront?find=d%20n%26s&closed=shop%2Fproduction", Navigation.Uri, StringComparison.Ordinal);

        await explorer.Find("input").InputAsync("");
        await explorer.FindAll("button[role=treeitem]").Single(b => Words(b).StartsWith("production", StringComparison.Ordinal)).ClickAsync();
        Assert.NotEmpty(explorer.FindAll("a[href='/stacks/shop/production/storefront']"));
        Navigation.NavigateTo("/");
        Assert.EndsWith("/", Navigation.Uri, StringComparison.Ordinal);

        // Who follows the link sees what its sender saw, and tabs keep none of it.
        Navigation.NavigateTo(link);
        Assert.Equal("d n&s", explorer.Find("input").GetAttribute("value"));
        await explorer.Find("input").InputAsync("");
        Assert.Equal("false", explorer.FindAll("button[role=treeitem]").Single(b => Words(b).StartsWith("production", StringComparison.Ordinal)).GetAttribute("aria-expanded"));
        Shell.Visit(new Uri(Navigation.Uri).PathAndQuery);
        Assert.Equal("/?sort=name", Shell.OverviewUrl);
    }

    [Fact]
    public async Task The_explorer_finds_resources_beneath_their_stacks()
    {
        Publish(Shop());
        var explorer = Render<Explorer>();

        await explorer.Find("input").InputAsync("websec");

        Assert.Equal(
            ["1 shop", "2 staging", "3 storefront", "4 WebSecurityGroup", "2 production", "3 storefront", "4 WebSecurityGroup", "2 pr-142", "3 storefront", "4 WebSecurityGroup"],
            explorer.FindAll("[role=treeitem]").Select(i => $"{i.GetAttribute("aria-level")} {Words(i.QuerySelector(".tree-name")!)}"));
        Assert.Equal("/stacks/shop/production/storefront?resource=WebSecurityGroup", explorer.FindAll("[aria-level='4']")[1].GetAttribute("href"));
    }

    [Fact]
    public void The_explorer_scrolls_to_where_one_is_once()
    {
        Publish(Shop());
        var explorer = Render<Explorer>();
        Assert.Empty(JSInterop.Invocations["showItem"]);

        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=Service");

        var rows = explorer.FindAll("[role=treeitem]").Select(i => i.GetAttribute("href")).ToList();
        explorer.WaitForAssertion(() => Assert.Equal(rows.IndexOf("/stacks/shop/production/storefront"), Assert.Single(JSInterop.Invocations["showItem"]).Arguments[1]));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=TaskDefinition");
        Assert.Single(JSInterop.Invocations["showItem"]);
    }

    [Fact]
    public void Every_figure_of_what_is_not_verified_leads_to_its_reasons()
    {
        Publish(Shop());

        Assert.Equal(["/unverified", "/unverified"], Render<StatusBar>().FindAll(".status-item a").Select(a => a.GetAttribute("href")));
        Assert.Equal(
            ["/unverified?application=shop", "/unverified?application=shop&environment=staging", "/unverified?application=shop&environment=staging&component=dns", "/unverified?application=shop&environment=production", "/unverified?application=shop&environment=production&component=dns"],
            Render<Explorer>().FindAll(".tree-figure").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData("the explorer", ".explorer")]
    [InlineData("problems and activity", ".panel")]
    [InlineData("the inspector", ".inspector")]
    public async Task A_closed_pane_leaves_a_button_that_opens_it(string name, string selector)
    {
        Publish(Shop());
        var page = Frame();
        Assert.Equal("true", page.Find($".pane-toggle[aria-label='{name}']").GetAttribute("aria-pressed"));

        await page.Find($".pane-toggle[aria-label='{name}']").ClickAsync();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(selector)));
        Assert.Equal("false", page.Find($".pane-toggle[aria-label='{name}']").GetAttribute("aria-pressed"));

        await page.Find($".pane-toggle[aria-label='{name}']").ClickAsync();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(selector)));
    }

    [Fact]
    public void Every_key_of_the_list_is_a_key()
    {
        var keys = Render<Dashboard.Web.Components.Shared.KeyList>();

        Assert.DoesNotContain("", keys.FindAll("kbd").Select(k => k.TextContent.Trim()));
        Assert.Contains("+ - 0", keys.FindAll("dt").Select(Words));
        Assert.Contains("Space Shift ↑ ↓ ← →", keys.FindAll("dt").Select(Words));
        Assert.Contains("Ctrl K", keys.FindAll("dt").Select(Words));
    }

    [Fact]
    public void The_status_bar_says_how_far_the_board_can_be_trusted()
    {
        Publish(Shop());
        Time.Advance(TimeSpan.FromSeconds(12));
        var bar = Render<StatusBar>();

        Assert.Equal(
            ["connected", "scanned 12 s ago", "development main 54bac98", "staging main 54bac98", "production release 54bac98", "oldest live read 12 s ago", "5 drifted , 2 unverified", "15 of 17 checked"],
            bar.FindAll(".status-item").Select(Words));

        bar.WaitForState(() => bar.RenderCount > 1);
        Change(b => b with { Scan = new ScanActivity(true, "staging", 3, 11, Start, Interval, "one stack failed") });
        bar.WaitForAssertion(() => Assert.Equal("scanning staging 3 of 11", Words(bar.FindAll(".status-item")[1])));
        Change(b => b with { Scan = b.Scan with { ExpectedCalls = 120 } });
        bar.WaitForAssertion(() => Assert.Equal("scanning staging 3 of 11 , about 120 calls", Words(bar.FindAll(".status-item")[1])));
        Assert.Equal("scan failed: one stack failed", Words(bar.FindAll(".status-item")[2]));

        Time.Advance(TimeSpan.FromMinutes(6));
        bar.WaitForAssertion(() => Assert.Contains("stale", bar.FindAll(".status-item")[6].ClassList));
    }

    [Fact]
    public void A_scan_says_how_many_calls_it_took_and_how_many_were_expected()
    {
        var made = new CallCount(ImmutableSortedDictionary<string, int>.Empty.Add("cloudcontrolapi:GetResource", 110).Add("cloudformation:GetTemplate", 8), 0);
        Publish(Shop() with { Scan = new ScanActivity(false, null, 0, 0, Start, Interval, null) { ExpectedCalls = 120, Calls = new ScanCalls(120, made) } });
        Time.Advance(TimeSpan.FromSeconds(12));

        var scanned = Render<StatusBar>().FindAll(".status-item")[1];

        Assert.Equal("scanned 12 s ago , 118 calls (120 expected)", Words(scanned));
        Assert.Equal("110 cloudcontrolapi, 8 cloudformation. Expected: by what was known of the stacks before; a first reading learns more as it goes.", scanned.QuerySelector("[title]:last-child")!.GetAttribute("title"));
    }

    [Fact]
    public async Task Scans_are_asked_for_and_themes_chosen_in_the_menus()
    {
        Publish(Shop());
        var page = Frame();

        await ChooseAsync(page, "scan:staging");
        Assert.Equal("Scan of staging requested", Words(page.Find(".notice")));
        await ChooseAsync(page, "theme:dark");

        Assert.Equal([(null, "staging", null)], Scans.Requests);
        var call = Assert.Single(JSInterop.Invocations["setTheme"]);
        Assert.Equal("dark", call.Arguments[0]);
    }

    [Fact]
    public void The_menus_lead_to_every_page()
    {
        Publish(Shop().With(Parity()));
        var page = Frame();

        Assert.Equal(
            [
                "/api/v1/board", "/?application=shop&hand=1", "/?application=shop", "/unverified?application=shop", "/unclaimed", "/wall", "/graph/shop/development", "/graph/shop/staging", "/graph/shop/production",
                "/parity/shop/staging/production", "/review/shop/staging/production", "/help",
            ],
            page.FindAll("[role=menu] a[href]").Select(a => a.GetAttribute("href")));
    }

    [Theory]
    [InlineData("explorer", ".explorer")]
    [InlineData("inspector", ".inspector")]
    [InlineData("panel", ".panel")]
    public async Task A_pane_can_be_closed_and_opened(string pane, string selector)
    {
        Publish(Shop());
        var page = Frame();
        Assert.Single(page.FindAll(selector));

        await ChooseAsync(page, "pane:" + pane);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(selector)));
        Assert.Equal("false", page.Find($"[data-command='pane:{pane}']").GetAttribute("aria-checked"));

        await ChooseAsync(page, "pane:" + pane);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(selector)));
        Assert.Equal([(pane, false), (pane, true)], LayoutScript.Invocations["setOpen"].Select(i => ((string)i.Arguments[0]!, (bool)i.Arguments[1]!)));
    }

    [Fact]
    public void What_the_browser_remembers_is_taken_up_and_what_is_not_ours_is_left_out()
    {
        LayoutScript.Setup<string[]>("attach", _ => true).SetResult(["inspector", "cellar"]);
        KeysScript.Setup<string[]>("attach", _ => true).SetResult(["/stacks/shop/production/storefront?resource=Service", "https://elsewhere.example/", "/wall", "/"]);
        Publish(Shop());

        var page = Frame();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".inspector")));
        Assert.Single(page.FindAll(".explorer"));
        Assert.Equal(["/", "/stacks/shop/production/storefront?resource=Service"], page.FindAll(".tab a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task What_the_reader_does_before_the_browser_has_told_what_it_remembers_is_not_undone()
    {
        var remembered = LayoutScript.Setup<string[]>("attach", _ => true);
        Publish(Shop());
        var page = Frame();

        await ChooseAsync(page, "pane:explorer");
        remembered.SetResult(["panel"]);

        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".panel")));
        Assert.Empty(page.FindAll(".explorer"));

        LayoutScript.Setup<string[]>("reset").SetResult([]);
        await ChooseAsync(page, "layout:reset");
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".explorer")));
        Assert.Single(page.FindAll(".panel"));
    }

    [Fact]
    public void Applications_are_chosen_only_where_there_are_several()
    {
        Publish(Shop());
        Assert.Empty(Render<TopBar>().FindAll(".chooser"));

        Publish(Shop() with { Environments = [.. Shop().Environments, Environment("production", EnvironmentTier.Production, 0, "billing")] });
        Navigation.NavigateTo("/?application=billing");
        Assert.Equal("billing ▾", Words(Render<TopBar>().Find(".chooser")));
    }

    [Fact]
    public void The_frame_has_one_heading_and_survives_a_page_that_fails()
    {
        Publish(Shop());
        var page = Frame(builder =>
        {
            builder.OpenComponent<Broken>(0);
            builder.CloseComponent();
        });

        Assert.Equal("This page failed", Words(page.Find("main h1")));
        Assert.Single(page.FindAll("h1"));
        Assert.NotEmpty(page.FindAll(".explorer [role=treeitem]"));
    }

    [Fact]
    public void The_overview_has_one_heading_in_its_frame() => Assert.Single(Frame(Page<Overview>).FindAll("h1"));

    [Fact]
    public void The_help_has_one_heading_in_its_frame() => Assert.Single(Frame(Page<Help>).FindAll("h1"));

    [Fact]
    public void A_sandbox_is_called_one_and_nothing_else_is()
    {
        Assert.Contains("nothing here is real", Render<TopBar>().Markup, StringComparison.Ordinal);

        Sandbox.IsEnabled = false;
        Assert.DoesNotContain("nothing here is real", Render<TopBar>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_changes_at_once_are_told_as_a_number()
    {
        Publish(Large(5));
        var announcer = Render<Announcer>();
        announcer.WaitForState(() => announcer.RenderCount > 1);

        Change(b => b.WithAll(b.Stacks.Values.Where(s => s.Key.Environment == "staging").Select(s => Stack(s.Key, Deleted("Queue")))));

        announcer.WaitForAssertion(() => Assert.Equal("5 stacks changed", Words(announcer.Find("[role=status]"))));
    }

    private IRenderedComponent<IComponent> Frame(RenderFragment? body = null) =>
        Render(builder =>
        {
            builder.OpenComponent<MainLayout>(0);
            builder.AddComponentParameter(1, nameof(LayoutComponentBase.Body), body);
            builder.CloseComponent();
        });

    private static void Page<T>(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        where T : IComponent
    {
        builder.OpenComponent<T>(0);
        builder.CloseComponent();
    }

    private static Task ChooseAsync(IRenderedComponent<IComponent> page, string command) => page.Find($"[data-command='{command}']").ClickAsync();

    private sealed class Broken : ComponentBase
    {
        protected override void OnInitialized() => throw new InvalidOperationException("The page is broken.");
    }
}
