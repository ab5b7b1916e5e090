using System.Collections.Immutable;
using Bunit;
using Dashboard.Core.Comparison;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components.Web;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The parity page over a feed of ours.</summary>
public sealed class ParityPageTests : ScreenTest
{
    private const string Address = "/parity/shop/staging/production";

    [Fact]
    public void The_unexplained_come_first_and_every_pile_has_its_count()
    {
        var page = Open();

        Assert.Equal(
            ["Unexplained 2", "Cannot be verified 1", "Pending release 1", "Configured 1", "Declared 1", "Equal 1"],
            page.FindAll("[data-pile]").Select(Words));
        Assert.Equal("unexplained", page.Find("[data-pile][aria-current]").GetAttribute("data-pile"));
        Assert.Equal(
            ["database / Database SQS::Queue 1", "/BackupRetentionPeriod 1 14 changed by hand in staging", "storefront / WebSecurityGroup SQS::Queue 1", "/SecurityGroupIngress/1 absent 0.0.0.0/0"],
            page.FindAll(".units tbody tr:not([aria-hidden])").Select(Words));
        Assert.Equal("2 unexplained", Words(page.Find("[data-unexplained]")));
    }

    [Theory]
    [InlineData("?pile=configured", "/DesiredCount 2 6 Tasks, set at parameters/storefront.staging.json:3")]
    [InlineData("?pile=pending", "/Cpu 512 256 released with 54bac98")]
    [InlineData("?pile=declared", "/DBInstanceClass db.r6g.large db.r6g.xlarge Production carries the real load (expect at driftboard.yaml:31)")]
    [InlineData("?pile=equal", "/Engine postgres postgres")]
    [InlineData("?pile=unverifiable", "/Image a b unresolved")]
    [InlineData("?q=0.0.0.0", "/SecurityGroupIngress/1 absent 0.0.0.0/0")]
    [InlineData("?component=storefront", "/SecurityGroupIngress/1 absent 0.0.0.0/0")]
    public void The_address_chooses_the_pile_and_searches_it(string query, string only)
    {
        Navigation.NavigateTo(Address + query);

        Assert.Equal([only], Open().FindAll(".units .linked").Select(Words));
    }

    [Fact]
    public void What_means_the_same_is_folded_beside_its_units_and_names_its_normaliser_when_it_is_shown()
    {
        var unit = Parity().Items.First(i => i.Pile == ParityPile.Equal);
        var tags = new ListValue([new ScalarValue("a"), new ScalarValue("b")]);
        ImmutableArray<ParityFold> folded =
        [
            new(unit.Component, unit.Region, unit.Instance, unit.Address, new FoldedLeaf(unit.Path, "CMP003", new ScalarValue("POSTGRES"), new ScalarValue("postgres"))),
            new(unit.Component, unit.Region, unit.Instance, unit.Address, new FoldedLeaf(PropertyPath.Parse("/Tags"), "CMP024", tags, new ListValue([.. tags.Items.Reverse()]))),
            new("another", unit.Region, unit.Instance, unit.Address, new FoldedLeaf(PropertyPath.Parse("/Tags"), "CMP024", tags, tags)),
        ];
        Publish(Shop().With(Parity() with { Folded = folded }));
        Navigation.NavigateTo(Links.Parity(Pair, Parity().Items.First(i => i.Address == unit.Address && i.Pile == ParityPile.Unexplained)));
        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
        Assert.Equal("Show folded 2", Words(page.Find("[data-toggle=folded]")));
        Assert.Empty(page.FindAll("[data-kind=folded]"));

        Navigation.NavigateTo(page.Find("[data-toggle=folded]").GetAttribute("href")!);

        Assert.Equal(["/Engine", "/Tags"], page.FindAll("[data-kind=folded]").Select(l => l.GetAttribute("data-path")!));
        Assert.Contains("means the same: Order of tags (CMP024). Tags are found by their key", Words(page.FindAll("[data-kind=folded]")[1]), StringComparison.Ordinal);
        // What is folded above the units is no unit, and counts nothing.
        Assert.Contains("3 of 3 values of this resource could be compared; 1 are equal", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_repository_cannot_be_read_the_page_says_so_and_tries_again_when_asked()
    {
        Details.Failure = new IOException("The object is gone");
        Details.Gate.SetResult();
        var page = Open();
        Navigation.NavigateTo(page.FindAll(".units .linked a")[0].GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.All(page.FindAll("dd.origin"), o => Assert.StartsWith("The repository could not be read: The object is gone Try again", Words(o), StringComparison.Ordinal)));
        Assert.Equal(2, page.FindAll("dd.origin").Count);

        Details.Failure = null;
        await page.Find("dd.origin button").ClickAsync();

        page.WaitForAssertion(() => Assert.All(page.FindAll("dd.origin"), o => Assert.Contains("Ravi Menon", Words(o), StringComparison.Ordinal)));
    }

    /// <summary>The button stays while it is busy, and what comes in its place has the focus after it.</summary>
    [Fact]
    public async Task Trying_again_asks_once_however_often_it_is_pressed_and_keeps_the_focus_where_it_was()
    {
        Details.Failure = new InvalidOperationException("The object is gone");
        Details.Gate.SetResult();
        var page = Open();
        Navigation.NavigateTo(page.FindAll(".units .linked a")[0].GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("dd.origin button:not([aria-busy])").Count));
        (Details.Failure, Details.Gate) = (null, new TaskCompletionSource());
        Details.Asked.Clear();

        var pressed = page.FindAll("dd.origin button")[1].ClickAsync(new MouseEventArgs());
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("dd.origin button[aria-busy='true'][aria-disabled='true']").Count));
        await page.FindAll("dd.origin button")[1].ClickAsync(new MouseEventArgs());
        await page.FindAll("dd.origin button")[0].ClickAsync(new MouseEventArgs());

        Assert.Single(Details.Asked);
        Assert.Equal(2, page.FindAll("dd.origin[aria-busy='true']").Count);
        Assert.Empty(WorkbenchScript.Invocations["keepFocus"]);
        Details.Gate.SetResult();
        await pressed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        page.WaitForAssertion(() => Assert.All(page.FindAll("dd.origin"), o => Assert.Contains("Ravi Menon", Words(o), StringComparison.Ordinal)));
        page.WaitForAssertion(() => Assert.Single(WorkbenchScript.Invocations["keepFocus"]));
        Assert.Equal(2, Details.Asked.Count);
        Assert.Empty(page.FindAll("dd.origin[aria-busy]"));
    }

    /// <summary>Nobody waits for what was asked of a unit that is not looked at any more.</summary>
    [Fact]
    public void Another_unit_ends_the_question_about_the_first()
    {
        var page = Open();
        Navigation.NavigateTo(page.FindAll(".units .linked a")[0].GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Single(Details.Asked));
        var first = Details.Asked[0];
        Navigation.NavigateTo(Address + "?pile=declared");
        Navigation.NavigateTo(page.Find(".units .row-link").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Equal(2, Details.Asked.Count));

        Details.Gate.SetResult();

        page.WaitForAssertion(() => Assert.Equal(3, Details.Asked.Count));
        Assert.DoesNotContain(first, Details.Asked.Skip(1));
        Assert.All(page.FindAll("dd.origin"), o => Assert.Contains("Ravi Menon", Words(o), StringComparison.Ordinal));
    }

    [Fact]
    public void What_belongs_to_the_other_environment_stands_above_everything()
    {
        var foreign = Unit("worker", "Report", "/Host", ParityPile.Unexplained, "db", "db") with { Reason = "belongs to production: database / Database; Host, set at p.json:1", Foreign = [new ForeignValue("staging", "production", "database", "Database")] };
        Publish(Shop().With(Parity() with { Items = [.. Parity().Items, foreign] }));

        Navigation.NavigateTo(Address);
        var page = Render<ParityPage>(p => p.Add(x => x.Application, "shop").Add(x => x.From, "staging").Add(x => x.To, "production"));

        Assert.Equal("staging uses production worker / Report /Host belongs to production: database / Database", Words(page.Find("[data-separation]")));
        var first = page.FindAll(".units .linked")[0];
        Assert.Contains("separation", first.ClassList);
        Assert.Equal("/Host db db staging uses production belongs to production: database / Database; Host, set at p.json:1", Words(first));
        Navigation.NavigateTo(first.QuerySelector("a")!.GetAttribute("href")!);
        // Two cells, though the text is the same.
        Assert.Equal(2, page.FindAll(".unit-pane .leaf.selected .values td").Count);
    }

    [Fact]
    public void Both_sides_of_a_unit_lead_to_the_file_that_sets_it()
    {
        Navigation.NavigateTo(Address + "?pile=declared");
        var page = Open();
        Navigation.NavigateTo(page.Find(".units .row-link").GetAttribute("href")!);
        Assert.Equal("looking up the line…", Words(page.Find(".unit-pane .origin")));

        Details.Gate.SetResult();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".unit-pane .origin a.line").Count(a => a.TextContent == "parameters/storefront.json:7")));
        Assert.Equal(
            "/stacks/shop/staging/database?resource=Database&path=%2FDBInstanceClass&view=template&file=parameters%2Fstorefront.json",
            page.Find(".unit-pane .origin a.line").GetAttribute("href"));
    }

    [Fact]
    public void A_unit_is_shown_whole_with_what_accounts_for_it_and_links_to_both_stacks()
    {
        Navigation.NavigateTo(Address + "?pile=declared");
        var page = Open();

        Navigation.NavigateTo(page.Find(".units .row-link").GetAttribute("href")!);

        var unit = page.Find(".unit-pane");
        Assert.Contains("rule expect at driftboard.yaml:31 reason Production carries the real load owner team-data end until 2027-06-30", Words(unit), StringComparison.Ordinal);
        Assert.Equal(["db.r6g.large", "db.r6g.xlarge"], unit.QuerySelectorAll(".leaf.selected code").Select(c => c.TextContent));
        Assert.Equal(["large", "xlarge"], unit.QuerySelectorAll(".leaf.selected mark").Select(c => c.TextContent));
        Assert.Equal(
            ["/stacks/shop/staging/database?resource=Database&path=%2FDBInstanceClass", "/stacks/shop/production/database?resource=Database&path=%2FDBInstanceClass"],
            unit.QuerySelectorAll(".side-link").Select(a => a.GetAttribute("href")));
        // Who says so, and when: on both sides.
        Assert.Equal(["read by CloudControl, now ; template checked now", "read by CloudControl, now ; template checked now"], unit.QuerySelectorAll("[data-read]").Select(Words));
    }

    [Fact]
    public async Task What_is_typed_is_in_the_address_and_what_matches_nothing_says_so()
    {
        var page = Open();

        await page.Find("input[type=search]").InputAsync("nowhere");

        Assert.EndsWith("?q=nowhere", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("Nothing in this pile matches the search. Clear the search", Words(page.Find(".pane-empty")));
        Navigation.NavigateTo(page.Find(".pane-empty a").GetAttribute("href")!);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".pane-empty")));
    }

    [Fact]
    public void A_judgement_on_old_reads_says_so()
    {
        Time.Advance(TimeSpan.FromMinutes(6));

        Assert.Contains("STALE: this rests on reads from 14:02 UTC or before.", Words(Open().Find("[role=alert]")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_judgement_arrives_without_a_reload()
    {
        var page = Open();
        page.WaitForState(() => page.RenderCount > 1);

        Change(b => b.With(Parity() with { Items = [], Counts = new ParityCounts(10, 0, 0, 0, 0, 0) }));

        page.WaitForAssertion(() => Assert.Equal("nothing unexplained", Words(page.Find("[data-unexplained]"))));
        Assert.Contains("100 % of what can be compared is equal", Words(page.Find(".parity-head")), StringComparison.Ordinal);
        Assert.StartsWith("Nothing is unexplained", Words(page.Find(".pane-empty")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_pair_says_which_are_judged()
    {
        Publish(Shop().With(Parity()));

        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "moon"));

        Assert.Contains("No such pair of environments is watched.", Words(page.Find(".empty-state")), StringComparison.Ordinal);
        Assert.Equal(Address, page.Find("li a").GetAttribute("href"));
    }

    [Fact]
    public void Markup_in_values_is_text()
    {
        Publish(Shop().With(Parity() with { Items = [Unit(Evil, Evil, "/" + Evil, ParityPile.Unexplained, Evil, Evil) with { Reason = Evil }] }));
        Navigation.NavigateTo(Address);

        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
        Navigation.NavigateTo(page.Find(".units .row-link").GetAttribute("href")!);

        Assert.Empty(page.FindAll("img"));
        Assert.Equal([Evil, Evil], page.FindAll(".unit-pane .values code").Select(c => c.TextContent));
    }

    [Fact]
    public void A_change_of_type_shows_both_types()
    {
        var unit = Unit("worker", "Jobs", "", ParityPile.Unexplained, "AWS::SQS::Queue", "AWS::SNS::Topic");
        Publish(Shop().With(Parity() with { Items = [unit] }));
        Navigation.NavigateTo(Address);

        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));

        Assert.Equal(["AWS::SQS::Queue", "AWS::SNS::Topic"], page.FindAll(".units td.mono span[title^='AWS::']").Select(Words));
    }

    private IRenderedComponent<ParityPage> Open()
    {
        Publish(Shop().With(Parity()));
        if (!Navigation.Uri.Contains("/parity/", StringComparison.Ordinal))
            Navigation.NavigateTo(Address);
        return Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
    }
}
