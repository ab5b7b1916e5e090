namespace Dashboard.Core.Values;

/// <summary>What a piece of a text for Fn::Sub is.</summary>
public enum SubstitutionKind
{
    /// <summary>Text that stays as it is.</summary>
    Text,

    /// <summary><c>${Name}</c>: what a name stands for.</summary>
    Name,
}

/// <summary>A piece of a text for Fn::Sub.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text, or the name without what stands around it.</param>
public readonly record struct SubstitutionPart(SubstitutionKind Kind, string Text);

/// <summary>Takes a text for Fn::Sub apart: <c>"a-${ Name }-${!Literal}"</c> is the text "a-", the name "Name" and the text "-${Literal}".</summary>
public static class SubstitutionText
{
    private const string Opening = "${";

    /// <summary>Whether a text may hold a name at all.</summary>
    public static bool HasNames(string text) => text.Contains(Opening, StringComparison.Ordinal);

    /// <summary>The pieces in order, none of them empty; what is opened and never closed is text. An escape is a text like any other: blanks in it stay.</summary>
    public static IEnumerable<SubstitutionPart> Read(string text)
    {
        var position = 0;
        while (Next(text, position) is var (open, close))
        {
            if (open > position)
                yield return new SubstitutionPart(SubstitutionKind.Text, text[position..open]);
            position = close + 1;
            var hole = text[(open + Opening.Length)..close];
            var name = hole.Trim();
            yield return name.Length == 0 ? new SubstitutionPart(SubstitutionKind.Text, "${}")
                : name[0] == '!' ? new SubstitutionPart(SubstitutionKind.Text, Opening + hole[(hole.IndexOf('!', StringComparison.Ordinal) + 1)..] + "}")
                : new SubstitutionPart(SubstitutionKind.Name, name);
        }

        if (position < text.Length)
            yield return new SubstitutionPart(SubstitutionKind.Text, text[position..]);
    }

    /// <summary>How many letters and digits a text has besides its names.</summary>
    public static int OwnLetters(string text)
    {
        var count = 0;
        var position = 0;
        while (Next(text, position) is var (open, close))
        {
            count += Letters(text.AsSpan(position, open - position));
            position = close + 1;
        }

        return count + Letters(text.AsSpan(position));
    }

    private static (int Open, int Close)? Next(string text, int from)
    {
        var open = text.IndexOf(Opening, from, StringComparison.Ordinal);
        var close = open < 0 ? -1 : text.IndexOf('}', open);
        return close < 0 ? null : (open, close);
    }

    private static int Letters(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                count++;
        }

        return count;
    }
}
