using System.Globalization;

namespace Dashboard.Web.Presentation;

/// <summary>How old something looks.</summary>
public enum Freshness
{
    /// <summary>Younger than two intervals.</summary>
    Fresh,

    /// <summary>Older than two intervals.</summary>
    Ageing,

    /// <summary>Older than five intervals, or never read: it proves nothing any more.</summary>
    Stale,
}

/// <summary>Times as people read them.</summary>
public static class Ages
{
    /// <summary>Whether something is so young that its age is no figure.</summary>
    public static bool IsNow(TimeSpan age) => age.TotalSeconds < 5;

    /// <summary>An age in one unit: "now", "40 s", "4 min", "5 h", "3 d".</summary>
    public static string Of(TimeSpan age) => age.TotalSeconds switch
    {
        _ when IsNow(age) => "now",
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalSeconds} s"),
        < 60 * 60 => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} min"),
        < 48 * 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} d"),
    };

    /// <summary>"4 min ago", or "now".</summary>
    public static string Since(DateTimeOffset at, DateTimeOffset now) => IsNow(now - at) ? Of(now - at) : Of(now - at) + " ago";

    /// <summary>"4 min ago", or where it may have been there before "4 min ago or earlier".</summary>
    /// <param name="at">When it was first seen.</param>
    /// <param name="now">Now.</param>
    /// <param name="isAtLeast">Whether it was there already when somebody looked for the first time.</param>
    public static string FirstSeen(DateTimeOffset at, DateTimeOffset now, bool isAtLeast) => isAtLeast ? $"{Since(at, now)} or earlier" : Since(at, now);

    /// <summary>How old something looks: past two intervals it is ageing, past five it is stale, and what was never read is stale, too.</summary>
    public static Freshness Judge(DateTimeOffset? at, DateTimeOffset now, TimeSpan interval) => at is not { } known ? Freshness.Stale
        : now - known > interval * 5 ? Freshness.Stale
        : now - known > interval * 2 ? Freshness.Ageing
        : Freshness.Fresh;
}
