using System.Buffers;

namespace Dashboard.Core.Secrets;

/// <summary>A command that a list spells out word by word, as containers have it: of <c>["mysqladmin", "ping", "-px"]</c> the last word is a password, and no word says so by itself.</summary>
public static class CommandWords
{
    /// <summary>The command stands first, or behind what says how it is run: <c>["CMD", "mysqladmin", ...]</c>, <c>["sudo", "-u", "x", ...]</c>.</summary>
    private const int MostBefore = 4;

    /// <summary>A longer word is no command's name, and a list of more words is none.</summary>
    private const int LongestName = 80;
    private const int MostWords = 64;

    private static readonly SearchValues<char> Parting = SearchValues.Create(" \t\r\n;|&<>\"'");

    private static readonly SearchValues<string> Names = SearchValues.Create(
        [.. CredentialCommands.OptionMarks.Concat(CredentialCommands.WordMarks).Select(m => m.Trim().Split(' ')[0]).Where(n => n is not ("login" or ".exe")), .. CredentialCommands.RegistryNames, "passwd", "sshpass", "aws"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Which words of a list are credentials only since the others stand before them; empty for almost every list.</summary>
    /// <param name="items">The list's items.</param>
    /// <param name="word">An item's text, whether it is a credential by itself or not; <see cref="CredentialDetector.Hole"/> is a hole in it, and null an item without one.</param>
    public static ImmutableArray<int> SecretsIn<T>(ImmutableArray<T> items, Func<T, string?> word)
    {
        if (items.Length is < 2 or > MostWords || !IsCommand(items, word))
            return [];
        string[] text = [.. items.Select(i => word(i) ?? CredentialDetector.Hole)];
        if (!HoldsCredential(text))
            return [];
        // What can stand there without making it one again is none: that leaves the fewest words.
        string[] shown = [.. text.Select(static _ => CredentialDetector.Hole)];
        var secrets = ImmutableArray.CreateBuilder<int>();
        for (var i = 0; i < text.Length; i++)
        {
            shown[i] = text[i];
            if (!HoldsCredential(shown))
                continue;
            shown[i] = CredentialDetector.Hole;
            secrets.Add(i);
        }

        return secrets.ToImmutable();
    }

    private static bool IsCommand<T>(ImmutableArray<T> items, Func<T, string?> word)
    {
        for (var i = 0; i < items.Length && i < MostBefore; i++)
        {
            if (IsName(word(items[i])))
                return true;
        }

        return false;
    }

    private static bool IsName(string? word) => word is { Length: > 0 and <= LongestName } && word.AsSpan().ContainsAny(Names);

    private static bool HoldsCredential(IEnumerable<string> words) => CredentialDetector.HoldsKnownForm(string.Join(' ', words.Select(Quoted)));

    private static string Quoted(string word) => word.Length == 0 || word.AsSpan().ContainsAny(Parting) ? $"\"{word.Replace('"', '\'')}\"" : word;
}
