using System.Collections.Immutable;
using Dashboard.Core.Definition;
using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Walls;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a wall makes of a board.</summary>
public sealed class WallViewTests
{
    [Fact]
    public void An_environment_is_in_sync_only_while_every_stack_of_it_is_fresh()
    {
        var board = Board(
            Stack("production", "storefront", Status.InSync, InSync("Web")),
            Stack("production", "worker", Status.InSync, InSync("Queue")).ReadAt(Start - (Interval * 10)));

        var tile = Tile(board, "production", Start);

        Assert.Equal((Status.Unknown, "1 stale"), (tile.Status, tile.Word));
        Assert.False(tile.IsStale);
    }

    [Fact]
    public void A_drift_of_a_stale_stack_still_alarms_beside_fresh_ones()
    {
        var board = Board(
            Stack("production", "storefront", Status.InSync, InSync("Web")),
            Stack("production", "worker", Status.Modified, Modified("Queue")).ReadAt(Start - (Interval * 10)));

        Assert.Equal((Status.Modified, "1 drift"), (Tile(board, "production", Start).Status, Tile(board, "production", Start).Word));
    }

    [Theory]
    [InlineData(2, Freshness.Fresh, false)]
    [InlineData(3, Freshness.Ageing, false)]
    [InlineData(5, Freshness.Ageing, false)]
    [InlineData(6, Freshness.Stale, true)]
    public void A_tile_ages_past_two_intervals_and_is_stale_past_five(int intervals, Freshness freshness, bool isStale)
    {
        var now = Start + (Interval * intervals);

        var view = Moment(Calm(), now);

        Assert.All(view.Tiles, t => Assert.Equal((freshness, isStale), (t.Freshness, t.IsStale)));
        Assert.Equal(isStale, view.IsStale);
        Assert.Equal(freshness, view.OldestFreshness);
        Assert.Equal(Start, view.StaleAsOf);
    }

    [Fact]
    public void One_fresh_environment_keeps_the_wall_from_being_stale()
    {
        var now = Start + (Interval * 10);
        var board = Calm().With(Stack("staging", "storefront", Status.InSync, InSync("Web")).ReadAt(now));

        var view = Moment(board, now);

        Assert.False(view.IsStale);
        Assert.Equal([true, false, true], view.Tiles.Select(t => t.IsStale));
    }

    [Fact]
    public void An_environment_that_was_never_read_does_not_keep_the_wall_from_being_stale()
    {
        var now = Start + (Interval * 10);
        var unread = Stack("production", "storefront", Status.Unknown) with { Reason = StatusReason.StackUnreadable, CheckedAt = null };

        Assert.True(Moment(Calm().With(unread), now).IsStale);
        Assert.True(Moment(Calm() with { Stacks = Calm().Stacks.Remove(unread.Key) }, now).IsStale);
        Assert.False(Moment(Board(unread), now).IsStale);
    }

    [Fact]
    public void An_environment_that_is_read_for_the_first_time_is_scanning_and_not_stale()
    {
        var unread = Stack("production", "storefront", Status.NotChecked) with { Reason = StatusReason.NotReadYet, CheckedAt = null };

        var tile = Tile(Board(unread), "production", Start + (Interval * 100));

        Assert.Equal((Status.Scanning, "scanning", false), (tile.Status, tile.Word, tile.IsStale));
    }

    [Fact]
    public void An_environment_without_a_stack_is_never_green()
    {
        Assert.Equal((Status.Unknown, "no stack found"), (Tile(Board(), "production", Start).Status, Tile(Board(), "production", Start).Word));
        Assert.Equal(Status.Scanning, Tile(Board() with { Scan = ScanActivity.None }, "production", Start).Status);
    }

    [Fact]
    public void The_worst_stack_speaks_for_its_environment()
    {
        Assert.Equal("2 drifts", Word(Stack("production", "a", Status.Modified, Modified("A")), Stack("production", "b", Status.Deleted, Modified("B")), Denied("c")));
        Assert.Equal("denied", Word(Stack("production", "a", Status.InSync, InSync("A")), Denied("c")));
        Assert.Equal("partly checked", Word(Stack("production", "a", Status.InSync, InSync("A")), Stack("production", "b", Status.PartlyChecked, InSync("B"), Unsupported("C"))));
        Assert.Equal("1 not deployed", Word(Stack("production", "a", Status.InSync, InSync("A")), Stack("production", "b", Status.NotDeployed)));
        Assert.Equal("in sync", Word(Stack("production", "a", Status.InSync, InSync("A"))));

        static StackEvaluation Denied(string component) => Stack("production", component, Status.Unknown, Unknown("X", StatusReason.Denied)) with { Reason = StatusReason.Denied };
        static string Word(params StackEvaluation[] stacks) => Tile(Board(stacks), "production", Start).Word;
    }

    [Fact]
    public void What_was_deleted_gives_its_shape_to_its_environment_and_stands_first()
    {
        var board = Board(
            Stack("production", "a", Status.Modified, Modified("A")), Stack("staging", "a", Status.Modified, Modified("A")),
            Stack("staging", "b", Status.Deleted, InSync("Z"), Modified("B") with { Status = Status.Deleted }), Stack("development", "c", Status.Unmanaged, Unmanaged("replay")));

        var tiles = Moment(board, Start).Tiles;

        Assert.Equal([("development", "unmanaged", "1 extra"), ("staging", "deleted", "2 drifts"), ("production", "modified", "1 drift")], tiles.Select(t => (t.Name, t.Shape, t.Word)));
        Assert.Equal(["staging B", "production A", "staging A", "development replay"], Rows(board).Select(r => $"{r.Place} {r.Title}"));
        Assert.Equal("staging", Moment(board, Start).ByUrgency.First().Name);
        Assert.Equal("1 deleted", EnvironmentBoardView.Of(Moment(board, Start), "staging").Cells.Single(c => c.Stack.Component == "b").Tile.Word);
    }

    [Fact]
    public void An_accepted_drift_is_no_plain_green()
    {
        var tile = Tile(Board(Stack("production", "a", Status.InSync, Accepted("Queue", new DateOnly(2027, 1, 15)))), "production", Start);

        Assert.Equal((Status.InSync, "accepted", "1 accepted"), (tile.Status, tile.Shape, tile.Word));
    }

    [Fact]
    public void A_pair_whose_judgement_is_kept_is_as_old_as_that()
    {
        var board = Calm().With(Parity("staging", "production", new ParityCounts(1, 0, 0, 0, 0, 0)));
        board = board with { KeptParity = board.KeptParity.Add(new ParityKey("shop", "staging", "production"), Start - (Interval * 3)) };

        Assert.Equal((Start - (Interval * 3), Freshness.Ageing, false), Pair(Start));
        Assert.Equal((Start - (Interval * 3), Freshness.Stale, true), Pair(Start + (Interval * 3)));

        (DateTimeOffset?, Freshness, bool) Pair(DateTimeOffset now) => Moment(board, now).Pairs.Single() is var pair ? (pair.AsOf, pair.Freshness, pair.IsStale) : default;
    }

    [Fact]
    public void A_share_is_rounded_down_so_that_only_everything_is_all()
    {
        Assert.Equal(99, new WallPair(new ParityKey("shop", "a", "b"), new ParityCounts(9999, 0, 0, 0, 1, 0), null, Freshness.Fresh, false).EqualPercent);
        Assert.Equal(100, new WallPair(new ParityKey("shop", "a", "b"), new ParityCounts(10, 0, 0, 0, 0, 0), null, Freshness.Fresh, false).EqualPercent);
        Assert.Null(new WallPair(new ParityKey("shop", "a", "b"), default, null, Freshness.Fresh, false).EqualPercent);
    }

    [Fact]
    public void A_pair_is_as_old_as_the_older_of_its_two_environments()
    {
        var board = Calm().With(Stack("staging", "storefront", Status.InSync, InSync("Web")).ReadAt(Start - (Interval * 4)))
            .With(Parity("development", "staging", new ParityCounts(1, 0, 0, 0, 0, 0))).With(Parity("staging", "production", new ParityCounts(1, 0, 0, 0, 0, 0)));

        Assert.All(Moment(board, Start).Pairs, p => Assert.Equal((Start - (Interval * 4), Freshness.Ageing), (p.AsOf, p.Freshness)));
    }

    [Fact]
    public void Drifts_that_appeared_while_somebody_watched_come_first_then_production_then_what_could_not_be_verified()
    {
        var board = Board(
            Stack("development", "storefront", Status.Modified, Modified("Seen")),
            Stack("staging", "storefront", Status.Modified, Modified("Old")),
            Stack("production", "storefront", Status.Modified, Modified("Old"), Unknown("Secret", StatusReason.Secret), Unsupported("Zone"), Unknown("A", StatusReason.Denied), Unknown("B", StatusReason.Denied)));
        board = board with { Since = board.Since.Add(new DriftKey(new StackKey("shop", "development", "storefront", "eu-west-1"), new ResourceAddress("Seen")), new Sighting(Start, false)) };

        Assert.Equal(
            ["development Seen VisibilityTimeout", "production Old VisibilityTimeout", "staging Old VisibilityTimeout", "production denied 2 resources"],
            Rows(board).Select(r => $"{r.Place} {r.Title} {r.Detail}"));
    }

    [Fact]
    public void A_row_names_the_property_without_keys_and_counts_the_others()
    {
        var board = Board(Stack("production", "storefront", Status.Modified, Modified("Web", "/Tags/2/Value", "a", "b", "/Timeout", "/Name")));

        Assert.Equal("Tags / Value + 2 more", Rows(board).Single().Detail);
    }

    [Fact]
    public void Values_and_owners_are_shown_only_where_the_address_asks_for_them()
    {
        var board = Board(Stack("production", "storefront", Status.Modified, Modified("Web")));

        var plain = Rows(board).Single();
        var full = Rows(board, new WallState(Detail: WallDetail.Full)).Single();

        Assert.Equal((null, "storefront"), (plain.Values, plain.Component));
        Assert.Equal(("30 → 900", "storefront, team-storefront"), (full.Values, full.Component));
    }

    [Fact]
    public void An_unmanaged_resource_is_called_by_the_last_part_of_its_identifier()
    {
        var row = Rows(Board(Stack("production", "worker", Status.Unmanaged, Unmanaged("https://sqs.eu-west-1.amazonaws.com/222222222222/replay")))).Single();

        Assert.Equal(("replay", "Queue not in the repository"), (row.Title, row.Detail));
    }

    [Fact]
    public void What_has_no_room_is_counted_and_the_calm_gives_way()
    {
        var board = Board([.. Enumerable.Range(0, 40).Select(i => Stack("production", $"c{i:00}", Status.Modified, Modified("Web")))]) with
        {
            Environments = [.. Enumerable.Range(0, 11).Select(i => Environment($"pr-{i}", EnvironmentTier.Ephemeral, i)), Environment("production", EnvironmentTier.Production, 12)],
        };

        var view = OverviewBoardView.Of(Moment(board, Start));

        Assert.Equal((8, 4), (view.Tiles.Length, view.HiddenTiles));
        Assert.Contains(view.Tiles, t => t.Name == "production");
        Assert.Equal(40, view.Groups.Sum(g => g.Rows.Length) + view.HiddenRows.Sum(r => r.Count));
        Assert.NotEmpty(view.HiddenRows);
    }

    [Fact]
    public void An_error_in_an_input_is_on_the_wall()
    {
        var board = Calm() with { Diagnostics = [new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 12), "environments[1].ref", "found 1, allowed text")] };

        Assert.Equal("driftboard.yaml:12", Rows(board).Single().Title);
    }

    [Fact]
    public void An_error_is_on_the_walls_of_its_application_and_says_whose_it_is()
    {
        Diagnostic Error(string application, string repository) =>
            new(DiagnosticSeverity.Error, new SourceLocation("driftboard.yaml", 10), "bogus", "unknown key") { Application = application, Repository = "/srv/git/" + repository };
        var board = Calm() with
        {
            Diagnostics = [Error("shop", "shop-config"), Error("bank", "bank-config"), new Diagnostic(DiagnosticSeverity.Error, new SourceLocation("https://git.example/lost"), "", "cannot be fetched") { Repository = "https://git.example/lost" }],
            Environments = [.. Calm().Environments, Environment("production", EnvironmentTier.Production, 0, "bank")],
        };

        Assert.Equal(["shop shop-config", "bank bank-config", "lost "], Rows(board).Select(r => $"{r.Place} {r.Component}"));
        Assert.Equal(["shop-config ", "lost "], Rows(board, new WallState("shop")).Select(r => $"{r.Place} {r.Component}"));
        Assert.Contains("2 errors in what was read", ParityBoardView.Of(Moment(board, Start, new WallState("shop"))).Gaps);
        Assert.Equal(2, ProblemBook.Of(board, "shop").Count(p => p.Diagnostic is not null));
    }

    [Fact]
    public void A_wall_of_one_application_shows_no_other()
    {
        var other = Stack("production", "billing", Status.Modified, Modified("Ledger"));
        other = other with { Key = other.Key with { Application = "bank" } };
        var board = Calm().With(other) with { Environments = [.. Calm().Environments, Environment("production", EnvironmentTier.Production, 0, "bank")] };

        var shop = Moment(board, Start, new WallState("shop"));
        var both = Moment(board, Start);

        Assert.Equal((3, 0, 0), (shop.Tiles.Length, shop.Totals.Differing, shop.Content.Rows.Length));
        Assert.Equal((4, 1, "bank production"), (both.Tiles.Length, both.Totals.Differing, both.Content.Rows.Single().Place));
    }

    private static WallTile Tile(DriftBoard board, string environment, DateTimeOffset now) => Moment(board, now).Tiles.Single(t => t.Name == environment);

    private static WallMoment Moment(DriftBoard board, DateTimeOffset now, WallState? state = null) =>
        WallMoment.Of(WallContent.Of(board, state ?? new WallState(), NewsWindow.Of(now, TimeZoneInfo.Utc, board.History.StartedAt)), now);

    private static ImmutableArray<WallRow> Rows(DriftBoard board, WallState? state = null) => Moment(board, Start, state).Content.Rows;
}
