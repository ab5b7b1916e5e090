using System.Collections.Immutable;
using Dashboard.Core.Definition;

namespace Dashboard.Web.Presentation.Walls;

/// <summary>Words that several boards use.</summary>
internal static class WallWords
{
    /// <summary>"+ 12 more", "+ 3 pairs"; nothing for none.</summary>
    public static IEnumerable<string> Hidden(params (int Count, string? Of)[] parts) =>
        parts.Where(p => p.Count > 0).Select(p => p.Of is null ? $"+ {p.Count} more" : $"+ {StatusWords.Count(p.Count, p.Of, p.Of + "s")}");

    /// <summary>Rows by kind.</summary>
    public static IEnumerable<WallGroup> Groups(WallContent content, ImmutableArray<WallRow> rows) => rows.GroupBy(r => r.Kind).OrderBy(g => g.Key).Select(g => new WallGroup(
        EnumText.Name(g.Key),
        g.Key == WallRowKind.New ? content.Window.Day is { } day ? $"New since {day}" : "New since this start" : g.Key.ToString(),
        g.Count(),
        [.. g]));

    /// <summary>Production first.</summary>
    public static int Importance(EnvironmentTier tier) => tier switch
    {
        EnvironmentTier.Production => 0,
        EnvironmentTier.Staging => 1,
        EnvironmentTier.Development => 2,
        _ => 3,
    };
}
