using System.Collections.Immutable;

namespace Dashboard.Web.Presentation.Palette;

/// <summary>What somebody looks for: words, of which each must be found, its letters in their order and best side by side or at the beginnings of words.</summary>
public sealed class FuzzyQuery
{
    private const int Letter = 10;
    private const int WordStart = 14;
    private const int TextStart = 6;
    private const int SideBySide = 12;
    private const int LongestGap = 8;

    /// <summary>Letters that are scattered are looked for in so much of a text.</summary>
    private const int LongestText = 256;

    /// <summary>Less than any score, and far from where numbers end.</summary>
    private const int None = -1_000_000;

    /// <summary>Longer words are cut: nobody types them, and they cost time.</summary>
    private const int LongestWord = 48;

    private readonly ImmutableArray<string> _words;
    private readonly ulong _letters;

    private FuzzyQuery(ImmutableArray<string> words)
    {
        _words = words;
        foreach (var word in words)
            _letters |= FuzzyText.LettersOf(word);
    }

    /// <summary>Whether it asks for nothing, so that everything matches alike.</summary>
    public bool IsEmpty => _words.IsEmpty;

    /// <summary>Reads words between blanks; capitals count for nothing.</summary>
    public static FuzzyQuery Parse(string text) => new(
    [
        .. text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(8).Select(w => w.Length <= LongestWord ? w : w[..LongestWord]),
    ]);

    /// <summary>How well a text matches; the higher, the better; -1: not at all.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastOfLetter">What each letter of a word that does not stand there whole must add on average: letters that are strewn far apart are nobody's abbreviation.</param>
    public int Score(FuzzyText text, int leastOfLetter = 0)
    {
        if ((_letters & ~text.Letters) != 0)
            return -1;
        var sum = 0;
        foreach (var word in _words)
        {
            var score = Score(word, text, leastOfLetter);
            if (score < 0)
                return -1;
            sum += score;
        }

        return sum;
    }

    /// <summary>How well a text matches those of the words that it holds, and the words that are left.</summary>
    /// <param name="text">The text.</param>
    /// <param name="leastOfLetter">As in <see cref="Score(FuzzyText, int)"/>.</param>
    public (int Score, FuzzyQuery Others) ScorePart(FuzzyText text, int leastOfLetter = 0)
    {
        var sum = 0;
        var rest = _words;
        foreach (var word in _words)
        {
            if ((FuzzyText.LettersOf(word) & ~text.Letters) != 0 || Score(word, text, leastOfLetter) is not (>= 0 and var score))
                continue;
            sum += score;
            rest = rest.Remove(word);
        }

        return (sum, rest.Length == _words.Length ? this : new(rest));
    }

    private static int Score(string word, FuzzyText text, int leastOfLetter)
    {
        var at = text.Folded.IndexOf(word, StringComparison.Ordinal);
        if (at >= 0)
            return ScoreWhole(word, text, at);
        return HoldsInOrder(word, text.Folded) && ScoreScattered(word, text) is var score && score >= word.Length * leastOfLetter ? score : -1;
    }

    /// <summary>The word stands there as it is: where it begins decides.</summary>
    private static int ScoreWhole(string word, FuzzyText text, int at)
    {
        var best = 0;
        // At the beginning of a word is as good as it gets further on.
        for (var tries = 0; at >= 0 && tries < 6 && best < WordStart; tries++)
        {
            best = Math.Max(best, StartBonus(text, at));
            at = text.Folded.IndexOf(word, at + 1, StringComparison.Ordinal);
        }

        return (word.Length * (Letter + SideBySide)) - SideBySide + best;
    }

    private static int StartBonus(FuzzyText text, int at) => at == 0 ? WordStart + TextStart : text.IsStart(at) ? WordStart : 0;

    private static bool HoldsInOrder(string word, string folded)
    {
        var rest = folded.AsSpan();
        foreach (var letter in word)
        {
            var at = rest.IndexOf(letter);
            if (at < 0)
                return false;
            rest = rest[(at + 1)..];
        }

        return true;
    }

    /// <summary>The best way to find the letters in their order: one row of the table for each letter, with the best score that ends at each place.</summary>
    private static int ScoreScattered(string word, FuzzyText text)
    {
        var folded = text.Folded.AsSpan()[..Math.Min(text.Folded.Length, LongestText)];
        Span<int> before = stackalloc int[folded.Length];
        Span<int> here = stackalloc int[folded.Length];
        var best = None;
        for (var i = 0; i < word.Length; i++)
        {
            // Of the letters so far: the best that ended not far away, less one for each place in between, and the best that ended anywhere.
            var (near, far) = (None, None);
            best = None;
            for (var j = 0; j < folded.Length; j++)
            {
                var last = i > 0 && j > 0 ? before[j - 1] : None;
                near = Math.Max(near - 1, last);
                far = Math.Max(far, last - LongestGap);
                here[j] = None;
                if (folded[j] != word[i])
                    continue;
                var way = i == 0 ? 0 : Math.Max(Math.Max(near, far), last + SideBySide);
                if (way >= 0)
                    here[j] = way + Letter + StartBonus(text, j);
                best = Math.Max(best, here[j]);
            }

            var swap = before;
            before = here;
            here = swap;
        }

        return best <= 0 ? -1 : best;
    }
}
