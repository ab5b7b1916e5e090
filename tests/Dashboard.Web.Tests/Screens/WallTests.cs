using AngleSharp.Dom;
using Bunit;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Components.Boards;
using Dashboard.Web.Components.Pages;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Walls;
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

    private readonly WallScreens _screens;

    public WallTests()
    {
        _screens = new WallScreens(_time);
        _feed = new DriftFeed("server", _time);
        Services.AddSingleton(_feed);
        Services.AddSingleton<TimeProvider>(_time);
        Services.AddSingleton(_screens);
        Services.AddScoped<ScreenCircuit>();
    }

    [Fact]
    public void What_is_new_comes_first_then_three_figures_and_every_tile_has_its_age()
    {
        Publish(Board(
            Stack("production", "storefront", Status.Modified, Modified("Web"), InSync("Api"), Unsupported("Zone")),
            Stack("staging", "storefront", Status.InSync, InSync("Web"))));
        _time.Advance(TimeSpan.FromSeconds(40));

        var wall = Open();

        Assert.Equal(["New 0 since start,", "Differ 1", "Unverified 1 of 4", "Oldest read 40 s"], wall.FindAll("[data-figure]").Select(Words));
        Assert.Equal("2026-03-02T14:00:00Z", wall.Find("[data-figure=new] local-time").GetAttribute("datetime"));
        Assert.Equal("production 1 drift 2 of 3 checked 40 s", Words(Tile(wall, "production")));
        Assert.Equal("modified", Tile(wall, "production").GetAttribute("data-status"));
        Assert.Equal("1", Words(wall.Find("[data-figure=differing] .number")));
    }

    [Fact]
    public async Task A_screen_is_shown_for_as_long_as_its_page_is_connected()
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("/wall?screen=lobby");
        var circuit = Services.GetRequiredService<ScreenCircuit>();
        Render<Wall>();
        // What is rendered for somebody who has not connected yet is on no screen.
        Assert.Null(_screens.Of("lobby"));

        await circuit.OnConnectionUpAsync(null!, CancellationToken.None);
        Assert.Equal(new WallScreen("lobby", 1, Start), _screens.Of("lobby"));

        _time.Advance(TimeSpan.FromMinutes(1));
        await circuit.OnConnectionDownAsync(null!, CancellationToken.None);
        await circuit.OnConnectionDownAsync(null!, CancellationToken.None);
        Assert.Equal(new WallScreen("lobby", 0, Start.AddMinutes(1)), _screens.Of("lobby"));

        await circuit.OnConnectionUpAsync(null!, CancellationToken.None);
        Assert.Equal(1, _screens.Of("lobby")!.Shown);
        await DisposeComponentsAsync();
        Assert.Equal(0, _screens.Of("lobby")!.Shown);
    }

    [Fact]
    public void Of_very_many_screens_those_that_went_longest_ago_are_forgotten()
    {
        _screens.Show("stays");
        for (var i = 0; i < WallScreens.Most + 5; i++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            _screens.Show($"tv-{i}");
            _screens.Leave($"tv-{i}");
        }

        Assert.Equal(WallScreens.Most, _screens.All.Count());
        Assert.Equal((1, null), (_screens.Of("stays")?.Shown, _screens.Of("tv-0")));
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
        Assert.Equal("1 drift: storefront in production", Words(wall.Find(".wall-change")));
        Assert.Equal("2026-03-02T14:01:00Z", wall.Find(".wall-change local-time").GetAttribute("datetime"));
        Assert.Empty(wall.FindAll("[data-tile=staging].pulse"));

        _time.Advance(TimeSpan.FromMinutes(1));
        wall.WaitForAssertion(() => Assert.DoesNotContain("pulse", Tile(wall, "production").ClassList));
        Assert.Contains("fresh-change", Tile(wall, "production").ClassList);
        Assert.Contains("edge-modified", Tile(wall, "production").ClassList);

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
    public void Where_there_is_nothing_to_watch_it_says_what_to_do_and_what_is_wrong()
    {
        Publish(DriftBoard.Empty("server", Start) with
        {
            Scan = Scanned,
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 3), "version", "found 9, allowed 1")],
        });

        var words = Words(Open().Find(".wall-beginning"));

        Assert.Contains("driftboard.yaml:3 version The workbench says what is wrong", words, StringComparison.Ordinal);
        // Nobody who has written the file is told to write one.
        Assert.DoesNotContain("--repository", words, StringComparison.Ordinal);
        Assert.Contains("driftboard.yaml:3: version: found 9, allowed 1", Words(Open("?detail=full").Find(".wall-beginning")), StringComparison.Ordinal);

        Publish(DriftBoard.Empty("server", Start) with { Scan = Scanned, Revision = 2 });
        Assert.Contains("--repository", Words(Open().Find(".wall-beginning")), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_application_is_told_with_those_that_there_are()
    {
        Publish(Calm());

        Assert.Contains("There is no application called nope Watched are: shop.", Words(Open("?application=nope").Find(".wall-beginning")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "shop · overview")]
    [InlineData("?application=shop&owner=team-storefront", "shop · team-storefront · overview")]
    [InlineData("?board=environment:production", "shop · environment production")]
    public void It_always_says_what_it_shows(string query, string words)
    {
        Publish(Calm());

        Assert.Equal(words, Words(Open(query).Find(".wall-turn")));
    }

    [Fact]
    public void A_commit_that_only_adds_to_the_release_is_told_as_that_and_alarms_nobody()
    {
        Publish(Calm());
        var wall = Open();

        Publish(Calm().With(Stack("production", "storefront", Status.InSync, InSync("Web")) with { PendingChanges = 3 }));

        wall.WaitForAssertion(() => Assert.Equal("3 to release: storefront in production", Words(wall.Find(".wall-change"))));
        Assert.Contains("edge-pending", Tile(wall, "production").ClassList);
        Assert.Equal("production storefront 3 to release was nothing to release , now", Words(Open("?board=changes").Find("[data-change]")));
    }

    [Fact]
    public void What_the_address_asks_for_in_vain_is_said_to_whoever_opened_it()
    {
        Publish(Calm());
        var wall = Open("?rotate=2&scale=huge");
        Assert.Equal("Not followed: rotate=2 (5 to 3600), scale=huge (room, desk, hall)", Words(wall.Find(".wall-change")));

        _time.Advance(TimeSpan.FromSeconds(40));

        wall.WaitForAssertion(() => Assert.Equal("", Words(wall.Find(".wall-change"))));
    }

    [Fact]
    public void What_failed_in_the_scanner_is_said()
    {
        Publish(Calm() with { Scan = Scanned with { Error = "the repository is locked" } });

        Assert.Equal("Scan failed: the repository is locked", Words(Open("?detail=full").Find(".wall-scan")));
        Assert.Equal("Scan failed", Words(Open().Find(".wall-scan")));
    }

    [Fact]
    public void What_was_found_in_a_file_and_where_it_lies_on_the_server_is_off_by_default()
    {
        var warning = new Diagnostic(DiagnosticSeverity.Warning, new SourceLocation("/home/ana/shop/driftboard.yaml", 4), "", "the tag git-commit holds a-value");
        var board = Calm() with { Diagnostics = [warning], Scan = Scanned with { Error = "/home/ana/shop cannot be read" } };
        Publish(board);
        _time.Advance(Interval * 6);

        foreach (var query in new[] { "", "?board=parity", "?board=changes", "?board=environment:production" })
        {
            var wall = Open(query);
            Assert.Equal("1 warning: driftboard.yaml:4", Words(wall.Find(".wall-warnings")));
            Assert.Contains("The last scan failed.", Words(wall.Find(".wall-stale")), StringComparison.Ordinal);
            Assert.DoesNotContain("a-value", wall.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("ana", wall.Markup, StringComparison.Ordinal);
        }

        Assert.Equal("1 warning: the tag git-commit holds a-value", Words(Open("?detail=full").Find(".wall-warnings")));
        Publish(board with { Diagnostics = [warning with { Location = new SourceLocation("") }] });
        Assert.Equal("1 warning", Words(Open().Find(".wall-warnings")));
    }

    [Fact]
    public void A_stack_that_is_stale_says_how_old_it_is()
    {
        Publish(Calm());
        _time.Advance(Interval * 6);

        Assert.All(Open("?board=environment:production").FindAll("[data-cell]"), c => Assert.EndsWith("6 min STALE", Words(c), StringComparison.Ordinal));
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
        board = board.With(Parity(Evil, "staging", Unit(Evil, Evil, "/" + Evil.Replace("/", "~1", StringComparison.Ordinal), ParityPile.Unexplained, Evil, Evil)));
        Publish(board.With(Stack(Evil, Evil, Status.InSync, InSync(Evil))));
        Publish(board);

        foreach (var query in new[] { "?detail=full", "?board=parity&detail=full", "?board=changes&detail=full", "?detail=full&board=environment:" + Uri.EscapeDataString(Evil), "?owner=" + Uri.EscapeDataString(Evil), "?board=environment:" + Uri.EscapeDataString(Evil + "2"), "?application=" + Uri.EscapeDataString(Evil), "?application=" + Uri.EscapeDataString(Evil + "2") })
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
    [InlineData("?scale=hall", "hall")]
    [InlineData("?scale=desk", "desk")]
    public void Its_letters_follow_the_distance(string query, string distance)
    {
        Publish(Calm());

        Assert.Equal(distance, Open(query).Find(".wall").GetAttribute("data-scale"));
    }

    [Fact]
    public void Several_boards_take_turns_by_the_clock_and_the_figures_stay()
    {
        Publish(Calm().With(Parity("staging", "production", Unit("storefront", "Web", "/Timeout", ParityPile.Unexplained))));
        var wall = Open("?board=overview,environment:staging,changes&rotate=30");
        List<string> seen = [];
        for (var i = 0; i < 6; i++)
        {
            seen.Add(wall.Find(".wall").GetAttribute("data-board")!);
            Assert.Equal(4, wall.FindAll("[data-figure]").Count);
            Assert.EndsWith("of 3", Words(wall.Find(".wall-turn")), StringComparison.Ordinal);
            var turn = wall.Find(".wall-turn").TextContent;
            _time.Advance(WallBoard.RestOfTurn(_time.GetUtcNow(), TimeSpan.FromSeconds(30)));
            wall.WaitForAssertion(() => Assert.NotEqual(turn, wall.Find(".wall-turn").TextContent));
        }

        Assert.Equal(3, seen.Take(3).Distinct().Count());
        Assert.Equal(seen.Take(3), seen.Skip(3));
    }

    [Fact]
    public void One_board_takes_no_turns()
    {
        Publish(Calm());

        Assert.Equal("shop · parity", Words(Open("?board=parity&rotate=30").Find(".wall-turn")));
    }

    [Fact]
    public void What_is_new_is_counted_first_and_stands_first()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Old"), InSync("Web"))));
        var wall = Open();
        Assert.Equal("New 0 since start,", Words(wall.Find("[data-figure=new]")));
        Assert.DoesNotContain("alarming", wall.Find("[data-figure=new]").ClassList);

        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Old"), Modified("Web"))));

        wall.WaitForAssertion(() => Assert.Equal("New 1 since start,", Words(wall.Find("[data-figure=new]"))));
        Assert.Contains("alarming", wall.Find("[data-figure=new]").ClassList);
        Assert.Equal(["New since this start 1", "Open 1"], wall.FindAll("[data-group] h2").Select(Words));
        Assert.Contains("news", Tile(wall, "production").ClassList);

        _time.Advance(TimeSpan.FromDays(2));
        wall.WaitForAssertion(() => Assert.Equal("New 0 since Tuesday", Words(wall.Find("[data-figure=new]"))));
        Assert.Equal(["Open 2"], wall.FindAll("[data-group] h2").Select(Words));
    }

    [Fact]
    public void Unverified_alarms_only_where_it_grew()
    {
        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Api", StatusReason.Denied))));
        var wall = Open();
        Assert.Equal("Unverified 1 of 2", Words(wall.Find("[data-figure=unverified]")));
        Assert.DoesNotContain("alarming", wall.Find("[data-figure=unverified]").ClassList);

        Publish(Board(Stack("production", "storefront", Status.Unknown, Unknown("Web", StatusReason.Denied), Unknown("Api", StatusReason.Denied))));

        wall.WaitForAssertion(() => Assert.Equal("Unverified 2 1 new of 2", Words(wall.Find("[data-figure=unverified]"))));
        Assert.Contains("alarming", wall.Find("[data-figure=unverified]").ClassList);
    }

    [Fact]
    public void A_running_deployment_is_a_state_of_its_own_and_no_flash_of_red()
    {
        Publish(Calm());
        var wall = Open();

        Publish(Calm().With(Stack("production", "storefront", Status.Modified, Modified("Web")).Deploying(_time.GetUtcNow())));

        wall.WaitForAssertion(() => Assert.Equal("deploying", Tile(wall, "production").GetAttribute("data-status")));
        Assert.Equal("Differ 0", Words(wall.Find("[data-figure=differing]")));
        Assert.Equal("deploying: storefront in production", Words(wall.Find(".wall-change")));
        Assert.Equal(["Deploying 1"], wall.FindAll("[data-group] h2").Select(Words));
        Assert.Empty(wall.FindAll(".status-modified"));

        Publish(Calm());
        wall.WaitForAssertion(() => Assert.Equal("deployed, in sync: storefront in production", Words(wall.Find(".wall-change"))));
    }

    [Fact]
    public void The_board_of_an_environment_that_is_not_there_says_which_there_are()
    {
        Publish(Calm());

        Assert.Contains("There is no environment called prod There are: development, staging, production.", Words(Open("?board=environment:prod").Find(".wall-beginning")), StringComparison.Ordinal);
    }

    [Fact]
    public void The_board_of_an_environment_shows_every_stack_of_it()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web")), Stack("production", "worker", Status.InSync, InSync("Queue"))));

        var wall = Open("?board=environment:production");

        Assert.Equal(["storefront now 1 drift", "worker now in sync"], wall.FindAll("[data-cell]").Select(Words));
    }

    [Fact]
    public void The_board_of_changes_says_what_changed_and_when_the_newest_first()
    {
        Publish(Calm());
        var wall = Open("?board=changes");
        Assert.StartsWith("No verdict has changed", Words(wall.Find(".calm")), StringComparison.Ordinal);

        Publish(Calm().With(Stack("production", "storefront", Status.Modified, Modified("Web"))));
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Calm());

        wall.WaitForAssertion(() => Assert.Equal(
            ["production storefront in sync again was 1 drift , now", "production storefront 1 drift was in sync , 1 min ago"], wall.FindAll("[data-change]").Select(Words)));
        Assert.All(wall.FindAll("[data-change]"), c => Assert.Contains("fresh-change", c.ClassList));
        Assert.Contains("pulse", wall.FindAll("[data-change]")[0].ClassList);
        Assert.DoesNotContain("pulse", wall.FindAll("[data-change]")[1].ClassList);
    }

    [Fact]
    public void An_unknown_owner_is_told_with_those_that_there_are()
    {
        Publish(Calm());

        Assert.Contains("nobody owns nothing here Owners are: team-storefront.", Words(Open("?owner=nobody").Find(".wall-beginning")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_safe_area_is_kept_free_and_not_cut_out_of_what_is_shown()
    {
        Publish(Calm());

        Assert.Equal("--safe:3", Open("?safe=3").Find(".wall").GetAttribute("style"));
        Assert.Null(Open().Find(".wall").GetAttribute("style"));
    }

    [Fact]
    public void How_far_a_scan_has_come_draws_no_wall_anew_once_there_is_something_to_see()
    {
        Publish(Calm());
        var wall = Open();
        wall.WaitForState(() => wall.RenderCount > 0);
        var before = wall.RenderCount;

        for (var i = 0; i < 5; i++)
            Publish(Calm() with { Scan = Scanned with { IsRunning = true, Done = i, Total = 5 }, Stacks = _feed.Current.Stacks, Environments = _feed.Current.Environments });
        Publish(Calm().With(Stack("production", "storefront", Status.Modified, Modified("Web"))));
        wall.WaitForAssertion(() => Assert.Equal("modified", Tile(wall, "production").GetAttribute("data-status")));

        Assert.InRange(wall.RenderCount - before, 1, 3);
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
