using Dashboard.Core.Evaluation;
using Dashboard.Core.Model;
using Dashboard.Web.Live;
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
    public void What_could_not_be_read_before_may_have_drifted_all_along()
    {
        Publish(WallBoards.Stack("production", "storefront", Status.Unknown, WallBoards.InSync("Other"), WallBoards.Unknown("Web", StatusReason.Denied)));
        Publish(WallBoards.Stack("production", "storefront", Status.Modified, WallBoards.InSync("Other"), WallBoards.Modified("Web")));

        Assert.True(Since("Web")!.IsAtLeast);
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

    private void Publish(StackEvaluation stack) => _feed.Publish(b => b.With(stack));

    private Sighting? Since(string id) => _feed.Current.Since.GetValueOrDefault(new DriftKey(Key, new ResourceAddress(id)));
}
