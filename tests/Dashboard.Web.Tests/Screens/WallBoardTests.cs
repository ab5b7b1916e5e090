using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Walls;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What each board of a wall shows, and how much of it.</summary>
public sealed class WallBoardTests
{
    [Theory]
    [InlineData(WallScale.Desk, 17)]
    [InlineData(WallScale.Room, 7)]
    [InlineData(WallScale.Hall, 1)]
    public void As_many_rows_are_shown_as_have_room_and_the_rest_is_counted(WallScale scale, int rows)
    {
        var view = OverviewBoardView.Of(Moment(Drifted(40), new WallState(Scale: scale)));

        Assert.Equal((rows, 40 - rows), (view.Groups.Single().Rows.Length, view.HiddenRows.Single().Count));
        Assert.Equal(40, view.Groups.Single().Count);
        Assert.Equal($"+ {40 - rows} open", view.Hidden.First());
        Assert.Contains(view.Tiles, t => t.Name == "production");
    }

    /// <summary>An upright screen is higher, but a row on it takes more lines.</summary>
    [Theory]
    [InlineData(WallScale.Desk, 28)]
    [InlineData(WallScale.Room, 9)]
    [InlineData(WallScale.Hall, 1)]
    public void An_upright_wall_fills_its_height(WallScale scale, int rows)
    {
        var view = OverviewBoardView.Of(Moment(Drifted(40), new WallState(Scale: scale, Layout: WallLayout.Portrait)));

        Assert.Equal((rows, 40 - rows), (view.Groups.Single().Rows.Length, view.HiddenRows.Single().Count));
    }

    /// <summary>At 10 m there is no room for tiles, parity and a row: what differs stays.</summary>
    [Fact]
    public void Where_parity_would_leave_no_room_for_a_row_it_is_counted()
    {
        var pair = Parity("staging", "production", Unit("c00", "Web", "/DelaySeconds", ParityPile.Equal));
        var view = OverviewBoardView.Of(Moment(Drifted(1).With(pair), new WallState(Scale: WallScale.Hall)));
        Assert.Equal((0, 1, 1), (view.Pairs.Length, view.HiddenPairs, view.Groups.Single().Rows.Length));

        var calm = OverviewBoardView.Of(Moment(Calm().With(pair), new WallState(Scale: WallScale.Hall)));
        Assert.Equal((1, 0, 0), (calm.Pairs.Length, calm.HiddenPairs, calm.Groups.Length));
    }

    [Theory]
    [InlineData(WallScale.Hall, 4, false)]
    [InlineData(WallScale.Room, 8, true)]
    public void Where_stacks_leave_no_room_for_a_row_all_of_it_is_theirs(WallScale scale, int cells, bool hasRows)
    {
        var board = Board([.. Enumerable.Range(0, 9).Select(i => Stack("production", $"c{i}", Status.Modified, Modified("Web")))]);

        var view = EnvironmentBoardView.Of(Moment(board, new WallState(Scale: scale)), "production");

        Assert.Equal((cells, 9 - cells, hasRows), (view.Cells.Length, view.HiddenCells, view.HasRoomForRows));
        Assert.Equal(9, view.Groups.Sum(g => g.Rows.Length) + view.HiddenRows.Sum(h => h.Count));
    }

    [Fact]
    public void Rows_that_need_room_take_it_from_calmer_ones()
    {
        var board = Board(
            [.. Enumerable.Range(0, 3).Select(i => Stack("production", $"c{i}", Status.Modified, Modified("Web"), Accepted("Queue", new DateOnly(2027, 1, 15)))), Stack("staging", "x", Status.InSync, InSync("A")).Deploying(Start)]);

        var view = OverviewBoardView.Of(Moment(board, new WallState()));

        Assert.Equal([("deploying", 1, 1), ("open", 3, 3), ("accepted", 2, 3)], view.Groups.Select(g => (g.Kind, g.Rows.Length, g.Count)));
        Assert.Equal(["+ 1 accepted"], view.Hidden);
    }

    [Fact]
    public void No_group_is_named_that_has_no_room()
    {
        var size = WallSize.Of(WallScale.Room);
        var rows = OverviewBoardView.Of(Moment(Drifted(9), new WallState(Scale: WallScale.Desk))).Groups.Single().Rows;
        WallGroup[] groups = [new("new", "New", 2, [.. rows.Take(2)]), new("open", "Open", 9, rows)];

        var (shown, hidden) = size.Fit(groups, (2 * size.Head) + (2 * size.Row));
        Assert.Equal(("new", new HiddenRows(9, "open")), (shown.Single().Kind, hidden.Single()));

        (shown, hidden) = size.Fit(groups, size.Head + (1.9 * size.Row));
        Assert.Single(shown.Single().Rows);
        Assert.Equal([new HiddenRows(1, "new"), new HiddenRows(9, "open")], hidden);

        (shown, hidden) = size.Fit(groups, size.Head);
        Assert.Equal((0, 11), (shown.Length, hidden.Sum(h => h.Count)));
    }

    [Fact]
    public void The_calmest_environments_give_way_and_are_counted()
    {
        var board = Drifted(3) with
        {
            Environments = [.. Enumerable.Range(0, 11).Select(i => Environment($"pr-{i}", EnvironmentTier.Ephemeral, i)), Environment("production", EnvironmentTier.Production, 12)],
        };

        var view = OverviewBoardView.Of(Moment(board, new WallState()));

        Assert.Equal("production", view.Tiles[^1].Name);
        Assert.Equal(["+ 4 environments"], view.Hidden);
    }

    [Fact]
    public void Where_something_is_new_has_room_first_then_the_worst_then_production()
    {
        var board = Board(
            Stack("development", "a", Status.Modified, Modified("A")), Stack("staging", "a", Status.Modified, Modified("A")), Stack("production", "a", Status.Modified, Modified("A"))) with
        {
            Environments =
            [
                Environment("development", EnvironmentTier.Development, 0), Environment("staging", EnvironmentTier.Staging, 1), Environment("production", EnvironmentTier.Production, 2),
                Environment("pr-1", EnvironmentTier.Ephemeral, 3), Environment("pr-2", EnvironmentTier.Ephemeral, 4),
            ],
        };
        var seen = board with { Since = board.Since.Add(new DriftKey(new StackKey("shop", "development", "a", "eu-west-1"), new ResourceAddress("A")), new Sighting(Start, IsAtLeast: false)) };

        Assert.Equal(["staging", "production"], OverviewBoardView.Of(Moment(board, new WallState(Scale: WallScale.Hall))).Tiles.Select(t => t.Name));
        Assert.Equal(["development", "production"], OverviewBoardView.Of(Moment(seen, new WallState(Scale: WallScale.Hall))).Tiles.Select(t => t.Name));
    }

    [Fact]
    public void The_parity_board_names_what_nothing_explains_nearest_to_production_first()
    {
        var board = Calm()
            .With(Parity("development", "staging", Unit("storefront", "Web", "/Timeout", ParityPile.Unexplained)))
            .With(Parity(
                "staging", "production",
                Unit("storefront", "Web", "/Timeout", ParityPile.Unexplained), Unit("storefront", "Web", "/Size", ParityPile.Unexplained),
                Unit("storefront", "Zone", "", ParityPile.Unexplained, left: null), Unit("storefront", "Api", "/Size", ParityPile.Declared)));

        var plain = ParityBoardView.Of(Moment(board, new WallState())).Groups.Single();
        var full = ParityBoardView.Of(Moment(board, new WallState(Detail: WallDetail.Full))).Groups.Single();

        Assert.Equal(
            ["staging ↔ production Web Timeout + 1 more", "staging ↔ production Zone Queue in production only", "development ↔ staging Web Timeout"],
            plain.Rows.Select(r => $"{r.Place} {r.Title} {r.Detail}"));
        Assert.All(plain.Rows, r => Assert.Null(r.Values));
        Assert.Equal("1 ↔ 2", full.Rows[0].Values);
        Assert.Equal((4, "in 3 resources"), (plain.Count, plain.Note));
    }

    [Fact]
    public void What_uses_another_environment_is_the_first_of_the_parity_board_in_the_words_of_every_board_and_with_its_age()
    {
        var foreign = Unit("storefront", "Report", "/Environment/Variables/DB_HOST", ParityPile.Unexplained) with { Foreign = [new ForeignValue("staging", "production", "database", "Database.Endpoint.Address")] };
        var feed = new DriftFeed("server", new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Start));
        feed.Publish(_ => Board(Stack("staging", "storefront", Status.InSync, InSync("Report")), Stack("production", "storefront", Status.InSync, InSync("Report")))
            .With(Parity("staging", "production", Unit("storefront", "Api", "/Size", ParityPile.Unexplained), foreign)));
        var moment = Moment(feed.Current, new WallState());

        var rows = ParityBoardView.Of(moment).Groups.Single().Rows;

        Assert.Equal(["separation staging uses production", "modified Api"], rows.Select(r => $"{r.Shape} {r.Title}"));
        Assert.All(rows, r => Assert.Equal((Start, Start), (r.Before, r.ReadAt)));
        var overview = moment.Content.Rows[0];
        Assert.Equal((overview.Shape, overview.Title, overview.Detail, overview.Since), (rows[0].Shape, rows[0].Title, rows[0].Detail, rows[0].Since));
    }

    [Fact]
    public void One_row_that_has_no_room_is_named_as_one()
    {
        var size = WallSize.Of(WallScale.Room);
        var rows = OverviewBoardView.Of(Moment(Drifted(9), new WallState(Scale: WallScale.Desk))).Groups.Single().Rows;
        var group = new WallGroup("unexplained", "Unexplained", 9, rows) { Unit = ("resource", "resources") };

        Assert.Equal("+ 1 resource", WallWords.Hidden(size.Fit([group], size.Head + (8 * size.Row)).Hidden).Single());
        Assert.Equal("+ 2 resources", WallWords.Hidden(size.Fit([group], size.Head + (7 * size.Row)).Hidden).Single());
    }

    [Fact]
    public void The_board_of_an_environment_shows_its_stacks_the_worst_first()
    {
        var board = Board(
            Stack("production", "a", Status.InSync, InSync("A")), Stack("production", "b", Status.PartlyChecked, InSync("B"), Unsupported("C")),
            Stack("production", "c", Status.InSync, InSync("A")).Deploying(Start), Stack("production", "d", Status.Modified, Modified("D")),
            Stack("production", "e", Status.InSync, InSync("E")).ReadAt(Start - (Interval * 9)), Stack("staging", "a", Status.Modified, Modified("A")));

        var view = EnvironmentBoardView.Of(Moment(board, new WallState()), "production");

        Assert.Equal(["e stale", "d 1 drift", "c deploying", "b partly checked", "a in sync"], view.Cells.Select(c => $"{c.Tile.Name} {(c.Tile.IsStale ? "stale" : c.Tile.Word)}"));
        Assert.Equal(["production"], view.Tiles.Select(t => t.Name));
        Assert.Equal(["deploying", "D"], view.Groups.SelectMany(g => g.Rows).Select(r => r.Title));
    }

    [Fact]
    public void The_board_of_an_environment_is_productions_where_the_address_names_none()
    {
        Assert.Equal("production", EnvironmentBoardView.Of(Moment(Calm(), new WallState()), null).Name);

        var unknown = EnvironmentBoardView.Of(Moment(Calm(), new WallState()), "prod");
        Assert.Empty(unknown.Tiles);
        Assert.Equal(["development", "staging", "production"], unknown.Known);
    }

    [Fact]
    public void The_calmest_pairs_give_way_and_are_counted()
    {
        var calm = new ParityCounts(9, 0, 0, 0, 0, 0);
        var board = Calm().With(Parity("development", "staging", new ParityCounts(8, 0, 0, 0, 1, 0))).With(Parity("staging", "production", calm));
        var stale = Calm().With(Parity("development", "staging", calm)).With(Parity("staging", "production", calm)).With(Stack("development", "storefront", Status.InSync, InSync("Web")).ReadAt(Start - (Interval * 9)));

        Assert.Equal(("development", 1), Shown(board, WallScale.Hall));
        Assert.Equal(("development", 1), Shown(stale, WallScale.Hall));
        Assert.Equal(("staging", 1), Shown(board.With(Parity("development", "staging", calm)), WallScale.Hall));
        Assert.Equal(("development staging", 0), Shown(board, WallScale.Room));
        Assert.Equal(["staging", "production"], Moment(board, new WallState()).WorstPairs(2).Select(p => p.Key.To));

        static (string, int) Shown(DriftBoard board, WallScale scale)
        {
            var view = OverviewBoardView.Of(Moment(board, new WallState(Scale: scale)));
            return (string.Join(' ', view.Pairs.Select(p => p.Key.From)), view.HiddenPairs);
        }
    }

    [Fact]
    public void The_board_of_an_environment_names_what_is_wrong_with_all_and_counts_the_applications_that_have_no_room()
    {
        string[] applications = ["a", "b", "c"];
        var board = Calm() with
        {
            Environments = [.. applications.Select((a, i) => Environment("production", EnvironmentTier.Production, i, a))],
            Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml"), "environments.production", "production could not be read")],
        };

        var view = EnvironmentBoardView.Of(Moment(board, new WallState(Scale: WallScale.Hall)), "production");

        Assert.Equal((2, 1), (view.Tiles.Length, view.HiddenTiles));
        Assert.Contains("+ 1 environment", view.Hidden);
        Assert.Equal(1, view.Groups.Sum(g => g.Count) + (view.Groups.IsEmpty ? view.HiddenRows.Sum(r => r.Count) : 0));
    }

    [Theory]
    [InlineData(WallScale.Desk, 6 * 5)]
    [InlineData(WallScale.Room, 4 * 2)]
    [InlineData(WallScale.Hall, 2 * 2)]
    public void Stacks_that_have_no_room_are_counted(WallScale scale, int cells)
    {
        var view = EnvironmentBoardView.Of(Moment(Drifted(40), new WallState(Scale: scale)), "production");

        Assert.Equal((cells, 40 - cells), (view.Cells.Length, view.HiddenCells));
        Assert.Contains($"+ {40 - cells} stacks", view.Hidden);
    }

    private static DriftBoard Drifted(int count) => Board([.. Enumerable.Range(0, count).Select(i => Stack("production", $"c{i:00}", Status.Modified, Modified("Web")))]);

    private static WallMoment Moment(DriftBoard board, WallState state) =>
        WallMoment.Of(WallContent.Of(board, state, NewsWindow.Of(Start, TimeZoneInfo.Utc, board.History.StartedAt)), Start);
}
