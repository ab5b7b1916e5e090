using System.Globalization;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>From when on something counts as new: since the last working day, or where nobody looked that early, since this server's start.</summary>
/// <remarks>docs/decisions/0013-what-is-new-on-a-wall.md says why.</remarks>
/// <param name="Since">The instant.</param>
/// <param name="Day">The working day that it begins; null: the server's start came later.</param>
public sealed record NewsWindow(DateTimeOffset Since, string? Day)
{
    /// <summary>Whether something was seen within the window, and was not there before.</summary>
    public bool Holds(Sighting? since) => since is { IsAtLeast: false } && since.At >= Since;

    /// <summary>The window at an instant.</summary>
    /// <param name="now">Now.</param>
    /// <param name="zone">Whose days they are: the server's.</param>
    /// <param name="startedAt">Since when this server looks.</param>
    public static NewsWindow Of(DateTimeOffset now, TimeZoneInfo zone, DateTimeOffset startedAt)
    {
        var day = TimeZoneInfo.ConvertTime(now, zone).Date.AddDays(-1);
        while (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            day = day.AddDays(-1);
        var begin = new DateTimeOffset(day, zone.GetUtcOffset(day));
        return startedAt > begin ? new NewsWindow(startedAt, null) : new NewsWindow(begin, day.ToString("dddd", CultureInfo.InvariantCulture));
    }
}
