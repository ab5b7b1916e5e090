namespace Dashboard.Templates.Syntax;

/// <summary>Short texts that templates repeat (keys, types), each made once. Threads may overwrite each other's entries: then a text is made again.</summary>
internal static class KnownTexts
{
    private const int Slots = 4096;
    private const int Longest = 48;
    private static readonly string?[] Texts = new string?[Slots];

    public static string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > Longest)
            return text.ToString();
        ref var slot = ref Texts[Hash(text) % Slots];
        return slot is { } known && text.SequenceEqual(known) ? known : slot = text.ToString();
    }

    private static uint Hash(ReadOnlySpan<char> text)
    {
        var hash = ((uint)text.Length * 31) + text[0];
        hash = (hash * 0x9E3779B1) ^ text[^1];
        hash = (hash * 0x9E3779B1) ^ text[text.Length / 2];
        hash = (hash * 0x9E3779B1) ^ text[text.Length / 4];
        hash = (hash * 0x9E3779B1) ^ text[text.Length * 3 / 4];
        return (hash * 0x9E3779B1) >> 16;
    }
}
