using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Comparing;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a page shows is in its address, and comes back from it.</summary>
public sealed class StateTests
{
    private static readonly string[] Texts = ["", "web", "a&b=c", "käse + brot", "100 %", "?#/", "\"'<>", "日本"];

    [Fact]
    public void The_overviews_state_survives_its_address()
    {
        foreach (var text in Texts)
        {
            foreach (var show in Enum.GetValues<CellFilter>())
            {
                foreach (var sort in Enum.GetValues<OverviewSort>())
                {
                    foreach (var group in Enum.GetValues<OverviewGrouping>())
                    {
                        var state = new OverviewState(Null(text), text, show, sort, show == CellFilter.All, group);
                        Assert.Equal(state, OverviewState.Parse(state.Format()));
                    }
                }
            }
        }
    }

    [Fact]
    public void The_stack_pages_state_survives_its_address()
    {
        foreach (var text in Texts)
        {
            foreach (var show in Enum.GetValues<ResourceFilter>())
            {
                var choices = new ComparisonChoices((ComparisonView)(text.Length % 3), text.Length % 2 == 0, show == ResourceFilter.All, null);
                var state = new StackState(Null(text), Null(text), Null(text), Null(text), show, text, choices, Null(text));
                Assert.Equal(state, StackState.Parse(state.Format()));
                Assert.Equal(choices, ComparisonChoices.Parse(choices.Format()));
            }
        }
    }

    [Fact]
    public void What_a_browser_remembers_and_is_not_ours_counts_as_nothing()
    {
        Assert.Equal(default, ComparisonChoices.Parse("view=3&folded=yes&equal=&x=<script>"));
        Assert.Equal(default, ComparisonChoices.Parse((string?)null));
    }

    [Fact]
    public void The_reviews_state_survives_its_address()
    {
        foreach (var text in Texts)
        {
            foreach (var part in Enum.GetValues<ReviewPart>().Cast<ReviewPart?>().Append(null))
            {
                var state = new ReviewState(text.Length % 2 == 0, part, text, text, text, text, text);
                Assert.Equal(state, ReviewState.Parse(state.Format()));
            }
        }

        Assert.Equal(new ReviewState(), ReviewState.Parse("?scope=none&show=3&x=y"));
        Assert.Equal("", new ReviewState().Format());
    }

    [Fact]
    public void The_parity_pages_state_survives_its_address()
    {
        foreach (var text in Texts)
        {
            foreach (var pile in Enum.GetValues<ParityPile>())
            {
                var state = new ParityState(pile, Null(text), text, Null(text), Region: Null(text), Instance: Null(text));
                Assert.Equal(state, ParityState.Parse(state.Format()));
            }
        }
    }

    [Fact]
    public void A_plain_address_is_the_plain_state()
    {
        Assert.Equal("", new OverviewState().Format());
        Assert.Equal("", new StackState().Format());
        Assert.Equal("", new ParityState().Format());
    }

    [Fact]
    public void What_is_unknown_in_an_address_counts_as_not_given()
    {
        Assert.Equal(new OverviewState(), OverviewState.Parse("?sort=sideways&show=&hand=yes&x=1&sort"));
        Assert.Equal(new StackState(), StackState.Parse("?show=Differing&resource="));
        Assert.Equal(new ParityState(Text: "b"), ParityState.Parse("?pile=7&q=a&q=b"));
    }

    [Fact]
    public void Names_are_escaped_in_links()
    {
        var key = new StackKey("a b", "c/d", "e?f#g", "eu-west-1");
        var board = Of(Stack(key, Resource("Service")));

        Assert.Equal("/stacks/a%20b/c%2Fd/e%3Ff%23g?resource=X%26Y&path=%2FA%2F0", Links.Stack(board, key, new ResourceAddress("X&Y"), PropertyPath.Parse("/A/0")));
        Assert.Equal("/parity/a%20b/c%2Fd/%3Cb%3E", Links.Parity(new ParityKey("a b", "c/d", "<b>")));
    }

    [Fact]
    public void Units_of_parity_have_names_of_their_own()
    {
        var left = Unit("worker", "Queue", "/Tags/1", ParityPile.Unexplained, "a", null) with { Path = PropertyPath.Root.Append("Tags").Append(1, new ItemKey("Key", "Name")) };
        var right = left with { Path = PropertyPath.Root.Append("Tags").Append(1, new ItemKey("Key", "Owner")) };

        Assert.NotEqual(ParityState.UnitOf(left), ParityState.UnitOf(right));
    }

    private static string? Null(string text) => text.Length == 0 ? null : text;
}
