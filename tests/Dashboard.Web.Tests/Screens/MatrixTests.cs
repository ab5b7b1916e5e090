using AngleSharp.Dom;
using Bunit;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The matrix stands still, is walked by keys, and tells what its signs mean.</summary>
public sealed class MatrixTests : ScreenTest
{
    /// <summary>Two ages of which one changes its length every scan would make the columns move; the template's is news where it is old.</summary>
    [Fact]
    public void The_eye_has_one_age_until_the_templates_is_old_and_no_column_depends_on_what_is_in_it()
    {
        Publish(Of(Stack(Storefront, Resource("Service"))));
        var page = Open();
        Assert.Empty(Cell(page, "production/storefront").QuerySelectorAll(".age-checked"));

        Time.Advance(TimeSpan.FromMinutes(3));
        page.WaitForAssertion(() => Assert.NotNull(Cell(page, "production/storefront").QuerySelector(".age-checked")));

        Assert.Equal("--letters: 10; --owners: 9; --environments: 4; --pairs: 0", page.Find(".matrix").GetAttribute("style"));
        Assert.Equal(["col-first", "col-environment", "col-environment", "col-environment", "col-environment"], page.FindAll(".matrix col").Select(c => c.ClassName));
    }

    [Fact]
    public async Task Rows_stay_where_they_are_when_a_verdict_changes_until_the_order_is_asked_for()
    {
        Publish(Shop());
        var page = Open();
        Settle(page);
        Assert.Empty(page.FindAll(".resort:not(.unseen)"));

        Change(b => b.With(Stack(Key("production", "dns"), Drifted("Zone", "/Name", "1", "2"), Drifted("Record", "/Name", "1", "2"), Drifted("Other", "/Name", "1", "2"))));

        page.WaitForAssertion(() => Assert.Equal("modified", Cell(page, "production/dns").GetAttribute("data-status")));
        Assert.Equal(["storefront", "database", "worker", "dns"], Rows(page));
        Assert.Equal("Worst first ↻ , order again", Words(page.Find("[aria-label='Order of the components'] a")));
        await page.Find("[aria-label='Order of the components'] a").ClickAsync();
        Assert.Equal(["dns", "storefront", "database", "worker"], Rows(page));
        Assert.Empty(page.FindAll(".resort:not(.unseen)"));

        // Another scan that says the same moves nothing, and what is new comes last.
        Change(b => b with { Components = b.Components.Insert(0, new BoardComponent("shop", "added", null)), Stacks = b.Stacks.Add(Key("production", "added"), Stack(Key("production", "added"), [.. Enumerable.Range(0, 9).Select(i => Drifted($"R{i}", "/Name", "1", "2"))])) });
        page.WaitForAssertion(() => Assert.Equal(["dns", "storefront", "database", "worker", "added"], Rows(page)));
    }

    [Fact]
    public void What_came_of_several_kinds_is_told_by_kind()
    {
        Publish(Of(Stack(Storefront, Deleted("A"), Drifted("B", "/C", "1", "2"), Drifted("D", "/C", "1", "2"), Unmanaged("E"))));

        Assert.StartsWith("2 drifts, 1 deleted, 1 extra", Words(Cell(Open(), "production/storefront")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_matrix_is_one_stop_of_the_tab_key_and_its_empty_cells_are_cells_of_it()
    {
        Publish(Shop().With(Parity()));
        var page = Open();

        Assert.Equal("grid", page.Find(".matrix").GetAttribute("data-roving"));
        Assert.NotEmpty(page.FindAll(".matrix td.none"));
        Assert.All(page.FindAll(".matrix td.cell"), c => Assert.Single(c.QuerySelectorAll("[data-item]").Append(c), e => e.HasAttribute("data-item")));
        Assert.All(page.FindAll(".matrix [data-item], .matrix a"), e => Assert.Equal("-1", e.GetAttribute("tabindex")));
    }

    [Fact]
    public void The_signs_of_the_cells_are_told_on_the_screen()
    {
        Publish(Shop().With(Parity()));

        Assert.Contains("≠ unexplained, ↑ pending with a release, cfg configured by a parameter, decl declared by a rule, ? cannot be verified", Words(Open().Find("[data-legend]")), StringComparison.Ordinal);
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
