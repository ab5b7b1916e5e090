using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>What the address says to the parts around the page.</summary>
internal static class PageAddress
{
    /// <summary>The application that the page is about, or null where the address names none.</summary>
    public static string? Application(Uri location)
    {
        var segments = location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is ["stacks" or "parity" or "review", var application, ..] ? Uri.UnescapeDataString(application) : OverviewState.Parse(location.Query).Application;
    }

    /// <summary>The pair that the page is about, or null.</summary>
    public static ParityKey? Pair(Uri location)
    {
        var segments = location.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return segments is ["parity", var application, var from, var to]
            ? new ParityKey(Uri.UnescapeDataString(application), Uri.UnescapeDataString(from), Uri.UnescapeDataString(to))
            : null;
    }
}
