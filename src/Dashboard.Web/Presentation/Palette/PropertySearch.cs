using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Dashboard.Core.Evaluation;
using Dashboard.Web.Live;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>Properties that were found by their own names.</summary>
/// <param name="Found">The best first; of those that match alike the nearest, then the worst.</param>
/// <param name="IsCut">Whether there are more of them.</param>
public sealed record PropertyMatches(ImmutableArray<PaletteEntry> Found, bool IsCut);

/// <summary>Finds properties by their own name, alone or with words of the resource that they belong to. Nothing is kept of a property but its name, once for each stack.</summary>
public static class PropertySearch
{
    /// <summary>Of more names that match, the best are looked for.</summary>
    private const int MostNames = 8;

    private static readonly ConditionalWeakTable<DriftBoard, (string Name, FuzzyText Text)[]> Names = [];

    /// <summary>Finds the properties that some of the words name, in the resources that the others name.</summary>
    /// <param name="board">The board.</param>
    /// <param name="location">Where the reader is: the stack there is the nearest.</param>
    /// <param name="query">The words.</param>
    /// <param name="most">How many are wanted of each name.</param>
    public static PropertyMatches Find(DriftBoard board, Uri location, FuzzyQuery query, int most)
    {
        var names = Names.GetValue(board, NamesOf)
            .Select(n => (n.Name, Match: query.ScorePart(n.Text, PaletteSearch.LeastOfLetter)))
            .Where(n => n.Match.Score > 0)
            .OrderByDescending(n => n.Match.Score).ThenBy(n => n.Name.Length).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Take(MostNames).ToList();
        if (names.Count == 0)
            return new PropertyMatches([], IsCut: false);
        var here = StackSelection.At(board, location)?.Stack.Key;
        var stacks = board.Stacks.Values.OrderByDescending(s => s.Key == here).ThenBy(s => s.Status)
            .ThenBy(s => s.Key.Component, StringComparer.Ordinal).ThenBy(s => s.Key.Environment, StringComparer.Ordinal).ToList();
        var found = new List<(int Score, PaletteEntry Entry)>();
        var isCut = false;
        foreach (var (name, (score, rest)) in names)
        {
            var owners = Owners(stacks, name, rest).Take(most + 1).ToList();
            isCut |= owners.Count > most;
            foreach (var (more, owner) in owners.Take(most))
                found.AddRange(StackEntries.Properties(owner.Stack!, owner.Resource!, [PropertyRows.Whole(owner.Resource!, name)]).Select(entry => (score + more, entry)));
        }

        return new PropertyMatches([.. found.OrderByDescending(f => f.Score).Select(f => f.Entry)], isCut);
    }

    /// <summary>The resources that have a property and match words.</summary>
    private static IEnumerable<(int Score, PaletteEntry Owner)> Owners(List<StackEvaluation> stacks, string name, FuzzyQuery words) =>
        from stack in stacks
        let entries = StackEntries.Of(stack)
        where Array.BinarySearch(entries.PropertyNames, name, StringComparer.Ordinal) >= 0
        from entry in entries.All
        where entry.Resource is not null
        let score = words.Score(entry.Key, PaletteSearch.LeastOfLetter)
        where score >= 0 && StackEntries.Has(entry.Resource!, name)
        select (score, entry);

    private static (string, FuzzyText)[] NamesOf(DriftBoard board) =>
        [.. board.Stacks.Values.SelectMany(s => StackEntries.Of(s).PropertyNames).Distinct(StringComparer.Ordinal).Select(name => (name, new FuzzyText("/" + name)))];
}
