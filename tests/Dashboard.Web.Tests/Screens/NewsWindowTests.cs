using System.Globalization;
using Dashboard.Web.Live;
using Dashboard.Web.Presentation.Walls;

namespace Dashboard.Web.Tests.Screens;

/// <summary>From when on something is new.</summary>
public sealed class NewsWindowTests
{
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-03-03T09:00Z", "2026-03-02T00:00+01:00", "Monday")]
    [InlineData("2026-03-02T09:00Z", "2026-02-27T00:00+01:00", "Friday")]
    [InlineData("2026-03-01T09:00Z", "2026-02-27T00:00+01:00", "Friday")]
    [InlineData("2026-02-28T09:00Z", "2026-02-27T00:00+01:00", "Friday")]
    [InlineData("2026-03-02T22:59Z", "2026-02-27T00:00+01:00", "Friday")]
    [InlineData("2026-03-02T23:01Z", "2026-03-02T00:00+01:00", "Monday")]
    [InlineData("2026-03-30T09:00Z", "2026-03-27T00:00+01:00", "Friday")]
    public void It_begins_with_the_last_working_day(string now, string since, string day)
    {
        var window = NewsWindow.Of(At(now), Berlin, At("2026-01-01T00:00Z"));

        Assert.Equal((At(since), day), (window.Since, window.Day));
    }

    [Fact]
    public void It_begins_with_the_servers_start_where_nobody_looked_that_early()
    {
        var start = At("2026-03-02T06:00Z");

        Assert.Equal(new NewsWindow(start, null), NewsWindow.Of(At("2026-03-02T09:00Z"), Berlin, start));
    }

    [Fact]
    public void What_was_there_when_somebody_first_looked_is_not_known_to_be_new()
    {
        var window = new NewsWindow(At("2026-03-02T06:00Z"), null);

        Assert.True(window.Holds(new Sighting(At("2026-03-02T06:00Z"), IsAtLeast: false)));
        Assert.False(window.Holds(new Sighting(At("2026-03-02T05:59Z"), IsAtLeast: false)));
        Assert.False(window.Holds(new Sighting(At("2026-03-02T07:00Z"), IsAtLeast: true)));
        Assert.False(window.Holds(null));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
