using Bunit;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Pages.Review;
using Dashboard.Web.Components.Shared;
using Dashboard.Web.Presentation;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What lists hold beyond the rows that are drawn.</summary>
public sealed class SelectableListsTests : ScreenTest
{
    private SelectableLists Lists => Services.GetRequiredService<SelectableLists>();

    [Fact]
    public void Between_two_rows_is_every_row_and_between_two_cells_the_rectangle()
    {
        Lists.Hold(this, "rows", () => Enumerable.Range(0, 6).Select(i => new[] { $"{i}" }));
        string?[][] cells = [["a0", "a1", "a2"], ["b0", null, "b2"], ["c0", "c1", "c2"]];
        Lists.Hold(cells, "cells", () => cells);

        Assert.Equal(["1", "2", "3"], Lists.Between("rows", "3", "1"));
        Assert.Equal(["a1", "a2", "b2"], Lists.Between("cells", "a1", "b2"));
        Assert.Equal(["a0", "b0", "c0"], Lists.Between("cells", "c0", "a0"));
        Assert.Equal(["2"], Lists.Between("rows", "gone", "2"));
        Assert.Equal(8, Lists.All("cells").Count);
    }

    [Fact]
    public void A_list_is_known_as_long_as_it_is_shown_and_by_the_name_of_what_it_shows()
    {
        var held = Render<HeldList>(p => p.Add(h => h.Name, "first").Add(h => h.Lines, () => [["x"]]));
        Assert.Equal(["x"], Lists.All("first"));

        held.Render(p => p.Add(h => h.Name, "second").Add(h => h.Lines, () => [["y"]]));
        Assert.Empty(Lists.All("first"));
        Assert.Equal(["y"], Lists.All("second"));

        held.Instance.Dispose();
        Assert.Empty(Lists.All("second"));
    }

    [Fact]
    public void The_matrix_the_resources_the_units_and_the_problems_each_hold_what_they_count()
    {
        Publish(Shop().With(Parity()));
        AssertHolds(Render<Overview>().Find("[data-selectable]"));
        AssertHolds(Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront")).Find("[data-selectable]"));
        AssertHolds(Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production")).Find("[data-selectable]"));
        var board = Feed.Current;
        var problems = ProblemBook.Of(board, "shop");
        // Two resources of one name are two problems at one address.
        AssertHolds(Render<ProblemList>(p => p.Add(l => l.Board, board).Add(l => l.Application, "shop").Add(l => l.Problems, [problems[0], .. problems]).Add(l => l.Now, Start)).Find("[data-selectable]"));
    }

    [Theory]
    [InlineData("unexplained")]
    [InlineData("equal")]
    [InlineData("pending")]
    [InlineData("release")]
    [InlineData("byHand")]
    [InlineData("rehearsal")]
    public void Every_list_of_a_review_holds_what_it_counts(string part)
    {
        AssertHolds(Review("?show=" + part).Find("[data-selectable]"));
        Assert.StartsWith("review /review/shop/staging/production?show=" + part, Review("?show=" + part + "&sort=-property&unit=x").Find("[data-selectable]").GetAttribute("data-selectable"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_review_only_what_is_unfolded_is_selected()
    {
        var page = Review("?show=unverifiable");
        var folded = page.Find("[data-selectable]");
        var name = folded.GetAttribute("data-selectable");
        Assert.Equal("0", folded.GetAttribute("data-count"));
        Assert.Empty(folded.QuerySelectorAll("[data-copy-menu]"));

        await page.Find("[data-group] summary").ClickAsync();

        AssertHolds(page.Find("[data-selectable]"));
        Assert.NotEqual(name, page.Find("[data-selectable]").GetAttribute("data-selectable"));
    }

    [Fact]
    public void The_unverified_the_properties_of_a_resource_and_of_a_unit_and_the_nodes_of_a_graph_are_lists_too()
    {
        Publish(Shop().With(Parity()));
        AssertHolds(Render<UnverifiedPage>().Find("[data-selectable]"));
        Navigation.NavigateTo("/stacks/shop/production/storefront?resource=WebSecurityGroup");
        AssertHolds(Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront")).Find(".properties[data-selectable]"));
        Navigation.NavigateTo(Links.Parity(Pair, Parity().Items[1]));
        AssertHolds(Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production")).Find(".properties[data-selectable]"));
        Navigation.NavigateTo("/graph/shop/production?form=list");
        AssertHolds(Render<GraphPage>(p => p.Add(g => g.Application, "shop").Add(g => g.Environment, "production")).Find(".graph-list [data-selectable]"));
    }

    [Fact]
    public void What_changed_is_selected_line_by_line()
    {
        Publish(Of(Stack(Storefront, Drifted("Service", "/DesiredCount", "2", "20"))));
        Change(b => b.With(Stack(Storefront, Denied("Service")) with { Coverage = new Dashboard.Core.Evaluation.Coverage(0, 1) }));
        Navigation.NavigateTo("/?panel=activity");

        AssertHolds(Render<PanelPane>().Find(".activity-table[data-selectable]"));
    }

    private void AssertHolds(AngleSharp.Dom.IElement list)
    {
        var held = Lists.All(list.GetAttribute("data-selectable")!);
        Assert.NotEmpty(held);
        Assert.Equal($"{held.Count}", list.GetAttribute("data-count"));
        var rows = list.QuerySelectorAll("[data-copy-menu]");
        Assert.Equal(held.Order(StringComparer.Ordinal), rows.Select(r => r.GetAttribute("data-copy-menu")!).Distinct().Order(StringComparer.Ordinal));
        Assert.All(rows, r => Assert.Equal("false", r.GetAttribute("aria-selected")));
    }

    private IRenderedComponent<ReviewPage> Review(string query)
    {
        Reviews.Facts = SampleReviews.Busy();
        Publish(Shop().With(Parity()));
        Navigation.NavigateTo("/review/shop/staging/production" + query);
        return Render<ReviewPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
    }
}
