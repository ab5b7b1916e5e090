namespace Dashboard.Web.Presentation.Palette;

/// <summary>A text that is searched again and again: what can be known of it beforehand is worked out once.</summary>
public sealed class FuzzyText
{
    /// <summary>Creates the text.</summary>
    public FuzzyText(string text)
    {
        Text = text;
        Folded = text.ToLowerInvariant();
        Letters = LettersOf(Folded);
        Starts = StartsOf(text);
    }

    /// <summary>As it is written.</summary>
    public string Text { get; }

    /// <summary>In small letters.</summary>
    internal string Folded { get; }

    /// <summary>A bit for each letter that it holds: most texts are ruled out by it.</summary>
    internal ulong Letters { get; }

    /// <summary>A bit for each of the first 64 places where a word begins.</summary>
    internal ulong Starts { get; }

    internal bool IsStart(int index) => index < 64 && (Starts >> index & 1) != 0;

    /// <summary>Letters, digits, and one bit for each group of the rest.</summary>
    internal static ulong LettersOf(ReadOnlySpan<char> folded)
    {
        var letters = 0UL;
        foreach (var c in folded)
        {
            letters |= c switch
            {
                >= 'a' and <= 'z' => 1UL << (c - 'a'),
                >= '0' and <= '9' => 1UL << (26 + c - '0'),
                _ => 1UL << (36 + (c % 28)),
            };
        }

        return letters;
    }

    /// <summary>A word begins after what is no letter, at a capital after a small letter, and at a digit after a letter.</summary>
    private static ulong StartsOf(string text)
    {
        var starts = 0UL;
        for (var i = 0; i < text.Length && i < 64; i++)
        {
            var (before, here) = (i == 0 ? ' ' : text[i - 1], text[i]);
            if (char.IsLetterOrDigit(here) && (!char.IsLetterOrDigit(before) || (char.IsUpper(here) && !char.IsUpper(before)) || (char.IsDigit(here) && !char.IsDigit(before))))
                starts |= 1UL << i;
        }

        return starts;
    }
}
