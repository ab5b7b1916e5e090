using System.Globalization;
using Dashboard.Web.Presentation;
using Microsoft.AspNetCore.Components;

namespace Dashboard.Web.Components.Boards;

/// <summary>Small parts of every board, as markup and not as components.</summary>
internal static class WallMarkup
{
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

    /// <summary>The class for how old something looks.</summary>
    public static string? Look(Freshness freshness) => freshness switch
    {
        Freshness.Ageing => "ageing",
        Freshness.Stale => "old",
        _ => null,
    };

    /// <summary>An age in one unit.</summary>
    public static string Age(DateTimeOffset? at, DateTimeOffset now) => at is { } known ? Ages.Of(now - known) : "never";

    /// <summary>An instant for scripts.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
