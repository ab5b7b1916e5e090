using System.Collections.Immutable;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What was found.</summary>
/// <param name="Best">The best of it, best first.</param>
/// <param name="Total">How much was counted.</param>
/// <param name="IsCut">Whether there is more than was counted.</param>
public sealed record PaletteResult(ImmutableArray<PaletteEntry> Best, int Total, bool IsCut = false)
{
    /// <summary>How much is not shown.</summary>
    public int More => Total - Best.Length;
}

/// <summary>Searches entries; pure, and quick enough for every letter that is typed.</summary>
public static class PaletteSearch
{
    /// <summary>A letter alone in the middle of a word adds less, one at the beginning of a word or beside the last one more.</summary>
    internal const int LeastOfLetter = 17;

    /// <summary>Fewer characters stand in every identifier.</summary>
    private const int ShortestExact = 3;

    /// <summary>Finds the best matches.</summary>
    /// <param name="parts">What is searched.</param>
    /// <param name="text">What was typed; with ">" in front commands alone.</param>
    /// <param name="most">How many are shown.</param>
    /// <param name="properties">Finds properties by their own names. It is asked where little else was found, and what it finds follows that.</param>
    public static PaletteResult Run(IReadOnlyCollection<ImmutableArray<PaletteEntry>> parts, string text, int most, Func<FuzzyQuery, PropertyMatches>? properties = null)
    {
        var typed = text.TrimStart();
        var commandsAlone = typed.StartsWith('>');
        var query = FuzzyQuery.Parse(commandsAlone ? typed[1..] : typed);
        var asTyped = typed.Trim();
        var best = new List<(int Score, PaletteEntry Entry)>(most + 1);
        var (total, isCut) = (0, false);
        foreach (var part in parts)
        {
            foreach (var entry in part)
            {
                if (commandsAlone && entry.Kind != PaletteKind.Command)
                    continue;
                var score = query.Score(entry.Key, LeastOfLetter);
                if (score < 0 && asTyped.Length >= ShortestExact && entry.Exact?.Contains(asTyped, StringComparison.OrdinalIgnoreCase) == true)
                    score = asTyped.Length * LeastOfLetter;
                if (score < 0)
                    continue;
                total++;
                Place(best, most, query.IsEmpty ? 0 : Rank(score, entry), entry);
            }
        }

        if (properties is not null && !commandsAlone && best.Count < most)
        {
            var known = best.Select(b => PlaceOf(b.Entry)).ToHashSet();
            var matches = properties(query);
            isCut = matches.IsCut;
            foreach (var entry in matches.Found.Where(e => known.Add(PlaceOf(e))))
            {
                total++;
                if (best.Count < most)
                    best.Add((0, entry));
            }
        }

        return new PaletteResult([.. best.Select(b => b.Entry)], total, isCut);

        static (StackKey?, ResourceAddress?, string?) PlaceOf(PaletteEntry entry) => (entry.Stack, entry.Address, entry.Path?.ToString());
    }

    /// <summary>Of two that match alike the shorter name says more.</summary>
    private static int Rank(int score, PaletteEntry entry) => score - (entry.Key.Text.Length / 6) + Bonus(entry.Kind);

    /// <summary>Of two that match alike the one that is rarer, and more likely meant, comes first.</summary>
    private static int Bonus(PaletteKind kind) => kind switch
    {
        PaletteKind.Command => 8,
        PaletteKind.Component or PaletteKind.Stack => 10,
        PaletteKind.Problem => 6,
        _ => 0,
    };

    private static void Place(List<(int Score, PaletteEntry Entry)> best, int most, int score, PaletteEntry entry)
    {
        if (best.Count == most && score <= best[^1].Score)
            return;
        var at = best.Count;
        while (at > 0 && best[at - 1].Score < score)
            at--;
        best.Insert(at, (score, entry));
        if (best.Count > most)
            best.RemoveAt(most);
    }
}
