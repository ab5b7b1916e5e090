using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Core.Values;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation;
using Dashboard.Web.Tests.Screens;
using Microsoft.Extensions.Time.Testing;

namespace Dashboard.Web.Tests.Live;

/// <summary>Since when something drifts, as this run of the server knows it.</summary>
public sealed class SightingsTests
{
    private static readonly StackKey Key = new("shop", "production", "storefront", "eu-west-1");

    private readonly FakeTimeProvider _time = new(WallBoards.Start);
    private readonly DriftFeed _feed;

    public SightingsTests() => _feed = new DriftFeed("server", _time);

    [Fact]
    public void What_drifts_when_it_is_first_read_may_be_older()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));

        Assert.Equal(new Sighting(WallBoards.Start, IsAtLeast: true), Since("Web"));
    }

    [Fact]
    public void What_was_in_sync_before_drifts_since_now()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Since("Web"));
    }

    [Fact]
    public void Reading_the_same_drift_again_keeps_its_time_and_another_value_is_news()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web", actual: "900")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web", actual: "900")));
        Assert.Equal(WallBoards.Start, Since("Web")!.At);

        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web", actual: "901")));
        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(2), IsAtLeast: false), Since("Web"));
    }

    [Fact]
    public void A_value_of_another_environment_is_as_old_as_it_was_first_seen_whatever_rules_and_readings_do_meanwhile()
    {
        ParityItem unit = WallBoards.Unit("worker", "Report", "/Host", ParityPile.Unexplained), foreign = unit with { Foreign = [new ForeignValue("staging", "production", "database", "Database")] };
        Sighting? Seen() => _feed.Current.History.Separations.Values.SingleOrDefault();
        void Judge(ParityItem item) => _feed.Publish(b => b.With(WallBoards.Parity("staging", "production", item)));

        Judge(foreign);
        Assert.Equal(new Sighting(WallBoards.Start, IsAtLeast: true), Seen());
        Judge(unit with { Pile = ParityPile.Equal });
        Assert.Null(Seen());
        _time.Advance(TimeSpan.FromMinutes(1));
        Judge(foreign);
        var since = new Sighting(WallBoards.Start.AddMinutes(1), IsAtLeast: false);
        Assert.Equal(since, Seen());

        // A rule declares it, and then nobody can read it: it is still the same one when it is seen again.
        _time.Advance(TimeSpan.FromMinutes(1));
        Judge(foreign with { Pile = ParityPile.Declared });
        Judge(unit with { Path = PropertyPath.Root, Pile = ParityPile.Unverifiable });
        Assert.Equal(since, Seen());
        Judge(foreign);
        Assert.Equal(since, Seen());

        // In a list it moves with what comes before it; another thing of the other environment is another finding.
        Judge(foreign with { Path = PropertyPath.Parse("/Hosts/1/Name") });
        var moved = Seen();
        _time.Advance(TimeSpan.FromMinutes(1));
        Judge(foreign with { Path = PropertyPath.Parse("/Hosts/0/Name") });
        Assert.Equal(moved, Seen());
        Judge(foreign with { Path = PropertyPath.Parse("/Hosts/0/Name"), Foreign = [new ForeignValue("staging", "production", "storage", "Bucket")] });
        Assert.Equal(new Sighting(_time.GetUtcNow(), IsAtLeast: false), Seen());
        Judge(foreign);

        // What could not be compared before may have been there all along.
        Judge(unit with { Address = new ResourceAddress("Other"), Pile = ParityPile.Equal });
        Assert.Null(Seen());
        Judge(unit with { Path = PropertyPath.Root, Pile = ParityPile.Unverifiable });
        Judge(foreign);
        Assert.True(Seen()!.IsAtLeast);
    }

    /// <summary>At a start a pair may be judged before the environment is read whose values one side uses.</summary>
    [Fact]
    public void What_another_pair_showed_before_the_owner_was_read_may_have_been_its_all_along()
    {
        ParityItem unit = WallBoards.Unit("worker", "Report", "/Host", ParityPile.Unexplained), foreign = unit with { Foreign = [new ForeignValue("staging", "production", "database", "Database")] };
        _feed.Publish(b => b.With(WallBoards.Parity("development", "staging", unit)));
        _feed.Publish(b => b.With(WallBoards.Parity("development", "staging", foreign)).With(WallBoards.Parity("staging", "production", foreign)));

        Assert.True(Assert.Single(_feed.Current.History.Separations).Value.IsAtLeast);

        // From then on every pair knows whose it is.
        _feed.Publish(b => b.With(WallBoards.Parity("development", "staging", unit with { Pile = ParityPile.Equal })).With(WallBoards.Parity("staging", "production", unit with { Pile = ParityPile.Equal })));
        _feed.Publish(b => b.With(WallBoards.Parity("development", "staging", foreign)));
        Assert.False(Assert.Single(_feed.Current.History.Separations).Value.IsAtLeast);
    }

    [Fact]
    public void What_could_not_be_read_before_may_have_drifted_all_along()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.InSync("Other"), WallBoards.Unknown("Web", StatusReason.Denied)));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.InSync("Other"), WallBoards.Modified("Web")));

        Assert.True(Since("Web")!.IsAtLeast);
    }

    [Theory]
    [InlineData("/Environment/Variables/Key", false)]
    [InlineData("/VisibilityTimeout", true)]
    public void Beside_a_secret_that_nobody_can_know_a_change_is_news_where_its_own_property_was_compared(string unknown, bool mayBeOlder)
    {
        var open = WallBoards.Unknown("Web", StatusReason.Secret) with
        {
            ObservedAt = WallBoards.Start,
            Unverified = [new UnverifiedProperty(PropertyPath.Parse(unknown), StatusReason.Secret, "a secret") { Between = DifferenceBetween.DeployedLive }],
        };
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, open));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web") with { Unverified = open.Unverified }));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), mayBeOlder), Since("Web"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_drift_that_could_not_be_read_for_a_while_keeps_its_time_and_another_one_is_new(bool isWholeStack)
    {
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web"), WallBoards.InSync("Api")));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web"), WallBoards.Modified("Api"), WallBoards.Unmanaged("queue")));
        for (var i = 0; i < 2; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(3));
            Publish(isWholeStack
                ? WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.Unknown("Web", StatusReason.Throttled))
                : WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Unknown("Web", StatusReason.Throttled), WallBoards.Unknown("Api", StatusReason.Throttled), WallBoards.Unmanaged("queue")));
            Assert.Null(Since("Web"));
        }

        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web"), WallBoards.Modified("Api", actual: "901"), WallBoards.Unmanaged("queue")));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Since("Web"));
        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Since("~queue"));
        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(12), IsAtLeast: false), Since("Api"));
        Assert.Empty(_feed.Current.History.Dark);
    }

    [Fact]
    public void A_drift_that_was_mended_while_nobody_could_read_it_is_forgotten()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.Unknown("Web", StatusReason.Throttled)));
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        Assert.Empty(_feed.Current.History.Dark);
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Since("Web"));
    }

    [Fact]
    public void What_drifts_no_more_or_is_gone_is_forgotten()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web"), WallBoards.Modified("Api"), WallBoards.Unmanaged("queue")));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.InSync("Web"), WallBoards.Modified("Api")));
        Assert.Equal([new DriftKey(Key, new ResourceAddress("Api"))], _feed.Current.Since.Keys);

        _feed.Publish(b => b with { Stacks = b.Stacks.Clear() });
        Assert.Empty(_feed.Current.Since);
    }

    [Fact]
    public void What_was_compared_before_is_unverified_since_now_and_what_never_was_may_be_older()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.InSync("Web"), WallBoards.Unknown("Api", StatusReason.Denied)));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.Unknown("Web", StatusReason.Throttled), WallBoards.Unknown("Api", StatusReason.Denied)));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Unverified("Web"));
        Assert.Equal(new Sighting(WallBoards.Start, IsAtLeast: true), Unverified("Api"));

        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.InSync("Web"), WallBoards.Unknown("Api", StatusReason.Throttled)));
        Assert.Null(Unverified("Web"));
        Assert.Equal(WallBoards.Start, Unverified("Api")!.At);
    }

    [Fact]
    public void A_drift_keeps_its_time_when_a_rule_accepts_it()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));
        _time.Advance(TimeSpan.FromMinutes(3));
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.Accepted("Web", new DateOnly(2027, 1, 15))));

        Assert.Equal(new Sighting(WallBoards.Start.AddMinutes(3), IsAtLeast: false), Accepted("Web"));
        Assert.Null(Since("Web"));

        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        Assert.Null(Accepted("Web"));
    }

    [Fact]
    public void What_is_accepted_when_it_is_first_read_may_be_older()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.Accepted("Web", new DateOnly(2027, 1, 15))));

        Assert.Equal(new Sighting(WallBoards.Start, IsAtLeast: true), Accepted("Web"));
    }

    [Fact]
    public void A_verdict_that_changes_is_kept_with_its_time_and_what_it_said_before()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Scanning));
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        Assert.Empty(_feed.Current.History.Changes);

        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Publish(WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web")));

        Assert.Equal(
            [(2, WallBoards.Start.AddMinutes(2), Status.Modified, Status.InSync), (1, WallBoards.Start.AddMinutes(1), Status.InSync, Status.Modified)],
            _feed.Current.History.Changes.Select(c => (c.Number, c.At, c.Before.Status, c.After.Status)));
    }

    [Fact]
    public void A_deployment_is_one_change_when_it_begins_and_one_when_it_ends()
    {
        var before = WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web"));
        Publish(before);
        Publish(before.Deploying(WallBoards.Start));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web")).Deploying(WallBoards.Start));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web"), WallBoards.Modified("Api")).Deploying(WallBoards.Start));
        Publish(before with { StackStatus = "UPDATE_COMPLETE" });

        Assert.Equal(["deployed, in sync", "deploying"], _feed.Current.History.Changes.Select(c => StatusWords.OfChange(c.Before, c.After)));
    }

    [Fact]
    public void A_deployment_that_ends_with_no_stack_is_not_called_deployed()
    {
        var before = WallBoards.Stack("production", "storefront", Status.InSync, WallBoards.InSync("Web"));
        Publish(before.Deploying(WallBoards.Start));
        Publish(WallBoards.Stack("production", "storefront", Status.NotDeployed) with { Reason = StatusReason.StackMissing });

        Assert.Equal(["not deployed"], _feed.Current.History.Changes.Select(c => StatusWords.OfChange(c.Before, c.After)));
    }

    [Fact]
    public void Only_so_many_changes_are_kept()
    {
        for (var i = 0; i <= BoardHistory.MostChanges + 5; i++)
            Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.Modified("Web", actual: $"{i}")));

        Assert.Equal(BoardHistory.MostChanges, _feed.Current.History.Changes.Length);
        Assert.Equal(BoardHistory.MostChanges + 5, _feed.Current.History.Changes[0].Number);
    }

    [Fact]
    public void A_board_of_another_make_does_not_change_what_this_run_has_seen()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _feed.Publish(b => DriftBoard.Empty("server", _time.GetUtcNow()) with { Scan = b.Scan });

        Assert.Equal(WallBoards.Start, _feed.Current.History.StartedAt);
    }

    private Sighting? Unverified(string id) => _feed.Current.History.Unverified.GetValueOrDefault(new DriftKey(Key, new ResourceAddress(id)));

    private Sighting? Accepted(string id) => _feed.Current.History.Accepted.GetValueOrDefault(new DriftKey(Key, new ResourceAddress(id)));

    private void Publish(StackEvaluation stack) => _feed.Publish(b => b.With(stack));

    private Sighting? Since(string id) => _feed.Current.Since.GetValueOrDefault(new DriftKey(Key, new ResourceAddress(id)));
}
