using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Walls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a wall says where there is nothing to look at: never more than was read.</summary>
public sealed class WallCalmTests : BunitContext
{
    private readonly FakeTimeProvider _time = new(Start);
    private readonly DriftFeed _feed;

    public WallCalmTests()
    {
        _feed = new DriftFeed("server", _time);
        Services.AddSingleton(_feed);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton<WallScreens>();
        Services.AddScoped<ScreenCircuit>();
    }

    [Fact]
    public void Before_the_first_scan_it_says_that_it_is_reading_and_how_far_it_is()
    {
        var wall = Open();
        Assert.StartsWith("Reading everything This server started at", Words(wall.Find(".wall-beginning")), StringComparison.Ordinal);

        Publish(DriftBoard.Empty("server", Start) with { Scan = new ScanActivity(true, null, 3, 24, null, Interval, null) });

        wall.WaitForAssertion(() => Assert.Contains("3 of 24 stacks", wall.Markup, StringComparison.Ordinal));
        Assert.Equal("3", wall.Find("progress").GetAttribute("value"));
    }

    [Fact]
    public void What_is_known_to_be_unverified_is_counted_although_an_environment_was_never_read()
    {
        Publish(Board(Stack("staging", "storefront", Status.InSync, InSync("Web")), Stack("production", "storefront", Status.PartlyChecked, InSync("Web"), Unknown("Api", StatusReason.Denied), Unsupported("Queue"))) with { Scan = Scanned with { LastFinishedAt = null, IsRunning = true } });

        Assert.Equal("Unverified 2 2 of 3 read", Words(Open().Find("[data-figure=unverified]")));
    }

    [Fact]
    public void Until_every_environment_was_read_once_no_zero_stands_there_and_nothing_is_called_equal()
    {
        var reading = Scanned with { LastFinishedAt = null, IsRunning = true, Environment = "production", Done = 2, Total = 9 };
        Publish(Board(Stack("development", "storefront", Status.InSync, InSync("Web"))) with { Scan = reading });

        var wall = Open();

        Assert.Equal(["New – since start,", "Differ – 1 of 3 read", "Unverified – 1 of 3 read"], wall.FindAll("[data-figure]").Take(3).Select(Words));
        Assert.Equal("Reading 1 of 3 environments; production 2 of 9 stacks", Words(wall.Find(".calm")));

        Publish(Calm());
        wall.WaitForAssertion(() => Assert.Equal(["New 0 since start,", "Differ 0", "Unverified 0 of 3"], wall.FindAll("[data-figure]").Take(3).Select(Words)));
        Assert.StartsWith("Nothing differs", Words(wall.Find(".calm")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_there_when_the_server_first_looked_has_a_time_of_day_in_the_place_of_an_age()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web"))));

        var age = Open().Find(".wall-row .wall-age");

        Assert.Equal("before", Words(age));
        Assert.Equal("2026-03-02T14:00:00Z", age.QuerySelector("local-time")!.GetAttribute("datetime"));
        Assert.Null(age.GetAttribute("data-age"));
    }

    [Fact]
    public void Every_age_is_one_that_the_browser_can_let_grow_by_itself()
    {
        Publish(Calm());
        Publish(Calm().With(Parity("staging", "production", new ParityCounts(1, 0, 0, 0, 0, 0))).With(Stack("production", "storefront", Status.Modified, Modified("Web"))));
        _time.Advance(TimeSpan.FromMinutes(3));

        var ages = Open().FindAll(".wall-age");

        Assert.NotEmpty(ages);
        Assert.All(ages.Where(a => !a.Matches(":has(.wall-age)")), a =>
        {
            Assert.Equal(("time", "2026-03-02T14:00:00Z"), (a.LocalName, a.GetAttribute("datetime")));
            Assert.Equal(Words(a), a.GetAttribute("data-age")!.Replace("*", "3 min", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void While_nothing_was_compared_nothing_is_called_equal()
    {
        Publish(Board(Stack("production", "storefront", Status.NotChecked) with { Reason = StatusReason.NotReadYet, CheckedAt = null }) with
        {
            Scan = new ScanActivity(true, "production", 1, 9, null, Interval, null),
        });

        var wall = Open();

        Assert.DoesNotContain("Nothing differs", wall.Markup, StringComparison.Ordinal);
        Assert.Contains("production 1 of 9 stacks", wall.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?board=environment:production")]
    public void What_is_stale_is_not_among_what_does_not_differ(string query)
    {
        var shop = Board(
            Stack("production", "storefront", Status.InSync, InSync("Web"), InSync("Api")), Stack("production", "worker", Status.InSync, InSync("Queue")).ReadAt(Start - (Interval * 9)));
        var bank = Stack("production", "ledger", Status.InSync, InSync("Book"));
        Publish(shop.With(bank with { Key = bank.Key with { Application = "bank" } }) with { Environments = [Environment("production", EnvironmentTier.Production, 0), Environment("production", EnvironmentTier.Production, 0, "bank")] });

        Assert.Equal("Nothing differs in the 3 resources that were compared; the rest is stale", Words(Open(query).Find(".calm")));
    }

    [Fact]
    public void Where_nothing_was_compared_after_a_whole_scan_it_says_so_and_reads_for_the_first_time_no_more()
    {
        Publish(Board(Stack("production", "storefront", Status.NotDeployed)));
        var wall = Open();
        Assert.StartsWith("Nothing was compared no resource was read", Words(wall.Find(".calm")), StringComparison.Ordinal);
        Assert.Empty(wall.FindAll("progress"));

        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web")).ReadAt(Start - (Interval * 9))));
        wall.WaitForAssertion(() => Assert.Equal("Nothing was compared lately: what was read is stale", Words(wall.Find(".calm"))));
    }

    [Fact]
    public void What_could_not_be_verified_is_never_called_explained()
    {
        var proven = Parity("staging", "production", new ParityCounts(9, 0, 0, 0, 0, 0));
        Publish(Calm().With(proven));
        var wall = Open("?board=parity");
        Assert.Equal("Nothing unexplained every difference between environments is declared, configured or on its way", Words(wall.Find(".calm")));

        Says("Nothing unexplained among what could be verified; 3 properties unverified", Calm().With(Parity("staging", "production", new ParityCounts(9, 0, 0, 0, 0, 3))));
        Says("Nothing could be verified 3 properties unverified", Calm().With(Parity("staging", "production", new ParityCounts(0, 0, 0, 0, 0, 3))));
        Says("Nothing unexplained among what could be verified; 1 pair with nothing to compare", Calm().With(proven).With(Parity("development", "staging")));
        Says("Nothing unexplained among what could be verified; 1 environment not read", Board(
            Stack("staging", "storefront", Status.InSync, InSync("Web")), Stack("production", "storefront", Status.InSync, InSync("Web"))).With(proven));
        Says("Nothing unexplained among what could be verified; 1 error in what was read", Calm().With(proven) with
        {
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml"), "environments", "The parity of development and staging could not be judged.")],
        });
        Says("Nothing unexplained among what could be verified; 1 pair stale", Calm().With(proven).With(Parity("development", "staging", new ParityCounts(9, 0, 0, 0, 0, 0)))
            .With(Stack("development", "storefront", Status.InSync, InSync("Web")).ReadAt(Start - (Interval * 9))));
        Says("Nothing could be verified 1 pair stale", Calm().With(proven).With(Stack("staging", "storefront", Status.InSync, InSync("Web")).ReadAt(Start - (Interval * 9))));

        void Says(string words, DriftBoard board)
        {
            Publish(board);
            wall.WaitForAssertion(() => Assert.Equal(words, Words(wall.Find(".calm"))));
        }
    }

    private IRenderedComponent<Wall> Open(string query = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/wall" + query);
        return Render<Wall>();
    }

    /// <summary>Publishes, and lets the window pass in which the feed waits for more.</summary>
    private void Publish(DriftBoard board)
    {
        _feed.Publish(b => board with { Since = b.Since });
        _time.Advance(DriftFeed.Coalesce);
    }

    private static string Words(IElement element) =>
        string.Join(' ', element.GetDescendants().OfType<IText>().SelectMany(t => t.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
