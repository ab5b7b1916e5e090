using System.Text.Json;
using System.Text.Json.Serialization;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation;

/// <summary>Something that the menu of a row does beside copying: it leads somewhere, or has something scanned.</summary>
/// <param name="Words">What it is called.</param>
/// <param name="Href">Where it leads; null where it scans.</param>
/// <param name="Scan">The application, and where one is meant the environment; null where it leads somewhere.</param>
public sealed record ExplorerMenuItem(
    [property: JsonPropertyName("words")] string Words,
    [property: JsonPropertyName("href")] string? Href = null,
    [property: JsonPropertyName("scan")] string[]? Scan = null);

/// <summary>What the menu of an application or an environment in the explorer does beside copying (wwwroot/js/copymenu.js).</summary>
public static class ExplorerMenu
{
    /// <summary>What a row is copied by: an environment's graph, an application's overview.</summary>
    public static string SubjectOf(ExplorerRow row) => row.Environment is { } environment
        ? Links.Graph(environment.Application, environment.Name)
        : Links.Overview(new OverviewState(row.Name));

    /// <summary>The items, as the row bears them.</summary>
    public static string Format(DriftBoard board, ExplorerRow row) => JsonSerializer.Serialize(Of(board, row));

    /// <summary>The items: open, compare with each neighbour, scan.</summary>
    public static IReadOnlyList<ExplorerMenuItem> Of(DriftBoard board, ExplorerRow row)
    {
        var pairs = board.Parity.Keys.OrderBy(p => p.From, StringComparer.Ordinal).ThenBy(p => p.To, StringComparer.Ordinal);
        return row.Environment is { } environment
            ?
            [
                new($"Open the graph of {environment.Name}", SubjectOf(row)),
                .. pairs.Where(p => p.Application == environment.Application && (p.From == environment.Name || p.To == environment.Name))
                    .Select(p => new ExplorerMenuItem($"Compare with {(p.From == environment.Name ? p.To : p.From)}", Links.Parity(p))),
                new($"Scan {environment.Name} now", Scan: [environment.Application, environment.Name]),
            ]
            :
            [
                new($"Open the overview of {row.Name}", SubjectOf(row)),
                .. pairs.Where(p => p.Application == row.Name).Select(p => new ExplorerMenuItem($"Compare {p.From} with {p.To}", Links.Parity(p))),
                new($"Scan {row.Name} now", Scan: [row.Name]),
            ];
    }
}
