using Bunit;
using Dashboard.Web.Components.Pages;
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

        void AssertHolds(AngleSharp.Dom.IElement list)
        {
            var held = Lists.All(list.GetAttribute("data-selectable")!);
            Assert.NotEmpty(held);
            Assert.Equal($"{held.Count}", list.GetAttribute("data-count"));
            Assert.Equal(held.Order(StringComparer.Ordinal), list.QuerySelectorAll("[data-copy-menu]").Select(r => r.GetAttribute("data-copy-menu")!).Distinct().Order(StringComparer.Ordinal));
        }
    }
}
