using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Problems and activity below every page.</summary>
public sealed class PanelTests : ScreenTest
{
    [Fact]
    public void Problems_lead_to_the_very_property()
    {
        Publish(Shop() with { Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 12), "environments[1].ref", "found 7, allowed is a branch")] });

        var panel = Render<PanelPane>();
        var problems = panel.FindAll(".problem-table tbody tr:not([aria-hidden])");

        Assert.Equal("drifted production / storefront / TaskDefinition /Environment/0/Value (secret) → (another secret) replaces now or earlier", Words(problems[0]));
        Assert.Equal("drifted production / database / Database /DBInstanceClass db.r6g.xlarge → db.r6g.2xlarge in place now or earlier", Words(problems[1]));
        Assert.Equal("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass", problems[1].QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains(problems, p => Words(p) == "error driftboard.yaml:12 environments[1].ref found 7, allowed is a branch");
        Assert.Contains(problems, p => Words(p).StartsWith("denied staging / dns route53:GetHostedZone is not allowed", StringComparison.Ordinal));

        // It was there at the first look: nobody knows for how long.
        Time.Advance(TimeSpan.FromMinutes(4));
        panel.WaitForAssertion(() => Assert.EndsWith("in place 4 min ago or earlier", Words(panel.FindAll(".problem-table tbody tr:not([aria-hidden])")[1]), StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_page_shows_is_marked_in_the_list()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass");
        var panel = Render<PanelPane>();
        Assert.StartsWith("drifted production / database", Words(panel.Find("tr[aria-current]")), StringComparison.Ordinal);

        Navigation.NavigateTo("/");

        Assert.Empty(panel.FindAll("tr[aria-current]"));
    }

    [Fact]
    public void A_property_that_is_no_problem_marks_none_of_its_resource()
    {
        Publish(Shop());
        Navigation.NavigateTo("/stacks/shop/production/database?resource=Database&path=%2FName");

        Assert.Empty(Render<PanelPane>().FindAll("tr[aria-current]"));
    }

    [Fact]
    public void A_unit_of_parity_marks_what_was_changed_by_hand_and_not_another_property_of_its_resource()
    {
        Publish(BackupChanged());
        Navigation.NavigateTo(Links.Parity(Pair, Unit("database", "Database", "/BackupRetentionPeriod", ParityPile.Unexplained, "1", "14")));

        Assert.StartsWith("drifted staging / database / Database /BackupRetentionPeriod 7 → 1", Words(Render<PanelPane>().Find("tr[aria-current]")), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cell_of_a_problem_can_be_read_whole_and_the_columns_say_which_value_is_which()
    {
        Publish(Shop());

        var table = Render<PanelPane>().Find(".problem-table");

        Assert.DoesNotContain("visually-hidden", table.QuerySelector("thead")!.ClassList);
        Assert.Equal(["What", "Where", "Property", "Deployed → live", "Putting it back", "First seen"], table.QuerySelectorAll("thead th").Select(Words));
        var cells = table.QuerySelectorAll("tbody tr:not([aria-hidden])")[1].QuerySelectorAll("td");
        Assert.Equal(
            ["drifted", "production / database / Database", "/DBInstanceClass", "db.r6g.xlarge → db.r6g.2xlarge", "Putting it back updates in place", "It was there when Driftboard looked for the first time, so it may be older."],
            cells.Select(c => c.GetAttribute("title")));
    }

    [Fact]
    public void Of_long_values_the_lists_show_what_differs()
    {
        var head = string.Concat(Enumerable.Repeat("a,", 60));
        Publish(Of(Stack(Storefront, Drifted("Service", "/List", head + "old," + head, head + "new," + head), Drifted("Task", "/Text", "", "x"))));

        var problems = Render<PanelPane>().FindAll(".problem-table .change").Select(Words).ToList();

        Assert.Matches("^…(a,){5,9}old,(a,)+a?,?… → …(a,){5,9}new,(a,)+a?,?…$", problems[0]);
        Assert.Equal("\"\" → x", problems[1]);
    }

    [Fact]
    public void Who_changed_something_is_told_as_soon_as_somebody_has_asked()
    {
        Publish(Shop());
        var panel = Render<PanelPane>();
        Assert.DoesNotContain("tomasz", panel.Markup, StringComparison.Ordinal);

        Trails.Told = new ChangeTrail([new(Start, TrailSource.CloudTrail, "ModifyDBInstance", new TrailActor("tomasz.wrona", null, null, null), "rds")], [], Start);
        Time.Advance(TimeSpan.FromSeconds(10));

        panel.WaitForAssertion(() => Assert.EndsWith("10 s ago or earlier , tomasz.wrona", Words(panel.FindAll(".problem-table tbody tr:not([aria-hidden])")[1]), StringComparison.Ordinal));
    }

    [Fact]
    public void A_board_without_problems_says_so()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));

        Assert.Equal("Nothing differs, nothing is unverified, and every input could be used.", Words(Render<PanelPane>().Find(".pane-empty")));
    }

    [Fact]
    public async Task Each_change_is_kept_with_its_place_and_values_and_shown_to_who_comes_later()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var panel = Render<PanelPane>();
        await panel.Find("#panel-activity").ClickAsync();
        Assert.Contains("Nothing has changed since the server began to look", Words(panel.Find(".pane-empty")), StringComparison.Ordinal);

        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        panel.WaitForAssertion(() => Assert.Equal("Activity 1", Words(panel.Find("#panel-activity"))));
        Change(b => b.With(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "30"))));
        Change(b => b.With(Stack(Storefront, Resource("Service"))));

        string[] expected =
        [
            "drift is gone production / storefront / Service /DesiredCount no longer 2 → 30",
            "drifted production / storefront / Service /DesiredCount 2 → 30",
            "drifted production / storefront / Service /DesiredCount 2 → 20",
        ];
        panel.WaitForAssertion(() => Assert.Equal(expected, Changes(panel)));
        Assert.Equal("/stacks/shop/production/storefront?resource=Service&path=%2FDesiredCount", panel.Find(".activity-table a").GetAttribute("href"));
        // A reload, or a colleague who follows a link.
        Assert.Equal(expected, Changes(Render<PanelPane>()));
    }

    [Fact]
    public void A_rule_that_accepts_a_drift_is_told_as_what_it_is_and_nothing_is_said_to_be_gone()
    {
        var drifted = Drifted("Service", "/DesiredCount", "2", "20");
        var accepted = Resource("Service") with { Allowed = [new AllowedDifference(drifted.Differences[0], Expect with { Kind = RuleKind.Accept, Id = "accept at driftboard.yaml:40" })] };
        Publish(Of(Stack(Storefront, drifted)));
        Navigation.NavigateTo("/?panel=activity");
        var panel = Render<PanelPane>();

        Change(b => b.With(Stack(Storefront, accepted)));
        panel.WaitForAssertion(() => Assert.Equal(["accepted (accept at driftboard.yaml:40) production / storefront / Service /DesiredCount 2 → 20"], Changes(panel)));
        Assert.Equal("1 accepted", StatusWords.OfChange(Feed.Current.History.Changes[0].Before, Feed.Current.History.Changes[0].After));

        Change(b => b.With(Stack(Storefront, drifted)));
        panel.WaitForAssertion(() => Assert.Equal("no longer accepted (accept at driftboard.yaml:40) production / storefront / Service /DesiredCount 2 → 20", Changes(panel).First()));

        Change(b => b.With(Stack(Storefront, accepted)));
        Change(b => b.With(Stack(Storefront, Resource("Service"))));
        panel.WaitForAssertion(() => Assert.Equal("in sync production / storefront", Changes(panel).First()));
    }

    [Fact]
    public void A_stack_in_which_a_rule_accepts_a_drift_is_nowhere_plainly_in_sync()
    {
        var accepted = Resource("Service") with { Allowed = [new AllowedDifference(Drifted("Service", "/DesiredCount", "2", "20").Differences[0], Expect with { Kind = RuleKind.Accept })] };
        Publish(Of(Stack(Storefront, accepted)));

        var cell = Render<Overview>().Find("[data-cell='production/storefront']");
        Assert.Equal(("1 accepted", "#shape-accepted"), (Words(cell.QuerySelector(".status-word")!), cell.QuerySelector("use")!.GetAttribute("href")));
        var tree = Render<Explorer>().FindAll("[role=treeitem]");
        Assert.Equal(["shop , 1 accepted", "production , 1 accepted", "storefront , 1 accepted"], tree.Where(r => r.QuerySelector("use")!.GetAttribute("href") == "#shape-accepted").Select(Words));
        Assert.Contains("1 accepted", Render<StatusBar>().FindAll(".status-item").Select(Words));
        Assert.Equal("Nothing differs but what rules accept, nothing is unverified, and every input could be used.", Words(Render<PanelPane>().Find(".pane-empty")));
    }

    [Fact]
    public void A_long_component_is_cut_in_its_middle_so_that_the_resource_is_seen()
    {
        Publish(Of(Stack(Key("production", "customer-notification-and-mail-delivery"), Drifted("MailFunction", "/MemorySize", "1", "2"))));

        var where = Render<PanelPane>().Find(".problem-table .where");

        Assert.Equal("production / customer-notifica…-and-mail-delivery / MailFunction", Words(where));
        Assert.Equal("production / customer-notification-and-mail-delivery / MailFunction", where.GetAttribute("title"));
    }

    [Fact]
    public void A_stack_that_could_not_be_read_any_more_is_one_line()
    {
        Publish(Of(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        Change(b => b.With(Stack(Storefront, Denied("Service")) with { Coverage = new Coverage(0, 1) }));
        Navigation.NavigateTo("/?panel=activity");

        Assert.Equal(["denied production / storefront"], Changes(Render<PanelPane>()));
    }

    [Fact]
    public async Task Which_list_the_panel_shows_stands_in_the_address_and_back_shows_the_other_one()
    {
        Publish(Shop());
        Navigation.NavigateTo("/?sort=name");
        var panel = Render<PanelPane>();
        string Shown() => Words(panel.Find("[aria-selected=true]"))[..4];

        await panel.FindAll("[role=tab]")[1].ClickAsync();
        Assert.Equal(("Acti", "/?sort=name&panel=activity"), (Shown(), new Uri(Navigation.Uri).PathAndQuery));
        Assert.Equal("/?sort=name&panel=problems", EntryBehind());

        Navigation.NavigateTo("/help");
        Assert.Equal(("Acti", "/help?panel=activity"), (Shown(), new Uri(Navigation.Uri).PathAndQuery));
        Navigation.NavigateTo("/?sort=name&panel=problems");
        Assert.Equal("Prob", Shown());
        Navigation.NavigateTo("/?panel=7");
        Assert.Equal("Prob", Shown());
    }

    private static IEnumerable<string> Changes(IRenderedComponent<PanelPane> panel) =>
        panel.FindAll(".activity-table tbody tr").Select(r => string.Join(' ', r.QuerySelectorAll("td").Skip(1).Select(Words)).Trim());
}
