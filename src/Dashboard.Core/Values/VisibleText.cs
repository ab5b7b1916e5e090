using System.Buffers;
using System.Globalization;
using System.Text;

namespace Dashboard.Core.Values;

/// <summary>Text that others wrote, made safe to look at: what would be seen as nothing, or would turn the letters around it, is seen as what it is ("\u202e").</summary>
public static class VisibleText
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(IsUnsafe)]);
    private static readonly SearchValues<char> UnsafeInLines = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(static c => IsUnsafe(c) && !IsBreak(c))]);

    /// <summary>The text on one line: its breaks are seen as "\n", too.</summary>
    public static string Line(string text) => text.AsSpan().ContainsAny(Unsafe) ? Write(text, keepsBreaks: false) : text;

    /// <summary>The text with its lines and tabs as they are.</summary>
    public static string Lines(string text) => text.AsSpan().ContainsAny(UnsafeInLines) ? Write(text, keepsBreaks: true) : text;

    /// <summary>Whether a character would be seen as nothing, or as something else than a character.</summary>
    public static bool IsUnsafe(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static bool IsBreak(char c) => c is '\n' or '\r' or '\t';

    private static string Write(string text, bool keepsBreaks)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                _ when !IsUnsafe(c) || (keepsBreaks && IsBreak(c)) => safe.Append(c),
                '\n' => safe.Append("\\n"),
                '\r' => safe.Append("\\r"),
                '\t' => safe.Append("\\t"),
                _ => safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
            };
        }

        return safe.ToString();
    }
}
