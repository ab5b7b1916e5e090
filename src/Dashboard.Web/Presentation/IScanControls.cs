namespace Dashboard.Web.Presentation;

/// <summary>Asks the scanner to look again now.</summary>
public interface IScanControls
{
    /// <summary>Requests a scan; it runs in the background, and its results arrive on the board.</summary>
    /// <param name="application">The application, or null for all: environments of several applications may have one name.</param>
    /// <param name="environment">The environment, or null for all.</param>
    /// <param name="component">The component, or null for all.</param>
    Task RequestScanAsync(string? application, string? environment, string? component);
}
