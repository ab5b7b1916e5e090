using System.Collections.Immutable;
using Bunit;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Components.Layout;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Components.Pages.Review;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Review;
using static Dashboard.Web.Tests.Screens.SampleBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>A judgement that is kept from before a commit says so, and ages, wherever it is shown.</summary>
public sealed class KeptParityTests : ScreenTest
{
    private static readonly DateTimeOffset Since = Start;

    public static TheoryData<double, string> Law => new() { { 1, "fresh" }, { 2.1, "ageing" }, { 5.1, "stale" } };

    [Theory]
    [MemberData(nameof(Law))]
    public void A_cell_of_the_matrix_is_as_old_as_the_judgement_that_it_shows(double intervals, string look)
    {
        PublishKept(intervals);

        var cell = Render<Overview>().FindAll("td.cell.parity")[0];

        Assert.Contains(look, cell.ClassList);
        Assert.Equal((look == "stale", look), (cell.ClassList.Contains("hatched"), cell.QuerySelector("[data-as-of]")!.GetAttribute("data-as-of")));
        Assert.EndsWith("as of 14:02 UTC", Words(cell), StringComparison.Ordinal);
        Assert.Equal("2026-03-02T14:02:00Z", cell.QuerySelector("[data-as-of] local-time")!.GetAttribute("datetime"));
    }

    [Fact]
    public void A_cell_says_nothing_of_its_age_while_the_pair_is_judged_of_what_was_read_last()
    {
        Publish(Read(Board(), 0));

        Assert.Empty(Render<Overview>().FindAll("[data-as-of]"));
    }

    [Fact]
    public void A_cell_is_stale_with_a_stack_that_it_rests_on_and_its_neighbours_are_not()
    {
        var old = Board().Stacks[Key("staging", "storefront")] with { CheckedAt = Start, OldestReadAt = Start };
        Time.Advance(Interval * 6);
        Publish(Read(Board(), 6) is var board ? board with { Stacks = board.Stacks.SetItem(old.Key, old) } : null!);

        var cells = Render<Overview>().FindAll("td.cell.parity").ToDictionary(c => c.QuerySelector("a")!.GetAttribute("href")!.Split("component=")[1], c => c.ClassList.Contains("stale"));

        Assert.Equal((true, false), (cells["storefront"], cells["database"]));
    }

    [Theory]
    [MemberData(nameof(Law))]
    public void The_page_of_the_pair_the_explorer_and_the_problems_say_as_of_when(double intervals, string look)
    {
        PublishKept(intervals);

        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));
        Assert.Equal(look, page.Find(".parity-page").GetAttribute("data-age"));
        Assert.Equal("as of 14:02 UTC", Words(page.Find(".parity-head [data-as-of]")));
        Assert.Equal(look == "stale", page.FindAll("[role=alert]").Any(a => Words(a).StartsWith("STALE: this rests on reads from 14:02 UTC or before.", StringComparison.Ordinal)));

        var explorer = Render<Explorer>();
        var badge = explorer.Find(".explorer-reviews [data-as-of]");
        Assert.Equal((look, "as of 14:02 UTC"), (badge.GetAttribute("data-as-of"), Words(badge)));
        Assert.StartsWith("as of 14:02 UTC: The two were not both read at one commit since", badge.GetAttribute("title"), StringComparison.Ordinal);

        var board = Feed.Current;
        var problems = Render<ProblemList>(p => p.Add(s => s.Board, board).Add(s => s.Application, "shop").Add(s => s.Problems, ProblemBook.Of(board, "shop")).Add(s => s.Now, Time.GetUtcNow()));
        Assert.StartsWith("as of 14:02 UTC /Endpoint: ", Words(Assert.Single(problems.FindAll("[data-as-of]")).ParentElement!.TextContent), StringComparison.Ordinal);

        static string Words(object of) => of is AngleSharp.Dom.IElement element ? ScreenTest.Words(element) : string.Join(' ', ((string)of).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_stale_pair_without_anything_unexplained_is_not_green()
    {
        PublishKept(5.1, b => b.With(Parity() with { Items = [], Counts = new ParityCounts(10, 0, 0, 0, 0, 0) }));

        var page = Render<ParityPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));

        Assert.Equal("nothing was unexplained", Words(page.Find("[data-unexplained]")));
        Assert.Empty(page.FindAll("[data-unexplained] .status-inSync"));
    }

    [Theory]
    [MemberData(nameof(Law))]
    public void A_review_says_as_of_when_it_was_judged_and_old_evidence_clears_nothing(double intervals, string look)
    {
        PublishKept(intervals);
        Reviews.Facts = SampleReviews.Calm() with { KeptSince = Since };
        Reviews.Facts = Reviews.Facts with { Stacks = [.. Reviews.Facts.Stacks.Select(s => s with { Verdict = s.Verdict with { CheckedAt = Time.GetUtcNow(), OldestReadAt = Time.GetUtcNow() } })] };

        var page = Render<ReviewPage>(p => p.Add(s => s.Application, "shop").Add(s => s.From, "staging").Add(s => s.To, "production"));

        page.WaitForAssertion(() => Assert.Equal(look, page.Find(".review-head [data-as-of]").GetAttribute("data-as-of")));
        Assert.Equal(look == "stale" ? "open" : "clear", page.Find("[data-verdict]").GetAttribute("data-verdict"));
        var document = ReviewDocuments.Of(ReviewView.Of(Reviews.Facts, false, Time.GetUtcNow(), Interval, static _ => null));
        Assert.Equal((Since, look == "stale"), (document.KeptSince, document.IsStale));
        Assert.Contains("as of 2026-03-02 14:02 UTC: the two were not both read at one commit since", ReviewMarkdown.Write(new ReviewReport(document)), StringComparison.Ordinal);
        Assert.Contains("as of 2026-03-02 14:02 UTC", ReviewHtml.Write(new ReviewReport(document)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_copied_of_it_says_as_of_when()
    {
        var board = Board() with { KeptParity = Board().KeptParity.Add(Pair, Since) };
        string Of(CopyForm form, string address) => CopyMany.Of(form, board, [new Uri("http://localhost" + address)], Start, static _ => null).Text!;
        var unit = Links.Parity(Pair, board.Parity[Pair].Items[0]);

        foreach (var address in new[] { Links.Parity(Pair, new ParityState(Component: "database")), unit })
        {
            Assert.Contains(", as of 2026-03-02 14:02 UTC", Of(CopyForm.Text, address), StringComparison.Ordinal);
            Assert.Contains(", as of 2026-03-02 14:02 UTC", Of(CopyForm.Markdown, address), StringComparison.Ordinal);
            Assert.Contains("\"keptSince\": \"2026-03-02T14:02:00Z\"", Of(CopyForm.Json, address), StringComparison.Ordinal);
        }
    }

    /// <summary>The shop with a pair that holds a separation finding.</summary>
    private static DriftBoard Board()
    {
        var parity = Parity();
        var finding = Unit("storefront", "WebSecurityGroup", "/Endpoint", ParityPile.Unexplained, "a", "b") with { Foreign = [new ForeignValue("staging", "production", "database", "Database.Endpoint")] };
        ImmutableArray<ParityItem> items = [.. parity.Items, finding];
        return Shop().With(parity with { Items = items, Counts = ParityCounts.Of(items) });
    }

    /// <summary>Kept since the start, so many intervals ago; every stack was read just now.</summary>
    private void PublishKept(double intervals, Func<DriftBoard, DriftBoard>? change = null)
    {
        Time.Advance(Interval * intervals);
        var board = Read(change is null ? Board() : change(Board()), intervals);
        Publish(board with { KeptParity = board.KeptParity.Add(Pair, Since) });
    }

    private static DriftBoard Read(DriftBoard board, double intervals) => board with
    {
        Stacks = board.Stacks.ToImmutableDictionary(s => s.Key, s => s.Value.CheckedAt is null ? s.Value : s.Value with { CheckedAt = Start + (Interval * intervals), OldestReadAt = s.Value.OldestReadAt is null ? null : Start + (Interval * intervals) }),
    };
}
