using System.Collections.Concurrent;
using System.Globalization;
using Dashboard.Web.Presentation;
using Dashboard.Web.Presentation.Walls;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Boards;

/// <summary>Small parts of every board, as markup and not as components.</summary>
internal static class WallMarkup
{
    private const int MostInstants = 4096;

    private static readonly ConcurrentDictionary<long, string> Instants = new();

    /// <summary>A status's shape; a word stands beside it.</summary>
    public static RenderFragment Mark(string shape) => builder =>
    {
        builder.OpenElement(0, "svg");
        builder.AddAttribute(1, "class", "mark status-" + shape);
        builder.AddAttribute(2, "aria-hidden", "true");
        builder.OpenElement(3, "use");
        builder.AddAttribute(4, "href", "#shape-" + shape);
        builder.CloseElement();
        builder.CloseElement();
    };

    /// <summary>A time of day in the reader's own zone, which a script writes; the weekday, too, where it is not of today.</summary>
    public static RenderFragment Clock(DateTimeOffset? at) => builder =>
    {
        if (at is not { } known)
        {
            builder.AddContent(0, "never");
            return;
        }

        builder.OpenElement(1, "local-time");
        builder.AddAttribute(2, "datetime", Utc(known));
        builder.AddAttribute(3, "data-format", "recent");
        builder.CloseElement();
    };

    /// <summary>An age in one unit, which goes on in the browser while the server is silent (js/keepalive.js), in the form that data-age has.</summary>
    public static RenderFragment AgeOf(DateTimeOffset? at, DateTimeOffset now) => Age(at, "*", Age(at, now));

    /// <summary>Since when a row is known; of what was there when this server first looked, that it was there before.</summary>
    public static RenderFragment AgeOf(WallRow row, DateTimeOffset now) => row.Before is not { } before ? Age(row.AgeFrom, row.AgeForm, row.Age(now)) : builder =>
    {
        builder.OpenElement(0, "span");
        builder.AddAttribute(1, "class", "wall-age");
        builder.AddContent(2, row.Age(now) + " ");
        builder.AddContent(3, Clock(before));
        builder.CloseElement();
    };

    /// <summary>"4 min ago".</summary>
    public static RenderFragment Ago(DateTimeOffset at, DateTimeOffset now) => Age(at, "* ago", Ages.Since(at, now));

    private static RenderFragment Age(DateTimeOffset? at, string? form, string text) => builder =>
    {
        builder.OpenElement(0, at is null ? "span" : "time");
        builder.AddAttribute(1, "class", "wall-age");
        if (at is { } known)
        {
            builder.AddAttribute(2, "data-age", form);
            builder.AddAttribute(3, "datetime", Utc(known));
        }

        builder.AddContent(4, text);
        builder.CloseElement();
    };

    /// <summary>The class for how old something looks.</summary>
    public static string? Look(Freshness freshness) => freshness switch
    {
        Freshness.Ageing => "ageing",
        Freshness.Stale => "old",
        _ => null,
    };

    private static string Age(DateTimeOffset? at, DateTimeOffset now) => at is { } known ? Ages.Of(now - known) : "never";

    /// <summary>An instant for scripts; walls that show the same instant hold the same text.</summary>
    public static string Utc(DateTimeOffset at)
    {
        if (Instants.Count > MostInstants)
            Instants.Clear();
        return Instants.GetOrAdd(at.ToUnixTimeSeconds(), static (_, at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), at);
    }
}
