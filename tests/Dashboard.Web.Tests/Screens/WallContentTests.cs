using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Tests.Evaluation;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Walls;
using Microsoft.Extensions.Time.Testing;
using static Dashboard.Web.Tests.Screens.WallBoards;

namespace Dashboard.Web.Tests.Screens;

/// <summary>What a wall makes of what happened: new, deploying, open, accepted.</summary>
public sealed class WallContentTests
{
    private readonly FakeTimeProvider _time = new(Start);
    private readonly DriftFeed _feed;

    public WallContentTests() => _feed = new DriftFeed("server", _time);

    [Fact]
    public void What_is_new_stands_before_what_is_open_and_that_before_what_is_accepted_each_with_its_age()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Old"), InSync("Web"), InSync("Api"), Accepted("Queue", new DateOnly(2027, 1, 15)))));
        _time.Advance(TimeSpan.FromMinutes(10));
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Old"), Modified("Web"), InSync("Api"), Accepted("Queue", new DateOnly(2027, 1, 15)))));
        _time.Advance(TimeSpan.FromMinutes(10));
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Old"), Modified("Web"), Modified("Api"), Accepted("Queue", new DateOnly(2027, 1, 15)))));
        _time.Advance(TimeSpan.FromMinutes(10));

        var content = Content();

        Assert.Equal(
            ["New Api 10 min ago", "New Web 20 min ago", "Open Old before", "Accepted Queue before"],
            content.Rows.Select(r => $"{r.Kind} {r.Title} {r.Age(_time.GetUtcNow())}"));
        Assert.Equal(2, content.News);
        Assert.Equal("VisibilityTimeout, until 15 Jan 2027", content.Rows[3].Detail);
        Assert.Equal(3, content.At(_time.GetUtcNow()).Totals.Differing);
    }

    [Fact]
    public void What_uses_another_environment_is_the_first_that_is_open_one_row_for_each_resource()
    {
        ParityItem Foreign(string path, string environment, string owner) =>
            Unit("worker", "Report", path, ParityPile.Unexplained) with { Foreign = [new ForeignValue(environment, owner, "database", "Database.Endpoint.Address")] };
        var board = Board(Stack("staging", "worker", Status.InSync, InSync("Report")), Stack("production", "storefront", Status.Deleted, InSync("Web") with { Status = Status.Deleted }));

        Publish(board.With(Parity("staging", "production", Foreign("/Host", "staging", "production"), Foreign("/Backup", "staging", "production") with { Pile = ParityPile.Declared })));

        Assert.Equal(["Open separation staging uses production its database: Report, Host", "Open deleted Web"], Content().Rows.Select(r => $"{r.Kind} {r.Shape} {r.Title} {(r.Shape == "deleted" ? "" : r.Detail)}".TrimEnd()));
        Assert.Equal(("before", Start, null), (Content().Rows[0].Age(Start.AddSeconds(10)), Content().Rows[0].Before, Content().Rows[0].AgeFrom));
        Assert.Equal(("separation", "uses production", "uses production"), (Tile(Content(), "staging").Shape, Tile(Content(), "staging").Word, Tile(Content(), "staging").Uses));
        Assert.Equal(["Web"], Content(new WallState(Owner: "team-storefront")).Rows.Select(r => r.Title));

        Publish(board.With(Parity("staging", "production", Foreign("/Host", "staging", "production"), Foreign("/Backup", "staging", "development"))));

        Assert.Equal(("staging uses 2 others", "database of production and database of development: Report, Host + 1 more"), (Content().Rows[0].Title, Content().Rows[0].Detail));
    }

    [Fact]
    public void What_uses_another_environment_since_the_last_working_day_is_new_and_fills_its_tile()
    {
        ParityItem Foreign(string path) =>
            Unit("worker", "Report", path, ParityPile.Unexplained) with { Foreign = [new ForeignValue("staging", "production", "database", "Database.Endpoint.Address")] };
        var board = Board(Stack("staging", "worker", Status.InSync, InSync("Report")), Stack("production", "storefront", Status.InSync, InSync("Web")));
        Publish(board.With(Parity("staging", "production", Unit("worker", "Report", "/Host", ParityPile.Equal))));
        Assert.Empty(Content().Rows);
        _time.Advance(TimeSpan.FromMinutes(10));

        Publish(board.With(Parity("staging", "production", Foreign("/Environment/Variables/DB_HOST"))));

        var row = Content().Rows.Single();
        Assert.Equal((WallRowKind.New, "its database: Report, DB_HOST in Environment / Variables", "now"), (row.Kind, row.Detail, row.Age(_time.GetUtcNow())));
        Assert.Equal((1, true, false), (Content().News, Tile(Content(), "staging").HasNews, Tile(Content(), "production").HasNews));

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((WallRowKind.Open, "2 d ago"), (Content().Rows.Single().Kind, Content().Rows.Single().Age(_time.GetUtcNow())));
    }

    [Fact]
    public void What_nothing_explains_is_new_where_it_was_compared_before_and_one_row_for_each_resource_that_no_other_row_tells_of()
    {
        var board = Board(Stack("staging", "worker", Status.InSync, InSync("Queue"), InSync("Api")), Stack("production", "worker", Status.InSync, InSync("Queue"), InSync("Api")));
        var old = Unit("worker", "Api", "/MemorySize", ParityPile.Unexplained);
        Publish(board.With(Parity("staging", "production", old, Unit("worker", "Queue", "/Size", ParityPile.Equal), Unit("worker", "Queue", "/Delay", ParityPile.Unverifiable))));
        Assert.Equal(["Open Api unexplained: MemorySize before"], Rows());
        _time.Advance(TimeSpan.FromMinutes(10));

        ParityItem[] units = [old, Unit("worker", "Queue", "/Size", ParityPile.Unexplained), Unit("worker", "Queue", "/Delay", ParityPile.Unexplained)];
        Publish(board.With(Parity("staging", "production", units)));

        Assert.Equal(["New Queue unexplained: Size + 1 more now", "Open Api unexplained: MemorySize before"], Rows());
        Assert.Equal((1, 2), (Content().News, Content().At(Start).Totals.Differing));
        Assert.Equal(("staging ↔ production", true, true, false), (Content().Rows[0].Place, Content().Rows[0].Concerns("staging"), Content().Rows[0].Concerns("production"), Content().Rows[0].Concerns("development")));

        // What cannot be compared for a while is as old as it was; other values at the same place are news.
        _time.Advance(TimeSpan.FromMinutes(10));
        Publish(board.With(Parity("staging", "production", old with { Pile = ParityPile.Unverifiable }, units[1])));
        Publish(board.With(Parity("staging", "production", old, units[1] with { Right = new Dashboard.Core.Values.ScalarValue("9") })));
        Assert.Equal(["New Queue unexplained: Size now", "Open Api unexplained: MemorySize before"], Rows());

        // What somebody changed by hand has a row of its own, and so has a drift that a rule accepts.
        Publish(board.With(Stack("production", "worker", Status.InSync, InSync("Queue"), Accepted("Api", new DateOnly(2027, 1, 15), "/MemorySize"))).With(Parity("staging", "production", old, units[1] with { IsByHand = true })));
        Assert.Equal([WallRowKind.Accepted], Content().Rows.Select(r => r.Kind));

        IEnumerable<string> Rows() => Content().Rows.Select(r => $"{r.Kind} {r.Title} {r.Detail} {r.Age(_time.GetUtcNow())}");
    }

    [Fact]
    public void A_difference_whose_rule_ended_is_no_news()
    {
        var board = Board(Stack("staging", "worker", Status.InSync, InSync("Queue")), Stack("production", "worker", Status.InSync, InSync("Queue")));
        Publish(board.With(Parity("staging", "production", Unit("worker", "Queue", "/Size", ParityPile.Declared))));
        Publish(board.With(Parity("staging", "production", Unit("worker", "Queue", "/Size", ParityPile.Unexplained))));

        Assert.Equal(WallRowKind.Open, Content().Rows.Single().Kind);
        Assert.Empty(Content(new WallState(Owner: "team-storefront")).Rows);
    }

    [Fact]
    public void A_deployment_that_no_commit_explains_is_not_called_something_to_release()
    {
        Difference Pending(string path) => new(Dashboard.Core.Values.PropertyPath.Parse(path), DifferenceKind.NotEqual, DifferenceBetween.DesiredDeployed, null, null, Impact.Update);
        StackEvaluation At(string commit, int minute, params string[] pending) =>
            Stack("production", "worker", Status.InSync, InSync("Queue") with { Differences = [.. pending.Select(Pending)] }) with { CommitId = commit, UpdatedAt = Start.AddMinutes(minute) };
        Publish(Board(At("a", 0)));

        Publish(Board(At("b", 0, "/Size")));
        Assert.Equal(("1 to release", "pending"), Said());

        Publish(Board(At("b", 5, "/Size", "/Delay")));
        Assert.Equal(("deployed as no commit says", "modified"), Said());

        // The same, seen while it runs.
        Publish(Board(At("b", 10, "/Size", "/Delay").Deploying(Start.AddMinutes(10))));
        Publish(Board(At("b", 10, "/Size", "/Delay", "/Name")));
        Assert.Equal(("deployed as no commit says", "modified"), Said());

        Publish(Board(At("b", 15)));
        Assert.Equal(("nothing to release", "pending"), Said());

        (string, string) Said() => (WallWords.Change(_feed.Current.History.Changes[0]), WallWords.Edge(_feed.Current.History.Changes[0]));
    }

    [Fact]
    public void What_differs_is_in_the_figure_as_often_as_in_the_headings()
    {
        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web"), Unknown("Api", StatusReason.Denied)), Stack("production", "worker", Status.InSync, InSync("Queue"))));
        Publish(_feed.Current.With(Stack("production", "worker", Status.Modified, Modified("Queue"))));

        var content = Content();

        Assert.Equal([("New since this start", 1, null), ("Open", 2, "1 differs")], WallWords.Groups(content, content.Rows).Select(g => (g.Title, g.Count, g.Note)));
        Assert.Equal(2, content.At(Start).Totals.Differing);
    }

    [Fact]
    public void What_was_new_before_the_last_working_day_is_open()
    {
        Publish(Calm());
        Publish(Calm().With(Stack("production", "storefront", Status.Modified, Modified("Web"))));
        Assert.Equal(WallRowKind.New, Content().Rows.Single().Kind);

        _time.Advance(TimeSpan.FromDays(2));

        Assert.Equal(WallRowKind.Open, Content().Rows.Single().Kind);
    }

    [Fact]
    public void A_drift_fills_its_tile_only_while_it_is_new()
    {
        Publish(Board(Stack("staging", "storefront", Status.Modified, Modified("Old")), Stack("production", "storefront", Status.InSync, InSync("Web"))));
        Publish(Board(Stack("staging", "storefront", Status.Modified, Modified("Old")), Stack("production", "storefront", Status.Modified, Modified("Web"))));

        Assert.Equal([("staging", false), ("production", true)], Content().At(Start).Tiles.Where(t => t.IsDrifted).Select(t => (t.Name, t.HasNews)));
    }

    [Fact]
    public void What_drifted_before_a_deployment_is_remembered_until_it_has_ended_and_the_stack_is_one_row_meanwhile()
    {
        Publish(Board(Judged("production", "storefront", s => Queues(s, "Old")), Judged("staging", "storefront", s => Queues(s))));
        _time.Advance(TimeSpan.FromMinutes(5));
        Publish(Deploying(_time.GetUtcNow()));
        AssertRemembered("seen 5 min ago");

        // A second deployment follows, and nothing settled was read between the two.
        _time.Advance(TimeSpan.FromMinutes(20));
        Publish(Deploying(_time.GetUtcNow()));
        AssertRemembered("seen 25 min ago");

        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Board(Judged("production", "storefront", s => Queues(s, "Old")), Judged("staging", "storefront", s => Queues(s, "Web"))));
        Assert.Equal(
            [(WallRowKind.New, "staging", "Web", "now"), (WallRowKind.Open, "production", "Old", "before")],
            Content().Rows.Select(r => (r.Kind, r.Place, r.Title, r.Age(_time.GetUtcNow()))));
    }

    [Fact]
    public void What_drifted_before_a_stack_could_not_be_read_any_more_is_remembered_and_no_figure_is_calm()
    {
        Publish(Board(Stack("production", "storefront", Status.Deleted, Modified("Old"), InSync("Web"), InSync("Gone") with { Status = Status.Deleted }, Unmanaged("https://queue/replay"))));
        _time.Advance(TimeSpan.FromMinutes(4));
        var dark = Stack("production", "storefront", Status.Unknown, Unknown("Old", StatusReason.StackUnreadable), Unknown("Web", StatusReason.StackUnreadable), Unknown("Gone", StatusReason.StackUnreadable)) with
        {
            Reason = StatusReason.StackUnreadable,
            OldestReadAt = null,
            Coverage = new Coverage(0, 3),
            CheckedAt = Start,
        };
        Publish(Board(dark));

        var content = Content();
        Assert.Equal(("deleted", "3 drifts remembered"), (Tile(content, "production").Shape, Tile(content, "production").Word));
        Assert.Equal(3, content.At(_time.GetUtcNow()).Totals.Differing);
        Assert.Equal(
            ["Gone, Queue deleted, when it was last read, seen 4 min ago", "Old, VisibilityTimeout, when it was last read, seen 4 min ago", "replay, Queue not in the repository, when it was last read, seen 4 min ago"],
            content.Rows.Where(r => r.Differs).Select(r => $"{r.Title}, {r.Detail}, {r.Age(_time.GetUtcNow())}").Order(StringComparer.Ordinal));
        // Nothing was read for five intervals: then it is a memory as a whole.
        Assert.True(content.At(Start + (Interval * 6)).IsStale);

        // One that was read, and cannot be judged for something else in it, does not drift as it did.
        Publish(Board(Stack("production", "storefront", Status.Unknown, Unknown("Old", StatusReason.Unresolved) with { ObservedAt = Start }, InSync("Web"), InSync("Gone"))));
        Assert.Equal(0, Content().At(_time.GetUtcNow()).Totals.Differing);

        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Old"), InSync("Web"), InSync("Gone"))));
        Assert.Empty(Content().Rows);
    }

    [Fact]
    public void What_used_another_environment_before_it_could_not_be_read_any_more_is_remembered()
    {
        ParityItem unit = Unit("worker", "Report", "/Host", ParityPile.Unexplained), foreign = unit with { Foreign = [new ForeignValue("staging", "production", "database", "Database.Endpoint.Address")] };
        var worker = Stack("staging", "worker", Status.InSync, InSync("Report") with { ObservedAt = Start });
        Publish(Board(worker).With(Parity("staging", "production", foreign)));
        Assert.Equal("uses production", Tile(Content(), "staging").Uses);
        // It is read again, and is as it was; then it is read no more.
        _time.Advance(TimeSpan.FromMinutes(5));
        Publish(Board(Stack("staging", "worker", Status.InSync, InSync("Report") with { ObservedAt = _time.GetUtcNow() })).With(Parity("staging", "production", foreign)));
        _time.Advance(TimeSpan.FromMinutes(4));
        var dark = Stack("staging", "worker", Status.Unknown, Unknown("Report", StatusReason.StackUnreadable)) with { OldestReadAt = null, Coverage = new Coverage(0, 1) };
        Publish(Board(dark).With(Parity("staging", "production", foreign)));
        Publish(Board(dark).With(Parity("staging", "production", unit with { Path = PropertyPath.Root, Pile = ParityPile.Unverifiable })));

        var content = Content();
        Assert.Equal(("separation", "used production"), (Tile(content, "staging").Shape, Tile(content, "staging").Word));
        var row = Assert.Single(content.Rows, r => r.Shape == "separation");
        Assert.Equal(
            ("staging uses production", "its database: Report, Host, when it was last read", "seen 4 min ago", true),
            (row.Title, row.Detail, row.Age(_time.GetUtcNow()), row.Differs));

        // What a rule had declared is no alarm in the dark; what can be compared again and is equal is gone.
        Publish(Board(worker).With(Parity("staging", "production", foreign with { Pile = ParityPile.Declared })));
        Publish(Board(dark).With(Parity("staging", "production", unit with { Path = PropertyPath.Root, Pile = ParityPile.Unverifiable })));
        Assert.DoesNotContain(Content().Rows, r => r.Shape == "separation");
        Publish(Board(worker).With(Parity("staging", "production", unit with { Pile = ParityPile.Equal })));
        Assert.Empty(_feed.Current.History.LastSeparations);
    }

    private static DriftBoard Deploying(DateTimeOffset since) => Board(
        Judged("production", "storefront", s => Queues(s, "Old").InState("UPDATE_IN_PROGRESS", since)), Judged("staging", "storefront", s => Queues(s, "Web").InState("UPDATE_IN_PROGRESS", since)));

    private void AssertRemembered(string age)
    {
        var content = Content();
        var (staging, production) = (Tile(content, "staging"), Tile(content, "production"));
        Assert.Equal(("deploying", "deploying", 1), (staging.Shape, staging.Word, staging.Deploying));
        Assert.Equal(("modified", "1 drift remembered", 1, false), (production.Shape, production.Word, production.Deploying, production.HasNews));
        Assert.Equal((1, 0, 0), (content.At(Start).Totals.Differing, content.News, content.NewUnverified));
        Assert.Equal(
            ["Deploying production deploying update in progress", "Deploying staging deploying update in progress", "Open production Old VisibilityTimeout, before the deployment"],
            content.Rows.Select(r => $"{r.Kind} {r.Place} {r.Title} {r.Detail}"));
        Assert.Equal(age, content.Rows[^1].Age(_time.GetUtcNow()));
    }

    /// <summary>Two queues, some of them changed by hand.</summary>
    private static StackScene Queues(StackScene stack, params string[] changed)
    {
        foreach (var id in new[] { "Old", "Web" })
            stack.Add(id, "AWS::SQS::Queue", """{"VisibilityTimeout":30}""").Live(id, changed.Contains(id) ? """{"VisibilityTimeout":900}""" : """{"VisibilityTimeout":30}""");
        return stack;
    }

    [Fact]
    public void A_stack_whose_deployment_ran_when_it_was_first_read_alarms_nobody_meanwhile()
    {
        Publish(Board(Stack("staging", "storefront", Status.Modified, Modified("Web")).Deploying(Start.AddMinutes(-3))));

        Assert.Equal("deploying", Tile(Content(), "staging").Shape);
        Assert.Equal("3 min ago", Content().Rows.Single().Age(Start));
    }

    [Theory]
    [InlineData(true, Status.Modified, "1 drift remembered", "Deploying being deleted delete in progress 2 min ago; Open Old VisibilityTimeout, before the deletion seen 7 min ago")]
    [InlineData(false, Status.Unknown, "being deleted", "Deploying being deleted delete in progress 2 min ago")]
    public void A_stack_that_is_being_deleted_hides_no_drift_and_is_no_deployment(bool isDrifted, Status status, string word, string rows)
    {
        string[] changed = isDrifted ? ["Old"] : [];
        Publish(Board(Judged("production", "storefront", s => Queues(s, changed))));
        _time.Advance(TimeSpan.FromMinutes(5));
        Publish(Board(Judged("production", "storefront", s => Queues(s, changed).InState("DELETE_IN_PROGRESS", Start.AddDays(-9)))));
        _time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal((status, word, 0), (Tile(Content(), "production").Status, Tile(Content(), "production").Word, Tile(Content(), "production").Deploying));
        Assert.Equal(rows, string.Join("; ", Content().Rows.Select(r => $"{r.Kind} {r.Title} {r.Detail} {r.Age(_time.GetUtcNow())}")));
    }

    [Fact]
    public void A_stack_that_is_deployed_each_time_that_it_is_read_is_deploying()
    {
        Publish(Calm());
        var moving = Judged("production", "storefront", s => Queues(s).InState("UPDATE_IN_PROGRESS")) with { StackStatus = "UPDATE_COMPLETE" };
        Publish(Calm().With(moving));

        Assert.Equal(("deploying", 1), (Tile(Content(), "production").Word, Tile(Content(), "production").Deploying));
        Assert.Equal((WallRowKind.Deploying, "deployed again each time that it was read"), Content().Rows.Select(r => (r.Kind, r.Detail)).Single());
    }

    [Fact]
    public void Unverified_is_news_only_when_it_grows()
    {
        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), InSync("Api"), Unknown("Old", StatusReason.Denied), Unsupported("Zone"))));
        Assert.Equal((0, "Open Old denied"), (Content().NewUnverified, Only()));

        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Api", StatusReason.Throttled), Unknown("Old", StatusReason.Denied), Unsupported("Zone"))));
        Assert.Equal((1, "New Api throttled; Open Old denied"), (Content().NewUnverified, Only()));

        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), InSync("Api"), Unknown("Old", StatusReason.Denied), Unsupported("Zone"))));
        Assert.Equal((0, "Open Old denied"), (Content().NewUnverified, Only()));

        string Only() => string.Join("; ", Content().Rows.Select(r => $"{r.Kind} {r.Title} {r.Detail}"));
    }

    [Fact]
    public void A_type_that_nobody_can_read_is_shown_while_it_is_new_and_calm_afterwards()
    {
        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web"))));
        Publish(Board(Stack("production", "storefront", Status.PartlyChecked, InSync("Web"), Unsupported("Zone"))));
        Assert.Equal((WallRowKind.New, "Zone", "cannot be read"), Content().Rows.Select(r => (r.Kind, r.Title, r.Detail)).Single());

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Empty(Content().Rows);
    }

    [Fact]
    public void A_secret_that_cannot_be_known_any_more_is_no_news_for_nobody_can_do_anything_about_it()
    {
        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web"), InSync("Key"))));
        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Key", StatusReason.Secret))));

        Assert.Equal((0, 0), (Content().NewUnverified, Content().Rows.Length));
    }

    [Fact]
    public void What_waits_for_its_first_read_is_no_news()
    {
        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web"))));
        Publish(Board(Stack("production", "storefront", Status.NotChecked, InSync("Web"), Unknown("New", StatusReason.NotReadYet) with { Status = Status.NotChecked })));

        Assert.Equal((0, 0), (Content().NewUnverified, Content().Rows.Length));
    }

    [Fact]
    public void A_stack_that_can_no_longer_be_read_is_news_with_its_age()
    {
        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web"))));
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Board(Stack("production", "storefront", Status.Unknown, Unknown("Web", StatusReason.Denied)) with { Reason = StatusReason.Denied }));
        _time.Advance(TimeSpan.FromMinutes(2));

        var row = Content().Rows.Single();
        Assert.Equal((WallRowKind.New, "denied", "2 min ago"), (row.Kind, row.Title, row.Age(_time.GetUtcNow())));
    }

    [Fact]
    public void A_stack_that_can_no_longer_be_read_is_news_also_where_a_part_of_it_never_could()
    {
        Publish(Board(Stack("production", "storefront", Status.PartlyChecked, InSync("Web"), Unsupported("Zone"))));
        _time.Advance(TimeSpan.FromDays(3));
        Publish(Board(Stack("production", "storefront", Status.Unknown, Unknown("Web", StatusReason.Denied), Unknown("Zone", StatusReason.Denied)) with { Reason = StatusReason.Denied }));
        _time.Advance(TimeSpan.FromMinutes(2));

        var row = Content().Rows.Single();
        Assert.Equal((WallRowKind.New, "denied", "2 min ago"), (row.Kind, row.Title, row.Age(_time.GetUtcNow())));
    }

    [Fact]
    public void A_deployment_does_not_hide_what_could_not_be_read_before_it()
    {
        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Api", StatusReason.Denied)) with { Reason = StatusReason.Denied }));
        _time.Advance(TimeSpan.FromDays(9));
        var began = _time.GetUtcNow();
        Publish(Board(Stack("production", "storefront", Status.Unknown, InSync("Web"), Unknown("Api", StatusReason.Denied)).Deploying(began) with { Reason = StatusReason.Denied }));
        Assert.Equal((Status.Unknown, "unknown", "denied", 1), Shown());

        Publish(Board(Stack("production", "storefront", Status.Modified, Modified("Web"), Unknown("Api", StatusReason.Denied)).Deploying(began)));
        Assert.Equal((Status.Unknown, "unknown", "denied", 1), Shown());
    }

    [Fact]
    public void What_cannot_be_read_since_a_deployment_began_or_is_a_secret_is_held()
    {
        Publish(Board(Stack("production", "storefront", Status.InSync, InSync("Web"), Unknown("Key", StatusReason.Secret))));
        _time.Advance(TimeSpan.FromMinutes(5));
        Publish(Board(Stack("production", "storefront", Status.Unknown, Unknown("Web", StatusReason.Throttled), Unknown("Key", StatusReason.Secret)).Deploying(_time.GetUtcNow()) with { Reason = StatusReason.Throttled }));

        Assert.Equal((Status.Scanning, "deploying", "deploying", 1), Shown());
    }

    [Fact]
    public void A_stack_that_was_there_and_is_not_any_more_is_news_until_it_is_there_again()
    {
        Publish(Calm());
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(Calm().With(Stack("production", "storefront", Status.NotDeployed) with { Reason = StatusReason.StackMissing }));
        _time.Advance(TimeSpan.FromMinutes(2));

        var content = Content();
        var row = content.Rows.Single();
        Assert.Equal((WallRowKind.New, "deleted", "production", "storefront", "stack gone", "2 min ago"), (row.Kind, row.Shape, row.Place, row.Component, row.Title, row.Age(_time.GetUtcNow())));
        Assert.Equal((Status.Deleted, "1 stack gone", true), (Tile(content, "production").Status, Tile(content, "production").Word, Tile(content, "production").HasNews));
        Assert.Equal("1 stack gone", EnvironmentBoardView.Of(content.At(Start), "production").Cells.Single().Tile.Word);

        _time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(WallRowKind.Open, Content().Rows.Single().Kind);

        Publish(Calm());
        Assert.Empty(Content().Rows);
        Assert.Equal(Status.InSync, Tile(Content(), "production").Status);
    }

    [Fact]
    public void A_stack_that_could_not_be_read_before_it_went_is_no_less_gone()
    {
        Publish(Calm());
        Publish(Calm().With(Stack("production", "storefront", Status.Unknown, Unknown("Web", StatusReason.Throttled)) with { Reason = StatusReason.Throttled }));
        Assert.Equal(Status.Unknown, Tile(Content(), "production").Status);
        Publish(Calm().With(Stack("production", "storefront", Status.NotDeployed)));

        Assert.Equal("stack gone", Content().Rows.Single().Title);
    }

    [Fact]
    public void A_stack_that_leaves_the_board_is_gone_unless_its_environment_or_its_component_leaves_with_it()
    {
        Publish(Calm());
        Publish(Calm() with { Stacks = Calm().Stacks.Remove(new StackKey("shop", "production", "storefront", "eu-west-1")) });

        Assert.Equal((WallRowKind.New, "stack gone", "production"), Content().Rows.Select(r => (r.Kind, r.Title, r.Place)).Single());
        Assert.Equal((Status.Deleted, "1 stack gone"), (Tile(Content(), "production").Status, Tile(Content(), "production").Word));
        Assert.Equal(["development", "staging", "production"], Content(new WallState(Owner: "team-storefront")).Environments.Select(e => e.Environment.Name));
        Assert.Equal("not deployed", Content().Changes.Select(c => StatusWords.OfChange(c.Before, c.After)).First());

        Publish(Calm() with { Environments = Calm().Environments[..2], Stacks = Calm().Stacks.Clear().Add(Calm().Stacks.Keys.First(k => k.Environment == "staging"), Calm().Stacks.Values.First(s => s.Key.Environment == "staging")) });
        Assert.Equal(["development"], Content().Rows.Select(r => r.Place));

        Publish(Calm() with { Components = [], Stacks = Calm().Stacks.Clear() });
        Assert.Empty(Content().Rows);
    }

    [Fact]
    public void What_was_never_there_is_not_gone()
    {
        Publish(Calm().With(Stack("production", "worker", Status.Unknown) with { Reason = StatusReason.Denied }).With(Stack("production", "queue", Status.Unknown) with { StackStatus = "REVIEW_IN_PROGRESS" }));
        Publish(Calm().With(Stack("production", "worker", Status.NotDeployed)).With(Stack("production", "queue", Status.NotDeployed)));

        Assert.Empty(Content().Rows);
        Assert.Equal("2 not deployed", Tile(Content(), "production").Word);
    }

    [Fact]
    public void Only_so_many_stacks_that_went_are_kept_the_newest()
    {
        var stacks = Enumerable.Range(0, BoardHistory.MostGone + 5).Select(i => Stack("production", "tenant", Status.InSync, InSync("Web")) is var s ? s with { Key = s.Key with { Instance = $"t{i:000}" } } : s).ToList();
        Publish(Board([.. stacks]));
        foreach (var stack in stacks)
            Publish(_feed.Current with { Stacks = _feed.Current.Stacks.Remove(stack.Key) });

        Assert.Equal(BoardHistory.MostGone, _feed.Current.History.Gone.Count);
        Assert.DoesNotContain(stacks[4].Key, _feed.Current.History.Gone.Keys);
        Assert.Contains(stacks[5].Key, _feed.Current.History.Gone.Keys);
    }

    [Fact]
    public void A_wall_of_an_owner_shows_what_is_his_alone()
    {
        Publish(Board(
            Stack("staging", "worker", Status.Modified, Modified("Queue")), Stack("production", "storefront", Status.Modified, Modified("Web")), Stack("production", "worker", Status.InSync, InSync("Queue")))
            .With(Parity("staging", "production", Unit("storefront", "Web", "/A", ParityPile.Unexplained), Unit("worker", "Queue", "/A", ParityPile.Equal))));
        Publish(_feed.Current.With(Stack("production", "storefront", Status.InSync, InSync("Web"))).With(Stack("production", "worker", Status.Modified, Modified("Queue"))));

        var content = Content(new WallState(Owner: "team-worker"));
        Assert.Equal([("staging", 1), ("production", 1)], content.At(Start).Tiles.Select(t => (t.Name, t.Totals.Total)));
        Assert.Equal(["worker", "worker"], content.Rows.Select(r => r.Component));
        Assert.Equal(["worker"], content.Changes.Select(c => c.Stack.Component));
        Assert.Equal((1, 0), (content.At(Start).Pairs.Single().Counts.Equal, content.At(Start).Pairs.Single().Counts.Unexplained));

        Assert.Equal(["production"], Content(new WallState(Owner: "team-storefront")).Environments.Select(e => e.Environment.Name));
        Assert.Empty(Content(new WallState(Owner: "nobody")).Environments);
    }

    [Fact]
    public void Walls_that_look_at_the_same_board_share_what_was_worked_out()
    {
        Publish(Calm());

        Assert.Same(Content(), Content());
        Assert.Same(Content().At(Start.AddSeconds(1)), Content().At(Start.AddSeconds(5)));
        Assert.NotSame(Content().At(Start.AddSeconds(5)), Content().At(Start.AddSeconds(6)));
        Assert.NotSame(Content(), Content(new WallState(Detail: WallDetail.Full)));
    }

    private void Publish(DriftBoard board)
    {
        _feed.Publish(_ => board);
        _time.Advance(DriftFeed.Coalesce);
    }

    private WallContent Content(WallState? state = null)
    {
        var board = _feed.Current;
        return WallContent.Of(board, state ?? new WallState(), NewsWindow.Of(_time.GetUtcNow(), TimeZoneInfo.Utc, board.History.StartedAt));
    }

    private (Status, string, string, int) Shown()
    {
        var tile = Content().At(Start).Tiles.Single(t => t.Name == "production");
        return (tile.Status, tile.Shape, tile.Word, tile.Deploying);
    }

    private static WallTile Tile(WallContent content, string name) => content.At(Start).Tiles.Single(t => t.Name == name);
}
