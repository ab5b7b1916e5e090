using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>The wall over a feed of ours.</summary>
public sealed class WallTests : BunitContext
{
    private const string Evil = "<img src=x onerror=alert(1)>";

    private readonly FakeTimeProvider _time = new(Start);
    private readonly DriftFeed _feed;

    public WallTests()
    {
        _feed = new DriftFeed("server", _time);
        Services.AddSingleton(_feed);
        Services.AddSingleton<TimeProvider>(_time);
    }

    [Fact]
    public void The_three_figures_come_first_and_every_tile_has_its_age()
    {
        Publish(Board(
            Stack("production", "storefront", Status.Modified, Modified("Web"), InSync("Api"), Unsupported("Zone")),
            Stack("staging", "storefront", Status.InSync, InSync("Web"))));
        _time.Advance(TimeSpan.FromSeconds(40));

        var wall = Open();

        Assert.Equal(["Differ 1", "Unverified 1 of 4", "Oldest read 40 s"], wall.FindAll("[data-figure]").Select(Words));
        Assert.Equal("production 40 s 1 drift 2 of 3", Words(Tile(wall, "production")));
        Assert.Equal("modified", Tile(wall, "production").GetAttribute("data-status"));
        Assert.Equal("1", Words(wall.Find("[data-figure=differing] .number")));
    }

    [Fact]
    public void A_change_is_shown_pulses_once_and_says_what_and_when()
    {
        Publish(Calm());
        var wall = Open();
        wall.WaitForAssertion(() => Assert.Equal("inSync", Tile(wall, "production").GetAttribute("data-status")));

        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Calm().With(Stack("production", "storefront", Status.Modified, Modified("Web")).ReadAt(_time.GetUtcNow())));

        wall.WaitForAssertion(() => Assert.Equal("modified", Tile(wall, "production").GetAttribute("data-status")));
        Assert.Contains("pulse", Tile(wall, "production").ClassList);
        Assert.Contains("pulse", wall.Find("[data-row=storefront]").ClassList);
        Assert.Equal("storefront in production: 1 drift", Words(wall.Find(".wall-change")));
        Assert.Equal("2026-03-02T14:01:00Z", wall.Find(".wall-change local-time").GetAttribute("datetime"));
        Assert.Empty(wall.FindAll("[data-tile=staging].pulse"));

        _time.Advance(TimeSpan.FromMinutes(1));
        wall.WaitForAssertion(() => Assert.DoesNotContain("pulse", Tile(wall, "production").ClassList));
        Assert.Contains("fresh-change", Tile(wall, "production").ClassList);

        _time.Advance(TimeSpan.FromMinutes(10));
        wall.WaitForAssertion(() => Assert.DoesNotContain("fresh-change", Tile(wall, "production").ClassList));
    }

    [Fact]
    public void What_stands_on_a_wall_when_it_is_opened_is_no_news()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web"))));

        var wall = Open();

        Assert.Empty(wall.FindAll(".pulse, .fresh-change"));
    }

    [Fact]
    public void An_old_green_becomes_stale_by_itself_and_then_covers_the_wall()
    {
        Publish(Calm());
        var wall = Open();

        _time.Advance(Interval * 3);
        wall.WaitForAssertion(() => Assert.Contains("ageing", Tile(wall, "production").ClassList));
        Assert.Empty(wall.FindAll(".wall-stale"));

        _time.Advance(Interval * 3);
        wall.WaitForAssertion(() => Assert.StartsWith("STALE Nothing has been read since", Words(wall.Find(".wall-stale")), StringComparison.Ordinal));
        Assert.All(wall.FindAll("[data-tile]"), t => Assert.Contains("STALE", Words(t), StringComparison.Ordinal));
        Assert.Empty(wall.FindAll("[data-tile] .status-inSync"));
        Assert.Equal("2026-03-02T14:00:00Z", wall.Find(".wall-stale local-time").GetAttribute("datetime"));
    }

    [Fact]
    public void Values_are_off_by_default()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web", actual: "a-value"))));

        Assert.DoesNotContain("a-value", Open().Markup, StringComparison.Ordinal);
        Assert.Contains("30 → a-value", Open("?detail=full").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_the_first_scan_it_says_that_it_is_reading_and_how_far_it_is()
    {
        var wall = Open();
        Assert.Contains("Reading for the first time", wall.Markup, StringComparison.Ordinal);

        Publish(DriftBoard.Empty("server", Start) with { Scan = new ScanActivity(true, null, 3, 24, null, Interval, null) });

        wall.WaitForAssertion(() => Assert.Contains("3 of 24 stacks", wall.Markup, StringComparison.Ordinal));
        Assert.Equal("3", wall.Find("progress").GetAttribute("value"));
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

    [Fact]
    public void Where_there_is_nothing_to_watch_it_says_what_to_do_and_what_is_wrong()
    {
        Publish(DriftBoard.Empty("server", Start) with
        {
            Scan = Scanned,
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 3), "version", "found 9, allowed 1")],
        });

        var words = Words(Open().Find(".wall-beginning"));

        Assert.Contains("driftboard.yaml:3: version: found 9, allowed 1", words, StringComparison.Ordinal);
        Assert.Contains("--repository", words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_application_is_told_with_those_that_there_are()
    {
        Publish(Calm());

        Assert.Contains("There is no application called nope Watched are: shop.", Words(Open("?application=nope").Find(".wall-beginning")), StringComparison.Ordinal);
    }

    [Fact]
    public void What_failed_in_the_scanner_is_said()
    {
        Publish(Calm() with { Scan = Scanned with { Error = "the repository is locked" } });

        Assert.Equal("Scan failed: the repository is locked", Words(Open().Find(".wall-scan")));
    }

    [Fact]
    public void Names_with_markup_are_text()
    {
        var board = Board(Stack(Evil, Evil, Status.Modified, Modified(Evil, "/" + Evil.Replace("/", "~1", StringComparison.Ordinal), Evil, Evil), Unknown("x", StatusReason.Denied))) with
        {
            Environments = [Environment(Evil, EnvironmentTier.Production, 0), Environment("staging", EnvironmentTier.Staging, 1, Evil)],
            Scan = Scanned with { Error = Evil },
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation(Evil), Evil, Evil)],
        };
        Publish(board.With(Parity(Evil, "staging", new ParityCounts(1, 1, 1, 1, 1, 1))));

        foreach (var query in new[] { "?detail=full", "?application=" + Uri.EscapeDataString(Evil), "?application=" + Uri.EscapeDataString(Evil + "2") })
        {
            var wall = Open(query);
            Assert.Empty(wall.FindAll("img"));
            Assert.Contains("&lt;img", wall.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_the_board_names_twice_does_not_break_it()
    {
        var twice = new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 3), "version", "found 9, allowed 1");
        var board = Board(Stack("production", "storefront", Status.Unmanaged, Unmanaged("one"), Unmanaged("one", "AWS::SNS::Topic")));
        Publish(board with { Environments = [.. board.Environments, .. board.Environments], Diagnostics = [twice, twice] });
        Publish(board with { Environments = [.. board.Environments, .. board.Environments], Diagnostics = [twice, twice], Stacks = Calm().Stacks });

        Assert.Equal(3, Open().FindAll("[data-tile]").Count);
    }

    [Theory]
    [InlineData("", "room")]
    [InlineData("?distance=hall", "hall")]
    [InlineData("?distance=desk", "desk")]
    public void Its_letters_follow_the_distance(string query, string distance)
    {
        Publish(Calm());

        Assert.Equal(distance, Open(query).Find(".wall").GetAttribute("data-distance"));
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

    private static IElement Tile(IRenderedComponent<Wall> wall, string name) => wall.Find($"[data-tile={name}]");

    private static string Words(IElement element) =>
        string.Join(' ', element.GetDescendants().OfType<IText>().SelectMany(t => t.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
}
