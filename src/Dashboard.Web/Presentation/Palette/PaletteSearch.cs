using System.Collections.Immutable;
using Dashboard.Core.Model;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What was found.</summary>
/// <param name="Best">The best of it, best first.</param>
/// <param name="Total">How much there is in all.</param>
public sealed record PaletteResult(ImmutableArray<PaletteEntry> Best, int Total)
{
    /// <summary>How much is not shown.</summary>
    public int More => Total - Best.Length;
}

/// <summary>Searches entries; pure, and quick enough for every letter that is typed.</summary>
public static class PaletteSearch
{
    /// <summary>A letter alone in the middle of a word adds less, one at the beginning of a word or beside the last one more.</summary>
    private const int LeastOfLetter = 17;

    /// <summary>Of more resources that the words name, the best are searched for properties.</summary>
    private const int MostOwners = 50;

    /// <summary>Fewer characters stand in every identifier.</summary>
    private const int ShortestExact = 3;

    /// <summary>Finds the best matches.</summary>
    /// <param name="parts">What is searched.</param>
    /// <param name="text">What was typed; with ">" in front commands alone.</param>
    /// <param name="most">How many are shown.</param>
    /// <param name="within">Everything in an entry that is found by the entry's name and its own: the properties of a resource. It is asked for few, and where little else was found.</param>
    public static PaletteResult Run(IReadOnlyCollection<ImmutableArray<PaletteEntry>> parts, string text, int most, Func<PaletteEntry, IEnumerable<PaletteEntry>>? within = null)
    {
        var typed = text.TrimStart();
        var commandsAlone = typed.StartsWith('>');
        var query = FuzzyQuery.Parse(commandsAlone ? typed[1..] : typed);
        var asTyped = typed.Trim();
        var best = new List<(int Score, PaletteEntry Entry)>(most + 1);
        var total = 0;
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

        if (within is not null && !commandsAlone && best.Count < most)
        {
            var known = best.Select(b => PlaceOf(b.Entry)).ToHashSet();
            foreach (var (score, entry) in Within(parts, query, within))
            {
                if (!known.Add(PlaceOf(entry)))
                    continue;
                total++;
                Place(best, most, score, entry);
            }
        }

        return new PaletteResult([.. best.Select(b => b.Entry)], total);

        static (StackKey?, ResourceAddress?, string?) PlaceOf(PaletteEntry entry) => (entry.Stack, entry.Address, entry.Path?.ToString());
    }

    /// <summary>What one of the words names in what the others name.</summary>
    private static IEnumerable<(int Score, PaletteEntry Entry)> Within(IReadOnlyCollection<ImmutableArray<PaletteEntry>> parts, FuzzyQuery query, Func<PaletteEntry, IEnumerable<PaletteEntry>> within)
    {
        for (var word = 0; query.Count > 1 && word < query.Count; word++)
        {
            var (name, owner) = (query.Only(word), query.Without(word));
            var owners = new List<(int Score, PaletteEntry Entry)>(MostOwners + 1);
            foreach (var part in parts)
            {
                foreach (var entry in part)
                {
                    if (entry.Kind == PaletteKind.Resource && owner.Score(entry.Key, LeastOfLetter) is >= 0 and var score)
                        Place(owners, MostOwners, Rank(score, entry), entry);
                }
            }

            foreach (var (_, entry) in owners)
            {
                foreach (var inner in within(entry))
                {
                    if (name.Score(new FuzzyText(inner.Path!.ToString()), LeastOfLetter) >= 0 && query.Score(inner.Key, LeastOfLetter) is >= 0 and var score)
                        yield return (Rank(score, inner), inner);
                }
            }
        }
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
