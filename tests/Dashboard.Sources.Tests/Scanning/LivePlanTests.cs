using Dashboard.Core.Definition;
using Dashboard.Core.Model;
using Dashboard.Sources.Scanning;

namespace Dashboard.Sources.Tests.Scanning;

/// <summary>How live reads are spread over sweeps.</summary>
public sealed class LivePlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    [Fact]
    public void What_fits_in_is_read_whole() => Assert.Null(LivePlan.Choose([Stack(1, 400, Start), Stack(2, 350, Start)], new LiveSpread(TimeSpan.FromHours(1), Interval, 750), Start));

    [Fact]
    public void A_plan_that_has_no_time_reads_everything() =>
        Assert.Null(LivePlan.Choose([Stack(1, 400, Start)], new LiveSpread(Interval, Interval, 10), Start));

    [Fact]
    public void The_oldest_come_first_and_what_was_never_read_before_them()
    {
        LiveAge<StackKey>[] stacks = [Stack(1, 100, Start.AddMinutes(-10)), Stack(2, 100, null), Stack(3, 100, Start.AddMinutes(-20)), .. Enumerable.Range(4, 20).Select(i => Stack(i, 100, Start))];

        var chosen = LivePlan.Choose(stacks, new LiveSpread(TimeSpan.FromHours(4), Interval, 300), Start)!;

        Assert.Equal([Key(1), Key(2), Key(3)], chosen.OrderBy(k => k.Component, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(200, 30, 60, 100)]
    [InlineData(2000, 30, 60, 750)]
    [InlineData(50, 7, 60, 1)]
    [InlineData(300, 11, 20, 10)]
    public void No_read_ever_gets_older_than_the_plan_says_and_no_sweep_reads_much_more_than_its_share(int count, int calls, int minutes, int budget)
    {
        var spread = new LiveSpread(TimeSpan.FromMinutes(minutes), Interval, budget);
        var read = Enumerable.Range(0, count).ToDictionary(Key, _ => Start);
        var share = Math.Max(budget, (double)count * calls * Interval.TotalMinutes / (minutes - Interval.TotalMinutes)) + calls;
        for (var now = Start + Interval; now < Start.AddHours(5); now += Interval)
        {
            Assert.All(read.Values, at => Assert.True(now - at <= spread.MaxAge, $"{now - at} old at {now}"));
            var chosen = LivePlan.Choose([.. read.Select(r => new LiveAge<StackKey>(r.Key, calls, r.Value))], spread, now)!;
            Assert.InRange(chosen.Count * calls, 1, share + 1);
            foreach (var stack in chosen)
                read[stack] = now;
        }
    }

    private static LiveAge<StackKey> Stack(int number, int calls, DateTimeOffset? at) => new(Key(number), calls, at);

    private static StackKey Key(int number) => new("shop", "production", number.ToString("D4", System.Globalization.CultureInfo.InvariantCulture), "eu-west-1");

    /// <summary>No number of calls makes up for an interval that is longer than the age.</summary>
    [Fact]
    public void Where_the_interval_alone_is_longer_than_the_planned_age_that_is_said() =>
        Assert.Equal(
            "live reads in eu-west-1 got 121 minutes old and are to get no older than 60: everything is read every 120 minutes alone. Lower Driftboard:Scan:IntervalSeconds, or raise Driftboard:Scan:LiveMaxAgeMinutes:Production.",
            LivePlan.Problem(new AccountRegion("111111111111", "eu-west-1"), EnvironmentTier.Production, TimeSpan.FromMinutes(121), new LiveSpread(TimeSpan.FromMinutes(60), TimeSpan.FromMinutes(120), 1000)));
}
