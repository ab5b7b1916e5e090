using Dashboard.Cli.Output;
using Dashboard.Core.Comparison;
using Dashboard.Core.Values;

namespace Dashboard.Cli.Comparing;

/// <summary>What neither side knows, one line for each thing that is not known: it may stand at many places.</summary>
internal static class UnknownText
{
    /// <summary>More places than this are counted only.</summary>
    private const int MostPlaces = 5;

    public static IEnumerable<string> Lines(TemplateComparison comparison) => Grouped(comparison).Select(g =>
        VisibleText.Line($"{Words.Count(g.Places.Length, "property", "properties")} cannot be compared: {Places(g.Places)}: {g.Why}"));

    /// <summary>Each reason with the places that it stands for, in order.</summary>
    public static IEnumerable<(string Why, ImmutableArray<string> Places)> Grouped(TemplateComparison comparison) =>
        comparison.UnknownAlike.GroupBy(u => u.Detail, StringComparer.Ordinal).Select(g => (g.Key, g.Select(u => $"{u.Entry}/{DiffText.Place(u.Path).TrimStart('/')}").ToImmutableArray()));

    /// <summary>The first places, and how many there are more.</summary>
    public static string Places(ImmutableArray<string> places) =>
        string.Join(", ", places.Take(MostPlaces)) + (places.Length > MostPlaces ? $" and {places.Length - MostPlaces} more" : "");
}
