using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What the address says to the parts around the page.</summary>
internal static class PageAddress
{
    /// <summary>The application that the page is about, or null where the address names none.</summary>
    public static string? Application(Uri location)
    {
        var segments = location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is ["stacks" or "parity" or "review" or "graph", var application, ..] ? Uri.UnescapeDataString(application) : OverviewState.Parse(location.Query).Application;
    }

    /// <summary>The pair whose parity the page shows, or null.</summary>
    public static ParityKey? Pair(Uri location) => Pair(location, "parity");

    /// <summary>The pair whose review the page shows, or null.</summary>
    public static ParityKey? Review(Uri location) => Pair(location, "review");

    private static ParityKey? Pair(Uri location, string room)
    {
        var segments = location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is [var first, var application, var from, var to] && first == room
            ? new ParityKey(Uri.UnescapeDataString(application), Uri.UnescapeDataString(from), Uri.UnescapeDataString(to))
            : null;
    }
}
