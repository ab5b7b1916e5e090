using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What no screen claims: calm of what was not read, or not in time.</summary>
public sealed class StaleScreensTests : ScreenTest
{
    private static DriftBoard Calm => Of(Stack(Storefront, Resource("Service")));

    public static TheoryData<string, string> Grounds => new()
    {
        { "unread", "Nothing has been read yet: the first scan is under way, and what differs appears by itself." },
        { "failed", "The scan failed, and nothing was read before it: nothing is known." },
        { "unwatched", "No environment is watched yet." },
        { "partly", "Nothing differs in what has been read so far; the first scan has not ended." },
        { "failed later", "Nothing differs in what was read, but the last scan failed: what it did not reach may differ by now." },
        { "unverified", "Nothing differs in what could be verified; 1 resource could not be." },
        { "old", "Nothing differed when it was last read, but 1 of 2 stacks was read more than five scan intervals ago: that proves nothing any more." },
        { "being read", "Nothing differs in what has been read so far; 1 of 2 stacks was not read yet." },
        { "not deployed", "Nothing was compared, so nothing is known." },
        { "whole", "Nothing differs, nothing is unverified, and every input could be used." },
    };

    [Theory]
    [MemberData(nameof(Grounds))]
    public void That_nothing_differs_is_said_of_what_was_read_in_time_and_of_nothing_else(string ground, string said)
    {
        var empty = DriftBoard.Empty("server", Start);
        Publish(ground switch
        {
            "unread" => empty,
            "failed" => empty with { Scan = empty.Scan with { Error = "the token has expired" } },
            "unwatched" => empty with { Scan = empty.Scan with { LastFinishedAt = Start } },
            "partly" => Calm with { Scan = Calm.Scan with { LastFinishedAt = null } },
            "failed later" => Calm with { Scan = Calm.Scan with { Error = "the token has expired" } },
            "unverified" => Of(Stack(Storefront, Resource("Service"), Unsupported("Record"))),
            "old" => Of(Stack(Storefront, Resource("Service")), Stack(Key("staging", "storefront"), Resource("Service")).ReadAt(Start - (Interval * 6))),
            "being read" => Of(Stack(Storefront, Resource("Service")), NotRead(Key("staging", "storefront")) with { Status = Status.Scanning, Reason = null }),
            "not deployed" => Of(NotDeployed(Storefront)),
            _ => Calm,
        });

        var panel = Render<PanelPane>().Find(".pane-empty");
        Assert.Equal(ground == "unverified" ? said + " See which, and why" : said, Words(panel));
        Assert.Contains(said, Words(Render<Inspector>().Find(".pane-empty")), StringComparison.Ordinal);
        Assert.Equal(ground is not "whole", !Words(panel).Contains("every input could be used", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_the_first_scan_failed_nothing_says_that_it_is_under_way_or_that_nothing_is_watched()
    {
        var empty = DriftBoard.Empty("server", Start);
        Publish(empty with { Scan = empty.Scan with { Error = "the token has expired" } });

        Assert.Equal("The scan failed, and nothing was read before it: nothing is known.", Words(Render<Explorer>().Find(".pane-empty")));
        var page = Render<Overview>();
        Assert.StartsWith("The last scan failed: the token has expired. Nothing was read, so nothing is known.", Words(page.Find("[role=alert]")), StringComparison.Ordinal);
        Assert.DoesNotContain("No environment is watched", Words(page.Find(".pane-empty")), StringComparison.Ordinal);
    }

    /// <summary>Every screen that shows a verdict's shape: an old one is neither green nor red on any of them, and its words say so.</summary>
    [Theory]
    [InlineData("tree", "stale, was in sync")]
    [InlineData("tab", "stale, was in sync")]
    [InlineData("stack", "stale, was in sync")]
    [InlineData("inspector", "Stale, was in sync")]
    [InlineData("graph", "stale, was in sync")]
    [InlineData("list", "stale, was in sync")]
    [InlineData("unverified", "STALE: 1 of 1 stack was last read more than five scan intervals ago.")]
    public void An_old_verdict_looks_old_on_every_screen(string screen, string words)
    {
        Publish(Calm);
        Shell.Visit("/stacks/shop/production/storefront");
        Navigation.NavigateTo(screen switch
        {
            "graph" => "/graph/shop/production",
            "list" => "/graph/shop/production?form=list",
            "unverified" => "/unverified",
            _ => "/stacks/shop/production/storefront?resource=Service",
        });
        IRenderedComponent<IComponent> shown = screen switch
        {
            "tree" => Render<Explorer>(),
            "tab" => Render<TabStrip>(),
            "stack" => Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront")),
            "inspector" => Render<Inspector>(),
            "unverified" => Render<UnverifiedPage>(),
            _ => Render<GraphPage>(p => p.Add(g => g.Application, "shop").Add(g => g.Environment, "production")),
        };
        Assert.DoesNotContain("stale", shown.Markup, StringComparison.OrdinalIgnoreCase);

        Time.Advance(Interval * 6);

        shown.WaitForAssertion(() => Assert.Contains(words, shown.Markup, StringComparison.Ordinal));
        if (screen != "unverified")
        {
            Assert.NotEmpty(shown.FindAll("[href='#shape-stale']"));
            Assert.Empty(shown.FindAll("[href='#shape-inSync']"));
        }
    }

    [Fact]
    public void A_group_is_calm_only_while_all_of_it_was_read_in_time_and_an_alarm_stands_while_one_that_raises_it_was()
    {
        var now = Start + Interval;
        var calm = Stack(Storefront, Resource("Service"));
        var drifted = Stack(Key("production", "database"), Drifted("Database", "/DBInstanceClass", "small", "large"));
        var old = Start - (Interval * 6);

        Assert.False(StackAges.AreStale(Calm, [calm, drifted], now));
        Assert.False(StackAges.AreStale(Calm, [calm.ReadAt(old), drifted], now));
        Assert.True(StackAges.AreStale(Calm, [calm, drifted.ReadAt(old)], now));
        Assert.True(StackAges.AreStale(Calm, [calm, calm.ReadAt(old)], now));
        Assert.False(StackAges.AreStale(Calm, [], now));
    }

    [Fact]
    public void The_panel_counts_separations_as_what_they_are_and_everything_unverified_with_the_status_bar()
    {
        Publish(Shop().With(Parity()));

        var summary = Words(Render<PanelPane>().Find(".pane-head > .soft"));

        Assert.EndsWith($"{BoardTotals.Of(Shop().Stacks.Values).Unverified} unverified", summary, StringComparison.Ordinal);
        Assert.Contains(" differences", summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_notice_goes_after_a_while_and_the_same_words_twice_are_said_twice()
    {
        Publish(Calm);
        var bar = Render<TopBar>();
        await bar.InvokeAsync(() => Shell.Tell("Link copied"));
        var before = Shell.Notices;
        await bar.InvokeAsync(() => Shell.Tell("Link copied"));
        Assert.Equal((before + 1, "Link copied"), (Shell.Notices, Words(bar.Find(".notice"))));

        Time.Advance(TimeSpan.FromSeconds(8));
        await bar.InvokeAsync(() => Shell.Tell("Scan requested"));
        Time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal("Scan requested", Words(bar.Find(".notice")));

        Time.Advance(TimeSpan.FromSeconds(8));
        bar.WaitForAssertion(() => Assert.Equal("", Words(bar.Find(".notice"))));
    }

    [Fact]
    public void A_row_of_the_tree_says_which_of_how_many_it_is_though_some_alone_are_drawn()
    {
        Publish(Large(100));

        var rows = ExplorerRows.Build(Feed.Current, "", new HashSet<string>());

        Assert.Equal([(1, (1, 1)), (2, (1, 4)), (3, (1, 100)), (3, (2, 100))], rows.Take(4).Select(r => (r.Level, r.Among)));
        Assert.Equal((2, (2, 4)), rows.Where(r => r.Level == 2).Select(r => (r.Level, r.Among)).ElementAt(1));
        Assert.Equal((100, 100), rows[^1].Among);
        var drawn = Render<Explorer>().FindAll("[aria-level='3']")[1];
        Assert.Equal(("2", "100"), (drawn.GetAttribute("aria-posinset"), drawn.GetAttribute("aria-setsize")));
    }

    [Fact]
    public void Every_open_page_is_in_the_window_menu()
    {
        Publish(Shop());
        Shell.Visit("/stacks/shop/production/storefront");
        Shell.Visit("/stacks/shop/production/database");

        var window = WorkbenchCommands.Of(Feed.Current, new Uri(Navigation.Uri), Shell, hasSandbox: false).Where(c => c is { Menu: CommandMenu.Window, Section: 1 });

        Assert.Equal([("storefront @ production", "/stacks/shop/production/storefront"), ("database @ production", "/stacks/shop/production/database")], window.Select(c => (c.Title, c.Href)));
    }
}
