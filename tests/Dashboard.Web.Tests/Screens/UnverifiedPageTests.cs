using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Presentation;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>Everything that could not be verified, by its reason.</summary>
public sealed class UnverifiedPageTests : ScreenTest
{
    [Fact]
    public void All_that_was_not_compared_stands_by_its_reason_and_is_what_the_figures_count()
    {
        Publish(Shop());

        var page = Open("");

        Assert.Equal("everything that is watched: 15 of 17 resources compared, 2 not", Words(page.Find(".stack-title .soft")));
        Assert.Equal(["Resources that were not compared 2", "Properties that were not, of resources that were 1"], page.FindAll("h2").Select(Words));
        Assert.Equal(
            ["cannot be read 1", "denied 1 route53:GetHostedZone is not allowed", "unresolved 1 the export is not known"],
            page.FindAll("h3").Select(Words));
        Assert.Equal(
            ["Record Route53::RecordSet production / dns first seen 14:02 UTC , now or earlier", "Zone SQS::Queue staging / dns first seen 14:02 UTC , now or earlier", "TaskDefinition /Name ECS::TaskDefinition production / storefront"],
            page.FindAll("tbody tr").Select(Words));
        Assert.Equal("/stacks/shop/staging/dns?resource=Zone", page.FindAll("tbody a")[1].GetAttribute("href"));
        Assert.Equal(["TaskDefinition /Name", "AWS::ECS::TaskDefinition", "production / storefront"], page.FindAll("tbody tr")[2].Children.Take(3).Select(c => c.GetAttribute("title")));
    }

    [Fact]
    public void What_could_not_be_verified_is_copied_like_anything_else()
    {
        Publish(Shop());

        var rows = Open("").FindAll("tbody tr");

        Assert.Equal(3, rows.Count);
        Assert.All(rows, r => Assert.Equal(r.QuerySelector("a")!.GetAttribute("href"), r.GetAttribute("data-copy-menu")));
    }

    [Fact]
    public void A_search_that_finds_nothing_leads_back()
    {
        Publish(Shop());
        var page = Open("?environment=staging&q=nowhere");

        Assert.Equal(["No resource matches the search. Clear the search", "No property matches the search. Clear the search"], page.FindAll("section.part > p").Select(Words));
        Assert.Equal("/unverified?environment=staging", page.Find("section.part > p a").GetAttribute("href"));
    }

    /// <summary>The cloud's own words stay, and beside them stands what they mean and what to do.</summary>
    [Fact]
    public void Each_reason_says_in_plain_words_what_it_means()
    {
        Publish(Shop());

        Assert.Equal(
            [
                "Its service has no call that reads it, or the read policy denies what that call takes. Whether it was changed by hand, nobody can tell.",
                "The role that Driftboard reads with may not read this. Give it the action that the answer names; docs/access.md has the policies.",
                "The value cannot be worked out from the repository alone. It counts as neither equal nor different.",
            ],
            Open("").FindAll(".reason .meaning").Select(Words));
        var words = new[] { StatusReason.StackMissing };
        Assert.All(Enum.GetValues<StatusReason>().Except(words), r => Assert.NotNull(StatusWords.Meaning(r)));
    }

    [Theory]
    [InlineData("?application=shop&environment=staging", "Zone")]
    [InlineData("?application=shop&environment=production&component=dns", "Record")]
    [InlineData("?q=GETHOSTED", "Zone")]
    [InlineData("?application=other", "")]
    public void It_is_narrowed_by_what_the_figure_counted_and_by_search(string query, string resources)
    {
        Publish(Shop());

        Assert.Equal(resources, string.Join(' ', Open(query).FindAll("tbody th").Select(Words)));
    }

    /// <summary>Where a stack is not known as a whole, everything in it counts, and is one line.</summary>
    [Fact]
    public void The_counts_are_those_of_the_coverage_for_every_stack()
    {
        var broken = Stack(Key("production", "database"), Resource("Database"), Resource("Subnets")) with
        {
            Status = Status.Unknown,
            Reason = StatusReason.StackBroken,
            Detail = "UPDATE_ROLLBACK_FAILED",
            Coverage = new Coverage(0, 2),
        };
        var board = Shop().With(broken);

        Assert.All(board.Stacks.Values, s => Assert.Equal(s.Coverage.Total - s.Coverage.Compared, UnverifiedBook.Of(board, UnverifiedState.Of(board, s.Key)).Count));
        Publish(board);
        Assert.Contains("the whole stack, 2 resources production / database", Open("").FindAll("tbody tr").Select(Words));
    }

    /// <summary>One outage hits many operations: it is one reason, which names the first of them.</summary>
    [Fact]
    public void What_failed_is_named_and_one_cause_is_one_reason()
    {
        var failed = "ABCDE".Select(l => Denied($"R{l}") with { Reason = StatusReason.StackUnreadable, Detail = $"ec2 Describe{l} in eu-west-1: HTTP 503 without an error code." });
        Publish(Of(Stack(Storefront, [.. failed])));

        Assert.EndsWith(" 5 ec2 DescribeA in eu-west-1, ec2 DescribeB in eu-west-1, ec2 DescribeC in eu-west-1 and 2 more: HTTP 503 without an error code.", Words(Assert.Single(Open("").FindAll("h3"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Markup_in_reasons_and_names_is_text()
    {
        Publish(Of(Stack(Storefront, Denied(Evil) with { Detail = Evil, Type = Evil })));

        Assert.Empty(Open($"?q={Uri.EscapeDataString(Evil)}&component={Uri.EscapeDataString("storefront")}").FindAll("img"));
    }

    private IRenderedComponent<UnverifiedPage> Open(string query)
    {
        Navigation.NavigateTo("/unverified" + query);
        return Render<UnverifiedPage>();
    }
}
