using Bunit;
using Dashboard.Web.Components;
using Dashboard.Web.Components.Pages.Review;
using Dashboard.Web.Presentation.Review;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The keys that lead from difference to difference stay in the review that they are pressed in.</summary>
public sealed class ReviewWalkTests : ScreenTest
{
    private string Here => new Uri(Navigation.Uri).PathAndQuery;

    [Fact]
    public async Task The_next_difference_is_the_next_row_of_the_pile_and_comes_round()
    {
        var page = Open("");
        List<string> names = [.. page.FindAll("[data-unit]").Select(u => u.GetAttribute("data-unit")!)];

        await RunAsync("difference:next");
        Assert.Equal($"/review/shop/staging/production?show=unexplained&unit={names[0]}", Here);
        Assert.Equal(names[0], page.Find("tr[aria-current]").GetAttribute("data-step"));
        Assert.Equal("Difference 1 of 2", Shell.Notice);
        Assert.Equal([names[0], 0, 46], WorkbenchScript.Invocations["revealStep"][^1].Arguments);
        await RunAsync("difference:next");
        Assert.EndsWith(names[1], Here, StringComparison.Ordinal);
        await RunAsync("difference:next");
        Assert.EndsWith(names[0], Here, StringComparison.Ordinal);
        await RunAsync("difference:previous");
        Assert.EndsWith(names[1], Here, StringComparison.Ordinal);
        Assert.Equal(4, WorkbenchScript.Invocations["revealStep"].Count);

        // Another pile begins anew, and is gone through in its own order.
        Assert.DoesNotContain("unit=", page.Find("[data-pile=pending]").GetAttribute("href"), StringComparison.Ordinal);
        Navigation.NavigateTo("/review/shop/staging/production?show=unexplained&sort=-property");
        await RunAsync("difference:previous");
        Assert.EndsWith("&unit=" + page.FindAll("[data-unit]")[^1].GetAttribute("data-unit"), Here, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("release", 2)]
    [InlineData("byHand", 2)]
    [InlineData("pending", 1)]
    [InlineData("equal", 1)]
    public async Task Every_part_that_lists_differences_is_gone_through(string part, int count)
    {
        var page = Open("?show=" + part);
        List<string> names = [.. page.FindAll("[data-step]").Select(u => u.GetAttribute("data-step")!)];
        Assert.Equal(count, names.Count);
        // What stands in a row can be copied, in every form that its page has.
        Assert.All(page.FindAll("[data-step]"), r => Assert.Equal(r.QuerySelector(".property-link")!.GetAttribute("href"), r.GetAttribute("data-copy-menu")));

        foreach (var name in names)
        {
            await RunAsync("difference:next");
            Assert.Equal($"/review/shop/staging/production?show={part}&unit={name}", Here);
            Assert.Equal(name, page.Find("tr[aria-current]").GetAttribute("data-step"));
        }
    }

    [Theory]
    [InlineData("unverifiable")]
    [InlineData("commits")]
    [InlineData("rules")]
    [InlineData("rehearsal")]
    public async Task From_a_part_without_differences_the_way_leads_to_what_matters_most(string part)
    {
        Open("?show=" + part);

        await RunAsync("difference:next");

        Assert.StartsWith("/review/shop/staging/production?show=unexplained&unit=", Here, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reviews_a_release_is_not_led_away_from_it()
    {
        Open("?q=nothing%20has%20this");

        await RunAsync("difference:next");

        Assert.Equal("/review/shop/staging/production?q=nothing%20has%20this", Here);
        Assert.Equal("No difference to go to here; N leads to a problem", Shell.Notice);
        await DisposeComponentsAsync();
        Assert.Null(Shell.Walk);
    }

    [Fact]
    public void The_row_that_was_stepped_to_is_in_no_patch_and_in_no_other_part()
    {
        var state = new ReviewState(Unit: "ab");

        Assert.Equal(state, ReviewState.Parse(state.Format()));
        Assert.DoesNotContain("unit", Presentation.Links.ReviewPatch(Pair, state), StringComparison.Ordinal);
        Assert.Null(state.Open(ReviewPart.Pending).Unit);
    }

    private Task RunAsync(string id) => Services.GetRequiredService<CommandRunner>().RunAsync(id, ResourceAssetCollection.Empty);

    private IRenderedComponent<ReviewPage> Open(string query)
    {
        Reviews.Facts = SampleReviews.Busy();
        Publish(Shop().With(Parity()));
        Navigation.NavigateTo("/review/shop/staging/production" + query);
        return Render<ReviewPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
    }
}
