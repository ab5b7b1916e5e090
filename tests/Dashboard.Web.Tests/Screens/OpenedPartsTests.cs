using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Pages.Review;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Graphs;
using Dashboard.Web.Presentation.Review;
using Microsoft.Extensions.DependencyInjection;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a reader has opened, moved and chosen is in the address: whoever follows it sees the same.</summary>
public sealed class OpenedPartsTests : ScreenTest
{
    private string Here => new Uri(Navigation.Uri).PathAndQuery;

    [Fact]
    public void Parts_come_back_from_their_address_in_whatever_order_they_were_opened()
    {
        var parts = default(OpenedParts).Toggle("set").Toggle("events").Toggle(OpenedParts.NameOf("/Tags/0|Key=a.b"));

        Assert.Equal(parts, OpenedParts.Parse(parts.Format()));
        Assert.Equal(parts, default(OpenedParts).Toggle(OpenedParts.NameOf("/Tags/0|Key=a.b")).Toggle("events").Toggle("set"));
        Assert.True(parts.Holds("events"));
        Assert.False(parts.Toggle("events").Holds("events"));
        Assert.Null(default(OpenedParts).Toggle("events").Toggle("events").Format());
        Assert.Equal(default, OpenedParts.Parse("<b>.A..&open=%00." + new string('a', 1000)));
        Assert.True(OpenedParts.Parse(string.Join('.', Enumerable.Range(0, 100_000))).Format()!.Length < 1000);
    }

    [Fact]
    public async Task A_gap_of_a_stacks_resource_is_open_for_who_follows_the_address_and_makes_no_history()
    {
        Publish(Of(Stack(Storefront, Drifted("A", "/X", "1", "2"), Drifted("B", "/Y", "3", "4"))));
        Navigation.NavigateTo("/help");
        var page = OpenStack("?resource=A&path=%2FX");
        Assert.Single(page.FindAll(".leaf"));

        await page.Find(".gap-button").ClickAsync();

        Assert.Equal(3, page.FindAll(".leaf").Count);
        var link = Here;
        Assert.Matches("^/stacks/shop/production/storefront\\?resource=A&path=%2FX&open=[0-9a-f]{6}$", link);
        Assert.EndsWith("/help", EntryBehind(), StringComparison.Ordinal);
        // What is opened of a resource is not opened of the next one.
        Assert.DoesNotContain("open=", page.Find("[aria-keyshortcuts=n]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("open=", page.Find("[data-resource=B]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("open=", page.Find("[data-path='/X'] .property-link").GetAttribute("href"), StringComparison.Ordinal);

        await page.Find(".gap-button").ClickAsync();
        Assert.Equal("/stacks/shop/production/storefront?resource=A&path=%2FX", Here);
        Assert.Equal(3, OpenStack(link[link.IndexOf('?', StringComparison.Ordinal)..]).FindAll(".leaf").Count);
    }

    [Fact]
    public async Task The_events_that_are_known_and_what_only_aws_reports_are_opened_by_the_address()
    {
        Trails.Trail = new ChangeTrail([], [new(TrailSource.CloudTrail, ReadOutcome.Denied, "cloudtrail:LookupEvents is missing.")], Start);
        Trails.Gate.SetResult();
        Publish(Of(Stack(Storefront, Opened("WebSecurityGroup"))));
        var page = OpenStack("?resource=WebSecurityGroup");
        page.WaitForAssertion(() => Assert.False(page.Find(".who details").HasAttribute("open")));

        await page.Find(".who summary").ClickAsync();
        await page.Find(".undeclared .unfold").ClickAsync();

        Assert.Equal("/stacks/shop/production/storefront?resource=WebSecurityGroup&open=events.undeclared", Here);
        var other = OpenStack("?resource=WebSecurityGroup&open=events.undeclared");
        other.WaitForAssertion(() => Assert.True(other.Find(".who details").HasAttribute("open")));
        Assert.NotEmpty(other.FindAll(".undeclared dd"));
    }

    [Fact]
    public async Task A_gap_of_a_parity_unit_is_open_while_its_resource_is_looked_at()
    {
        Publish(Shop().With(Parity() with
        {
            Items =
            [
                Unit("storefront", "Service", "/Cpu", ParityPile.Unexplained, "1", "2"), Unit("storefront", "Service", "/Engine", ParityPile.Equal, "a", "a"),
                Unit("storefront", "Service", "/Memory", ParityPile.Unexplained, "1", "2"), Unit("storefront", "Worker", "/Cpu", ParityPile.Unexplained, "1", "2"),
            ],
        }));
        var items = Feed.Current.Parity[Pair].Items;
        Navigation.NavigateTo(Links.Parity(Pair, items[0]));
        var page = OpenParity();
        Assert.Empty(page.FindAll(".leaf.equal"));

        await page.Find(".gap-button").ClickAsync();

        Assert.NotEmpty(page.FindAll(".leaf.equal"));
        Assert.NotEmpty(OpenParity().FindAll(".leaf.equal"));
        Assert.Contains("open=", page.Find("[aria-keyshortcuts=n]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("open=", page.Find("[aria-keyshortcuts=p]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("open=", page.FindAll("[data-unit] .row-link")[2].GetAttribute("href"), StringComparison.Ordinal);
        Assert.DoesNotContain("open=", page.Find("[data-unit]").GetAttribute("data-copy-menu"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_this_browser_shows_otherwise_than_usual_is_said_in_the_address()
    {
        var memory = Services.GetRequiredService<ComparisonMemory>();
        memory.Restore("view=sideBySide&folded=1&explained=1");
        Publish(Of(Stack(Storefront, Drifted("A", "/X", "1", "2"))).With(Parity()));

        OpenStack("");
        Assert.Equal("/stacks/shop/production/storefront?resource=A&path=%2FX&folded=1", Here);
        OpenStack("?resource=A&folded=0");
        Assert.Equal("/stacks/shop/production/storefront?resource=A&folded=0", Here);

        memory.Restore("view=inline&folded=0");
        Navigation.NavigateTo(Links.Parity(Pair));
        var parity = OpenParity();
        // Nothing is compared yet.
        Assert.Equal(Links.Parity(Pair), Here);
        Navigation.NavigateTo(parity.Find(".units .row-link").GetAttribute("href")!);
        parity.WaitForAssertion(() => Assert.EndsWith("&view=inline", Here, StringComparison.Ordinal));
        Assert.Contains("unit=", Here, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_folded_in_the_explorer_and_whether_folded_differences_are_shown_are_two_things()
    {
        const string address = "/stacks/shop/production/storefront?resource=A&folded=1&closed=shop%2Fproduction";

        var query = address[address.IndexOf('?', StringComparison.Ordinal)..];
        Assert.Equal(["shop/production"], FrameState.Parse(query).Folded!);
        Assert.True(StackState.Parse(query).Choices.Folded);
        Assert.Null(FrameState.Parse("?folded=1").Folded);
        Assert.Equal("/stacks/shop/production/storefront?resource=A&folded=1", FrameState.Without(address));
    }

    [Fact]
    public void Where_the_reader_of_a_graph_stands_is_in_the_address_and_stays_there_for_the_next_node()
    {
        Publish(Shop());
        var page = OpenGraph("?component=storefront");
        Assert.False(page.Find("[data-graph]").HasAttribute("data-view"));

        Navigation.NavigateTo("/graph/shop/production?component=storefront&view=640.-20.85", forceLoad: false, replace: true);

        Assert.Equal("640.-20.85", page.Find("[data-graph]").GetAttribute("data-view"));
        Assert.EndsWith("&view=640.-20.85", page.Find("[data-node]").GetAttribute("href"), StringComparison.Ordinal);
        // Another drawing begins where it begins.
        Assert.All(page.FindAll(".graph-head a:not([href*='form='])").Where(a => a.TextContent is not "Drawing"), a => Assert.DoesNotContain("view=", a.GetAttribute("href"), StringComparison.Ordinal));
        Assert.Equal("640.-20.85", OpenGraph("?component=storefront&view=640.-20.85").Find("[data-graph]").GetAttribute("data-view"));
    }

    [Theory]
    [InlineData("fit", true)]
    [InlineData("0.0.100", true)]
    [InlineData("-640.20.5", true)]
    [InlineData("1.2", false)]
    [InlineData("1.2.0", false)]
    [InlineData("1.2.-5", false)]
    [InlineData("1.2.3.4", false)]
    [InlineData("01.2.3", false)]
    [InlineData("1e3.2.3", false)]
    [InlineData("99999999999.2.3", false)]
    [InlineData("\"><script>", false)]
    public void A_view_of_a_graph_is_three_numbers_or_the_whole(string text, bool isView)
    {
        var state = GraphState.Parse($"?component=a&view={text}");
        Assert.Equal(isView ? text : null, state.View);
        Assert.Equal(state, GraphState.Parse(state.Format()));
    }

    [Fact]
    public async Task Of_a_review_the_opened_groups_and_the_change_of_which_somebody_asks_who_made_it_are_in_the_address()
    {
        Reviews.Facts = SampleReviews.Busy();
        Trails.Gate.SetResult();
        var page = OpenReview("?show=unverifiable");
        await page.Find("[data-group] summary").ClickAsync();
        Assert.Matches("\\?show=unverifiable&open=[0-9a-f]{6}$", Here);
        Assert.True(OpenReview(new Uri(Navigation.Uri).Query).Find("[data-group] details").HasAttribute("open"));
        Assert.DoesNotContain("open=", page.Find("[data-pile=equal]").GetAttribute("href"), StringComparison.Ordinal);

        Navigation.NavigateTo("/review/shop/staging/production?show=byHand");
        await page.Find("[data-row] .unfold").ClickAsync();
        Assert.Matches("\\?show=byHand&who=[0-9a-f]+$", Here);
        Assert.NotEmpty(OpenReview(new Uri(Navigation.Uri).Query).FindAll(".part-note .who"));
        var state = new ReviewState(Part: ReviewPart.ByHand, Who: "ab", Opened: OpenedParts.Parse("events"));
        Assert.Equal(state, ReviewState.Parse(state.Format()));
        Assert.Equal(new ReviewState(Part: ReviewPart.Equal), state.Open(ReviewPart.Equal));
    }

    private IRenderedComponent<StackPage> OpenStack(string query)
    {
        Navigation.NavigateTo("/stacks/shop/production/storefront" + query);
        return Render<StackPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production").Add(s => s.Component, "storefront"));
    }

    private IRenderedComponent<ParityPage> OpenParity() => Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));

    private IRenderedComponent<GraphPage> OpenGraph(string query)
    {
        Navigation.NavigateTo("/graph/shop/production" + query);
        return Render<GraphPage>(p => p.Add(s => s.Application, "shop").Add(s => s.Environment, "production"));
    }

    private IRenderedComponent<ReviewPage> OpenReview(string query)
    {
        Navigation.NavigateTo("/review/shop/staging/production" + query);
        return Render<ReviewPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
    }
}
