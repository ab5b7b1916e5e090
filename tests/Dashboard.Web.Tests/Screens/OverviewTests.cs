using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The overview over a feed of ours.</summary>
public sealed class OverviewTests : ScreenTest
{
    [Theory]
    [InlineData("production/storefront", "modified", "2 drifts")]
    [InlineData("staging/storefront", "inSync", "in sync 1 to release")]
    [InlineData("staging/worker", "deleted", "1 deleted")]
    [InlineData("production/worker", "unmanaged", "1 extra")]
    [InlineData("production/dns", "partlyChecked", "partly checked 1/2 checked")]
    [InlineData("staging/dns", "unknown", "denied 0/1 checked")]
    [InlineData("development/storefront", "notDeployed", "not deployed 12 to release")]
    [InlineData("development/database", "scanning", "scanning")]
    public void Every_verdict_has_its_word_and_its_shape(string name, string status, string words)
    {
        Publish(Shop());

        var cell = Cell(Open(), name);

        Assert.Equal(status, cell.GetAttribute("data-status"));
        Assert.StartsWith(words, Words(cell), StringComparison.Ordinal);
        Assert.Equal("#shape-" + status, cell.QuerySelector("svg.mark use")!.GetAttribute("href"));
    }

    [Fact]
    public void What_may_wait_for_a_release_and_nobody_can_tell_stands_in_the_cell()
    {
        var unknown = new UnverifiedProperty(PropertyPath.Parse("/Name"), StatusReason.Unresolved, "macro X") { Between = DifferenceBetween.DesiredDeployed };
        Publish(Of(Stack(Storefront, Resource("Service") with { Unverified = [unknown, unknown with { Path = PropertyPath.Parse("/VisibilityTimeout") }] })));

        Assert.Contains("2 perhaps to release", Words(Cell(Open(), "production/storefront")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_ephemeral_environment_says_how_old_it_is_and_that_it_was_left_behind()
    {
        var board = Shop();
        var life = new EnvironmentLife(Start.AddDays(-9), Start.AddHours(-5), null);
        Publish(board with { Environments = [.. board.Environments.Select(e => e with { Life = life })] });
        var page = Open();

        Assert.Equal("9 d old", Words(Assert.Single(page.FindAll("[data-life]"))));
        Assert.Equal("last changed 5 h ago", page.Find("[data-life] span").GetAttribute("title"));

        Change(b => b with { Environments = [.. b.Environments.Select(e => e with { Life = life with { LeftBehind = new MergedChange("pull request #142", Commit, Start.AddDays(-2)) } })] });
        page.WaitForAssertion(() => Assert.Equal("left behind · 9 d old", Words(page.Find("[data-life]"))));
    }

    [Fact]
    public void Whether_an_age_is_a_figure_is_told_by_the_age()
    {
        foreach (var seconds in new[] { -1, 0, 4.9, 5, 59, 60, 86_400 })
        {
            var age = TimeSpan.FromSeconds(seconds);
            Assert.Equal(Ages.Of(age) == "now", Ages.IsNow(age));
            Assert.Equal(Ages.IsNow(age) ? Ages.Of(age) : Ages.Of(age) + " ago", Ages.Since(Start, Start + age));
        }
    }

    [Fact]
    public void Both_ages_stand_in_each_cell()
    {
        var stack = Stack(Storefront, Resource("Service")) with { OldestReadAt = Start.AddMinutes(-1) };
        Publish(Of(stack));
        Assert.Equal("template checked now , oldest live read 1 min", Words(Cell(Open(), "production/storefront").QuerySelector(".ages")!));
        Time.Advance(TimeSpan.FromSeconds(20));

        var ages = Cell(Open(), "production/storefront").QuerySelector(".ages")!;

        Assert.Equal("template checked 20 s ago, oldest live read 1 min", Words(ages));
        Assert.All(ages.QuerySelectorAll("time"), t => Assert.Equal("*", t.GetAttribute("data-age")));
        Assert.Equal(["2026-03-02T14:02:00Z", "2026-03-02T14:01:00Z"], ages.QuerySelectorAll("time").Select(t => t.GetAttribute("datetime")));
    }

    [Fact]
    public void The_worst_comes_first_and_the_address_may_say_otherwise()
    {
        Publish(Shop());
        var page = Open();
        Assert.Equal(["storefront", "database", "worker", "dns"], Rows(page));

        Navigation.NavigateTo("/?sort=name");
        Assert.Equal(["database", "dns", "storefront", "worker"], Rows(page));

        Navigation.NavigateTo("/?sort=owner");
        Assert.Equal(["database", "dns", "worker", "storefront"], Rows(page));
    }

    [Fact]
    public void Rows_are_gathered_by_owner_and_the_worst_group_comes_first()
    {
        Publish(Shop());
        Navigation.NavigateTo("/?group=owner");
        var page = Open();

        Assert.Equal(["team-shop", "storefront", "team-data", "database", "worker", "dns"], Rows(page));
        Assert.Equal("drifted team-shop 1 component 2 differ ↑13 to release", Words(page.Find("[data-group='team-shop'] .group-head")));
        Assert.Empty(page.FindAll(".matrix .owner"));

        Navigation.NavigateTo("/?group=owner&sort=name");
        Assert.Equal(["team-data", "database", "dns", "worker", "team-shop", "storefront"], Rows(page));

        Navigation.NavigateTo("/?group=owner&show=unverified");
        Assert.Equal(["team-data", "dns"], Rows(page));
    }

    [Fact]
    public void All_applications_stand_in_one_matrix_each_with_its_own_stacks_and_parity()
    {
        var ledger = new StackKey("billing", "production", "ledger", "eu-west-1");
        var shop = Shop().With(Parity());
        Publish(shop with
        {
            Environments = [.. shop.Environments, Environment("staging", EnvironmentTier.Staging, 0, "billing"), Environment("production", EnvironmentTier.Production, 1, "billing"), Environment("canary", EnvironmentTier.Production, 2, "billing")],
            Components = [.. shop.Components, new BoardComponent("billing", "ledger", null), new BoardComponent("billing", "storefront", null)],
            Stacks = shop.Stacks.Add(ledger, Stack(ledger, Resource("Table"))),
        });
        Navigation.NavigateTo("/?group=application&sort=name");

        var page = Open();

        Assert.Equal("All applications", Words(page.Find("h1")));
        Assert.Equal(["billing", "ledger", "storefront", "shop", "database", "dns", "storefront", "worker"], Rows(page));
        Assert.Equal(
            ["Component", "development", "staging", "Parity of staging ⇄ and production ≠ ↑ cfg decl ?", "production", "canary production", "pr-142"],
            page.FindAll(".matrix thead th").Select(h => Words(h).Replace(" each application's own", "", StringComparison.Ordinal).Replace(" ephemeral", "", StringComparison.Ordinal)));
        Assert.Equal("/stacks/billing/production/ledger", Cell(page, "production/ledger").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal(["/parity/shop/staging/production?component=storefront"], page.FindAll("td.parity a").Select(a => a.GetAttribute("href")).Where(h => h!.Contains("storefront", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_very_many_rows_and_columns_those_in_view_are_drawn()
    {
        var environments = Enumerable.Range(0, 60).Select(i => Environment($"pr-{i}", EnvironmentTier.Ephemeral, i)).ToList();
        Publish(Of([.. from c in Enumerable.Range(0, 300) from e in environments select Stack(Key(e.Name, $"component-{c:000}"), Resource("Queue"))]) with { Environments = [.. environments] });
        Navigation.NavigateTo("/?sort=name");
        var page = Open();
        Assert.Equal(("301", "61"), (page.Find("table").GetAttribute("aria-rowcount"), page.Find("table").GetAttribute("aria-colcount")));
        Assert.InRange(page.FindAll("[data-row]").Count, 30, 60);
        Assert.InRange(page.FindAll("thead th").Count, 10, 20);

        var window = page.FindComponent<RowWindow<MatrixLine>>();
        // A row that stays in the window is the same row: the focus is in it.
        await page.InvokeAsync(() => window.Instance.ShowAsync(150, 25, isDownwards: true, left: 0, width: 1_200));
        var kept = page.FindComponents<WindowedRow>().Single(r => r.Markup.Contains("component-200", StringComparison.Ordinal)).Instance;
        await page.InvokeAsync(() => window.Instance.ShowAsync(200, 25, isDownwards: true, left: 5_000, width: 1_200));
        Assert.Same(kept, page.FindComponents<WindowedRow>().Single(r => r.Markup.Contains("component-200", StringComparison.Ordinal)).Instance);

        var line = page.FindAll("[data-row]")[0];
        Assert.Equal(("172", "1"), (line.GetAttribute("aria-rowindex"), line.QuerySelector("th")!.GetAttribute("aria-colindex")));
        Assert.Equal(page.FindAll("thead th").Skip(1).Select(h => h.GetAttribute("aria-colindex")), line.QuerySelectorAll("td.cell").Select(c => c.GetAttribute("aria-colindex")));
        Assert.All(line.QuerySelectorAll("[data-copy-menu]"), c => Assert.Equal("false", c.GetAttribute("aria-selected")));
        Assert.Equal("component-170", Words(page.FindAll(".row-name")[0]));
        Assert.Equal("component-284", Words(page.FindAll(".row-name")[^1]));
        var headings = page.FindAll("thead th").Skip(1).Select(h => Words(h).Split(' ')[0]).ToList();
        Assert.Equal(("pr-17", "pr-26"), (headings[0], headings[^1]));
        Assert.Equal(61, page.FindAll("tbody [data-row]")[0].Children.Sum(c => int.Parse(c.GetAttribute("colspan") ?? "1", System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(300 * 28, page.FindAll("tbody tr[aria-hidden]").Sum(s => int.Parse(s.GetAttribute("style")!["height: ".Length..^2], System.Globalization.CultureInfo.InvariantCulture)) + (page.FindAll("[data-row]").Count * 28));
    }

    [Fact]
    public async Task A_row_that_stays_while_the_reader_scrolls_is_drawn_once()
    {
        Publish(Of([.. Enumerable.Range(0, 300).Select(c => Stack(Key("production", $"component-{c:000}"), Resource("Queue")))]));
        Navigation.NavigateTo("/?sort=name");
        var page = Open();
        var window = page.FindComponent<RowWindow<MatrixLine>>();
        await page.InvokeAsync(() => window.Instance.ShowAsync(100, 25, isDownwards: true, left: 0, width: 1_200));
        var (kept, drawn) = (Row("component-130"), Row("component-130").RenderCount);

        await page.InvokeAsync(() => window.Instance.ShowAsync(115, 25, isDownwards: true, left: 0, width: 1_200));
        Assert.Equal("component-199", Words(page.FindAll(".row-name")[^1]));
        Assert.Equal((kept.Instance, drawn), (Row("component-130").Instance, Row("component-130").RenderCount));

        Change(b => b.With(Stack(Key("production", "component-130"), Drifted("Queue", "/Name", "1", "2"))));
        page.WaitForAssertion(() => Assert.Equal("modified", Cell(page, "production/component-130").GetAttribute("data-status")));

        IRenderedComponent<WindowedRow> Row(string name) => page.FindComponents<WindowedRow>().Single(r => r.Markup.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/?q=STORE", "storefront")]
    [InlineData("/?q=team-shop", "storefront")]
    [InlineData("/?show=unverified", "dns")]
    [InlineData("/?show=pending", "storefront")]
    [InlineData("/?show=differing&sort=name", "database storefront worker")]
    public void The_address_filters_the_rows(string address, string rows)
    {
        Publish(Shop());
        Navigation.NavigateTo(address);

        Assert.Equal(rows, string.Join(' ', Rows(Open())));
    }

    [Fact]
    public async Task What_is_typed_is_in_the_address_and_what_matches_nothing_says_so()
    {
        Publish(Shop());
        var page = Open();

        await page.Find(".matrix-pane input[type=search]").InputAsync("nothing & co");

        Assert.EndsWith("/?q=nothing%20%26%20co", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("No component matches. Show all 4", Words(page.Find(".matrix-pane .pane-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_moves_the_cell_pulses_once_and_is_told()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var (page, announcer) = (Open(), Render<Announcer>());
        Settle(page);

        Time.Advance(TimeSpan.FromMinutes(1));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20")).ReadAt(Time.GetUtcNow())));

        page.WaitForAssertion(() => Assert.Equal("modified", Cell(page, "production/storefront").GetAttribute("data-status")));
        Assert.Contains("pulse", Cell(page, "production/storefront").ClassList);
        Assert.Contains("fresh-change", Cell(page, "production/storefront").ClassList);
        announcer.WaitForAssertion(() => Assert.Equal("storefront in production: 1 drift", Words(announcer.Find("[role=status]"))));

        Time.Advance(TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.DoesNotContain("pulse", Cell(page, "production/storefront").ClassList));
        Assert.Contains("fresh-change", Cell(page, "production/storefront").ClassList);

        Time.Advance(TimeSpan.FromMinutes(10));
        page.WaitForAssertion(() => Assert.DoesNotContain("fresh-change", Cell(page, "production/storefront").ClassList));
    }

    [Fact]
    public void What_was_only_read_again_is_no_change()
    {
        Publish(Of(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        var (page, announcer) = (Open(), Render<Announcer>());
        Settle(page);

        Time.Advance(TimeSpan.FromMinutes(1));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20")).ReadAt(Time.GetUtcNow())));

        page.WaitForAssertion(() => Assert.Contains("now", Words(Cell(page, "production/storefront")), StringComparison.Ordinal));
        Assert.DoesNotContain("fresh-change", Cell(page, "production/storefront").ClassList);
        Assert.Equal("", Words(announcer.Find("[role=status]")));
    }

    [Fact]
    public void A_stack_that_somebody_opens_is_marked_no_longer()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var page = Open();
        Settle(page);
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        page.WaitForAssertion(() => Assert.Contains("fresh-change", Cell(page, "production/storefront").ClassList));

        Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
        Time.Advance(TimeSpan.FromSeconds(10));

        page.WaitForAssertion(() => Assert.DoesNotContain("fresh-change", Cell(page, "production/storefront").ClassList));
    }

    [Fact]
    public void Old_data_looks_old()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var page = Open();
        Assert.Contains("fresh", Cell(page, "production/storefront").ClassList);

        Time.Advance(TimeSpan.FromMinutes(3));
        page.WaitForAssertion(() => Assert.Contains("ageing", Cell(page, "production/storefront").ClassList));

        Time.Advance(TimeSpan.FromMinutes(3));
        page.WaitForAssertion(() => Assert.Contains("stale", Cell(page, "production/storefront").ClassList));
        var cell = Cell(page, "production/storefront");
        Assert.Contains("hatched", cell.ClassList);
        Assert.Equal("#shape-stale", cell.QuerySelector("use")!.GetAttribute("href"));
        Assert.StartsWith("as of 14:02 UTC in sync", Words(cell), StringComparison.Ordinal);
    }

    [Fact]
    public void Parity_stands_between_its_two_environments_and_leads_to_the_worst_pile()
    {
        Publish(Shop().With(Parity()));

        var page = Open();

        Assert.Equal(
            ["Component", "development main 54bac98", "staging main 54bac98", "Parity of staging ⇄ and production ≠ ↑ cfg decl ?", "production release 54bac98", "pr-142 ephemeral main 54bac98"],
            page.FindAll(".matrix thead th").Select(Words));
        var cell = Cell(page, "production/storefront").PreviousElementSibling!;
        Assert.Equal("1 unexplained 1 pending 1 configured · declared 1 cannot be verified", Words(cell));
        Assert.Equal("/parity/shop/staging/production?component=storefront", cell.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("is-unexplained", cell.ClassList);
    }

    [Fact]
    public void The_parity_of_each_instance_is_a_cell_of_its_own_that_is_copied_as_it_reads()
    {
        string[] instances = ["", "a", "b"];
        var items = instances.SelectMany((instance, i) => Enumerable.Range(0, i + 1).Select(n => Unit("tenant", "Service", $"/Property{n}", ParityPile.Unexplained, "1", "2") with { Instance = instance }));
        var board = Of([.. instances.SelectMany(i => new[] { Stack(Key("staging", "tenant", "eu-west-1", i), Resource("Service")), Stack(Key("production", "tenant", "eu-west-1", i), Resource("Service")) })])
            .With(new ParityEvaluation("shop", "staging", "production", ParityCounts.Of(items), [.. items], [], null));
        Publish(board);

        Navigation.NavigateTo("/?sort=name");
        var page = Open();
        var cells = page.FindAll("td.cell.parity");
        var addresses = cells.Select(c => c.GetAttribute("data-copy-menu")!).ToList();

        Assert.Equal(["1 unexplained", "2 unexplained", "3 unexplained"], cells.Select(c => Words(c)[..13]));
        Assert.Equal(
            [
                "/parity/shop/staging/production?component=tenant&region=eu-west-1",
                "/parity/shop/staging/production?component=tenant&region=eu-west-1&instance=a",
                "/parity/shop/staging/production?component=tenant&region=eu-west-1&instance=b",
            ],
            addresses);
        Assert.Equal(
            ["tenant eu-west-1: 1 unexplained", "tenant eu-west-1 a: 2 unexplained", "tenant eu-west-1 b: 3 unexplained"],
            addresses.Select(a => CopyMany.Of(CopyForm.Text, board, [new Uri("http://localhost" + a)], Start, static _ => null).Text!.Split('\n')[0]["staging ⇄ production / ".Length..]));
        Assert.Equal([1, 2, 3], addresses.Select(a => ParityRows.Build(board.Parity[Pair], ParityState.Parse(new Uri("http://localhost" + a).Query)).Count(r => !r.IsHead)));
        Assert.Equal("9", page.Find(".matrix").GetAttribute("data-count"));
    }

    [Fact]
    public void Regions_and_instances_show_only_where_they_vary()
    {
        Publish(Of(
            Stack(Key("staging", "storefront", "eu-west-1"), Resource("Service")),
            Stack(Key("production", "storefront", "us-east-1"), Resource("Service")),
            Stack(Key("staging", "tenant", "eu-west-1", "blue"), Resource("Service")),
            Stack(Key("production", "tenant", "eu-west-1", "blue"), Resource("Service")),
            Stack(Key("production", "tenant", "eu-west-1", "green"), Drifted("Service", "/Cpu", "1", "2"))));

        var page = Open();

        Assert.Equal(["tenant green team-data", "storefront team-shop", "tenant blue team-data"], page.FindAll(".matrix tbody th").Select(Words));
        Assert.Equal("/stacks/shop/production/tenant?instance=green", Cell(page, "production/tenant/green").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("/stacks/shop/staging/tenant", Cell(page, "staging/tenant/blue").QuerySelector("a")!.GetAttribute("href"));
        Assert.Equal("/stacks/shop/production/storefront", Cell(page, "production/storefront").QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void Markup_in_names_and_values_is_text()
    {
        var key = new StackKey(Evil, Evil, Evil, "eu-west-1");
        Publish(Of(Stack(key, Drifted(Evil, "/" + Evil, Evil, Evil)) with { Detail = Evil }) with
        {
            Environments = [new BoardEnvironment(Evil, Evil, EnvironmentTier.Staging, 0, Evil, Evil)],
            Components = [new BoardComponent(Evil, Evil, Evil)],
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(Evil, 1), Evil, Evil)],
            Scan = new ScanActivity(false, null, 0, 0, Start, Interval, Evil),
        });

        var page = Open();

        Assert.Empty(page.FindAll("img"));
        Assert.Contains(Evil, page.Find(".matrix tbody th").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("/stacks/%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E/", page.Find(".cell-link").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_whose_loop_failed_says_so_and_comes_back()
    {
        var good = Of(Stack(Storefront, Resource("Service")));
        Publish(good);
        var page = Open();
        Settle(page);

        // A board that no page can show: its list of components was never made.
        Change(b => b with { Components = default });
        page.WaitForAssertion(() => Assert.Contains("lost the board", Words(page.Find("[role=alert]")), StringComparison.Ordinal));

        Change(_ => good.With(Stack(Storefront, Deleted("Service"))));
        Time.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Equal("deleted", Cell(page, "production/storefront").GetAttribute("data-status")));
        Assert.Empty(page.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task A_failed_scan_is_told_and_can_be_tried_again()
    {
        Publish(Shop() with { Scan = new ScanActivity(false, null, 0, 0, Start, Interval, "the repository is gone") });
        var page = Open();

        Assert.Contains("The last scan failed: the repository is gone.", Words(page.Find("[role=alert]")), StringComparison.Ordinal);
        await page.Find("[role=alert] button").ClickAsync();

        Assert.Equal([(null, null, null)], Scans.Requests);
    }

    [Fact]
    public void Until_everything_was_read_once_no_chip_counts_nothing()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))) with { Scan = ScanActivity.None });
        var page = Open();
        Assert.Equal(["All", "Differing", "Unverified", "To release"], Chips());
        Settle(page);

        Change(b => b with { Scan = b.Scan with { LastFinishedAt = Start } });
        page.WaitForAssertion(() => Assert.Equal(["All", "Differing 0", "Unverified 0", "To release 0"], Chips()));

        IEnumerable<string> Chips() => page.FindAll("nav[aria-label='Which components'] .segment").Select(chip => string.Join(' ', chip.ChildNodes.Select(n => n.TextContent.Trim()).Where(t => t.Length > 0)));
    }

    [Fact]
    public void An_empty_board_says_what_to_do()
    {
        var page = Open();
        Assert.Contains("Scanning for the first time", Words(page.Find(".matrix-pane .pane-empty")), StringComparison.Ordinal);
        Settle(page);

        Change(b => b with { Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 3), "", "broken")] });
        page.WaitForAssertion(() => Assert.Contains("Nothing can be shown yet: the errors below", Words(page.Find(".matrix-pane .pane-empty")), StringComparison.Ordinal));

        Change(b => b with { Diagnostics = [], Scan = b.Scan with { LastFinishedAt = Start } });
        page.WaitForAssertion(() => Assert.Contains("Put a driftboard.yaml at the root", Words(page.Find(".matrix-pane .pane-empty")), StringComparison.Ordinal));
    }

    private IRenderedComponent<Overview> Open() => Render<Overview>();

    /// <summary>Waits until the page follows the feed: what is published from then on is a change to it.</summary>
    private void Settle(IRenderedComponent<Overview> page)
    {
        page.WaitForState(() => page.RenderCount > 1);
        Time.Advance(DriftFeed.Coalesce);
    }

    private static IElement Cell(IRenderedComponent<Overview> page, string name) => page.Find($"[data-cell='{name}']");

    private static IEnumerable<string> Rows(IRenderedComponent<Overview> page) => page.FindAll(".matrix .row-name").Select(Words);
}
